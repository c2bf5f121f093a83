import Allocation
import AssignmentSolver
import Placement
import Plan

/// What the whole plan would come to with a unit at other posts, each worked out once.
struct PostPrices {
  let unit: Int
  /// By post; a post's nil: no plan has the unit there.
  fileprivate(set) var known: [Int: Explainer.Difference?] = [:]
  /// Whether every post asked for was priced that could be among the cheapest.
  fileprivate(set) var isWhole = true
}

extension Explainer {
  /// The price of one post, as though a coordinator pinned the unit there: its own move from a published post is wanted
  /// then, and counts as none.
  mutating func price(_ post: Int, _ prices: inout PostPrices) throws -> Difference? {
    if let known = prices.known[post] { return known }
    let found = try difference([.hold(prices.unit, at: Int32(post))]).map { difference in
      let wanted = wantedMoves(prices.unit, at: post)
      return difference.adding(wanted.map { -$0 })
    }
    prices.known[post] = .some(found)
    return found
  }

  /// What the unit's own moves add to every stage where it goes to the post without being pinned there.
  private func wantedMoves(_ unit: Int, at post: Int) -> [Int64] {
    let moved = allocated.units[unit].count { points.keepable[$0].map { $0 != post } ?? false }
    return policy.objectives.map { Int64(($0[.moves] ?? 0) * moved) }
  }

  /// Those of the posts that cost the whole plan least, the cheapest first: by the stages in order, then by how few
  /// students move, then by id. Posts that cannot be among them by their bound are not solved for.
  ///
  /// - Parameter posts: the unit's, other than its own.
  mutating func cheapest(_ count: Int, of posts: [Int], _ prices: inout PostPrices) throws -> [Int] {
    guard count > 0, !posts.isEmpty else { return [] }
    let bounds = try holdingBounds(prices.unit)
    let ranked = posts.map { (bound: bounds?.of($0, wantedMoves(prices.unit, at: $0)) ?? .min, post: $0) }
      .sorted { $0 < $1 }
    var best: [(cost: [Int64], post: Int)] = []
    for (bound, post) in ranked {
      if best.count == count, let last = best.last.flatMap({ bounds?.weighted($0.cost) }), bound > last {
        break
      }
      // The first few are always told, whatever they take; the search for cheaper ones has an end.
      if best.count == count { resolver.allow(work: Self.workOfOnePrice) }
      defer { resolver.allow(work: nil) }
      do {
        guard let found = try price(post, &prices) else { continue }
        best.append((found.stages + [Int64(found.moved.count)], post))
      } catch AllocationFailure.noPlanInTime where best.count == count {
        prices.isWhole = false
        continue
      }
      best.sort { a, b in
        a.cost != b.cost ? a.cost.lexicographicallyPrecedes(b.cost) : a.post < b.post
      }
      if best.count > count { best.removeLast() }
    }
    return best.map(\.post)
  }

  /// As ``WorkMeter`` counts it: some seconds.
  private static let workOfOnePrice = 500_000_000

  private struct UnitBounds {
    let all: HoldingBounds
    /// By post.
    let own: [Int: Int64]
    /// Whether the flow counts movers as its last stage.
    let countsMovers: Bool

    /// The post's bound, the unit's own wanted moves taken off.
    func of(_ post: Int, _ wanted: [Int64]) -> Int64 {
      guard let bound = own[post], let off = all.weighted(wanted + (countsMovers ? [0] : [])) else {
        return .min
      }
      return bound - off
    }

    /// Of stages with the movers behind them.
    func weighted(_ cost: [Int64]) -> Int64? { all.weighted(countsMovers ? cost : Array(cost.dropLast())) }
  }

  private mutating func holdingBounds(_ unit: Int) throws -> UnitBounds? {
    let program = allocated.program
    let bounds: HoldingBounds?
    let countsMovers: Bool
    if let kept = try resolver.flow(of: program, near: former) {
      countsMovers = kept.program.stageCount > program.stageCount
      bounds = HoldingBounds(kept, plan: values + (countsMovers ? [0] : []))
    } else {
      countsMovers = false
      bounds = HoldingBounds(program, plan: values)
    }
    guard let bounds else { return nil }
    let posts = program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]].map(Int.init)
    let own = Dictionary(uniqueKeysWithValues: zip(posts, bounds.bounds(of: unit)))
    return UnitBounds(all: bounds, own: own, countsMovers: countsMovers)
  }
}
