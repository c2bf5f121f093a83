/// A mixed-integer linear program, to be minimised.
///
/// Stated in the field's order: columns, rows, objective. Knows nothing of what it models.
public struct IntegerProgram: Sendable {
  /// A variable: its bounds, its cost, and whether it must be whole.
  public struct Column: Sendable, Equatable {
    public var lower: Double
    /// `.infinity` where there is none.
    public var upper: Double
    public var isInteger: Bool
    public var cost: Double

    public init(lower: Double = 0, upper: Double = .infinity, isInteger: Bool = false, cost: Double = 0) {
      self.lower = lower
      self.upper = upper
      self.isInteger = isInteger
      self.cost = cost
    }
  }

  /// lower ≤ Σ value · column ≤ upper
  public struct Row: Sendable, Equatable {
    /// −`.infinity` where there is none; equal bounds make an equation.
    public var lower: Double
    public var upper: Double
    /// Each column at most once.
    public var columns: [Int32]
    public var values: [Double]

    public init(lower: Double, upper: Double, columns: [Int32] = [], values: [Double] = []) {
      self.lower = lower
      self.upper = upper
      self.columns = columns
      self.values = values
    }
  }

  public var columns: [Column] = []
  public var rows: [Row] = []

  public init() {}
}
