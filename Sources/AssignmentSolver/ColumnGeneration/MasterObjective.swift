import IntegerProgram

/// What the master minimises, the stages before held, and the artificials that make it solvable.
extension RestrictedMaster {
  func cost(_ column: Column) -> Int64 {
    if column.isArtificial { return artificials.cost }
    if column.cost.isEmpty { return 0 }
    return lifted(column.cost)
  }

  /// The cost in this stage, and in those before as `lift` has it.
  func lifted(_ cost: [Int64]) -> Int64 { zip(lift, cost).reduce(cost[stage]) { $0 + $1.0 * $1.1 } }

  func cost(pair: Int32) -> Int64 {
    lift.indices.reduce(program.pairCost[stage][Int(pair)]) {
      lift[$1] == 0 ? $0 : $0 + lift[$1] * program.pairCost[$1][Int(pair)]
    }
  }

  /// What `lift` adds to the value of every plan that counts.
  var lifted: Int64 { isWeighing ? 0 : zip(lift, held).reduce(0) { $0 + $1.0 * $1.1.upper } }

  /// Holds the stages before to other values; `bounds` where more is known of them than before.
  func hold(_ values: [Int64], atLeast bounds: [Int64]? = nil) throws {
    for (earlier, value) in values.enumerated() {
      let lower = bounds?[earlier] ?? min(held[earlier].lower, value)
      held[earlier] = (lower, value)
      rows[layout.heldRow[earlier]] = RowBounds(lower: lower, upper: value)
    }
    try sendRoom(posts: [])
    // What is lifted must be the same in all plans.
    if let last = held.lastIndex(where: { $0.lower < $0.upper }), lift[...last].contains(where: { $0 != 0 }) {
      for earlier in 0...last { lift[earlier] = 0 }
      try sendCosts()
    }
  }

  /// Of the linear program, in the stage's own terms.
  var objective: Double { session.objective + Double(lifted(fixed.cost) - lifted) }

  /// No plan's value of the stage is higher.
  var ceiling: Int64 {
    var sum: Int64 = 0
    for unit in 0..<unitCount {
      var most = program.unplacedCost[stage][unit]
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        most = max(most, program.pairCost[stage][pair])
      }
      sum += most
    }
    sum += program.penalties.reduce(0) { $0 + $1[stage] }
    return program.targetRows.reduce(sum) { $0 + Int64(max(0, $1.target)) * $1.weight[stage] }
  }

  /// Takes the stages before out of the objective again, and the artificials out of the program: the solver's tolerance
  /// goes by the largest cost, so large ones blur its duals.
  func sharpen() throws {
    lift = lift.map { _ in 0 }
    artificials.cost = 0
    for (index, column) in columns.enumerated() where column.isArtificial {
      try session.setBounds(lower: 0, upper: 0, column: Int(number[index]))
    }
    try sendCosts()
  }

  func sendCosts() throws {
    for (index, column) in columns.enumerated() {
      try session.setCost(Double(cost(column)), column: Int(number[index]))
    }
    for (column, pair) in pairOfNumber.enumerated() where pair >= 0 {
      try session.setCost(Double(cost(pair: pair)), column: column)
    }
  }

  /// Lets the artificials in, at a cost.
  func admitArtificials(_ cost: Int64) throws {
    artificials.cost = cost
    for (index, column) in columns.enumerated() where column.isArtificial {
      try session.setCost(Double(cost), column: Int(number[index]))
      try session.setBounds(lower: 0, upper: .infinity, column: Int(number[index]))
    }
  }

  /// Makes every row solvable, whatever the node's changes and cuts.
  func addAllArtificials() throws {
    // Cuts may have come since the last time.
    if artificials.rows < rows.count {
      let first = columns.count
      for row in artificials.rows..<rows.count where !rows[row].isUnit {
        for value: Int64 in [-1, 1] {
          columns.append(
            Column(lower: 0, upper: nil, rows: [Int32(row)], values: [value], isArtificial: true))
        }
      }
      artificials.rows = rows.count
      try send(from: first)
    }
    try admitArtificials(max(artificials.cost, artificials.firstCost))
  }

  var usesArtificials: Bool {
    columns.indices.contains { columns[$0].isArtificial && values[$0] > 1e-6 }
  }
}
