import Foundation
import IntegerProgram

/// Hands the whole integer program, as anybody would state it, to the solver's own integer search, stage by stage: the
/// plain road beside ``SolvePath``, for small programs, and its oracle.
public struct WholeProgramSearch {
  private let program: AssignmentProgram
  private let whole: WholeProgram
  private let limits: SolverLimits
  private let onProgress: (SolveProgress) -> Void
  private let started = ContinuousClock.now
  private let check: PlanValue
  private var best: [Int32]?
  private var bounds: [Int64] = []

  /// - `limits`: Seconds for all stages together; a stage within `relativeGap` counts as done.
  /// - Throws: ``SolvePathError``, `SolverFailure`.
  public static func solve(
    _ program: AssignmentProgram, using solver: some IntegerProgramSolver, limits: SolverLimits,
    onProgress: (SolveProgress) -> Void = { _ in }
  ) throws -> AssignmentSolution {
    try withoutActuallyEscaping(onProgress) { progress in
      var search = WholeProgramSearch(program, limits, progress)
      return try search.run(solver)
    }
  }

  /// The same, and of the plans as good one that moves the fewest from another: movers are one stage more.
  public static func solve(
    _ program: AssignmentProgram, near former: FormerPlan?, using solver: some IntegerProgramSolver,
    limits: SolverLimits, onProgress: (SolveProgress) -> Void = { _ in }
  ) throws -> AssignmentSolution {
    guard let former else { return try solve(program, using: solver, limits: limits, onProgress: onProgress) }
    var solution = try solve(
      program.staying(near: former), using: solver, limits: limits, onProgress: onProgress)
    let movers = solution.stages.removeLast()
    solution.nearness = Nearness(moved: Int(movers.value), least: Int(movers.bound))
    return solution
  }

  private init(
    _ program: AssignmentProgram, _ limits: SolverLimits, _ onProgress: @escaping (SolveProgress) -> Void
  ) {
    self.program = program
    self.limits = limits.begun()
    self.onProgress = onProgress
    whole = WholeProgram(program)
    check = PlanValue(program: program)
  }

  private var seconds: Double { (ContinuousClock.now - started) / .seconds(1) }

  private mutating func run(_ solver: some IntegerProgramSolver) throws -> AssignmentSolution {
    for stage in 0..<program.stageCount {
      guard try solve(stage, solver) else { break }
      report(stage)
    }
    let post = best ?? Array(repeating: -1, count: program.unitCount)
    let stages = program.stageValues(of: post).enumerated().map { stage, value in
      stage < bounds.count
        ? StageOutcome(value: value, bound: min(value, bounds[stage]), proof: "branch_and_bound")
        : StageOutcome(value: value, bound: 0, proof: "zero")
    }
    return AssignmentSolution(post: post, stages: stages)
  }

  /// - Returns: Was there time for the stage?
  private mutating func solve(_ stage: Int, _ solver: some IntegerProgramSolver) throws -> Bool {
    let held = best.map { Array(program.stageValues(of: $0).prefix(stage)) } ?? []
    switch try solver.solve(whole.stage(stage, holding: held), limits: limits) {
    case .optimal(let values, _, let bound), .feasible(let values, _, let bound):
      try take(whole.assignment(values))
      // The bound is a float; the value is whole, so a bound rounds up once its noise is taken off.
      bounds.append(max(0, Int64((bound - 1e-5 - 1e-8 * abs(bound)).rounded(.up))))
      return true
    case .noSolutionInTime where best != nil: return false
    case .noSolutionInTime: throw SolvePathError.noPlanInTime
    case .infeasible where best == nil: throw SolvePathError.infeasible
    case .infeasible, .unbounded: throw SolverFailure("the solver lost a plan that it had found before")
    }
  }

  /// A stage that was cut short may have found less than the plan before it, which then stays.
  private mutating func take(_ post: [Int32]) throws {
    guard let found = check.stages(post) else {
      throw SolverFailure("the solver's plan breaks a row of the program")
    }
    if let best, !found.lexicographicallyPrecedes(program.stageValues(of: best)) { return }
    best = post
  }

  private func report(_ stage: Int) {
    guard let best else { return }
    let outcome = StageOutcome(value: program.stageValues(of: best)[stage], bound: bounds[stage], proof: "")
    let placed = best.indices.reduce(0) { best[$1] < 0 ? $0 : $0 + Int(program.unitSize[$1]) }
    onProgress(
      SolveProgress(
        stage: stage + 1, stageCount: program.stageCount, placed: placed, gap: outcome.gap, seconds: seconds))
  }
}

/// Why there is no answer at all.
public enum SolvePathError: Error, Equatable {
  /// Pinned units cannot all be placed within limits and minimums.
  case infeasible
  /// The time limit, or a cancellation, struck before a plan was found.
  case noPlanInTime
}

extension AssignmentProgram {
  /// The value of every stage at an assignment (−1: without a post), in whole numbers.
  public func stageValues(of assignment: [Int32]) -> [Int64] {
    var load = [Int64](repeating: 0, count: postCount)
    var values = [Int64](repeating: 0, count: stageCount)
    for (unit, post) in assignment.enumerated() {
      guard post >= 0 else {
        for stage in 0..<stageCount { values[stage] += unplacedCost[stage][unit] }
        continue
      }
      load[Int(post)] += Int64(unitSize[unit])
      let pairs = pairStart[unit]..<pairStart[unit + 1]
      guard let pair = pairs.first(where: { pairPost[$0] == post }) else { continue }
      for stage in 0..<stageCount { values[stage] += pairCost[stage][pair] }
    }
    for row in targetRows {
      let short = max(0, Int64(row.target) - row.posts.reduce(0) { $0 + load[Int($1)] })
      for stage in 0..<stageCount { values[stage] += row.weight[stage] * short }
    }
    for (penalty, isPaid) in (penaltiesPaid(assignment) ?? []).enumerated() where isPaid {
      for stage in 0..<stageCount { values[stage] += penalties[penalty][stage] }
    }
    return zip(values, offset).map { $0 - $1 }
  }
}
