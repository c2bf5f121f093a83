import Allocation
import AssignmentSolver
import Placement

/// What the whole plan would come to with a unit at other posts, each worked out once.
struct PostPrices {
  let unit: Int
  /// By post; a post's nil: no plan has the unit there.
  fileprivate(set) var known: [Int: Explainer.Difference?] = [:]
  /// Posts of which it is not known whether any plan has the unit there.
  fileprivate(set) var open: Set<Int> = []
  /// Whether every post asked for was priced that could be among the cheapest.
  fileprivate(set) var isWhole = true
}

extension Explainer {
  /// The price of one post, as though a coordinator pinned the unit there: its own move from a published post is wanted
  /// then, and counts as none. As far as it is known where a solve for it takes too much.
  ///
  /// - Parameter ranking: whether it only ranks the post among others: in a large city nobody then searches whether fewer need
  ///   move, which takes seconds a post, and what is found so is not kept.
  mutating func price(_ post: Int, _ prices: inout PostPrices, ranking: Bool = false) throws -> Difference? {
    let isFlow = isFlowOptimum()
    let isFinal = !ranking || isQuicklySolved || isFlow
    if isFinal, let known = prices.known[post] { return known }
    let range = ranges().holding(prices.unit, at: Int32(post))
    let hold = [ProgramChange.hold(prices.unit, at: Int32(post))]
    let exact: Difference?? = try isFlow ? .some(difference(range)) : isQuicklySolved ? solved(hold) : nil
    let found = exact ?? (isFinal ? difference(range, hold) : difference(range))
    if exact == nil, found == nil { prices.open.insert(post) }
    let price = found?.adding(wantedMoves(prices.unit, at: post).map { -$0 })
    if isFinal { prices.known[post] = .some(price) }
    return price
  }

  /// What the changes come to, by a solve; nil where that takes more than one price may.
  private mutating func solved(_ changes: [ProgramChange]) throws -> Difference?? {
    changeSolver.allow(work: Self.workOfOnePrice)
    defer { changeSolver.allow(work: nil) }
    do {
      return .some(try difference(changes))
    } catch AllocationFailure.noPlanInTime {
      return nil
    }
  }

  /// Why the posts have no price.
  func withoutPrice(_ posts: [Int], _ prices: PostPrices) -> Text {
    guard posts.contains(where: prices.open.contains) else { return Self.cannotBe }
    return Text(
      zh: "代价未推算：要启用现在无人的岗位，或者要移动整个小组",
      en: "not worked out: a post that nobody is at would have to open, or a whole team to move")
  }

  /// Whether a re-solve takes a second or so.
  var isQuicklySolved: Bool { placementProgram.program.pairCount <= quicklySolvedPairs }

  /// What the unit's own moves add to every stage where it goes to the post without being pinned there.
  func wantedMoves(_ unit: Int, at post: Int) -> [Int64] {
    let moved = placementProgram.units[unit].count { points.keepable[$0].map { $0 != post } ?? false }
    return policy.objectives.map { Int64(($0[.moves] ?? 0) * moved) }
  }

  /// Those of the posts that cost the whole plan least, the cheapest first: by the stages in order, then by how few
  /// students move, then by id. Posts that cannot be among them by what they cost at least are not solved for.
  ///
  /// - Parameter posts: the unit's, other than its own.
  mutating func cheapest(_ count: Int, of posts: [Int], _ prices: inout PostPrices) throws -> [Int] {
    guard count > 0, !posts.isEmpty else { return [] }
    let ranges = ranges()
    let unit = prices.unit
    let ranked = posts.map { post -> (least: [Int64], most: [Int64]?, post: Int) in
      let (range, wanted) = (ranges.holding(unit, at: Int32(post)), wantedMoves(unit, at: post))
      return (
        zip(range.least, wanted).map { $0 - $1 }, range.most.map { zip($0.stages, wanted).map { $0 - $1 } },
        post
      )
    }.sorted { a, b in
      guard let x = a.most, let y = b.most else { return a.most != nil || b.most == nil && a.post < b.post }
      return x != y ? x.lexicographicallyPrecedes(y) : a.post < b.post
    }
    var best: [(cost: [Int64], post: Int)] = []
    for (least, _, post) in ranked {
      if best.count == count, let last = best.last?.cost, Self.isAbove(least, last) { continue }
      guard let found = try price(post, &prices, ranking: true) else { continue }
      if !found.isProven { prices.isWhole = false }
      best.append((found.stages + [Int64(found.moved.count)], post))
      best.sort { a, b in
        a.cost != b.cost ? a.cost.lexicographicallyPrecedes(b.cost) : a.post < b.post
      }
      if best.count > count { best.removeLast() }
    }
    return best.map(\.post)
  }

  /// Is what something costs at least more than a cost?
  private static func isAbove(_ least: [Int64], _ cost: [Int64]) -> Bool {
    for (x, y) in zip(least, cost) where x != y { return x > y }
    return false
  }

  /// As ``WorkMeter`` counts it: some seconds.
  static let workOfOnePrice = 500_000_000
}
