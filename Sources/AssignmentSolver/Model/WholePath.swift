import Foundation
import IntegerProgram

/// Solves the whole integer program stage by stage, nothing priced out: simple, and the oracle of the solve path.
public enum WholePath {
  /// - Throws: ``SolvePathError``, ``SolverFailure``.
  public static func solve(
    _ program: AssignmentProgram, using solver: some IntegerProgramSolver, limits: SolverLimits
  ) throws -> AssignmentSolution {
    let whole = WholeProgram(program)
    let start = Date()
    var solution: AssignmentSolution?
    var held: [Int64] = []
    for stage in 0..<program.stageCount {
      var remaining = limits
      remaining.seconds = limits.seconds.map { max(0, $0 - Date().timeIntervalSince(start)) }
      let outcome = try solver.solve(whole.stage(stage, holding: held), limits: remaining)
      switch outcome {
      case .optimal(let values, _, let bound), .feasible(let values, _, let bound):
        let post = whole.assignment(values)
        let value = program.stageValues(of: post)[stage]
        // The bound is a float; the value is whole, so a bound rounds up once its noise is taken off.
        let whole = min(value, Int64((bound - 1e-5 - 1e-8 * abs(bound)).rounded(.up)))
        let outcome = StageOutcome(value: value, bound: max(0, whole), proof: "branch_and_bound")
        solution = AssignmentSolution(post: post, stages: (solution?.stages ?? []) + [outcome])
        held.append(value)
      case .infeasible where solution == nil: throw SolvePathError.infeasible
      case .noSolutionInTime:
        guard var best = solution else { throw SolvePathError.noPlanInTime }
        let values = program.stageValues(of: best.post)
        best.stages += values[stage...].map { StageOutcome(value: $0, bound: 0, proof: "none") }
        return best
      case .infeasible, .unbounded:
        throw SolverFailure("the solver lost a plan that it had found before")
      }
    }
    return solution ?? AssignmentSolution(post: Array(repeating: -1, count: program.unitCount), stages: [])
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
    return values
  }
}
