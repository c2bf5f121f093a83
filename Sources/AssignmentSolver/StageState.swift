/// What is known of one stage.
struct StageState {
  let stage: Int
  /// No plan that keeps ``held`` is lower.
  private(set) var bound: Int64
  /// What proved the bound: `zero`, `network_flow` or `branch_and_bound`.
  private(set) var proof = "zero"
  /// The values of the stages before for which the bound holds: it says nothing of plans that are worse in one of them.
  private(set) var held: [Int64] = []
  /// The search of the stage, kept as long as there is something left of it.
  var search: StageSearch?

  /// What every plan's costs add up to at least: the program's offset.
  private let least: Int64

  init(stage: Int, least: Int64) {
    (self.stage, self.least) = (stage, least)
    bound = least
  }

  /// Takes a better bound; `held` only where it is not the flow's, which `Solve` sees to.
  mutating func raise(to bound: Int64, by proof: String) {
    if bound > self.bound { (self.bound, self.proof) = (bound, proof) }
  }

  mutating func hold(_ values: [Int64]) { held = values }

  /// Forgets a bound that does not hold for the stages' present values.
  mutating func forget(unlessHeldFor value: [Int64]?) {
    if let value, !zip(value, held).allSatisfy({ $0 <= $1 }) { (bound, proof) = (least, "zero") }
  }

  func isDone(_ value: [Int64]?, relativeGap: Double) -> Bool {
    guard let value = value?[stage] else { return false }
    return Double(value - bound) <= relativeGap * Double(max(1, value - least))
  }
}
