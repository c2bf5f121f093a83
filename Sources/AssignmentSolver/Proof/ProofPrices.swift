import IntegerProgram

/// The prices of a node's linear program as multiples of the whole program's rows, of which the bound is derived anew.
final class ProofPrices {
  private let master: RestrictedMaster
  private let facts: ProofFacts
  private var certificate: Certificate { facts.certificate }
  private var program: AssignmentProgram { master.program }
  /// Of the master's covers, and which of them are derived.
  private var covers: [ProofFacts.Cover?] = []
  private var derivedCovers: [Int: Int] = [:]

  init(_ master: RestrictedMaster, _ facts: ProofFacts) { (self.master, self.facts) = (master, facts) }

  /// The objective is at least `target` under the assumptions made, by the linear program's present prices, rounded as
  /// coarsely as will do.
  /// - Returns: The constraint; nil where they say less.
  func prove(_ target: Int64) throws -> Int? {
    let duals = master.session.rowDuals()
    let largest = duals.reduce(Double(master.lift.max() ?? 0)) { max($0, $1.magnitude) }
    for bits in [0, 1, 2, 6, 12, 20, 30, 40] where largest * Double(Int64(1) << bits) < 0x1p60 {
      if let proved = try prove(target, duals, scale: Int64(1) << bits) { return proved }
    }
    return nil
  }

  private func prove(_ target: Int64, _ duals: [Double], scale: Int64) throws -> Int? {
    let price = master.wholePrices(duals, scale: scale)
    defer { certificate.forgetSupposed() }
    let hulls = master.cuts.priced(price).map(facts.hull)
    let supposed = hulls.map { certificate.suppose($0.columns, $0.values, atLeast: $0.least) }
    let covers = multiplesOfCovers(price)
    let terms = try multiples(price, scale) + supposed.map { ($0, 1) } + covers.terms
    while true {
      let combination = certificate.combine(
        .objective, terms, scale: scale, partition: certificate.row(0)..<certificate.row(program.unitCount),
        isNought: facts.isNought)
      if combination.wholeSide >= Int128(target) {
        var derived: [Int: Int] = [:]
        for index in combination.supposed {
          let at = -1 - index
          derived[index] =
            try at < hulls.count
            ? facts.derive(hulls[at]) : derive(cover: covers.supposed[at - hulls.count])
        }
        // Hulls hold here alone; covers stay.
        defer { for index in supposed { if let own = derived[index] { certificate.forget(own) } } }
        return try certificate.derive(
          .objective, atLeast: target, by: combination.replacing(derived))
      }
      let before = facts.noughtCount
      for column in combination.blocking { try facts.proveNought(column) }
      if facts.noughtCount == before { return nil }
    }
  }

  /// The multiples of all rows but the units', whose own come last.
  private func multiples(_ price: [Int64], _ scale: Int64) throws -> [Certificate.Term] {
    var terms: [Certificate.Term] = []
    func add(_ constraint: Int, _ numerator: Int128) {
      if numerator != 0 { terms.append((constraint, numerator)) }
    }
    let layout = facts.layout
    var stages = [Int128](repeating: 0, count: program.stageCount)
    stages[master.stage] = Int128(scale)
    for (earlier, row) in master.layout.heldRow.enumerated() where earlier < master.held.count {
      let weight = Int128(price[row]) - Int128(master.lift[earlier]) * Int128(scale)
      stages[earlier] -= weight
      let stated = layout.firstHeldRow + earlier
      add(weight > 0 ? certificate.lowerSide(ofRow: stated)! : certificate.row(stated), weight)
    }
    for post in 0..<program.postCount {
      var limit = min(0, reduced(master.loadColumn(post), price))
      if master.layout.minimumRow[post] >= 0 {
        let row = master.layout.minimumRow[post]
        add(certificate.row(layout.minimumRow[post]), Int128(price[row]))
        limit += Int128(price[row + 1])
      }
      if limit != 0 { try add(facts.limit(of: post), limit * facts.limitSign(of: post)) }
    }
    for row in program.capacityRows.indices {
      let column = master.layout.capacityColumn[row]
      let own = column < 0 ? Int128(price[master.layout.capacityRow[row]]) : reduced(column, price)
      add(certificate.row(layout.firstCapacityRow + row), min(0, own))
    }
    for (index, row) in program.targetRows.enumerated() {
      var own = Int128(price[master.layout.targetRow[index]])
      for (stage, surplus) in row.surplus.enumerated() { own -= stages[stage] * Int128(surplus) }
      add(certificate.row(layout.firstTargetRow + index), own)
    }
    for row in program.sideRows.indices {
      let own = Int128(price[master.layout.sideRow[row]])
      if own != 0 { try add(facts.sideRow(row), own * facts.sideSign(of: row)) }
    }
    for (pair, row) in master.linkRow.sorted(by: { $0.key < $1.key }) where price[Int(row)] < 0 {
      try add(facts.link(pair), -Int128(price[Int(row)]))
    }
    return terms
  }

  /// The multiples of covers.
  /// - Returns: Besides, which of them are supposed, in order.
  private func multiplesOfCovers(_ price: [Int64]) -> (supposed: [Int], terms: [Certificate.Term]) {
    for cover in master.covers[covers.count...] { covers.append(facts.cover(cover)) }
    var supposed: [Int] = []
    var terms: [Certificate.Term] = []
    let rows = master.layout.sideRow.dropFirst(program.sideRows.count)
    for ((index, cover), row) in zip(covers.enumerated(), rows) where price[row] != 0 {
      guard let cover else { continue }
      var constraint = derivedCovers[index]
      if constraint == nil {
        supposed.append(index)
        constraint = certificate.suppose(cover.columns, cover.values, atLeast: cover.side)
      }
      terms.append((constraint!, -Int128(price[row])))
    }
    return (supposed, terms)
  }

  private func derive(cover index: Int) throws -> Int {
    let made = try facts.derive(covers[index]!)
    derivedCovers[index] = made
    return made
  }

  /// What is left of a column's price, its cost left aside.
  private func reduced(_ column: Int, _ price: [Int64]) -> Int128 {
    let own = master.columns[column]
    return zip(own.rows, own.values).reduce(0) { $0 - Int128(price[Int($1.0)]) * Int128($1.1) }
  }
}
