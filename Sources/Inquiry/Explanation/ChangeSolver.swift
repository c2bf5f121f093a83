import Allocation
import AssignmentSolver
import Foundation
import IntegerProgram
import Placement
import Synchronization
import Threads

/// Solves changed programs: what a pin, a seat or a setting would come to.
///
/// Of an optimal flow one unit's price and one seat's worth are paths in the plan's `ResidualNetwork`, which takes no
/// re-solve. For other changes a pure flow is solved once and kept: each goes on from its optimum. With minimums or teams
/// every change is a solve of its own.
///
/// Calls are counted, so that a budget in re-solves gives equal work, and equal bytes, on every machine.
public struct ChangeSolver {
  /// - Parameters:
  ///   - start: a plan of a program like this one.
  ///   - lastHasEnd: whether the last stage may end unproven, after ``workOfMovers``.
  ///   - meter: what counts the work; asked by `limits` too.
  ///   - number: which re-solve it is.
  private let body:
    @Sendable (
      _ program: AssignmentProgram, _ start: [Int32]?, _ lastHasEnd: Bool, _ limits: SolverLimits,
      _ meter: WorkMeter, _ number: Int
    ) throws -> AssignmentSolution
  private let bound:
    (_ program: AssignmentProgram, _ plan: [Int32], _ limits: SolverLimits) -> FirstStageBound?
  /// Struck by what was asked for, or by the work that was allowed.
  var limits: SolverLimits
  /// Struck by what was asked for alone.
  private let isCancelled: @Sendable () -> Bool
  private var meter: WorkMeter
  private var allowance: Allowance
  private let onProgress: Progress
  public private(set) var count = 0
  private var kept: Kept?
  var keptNetwork: (program: AssignmentProgram, plan: [Int32], network: ResidualNetwork?)?

  private struct Kept {
    let program: AssignmentProgram
    let former: [Int32]
    /// nil: no pure flow.
    let flow: Reoptimisation?
  }

  /// Called now and then: which re-solve it is at, from 1, and which stage of it; 0: a flow of all stages.
  public typealias Progress = @Sendable (_ number: Int, _ stage: Int) -> Void

  /// - `exact`: Only proven optima count, as what a difference is worked out from must be: without proof it
  ///   is as good as no plan in time.
  public init(
    using solver: some IntegerProgramSolver, limits: SolverLimits, exact: Bool = false,
    onProgress: @escaping Progress = { _, _ in }
  ) {
    let (meter, allowance) = (WorkMeter(), Allowance())
    (self.meter, self.allowance, self.onProgress) = (meter, allowance, onProgress)
    var limits = limits
    let isCancelled = limits.isCancelled
    self.isCancelled = isCancelled
    limits.isCancelled = { isCancelled() || meter.work >= allowance.end }
    self.limits = limits
    let metered = MeteredSolver(solver, meter)
    bound = { program, plan, limits in
      try? SolvePath.firstStageBound(program, plan: plan, using: metered, limits: limits)
    }
    body = { program, start, lastHasEnd, limits, meter, number in
      let metered = MeteredSolver(solver, meter)
      let end = Allowance()
      var own = limits
      own.isCancelled = { limits.isCancelled() || meter.work >= end.end }
      let solution = try SolvePath.solve(program, using: metered, limits: own, start: start) { progress in
        onProgress(number, progress.stage)
        guard lastHasEnd, progress.stage == program.stageCount, end.end == .max else { return }
        end.end = meter.work + Self.workOfMovers
      }
      let wanted = solution.stages.dropLast(lastHasEnd ? 1 : 0)
      if exact && !wanted.allSatisfy(\.isProven) {
        if let failure = solution.failures.first { throw SolverFailure(failure) }
        throw SolvePathError.noPlanInTime
      }
      return solution
    }
  }

  /// One for a question of its own, on whichever thread: it keeps nothing yet, counts its work by itself, and may do all
  /// that is left here, so that no answer depends on the questions beside it.
  func apart() -> ChangeSolver {
    let (end, meter, allowance) = (self.allowance.end, WorkMeter(), Allowance())
    allowance.end = end == .max ? .max : max(0, end - self.meter.work)
    var own = self
    (own.meter, own.allowance, own.kept, own.keptNetwork) = (meter, allowance, nil, nil)
    own.limits.isCancelled = { [isCancelled] in isCancelled() || meter.work >= allowance.end }
    return own
  }

  /// What the fewest movers may take where they are a search, as ``WorkMeter`` counts it: about a second or two.
  private static let workOfMovers = 300_000_000

  /// From now on re-solves may take so much work, as ``WorkMeter`` counts it: beyond it they end as at a time limit, but
  /// at the same point on every machine. nil: no end.
  func allow(work: Int?) { allowance.end = work.map { meter.work + $0 } ?? .max }

  /// From now on re-solves end by then.
  public mutating func end(by deadline: Deadline) { limits.deadline = deadline }

  /// What a looser program could gain in the first stage at most; nil where the proof of that stage does not tell.
  func firstStageBound(of program: AssignmentProgram, at plan: [Int32]) -> FirstStageBound? {
    var limits = limits
    limits.relativeGap = 0
    return bound(program, plan, limits)
  }

  /// Asked by what takes a while without a re-solve.
  var mustStop: @Sendable () -> Bool { { [limits] in limits.isCancelled() } }

  /// Whether it was cancelled or its time is over, whatever work re-solves may still take: asked by what is made for them,
  /// and by what does work of its own.
  var hasEnded: @Sendable () -> Bool {
    { [isCancelled, deadline = limits.deadline] in isCancelled() || deadline.hasPassed }
  }

  /// Whether all the work that was allowed is done.
  var isUsedUp: Bool { meter.work >= allowance.end }

  /// Where the work ends.
  private final class Allowance: Sendable {
    private let value = Atomic<Int>(.max)

    var end: Int {
      get { value.load(ordering: .relaxed) }
      set { value.store(newValue, ordering: .relaxed) }
    }
  }

  /// - Parameter start: a plan of a program like this one, to begin from; nil: from nothing.
  /// - Returns: nil where the program has no plan at all.
  /// - Throws: `AllocationFailure`
  mutating func solve(
    _ program: AssignmentProgram, from start: [Int32]? = nil
  ) throws -> AssignmentSolution? {
    try solve(program, from: start, lastHasEnd: false)
  }

  private mutating func solve(
    _ program: AssignmentProgram, from start: [Int32]?, lastHasEnd: Bool
  ) throws -> AssignmentSolution? {
    count += 1
    return try Self.answer(isUsedUp: { isUsedUp }) {
      try (body(program, start, lastHasEnd, limits, meter, count), lastHasEnd ? 1 : 0)
    }
  }

  /// Best plans of several programs, each a question of its own: on several threads they end as on one.
  ///
  /// - Parameter start: a plan of a program like these.
  /// - Returns: nil where a program has no plan at all.
  mutating func solve(
    _ programs: [AssignmentProgram], from start: [Int32], threads: Int
  ) -> [Result<AssignmentSolution?, any Error>] {
    nonisolated(unsafe) let solver = self
    let answers = concurrently(programs.count, threads: threads) { index in
      var own = solver.apart()
      own.count += index
      return (answer: Result { try own.solve(programs[index], from: start) }, work: own.meter.work)
    }
    count += programs.count
    meter.add(answers.reduce(0) { $0 + $1.work })
    return answers.map(\.answer)
  }

  /// - Parameter body: solves; how many of the last stages may be left unproven.
  /// - Throws: `AllocationFailure`
  private static func answer(
    isUsedUp: () -> Bool, _ body: () throws -> (solution: AssignmentSolution, open: Int)
  ) throws -> AssignmentSolution? {
    do {
      let (solution, open) = try body()
      // Cut off by the work that was allowed, it is no answer.
      if !solution.stages.dropLast(open).allSatisfy(\.isProven) && isUsedUp() {
        throw AllocationFailure.noPlanInTime
      }
      return solution
    } catch SolvePathError.infeasible {
      return nil
    } catch SolvePathError.noPlanInTime {
      throw AllocationFailure.noPlanInTime
    } catch let failure as SolverFailure {
      throw AllocationFailure.solver(failure)
    }
  }

  /// Of equally good plans the nearest to `former`: the one engine behind every "who would have to move".
  mutating func nearest(_ program: AssignmentProgram, to former: [Int32]) throws -> NearestPlan? {
    guard program.canStay(near: former) else {
      guard var solution = try solve(program, from: former) else { return nil }
      // Like the first plan this may take a second more than there was.
      let grace = Deadline(seconds: 1)
      solution.post = program.nearest(
        solution.post, to: former, shouldStop: { [limits] in limits.isCancelled() || grace.hasPassed })
      return narrowed(NearestPlan(solution: solution, isNearest: false), of: program, to: former)
    }
    let solution = try solve(
      program.staying(near: former), from: former, lastHasEnd: !Reoptimisation.isWhole(program))
    return solution.map { narrowed(NearestPlan(counting: $0), of: program, to: former) }
  }

  /// A proven best plan with a search of its own for how few move, where the solve has not told.
  private func narrowed(
    _ nearest: NearestPlan, of program: AssignmentProgram, to former: [Int32]
  ) -> NearestPlan {
    guard !nearest.isNearest, nearest.solution.stages.allSatisfy(\.isProven),
      let found = fewestMovers(of: program, known: nearest.solution.post, near: former)
    else { return nearest }
    var solution = nearest.solution
    solution.post = found.plan
    let least = max(nearest.leastMoved, found.least)
    return NearestPlan(solution: solution, isNearest: least == found.moved, leastMoved: least)
  }

  /// How few move in a plan no worse than a known one in any stage. Its work is its own: as much on every machine, whatever
  /// re-solves may take.
  func fewestMovers(
    of program: AssignmentProgram, known: [Int32], near former: [Int32]
  ) -> FewestMovers.Answer? {
    // Only to begin with it takes its time in a large city.
    guard !hasEnded() else { return nil }
    return FewestMovers.search(
      program, known: known, near: FormerPlan(former, of: program), shouldStop: hasEnded)
  }

  /// The changed program's nearest best plan, from the kept flow where there is one.
  mutating func nearest(
    _ changes: [ProgramChange], of program: AssignmentProgram, to former: [Int32]
  ) throws -> NearestPlan? {
    if let known = withoutSolving(changes, of: program, at: former) {
      return known.map { NearestPlan(solution: $0, isNearest: true) }
    }
    if let flow = try flow(of: program, near: former) {
      guard let solution = try solve(changes, by: flow) else { return nil }
      return flow.program.stageCount > program.stageCount
        ? NearestPlan(counting: solution) : NearestPlan(solution: solution, isNearest: false)
    }
    return try program.applying(changes).flatMap { try nearest($0, to: former) }
  }

  /// A best plan of the changed program, any of equally good ones: for what it costs.
  ///
  /// - Parameter former: the plan that the kept flow stays near to.
  mutating func solve(
    _ changes: [ProgramChange], of program: AssignmentProgram, near former: [Int32]
  ) throws -> AssignmentSolution? {
    if let known = withoutSolving(changes, of: program, at: former) { return known }
    guard let flow = try flow(of: program, near: former) else {
      return try program.applying(changes).flatMap { try solve($0, from: former) }
    }
    var solution = try solve(changes, by: flow)
    if flow.program.stageCount > program.stageCount { solution?.stages.removeLast() }
    return solution
  }

  private mutating func solve(
    _ changes: [ProgramChange], by flow: Reoptimisation
  ) throws -> AssignmentSolution? {
    if limits.isCancelled() { throw AllocationFailure.noPlanInTime }
    count += 1
    return flow.solve(changes)
  }

  /// The program solved as a flow and kept; nil where it is no pure flow. Only the last one is kept.
  ///
  /// - Parameter distances: of another run's flow near the same plan, see `Reoptimisation`.
  /// - Throws: `AllocationFailure` where a limit struck.
  mutating func flow(
    of program: AssignmentProgram, near former: [Int32], distances: [Int64]? = nil
  ) throws -> Reoptimisation? {
    if let kept, kept.program == program, kept.former == former { return kept.flow }
    var flow: Reoptimisation?
    if Reoptimisation.isWhole(program) {
      let (limits, next) = (limits.begun(), count + 1)
      var isStopped = false
      func made(_ program: AssignmentProgram) -> Reoptimisation? {
        Reoptimisation(program, from: former, distances: distances) {
          onProgress(next, 0)
          isStopped = limits.haveStruck
          return isStopped
        }
      }
      flow = made(program.staying(near: former))
      // In the largest cities one stage more does not fit the arithmetic.
      if flow == nil, !isStopped { flow = made(program) }
      if isStopped { throw AllocationFailure.noPlanInTime }
    }
    kept = Kept(program: program, former: former, flow: flow)
    return flow
  }
}
