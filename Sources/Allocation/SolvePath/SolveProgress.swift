/// What a running solve can say of itself.
public struct SolveProgress: Sendable, Equatable {
  /// From 0.
  public var stage: Int
  /// Σ sizes of the units placed in the best plan, nil where there is none yet.
  public var placed: Int64?
  /// Of the stage worked on; nil where there is no plan yet.
  public var gap: Double?
  public var seconds: Double

  public init(stage: Int, placed: Int64?, gap: Double?, seconds: Double) {
    self.stage = stage
    self.placed = placed
    self.gap = gap
    self.seconds = seconds
  }
}

/// Why there is no plan.
public enum SolvePathError: Error, Equatable {
  /// The units that must be placed and the minimums cannot hold together; proven.
  case infeasible
  /// The time was over before there was a plan.
  case noPlanInTime
  /// Stopped from outside before there was a plan.
  case cancelled
}
