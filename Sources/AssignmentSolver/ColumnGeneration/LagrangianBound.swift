import Threads

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
  /// Times `scale`: the cheapest way of every unit; `.max`: none.
  let cheapest: [Int64]
  /// Pairs that are not in the linear program and would better it.
  let entering: [Int32]
  /// Units that are fixed, and have something better now: by how much, times `scale`.
  let unfixing: [(unit: Int, gain: Int64)]
  let prices: ReducedCosts

  /// Dearer than any way of a unit, with room for the sum over all units.
  fileprivate static var noWay: Int128 { Int128(1) << 104 }

  static func cost(ofWay cheapest: Int64) -> Int128 { cheapest == .max ? noWay : Int128(cheapest) }

  /// The bound on the stage's value, a whole number.
  var whole: Int64 { Self.whole(bound, scale) }

  fileprivate static func whole(_ bound: Int128, _ scale: Int64) -> Int64 {
    let (quotient, rest) = bound.quotientAndRemainder(dividingBy: Int128(scale))
    return Int64(clamping: rest > 0 ? quotient + 1 : quotient)
  }

  /// What the pair costs above its unit's cheapest way, times `scale`.
  func excess(unit: Int, pair: Int32, in program: AssignmentProgram) -> Int128 {
    Int128(prices.reduced(unit: unit, pair: pair, in: program)) - Int128(cheapest[unit])
  }
}

extension RestrictedMaster {
  /// The bound at the solver's duals.
  /// - Returns: nil where they are no prices: too large by far.
  func lagrangianBound() -> LagrangianBound? {
    meter.work += domain.free.count / SolverParameters.pairsAStep
    return meter.time(\.pricing) { lagrangianBound(at: session.rowDuals()) }
  }

  /// The bound at any duals.
  func lagrangianBound(at duals: [Double]) -> LagrangianBound? {
    guard let (scale, price) = wholePrices(duals) else { return nil }
    let prices = reducedCosts(scale, price)
    let others = otherRows(price) + otherColumns(scale, price) - Int128(scale) * Int128(lifted)
    let parts = program.pairCount < parameters.pricedAlone ? 1 : SolverParameters.pricingParts
    // Read by all threads, and written to by none while they are at it.
    nonisolated(unsafe) let master = self
    // Whole numbers add up to the same however they are shared out.
    let count = unitCount
    let priced = concurrently(parts, threads: parameters.threads) { part in
      master.priced(count * part / parts..<count * (part + 1) / parts, prices, duals)
    }
    return LagrangianBound(
      bound: priced.reduce(others) { $0 + $1.total }, scale: scale, cheapest: priced.flatMap(\.cheapest),
      entering: priced.flatMap(\.entering), unfixing: priced.flatMap(\.unfixing), prices: prices)
  }

  /// What some units' ways come to.
  private struct PricedUnits: Sendable {
    var total = Int128(0)
    var cheapest: [Int64] = []
    var entering: [Int32] = []
    var unfixing: [(unit: Int, gain: Int64)] = []
  }

  private func priced(_ units: Range<Int>, _ prices: ReducedCosts, _ duals: [Double]) -> PricedUnits {
    var own = PricedUnits()
    own.cheapest.reserveCapacity(units.count)
    let scale = prices.scale
    let tolerance = Int64(Double(scale) * 1e-5)
    prices.forEachUnit(units, of: domain, in: program) { unit, pairs, reduced in
      let held = domain.holds[unit]
      let unplaced = mustBePlaced(unit) || held >= 0 ? nil : prices.unplaced(unit: unit, in: program)
      let row = Int(unitRow[unit])
      let dual = row < 0 ? fixedPrice(unit, prices, unplaced) : Int64(duals[row] * Double(scale))
      let way =
        held >= 0
        ? prices.reduced(unit: unit, pair: held, in: program)
        : cheapestWay(pairs, reduced, unplaced, entersBelow: dual - tolerance, &own.entering)
      own.cheapest.append(way)
      own.total += LagrangianBound.cost(ofWay: way)
      if row < 0 && way < dual - tolerance { own.unfixing.append((unit, dual - way)) }
    }
    return own
  }

  /// The whole bound alone, at prices with more digits than 64 bits leave to reduced costs. Few programs need it: with
  /// prices and limits both in the millions what rounding takes from each price adds up to whole units.
  /// - Returns: nil where they had all digits already, or are no prices.
  func finerBound() -> Int64? {
    let duals = session.rowDuals()
    let largest = duals.reduce(Double(lift.max() ?? 0)) { max($0, $1.magnitude) }
    let (coarse, scale) = (Self.scale(reaching: reach(duals)), Self.scale(reaching: largest))
    guard largest < 1e17, coarse > 0, scale > coarse else { return nil }
    let price = wholePrices(duals, scale: scale)
    let prices = reducedCosts(scale, price)
    var total = otherRows(price) + otherColumns(scale, price) - Int128(scale) * Int128(lifted)
    for unit in 0..<unitCount {
      let held = domain.holds[unit]
      var way: Int128? =
        mustBePlaced(unit) || held >= 0 ? nil : prices.unplaced(unit: unit, in: program, as: Int128.self)
      for pair in held >= 0 ? [held][...] : domain.free[domain.start[unit]..<domain.start[unit + 1]]
      where domain.forbidden.isEmpty || !domain.forbidden.contains(pair) {
        let reduced = prices.reduced(unit: unit, pair: pair, in: program, as: Int128.self)
        way = min(way ?? reduced, reduced)
      }
      total += way ?? LagrangianBound.noWay
    }
    return LagrangianBound.whole(total, scale)
  }

  private func mustBePlaced(_ unit: Int) -> Bool { mustPlace[unit] || domain.placed == unit }

  private func reducedCosts(_ scale: Int64, _ price: [Int64]) -> ReducedCosts {
    var links: [(pair: Int32, price: Int64)] = []
    for (pair, row) in linkRow where price[Int(row)] != 0 { links.append((pair, -price[Int(row)])) }
    links.sort { $0.pair < $1.pair }
    return ReducedCosts(
      scale: scale, post: (0..<program.postCount).map { -price[postRow($0)] }, weights: weights(scale, price),
      links: links, sideTerms: sideTerms, side: layout.sideRow.map { -price[$0] })
  }

  /// What a unit of cost weighs, of every stage that has any weight: its own cost, what is lifted, and − its row's price.
  private func weights(_ scale: Int64, _ price: [Int64]) -> [(stage: Int, weight: Int64)] {
    let earlier = layout.heldRow.indices.map { earlier -> (stage: Int, weight: Int64) in
      (earlier, scale * lift[earlier] - price[layout.heldRow[earlier]] + (earlier == stage ? scale : 0))
    }
    let own = stage < earlier.count ? [] : [(stage: stage, weight: scale)]
    return (earlier + own).filter { $0.weight != 0 }
  }

  /// What the rows cost that are no unit's, at their prices.
  private func otherRows(_ price: [Int64]) -> Int128 {
    var total = Int128(0)
    for row in rows.indices where price[row] != 0 && !rows[row].isUnit {
      let side = price[row] > 0 ? rows[row].lower : rows[row].upper
      total += Int128(price[row]) * Int128(side ?? 0)
    }
    return total
  }

  /// What the columns cost that are no unit's, each at the better of its bounds.
  private func otherColumns(_ scale: Int64, _ price: [Int64]) -> Int128 {
    var total = Int128(0)
    for index in columns.indices where !columns[index].isArtificial && !columns[index].isUnplaced {
      let column = columns[index]
      var reduced = Int128(scale) * Int128(cost(column))
      for (row, value) in zip(column.rows, column.values) {
        reduced -= Int128(price[Int(row)]) * Int128(value)
      }
      total += reduced * Int128(reduced >= 0 ? column.lower : column.upper!)
    }
    return total
  }

  /// What the pair costs, or the lack of one, with which a unit was fixed.
  private func fixedPrice(_ unit: Int, _ prices: ReducedCosts, _ unplaced: Int64?) -> Int64 {
    fixed.pair[unit] < 0 ? unplaced! : prices.reduced(unit: unit, pair: fixed.pair[unit], in: program)
  }

  @inline(__always)
  private func cheapestWay(
    _ pairs: UnsafeBufferPointer<Int32>, _ reduced: UnsafeMutablePointer<Int64>, _ unplaced: Int64?,
    entersBelow: Int64, _ entering: inout [Int32]
  ) -> Int64 {
    var low = unplaced ?? .max
    // The two cheapest that are not in yet.
    var first = (price: entersBelow, pair: Int32(-1))
    var second = first
    for at in pairs.indices {
      let value = reduced[at]
      if value >= low && value >= second.price { continue }
      let pair = pairs[at]
      if !domain.forbidden.isEmpty && domain.forbidden.contains(pair) { continue }
      low = min(low, value)
      if value < second.price && pairNumber[Int(pair)] < 0 {
        if value < first.price {
          second = first
          first = (value, pair)
        } else {
          second = (value, pair)
        }
      }
    }
    if first.pair >= 0 { entering.append(first.pair) }
    if second.pair >= 0 { entering.append(second.pair) }
    return low
  }

  /// The finest at which a number up to `most` fits 64 bits; 0: none.
  private static func scale(reaching most: Double) -> Int64 {
    var scale = Int64(1) << 40
    while most * Double(scale) > 2e18 { scale >>= 1 }
    return scale
  }

  /// No reduced cost is beyond it.
  private func reach(_ duals: [Double]) -> Double {
    let largest = duals.reduce(1.0) { max($0, $1.magnitude) }
    var reach = (0..<program.postCount).reduce(1.0) { max($0, duals[postRow($1)].magnitude) }
    reach = reach * largestSize + largest + Double(largestCost[stage])
    for (earlier, row) in layout.heldRow.enumerated() {
      reach += (Double(lift[earlier]) + duals[row].magnitude) * Double(max(1, largestCost[earlier]))
    }
    return reach + sideTerms.dearest(layout.sideRow.map { duals[$0] })
  }

  /// The duals as whole multiples of 1 / scale, none of the wrong sign, and such that all reduced costs fit.
  private func wholePrices(_ duals: [Double]) -> (scale: Int64, price: [Int64])? {
    let scale = Self.scale(reaching: reach(duals))
    return scale > 0 ? (scale, wholePrices(duals, scale: scale)) : nil
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
