/// Where the solve stands.
public struct SolveProgress: Sendable {
  /// From 1.
  public let stage: Int
  public let stageCount: Int
  /// Units placed by the best plan so far; nil before the first.
  public let placed: Int?
  public let gap: Double?
  /// Since the solve began.
  public let seconds: Double

  public init(stage: Int, stageCount: Int, placed: Int?, gap: Double?, seconds: Double) {
    self.stage = stage
    self.stageCount = stageCount
    self.placed = placed
    self.gap = gap
    self.seconds = seconds
  }
}
