import NetworkFlow
import Testing
import Placement

@Suite struct NetworkSimplexTests {
  /// What the flow costs, and that it is one: read off the arcs, not off potentials.
  private func cost(_ simplex: NetworkSimplex, of network: RandomNetwork) throws -> Int64 {
    var sent = [Int64](repeating: 0, count: network.supply.count)
    var received = [Int64](repeating: 0, count: network.parent.count)
    var total: Int64 = 0
    simplex.forEachTreePair { unit, pair, flow in
      #expect(flow >= 0)
      #expect(network.pairStart[unit] <= pair && pair < network.pairStart[unit + 1])
      sent[unit] += flow
      received[Int(network.pairPost[pair])] += flow
      total += flow * network.pairCost[pair]
    }
    for unit in sent.indices {
      #expect(sent[unit] <= network.supply[unit])
      total += (network.supply[unit] - sent[unit]) * network.unplacedCost[unit]
    }
    for node in received.indices {
      let flow = simplex.flow(ofInner: node)
      #expect(flow == received[node])
      if network.parent[node] >= 0 { received[network.parent[node]] += flow }
      var left = flow
      for kind in network.seats[node] {
        total += min(left, kind.capacity) * kind.cost
        left -= min(left, kind.capacity)
      }
      #expect(left == 0, "more flow than seats")
    }
    return total
  }

  private func agrees(_ simplex: NetworkSimplex, _ network: RandomNetwork, _ name: Comment) throws {
    #expect(try cost(simplex, of: network) == ShortestPathFlow.cost(of: network), name)
    // Potentials were carried from pivot to pivot: they are what costs along the tree come to.
    func potentials() -> [Int64] {
      network.supply.indices.map { simplex.unitPotential($0) }
        + network.parent.indices.map { simplex.potential[network.supply.count + $0] }
    }
    let carried = potentials()
    simplex.refreshPotentials()
    #expect(carried == potentials(), name)
  }

  @Test(arguments: 0..<20) func costsWhatShortestPathsCost(_ part: Int) throws {
    for seed in UInt64(part * 100)..<UInt64(part * 100 + 100) {
      let network = RandomNetwork(seed: seed)
      let simplex = network.makeSimplex()
      #expect(simplex.solve())
      try agrees(simplex, network, "seed \(seed)")
    }
  }

  /// Other costs and other seats on a solved network: it goes on from its tree to the optimum of the new one.
  @Test(arguments: 0..<20) func goesOnAfterChanges(_ part: Int) throws {
    for seed in UInt64(part * 50)..<UInt64(part * 50 + 50) {
      var network = RandomNetwork(seed: seed)
      var random = SplitMix64(seed: ~seed)
      let simplex = network.makeSimplex()
      #expect(simplex.solve())
      for step in 0..<4 {
        change(&network, simplex, &random)
        simplex.refreshPotentials()
        #expect(simplex.solve())
        try agrees(simplex, network, "seed \(seed), change \(step)")
      }
    }
  }

  private func change(_ network: inout RandomNetwork, _ simplex: NetworkSimplex, _ random: inout SplitMix64) {
    if !network.pairCost.isEmpty {
      let pair = Int.random(in: 0..<network.pairCost.count, using: &random)
      network.pairCost[pair] = Int64.random(in: 0...60, using: &random)
      simplex.pairCost[pair] = network.pairCost[pair]
    }
    let unit = Int.random(in: 0..<network.supply.count, using: &random)
    network.unplacedCost[unit] = Int64.random(in: 0...100, using: &random)
    simplex.unplacedCost[unit] = network.unplacedCost[unit]
    let node = Int.random(in: 0..<network.parent.count, using: &random)
    network.seats[node] = RandomNetwork.seats(&random, 40)
    simplex.reshape(node, to: network.seats[node], above: 1 << 40)
  }

  /// Where every unit goes in a flow, if it goes whole.
  private func places(_ simplex: NetworkSimplex, _ network: RandomNetwork) -> [Int32]? {
    var places = [Int32](repeating: -1, count: network.supply.count)
    var sent = [Int64](repeating: 0, count: network.supply.count)
    simplex.forEachTreePair { unit, pair, flow in
      guard flow > 0 else { return }
      places[unit] = network.pairPost[pair]
      sent[unit] = flow == network.supply[unit] ? flow : .min / 2
    }
    let isWhole = sent.indices.allSatisfy { sent[$0] == (places[$0] < 0 ? 0 : network.supply[$0]) }
    return isWhole ? places : nil
  }

  /// An optimum is taken up without a pivot, and what is asked afterwards goes on from it; anything else is refused and
  /// changes nothing.
  @Test(arguments: 0..<20) func takesUpAnOptimum(_ part: Int) throws {
    var (taken, refused) = (0, 0)
    for seed in UInt64(part * 100)..<UInt64(part * 100 + 100) {
      var network = RandomNetwork(seed: seed)
      var random = SplitMix64(seed: ~seed)
      let solved = network.makeSimplex()
      #expect(solved.solve())
      guard let optimum = places(solved, network) else { continue }
      let simplex = network.makeSimplex()
      #expect(simplex.start(at: optimum), "seed \(seed)")
      #expect(simplex.solve() && simplex.pivots == 0, "seed \(seed)")
      try agrees(simplex, network, "seed \(seed)")
      taken += 1
      takesUpDistances(
        of: simplex, optimum, network, wrong: Int.random(in: 0..<simplex.innerCount, using: &random))
      let other = network.supply.indices.map { _ in
        Int32.random(in: -1..<Int32(network.postCount), using: &random)
      }
      let least = ShortestPathFlow.cost(of: network)
      let isTaken = simplex.start(at: other)
      refused += isTaken ? 0 : 1
      #expect(try cost(simplex, of: network) == least, "seed \(seed), \(other)")
      for step in 0..<3 {
        change(&network, simplex, &random)
        simplex.refreshPotentials()
        #expect(simplex.solve())
        try agrees(simplex, network, "seed \(seed), change \(step)")
      }
    }
    #expect(taken > 30 && refused > 15, "\(taken) taken up, \(refused) refused")
  }

  /// With its distances an optimum comes to the same tree; with any other nothing is taken up.
  private func takesUpDistances(
    of simplex: NetworkSimplex, _ optimum: [Int32], _ network: RandomNetwork, wrong node: Int
  ) {
    func tree(_ simplex: NetworkSimplex) -> [[Int]] {
      (0..<simplex.root).map { [Int(simplex.parent[$0]), simplex.arc[$0], Int(simplex.flow[$0])] }
    }
    let again = network.makeSimplex()
    #expect(again.start(at: optimum, distances: simplex.distances))
    #expect(tree(again) == tree(simplex) && again.distances == simplex.distances)
    for change: Int64 in [1, -1, .max / 2] {
      var wrong = simplex.distances
      wrong[node] += change
      #expect(!network.makeSimplex().start(at: optimum, distances: wrong))
    }
    #expect(!network.makeSimplex().start(at: optimum, distances: Array(simplex.distances.dropLast())))
  }

  @Test(arguments: UInt64(0)..<200) func aSnapshotPutsEverythingBack(_ seed: UInt64) throws {
    let network = RandomNetwork(seed: seed)
    var other = network
    var random = SplitMix64(seed: ~seed)
    let simplex = network.makeSimplex()
    #expect(simplex.solve())
    let snapshot = NetworkSimplex.Snapshot()
    simplex.save(in: snapshot)
    let before = try cost(simplex, of: network)
    let unit = Int.random(in: 0..<network.supply.count, using: &random)
    let node = Int.random(in: 0..<network.parent.count, using: &random)
    other.unplacedCost[unit] += 1000
    other.seats[node] = RandomNetwork.seats(&random, 40)
    simplex.unplacedCost[unit] = other.unplacedCost[unit]
    simplex.reshape(node, to: other.seats[node], above: 1 << 40)
    simplex.refreshPotentials()
    #expect(simplex.solve())
    try agrees(simplex, other, "changed, seed \(seed)")
    // Costs of units and pairs are their owner's to put back.
    simplex.unplacedCost[unit] = network.unplacedCost[unit]
    simplex.restore(snapshot)
    #expect(try cost(simplex, of: network) == before)
    let pivots = simplex.pivots
    #expect(simplex.solve())
    #expect(simplex.pivots == pivots, "the optimum was not put back")
  }

  @Test func stopsWhenAsked() {
    var network = RandomNetwork(seed: 1)
    // Enough units that it asks at all.
    let units = 200_000
    network.supply = Array(repeating: 1, count: units)
    network.unplacedCost = (0..<units).map { Int64($0 % 97) + 10 }
    network.pairStart = Array(0...units)
    network.pairPost = (0..<units).map { Int32($0 % network.postCount) }
    network.pairCost = (0..<units).map { Int64($0 % 9) }
    var asked = 0
    let isSolved = network.makeSimplex().solve {
      asked += 1
      return true
    }
    #expect(!isSolved && asked == 1)
  }
}
