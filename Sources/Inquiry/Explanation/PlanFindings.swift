import Allocation
import AssignmentSolver
import IntegerProgram
import Placement
import Plan
import Supervisors

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
    for (unit, members) in facts.placementProgram.units.enumerated() where former[unit] < 0 {
      for student in members {
        unplaced[student] = facts.finding(student, unit: unit, contest: &contest)
      }
    }
  }

  /// Prices of the reasons, then worth, as far as budget and time reach.
  init(
    _ allocation: Allocation, changeSolver: ChangeSolver, budget: PricingBudget, withWorth: Bool,
    threads: Int,
    onProgress: (PricingProgress) -> Void
  ) {
    var changeSolver = changeSolver
    let (program, former) = (allocation.placementProgram.program, allocation.solution.post)
    onProgress(PricingProgress(step: .counting, done: 0, of: 0))
    self = changeSolver.makeNetwork(of: program, at: former, threads: threads) {
      PlanFindings(allocation, threads: threads)
    }
    var explainer = Explainer(
      facts, outcomes: allocation.solution.stages, prices: allocation.solution.prices,
      changeSolver: changeSolver,
      threads: threads)
    price(&explainer, budget: budget, onProgress)
    if withWorth {
      let worth = Worth(explainer, stages: allocation.solution.stages)
      computeWorth(worth, &explainer, budget: budget, onProgress)
    }
  }

  /// In order of student id, a team once: what is known at once of everybody, then solves for those whose price is no
  /// single number yet, until the budget is used up.
  private mutating func price(
    _ explainer: inout Explainer, budget: PricingBudget, _ onProgress: (PricingProgress) -> Void
  ) {
    explainer.changeSolver.allow(work: budget.work)
    let students = unplaced.keys.sorted().filter {
      unplaced[$0]!.reason != .noOpenPost && !unplaced[$0]!.isPriced
    }
    guard !students.isEmpty else { return }
    let mustStop = explainer.changeSolver.mustStop
    let ranges = explainer.ranges()
    // One for all: asked through `inout` it would be copied at every question.
    let asked = explainer
    var (done, open): (Set<Int>, [(student: Int, unit: Int)]) = ([], [])
    for (index, student) in students.enumerated() {
      guard let unit = asked.unitOf[student], done.insert(unit).inserted else { continue }
      if index % 64 == 0 && mustStop() { return }
      let range = ranges.placing(unit)
      tell(asked.priced(unplaced[student]!, range, unit: unit), unit: unit)
      if !range.isExact && !range.isImpossible { open.append((student, unit)) }
      onProgress(PricingProgress(step: .reasons, done: index + 1, of: students.count))
    }
    for (student, unit) in open {
      guard explainer.changeSolver.count < budget.resolves, !explainer.changeSolver.isUsedUp else { return }
      let counted = unplaced[student]!.withoutPrice
      let attempt = Attempt { tell(try explainer.priced(counted, unit: unit), unit: unit) }
      failure = failure ?? attempt.failure
      guard attempt.isInTime else { return }
    }
  }

  /// The student's price, and that of the team mates, who share it.
  private mutating func tell(_ priced: UnplacedFinding, unit: Int) {
    for mate in facts.placementProgram.units[unit] {
      guard let finding = unplaced[mate], finding.reason != .noOpenPost else { continue }
      if !finding.isPriced { reasonsNotPriced -= 1 }
      var copy = UnplacedFinding(reason: finding.reason, detail: priced.detail, contest: finding.contest)
      (copy.isPriced, copy.isImpossible, copy.isExact) = (true, priced.isImpossible, priced.isExact)
      copy.counted = finding.counted ?? finding.detail
      unplaced[mate] = copy
    }
  }

  private mutating func computeWorth(
    _ worth: Worth, _ explainer: inout Explainer, budget: PricingBudget,
    _ onProgress: (PricingProgress) -> Void
  ) {
    explainer.changeSolver.allow(work: budget.work)
    let rows = facts.fullQuotas
    var (worth, open): (Worth, [(row: Int, key: QuotaKey)]) = (worth, [])
    let mustStop = explainer.changeSolver.mustStop
    for (index, row) in rows.enumerated() {
      if mustStop() { break }
      self.worth[row.row] = worth.range(row.key, &explainer)
      if self.worth[row.row]?.count != 1 { open.append(row) }
      onProgress(PricingProgress(step: .worth, done: index + 1, of: rows.count))
    }
    var left = budget.resolves
    for row in open {
      let attempt = Attempt {
        let resolves = worth.resolves(row.key)
        guard resolves <= left, !explainer.changeSolver.isUsedUp else { return }
        left -= resolves
        if let exact = try worth.solved(row.key, &explainer.changeSolver) {
          self.worth[row.row] = exact...exact
        }
      }
      failure = failure ?? attempt.failure
      guard attempt.isInTime else { break }
    }
    worthNotComputed = rows.count - self.worth.count
  }
}

/// A re-solve that fails costs what it was to tell, and neither the plan nor the other findings.
private struct Attempt {
  /// False where the budget or the time is at its end.
  private(set) var isInTime = true
  private(set) var failure: String?

  init(_ body: () throws -> Void) {
    do {
      try body()
    } catch AllocationFailure.noPlanInTime {
      isInTime = false
    } catch AllocationFailure.solver(let error) {
      failure = error.message
    } catch {
      failure = "\(error)"
    }
  }
}

/// Where the pricing of a plan stands.
public struct PricingProgress: Sendable {
  /// What is done, in order: counting, of which nothing more is told, then what is priced.
  public enum Step: Sendable { case counting, reasons, worth }

  public let step: Step
  /// Students or full quotas looked at.
  public let done: Int
  public let of: Int
}

/// How much the pricing of a plan may take, for reasons and again for worth.
struct PricingBudget {
  /// Re-solves.
  let resolves: Int
  /// As ``WorkMeter`` counts it; nil: no end.
  let work: Int?
}

extension PlanFacts {
  /// Quotas whose limit is reached on their fullest day, with their rows in quotas.csv.
  var fullQuotas: [(row: Int, key: QuotaKey)] {
    let quotas = placementProgram.quotas
    return quotas.keys.enumerated().filter { quotas[$0.element].isFull(load: load) }
      .map { (row: $0.offset, key: $0.element) }
  }
}

extension Allocation {
  /// The plan as counting alone shows it: no re-solve, no `worth`.
  public func plan(relativeGap: Double, supervision: Supervision? = nil, threads: Int) -> Plan {
    plan(
      relativeGap: relativeGap, findings: PlanFindings(self, threads: threads), supervision: supervision,
      threads: threads)
  }

  /// Re-solves that pay for themselves: where they are warm, as many as walk over a few thousand million pairs, as long
  /// as a flow beside the plan's fits into memory; where each is a search, a few dozen in small cases and none in
  /// large ones.
  var affordableResolves: Int {
    let program = placementProgram.program
    let pairs = max(1, program.pairCount)
    if Reoptimisation.isWhole(program) { return pairs <= 50_000_000 ? 4_000_000_000 / pairs : 0 }
    return pairs <= 10_000 ? min(40, 100_000 / pairs) : 0
  }

  /// Work that the searches of re-solves may take: as much again as the plan took, and in small cases so much as is
  /// over in a few seconds.
  var affordableWork: Int { Self.workOfSeconds + work }

  /// An estimate of what a simplex does in a few seconds; not measured.
  private static let workOfSeconds = 500_000_000

  /// What re-solves find out about the plan. A failed re-solve is told in `PlanFindings.failure` and costs no other
  /// finding.
  ///
  /// - `budget`: re-solves for reasons, and as many for `worth`; nil: what is cheap, counted in re-solves and in
  ///   work.
  public func findings(
    using changeSolver: ChangeSolver, budget: Int? = nil, withWorth: Bool = true, threads: Int,
    onProgress: (PricingProgress) -> Void = { _ in }
  ) -> PlanFindings {
    PlanFindings(
      self, changeSolver: changeSolver,
      budget: PricingBudget(
        resolves: budget ?? affordableResolves, work: budget == nil ? affordableWork : nil),
      withWorth: withWorth, threads: threads, onProgress: onProgress)
  }
}
