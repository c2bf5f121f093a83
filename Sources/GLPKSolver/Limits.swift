import IntegerProgram

extension Deadline {
  /// What is left, at least 1 and at most `most`, in milliseconds.
  func milliseconds(atMost most: Int32 = .max) -> Int32 {
    guard let left = secondsLeft else { return most }
    return Int32(max(1, min(Double(most), (left * 1000).rounded(.up))))
  }
}

extension SolverLimits {
  /// - Throws: `SolverFailure` where a limit is no number.
  func check() throws {
    if let seconds, seconds.isNaN { throw SolverFailure("the time limit is not a number") }
    guard relativeGap >= 0, relativeGap.isFinite else {
      throw SolverFailure("the relative gap must be a number from 0")
    }
  }
}
