import CGLPK
import IntegerProgram

/// Columns about to be added.
struct ColumnBatch {
  let lower: [Double]
  let upper: [Double]
  let cost: [Double]
  let starts: [Int]
  let rowIndices: [Int32]
  let values: [Double]

  var count: Int { lower.count }

  /// - Parameter after: the columns already there, for the message.
  func check(rowCount: Int, after present: Int) throws {
    try checkShape()
    var checker = IndexChecker(count: rowCount)
    for j in 0..<count {
      try Check.bounds(lower[j], upper[j], "column \(present + j)")
      try Check.number(cost[j], "the cost of column \(present + j)")
      let range = starts[j]..<starts[j + 1]
      try checker.check(rowIndices[range], values[range], "column \(present + j)")
    }
  }

  private func checkShape() throws {
    try Check.count(upper.count, is: count, "upper bounds")
    try Check.count(cost.count, is: count, "costs")
    try Check.count(values.count, is: rowIndices.count, "coefficients")
    try Check.count(starts.count, is: count + 1, "starts")
    guard starts[0] == 0, starts[count] == values.count, zip(starts, starts.dropFirst()).allSatisfy(<=)
    else { throw SolverFailure("the starts of the columns do not rise from 0 to \(values.count)") }
  }
}

extension Problem {
  /// Adds rows, at least one.
  /// - Parameter after: the rows already there, for the message.
  func add(_ rows: [IntegerProgram.Row], columnCount: Int, after present: Int) throws {
    var checker = IndexChecker(count: columnCount)
    var starts = [0]
    var columns: [Int32] = []
    var values: [Double] = []
    for (i, row) in rows.enumerated() {
      try row.check(present + i, with: &checker)
      columns += row.columns
      values += row.values
      starts.append(columns.count)
    }
    try call {
      cglpk_add_rows($0, Int32(rows.count), rows.map(\.lower), rows.map(\.upper), starts, columns, values)
    }
  }

  /// Adds columns without coefficients: their rows come next.
  func add(_ columns: [IntegerProgram.Column]) throws {
    guard !columns.isEmpty else { return }
    let starts = [Int](repeating: 0, count: columns.count + 1)
    try call {
      cglpk_add_columns(
        $0, Int32(columns.count), columns.map(\.lower), columns.map(\.upper), columns.map(\.cost), starts, [],
        [])
    }
    for (j, column) in columns.enumerated() where column.isInteger {
      try call { cglpk_set_integer($0, Int32(j)) }
    }
  }
}
