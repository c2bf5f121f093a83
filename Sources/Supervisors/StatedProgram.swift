import IntegerProgram

// How the supervisors' programs are stated: a column or a row at a time.
extension IntegerProgram {
  /// A whole number from 0 to `upper`; returns its column.
  mutating func add(_ upper: Int, cost: Int) -> Int32 {
    columns.append(.init(upper: Double(upper), isInteger: true, cost: Double(cost)))
    return Int32(columns.count - 1)
  }

  /// A row with a coefficient of 1 each where no values are given; none where there is no column.
  mutating func add(_ lower: Double, _ upper: Double, _ columns: [Int32], _ values: [Double]? = nil) {
    guard !columns.isEmpty else { return }
    rows.append(
      .init(
        lower: lower, upper: upper, columns: columns,
        values: values ?? Array(repeating: 1, count: columns.count)))
  }
}
