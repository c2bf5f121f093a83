import CGLPK
import IntegerProgram

/// A linear program kept inside GLPK. To be used on the thread that made it: see ``GLPKSolver``.
///
/// Every call that changes it throws `SolverFailure` for a number or index that GLPK must not see, and changes
/// nothing then.
final class GLPKSession: LinearProgramSession {
  private let problem: Problem
  private(set) var rowCount = 0
  private(set) var columnCount = 0

  init() throws { problem = try Problem() }

  // MARK: Columns and rows

  func addRows(_ rows: [IntegerProgram.Row]) throws {
    guard !rows.isEmpty else { return }
    try problem.add(rows, columnCount: columnCount, after: rowCount)
    rowCount += rows.count
  }

  func addColumns(
    lower: [Double], upper: [Double], cost: [Double], starts: [Int], rowIndices: [Int32], values: [Double]
  ) throws {
    let added = ColumnBatch(
      lower: lower, upper: upper, cost: cost, starts: starts, rowIndices: rowIndices, values: values)
    try added.check(rowCount: rowCount, after: columnCount)
    guard added.count > 0 else { return }
    try problem.call {
      cglpk_add_columns($0, Int32(added.count), lower, upper, cost, starts, rowIndices, values)
    }
    columnCount += added.count
  }

  func deleteRows(_ indices: [Int]) throws {
    guard !indices.isEmpty else { return }
    var checker = IndexChecker(count: rowCount)
    for index in indices { try Check.index(index, below: rowCount, "row") }
    let indices = indices.map { Int32($0) }
    try checker.check(indices[...], [], "the rows to delete")
    try problem.call { cglpk_delete_rows($0, Int32(indices.count), indices) }
    rowCount -= indices.count
  }

  func setCost(_ cost: Double, column: Int) throws {
    try Check.index(column, below: columnCount, "column")
    try Check.number(cost, "the cost of column \(column)")
    try problem.call { cglpk_set_cost($0, Int32(column), cost) }
  }

  func setBounds(lower: Double, upper: Double, column: Int) throws {
    try Check.index(column, below: columnCount, "column")
    try Check.bounds(lower, upper, "column \(column)")
    try problem.call { cglpk_set_column_bounds($0, Int32(column), lower, upper) }
  }

  func setBounds(lower: Double, upper: Double, row: Int) throws {
    try Check.index(row, below: rowCount, "row")
    try Check.bounds(lower, upper, "row \(row)")
    try problem.call { cglpk_set_row_bounds($0, Int32(row), lower, upper) }
  }

  // MARK: Basis

  /// A status that does not go with its bounds becomes one that does.
  func setBasis(rows: [BasisStatus], columns: [BasisStatus]) throws {
    try Check.count(rows.count, is: rowCount, "statuses of rows")
    try Check.count(columns.count, is: columnCount, "statuses of columns")
    try problem.call { cglpk_set_basis($0, rows.map(\.rawValue), columns.map(\.rawValue)) }
  }

  func basis() -> (rows: [BasisStatus], columns: [BasisStatus]) {
    var rows = [UInt8](repeating: 0, count: rowCount)
    var columns = [UInt8](repeating: 0, count: columnCount)
    alive { try problem.call { cglpk_get_basis($0, &rows, &columns) } }
    return (rows.map { BasisStatus(rawValue: $0)! }, columns.map { BasisStatus(rawValue: $0)! })
  }

  // MARK: Solving

  /// A dual run goes on with the primal method where the basis is not dual feasible. A basis that GLPK can do
  /// nothing with is replaced by one of GLPK's own before it is given up.
  func solve(_ method: SimplexMethod, limits: SolverLimits) throws -> LinearProgramStatus {
    try limits.check()
    return try Simplex(problem: problem, rowCount: rowCount, limits: limits.begun()).run(method)
  }

  var objective: Double { alive { try problem.objective() } }

  var iterationCount: Int {
    var count: Int64 = 0
    alive { try problem.call { cglpk_iterations($0, &count) } }
    return Int(count)
  }

  func columnValues() -> [Double] { alive { try problem.numbers(columnCount, cglpk_column_values) } }
  func rowValues() -> [Double] { alive { try problem.numbers(rowCount, cglpk_row_values) } }
  func rowDuals() -> [Double] { alive { try problem.numbers(rowCount, cglpk_row_duals) } }
  func reducedCosts() -> [Double] { alive { try problem.numbers(columnCount, cglpk_column_duals) } }

  /// Reading cannot fail, unless the session was lost or is on the wrong thread: a mistake in the program, as
  /// the call that lost it has thrown.
  @discardableResult
  private func alive<Value>(_ read: () throws -> Value) -> Value {
    do { return try read() } catch { preconditionFailure("\(error)") }
  }
}
