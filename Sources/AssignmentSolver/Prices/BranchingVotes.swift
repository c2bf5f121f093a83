/// What a leaf would be branched on for the prices that it leaves open.
struct BranchingVotes {
  /// By how much the linear programs of these prices leave posts half open.
  private var posts: [Int: Double] = [:]
  /// Where they leave none: the first that was found.
  private var other: Decision?

  mutating func add(post: Int, _ opening: Double) { posts[post, default: 0] += min(opening, 1 - opening) }

  mutating func add(_ decision: Decision) { other = other ?? decision }

  /// nil: nothing is known that would help.
  var decision: ((Bool) -> Decision)? {
    if let post = posts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) })?.key {
      return { .open(post: post, $0) }
    }
    switch other {
    case .open(let post, _): return { .open(post: post, $0) }
    case .pair(let pair, _): return { .pair(pair, $0) }
    case nil: return nil
    }
  }
}

extension PriceSearch {
  /// Votes for an open price by the linear program at hand, in which its unit is placed: for the posts that this leaves
  /// half open, a unit that it parts, or a post whose opening the price's way misuses.
  /// - Returns: false where there is none.
  func vote(_ votes: inout BranchingVotes, for question: Int) -> Bool {
    let openings = master.openings
    let half = master.halfOpen
    for post in half { votes.add(post: post, openings[post]) }
    if !half.isEmpty { return true }
    let other = search.branching.splitPair.map { Decision.pair($0, true) } ?? misuse(by: question)
    if let other { votes.add(other) }
    return other != nil
  }

  /// The undecided post that the price's way misuses most: where the bound has most to gain.
  private func misuse(by question: Int) -> Decision? {
    let change = loads(flow.moves(placing: questions[question].unit))
    var best: (post: Int, misuse: Double)?
    for post in master.grouped {
      let misuse = flow.misuse(of: post, load: flow.load(of: post) + (change[post] ?? 0))
      if misuse > max(1e-3, best?.misuse ?? 0) { best = (post, misuse) }
    }
    return best.map { .open(post: $0.post, true) }
  }
}
