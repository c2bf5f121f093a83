/// Solvers take NaN and answer OPTIMAL, so nothing goes in unchecked.
package enum Check {
  package static func number(_ value: Double, _ what: @autoclosure () -> String) throws {
    guard value.isFinite else { throw SolverFailure("\(what()) is \(value)") }
  }

  package static func bounds(_ lower: Double, _ upper: Double, _ what: @autoclosure () -> String) throws {
    // False for NaN as well.
    guard lower <= upper, lower < .infinity, upper > -.infinity else {
      throw SolverFailure("\(what()) has the bounds \(lower) and \(upper)")
    }
  }

  package static func index(_ index: Int, below count: Int, _ what: @autoclosure () -> String) throws {
    guard index >= 0, index < count else {
      throw SolverFailure("there is no \(what()) \(index): there are \(count)")
    }
  }

  package static func count(_ count: Int, is expected: Int, _ what: @autoclosure () -> String) throws {
    guard count == expected else { throw SolverFailure("\(count) \(what()), expected \(expected)") }
  }
}

/// Sparse vectors one after the other, checked: each index in range and at most once a vector.
package struct IndexChecker {
  /// By index, the last vector that had it.
  private var seenIn: [Int]
  private var vector = 0

  package init(count: Int) { seenIn = Array(repeating: 0, count: count) }

  /// - Parameter what: the vector's name, for the message.
  package mutating func check(
    _ indices: ArraySlice<Int32>, _ values: ArraySlice<Double>, _ what: @autoclosure () -> String
  ) throws {
    vector += 1
    for index in indices {
      let index = Int(index)
      guard seenIn.indices.contains(index) else {
        throw SolverFailure("\(what()) has an entry at \(index), of \(seenIn.count)")
      }
      guard seenIn[index] != vector else { throw SolverFailure("\(what()) has two entries at \(index)") }
      seenIn[index] = vector
    }
    for value in values { try Check.number(value, "a coefficient of \(what())") }
  }
}

extension IntegerProgram {
  /// - Throws: ``SolverFailure`` naming the first column or row that no solver should see.
  package func check() throws {
    for (j, column) in columns.enumerated() {
      try Check.bounds(column.lower, column.upper, "column \(j)")
      try Check.number(column.cost, "the cost of column \(j)")
    }
    var checker = IndexChecker(count: columns.count)
    for (i, row) in rows.enumerated() { try row.check(i, with: &checker) }
  }

  /// Integer columns' bounds moved inwards to whole numbers, as solvers demand; nil where nothing is between.
  package func withWholeBounds() -> IntegerProgram? {
    var whole = self
    for j in whole.columns.indices where whole.columns[j].isInteger {
      whole.columns[j].lower.round(.up)
      whole.columns[j].upper.round(.down)
      guard whole.columns[j].lower <= whole.columns[j].upper else { return nil }
    }
    return whole
  }
}

extension IntegerProgram.Row {
  package func check(_ index: Int, with checker: inout IndexChecker) throws {
    try Check.bounds(lower, upper, "row \(index)")
    try Check.count(values.count, is: columns.count, "coefficients in row \(index)")
    try checker.check(columns[...], values[...], "row \(index)")
  }
}
