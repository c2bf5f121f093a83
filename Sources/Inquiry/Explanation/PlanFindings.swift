import Allocation
import AssignmentSolver
import IntegerProgram
import Placement
import Plan

extension PlanFindings {
  /// By counting alone.
  init(_ allocation: Allocation, threads: Int) {
    self.init(
      facts: PlanFacts(allocation.placementProgram, placement: allocation.placement, threads: threads))
    count(former: allocation.solution.post)
    reasonsNotPriced = unplaced.values.count { $0.reason != .noOpenPost && !$0.isPriced }
    worthNotComputed = facts.fullQuotas.count
  }

  private mutating func count(former: [Int32]) {
    var contest = Contest(facts, former: former)
    for (unit, members) in facts.allocated.units.enumerated() where former[unit] < 0 {
      for student in members {
        unplaced[student] = facts.finding(student, unit: unit, contest: &contest)
      }
    }
  }

  /// - Parameters:
  ///   - budget: re-solves for reasons, and as many for `worth`.
  ///   - withWorth: whether to work out `worth` at all.
  init(
    _ allocation: Allocation, resolver: Resolver, budget: Int, withWorth: Bool, threads: Int
  ) throws {
    self.init(allocation, threads: threads)
    var explainer = Explainer(
      allocation.placementProgram, placement: allocation.placement, resolver: resolver, threads: threads)
    try price(&explainer, budget: budget)
    if withWorth {
      try computeWorth(Worth(explainer, stages: allocation.solution.stages), &explainer, budget: budget)
    }
  }

  /// In order of student id, a team once, until the re-solves are used up.
  private mutating func price(_ explainer: inout Explainer, budget: Int) throws {
    var done: Set<Int> = []
    for student in unplaced.keys.sorted()
    where unplaced[student]!.reason != .noOpenPost && !unplaced[student]!.isPriced {
      guard explainer.resolver.count < budget, let unit = explainer.unitOf[student],
        done.insert(unit).inserted
      else { continue }
      for mate in facts.allocated.units[unit] {
        guard let finding = unplaced[mate], finding.reason != .noOpenPost, !finding.isPriced else { continue }
        if mate == student {
          unplaced[mate] = try explainer.priced(finding, student: mate, unit: unit)
        } else {
          var copy = UnplacedFinding(
            reason: finding.reason, detail: unplaced[student]!.detail, contest: finding.contest)
          copy.isPriced = true
          copy.isImpossible = unplaced[student]!.isImpossible
          unplaced[mate] = copy
        }
        reasonsNotPriced -= 1
      }
    }
  }

  private mutating func computeWorth(
    _ worth: Worth, _ explainer: inout Explainer, budget: Int
  ) throws {
    guard budget > 0 else { return }
    var (worth, left) = (worth, budget)
    for row in facts.fullQuotas {
      if let known = try worth.withoutSolving(row.key, &explainer.resolver) {
        self.worth[row.row] = known
      } else {
        let resolves = try worth.resolves(row.key, &explainer.resolver)
        guard resolves <= left else { continue }
        left -= resolves
        self.worth[row.row] = try worth.solved(row.key, &explainer.resolver)
      }
    }
    worthNotComputed = facts.fullQuotas.count - self.worth.count
  }
}

extension PlanFacts {
  /// Quotas whose limit is reached on their fullest day, with their rows in quotas.csv.
  var fullQuotas: [(row: Int, key: QuotaKey)] {
    let quotas = allocated.quotas
    var found: [(row: Int, key: QuotaKey)] = []
    let shared =
      quotas.enterprises.enumerated().map { ($1, QuotaKey(kind: .enterprise, index: $0)) }
      + quotas.jobGroups.enumerated().map { ($1, QuotaKey(kind: .jobGroup, index: $0)) }
    for (row, (quota, key)) in shared.enumerated() {
      guard let limit = quota.limit?.value,
        Self.fullestDay(quota.posts, load: load, placementCase) >= limit
      else { continue }
      found.append((row, key))
    }
    for post in load.indices where load[post] >= quotas.posts[post].value {
      found.append((shared.count + post, QuotaKey(kind: .post, index: post)))
    }
    return found
  }
}

extension Allocation {
  /// The plan as counting alone shows it: no re-solve, no `worth`.
  public func plan(relativeGap: Double, threads: Int) -> Plan {
    plan(relativeGap: relativeGap, findings: PlanFindings(self, threads: threads))
  }

  /// Re-solves that pay for themselves: where they are warm, as many as walk over a few thousand million pairs, as long
  /// as a flow beside the plan's fits into memory; where minimums or teams make each a search, a few dozen in small
  /// cases and none in large ones.
  public var affordableResolves: Int {
    let program = placementProgram.program
    let pairs = max(1, program.pairCount)
    if WarmFlow.isFlow(program) { return pairs <= 50_000_000 ? 4_000_000_000 / pairs : 0 }
    return pairs <= 10_000 ? min(40, 100_000 / pairs) : 0
  }

  /// What re-solves find out about the plan.
  ///
  /// - Parameter budget: re-solves for reasons, and as many for `worth`; nil: ``affordableResolves``.
  /// - Throws: ``AllocationFailure``
  public func findings(
    using resolver: Resolver, budget: Int? = nil, withWorth: Bool = true, threads: Int
  ) throws -> PlanFindings {
    try PlanFindings(
      self, resolver: resolver, budget: budget ?? affordableResolves, withWorth: withWorth,
      threads: threads)
  }
}
