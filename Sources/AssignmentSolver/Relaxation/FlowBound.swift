import IntegerProgram
import NetworkFlow

/// Bounds of a stage by flows alone, for plans that keep the stages before within given values and rows that cross within
/// their limits: for cities so large that no linear program is solved in time.
///
/// These rows are priced into the objective (Held and Karp 1971; Geoffrion 1974): with prices λ ≥ 0 a flow gives
///
///   L(λ) = min { cₖ + Σ λ (row's value − row's limit) },
///
/// which no such plan is below. Prices go where the flow breaks rows (subgradients with Polyak's step towards the best plan
/// known). They are whole multiples of 1 / ``denominator``, and everything is summed in whole numbers.
final class FlowBound {
  /// Prices, and the stage's own cost, in units of one over this.
  private let denominator: Int64
  /// No price times the largest cost is above this.
  private static let dearest = Double(Int64(1) << 44)
  /// Of a unit of flow that must not be there.
  private static let forbidden = Int64(1) << 46

  private let program: AssignmentProgram
  private let flow: FlowRelaxation
  private var stage = 0
  /// Of the stages before.
  private var limits: [Int64] = []
  /// Rows that the flow sets aside.
  private let crossing: [Int]
  private var network: NetworkSimplex { flow.network }
  /// In units of 1 / denominator: of the stages before, then of the crossing rows.
  private var prices: [Int64] = []
  /// The best of the stage that was asked before.
  private var former: (stage: Int, prices: [Double])?
  /// Posts that only plans count in which they are open, or closed.
  private var states: [FlowRelaxation.PostState] = []

  /// Whether a stage's costs leave room for the sums of a flow: they do where the stage's weights fit, and where costs are no
  /// dearer than prices may make them.
  static func fits(_ program: AssignmentProgram, stage: Int, denominator: Int64 = 1 << 10) -> Bool {
    (0...stage).allSatisfy { Double(program.largestCost($0)) <= dearest / Double(denominator) }
  }

  /// - Parameters:
  ///   - tree: Of a flow of the same program, to start from; nil: from everybody without a post.
  ///   - denominator: The larger, the lower may a price be, and the lower is the highest.
  init(
    _ program: AssignmentProgram, from tree: NetworkSimplex.Snapshot? = nil, denominator: Int64 = 1 << 10
  ) {
    self.program = program
    self.denominator = denominator
    flow = FlowRelaxation(program)
    let family = flow.family
    crossing = program.capacityRows.indices.filter {
      family.setOfRow[$0] < 0 && !program.capacityRows[$0].posts.isEmpty
    }
    if let tree { flow.network.restore(tree) }
  }

  /// The best bound that is found in so many steps, or by the time `shouldStop` says so.
  ///
  /// - Parameter values: Of the best plan known: none with higher values of the stages before counts, and the search for a
  ///   better bound of the stage ends at its own.
  /// - Parameter states: Of posts with a minimum; empty: all are free.
  func best(
    of stage: Int, within values: [Int64], steps: Int, at states: [FlowRelaxation.PostState] = [],
    shouldStop: () -> Bool
  ) -> Int64 {
    self.stage = stage
    self.states = states
    limits = Array(values.prefix(stage))
    let value = values[stage]
    var best: (bound: Int64, prices: [Double])?
    var at = startingPrices()
    var (stride, quiet) = (1.0, 0)
    for _ in 0..<steps where !shouldStop() {
      set(at)
      guard network.solve(shouldStop: shouldStop) else { break }
      let bound = bound
      if bound > best?.bound ?? .min {
        best = (bound, at)
        quiet = 0
      } else {
        quiet += 1
      }
      if bound >= value { break }
      if quiet == 3 {
        (stride, quiet) = (stride / 2, 0)
        at = best!.prices
        continue
      }
      let excess = excess()
      let length = excess.reduce(0) { $0 + $1 * $1 }
      if length < 1e-9 || stride < 1e-3 { break }
      let step = stride * Double(value - bound) / length
      let most = mostPrice
      at = zip(at, excess).map { min(most, max(0, $0 + step * $1)) }
    }
    former = best.map { (stage, $0.prices) } ?? former
    return max(0, best?.bound ?? 0)
  }

  /// A unit of a stage before is worth about one of this stage's, by their largest costs; rows as the stage asked before
  /// had them.
  private func startingPrices() -> [Double] {
    func rate(_ earlier: Int) -> Double {
      Double(program.largestCost(stage)) / Double(max(1, program.largestCost(earlier)))
    }
    let plain = limits.indices.map(rate) + crossing.map { _ in 0 }
    guard let former, former.stage <= stage else { return plain }
    if former.stage == stage { return former.prices }
    let (factor, most) = (rate(former.stage), mostPrice)
    func scaled(_ prices: ArraySlice<Double>) -> [Double] { prices.map { min(most, $0 * factor) } }
    var prices = scaled(former.prices[..<former.stage])
    prices.append(factor)
    prices += plain[(former.stage + 1)..<stage]
    return prices + scaled(former.prices[former.stage...])
  }

  private var mostPrice: Double {
    let largest = (0...stage).map { program.largestCost($0) }.max()!
    return Self.dearest / Double(max(1, largest)) / Double(denominator) / Double(1 + crossing.count)
  }

  // MARK: The flow at given prices

  private func set(_ prices: [Double]) {
    self.prices = prices.map { Int64(($0 * Double(denominator)).rounded()) }
    let weights = self.prices.prefix(stage) + [denominator]
    let stages = weights.indices.filter { weights[$0] != 0 }
    let pairCost = network.pairCost
    for pair in 0..<program.pairCount { pairCost[pair] = 0 }
    for stage in stages {
      let weight = weights[stage]
      program.pairCost[stage].forEach { pair, cost in pairCost[pair] &+= weight &* cost }
    }
    for unit in 0..<program.unitCount {
      let size = Int64(program.unitSize[unit])
      if size > 1 {
        // Rounded down: a team that is split costs no more than whole.
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1] { pairCost[pair] /= size }
      }
      let unplaced = stages.reduce(Int64(0)) { $0 + weights[$1] * program.unplacedCost[$1][unit] }
      network.unplacedCost[unit] = program.mustPlace[unit] ? Self.forbidden : unplaced / size
    }
    for set in flow.family.targetRow.indices where flow.family.targetRow[set] >= 0 {
      let row = program.targetRows[Int(flow.family.targetRow[set])]
      let arc = NetworkSimplex.parallel * (program.postCount + set)
      network.arcCost[arc] = -stages.reduce(Int64(0)) { $0 + weights[$1] * row.weight[$1] }
    }
    priceCrossingRows()
    network.refreshPotentials()
  }

  private func priceCrossingRows() {
    var load = [Int64](repeating: 0, count: program.postCount)
    for (row, price) in zip(crossing, prices[stage...]) where price != 0 {
      for post in program.capacityRows[row].posts { load[Int(post)] += price }
    }
    for post in load.indices {
      let state = states.isEmpty ? .free : states[post]
      let arc = NetworkSimplex.parallel * post
      network.arcCost[arc] =
        load[post] + (state == .closed ? Self.forbidden : state == .held ? -Self.forbidden : 0)
      network.arcCost[arc + 1] = load[post] + (state == .closed ? Self.forbidden : 0)
    }
  }

  /// Members at a post in the last flow.
  func load(post: Int) -> Int64 { flow.load(post: post) }

  /// L at the present prices, rounded up to a whole number.
  private var bound: Int64 {
    var total = Int128(0)
    network.forEachTreePair { _, pair, flow in total += Int128(flow) * Int128(network.pairCost[pair]) }
    for unit in 0..<program.unitCount where network.arc[unit] == network.pairCount {
      total += Int128(network.flow[unit]) * Int128(network.unplacedCost[unit])
    }
    for arc in 0..<NetworkSimplex.parallel * network.innerCount where network.arcCost[arc] != 0 {
      total += Int128(network.flowOfInnerArc(arc)) * Int128(network.arcCost[arc])
    }
    // What targets come to with nobody there: the flow's costs count from there.
    let weights = prices.prefix(stage) + [denominator]
    for (row, target) in program.targetRows.enumerated() {
      let isCounted = target.posts.isEmpty || flow.family.setOfTarget[row] >= 0
      guard isCounted else { continue }
      for (weight, own) in zip(weights, target.weight) {
        total += Int128(weight) * Int128(own) * Int128(max(0, target.target))
      }
    }
    // A plan in which a post is open has its minimum there: all that its first arc takes.
    for post in states.indices where states[post] == .held {
      total += Int128(Self.forbidden) * Int128(network.arcCapacity[NetworkSimplex.parallel * post])
    }
    for (price, limit) in zip(prices, limits) { total -= Int128(price) * Int128(limit) }
    for (price, row) in zip(prices[stage...], crossing) {
      total -= Int128(price) * Int128(max(0, program.capacityRows[row].limit))
    }
    let (quotient, rest) = total.quotientAndRemainder(dividingBy: Int128(denominator))
    return Int64(clamping: rest > 0 ? quotient + 1 : quotient)
  }

  // MARK: What the flow breaks

  /// By how much every priced row's value is above its limit.
  private func excess() -> [Double] {
    var value = [Double](repeating: 0, count: stage)
    network.forEachTreePair { unit, pair, flow in
      let share = Double(flow) / Double(program.unitSize[unit])
      for stage in value.indices { value[stage] += share * Double(program.pairCost[stage][pair]) }
    }
    for unit in 0..<program.unitCount where network.arc[unit] == network.pairCount {
      let share = Double(network.flow[unit]) / Double(program.unitSize[unit])
      for stage in value.indices { value[stage] += share * Double(program.unplacedCost[stage][unit]) }
    }
    let load = (0..<program.postCount).map { network.flow(ofInner: $0) }
    for (row, target) in program.targetRows.enumerated() {
      guard target.posts.isEmpty || flow.family.setOfTarget[row] >= 0 else { continue }
      let short = max(0, Int64(target.target) - target.posts.reduce(0) { $0 + load[Int($1)] })
      for stage in value.indices { value[stage] += Double(short * target.weight[stage]) }
    }
    let rows = crossing.map { index -> Double in
      let row = program.capacityRows[index]
      return Double(row.posts.reduce(0) { $0 + load[Int($1)] } - Int64(max(0, row.limit)))
    }
    return zip(value, limits).map { $0 - Double($1) } + rows
  }
}
