/// Where the solve stands.
public struct SolveProgress: Sendable {
  /// From 1; 0 while the flow of all stages at once is solved.
  public let stage: Int
  public let stageCount: Int
  /// Units placed by the best plan so far; nil before the first.
  public let placed: Int?
  public let gap: Double?
  /// Since the solve began.
  public let seconds: Double
  /// Where the plan is there and prices are searched for: how many are known of how many; else nil.
  public var prices: (known: Int, of: Int)?

  public init(stage: Int, stageCount: Int, placed: Int?, gap: Double?, seconds: Double) {
    self.stage = stage
    self.stageCount = stageCount
    self.placed = placed
    self.gap = gap
    self.seconds = seconds
  }
}
