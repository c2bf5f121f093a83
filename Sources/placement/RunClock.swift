import Foundation
import IntegerProgram

/// The clock of a run, made when its command starts: the end that a time limit sets to all steps together, and how long
/// each took.
struct RunClock {
  private let began: ContinuousClock.Instant
  private var last: ContinuousClock.Instant
  let deadline: Deadline
  private(set) var steps: [String: Double] = [:]
  let started = Date()

  /// - Parameter limit: seconds; nil: none.
  init(limit: Double? = nil) {
    let now = ContinuousClock.now
    (began, last) = (now, now)
    deadline = Deadline(seconds: limit)
  }

  var total: Double { (ContinuousClock.now - began) / .seconds(1) }

  /// Whether to stop: the time is up, or somebody wishes it.
  var mustStop: @Sendable () -> Bool {
    { [deadline] in Interruption.isSet || deadline.hasPassed }
  }

  /// Whether to leave what has been begun as well: a second later, or as soon as somebody wishes it.
  var mustLeave: @Sendable () -> Bool {
    let deadline = deadline.later(by: 1)
    return { Interruption.isSet || deadline.hasPassed }
  }

  /// Whether to stop a step after which others want so many seconds.
  func mustStop(keeping seconds: Double) -> @Sendable () -> Bool {
    let deadline = deadline.keeping(seconds)
    return { Interruption.isSet || deadline.hasPassed }
  }

  /// What passed since the last step was told belongs to this one.
  mutating func finish(_ step: String) { record(step, (ContinuousClock.now - last) / .seconds(1)) }

  mutating func record(_ step: String, _ seconds: Double) {
    steps[step, default: 0] += (seconds * 1e6).rounded() / 1e6
    last = .now
  }
}
