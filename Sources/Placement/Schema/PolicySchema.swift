/// Every key of policy.yaml, in the order in which it is written.
public enum PolicySchema {
  public static let file = "policy.yaml"
  /// Its Chinese name, without extension.
  public static let chinese = "政策"
  /// What weights, penalties and other points may be.
  public static let weights = 0...1_000_000
  public static let sentence = Text(
    zh: "规则的各项数字及其依据；省略的键取默认值，写错的键是错误。",
    en:
      "The rules' numbers and where each comes from; a key left out has its default, a key nobody knows is an error."
  )

  public static let keys: [PolicyKey] =
    head + travel + specialty + quotas + eligibility + preference + duration + cooperation
    + hostPreference + lottery + supervision + subsidies + signals + certification + tail

  /// The key at a path such as `travel.max_distance_km`; nil where nobody knows it.
  public static func key(_ path: String) -> PolicyKey? { keys.first { $0.path == path } }

  /// The names that stand directly under a path (empty: at the top), in order.
  public static func names(under path: String) -> [String] {
    let prefix = path.isEmpty ? "" : path + "."
    var found: [String] = []
    for key in keys where key.path.hasPrefix(prefix) {
      let rest = key.path.dropFirst(prefix.count).split(separator: ".")
      if let name = rest.first.map(String.init), !found.contains(name) { found.append(name) }
    }
    return found
  }

  /// Words of a key are the same in every language.
  private static func keyWords(_ words: [String]) -> CellType { .word(words.map { SchemaWord(both($0)) }) }

  private static let rules = Text(
    zh: "职业学校学生实习管理规定（教职成〔2021〕4号）",
    en: "职业学校学生实习管理规定 (教职成〔2021〕4号)")

  private static let head: [PolicyKey] = [
    .key("name", .text, .text(\.name), zh: "案例的名称，印在报告上。", en: "The case's name, printed on the report."),
    .key(
      "language", keyWords(Language.allCases.map(\.rawValue)),
      .words(
        get: { [$0.language.rawValue] },
        set: { policy, words in
          if let language = words.first.flatMap(Language.init(rawValue:)) { policy.language = language }
        }),
      zh: "方案的表头、用词和消息的语言。", en: "The language of a plan's headers and words, and of messages."),
    .key(
      "academic_year", .whole(CalendarDate.years), .whole(\.academicYear),
      zh: "学年开始的那个秋季所在的年份；入学年份按它换算成年级。",
      en: "The year of the autumn in which the school year begins; it turns entry years into years of study."),
  ]

  private static let travel: [PolicyKey] = [
    .key(
      "travel.detour_factor", .decimal(DecimalRange(above: 0, 100)), .double(\.detourFactor),
      zh: "道路距离与直线距离之比；travel.csv 中的距离不乘它。",
      en: "Road distance over great-circle distance; distances of travel.csv are not multiplied."),
    .key(
      "travel.max_distance_km", .decimal(DecimalRange(0, 100_000)), .decimal(\.maxDistance),
      unit: .kilometres, zh: "学生到岗位的最远距离。", en: "How far a post may be."),
    .key(
      "travel.boarding_max_distance_km", .decimal(DecimalRange(0, 100_000)), .decimal(\.boardingMaxDistance),
      unit: .kilometres, zh: "岗位提供住宿且学生接受住宿时的最远距离，代替上面的上限和学生本人的上限。",
      en: "How far it may be where the post has a dormitory and the student boards, instead of the limit "
        + "above and the student's own."),
  ]

  private static let specialty: [PolicyKey] = [
    .key(
      "specialty.widest", keyWords([MatchLevel.exact, .specialtyClass, .category].map(\.rawValue)),
      .words(
        get: { [$0.widestMatch.rawValue] },
        set: { policy, words in
          if let level = words.first.flatMap(MatchLevel.init(rawValue:)) { policy.widestMatch = level }
        }), source: rules,
      zh: "最宽到哪一级还算对口：exact 专业、class 专业类、category 专业大类。",
      en: "The widest match that still counts: exact, class or category."),
    .key(
      "specialty.penalty.exact", .points, .whole(\.exactPenalty), unit: .points, zh: "专业对口的扣分。",
      en: "Points of an exact match."),
    .key(
      "specialty.penalty.class", .points, .whole(\.classPenalty), unit: .points, zh: "专业类对口的扣分。",
      en: "Points of a match by class."),
    .key(
      "specialty.penalty.category", .points, .whole(\.categoryPenalty), unit: .points,
      zh: "专业大类对口的扣分；锁定而不对口的也按它计。",
      en: "Points of a match by category; a pin without any match costs the same."),
  ]

  private static let quotas: [PolicyKey] = [
    .key(
      "quotas.staff_share_max", .share, .decimal(\.staffShareMax), source: rules,
      zh: "一家企业的实习生不超过在岗职工的这个比例。", en: "Interns of an enterprise, at most this share of its staff on duty."),
    .key(
      "quotas.post_share_max", .share, .decimal(\.postShareMax), source: rules,
      zh: "同类岗位的实习生不超过其在岗职工的这个比例。", en: "Interns in one kind of post, at most this share of its staff."),
    .special(
      "quotas.target_share", .list(of: .share), source: Text(zh: "杭政办函〔2020〕4号（七）", en: "杭政办函〔2020〕4号 (七)"),
      zh: "规模以上企业接收实习生占职工总数的目标（下限、上限）；是目标，不是底线。",
      en:
        "Interns of above-scale enterprises, as shares of total staff (low, high): a target, never a floor.",
      yaml: { "[\($0.targetShareLow), \($0.targetShareHigh)]" }),
  ]

  private static let eligibility: [PolicyKey] = [
    .key(
      "eligibility.minimum_age", .whole(0...100), .whole(\.minimumAge),
      unit: Text(zh: "周岁", en: "years"), source: rules, zh: "岗位开始之日的最低年龄。",
      en: "The least age on the day a post begins."),
    .key(
      "eligibility.minimum_grade", .whole(0...6), .whole(\.minimumGrade), source: rules,
      zh: "最低年级（在读第几年）。", en: "The lowest year of study."),
    .key(
      "eligibility.pay_share_min", .share, .decimal(\.payShareMin), source: rules,
      zh: "报酬不低于相同岗位工资的这个比例。", en: "Pay, at least this share of the reference pay."),
    .special(
      "eligibility.minimum_wage", .decimal(DecimalRange(0, 1_000_000)),
      unit: Text(zh: "元/月", en: "yuan a month"),
      source: Text(
        zh: "浙江省人民政府关于调整全省最低工资标准的通知", en: "浙江省人民政府关于调整全省最低工资标准的通知"),
      zh: "岗位没有填参照工资时报酬的下限；可以分区县写：{default: 2490, 淳安县: 2260}。",
      en:
        "The least pay where a post gives no pay to compare with; by district too: {default: 2490, 淳安县: 2260}.",
      yaml: PolicySchema.minimumWage),
    .key(
      "eligibility.labour_grade_max", .whole(0...4), .whole(\.labourGradeMax), source: rules,
      zh: "允许的体力劳动强度等级上限。", en: "The highest grade of physical labour that is allowed."),
  ]

  private static let preference: [PolicyKey] = [
    .key(
      "preference.step", .points, .whole(\.preferenceStep), unit: .points, zh: "志愿每降一位的扣分。",
      en: "Points for each rank below the first."),
    .key(
      "preference.unlisted", .points, .whole(\.preferenceUnlisted), unit: .points,
      zh: "填了志愿而安排在志愿之外的扣分。", en: "Points where a student has wishes and the post is none of them."),
    .special(
      "preference.costs", .list(of: .points), unit: .points,
      zh: "代替 step：第一、第二……志愿各扣多少分，更后的志愿同最后一个数，例如 [0, 10, 30, 60]。",
      en:
        "Instead of step: the points of the first wish, the second and so on, the last number for all beyond, "
        + "such as [0, 10, 30, 60].",
      yaml: { policy in
        let costs = policy.preferenceCosts.map(String.init)
        return costs.isEmpty ? "" : "[\(costs.joined(separator: ", "))]"
      }),
    .key(
      "preference.worst_rank", .whole(1...1_000_000), .optionalWhole(\.worstRank),
      zh: "低于这一位的志愿不再安排；没有默认值，省略则不限。",
      en: "Wishes ranked worse are closed. No default: left out, none is."),
    .key(
      "preference.listed_only", .boolean, .flag(\.listedOnly),
      zh: "填了志愿的学生只安排到所填的岗位和企业。", en: "Whether students who have wishes may take nothing else."),
    .key(
      "preference.by_priority", .boolean, .flag(\.preferenceByPriority),
      zh: "志愿扣分乘以学生的权重。", en: "Whether the points of a student's wishes are multiplied by the priority."),
  ]

  private static let duration: [PolicyKey] = [
    .key(
      "duration.usual_months", .whole(1...36), .whole(\.usualMonths), unit: Text(zh: "个月", en: "months"),
      source: rules, zh: "岗位实习一般为几个月；整月数不同的岗位在合规表中计数，不拒绝。",
      en:
        "How many months an internship takes as a rule; posts of other lengths are counted in compliance.csv, never "
        + "refused.")
  ]

  private static let cooperation: [PolicyKey] = [
    tie("partner", \.cooperation.partner, Tie.partner.text),
    tie("group", \.cooperation.group, Tie.group.text),
    tie("base", \.cooperation.base, Tie.base.text),
    tie("alliance", \.cooperation.alliance, Tie.alliance.text),
    tie("host", \.cooperation.host, Tie.host.text),
    tie("none", \.cooperation.none, Text(zh: "没有任何关系", en: "no tie at all")),
    tie("campus_base", \.cooperation.campusBase, Tie.campusBase.text),
  ]

  private static let hostPreference: [PolicyKey] = [
    .key(
      "host_preference.step", .points, .whole(\.hostPreferenceStep), unit: .points,
      zh: "单位对学生的排序每降一位的扣分。", en: "Points for each rank below the first that a host gives a student."),
    .key(
      "host_preference.unlisted", .points, .whole(\.hostPreferenceUnlisted), unit: .points,
      zh: "单位排了一些学生而没有排该生的扣分。", en: "Points where a host has ranked some students and not this one."),
  ]

  private static let lottery: [PolicyKey] = [
    .special(
      "lottery.seed", .text,
      zh: "抽签的种子，任意文字；知道它的人都能重算每名学生在每个岗位抽到的数。目标中有 lottery 时必须写。",
      en:
        "What the lots are drawn from, any text: whoever knows it can work out every student's number at every post. "
        + "Needed where lottery is an objective.",
      yaml: { $0.lotterySeed.map(quoted) ?? "" })
  ]

  private static func tie(_ name: String, _ path: FieldPath<Policy, Int>, _ tie: Text) -> PolicyKey {
    .key(
      "cooperation.penalty.\(name)", .points, .whole(path), unit: .points,
      zh: "学校与单位的关系为“\(tie.zh)”时的扣分；几种关系取最低的。",
      en: "Points where the tie of school and host is: \(tie.en); of several ties the lowest counts.")
  }

  private static let supervision: [PolicyKey] = [
    .key(
      "supervision.max_students", .count, .optionalWhole(\.supervisionMaxStudents), unit: .people,
      zh: "一名教师在整个方案中最多指导多少学生；教师表可以另填。没有默认值。",
      en:
        "How many students a teacher supervises at most over the whole plan; teachers.csv may say otherwise. "
        + "No default."),
    .key(
      "supervision.max_hosts", .count, .optionalWhole(\.supervisionMaxHosts),
      zh: "一名教师最多去多少家单位；教师表可以另填。没有默认值，省略则不限。",
      en:
        "How many hosts a teacher goes to at most; teachers.csv may say otherwise. No default: left out, no limit."
    ),
    .key(
      "supervision.practice_months", .whole(0...60), .whole(\.practiceMonths),
      unit: Text(zh: "个月", en: "months"),
      source: Text(
        zh: "职业学校教师企业实践规定（教师〔2016〕3号）第四条", en: "职业学校教师企业实践规定 (教师〔2016〕3号) §4"),
      zh: "专业课教师每五年到企业实践的月数。", en: "Months that a teacher of a specialty practises in five years."),
  ]

  private static let subsidies: [PolicyKey] = [
    .special(
      "subsidies", .list(of: .mapping),
      zh: "各项补助，每项写 id、payee（student 或 enterprise）、unit（once 或 month）、amount 或 minimum_wage_share、source，"
        + "并可写 kinds、level_max、school_levels、final_year、minimum_months、from、to；不写此键则不计算补助。",
      en: "The subsidies, each with id, payee (student or enterprise), unit (once or month), amount or "
        + "minimum_wage_share, and source; kinds, level_max, school_levels, final_year, minimum_months, from and to "
        + "narrow it. Without the key none is worked out.",
      yaml: SubsidyText.yaml)
  ]

  private static let signals: [PolicyKey] = [
    .key(
      "signals.tail_share", .share, .decimal(\.signalTailShare),
      zh: "供需表提示增设或缩减：只看生均名额最多和最少的这一比例的专业类。",
      en: "For signal in supply-demand.csv: the share of classes at either end of seats a student that count."
    ),
    .key(
      "signals.years", .whole(1...100), .whole(\.signalYears), unit: Text(zh: "年", en: "years"),
      zh: "须连续几年如此，本学年计入。", en: "For how many years running, this one included."),
    .key(
      "signals.minimum", .whole(1...CellType.largest), .whole(\.signalMinimum), unit: .people,
      zh: "当年学生少于这个数的专业类不计入。", en: "A year's classes with fewer students are left out."),
  ]

  /// Cities differ: no number stands for one that is left out.
  private static let certification: [PolicyKey] = [
    .key(
      "certification.years", .whole(1...100), .optionalWhole(\.certification.years),
      unit: Text(zh: "年", en: "years"), zh: "认定产教融合型企业看本学年之前的几年；三项要么都写，要么都不写。",
      en:
        "For certification of enterprises: how many years before the academic year count; give all three or none."
    ),
    .key(
      "certification.months", .whole(1...120), .optionalWhole(\.certification.months),
      unit: Text(zh: "个月", en: "months"), zh: "实习满几个整月的实习生计入。",
      en: "Whole months from which on an intern counts."),
    .key(
      "certification.interns", .count, .optionalWhole(\.certification.interns), unit: .people,
      zh: "这几年共须接收多少名。", en: "Interns needed over these years."),
  ]

  private static let tail: [PolicyKey] = [
    .special(
      "objectives", .list(of: .mapping),
      zh: "依次最小化的各级目标，后一级不损害前一级；每级是若干项的加权和："
        + ObjectiveTerm.allCases.map { "\($0.rawValue) \($0.chinese)" }.joined(separator: "、") + "。",
      en: "Minimised in this order, a later one never spoils an earlier one; each is a weighted sum of "
        + ObjectiveTerm.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      yaml: { policy in
        policy.objectives.map { stage in
          let terms = ObjectiveTerm.allCases.compactMap { term in
            stage[term].map { "\(term.rawValue): \($0)" }
          }
          return "\n  - {\(terms.joined(separator: ", "))}"
        }.joined()
      }),
    .special(
      "sources", .mapping,
      zh: "规则或键的依据：某条规则把人拦下时，它的依据随之印出。",
      en: "Where a rule's number comes from, by rule or key: printed wherever the rule turns somebody away.",
      yaml: { policy in
        policy.sources.sorted { String.utf8Precedes($0.key, $1.key) }
          .map { "\n  \($0.key): \(quoted($0.value))" }.joined()
      }),
  ]

  // MARK: YAML

  @Sendable private static func minimumWage(_ policy: Policy) -> String {
    let districts = policy.minimumWageByDistrict.sorted { String.utf8Precedes($0.key, $1.key) }
    guard !districts.isEmpty else { return policy.minimumWage.description }
    return "{default: \(policy.minimumWage)\(districts.map { ", \(quoted($0.key)): \($0.value)" }.joined())}"
  }
}
