import NetworkFlow
import Placement

/// A small network as plain numbers: units to posts, posts and sets to their targets, all supply to the root.
struct RandomNetwork {
  var supply: [Int64]
  var pairStart: [Int]
  var pairPost: [Int32]
  var pairCost: [Int64]
  var unplacedCost: [Int64]
  /// Of every post, then of every set: the set above it, −1 for the root.
  var parent: [Int]
  /// Of every post and set: seats of up to two costs, the cheaper first.
  var seats: [[NetworkSimplex.Seats]]
  let postCount: Int

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let costs = [Int64(0), 3, 50, 1_000_000][Int.random(in: 0..<4, using: &random)]
    supply = (0..<Int.random(in: 1...12, using: &random)).map { _ in Int64.random(in: 1...3, using: &random) }
    let posts = Int.random(in: 1...6, using: &random)
    let sets = Int.random(in: 0...3, using: &random)
    postCount = posts
    (pairStart, pairPost, pairCost) = ([0], [], [])
    for _ in supply {
      for post in 0..<posts where Int.random(in: 0..<3, using: &random) > 0 {
        pairPost.append(Int32(post))
        pairCost.append(Int64.random(in: 0...costs, using: &random))
      }
      pairStart.append(pairPost.count)
    }
    unplacedCost = supply.map { _ in Int64.random(in: 0...(2 * costs + 5), using: &random) }
    parent = (0..<posts + sets).map { node in
      // A set's target is a later set, so that there is no way round.
      let above = Swift.max(posts, node + 1)..<Swift.max(posts, node + 1, posts + sets)
      return above.isEmpty || Bool.random(using: &random) ? -1 : Int.random(in: above, using: &random)
    }
    seats = []
    for _ in 0..<posts + sets { seats.append(Self.seats(&random, costs)) }
  }

  static func seats(_ random: inout SplitMix64, _ costs: Int64) -> [NetworkSimplex.Seats] {
    let first = Int64.random(in: 0...4, using: &random)
    let second = Int64.random(in: (first == 0 ? 1 : 0)...6, using: &random)
    return [
      .init(capacity: first, cost: -Int64.random(in: 0...costs, using: &random)),
      .init(capacity: second, cost: 0),
    ]
  }

  /// In turn the network's own numbers, and the program's times a factor.
  private func makePairCosts() -> ArcCosts {
    switch pairCost.count % 3 {
    case 0: ArcCosts(own: .copy(pairCost), count: pairCost.count)
    case 1 where pairCost.allSatisfy { $0 % 2 == 0 }: ArcCosts(pairCost.map { Int32($0 / 2) }, times: 2)
    case 2 where pairCost.allSatisfy { $0 <= UInt16.max }: ArcCosts(pairCost.map { UInt16($0) }, times: 1)
    default: ArcCosts(pairCost.map { Int32($0) }, times: 1)
    }
  }

  func makeSimplex() -> NetworkSimplex {
    let units = supply.count
    let capacities = seats.flatMap { kinds -> [Int64] in [kinds[0].capacity, kinds[1].capacity, 0] }
    return NetworkSimplex(
      supply: supply, pairStart: pairStart, pairPost: pairPost, pairCost: makePairCosts(),
      unplacedCost: unplacedCost,
      target: parent.map { Int32($0 < 0 ? units + parent.count : units + $0) }, arcCapacity: capacities,
      arcCost: seats.flatMap { kinds -> [Int64] in [kinds[0].cost, kinds[1].cost, 0] })
  }
}
