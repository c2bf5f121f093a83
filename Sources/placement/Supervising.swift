import Allocation
import GLPKSolver
import IntegerProgram
import Placement
import Plan
import Supervisors
import Threads

/// The second program of an allocated case; nil where the case has no teachers.csv.
///
/// - Parameter limits: of the whole run; explaining and writing want a part of what is left.
/// - Throws: `SolverFailure`
func supervised(
  _ allocation: Allocation, limits: SolverLimits, threads: Int, clock: inout RunClock
) throws -> Supervision? {
  try Supervising(allocation, limits: limits, threads: threads, isBeside: false).supervision(&clock)
}

/// The second program at work.
struct Supervising {
  private let work: Beside<Result<(supervision: Supervision, seconds: Double)?, any Error>>

  /// - Parameter isBeside: whether it goes on beside what comes next; else it waits until somebody asks for it.
  init(_ allocation: Allocation, limits: SolverLimits, threads: Int, isBeside: Bool) {
    work = Beside(threads: isBeside ? 2 : 1) {
      Result {
        guard allocation.placementCase.hasTeachers else { return nil }
        let began = ContinuousClock.now
        var own = limits
        own.deadline = limits.deadline.share(0.4)
        let supervision = try supervise(
          allocation.placementCase, charges: allocation.charges, using: GLPKSolver(), limits: own,
          threads: threads)
        return (supervision, (ContinuousClock.now - began) / .seconds(1))
      }
    }
  }

  /// Waits for it. Its seconds are its own: other steps may have gone on meanwhile.
  func supervision(_ clock: inout RunClock) throws -> Supervision? {
    guard let (supervision, seconds) = try work.value().get() else { return nil }
    clock.record("supervise", seconds)
    return supervision
  }
}
