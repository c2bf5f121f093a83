import IntegerProgram

/// What the linear program says, and what a node asks of it.
extension RestrictedMaster {
  /// Where most of every unit goes in the solution at hand, −1 for nowhere.
  var wish: [Int32] {
    var post = (0..<unitCount).map { Int32(fixedPost($0) ?? -1) }
    var most = unplacedColumn.map { $0 < 0 ? 1 : values[$0] }
    for (number, pair) in pairOfNumber.enumerated() where pair >= 0 && solverValues[number] > 1e-6 {
      let unit = unit(of: pair)
      if solverValues[number] > most[unit] {
        most[unit] = solverValues[number]
        post[unit] = program.pairPost[Int(pair)]
      }
    }
    return post
  }

  /// Reads the solution at hand.
  func refresh() {
    solverValues = session.columnValues()
    values = number.map { solverValues[Int($0)] }
  }

  /// How far every post is open; 1 where it has no minimum.
  var openings: [Double] { layout.openColumn.map { $0 < 0 ? 1 : values[$0] } }

  var halfOpen: [Int] {
    let openings = openings
    return grouped.filter { openings[$0] > 1e-6 && openings[$0] < 1 - 1e-6 }
  }

  var loads: [Double] { (0..<program.postCount).map { values[loadColumn($0)] } }

  func setBounds(_ lower: Int64, _ upper: Int64, column: Int) throws {
    columns[column].lower = lower
    columns[column].upper = upper
    try session.setBounds(lower: Double(lower), upper: Double(upper), column: Int(number[column]))
  }

  /// Has a unit placed, whatever that costs, and none of those before; nil: none.
  func place(_ unit: Int?) throws {
    if let before = domain.placed { try setBounds(0, 1, column: unplacedColumn[before]) }
    domain.placed = nil
    guard let unit, !mustPlace[unit] else { return }
    try unfix([unit])
    domain.placed = unit
    try setBounds(0, 0, column: unplacedColumn[unit])
  }

  /// Forbids a pair, holds its unit to it, or lets it be.
  func set(pair: Int32, to value: Int?) throws {
    if value == 0 { domain.forbidden.insert(pair) } else { domain.forbidden.remove(pair) }
    let unit = self.unit(of: pair)
    if value == 1 {
      domain.holds[unit] = pair
    } else if domain.holds[unit] == pair {
      domain.holds[unit] = -1
    }
    let bounds: (Double, Double) = value == nil ? (0, 1) : (Double(value!), Double(value!))
    try session.setBounds(lower: bounds.0, upper: bounds.1, column: Int(pairNumber[Int(pair)]))
  }
}
