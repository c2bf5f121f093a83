import Placement
import Yams

/// Reads policy.yaml by its schema. Shares and wages are taken from the text itself, so that 0.10 is a tenth.
struct PolicyReader {
  static let file = PolicySchema.file

  var policy = Policy()
  let values: PolicyValues

  init(log: DiagnosticLog) {
    values = PolicyValues(log: log)
  }

  /// An empty document is all defaults.
  mutating func read(_ root: Node?) {
    guard let root, !values.isNull(root) else { return }
    readSection(root, at: "")
    checkCertification(root)
    checkLottery(root)
  }

  private mutating func readSection(_ node: Node, at path: String) {
    let names = PolicySchema.names(under: path)
    guard let section = values.mapping(node, at: path, keys: names) else { return }
    for name in names {
      guard let node = section[name] else { continue }
      let inner = path.isEmpty ? name : "\(path).\(name)"
      if let key = PolicySchema.key(inner) {
        read(node, key)
      } else if !values.isNull(node) {
        readSection(node, at: inner)
      }
    }
  }

  private mutating func read(_ node: Node, _ key: PolicyKey) {
    if let field = key.field { return set(field, node, key) }
    switch key.path {
    case "quotas.target_share": readTargetShare(node, key)
    case "eligibility.minimum_wage": readMinimumWage(node, key)
    case "objectives": readObjectives(node)
    case "preference.costs": if !values.isNull(node) { readPreferenceCosts(node, key) }
    case "lottery.seed":
      if !values.isNull(node) { policy.lotterySeed = values.string(node, at: key.path)?.nonEmpty }
    case "subsidies": policy.subsidies = SubsidiesReading(values: values).read(node)
    case "sources": if !values.isNull(node) { readSources(node) }
    default: preconditionFailure("nothing reads \(key.path)")
    }
  }

  /// A value that is wrong leaves the default, and a fault.
  private mutating func set(_ field: Field<Policy>, _ node: Node, _ key: PolicyKey) {
    switch field {
    case .text(let path): if let text = values.string(node, at: key.path) { policy[keyPath: path] = text }
    case .words(_, let set): if let word = values.word(node, key) { set(&policy, [word]) }
    case .whole(let path): if let number = values.whole(node, key) { policy[keyPath: path] = number }
    case .decimal(let path): if let number = values.decimal(node, key) { policy[keyPath: path] = number }
    case .optionalWhole(let path):
      if !values.isNull(node), let number = values.whole(node, key) { policy[keyPath: path] = number }
    case .double(let path):
      if let number = values.decimal(node, key) { policy[keyPath: path] = number.doubleValue }
    case .flag(let path): if let flag = values.flag(node, key) { policy[keyPath: path] = flag }
    case .optionalText, .optionalDecimal, .day, .optionalDay, .list:
      preconditionFailure("no key of the policy is of the type of \(key.path)")
    }
  }

  /// What certification asks for is one demand: a part of it says nothing.
  private func checkCertification(_ root: Node) {
    let terms = policy.certification
    guard terms != CertificationTerms(), terms.complete == nil, !values.hasFault(in: "certification") else {
      return
    }
    values.fault(
      root.mapping?["certification"], "certification",
      Text(zh: "years、months、interns 没有写全", en: "years, months and interns are not all there"),
      mend: Text(zh: "三项都写，或整节删去", en: "give all three, or leave the section out"))
  }

  /// Lots that nobody could draw again decide nothing.
  private func checkLottery(_ root: Node) {
    guard policy.lotterySeed == nil, policy.weighs(.lottery), !values.hasFault(in: "lottery") else { return }
    values.fault(
      root.mapping?["objectives"], "lottery.seed",
      Text(zh: "目标中有 lottery，却没有写抽签的种子", en: "lottery is an objective, but no seed is given to draw from"),
      mend: Text(zh: "写上 lottery: {seed: 任意文字}", en: "give one, such as lottery: {seed: autumn 2026}"))
  }

  // MARK: Values that are more than a number or a word

  private mutating func readPreferenceCosts(_ node: Node, _ key: PolicyKey) {
    guard let costs = values.sequence(node, at: key.path) else { return }
    if costs.isEmpty {
      values.fault(
        node, key.path, Text(zh: "分值列表是空的", en: "the list of costs is empty"),
        mend: Text(zh: "至少写第一志愿的分值，或删去此项而用 step", en: "give the first wish's, or leave the key out for step"))
    }
    policy.preferenceCosts = costs.enumerated().compactMap { index, cost in
      values.whole(cost, at: "\(key.path)[\(index + 1)]", in: PolicySchema.weights)
    }
  }

  private mutating func readTargetShare(_ node: Node, _ key: PolicyKey) {
    guard let shares = node.sequence.map(Array.init), shares.count == 2 else {
      values.fault(
        node, key.path, Text(zh: "应为两个比例", en: "two shares are needed"),
        mend: Text(zh: "写成 [0.02, 0.03] 的样子", en: "write it like [0.02, 0.03]"))
      return
    }
    let bounds = shares.map { values.decimal($0, at: key.path, in: DecimalRange(0, 1)) }
    guard let low = bounds[0], let high = bounds[1] else { return }
    if low > high {
      values.fault(node, key.path, Text(zh: "下限大于上限", en: "the lower share is above the higher one"))
    }
    policy.targetShareLow = low
    policy.targetShareHigh = high
  }

  private mutating func readMinimumWage(_ node: Node, _ key: PolicyKey) {
    guard node.mapping != nil else {
      if let wage = values.decimal(node, key) { policy.minimumWage = wage }
      return
    }
    guard case .decimal(let range) = key.type else { return }
    for (district, wage) in values.pairs(node, at: key.path) {
      guard let amount = values.decimal(wage, at: "\(key.path).\(district)", in: range) else { continue }
      if district == "default" {
        policy.minimumWage = amount
      } else {
        policy.minimumWageByDistrict[Normalisation.normalised(district)] = amount
      }
    }
  }

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
        weights[term] = values.whole(weight, at: "\(key).\(term.rawValue)", in: PolicySchema.weights)
      }
      return weights
    }
  }

  /// Names that a source may stand under: rules, and every key of the policy.
  private static let sourceKeys: [String] = {
    let words: [String] =
      Rule.allCases.map(\.rawValue) + LimitTerm.allCases.map(\.rawValue)
      + ObjectiveTerm.allCases.map(\.rawValue) + UncheckedPoint.allCases.map(\.rawValue)
      + StartDuty.allCases.map(\.rawValue) + PairRelation.allCases.map(\.rawValue)
    let sections = PolicySchema.names(under: "")
    let groups = [PlanWord.minStudents, .maxPerSchool, .team].map(\.rawValue)
    return words + sections + sections.flatMap(PolicySchema.names) + groups
  }()

  private mutating func readSources(_ node: Node) {
    guard let sources = values.mapping(node, at: "sources", keys: PolicyReader.sourceKeys) else { return }
    for (key, value) in sources {
      policy.sources[key] = values.isNull(value) ? "" : values.string(value, at: "sources.\(key)") ?? ""
    }
  }
}
