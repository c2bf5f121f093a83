import Synchronization

/// Counts the work of solves, in simplex iterations × (rows + columns): the same on every machine, as seconds are not,
/// so that a budget in it gives equal answers everywhere.
public final class WorkMeter: Sendable {
  private let count = Atomic<Int>(0)

  public init() {}

  public var work: Int { count.load(ordering: .relaxed) }

  package func add(_ work: Int) { count.wrappingAdd(work, ordering: .relaxed) }
}

/// A solver whose work is counted.
public struct MeteredSolver<Base: IntegerProgramSolver>: IntegerProgramSolver {
  private let base: Base
  private let meter: WorkMeter

  public init(_ base: Base, _ meter: WorkMeter) {
    self.base = base
    self.meter = meter
  }

  /// An integer search tells no iterations: it counts as though each row and column took some.
  public func solve(_ program: IntegerProgram, limits: SolverLimits) throws -> SolverOutcome {
    let size = program.rows.count + program.columns.count
    defer { meter.add(10 * size * (program.rows.count + 1)) }
    return try base.solve(program, limits: limits)
  }

  /// A session whose iterations are counted. Throws as the solver beneath does.
  public func makeSession() throws -> any LinearProgramSession {
    MeteredSession(try base.makeSession(), meter)
  }
}

/// Hands everything on, and counts what solving takes.
private final class MeteredSession: LinearProgramSession {
  private let base: any LinearProgramSession
  private let meter: WorkMeter

  init(_ base: any LinearProgramSession, _ meter: WorkMeter) {
    self.base = base
    self.meter = meter
  }

  /// What a solve without an iteration takes: the basis is factorised, and duals and prices are worked out.
  private static let iterationsOfACall = 20

  func solve(_ method: SimplexMethod, limits: SolverLimits) throws -> LinearProgramStatus {
    let before = base.iterationCount
    defer {
      let iterations = base.iterationCount - before + Self.iterationsOfACall
      meter.add(iterations * (base.rowCount + base.columnCount))
    }
    return try base.solve(method, limits: limits)
  }

  var rowCount: Int { base.rowCount }
  var columnCount: Int { base.columnCount }
  func addRows(_ rows: [IntegerProgram.Row]) throws { try base.addRows(rows) }
  func addColumns(
    lower: [Double], upper: [Double], cost: [Double], starts: [Int], rowIndices: [Int32], values: [Double]
  ) throws {
    try base.addColumns(
      lower: lower, upper: upper, cost: cost, starts: starts, rowIndices: rowIndices, values: values)
  }
  func deleteRows(_ indices: [Int]) throws { try base.deleteRows(indices) }
  func setCost(_ cost: Double, column: Int) throws { try base.setCost(cost, column: column) }
  func setBounds(lower: Double, upper: Double, column: Int) throws {
    try base.setBounds(lower: lower, upper: upper, column: column)
  }
  func setBounds(lower: Double, upper: Double, row: Int) throws {
    try base.setBounds(lower: lower, upper: upper, row: row)
  }
  func setBasis(rows: [BasisStatus], columns: [BasisStatus]) throws {
    try base.setBasis(rows: rows, columns: columns)
  }
  func basis() -> (rows: [BasisStatus], columns: [BasisStatus]) { base.basis() }
  var objective: Double { base.objective }
  var iterationCount: Int { base.iterationCount }
  func columnValues() -> [Double] { base.columnValues() }
  func rowValues() -> [Double] { base.rowValues() }
  func rowDuals() -> [Double] { base.rowDuals() }
  func reducedCosts() -> [Double] { base.reducedCosts() }
}
