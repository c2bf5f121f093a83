import Allocation
import AssignmentSolver
import Placement
import Supervisors
import Threads

/// A plan's content: the rows of its tables and its summary, ready to be written.
public struct Plan: Sendable {
  public var language: Language
  public var assignments: [AssignmentRow] = []
  public var unplaced: [UnplacedRow] = []
  /// Nil where the case has no published.csv.
  public var changes: [ChangeRow]?
  public var quotas: [QuotaRow] = []
  public var supplyDemand: [SupplyDemandRow] = []
  public var compliance: [ComplianceRow] = []
  public var filing: [FilingRow] = []
  public var hosts: [HostRow] = []
  /// Nil where the policy names no subsidies.
  public var subsidies: [SubsidyRow]?
  /// Nil where the case has no teachers.csv, and likewise the next.
  public var supervisors: [SupervisorRow]?
  public var teacherPractice: [PracticeRow]?
  /// Nil where the case has no targets.csv.
  public var yearly: [YearlyRow]?
  public var summary: PlanSummary

  public var tables: [PlanTable] { renderings.map { $0() } }

  /// What makes each table, in the order in which they are written. Another table: its rows above, and a line here.
  public var renderings: [@Sendable () -> PlanTable] {
    [
      rendering(assignments), rendering(unplaced), changes.map(rendering), rendering(quotas),
      rendering(supplyDemand), rendering(compliance), rendering(filing), rendering(hosts),
      subsidies.map(rendering), supervisors.map(rendering), teacherPractice.map(rendering),
      yearly.map(rendering),
    ].compactMap { $0 }
  }

  private func rendering<Row: PlanRow>(_ rows: [Row]) -> @Sendable () -> PlanTable {
    { [language] in PlanTable(rows, in: language) }
  }
}

extension Allocation {
  /// Says the allocation in a plan's rows.
  ///
  /// - Parameters:
  ///   - relativeGap: within which a stage counts as proven.
  ///   - findings: what re-solves found out; see `Allocation.findings` of Inquiry.
  ///   - supervision: who supervises whom; nil where the case has no teachers.csv.
  ///   - threads: what its tables are made on; the rows are the same.
  public func plan(
    relativeGap: Double, findings: PlanFindings, supervision: Supervision? = nil, threads: Int
  ) -> Plan {
    var facts = findings.facts
    facts.supervision = supervision
    let (told, stages) = (facts, solution.stages)
    // Two halves that take about as long.
    var (plan, hosts) = concurrently(threads: threads) {
      told.ofStudents(stages: stages, relativeGap: relativeGap, findings: findings)
    } _: {
      HostTables(told, findings)
    }
    plan.quotas = hosts.quotas
    plan.supplyDemand = hosts.supplyDemand
    plan.compliance = hosts.compliance
    plan.filing = hosts.filing
    plan.hosts = hosts.hosts
    plan.subsidies = facts.subsidyRows()
    plan.summary.subsidies = plan.subsidies?.sums
    plan.supervisors = supervision.map(facts.supervisorRows)
    plan.teacherPractice = supervision.map(facts.practiceRows)
    plan.yearly = facts.placementCase.targets.map {
      facts.yearlyRows($0, quotas: plan.quotas, practice: plan.teacherPractice)
    }
    return plan
  }

  /// Students placed.
  public var placedCount: Int { placement.lazy.compactMap { $0 }.count }
}

/// The tables of hosts and quotas.
private struct HostTables: Sendable {
  let quotas: [QuotaRow]
  let supplyDemand: [SupplyDemandRow]
  let compliance: [ComplianceRow]
  let filing: [FilingRow]
  let hosts: [HostRow]

  init(_ facts: PlanFacts, _ findings: PlanFindings) {
    quotas = facts.quotaRows(worth: findings.worth)
    supplyDemand = facts.supplyDemandRows()
    compliance = facts.complianceRows()
    let used = facts.usedPosts()
    filing = facts.filingRows(used)
    hosts = facts.hostRows(used)
  }
}

extension PlanFacts {
  /// The summary and the tables of students.
  fileprivate func ofStudents(
    stages: [StageOutcome], relativeGap: Double, findings: PlanFindings
  ) -> Plan {
    let summary = summary(stages: stages, relativeGap: relativeGap, findings: findings)
    var plan = Plan(language: language, summary: summary)
    plan.assignments = assignmentRows(findings.unplaced)
    plan.unplaced = unplacedRows(findings.unplaced)
    if placementCase.hasPublished { plan.changes = changeRows() }
    plan.countWishesAndUnplaced(placementCase)
    return plan
  }

  package func summary(stages: [StageOutcome], relativeGap: Double, findings: PlanFindings) -> PlanSummary {
    let objectives = zip(stages, policy.objectives).enumerated().map { index, pair in
      PlanSummary.Objective(
        stage: index + 1,
        weights: Dictionary(uniqueKeysWithValues: pair.1.map { ($0.key.rawValue, $0.value) }),
        value: pair.0.value, bound: pair.0.bound, gap: pair.0.gap, proven: pair.0.isProven,
        provedBy: pair.0.proof)
    }
    let proven =
      stages.allSatisfy { $0.gap <= relativeGap } && supervision?.isProven(within: relativeGap) ?? true
    var reasons: [String: Int] = [:]
    for student in students.indices where status(of: student) == .unplaced {
      if let finding = findings.unplaced[student] { reasons[finding.reason.rawValue, default: 0] += 1 }
    }
    let targets = targetsByDistrict().map {
      ($0.district, PlanSummary.DistrictTargets(aboveScale: $0.aboveScale, targetMet: $0.met))
    }
    var summary = PlanSummary(
      name: policy.name, language: language.rawValue, asOf: placementCase.asOf.description,
      status: proven ? .optimal : .feasible,
      relativeGap: relativeGap, objectives: objectives, terms: termValues(), counts: counts(),
      unplacedByReason: reasons, targetsByDistrict: Dictionary(uniqueKeysWithValues: targets),
      inputs: Dictionary(placementCase.inputs.map { ($0.name, $0.sha256) }, uniquingKeysWith: { a, _ in a }),
      worthNotComputed: findings.worthNotComputed, reasonsNotPriced: findings.reasonsNotPriced)
    summary.supervision = supervision?.figures
    return summary
  }

  private func counts() -> [String: Int] {
    var byStatus: [PlacementStatus: Int] = [:]
    for student in students.indices { byStatus[status(of: student), default: 0] += 1 }
    let districts = targetsByDistrict()
    let all = placementCase.students.count
    let excluded = byStatus[.excluded] ?? 0
    let alone = byStatus[.selfArranged] ?? 0
    let unplaced = byStatus[.unplaced] ?? 0
    let takingPart = all - excluded - alone
    return [
      "students": all, "taking_part": takingPart, "excluded": excluded, "self_arranged": alone,
      "placed": takingPart - unplaced, "pinned": byStatus[.pinned] ?? 0, "kept": byStatus[.kept] ?? 0,
      "moved": byStatus[.moved] ?? 0, "new": byStatus[.placed] ?? 0, "unplaced": unplaced,
      "enterprises": placementCase.enterprises.count, "posts": placementCase.posts.count,
      "posts_used": load.filter { $0 > 0 }.count, "above_scale": districts.reduce(0) { $0 + $1.aboveScale },
      "target_met": districts.reduce(0) { $0 + $1.met },
    ]
  }

  /// Nil where no post says how many students are wanted there.
  private var targetGap: Int64? {
    let gaps = zip(placementCase.posts, load).compactMap { post, load in
      post.targetStudents.map { Int64(abs($0 - load)) }
    }
    return gaps.isEmpty ? nil : gaps.reduce(0, +)
  }

  /// Whether two who want to go together do not.
  package func isParted(_ pair: StudentPair) -> Bool {
    let hosts = pair.students.map { placement[$0].map { placementCase.posts[$0].enterprise } }
    return pair.relation == .together && hosts[0] != hosts[1]
  }

  /// Every term's value at the placement, unweighted.
  func termValues() -> [String: Int64] {
    let table = placementProgram.points
    var unplaced: Int64 = 0
    var sum = PairPoints()
    var (cooperation, hostPreference, lottery) = (Int64(0), Int64(0), Int64(0))
    for student in students.indices where placementCase.takesPart(student) {
      guard let post = placement[student] else {
        unplaced += Int64(placementCase.students[student].priority)
        if table.keepable[student] != nil {
          sum = sum + PairPoints(moves: 1)
        }
        lottery += table.lot(student: student, post: nil)
        continue
      }
      let match = placementProgram.context.match(student: student, post: post)
      sum = sum + table.points(student: student, post: post, match: match, distance: distance(student, post))
      cooperation += table.cooperationPoints(student: student, post: post)
      hostPreference += table.hostPreferencePoints(student: student, post: post)
      lottery += table.lot(student: student, post: post)
    }
    let short = placementProgram.quotas.enterprises.reduce(Int64(0)) { total, quota in
      let enterprise = placementCase.enterprises[quota.enterprise]
      guard enterprise.aboveScale else { return total }
      let placed = quota.posts.reduce(quota.selfArranged) { $0 + load[$1] }
      let target = policy.targetShareLow.ceiling(times: enterprise.staffTotal)
      return total + Int64(max(0, target - enterprise.currentInterns - placed))
    }
    var values: [ObjectiveTerm: Int64] = [
      .unplaced: unplaced, .moves: sum.moves, .match: sum.match, .preference: sum.preference,
      .distance: sum.distance, .cooperation: cooperation, .shortfall: short,
    ]
    // What comes of a table, a column or a key that the case does not have is no figure of its plan.
    if !placementCase.hostRanks.isEmpty { values[.hostPreference] = hostPreference }
    values[.targetGap] = targetGap
    if policy.lotterySeed != nil { values[.lottery] = lottery }
    if placementCase.pairs.contains(where: { $0.relation == .together }) {
      values[.together] = Int64(placementCase.pairsTakingPart.count { isParted($0) })
    }
    return Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) })
  }
}
