import Placement
import Yams

/// Reads policy.yaml. Shares and wages are taken from the text itself, so that 0.10 is a tenth.
struct PolicyReader {
  static let file = "policy.yaml"

  /// Every key by section; the sections are in the contract's order.
  static let sections: [(name: String, keys: [String])] = [
    ("travel", ["detour_factor", "max_distance_km", "boarding_max_distance_km"]),
    ("specialty", ["widest", "penalty"]),
    ("quotas", ["staff_share_max", "post_share_max", "target_share"]),
    ("eligibility", ["minimum_age", "minimum_grade", "pay_share_min", "minimum_wage", "labour_grade_max"]),
    ("preference", ["step", "unlisted"]),
  ]
  static let topKeys =
    ["name", "language", "academic_year"] + sections.map(\.name) + ["objectives", "sources"]

  var policy = Policy()
  let log: DiagnosticLog
  let values: PolicyValues

  init(log: DiagnosticLog) {
    self.log = log
    values = PolicyValues(log: log)
  }

  /// An empty document is all defaults.
  mutating func read(_ root: Node?) {
    guard let root, !values.isNull(root) else { return }
    guard let top = values.mapping(root, at: "", keys: PolicyReader.topKeys) else { return }
    if let node = top["name"], let text = values.string(node, at: "name") { policy.name = text }
    if let node = top["language"], let language = language(node) { policy.language = language }
    if let node = top["academic_year"] {
      policy.academicYear = values.whole(node, at: "academic_year", in: 1900...2200) ?? 2026
    }
    for (name, keys) in PolicyReader.sections {
      guard let node = top[name], !values.isNull(node),
        let section = values.mapping(node, at: name, keys: keys)
      else { continue }
      read(section, name)
    }
    if let node = top["objectives"] { readObjectives(node) }
    if let node = top["sources"], !values.isNull(node) { readSources(node) }
  }

  private mutating func read(_ section: [String: Node], _ name: String) {
    switch name {
    case "travel": readTravel(section)
    case "specialty": readSpecialty(section)
    case "quotas": readQuotas(section)
    case "eligibility": readEligibility(section)
    default:
      set(\.preferenceStep, section["step"], "preference.step", 0...PolicyValues.largestWeight)
      set(\.preferenceUnlisted, section["unlisted"], "preference.unlisted", 0...PolicyValues.largestWeight)
    }
  }

  private mutating func set(
    _ path: WritableKeyPath<Policy, Int>, _ node: Node?, _ key: String, _ range: ClosedRange<Int>
  ) {
    if let node, let value = values.whole(node, at: key, in: range) { policy[keyPath: path] = value }
  }

  private mutating func set(
    _ path: WritableKeyPath<Policy, ExactDecimal>, _ node: Node?, _ key: String, atMost: Int
  ) {
    if let node, let value = values.decimal(node, at: key, atMost: atMost) { policy[keyPath: path] = value }
  }

  private func language(_ node: Node) -> Language? {
    guard let text = values.string(node, at: "language") else { return nil }
    if let language = Language(rawValue: text) { return language }
    values.fault(
      node, "language",
      Text(
        zh: "\(CellShapes.quoted(text))不是可用的语言",
        en: "\(CellShapes.quoted(text)) is no language of the program"),
      mend: Text(zh: "写 zh-Hans 或 en", en: "write zh-Hans or en"))
    return nil
  }

  // MARK: Sections

  private mutating func readTravel(_ section: [String: Node]) {
    if let node = section["detour_factor"],
      let factor = values.decimal(node, at: "travel.detour_factor", atMost: 100)
    {
      if factor.digits == 0 {
        values.fault(
          node, "travel.detour_factor", Text(zh: "绕行系数必须大于 0", en: "the detour factor must be above 0"))
      }
      policy.detourFactor = factor.doubleValue
    }
    set(\.maxDistance, section["max_distance_km"], "travel.max_distance_km", atMost: 100_000)
    set(
      \.boardingMaxDistance, section["boarding_max_distance_km"], "travel.boarding_max_distance_km",
      atMost: 100_000)
  }

  private mutating func readSpecialty(_ section: [String: Node]) {
    if let node = section["widest"], let text = values.string(node, at: "specialty.widest") {
      if let level = MatchLevel(rawValue: text), level != .none {
        policy.widestMatch = level
      } else {
        values.fault(
          node, "specialty.widest",
          Text(zh: "\(CellShapes.quoted(text))不是对口程度", en: "\(CellShapes.quoted(text)) is no level of match"),
          mend: Text(zh: "写 exact、class 或 category", en: "write exact, class or category"))
      }
    }
    guard let node = section["penalty"], !values.isNull(node),
      let penalty = values.mapping(node, at: "specialty.penalty", keys: ["exact", "class", "category"])
    else { return }
    let range = 0...PolicyValues.largestWeight
    set(\.exactPenalty, penalty["exact"], "specialty.penalty.exact", range)
    set(\.classPenalty, penalty["class"], "specialty.penalty.class", range)
    set(\.categoryPenalty, penalty["category"], "specialty.penalty.category", range)
  }

  private mutating func readQuotas(_ section: [String: Node]) {
    set(\.staffShareMax, section["staff_share_max"], "quotas.staff_share_max", atMost: 1)
    set(\.postShareMax, section["post_share_max"], "quotas.post_share_max", atMost: 1)
    guard let node = section["target_share"] else { return }
    let key = "quotas.target_share"
    guard let shares = values.sequence(node, at: key), shares.count == 2 else {
      values.fault(
        node, key, Text(zh: "应为两个比例", en: "two shares are needed"),
        mend: Text(zh: "写成 [0.02, 0.03] 的样子", en: "write it like [0.02, 0.03]"))
      return
    }
    let bounds = shares.map { values.decimal($0, at: key, atMost: 1) }
    guard let low = bounds[0], let high = bounds[1] else { return }
    if low > high {
      values.fault(node, key, Text(zh: "下限大于上限", en: "the lower share is above the higher one"))
    }
    policy.targetShareLow = low
    policy.targetShareHigh = high
  }

  private mutating func readEligibility(_ section: [String: Node]) {
    set(\.minimumAge, section["minimum_age"], "eligibility.minimum_age", 0...100)
    set(\.minimumGrade, section["minimum_grade"], "eligibility.minimum_grade", 0...6)
    set(\.labourGradeMax, section["labour_grade_max"], "eligibility.labour_grade_max", 0...4)
    set(\.payShareMin, section["pay_share_min"], "eligibility.pay_share_min", atMost: 1)
    guard let node = section["minimum_wage"] else { return }
    let key = "eligibility.minimum_wage"
    guard node.mapping != nil else {
      set(\.minimumWage, node, key, atMost: 1_000_000)
      return
    }
    for (district, wage) in values.pairs(node, at: key) {
      guard let amount = values.decimal(wage, at: "\(key).\(district)", atMost: 1_000_000) else { continue }
      if district == "default" {
        policy.minimumWage = amount
      } else {
        policy.minimumWageByDistrict[Normalisation.normalised(district)] = amount
      }
    }
  }

  // MARK: Objectives and sources

  private mutating func readObjectives(_ node: Node) {
    guard let stages = values.sequence(node, at: "objectives") else { return }
    if stages.isEmpty {
      values.fault(
        node, "objectives", Text(zh: "目标列表是空的", en: "the list of objectives is empty"),
        mend: Text(zh: "至少写一个目标，或删去此项以使用默认目标", en: "give one at least, or leave the key out"))
      return
    }
    let terms = ObjectiveTerm.allCases.map(\.rawValue)
    policy.objectives = stages.enumerated().map { index, stage in
      let key = "objectives[\(index + 1)]"
      var weights: [ObjectiveTerm: Int] = [:]
      guard let entries = values.mapping(stage, at: key, keys: terms) else { return weights }
      for term in ObjectiveTerm.allCases {
        guard let weight = entries[term.rawValue] else { continue }
        weights[term] = values.whole(
          weight, at: "\(key).\(term.rawValue)", in: 0...PolicyValues.largestWeight)
      }
      return weights
    }
  }

  /// Names that a source may stand under: rules, and every key of the policy.
  private static var sourceKeys: [String] {
    let words: [String] =
      Rule.allCases.map(\.rawValue) + LimitTerm.allCases.map(\.rawValue)
      + ObjectiveTerm.allCases.map(\.rawValue) + UncheckedPoint.allCases.map(\.rawValue)
    return words + topKeys + sections.flatMap(\.keys) + ["min_students", "team_id", "step", "unlisted"]
  }

  private mutating func readSources(_ node: Node) {
    guard let sources = values.mapping(node, at: "sources", keys: PolicyReader.sourceKeys) else { return }
    for (key, value) in sources {
      policy.sources[key] = values.isNull(value) ? "" : values.string(value, at: "sources.\(key)") ?? ""
    }
  }
}
