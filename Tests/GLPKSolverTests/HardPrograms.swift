import IntegerProgram

/// Programs that take long, the same at every run.
enum HardProgram {
  /// Cornuéjols and Dawande: halve several markets exactly. Feasibility alone is out of reach.
  static let marketSplit: IntegerProgram = {
    var random = SeededGenerator(seed: 5)
    let columns = (0..<60).map { _ in IntegerProgram.Column(upper: 1, isInteger: true) }
    let rows = (0..<7).map { _ in
      let values = columns.map { _ in Double(Int.random(in: 0..<100, using: &random)) }
      let half = (values.reduce(0, +) / 2).rounded(.down)
      return IntegerProgram.Row(lower: half, upper: half, columns: (0..<60).map { Int32($0) }, values: values)
    }
    return IntegerProgram(columns, rows)
  }()

  /// What each row lacks or has too much, at a cost of 1.
  static let marketSplitWithSlack: IntegerProgram = {
    var program = marketSplit
    for i in program.rows.indices {
      for sign in [1.0, -1.0] {
        program.rows[i].columns.append(Int32(program.columns.count))
        program.rows[i].values.append(sign)
        program.columns.append(.init(cost: 1))
      }
    }
    return program
  }()

  /// Several resources; some hundred nodes.
  static let knapsack: IntegerProgram = {
    var random = SeededGenerator(seed: 11)
    let columns = (0..<30).map { _ in
      IntegerProgram.Column(upper: 1, isInteger: true, cost: -Double(Int.random(in: 10...60, using: &random)))
    }
    let rows = (0..<4).map { _ in
      let values = columns.map { _ in Double(Int.random(in: 5...50, using: &random)) }
      return IntegerProgram.Row(
        lower: -.infinity, upper: (values.reduce(0, +) / 3).rounded(.down),
        columns: (0..<30).map { Int32($0) },
        values: values)
    }
    return IntegerProgram(columns, rows)
  }()

  /// Dense, so that the simplex method alone takes many seconds.
  static let longLinearProgram: IntegerProgram = {
    var random = SeededGenerator(seed: 3)
    let columns = (0..<1000).map { _ in
      IntegerProgram.Column(cost: -Double(Int.random(in: 500...1000, using: &random)))
    }
    let rows = (0..<800).map { _ in
      IntegerProgram.Row(
        lower: -.infinity, upper: 1e6, columns: (0..<1000).map { Int32($0) },
        values: columns.map { _ in Double(Int.random(in: 1...1000, using: &random)) })
    }
    return IntegerProgram(columns, rows)
  }()
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// The first row or column that `values` break, to 1e-6; nil where none.
func broken(_ program: IntegerProgram, _ values: [Double]) -> String? {
  for (j, column) in program.columns.enumerated() {
    if values[j] < column.lower - 1e-6 || values[j] > column.upper + 1e-6 { return "column \(j)" }
    if column.isInteger, values[j] != values[j].rounded() { return "column \(j) is not whole" }
  }
  for (i, row) in program.rows.enumerated() {
    let sum = zip(row.columns, row.values).reduce(0) { $0 + $1.1 * values[Int($1.0)] }
    if sum < row.lower - 1e-6 || sum > row.upper + 1e-6 { return "row \(i)" }
  }
  return nil
}
