/// What a change costs the whole plan, as far as it is known.
package struct PriceRange: Sendable, Equatable {
  /// No plan with the change costs less: the first stages, as many as are known, in their order.
  package var least: [Int64]
  /// A plan with the change; nil: none is known.
  package var most: PlanChange?

  /// Whether no plan at all has the change.
  package internal(set) var isImpossible = false

  package var isExact: Bool { most.map { $0.stages == least } ?? false }

  /// - Parameter bounds: each a bound from below; the highest counts.
  init(bounds: [[Int64]], most: PlanChange?) {
    var best: [Int64] = []
    for bound in bounds where Self.isHigher(bound, than: best) { best = bound }
    least = best
    self.most = most
  }

  /// Of two that are equal as far as the shorter goes, the longer tells more.
  private static func isHigher(_ a: [Int64], than b: [Int64]) -> Bool {
    for (x, y) in zip(a, b) where x != y { return x > y }
    return a.count > b.count
  }
}

/// Ranges for every question of one unit or one seat at a plan that need not be a flow's.
///
/// From above by paths in the plan's own network, which are plans; from below by the relaxed flow, and by the proof of the
/// plan itself: whatever is asked for on top costs at least nothing.
package final class PriceRanges {
  private let program: AssignmentProgram
  private let network: ResidualNetwork?
  /// Made when something is asked that the plan's network does not tell to the point.
  private lazy var relaxation = PlanRelaxation(program, plan: seats.plan, shouldStop: shouldStop)
  /// Without the pairs that no plan can use.
  private lazy var reduced = Reduction(program).program
  private let shouldStop: @Sendable () -> Bool
  /// The plan's bounds less its values, up to the first stage that is not proven.
  private let proven: [Int64]
  private let seats: TakenSeats
  private let prices: UnitPrices?

  /// - Parameters:
  ///   - network: of the plan, where it has one.
  ///   - stages: what is proven of the plan.
  ///   - prices: what its search told besides.
  package init(
    _ program: AssignmentProgram, plan: [Int32], network: ResidualNetwork?, stages: [StageOutcome],
    prices: UnitPrices? = nil, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.program = program
    self.network = network
    let known = min(stages.prefix { $0.isProven }.count + 1, stages.count)
    proven = stages.prefix(known).map { $0.bound - $0.value }
    self.prices = prices
    self.shouldStop = shouldStop
    seats = TakenSeats(program, plan, network?.evaluation ?? ChangeEvaluation(program, plan))
  }

  package func placing(_ unit: Int) -> PriceRange {
    if let network, network.isExact {
      let change = network.placing(unit)
      return PriceRange(bounds: change.map { [$0.stages] } ?? [], most: change)
    }
    let most = cheapest([seats.placing(unit, network), prices?.most[unit]])
    let told = PriceRange(bounds: [proven, prices?.least[unit] ?? []], most: most)
    if told.isExact { return told }
    var range = PriceRange(bounds: [told.least, relaxation?.leastOfPlacing(unit) ?? []], most: most)
    range.isImpossible =
      most == nil && !shouldStop() && reduced.pairStart[unit] == reduced.pairStart[unit + 1]
    return range
  }

  package func holding(_ unit: Int, at post: Int32) -> PriceRange {
    if let network, network.isExact {
      let change = network.holding(unit, at: post)
      return PriceRange(bounds: change.map { [$0.stages] } ?? [], most: change)
    }
    let most = cheapest([network?.holding(unit, at: post), seats.taken(unit, at: post)])
    return PriceRange(bounds: [proven, relaxation?.leastOfHolding(unit, at: post) ?? []], most: most)
  }

  /// What the first stage gains where limits are raised; `least` by a plan, `most` by the flow.
  /// Where that stage counts nothing but who is without a post.
  package func firstStageGain(raising changes: [ProgramChange]) -> (least: Int64, most: Int64) {
    let least = network?.gain(raising: changes).map { max(0, -$0.stages[0]) }
    if let network, network.isExact, let least { return (least, least) }
    return (least ?? 0, max(least ?? 0, relaxation?.mostGained(changes) ?? .max))
  }

  private func cheapest(_ changes: [PlanChange?]) -> PlanChange? {
    changes.compactMap { $0 }.min { $0.stages.lexicographicallyPrecedes($1.stages) }
  }
}
