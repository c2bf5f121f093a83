/// Which of all optima.
extension NetworkSimplex {
  /// Goes over to costs at which nothing but the optima of the costs so far is worth having, and among these another cost
  /// decides. The flow, an optimum, stays as it is; ``solve(shouldStop:)`` goes on from it, and wherever it is stopped the
  /// flow is an optimum still.
  ///
  /// A flow is an optimum if and only if it leaves every arc empty whose reduced cost is above nothing and fills every arc
  /// whose reduced cost is below (complementary slackness; the potentials of one optimum serve for all). What breaks that
  /// now costs more than the other cost can come to in all, so that no sum of several stages is needed.
  ///
  /// - Parameters:
  ///   - cost: of a unit of flow over a unit's pair to a post, or to the root where the post is −1; never negative.
  ///   - most: no cost is above.
  package func keepToOptima(cost: (_ unit: Int, _ post: Int32) -> Int64, upTo most: Int64) {
    let total = (0..<unitCount).reduce(Int64(0)) { $0 + supply[$1] }
    let above = most * total + 1
    keepInner(above)
    let pairCost = pairCost.numbers
    for unit in 0..<unitCount {
      let own = unitPotential(unit)
      for pair in pairStart[unit]..<pairStart[unit + 1] {
        let post = pairPost[pair]
        let isTaken = pairCost[pair] + potential[unitCount + Int(post)] == own
        pairCost[pair] = isTaken ? cost(unit, post) : above
      }
      unplacedCost[unit] = unplacedCost[unit] == own ? cost(unit, -1) : above
    }
    refreshPotentials()
  }

  private func keepInner(_ above: Int64) {
    for number in 0..<Self.parallel * innerCount {
      let index = number / Self.parallel
      let reduced = arcCost[number] + potential[Int(target[index])] - potential[unitCount + index]
      arcCost[number] = reduced.signum() * above
    }
  }
}
