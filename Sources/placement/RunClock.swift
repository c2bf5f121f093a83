import Foundation

/// The clock of a run, made when its command starts: the end that a time limit sets to all steps together, and how long
/// each took.
struct RunClock {
  private let began: ContinuousClock.Instant
  private var last: ContinuousClock.Instant
  private let end: ContinuousClock.Instant?
  private(set) var steps: [String: Double] = [:]
  let started = Date()

  /// - Parameter limit: seconds; nil: none.
  init(limit: Double? = nil) {
    let now = ContinuousClock.now
    (began, last) = (now, now)
    // Past a year the clock's arithmetic could overflow, and nobody waits that long.
    end = limit.flatMap { $0 < 3e7 ? now + .seconds($0) : nil }
  }

  var total: Double { (ContinuousClock.now - began) / .seconds(1) }

  /// Seconds until the time limit, not below 0; nil where there is none.
  var left: Double? { end.map { max(0, ($0 - .now) / .seconds(1)) } }

  /// Whether to stop: the time is up, or somebody wishes it.
  var mustStop: @Sendable () -> Bool {
    { [end] in Interruption.isSet || end.map { $0 <= .now } ?? false }
  }

  /// What passed since the last step was told belongs to this one.
  mutating func finish(_ step: String) { record(step, (ContinuousClock.now - last) / .seconds(1)) }

  mutating func record(_ step: String, _ seconds: Double) {
    steps[step, default: 0] += (seconds * 1e6).rounded() / 1e6
    last = .now
  }
}
