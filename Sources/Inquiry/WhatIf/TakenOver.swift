import Allocation
import AssignmentSolver
import Placement

extension ChangeSolver {
  /// The plan of a case that another run of the same version has found, instead of a solve: held against every row and
  /// recounted. That of a flow is proven anew, in one walk over its pairs, and the flow kept for what is asked afterwards;
  /// other bounds are taken as they are.
  ///
  /// `distances` are what ``distances(of:)`` said in the other run: what of them is wrong is found out, and costs a search.
  ///
  /// - Returns: nil where the plan is not what it says it is, or decisions are at fault.
  /// - Throws: `AllocationFailure` where a limit struck.
  public mutating func takingOver(
    _ solution: AssignmentSolution, distances: [Int64]? = nil, of placementCase: PlacementCase, threads: Int
  ) throws -> Allocation? {
    let start = ContinuousClock.now
    let made: PlacementProgram
    do {
      made = try PlacementProgram(placementCase, threads: threads, shouldStop: hasEnded)
    } catch AllocationFailure.faults {
      return nil
    }
    let built = ContinuousClock.now
    let (program, values) = (made.program, solution.stages.map(\.value))
    guard PlanValue(program: program).stages(solution.post) == values else { return nil }
    if let flow = try flow(of: program, near: solution.post, distances: distances) {
      let proven = flow.solution?.stages.prefix(program.stageCount) ?? []
      guard proven.map(\.value) == values else { return nil }
    }
    return Allocation(
      made, solution,
      seconds: ((built - start) / .seconds(1), (ContinuousClock.now - built) / .seconds(1)))
  }
  /// How far it is from every post and set of the kept flow to the root: what a run that takes the plan over need not search
  /// for. nil where the plan's program is no flow.
  ///
  /// - Throws: `AllocationFailure` where a limit struck.
  public mutating func distances(of allocation: Allocation) throws -> [Int64]? {
    try flow(of: allocation.placementProgram.program, near: allocation.solution.post)?.network.distances
  }
}
