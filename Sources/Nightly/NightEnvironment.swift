import Foundation
import PlacementFiles

/// What a night takes from outside, so that a test can put something else in its place.
public struct NightEnvironment: Sendable {
  /// The program that checks, allocates and verifies: this very binary, whatever happens to its file.
  public var program = ["/proc/self/exe"]
  public var operations: any FileOperations = SystemFileOperations()
  /// The wall clock: names plans, measures nothing.
  public var now: @Sendable () -> Date = { Date() }
  public var stop = StopRequest()
  /// Seconds that an input must have been left alone, and how long one that keeps changing is waited for.
  public var settle = 1.0
  public var patience = 10.0
  /// Seconds between two words on how far a solve has come.
  public var heartbeat = 60.0
  /// Takes whole log lines.
  public var log: @Sendable (String) -> Void = { line in
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
  }

  public init() {}
}
