/// A bound on a stage over all pairs, in whole numbers, from whatever duals the solver gives.
///
/// All rows but the units' are priced into the objective (Lagrange): each unit then takes its cheapest pair, and every
/// other column the bound that suits its reduced cost. That is a bound for any prices of the right sign; those of
/// an optimal linear program make it the program's value. Prices are rounded to whole multiples of 1 / `scale`
/// first, so that no rounding error gets in.
struct Pricing {
  /// The bound times `scale`.
  let bound: Int64
  let scale: Int64
  /// Times `scale`: the cheapest way of every unit.
  let cheapest: [Int64]
  /// Pairs that are not in the linear program and would better it.
  let entering: [Int32]
  fileprivate let prices: PairPrices

  /// The bound on the stage's value, a whole number.
  var whole: Int64 { -Int64((-Int128(bound)) / Int128(scale) - ((-Int128(bound)) % Int128(scale) < 0 ? 1 : 0)) }

  /// What the pair costs above its unit's cheapest way, times `scale`.
  func excess(unit: Int, pair: Int32, in program: AssignmentProgram) -> Int64 {
    prices.reduced(unit: unit, pair: pair, in: program) - cheapest[unit]
  }
}

/// The reduced costs of pairs at some prices, but for their unit's row.
private struct PairPrices {
  let scale: Int64
  let stage: Int
  /// Of every post: − its price a unit of load.
  let post: [Int64]
  /// Of every stage before: − its price. Stages whose pairs cost nothing are left out.
  let held: [(stage: Int, price: Int64)]
  /// − the price of the link, where there is one.
  let link: [Int32: Int64]

  @inline(__always)
  func reduced(unit: Int, pair: Int32, in program: AssignmentProgram) -> Int64 {
    var sum =
      scale &* program.pairCost[stage][Int(pair)] &+ Int64(program.unitSize[unit])
      &* post[Int(program.pairPost[Int(pair)])]
    for (stage, price) in held { sum &+= price &* program.pairCost[stage][Int(pair)] }
    if let more = link[pair] { sum &+= more }
    return sum
  }
}

extension PricedProgram {
  /// Prices every pair with the solver's duals.
  /// - Returns: nil where the numbers are too large for exact arithmetic.
  func price() -> Pricing? {
    let duals = session.rowDuals()
    guard let (scale, price) = wholePrices(duals) else { return nil }
    var total = Int128(0)
    for row in unitCount..<rows.count where price[row] != 0 {
      let side = price[row] > 0 ? rows[row].lower : rows[row].upper
      total += Int128(price[row]) * Int128(side ?? 0)
    }
    for index in unitCount..<columns.count where !columns[index].isArtificial {
      let column = columns[index]
      var reduced = column.cost.isEmpty ? 0 : scale * column.cost[stage]
      for (row, value) in zip(column.rows, column.values) { reduced -= price[Int(row)] * value }
      total += Int128(reduced) * Int128(reduced >= 0 ? column.lower : column.upper!)
    }
    var link: [Int32: Int64] = [:]
    for (pair, row) in linkRow where price[Int(row)] != 0 { link[pair] = -price[Int(row)] }
    let held = heldRow.indices.compactMap { stage -> (Int, Int64)? in
      if case .zero = program.pairCost[stage] { return nil }
      return price[heldRow[stage]] == 0 ? nil : (stage, -price[heldRow[stage]])
    }
    let prices = PairPrices(
      scale: scale, stage: stage, post: (0..<program.postCount).map { -price[postRow($0)] }, held: held,
      link: link)
    var cheapest = [Int64](repeating: 0, count: unitCount)
    var entering: [Int32] = []
    for unit in 0..<unitCount {
      let unplaced = unplacedPrice(unit, scale, price)
      let dual = duals[unit] * Double(scale)
      let below = dual.magnitude < 4e18 ? Int64(dual) - scale / 10_000 - 1 : Int64.min
      cheapest[unit] = cheapestWay(unit, prices, unplaced, entersBelow: below, &entering)
      total += Int128(cheapest[unit])
    }
    guard let bound = Int64(exactly: total) else { return nil }
    return Pricing(bound: bound, scale: scale, cheapest: cheapest, entering: entering, prices: prices)
  }

  private func unplacedPrice(_ unit: Int, _ scale: Int64, _ price: [Int64]) -> Int64? {
    if program.mustPlace[unit] || holds[Int32(unit)] != nil { return nil }
    var sum = scale * program.unplacedCost[stage][unit]
    for (earlier, row) in heldRow.enumerated() { sum -= price[row] * program.unplacedCost[earlier][unit] }
    return sum
  }

  @inline(__always)
  private func cheapestWay(
    _ unit: Int, _ prices: PairPrices, _ unplaced: Int64?, entersBelow: Int64, _ entering: inout [Int32]
  ) -> Int64 {
    if let pair = holds[Int32(unit)] { return prices.reduced(unit: unit, pair: pair, in: program) }
    var low = unplaced ?? Int64.max
    // The two cheapest that are not in yet.
    var first = (price: entersBelow, pair: Int32(-1))
    var second = first
    for at in aliveStart[unit]..<aliveStart[unit + 1] {
      let pair = alive[at]
      let reduced = prices.reduced(unit: unit, pair: pair, in: program)
      if reduced >= low && reduced >= second.price { continue }
      if !forbidden.isEmpty && forbidden.contains(pair) { continue }
      low = min(low, reduced)
      if reduced < second.price && pairNumber[Int(pair)] < 0 {
        if reduced < first.price {
          second = first
          first = (reduced, pair)
        } else {
          second = (reduced, pair)
        }
      }
    }
    if first.pair >= 0 { entering.append(first.pair) }
    if second.pair >= 0 { entering.append(second.pair) }
    return low
  }

  /// The duals as whole multiples of 1 / scale, none of the wrong sign, so small that no sum here overflows.
  private func wholePrices(_ duals: [Double]) -> (scale: Int64, price: [Int64])? {
    var largest = Double(max(1, largestCost(stage)))
    for (row, dual) in duals.enumerated() where row >= unitCount && dual != 0 {
      guard dual.isFinite else { return nil }
      var weight = 1.0
      if let earlier = heldRow.firstIndex(of: row) { weight = Double(max(1, largestCost(earlier))) }
      largest = max(largest, dual.magnitude * weight)
    }
    let size = Double(max(program.unitSize.max() ?? 1, program.postLimit.max() ?? 1)) * 64
    var scale = Int64(1) << 20
    while scale > 1 && largest * size * Double(scale) > 1e17 { scale >>= 1 }
    if largest * size * Double(scale) > 1e18 { return nil }
    var price = [Int64](repeating: 0, count: duals.count)
    for row in unitCount..<duals.count {
      var whole = Int64((duals[row] * Double(scale)).rounded())
      if rows[row].lower == nil { whole = min(0, whole) }
      if rows[row].upper == nil { whole = max(0, whole) }
      price[row] = whole
    }
    return (scale, price)
  }
}
