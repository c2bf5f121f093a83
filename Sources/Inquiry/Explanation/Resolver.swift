import Allocation
import AssignmentSolver
import Foundation
import IntegerProgram
import Placement
import Plan

/// Solves changed programs: what a pin, a seat or a setting would come to.
///
/// A pure flow is solved once and kept: each change goes on from its optimum. With minimums or teams every
/// change is a solve of its own.
///
/// Calls are counted, so that a budget in re-solves gives equal work, and equal bytes, on every machine.
public struct Resolver {
  private let body: (AssignmentProgram) throws -> AssignmentSolution
  private let limits: SolverLimits
  public private(set) var count = 0
  private var kept: Kept?

  private struct Kept {
    let program: AssignmentProgram
    let former: [Int32]?
    /// nil: no pure flow.
    let flow: Reoptimisation?
  }

  /// - Parameter exact: Only proven optima count, as what a difference is worked out from must be: without proof it
  ///   is as good as no plan in time.
  public init(using solver: some IntegerProgramSolver, limits: SolverLimits, exact: Bool = false) {
    self.limits = limits
    body = {
      let solution = try SolvePath.solve($0, using: solver, limits: limits)
      if exact && !solution.stages.allSatisfy(\.isProven) { throw SolvePathError.noPlanInTime }
      return solution
    }
  }

  /// From nothing.
  /// - Returns: nil where the program has no plan at all.
  /// - Throws: ``AllocationFailure``
  mutating func solve(_ program: AssignmentProgram) throws -> AssignmentSolution? {
    count += 1
    do {
      return try body(program)
    } catch SolvePathError.infeasible {
      return nil
    } catch SolvePathError.noPlanInTime {
      throw AllocationFailure.noPlanInTime
    } catch let failure as SolverFailure {
      throw AllocationFailure.solver(failure)
    }
  }

  /// The same among equally good plans nearest to `former`, where ``AssignmentProgram/canStay(near:)``.
  mutating func solve(_ program: AssignmentProgram, near former: [Int32]) throws -> AssignmentSolution? {
    guard program.canStay(near: former) else { return try solve(program) }
    var solution = try solve(program.staying(near: former))
    solution?.stages.removeLast()
    return solution
  }

  /// The changed program's best plan, from the kept flow where there is one.
  ///
  /// - Parameter former: of equally good plans the nearest to this one; nil: any.
  mutating func solve(
    _ changes: [ProgramChange], of program: AssignmentProgram, near former: [Int32]? = nil
  ) throws -> AssignmentSolution? {
    if let flow = try flow(of: program, near: former) {
      if limits.isCancelled() { throw AllocationFailure.noPlanInTime }
      count += 1
      var solution = flow.solve(changes)
      if flow.program.stageCount > program.stageCount { solution?.stages.removeLast() }
      return solution
    }
    guard let changed = program.applying(changes) else { return nil }
    return try former.map { try solve(changed, near: $0) } ?? solve(changed)
  }

  /// The program solved as a flow and kept; nil where it is no pure flow. Only the last one is kept.
  /// - Throws: ``AllocationFailure`` where a limit struck.
  mutating func flow(of program: AssignmentProgram, near former: [Int32]? = nil) throws -> Reoptimisation? {
    if let kept, kept.program == program, kept.former == former { return kept.flow }
    var flow: Reoptimisation?
    if Reoptimisation.isFlow(program) {
      let near = former.flatMap { program.canStay(near: $0) ? program.staying(near: $0) : nil }
      let limits = limits.begun()
      var isStopped = false
      flow = Reoptimisation(near ?? program) {
        isStopped = limits.haveStruck
        return isStopped
      }
      if isStopped { throw AllocationFailure.noPlanInTime }
    }
    kept = Kept(program: program, former: former, flow: flow)
    return flow
  }
}
