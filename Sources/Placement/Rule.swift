/// The tests a student must pass to take a post, in the order in which they are made.
///
/// A rule's word is a case here and its entry in `statement`: what it is called, what it asks for, and where its
/// numbers come from. What it judges is written elsewhere, and twice: in Allocation, and from the contract's words
/// once more in PlacementAudit.
public enum Rule: String, Word {
  case excluded, banned, host
  case refusedByHost = "refused_by_host"
  case admitted, grade, age, period, specialty, reserved, program, certificates
  case nightShift = "night_shift"
  case restDayWork = "rest_day_work"
  case overtime, hazardous
  case prohibitedVenue = "prohibited_venue"
  case labourGrade = "labour_grade"
  case minorsProhibited = "minors_prohibited"
  case womenProhibited = "women_prohibited"
  case pay
  case crossProvince = "cross_province"
  case lodging, distance, wishes

  private var statement: RuleStatement {
    switch self {
    case .excluded:
      RuleStatement("不参加") { _ in Text(zh: "只安排参加实习的学生", en: "only students who take part are placed") }
    case .banned:
      RuleStatement("不安排决定") { _ in Text(zh: "已有决定，不安排到这里", en: "no ban by a coordinator") }
    case .host:
      RuleStatement("企业准入", byPost: true, demand: { $0.fitHost })
    case .refusedByHost:
      RuleStatement("单位不接收") { _ in
        Text(zh: "不得安排到已表示不接收该生的单位", en: "a host that has not refused the student")
      }
    case .admitted:
      RuleStatement(
        "学校准入",
        toStudent: Text(zh: "这家单位还没有经过你们学校的考察。", en: "your school has not yet admitted its host.")
      ) { _ in
        Text(
          zh: "单位须经本校考察准入，且准入期限覆盖岗位全程",
          en: "a host that the student's school has admitted for the post's whole period")
      }
    case .grade:
      RuleStatement(
        "年级", keys: ["minimum_grade"],
        toStudent: Text(zh: "你的年级还不能参加岗位实习。", en: "it is too early in your years of study.")
      ) {
        Text(zh: "须为 \($0.policy.minimumGrade) 年级及以上", en: "year of study \($0.policy.minimumGrade) or above")
      }
    case .age:
      RuleStatement(
        "年龄", keys: ["minimum_age"],
        toStudent: Text(zh: "上岗时你还不满规定的年龄。", en: "you are not old enough when it starts.")
      ) {
        Text(
          zh: "上岗时须满 \($0.policy.minimumAge) 周岁",
          en: "\($0.policy.minimumAge) years old when the post starts")
      }
    case .period:
      RuleStatement(
        "实习时间", overridable: true, byPost: true,
        toStudent: Text(
          zh: "你可以实习的时间没有覆盖岗位的起止日期；时间填错的，请告诉学校。",
          en: "you are not free for its whole period; if your dates are wrong, tell your school.")
      ) {
        Text(
          zh: "\($0.post.start) 至 \($0.post.end) 须全程可实习",
          en: "available from \($0.post.start) to \($0.post.end)")
      }
    case .specialty:
      RuleStatement("专业对口", keys: ["widest"], overridable: true) {
        let codes = Text(listing: $0.post.specialtyCodes.map(\.description))
        let widest = $0.policy.widestMatch
        return Text(
          zh: "专业须与 \(codes.zh) 对口（最宽：\(widest.chinese)）",
          en: "a specialty matching \(codes.en) (widest: \(widest.rawValue))")
      }
    case .reserved:
      RuleStatement("定向学校", overridable: true, byPost: true) {
        let schools = Text(listing: $0.post.reservedFor)
        return Text(zh: "只面向学校 \(schools.zh)", en: "a student of the schools \(schools.en)")
      }
    case .program:
      RuleStatement("定向班", overridable: true, byPost: true) {
        let programs = Text(listing: $0.post.reservedPrograms)
        return programs.en.isEmpty
          ? Text(zh: "订单班学生只安排到本班的定向岗位", en: "order classes go only to posts reserved for them")
          : Text(zh: "只面向\(programs.zh)的学生", en: "a student of the programs \(programs.en)")
      }
    case .certificates:
      RuleStatement(
        "证书", overridable: true, byPost: true,
        toStudent: Text(
          zh: "它要求持有你还没有的证书；取得证书后请告诉学校。",
          en: "it asks for a certificate that you do not hold yet; once you have it, tell your school.")
      ) {
        let required = Text(listing: $0.post.requiredCertificates)
        return Text(zh: "须持有\(required.zh)", en: "holding \(required.en)")
      }
    case .nightShift:
      RuleStatement("夜班", exemptible: true, byPost: true) {
        $0.isExempt(from: .nightShift)
          ? $0.adult : Text(zh: "不得安排夜班，除非已备案", en: "no night shift without a filed exemption")
      }
    case .restDayWork:
      RuleStatement("休息日", exemptible: true) { _ in
        Text(zh: "不得在休息日实习，除非已备案", en: "no work on rest days without a filed exemption")
      }
    case .overtime:
      RuleStatement("加班", exemptible: true) { _ in
        Text(zh: "不得安排加班，除非已备案", en: "no overtime without a filed exemption")
      }
    case .hazardous:
      RuleStatement("危险作业", exemptible: true, byPost: true) {
        $0.isExempt(from: .hazardous)
          ? $0.adult : Text(zh: "不得安排危险作业，除非已备案", en: "no hazardous work without a filed exemption")
      }
    case .prohibitedVenue:
      RuleStatement("禁止场所") { _ in Text(zh: "不得安排在禁止场所", en: "no prohibited venue") }
    case .labourGrade:
      RuleStatement("体力劳动强度", keys: ["labour_grade_max"]) {
        Text(
          zh: "不得超过 \($0.policy.labourGradeMax) 级",
          en: "labour intensity of at most grade \($0.policy.labourGradeMax)")
      }
    case .minorsProhibited:
      RuleStatement("未成年工禁忌", demand: { $0.adult })
    case .womenProhibited:
      RuleStatement("女职工禁忌") { _ in Text(zh: "不得安排女生", en: "no work barred to women") }
    case .pay:
      RuleStatement(
        "报酬", keys: ["pay_share_min", "minimum_wage"], byPost: true,
        own: Text(
          zh: "岗位没有可比工资时不低于最低工资，是本程序自定的规则",
          en: "the minimum wage where a post names no pay to compare with is this program's own rule"),
        decisive: { $0.payKey }, demand: { $0.leastPay })
    case .crossProvince:
      RuleStatement("跨省实习") { _ in
        Text(zh: "岗位与学校不在同一省份的，须有跨省备案号", en: "a filing for posts in another province than the school")
      }
    case .lodging:
      RuleStatement(
        "住宿安排",
        toStudent: Text(
          zh: "它在外地：单位要安排住宿而且你接受住宿，或者监护人书面同意自行住宿；愿意的，请告诉学校。",
          en: "it is in another city: its host must offer a dormitory that you accept, or your guardian "
            + "consent in writing to other lodgings; if you would go, tell your school.")
      ) { _ in
        Text(
          zh: "岗位与学校不在同一地市的，由岗位安排住宿且学生接受，或监护人书面同意自行住宿",
          en:
            "a dormitory and a student who boards, or the guardian's consent to other lodgings, for posts in "
            + "another city than the school")
      }
    case .distance:
      RuleStatement(
        "距离", keys: ["max_distance_km", "boarding_max_distance_km"], overridable: true, byPost: true,
        // No text stands behind what the student has asked for.
        decisive: {
          $0.boards ? "boarding_max_distance_km" : $0.ownLimit == nil ? "max_distance_km" : ""
        },
        toStudent: Text(
          zh: "它超过规定的最远距离，或者你自己填的最远距离；愿意走得更远或者住宿的，请告诉学校。",
          en: "it is farther than the rules allow, or than you said you would go; if you would travel "
            + "farther or board, tell your school."), demand: { $0.farthest })
    case .wishes:
      RuleStatement(
        "志愿范围", keys: ["worst_rank", "listed_only"], overridable: true, demand: { $0.wishedFor })
    }
  }
}

extension Rule {
  public var chinese: String { statement.chinese }

  /// The tests that a pin overrides; every other test binds pins too.
  public static let overridable = Set(allCases.filter { $0.statement.overridable })

  /// What a filed exemption can be from, in the rules' order.
  public static let exemptible = allCases.filter { $0.statement.exemptible }

  /// Keys of policy.yaml that hold the rule's numbers: their `sources` speak for it.
  public var policyKeys: [String] { statement.keys }

  /// What the rule asks of one student at one post, with its number: `上岗时须满 16 周岁`. Indices into the case.
  public func demand(student: Int, post: Int, in placementCase: PlacementCase) -> Text {
    statement.demand(RuleSubject(student, post, placementCase))
  }

  /// What the rule means to a student whose nearest post it closes, and what to do about it; nil where its word says it all.
  public var toStudent: Text? { statement.toStudent }

  /// Whether what the rule asks for differs from post to post: what one post asks for is not what all do.
  public var asksByPost: Bool { statement.byPost }

  /// Where the number comes from that decides about the student at the post, as the policy says; empty where it
  /// does not.
  public func source(student: Int, post: Int, in placementCase: PlacementCase) -> String {
    let statement = statement
    let decisive = statement.decisive?(RuleSubject(student, post, placementCase))
    let keys = [rawValue] + (decisive.map { [$0] } ?? statement.keys)
    return keys.lazy.compactMap { placementCase.policy.sources[$0] }.first { !$0.isEmpty } ?? ""
  }

  /// Where all of the rule's numbers come from, each source once, as compliance.csv joins them; last, what of it is the
  /// program's own.
  public func sources(in policy: Policy) -> Text {
    let known = ([rawValue] + policyKeys).compactMap { policy.sources[$0] }.reduce(into: [String]()) {
      found, source in
      if !source.isEmpty, !found.contains(source) { found.append(source) }
    }
    func joined(_ language: Language) -> String {
      (known + (statement.own.map { [$0(language)] } ?? [])).joined(separator: ";")
    }
    return Text(zh: joined(.chinese), en: joined(.english))
  }
}

/// What a rule says, as opposed to what it judges.
private struct RuleStatement {
  let chinese: String
  let keys: [String]
  let overridable: Bool
  let exemptible: Bool
  /// Whether it asks for something else at every post.
  let byPost: Bool
  /// What no text asks for: the program's own addition.
  let own: Text?
  /// Which one of several keys decides about the pair; nil: all of them.
  let decisive: ((RuleSubject) -> String)?
  /// What a letter adds for a student whose nearest post it closes: what it means, and what the student can do.
  let toStudent: Text?
  /// Follows the rule's word in a sentence (`报酬：月报酬不得低于…`): so it neither repeats nor contradicts it, and says what
  /// must be, never as if it were so.
  let demand: (RuleSubject) -> Text

  init(
    _ chinese: String, keys: [String] = [], overridable: Bool = false, exemptible: Bool = false,
    byPost: Bool = false, own: Text? = nil, decisive: ((RuleSubject) -> String)? = nil,
    toStudent: Text? = nil, demand: @escaping (RuleSubject) -> Text
  ) {
    self.chinese = chinese
    self.keys = keys
    self.overridable = overridable
    (self.exemptible, self.byPost) = (exemptible, byPost)
    self.own = own
    self.decisive = decisive
    self.toStudent = toStudent
    self.demand = demand
  }
}
