/// A bound on a stage over all pairs, in whole numbers, from whatever duals the solver gives.
///
/// All rows but the units' are priced into the objective (Geoffrion 1974): each unit then takes its cheapest pair, and every
/// other column the bound that suits its reduced cost. That is a bound for any prices of the right sign; those of
/// an optimal linear program make it the program's value. Prices are rounded to whole multiples of 1 / `scale`
/// first, so that no rounding error gets in.
struct LagrangianBound {
  /// The bound times `scale`.
  let bound: Int128
  let scale: Int64
  /// Times `scale`: the cheapest way of every unit.
  let cheapest: [Int128]
  /// Pairs that are not in the linear program and would better it.
  let entering: [Int32]
  /// Units that are fixed, and have something better now.
  let unfixing: [Int]
  fileprivate let prices: ReducedCosts

  /// The bound on the stage's value, a whole number.
  var whole: Int64 {
    let (quotient, rest) = bound.quotientAndRemainder(dividingBy: Int128(scale))
    return Int64(clamping: rest > 0 ? quotient + 1 : quotient)
  }

  /// What the pair costs above its unit's cheapest way, times `scale`.
  func excess(unit: Int, pair: Int32, in program: AssignmentProgram) -> Int128 {
    prices.reduced(unit: unit, pair: pair, in: program) - cheapest[unit]
  }
}

/// The reduced costs of pairs at some prices, but for their unit's row.
private struct ReducedCosts {
  let scale: Int64
  let stage: Int
  /// Of every post: − its price a unit of load.
  let post: [Int64]
  /// Of every stage before: − its price. Stages whose pairs cost nothing are left out.
  let held: [(stage: Int, price: Int64)]
  /// − the price of the link, where there is one.
  let link: [Int32: Int64]
  let sideTerms: SideTerms
  /// Of every side row: − its price.
  let side: [Int64]

  @inline(__always)
  func reduced(unit: Int, pair: Int32, in program: AssignmentProgram) -> Int128 {
    var sum =
      Int128(scale) &* Int128(program.pairCost[stage][Int(pair)]) &+ Int128(program.unitSize[unit])
      &* Int128(post[Int(program.pairPost[Int(pair)])])
    for (stage, price) in held { sum &+= Int128(price) &* Int128(program.pairCost[stage][Int(pair)]) }
    if !link.isEmpty, let more = link[pair] { sum &+= Int128(more) }
    if !sideTerms.isEmpty {
      sideTerms.forEach(Int(pair)) { row, weight in sum &+= Int128(weight) &* Int128(side[row]) }
    }
    return sum
  }
}

extension RestrictedMaster {
  /// The bound at the solver's duals.
  /// - Returns: nil where they are no prices: too large by far.
  func lagrangianBound() -> LagrangianBound? {
    meter.time(\.pricing) { lagrangianBound(at: session.rowDuals()) }
  }

  /// The bound at any duals.
  func lagrangianBound(at duals: [Double]) -> LagrangianBound? {
    guard let (scale, price) = wholePrices(duals) else { return nil }
    var total = Int128(0)
    for row in rows.indices where !rows[row].isUnit && price[row] != 0 {
      let side = price[row] > 0 ? rows[row].lower : rows[row].upper
      total += Int128(price[row]) * Int128(side ?? 0)
    }
    for index in columns.indices where !columns[index].isArtificial && !columns[index].isUnplaced {
      let column = columns[index]
      var reduced = Int128(scale) * Int128(cost(column))
      for (row, value) in zip(column.rows, column.values) {
        reduced -= Int128(price[Int(row)]) * Int128(value)
      }
      total += reduced * Int128(reduced >= 0 ? column.lower : column.upper!)
    }
    var link: [Int32: Int64] = [:]
    for (pair, row) in linkRow where price[Int(row)] != 0 { link[pair] = -price[Int(row)] }
    let held = layout.heldRow.indices.compactMap { stage -> (Int, Int64)? in
      if case .zero = program.pairCost[stage] { return nil }
      let own = scale * lift[stage] - price[layout.heldRow[stage]]
      return own == 0 ? nil : (stage, own)
    }
    let prices = ReducedCosts(
      scale: scale, stage: stage, post: (0..<program.postCount).map { -price[postRow($0)] }, held: held,
      link: link, sideTerms: sideTerms, side: layout.sideRow.map { -price[$0] })
    var cheapest = [Int128](repeating: 0, count: unitCount)
    var entering: [Int32] = []
    var unfixing: [Int] = []
    for unit in 0..<unitCount {
      let unplaced = unplacedPrice(unit, scale, price)
      let row = Int(unitRow[unit])
      let dual =
        row < 0 ? fixedPrice(unit, prices, unplaced) : Int128(duals[row] * Double(scale))
      let below = dual - Int128(Double(scale) * 1e-5)
      cheapest[unit] = cheapestWay(unit, prices, unplaced, entersBelow: below, &entering)
      total += cheapest[unit]
      if row < 0 && cheapest[unit] < below { unfixing.append(unit) }
    }
    total -= Int128(scale) * Int128(lifted)
    return LagrangianBound(
      bound: total, scale: scale, cheapest: cheapest, entering: entering, unfixing: unfixing, prices: prices)
  }

  /// What the pair costs, or the lack of one, with which a unit was fixed.
  private func fixedPrice(_ unit: Int, _ prices: ReducedCosts, _ unplaced: Int128?) -> Int128 {
    fixed.pair[unit] < 0 ? unplaced! : prices.reduced(unit: unit, pair: fixed.pair[unit], in: program)
  }

  /// Dearer than any way of a unit, with room for the sum over all units.
  private static var noWay: Int128 { Int128(1) << 104 }

  private func unplacedPrice(_ unit: Int, _ scale: Int64, _ price: [Int64]) -> Int128? {
    if mustPlace[unit] || domain.holds[Int32(unit)] != nil { return nil }
    var sum = Int128(scale) * Int128(unplacedCost(unit))
    for (earlier, row) in layout.heldRow.enumerated() {
      sum -= Int128(price[row]) * Int128(program.unplacedCost[earlier][unit])
    }
    return sum
  }

  @inline(__always)
  private func cheapestWay(
    _ unit: Int, _ prices: ReducedCosts, _ unplaced: Int128?, entersBelow: Int128, _ entering: inout [Int32]
  ) -> Int128 {
    if let pair = domain.holds[Int32(unit)] { return prices.reduced(unit: unit, pair: pair, in: program) }
    var low = unplaced ?? Self.noWay
    // The two cheapest that are not in yet.
    var first = (price: entersBelow, pair: Int32(-1))
    var second = first
    for at in domain.start[unit]..<domain.start[unit + 1] {
      let pair = domain.free[at]
      let reduced = prices.reduced(unit: unit, pair: pair, in: program)
      if reduced >= low && reduced >= second.price { continue }
      if !domain.forbidden.isEmpty && domain.forbidden.contains(pair) { continue }
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

  /// The duals as whole multiples of 1 / scale, none of the wrong sign.
  private func wholePrices(_ duals: [Double]) -> (scale: Int64, price: [Int64])? {
    let largest = duals.reduce(1.0) { max($0, $1.magnitude) }
    guard largest < 1e17 else { return nil }
    var scale = Int64(1) << 40
    let dearest = max(largest, Double(lift.max() ?? 0))
    while dearest * Double(scale) > 2e18 { scale >>= 1 }
    return (scale, wholePrices(duals, scale: scale))
  }

  func wholePrices(_ duals: [Double], scale: Int64) -> [Int64] {
    duals.indices.map { row -> Int64 in
      let whole = Int64((duals[row] * Double(scale)).rounded())
      if rows[row].isUnit { return 0 }
      if rows[row].lower == nil { return rows[row].upper == nil ? 0 : min(0, whole) }
      return rows[row].upper == nil ? max(0, whole) : whole
    }
  }
}
