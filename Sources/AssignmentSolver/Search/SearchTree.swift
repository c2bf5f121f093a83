import IntegerProgram

/// What branching decides: a post's opening, or a unit's pair.
enum Decision {
  case open(post: Int, Bool)
  case pair(Int32, Bool)
}

/// The open nodes of a branch and bound, and the lowest bound among the pruned.
struct SearchTree {
  struct Node {
    /// From the root on.
    var decisions: [Decision]
    var bound: Int64
    var basis: (rows: [BasisStatus], columns: [BasisStatus])?
    /// The branch that made it: what it gained is a pseudo-cost, once that is known.
    var origin: (item: Int, isUp: Bool, fraction: Double, from: Double)?
    /// Has a dive been where all that was left could be decided for nothing?
    var isSettled = false
  }

  private var open: [Node]
  /// Lowest bound of what was pruned.
  private var prunedBound = Int64.max
  /// Nodes that were solved.
  var count = 0
  /// Nodes that have no children: with the open ones they are all plans, but for those that fixed pairs left out.
  private(set) var leaves: [Node] = []

  /// - Parameter bound: what is known before anything is searched.
  init(bound: Int64) { open = [Node(decisions: [], bound: bound)] }

  var isEmpty: Bool { open.isEmpty }

  /// No plan in the tree is below this.
  var lowestBound: Int64 { open.reduce(prunedBound) { min($0, $1.bound) } }

  mutating func add(_ node: Node) { open.append(node) }

  /// A node below which nothing is to be searched.
  mutating func prune(_ node: Node) {
    prune(at: node.bound)
    close(node)
  }

  /// A node whose best plan is known.
  mutating func close(_ node: Node) { leaves.append(node) }

  /// Everything from this bound on is out of the search.
  mutating func prune(at bound: Int64) { prunedBound = min(prunedBound, bound) }

  /// Best-first: of equal bounds the latest node, which is deepest.
  mutating func takeLowest() -> Node? {
    guard var at = open.indices.first else { return nil }
    for index in open.indices where open[index].bound <= open[at].bound { at = index }
    return open.remove(at: at)
  }
}

extension RestrictedMaster {
  /// Goes to a node.
  func go(to decisions: [Decision]) throws {
    for decision in applied.reversed() { try apply(decision, isUndone: true) }
    applied = []
    for decision in decisions { try apply(decision, isUndone: false) }
    applied = decisions
  }

  /// Makes a decision, or takes it back.
  func apply(_ decision: Decision, isUndone: Bool) throws {
    switch decision {
    case .open(let post, let isOpen):
      try unfix(near: post)
      let value: Int64 = isOpen ? 1 : 0
      try setBounds(isUndone ? 0 : value, isUndone ? 1 : value, column: layout.openColumn[post])
    case .pair(let pair, let isIn):
      try unfix(near: Int(program.pairPost[Int(pair)]))
      if pairNumber[Int(pair)] < 0 {
        try unfix([unit(of: pair)])
        try add(pairs: [pair])
      }
      try set(pair: pair, to: isUndone ? nil : isIn ? 1 : 0)
    }
  }
}
