/// When the time is up, on the monotonic clock. Made once and passed down, so that everybody means the same moment.
public struct Deadline: Sendable, Equatable {
  private let end: ContinuousClock.Instant?

  public static let never = Deadline(end: nil)

  private init(end: ContinuousClock.Instant?) { self.end = end }

  /// - Parameter seconds: From now; nil for never.
  public init(seconds: Double?) {
    // Past a year the clock's arithmetic could overflow, and nobody waits that long.
    end = seconds.flatMap { $0 < 3e7 ? .now + .seconds(max(0, $0)) : nil }
  }

  public var hasPassed: Bool { end.map { $0 <= .now } ?? false }

  /// nil for never.
  public var secondsLeft: Double? { end.map { max(0, ($0 - .now) / .seconds(1)) } }

  /// The earlier of two.
  public func sooner(_ other: Deadline) -> Deadline {
    guard let end, let theirs = other.end else { return end == nil ? other : self }
    return Deadline(end: min(end, theirs))
  }

  /// An end so many seconds later.
  public func later(by seconds: Double) -> Deadline { Deadline(end: end.map { $0 + .seconds(seconds) }) }

  /// An end so many seconds sooner, but not before half of what is left has passed.
  public func keeping(_ seconds: Double) -> Deadline {
    guard let left = secondsLeft else { return self }
    return Deadline(seconds: max(left / 2, left - seconds))
  }

  /// The end of a part that may take this share of what is left.
  public func share(_ fraction: Double) -> Deadline {
    Deadline(seconds: secondsLeft.map { $0 * fraction })
  }
}
