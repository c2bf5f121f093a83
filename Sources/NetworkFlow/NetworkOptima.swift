/// Which of all optima.
extension NetworkSimplex {
  /// The network of this one's optima, at one of them, and another cost that decides among them: ``solve(shouldStop:)`` goes
  /// on from there, and wherever it is stopped the flow is an optimum still.
  ///
  /// A flow is an optimum if and only if it leaves every arc empty whose reduced cost is above nothing and fills every arc
  /// whose reduced cost is below (complementary slackness; the potentials of one optimum serve for all). So pairs of the
  /// first kind are left out, which are nearly all of them, and what else breaks this costs more than the other cost can
  /// come to in all: no sum of several stages is needed.
  ///
  /// - Parameters:
  ///   - cost: of a unit of flow over a unit's pair to a post, or to the root where the post is −1; never negative.
  ///   - most: no cost is above.
  package func optima(cost: (_ unit: Int, _ post: Int32) -> Int64, upTo most: Int64) -> NetworkSimplex {
    let above = most * (0..<unitCount).reduce(Int64(0)) { $0 + supply[$1] } + 1
    var (starts, posts, costs) = ([0], [Int32](), [Int64]())
    var kept: [Int: Int] = [:]
    for node in 0..<root where arc[node] < pairCount { kept[arc[node]] = -1 }
    var unplaced: [Int64] = []
    for unit in 0..<unitCount {
      let own = unitPotential(unit)
      for pair in pairStart[unit]..<pairStart[unit + 1]
      where pairCost[pair] + potential[unitCount + Int(pairPost[pair])] == own {
        if kept[pair] != nil { kept[pair] = posts.count }
        posts.append(pairPost[pair])
        costs.append(cost(unit, pairPost[pair]))
      }
      starts.append(posts.count)
      unplaced.append(unplacedCost[unit] == own ? cost(unit, -1) : above)
    }
    let numbers = UnsafeMutablePointer<Int64>.copy(costs)
    let network = NetworkSimplex(
      supply: array(supply, unitCount), pairStart: starts, pairPost: posts,
      pairCost: ArcCosts(own: numbers, count: posts.count), unplacedCost: unplaced,
      target: array(target, innerCount), arcCapacity: array(arcCapacity, Self.parallel * innerCount),
      arcCost: innerCosts(above))
    network.take(treeOf: self, kept)
    return network
  }

  private func array<T>(_ values: UnsafeMutablePointer<T>, _ count: Int) -> [T] {
    Array(UnsafeBufferPointer(start: values, count: count))
  }

  /// By the sign of their reduced costs.
  private func innerCosts(_ above: Int64) -> [Int64] {
    (0..<Self.parallel * innerCount).map { number in
      let index = number / Self.parallel
      let end = potential[Int(target[index])]
      return (arcCost[number] + end - potential[unitCount + index]).signum() * above
    }
  }

  /// - Parameter pairs: the numbers that pairs of the other's tree have here.
  private func take(treeOf other: NetworkSimplex, _ pairs: [Int: Int]) {
    for node in 0...root {
      parent[node] = other.parent[node]
      leadsUp[node] = other.leadsUp[node]
      flow[node] = other.flow[node]
      firstChild[node] = other.firstChild[node]
      nextSibling[node] = other.nextSibling[node]
      previousSibling[node] = other.previousSibling[node]
      let number = other.arc[node]
      arc[node] = number < other.pairCount ? pairs[number] ?? number : number - other.pairCount + pairCount
    }
    for number in 0..<Self.parallel * innerCount { isFull[number] = other.isFull[number] }
    refreshPotentials()
  }
}
