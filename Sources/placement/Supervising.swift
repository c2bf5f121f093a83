import Allocation
import GLPKSolver
import IntegerProgram
import Placement
import Plan
import Supervisors
import Synchronization
import Threads

/// The second program of an allocated case; nil where the case has no teachers.csv.
///
/// - Parameters:
///   - limits: of the whole run; explaining and writing want a part of what is left.
///   - console: told which schools are done.
/// - Throws: `SolverFailure`
func supervised(
  _ allocation: Allocation, limits: SolverLimits, threads: Int, clock: inout RunClock, _ console: Console
) throws -> Supervision? {
  try Supervising(allocation, limits: limits, threads: threads, isBeside: false, console).supervision(&clock)
}

/// The second program at work.
struct Supervising {
  private let isAwaited = Awaited()
  private let work: Future<Result<(supervision: Supervision, seconds: Double)?, any Error>>

  /// - Parameter isBeside: whether it goes on beside what comes next; else it waits until somebody asks for it.
  init(_ allocation: Allocation, limits: SolverLimits, threads: Int, isBeside: Bool, _ console: Console) {
    work = Future(threads: isBeside ? 2 : 1) { [isAwaited] in
      Result {
        guard allocation.placementCase.hasTeachers else { return nil }
        let began = ContinuousClock.now
        var own = limits
        own.deadline = limits.deadline.share(0.4)
        let supervision = try supervise(
          allocation.placementCase, supervisees: allocation.supervisees, using: GLPKSolver(), limits: own,
          threads: threads
        ) {
          // Beside other work the line is that work's.
          if isAwaited.isSet { console.live(LiveStep(.supervisors, $0, of: $1)) }
        }
        return (supervision, (ContinuousClock.now - began) / .seconds(1))
      }
    }
  }

  /// Waits for it. Its seconds are its own: other steps may have gone on meanwhile.
  func supervision(_ clock: inout RunClock) throws -> Supervision? {
    isAwaited.set()
    guard let (supervision, seconds) = try work.value().get() else { return nil }
    clock.record("supervise", seconds)
    return supervision
  }

  private final class Awaited: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
  }
}
