import Placement

/// What every rule asks for, in the words that `detail` in unplaced.csv uses.
struct Demands {
  private let rules: AuditRules
  private var placementCase: PlacementCase { rules.placementCase }
  private var policy: Policy { placementCase.policy }

  init(_ rules: AuditRules) { self.rules = rules }

  /// What the rule asks of the student at the post.
  func demand(_ rule: Rule, student: Int, post: Int) -> Text {
    let item = placementCase.posts[post]
    switch rule {
    case .excluded: return Text(zh: "参加本次实习安排", en: "taking part")
    case .banned: return Text(zh: "没有“不安排”的决定", en: "no ban by a coordinator")
    case .host: return Text(zh: "企业已通过准入考察", en: "an approved host enterprise")
    case .grade:
      let grade = policy.minimumGrade
      return Text(zh: "\(grade) 年级及以上", en: "year of study \(grade) or above")
    case .age:
      let age = policy.minimumAge
      return Text(zh: "上岗时满 \(age) 周岁", en: "\(age) years old when the post starts")
    case .period:
      let (start, end) = (item.start, item.end)
      return Text(zh: "\(start) 至 \(end) 全程可实习", en: "available from \(start) to \(end)")
    case .specialty: return specialty(item)
    case .reserved: return list(item.reservedFor, Text(zh: "定向学校：", en: "a school of: "))
    case .program where item.reservedPrograms.isEmpty:
      return Text(zh: "订单班学生只安排到本班的定向岗位", en: "order classes go only to posts reserved for them")
    case .program: return list(item.reservedPrograms, Text(zh: "定向班：", en: "a program of: "))
    case .certificates: return list(item.requiredCertificates, Text(zh: "持有证书：", en: "the certificates "))
    case .pay: return pay(item)
    case .distance: return distance(boards: boards(student, post), item)
    default: return workingConditions(rule, post)
    }
  }

  /// The source of the number that decides about the student at the post; empty where the policy gives none.
  func source(_ rule: Rule, student: Int, post: Int) -> String {
    let sources = [rule.rawValue, decisiveKey(rule, student, post)].compactMap { policy.sources[$0] }
    return sources.first { !$0.isEmpty } ?? ""
  }

  private func decisiveKey(_ rule: Rule, _ student: Int, _ post: Int) -> String {
    switch rule {
    case .grade: "minimum_grade"
    case .age: "minimum_age"
    case .specialty: "widest"
    case .labourGrade: "labour_grade_max"
    case .pay: rules.posts[post].payMissing ? "minimum_wage" : "pay_share_min"
    case .distance: boards(student, post) ? "boarding_max_distance_km" : "max_distance_km"
    default: rule.rawValue
    }
  }

  private func boards(_ student: Int, _ post: Int) -> Bool {
    rules.students[student].boards && rules.posts[post].dormitory
  }

  private func list(_ names: [String], _ title: Text) -> Text {
    title + Text(zh: names.joined(separator: "、"), en: names.joined(separator: ", "))
  }

  private func specialty(_ post: Post) -> Text {
    let (codes, widest) = (post.specialtyCodes.map(\.description), policy.widestMatch)
    return list(codes, Text(zh: "专业与 ", en: "a specialty matching "))
      + Text(zh: " 对口（最宽：\(widest.chinese)）", en: " (widest: \(widest.rawValue))")
  }

  private func workingConditions(_ rule: Rule, _ post: Int) -> Text {
    switch rule {
    case .nightShift where rules.posts[post].nightShiftExempt:
      Text(zh: "夜班岗位须满 18 周岁", en: "18 years old for a night shift")
    case .nightShift: Text(zh: "不得安排夜班，除非已备案", en: "no night shift without a filed exemption")
    case .restDayWork: Text(zh: "不得在休息日实习，除非已备案", en: "no work on rest days without a filed exemption")
    case .overtime: Text(zh: "不得安排加班，除非已备案", en: "no overtime without a filed exemption")
    case .hazardous: Text(zh: "不得安排危险作业", en: "no hazardous work")
    case .prohibitedVenue: Text(zh: "不得安排在禁止场所", en: "no prohibited venue")
    case .womenProhibited: Text(zh: "女职工禁忌劳动不得安排女生", en: "no work barred to women")
    default:
      Text(
        zh: "体力劳动强度不超过 \(policy.labourGradeMax) 级",
        en: "labour intensity of at most grade \(policy.labourGradeMax)")
    }
  }

  private func pay(_ post: Post) -> Text {
    let least = Text(zh: "月报酬不低于", en: "monthly pay of at least ")
    let share = post.referencePay.map {
      Text(
        zh: "相同岗位工资 \($0) 元的 \(policy.payShareMin) 倍", en: "\(policy.payShareMin) of the post's \($0) yuan")
    }
    let lowest = post.lowestGradePay.map {
      Text(zh: "本单位最低档工资 \($0) 元", en: "the lowest grade's \($0) yuan")
    }
    switch (share, lowest) {
    case (let share?, let lowest?): return least + share + Text(zh: "或", en: " or ") + lowest
    case (let only?, nil), (nil, let only?): return least + only
    case (nil, nil):
      let wage = policy.minimumWage(in: placementCase.enterprises[post.enterprise].district)
      return least + Text(zh: "最低工资 \(wage) 元", en: "the minimum wage of \(wage) yuan")
    }
  }

  private func distance(boards: Bool, _ post: Post) -> Text {
    let (common, boarding) = (policy.maxDistance, policy.boardingMaxDistance)
    if boards {
      return Text(zh: "住宿的距离不超过 \(boarding) 公里", en: "at most \(boarding) km for a student who boards")
    }
    let own = Text(zh: "距离不超过 \(common) 公里及学生本人的上限", en: "at most \(common) km, and the student's own limit")
    guard post.dormitory else { return own }
    return own + Text(zh: "，住宿的不超过 \(boarding) 公里", en: ", or \(boarding) km for students who board")
  }
}
