import Foundation
import Placement

/// summary.json held against the case, the placement and the other files.
struct SummaryCheck {
  private let expectation: Expectation
  private let summary: JSONValue
  /// sha256 of the plan's files as they are; nil where nobody can say.
  private let fileHashes: [String: String]?
  private(set) var faults: [AuditFault] = []
  private(set) var figures = 0
  private var found: FoundFindings { expectation.found }

  init(_ expectation: Expectation, _ data: Data, fileHashes: [String: String]?) {
    self.expectation = expectation
    self.fileHashes = fileHashes
    guard let summary = JSONValue(data), summary.members != nil else {
      self.summary = .null
      faults = [
        AuditFault(.file, file: "summary.json", Text(zh: "不是有效的 JSON 对象", en: "is not a JSON object"))
      ]
      return
    }
    self.summary = summary
    let policy = expectation.placementCase.policy
    expect("name", .text(policy.name))
    expect("language", .text(policy.language.rawValue))
    expect("as_of", .text(expectation.placementCase.asOf.description))
    checkStages(policy)
    checkFigures()
    checkSubsidies()
    checkFindings(policy)
    checkHashes()
  }

  private mutating func add(_ key: String, _ message: Text) {
    faults.append(AuditFault(.cell, file: "summary.json", column: key, message))
  }

  private mutating func expect(_ key: String, _ value: JSONValue) {
    figures += 1
    if summary[key] != value { add(key, Text(zh: "与重算的结果不符", en: "is not what it is recomputed to be")) }
  }

  private mutating func checkSubsidies() {
    guard let totals = expectation.subsidyTotals else {
      if summary["subsidies"] != nil {
        add("subsidies", Text(zh: "政策没有补助项目", en: "the policy names no subsidies"))
      }
      return
    }
    expect("subsidies", .object(totals.mapValues { .object($0.mapValues { .text($0) }) }))
  }

  // MARK: Objectives

  private mutating func checkStages(_ policy: Policy) {
    let values = expectation.rules.stageValues(of: expectation.placement)
    guard case .array(let stages)? = summary["objectives"], stages.count == values.count,
      let relativeGap = summary["relative_gap"]?.number, (0..<1).contains(relativeGap)
    else {
      return add(
        "objectives", Text(zh: "目标个数或 relative_gap 不对", en: "has not the policy's stages, or no relative_gap")
      )
    }
    var allOptimal = true
    for (index, stage) in stages.enumerated() {
      let weights = policy.objectives[index]
      checkStage(index, stage, value: values[index], weights: weights)
      let gap = stage["gap"]?.number ?? .infinity
      allOptimal = allOptimal && (gap <= relativeGap || stage["proven"] == .truth(true))
    }
    allOptimal = checkSupervision(within: relativeGap) && allOptimal
    expect("status", .text(allOptimal ? "optimal" : "feasible"))
  }

  /// The second program's values are recomputed, its bounds taken on trust where they can be bounds.
  /// - Returns: whether all are within the gap.
  private mutating func checkSupervision(within relativeGap: Double) -> Bool {
    let found = summary["supervision"]
    guard expectation.placementCase.hasTeachers else {
      if found != nil { add("supervision", Text(zh: "不该有这一项", en: "does not belong here")) }
      return true
    }
    var isProven = true
    for (name, value) in zip(["unsupervised", "pairs", "points"], expectation.supervisionValues) {
      let figure = found?[name]
      figures += 2
      if figure?["value"] != .whole(value) {
        add("supervision.\(name).value", wrong(value, figure?["value"]))
      }
      guard case .whole(let bound)? = figure?["bound"], (0...value).contains(bound) else {
        add("supervision.\(name).bound", Text(zh: "下界缺失或大于目标值", en: "is missing or above the value"))
        isProven = false
        continue
      }
      isProven = isProven && Double(value - bound) / Double(max(1, value)) <= relativeGap
    }
    return isProven
  }

  private mutating func checkStage(
    _ index: Int, _ stage: JSONValue, value: Int, weights: [ObjectiveTerm: Int]
  ) {
    let key = "objectives[\(index)]"
    figures += 7
    if stage["stage"] != .whole(index + 1) { add("\(key).stage", wrong(index + 1, stage["stage"])) }
    let named = weights.filter { $0.value != 0 }.map { ($0.key.rawValue, $0.value) }
    compare("\(key).weights", Dictionary(uniqueKeysWithValues: named), stage["weights"])
    if stage["value"] != .whole(value) { add("\(key).value", wrong(value, stage["value"])) }
    guard let bound = stage["bound"]?.number, bound <= Double(value) + 1e-6 else {
      return add("\(key).bound", Text(zh: "下界缺失或大于目标值", en: "is missing or above the value"))
    }
    let gap = (Double(value) - bound) / max(1, Double(value))
    if !((stage["gap"]?.number).map { abs($0 - gap) <= 1e-9 } ?? false) {
      add("\(key).gap", Text(zh: "应为 \(gap)", en: "expected \(gap)"))
    }
    let proven = Double(value) - bound < 1
    if stage["proven"] != .truth(proven) {
      add("\(key).proven", Text(zh: "应为 \(proven)", en: "expected \(proven)"))
    }
    checkProof(key, stage, bound: bound)
  }

  /// What may prove a bound: that nothing is below 0, a flow, or a search that branched.
  private mutating func checkProof(_ key: String, _ stage: JSONValue, bound: Double) {
    guard case .text(let means)? = stage["proved_by"],
      ["zero", "network_flow", "branch_and_bound"].contains(means), means != "zero" || bound == 0
    else {
      return add("\(key).proved_by", Text(zh: "未说明如何证明", en: "does not say what proved it"))
    }
  }

  // MARK: Counts

  private mutating func checkFigures() {
    let values = expectation.rules.values(of: expectation.placement)
    compare(
      "terms", Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) }),
      summary["terms"], zerosMayBeLeftOut: false)
    compare("counts", expectation.counts, summary["counts"], zerosMayBeLeftOut: false)
    var byReason: [String: Int] = [:]
    for reason in found.reasons { byReason[UnplacedReason(word: reason)?.rawValue ?? "?", default: 0] += 1 }
    compare("unplaced_by_reason", byReason, summary["unplaced_by_reason"])
    for (key, counts) in expectation.unplacedCounts { compare(key, counts, summary[key]) }
    compare("wishes", expectation.wishes(of: placementCase.students.indices), summary["wishes"])
    compareGroups("wishes_by_school", expectation.wishesBySchool)
    compareGroups("targets_by_district", expectation.targetsByDistrict)
  }

  private var placementCase: PlacementCase { expectation.placementCase }

  private mutating func compareGroups(_ key: String, _ groups: [String: [String: Int]]) {
    let found = summary[key]
    for group in Set(groups.keys).union(found?.members?.keys.map { $0 } ?? []).sorted() {
      compare("\(key).\(group)", groups[group] ?? [:], found?[group])
    }
    if found?.members == nil { add(key, wrong(groups.count, found)) }
  }

  private mutating func compare(
    _ key: String, _ expected: [String: Int], _ found: JSONValue?, zerosMayBeLeftOut: Bool = true
  ) {
    guard let members = found?.members else {
      if !expected.isEmpty || found != nil { add(key, wrong(expected.count, found)) }
      return
    }
    for name in Set(expected.keys).union(members.keys).sorted() {
      figures += 1
      if zerosMayBeLeftOut, members[name] == nil, expected[name] == 0 { continue }
      let wanted = expected[name] ?? (zerosMayBeLeftOut ? 0 : nil)
      guard let wanted else {
        add("\(key).\(name)", Text(zh: "不该有这一项", en: "does not belong here"))
        continue
      }
      if members[name] != .whole(wanted) { add("\(key).\(name)", wrong(wanted, members[name])) }
    }
  }

  private func wrong(_ expected: Int, _ found: JSONValue?) -> Text {
    guard case .whole(let number)? = found else {
      return Text(zh: "应为 \(expected)", en: "expected \(expected)")
    }
    return Text(zh: "应为 \(expected)，实为 \(number)", en: "expected \(expected), found \(number)")
  }

  /// What re-solves left out: the cells say it too.
  private mutating func checkFindings(_ policy: Policy) {
    expect("reasons_not_priced", .whole(found.reasonsNotPriced))
    expect("worth_not_computed", .whole(expectation.fullQuotas - found.worthsGiven))
    guard found.worthsGiven > 0, case .array(let stages)? = summary["objectives"] else { return }
    let first = policy.objectives.firstIndex { ($0[.unplaced] ?? 0) > 0 } ?? 0
    guard !stages.prefix(first + 1).allSatisfy({ $0["proven"] == .truth(true) }) else { return }
    add("worth_not_computed", Text(zh: "未证明的方案不能给出名额价值", en: "only a proven plan tells what a seat is worth"))
  }

  // MARK: Hashes

  private mutating func checkHashes() {
    let inputs = expectation.placementCase.inputs
    checkHashes(
      "inputs", Dictionary(inputs.map { ($0.name, $0.sha256) }, uniquingKeysWith: { first, _ in first }),
      isOptional: { _ in false }, isPassedOver: CaseSchema.requests.isHeld)
    guard var hashes = fileHashes else { return }
    hashes["summary.json"] = nil
    hashes["run.json"] = nil
    checkHashes("files", hashes, isOptional: { $0 == "report.html" })
  }

  /// - Parameter isPassedOver: of files that decide nothing in the plan, and go on changing.
  private mutating func checkHashes(
    _ key: String, _ expected: [String: String], isOptional: (String) -> Bool,
    isPassedOver: (String) -> Bool = { _ in false }
  ) {
    guard let members = summary[key]?.members else {
      return add(key, Text(zh: "缺少校验值", en: "the hashes are missing"))
    }
    for name in Set(expected.keys).union(members.keys).sorted() where !isPassedOver(name) {
      figures += 1
      if members[name] == nil, isOptional(name) { continue }
      guard let hash = expected[name], members[name] == .text(hash) else {
        add("\(key).\(name)", Text(zh: "校验值与文件不符", en: "the hash is not that of the file"))
        continue
      }
    }
  }
}

extension Expectation {
  /// `counts` of summary.json.
  var counts: [String: Int] {
    let statuses = placement.indices.map { status($0) }
    func number(_ status: PlacementStatus) -> Int { statuses.filter { $0 == status }.count }
    let hosts = placementCase.enterprises
    let above = hosts.indices.filter { hosts[$0].aboveScale }
    let low = placementCase.policy.targetShareLow
    return [
      "students": placement.count, "taking_part": placement.count - number(.excluded) - number(.selfArranged),
      "excluded": number(.excluded), "self_arranged": number(.selfArranged),
      "placed": placement.filter { $0 != nil }.count,
      "pinned": number(.pinned), "kept": number(.kept), "moved": number(.moved), "new": number(.placed),
      "unplaced": number(.unplaced), "enterprises": hosts.count, "posts": placementCase.posts.count,
      "posts_used": loads.atPost.filter { $0 > 0 }.count, "above_scale": above.count,
      "target_met": above.filter { interns($0) >= rules.target(low, of: $0) }.count,
    ]
  }

  /// `unplaced_by_district`, `unplaced_by_school` and `unplaced_by_rule` of summary.json.
  var unplacedCounts: [(key: String, counts: [String: Int])] {
    let homes = Dictionary(
      placementCase.schools.map { ($0.id, $0.district) }, uniquingKeysWith: { first, _ in first })
    let without = placement.indices.filter { takesPart($0) && placement[$0] == nil }
    func counts(_ key: (Int) -> String) -> [String: Int] {
      without.reduce(into: [:]) { $0[key($1), default: 0] += 1 }
    }
    return [
      ("unplaced_by_district", counts { homes[placementCase.students[$0].schoolID] ?? "" }),
      ("unplaced_by_school", counts { placementCase.students[$0].schoolID }),
      ("unplaced_by_rule", counts { nearestPost(to: $0).blocker?.en ?? "none" }),
    ]
  }

  /// `wishes` of summary.json over some students.
  func wishes(of students: some Sequence<Int>) -> [String: Int] {
    var counts: [String: Int] = [:]
    for student in students where takesPart(student) {
      let key: String
      if placementCase.wishes[student].isEmpty {
        key = "not_given"
      } else if let post = placement[student] {
        key = rules.rank(student: student, post: post).map { String($0) } ?? "unlisted"
      } else {
        key = "none"
      }
      counts[key, default: 0] += 1
    }
    return counts
  }

  /// Schools of which at least five students taking part have wishes; those without are not counted.
  var wishesBySchool: [String: [String: Int]] {
    let wishing = placement.indices.filter { takesPart($0) && !placementCase.wishes[$0].isEmpty }
    let schools = Dictionary(grouping: wishing) { placementCase.students[$0].schoolID }
    return schools.filter { $0.value.count > 4 }.mapValues { wishes(of: $0) }
  }

  /// `targets_by_district` of summary.json.
  var targetsByDistrict: [String: [String: Int]] {
    var districts: [String: [String: Int]] = [:]
    for (index, host) in placementCase.enterprises.enumerated() where host.aboveScale {
      let met = interns(index) >= rules.target(placementCase.policy.targetShareLow, of: index)
      districts[host.district, default: [:]]["above_scale", default: 0] += 1
      districts[host.district]!["target_met", default: 0] += met ? 1 : 0
    }
    return districts
  }
}
