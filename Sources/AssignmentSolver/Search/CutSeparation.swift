/// Finds rows that the present solution violates and every plan keeps.
struct CutSeparation {
  private var formulation = ExtendedFormulation()
  private var covers = LiftedCovers()

  /// Capacity rows of which it is told which posts may be open together.
  var expandedRows: Set<Int> { formulation.rows }
  /// What their rows come to at some prices.
  func priced(_ price: [Int64]) -> [ExtendedFormulation.PricedRow] { formulation.priced(price) }

  /// Adds what the solution violates: x ≤ y of pairs at half-open posts, the ``ExtendedFormulation`` of capacity rows, and
  /// where they are asked for ``LiftedCovers``.
  /// - Returns: How many rows it added.
  mutating func separate(_ master: RestrictedMaster, withCovers: Bool = false) throws -> Int {
    let violated = withCovers ? covers.violated(master) : []
    let pairs = try pairsAboveOpening(master)
    if !pairs.isEmpty { try master.link(pairs: pairs) }
    let added = try formulation.separate(master, open: master.openings, load: master.loads)
    if !violated.isEmpty { try master.add(covers: violated) }
    return pairs.count + added + violated.count
  }

  /// Units that are fixed at half-open posts come in for it.
  private func pairsAboveOpening(_ master: RestrictedMaster) throws -> [Int32] {
    var pairs: [Int32] = []
    let values = master.values
    for (number, pair) in master.pairOfNumber.enumerated() where pair >= 0 {
      let open = master.layout.openColumn[Int(master.program.pairPost[Int(pair)])]
      if open >= 0, master.solverValues[number] > values[open] + 1e-5, master.linkRow[pair] == nil {
        pairs.append(pair)
      }
    }
    let fixed = master.fixedAtHalfOpen
    try master.unfix(fixed)
    return pairs + fixed.map { master.fixed.pair[$0] }
  }
}
