import CGLPK
import IntegerProgram

/// When the time is up.
struct Deadline {
  private let end: ContinuousClock.Instant?

  /// - Parameter seconds: nil for never.
  init(seconds: Double?) {
    // Past a year the clock's arithmetic could overflow, and nobody waits that long.
    end = seconds.flatMap { $0 < 3e7 ? .now + .seconds(max(0, $0)) : nil }
  }

  var hasPassed: Bool { end.map { $0 <= .now } ?? false }

  /// What is left, at least 1 and at most `most`, in milliseconds.
  func milliseconds(atMost most: Int32 = .max) -> Int32 {
    guard let end else { return most }
    let left = (end - .now) / .milliseconds(1)
    return Int32(max(1, min(Double(most), left.rounded(.up))))
  }
}

extension SolverLimits {
  /// - Throws: ``SolverFailure`` where a limit is no number.
  func check() throws {
    if let seconds, seconds.isNaN { throw SolverFailure("the time limit is not a number") }
    guard relativeGap >= 0, relativeGap.isFinite else {
      throw SolverFailure("the relative gap must be a number from 0")
    }
  }

  func haveStruck(_ deadline: Deadline) -> Bool { deadline.hasPassed || isCancelled() }
}
