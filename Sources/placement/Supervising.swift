import Allocation
import GLPKSolver
import IntegerProgram
import Placement
import Plan
import Supervisors

/// The second program of an allocated case; nil where the case has no teachers.csv.
///
/// - Parameter limits: of the whole run; explaining and writing want a part of what is left.
/// - Throws: `SolverFailure`
func supervised(
  _ allocation: Allocation, limits: SolverLimits, threads: Int, clock: inout RunClock
) throws -> Supervision? {
  guard allocation.placementCase.hasTeachers else { return nil }
  var own = limits
  own.deadline = limits.deadline.share(0.4)
  let supervision = try supervise(
    allocation.placementCase, charges: allocation.charges, using: GLPKSolver(), limits: own, threads: threads)
  clock.finish("supervise")
  return supervision
}
