/// What it costs the whole plan to place each unit that is without a post, as far as the proof of the plan tells.
public struct UnitPrices: Sendable, Equatable {
  /// By unit: the first stages that every plan with the unit placed costs at least.
  package var least: [Int: [Int64]] = [:]
  /// By unit: the cheapest plan known that places it.
  package var most: [Int: PlanChange] = [:]
  /// Seconds they took.
  public var seconds = 0.0

  package init() {}

  public static func == (a: UnitPrices, b: UnitPrices) -> Bool { (a.least, a.most) == (b.least, b.most) }
}
