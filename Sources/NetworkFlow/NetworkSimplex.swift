/// An exact network simplex for the flow that is left of the program when minimums, whole teams and
/// overlapping capacity rows are set aside: units → posts → nested sets of posts → root.
///
/// Nodes are units, posts, sets and the root, in this order. Every post or set `i` sends its flow to its parent
/// over parallel arcs, `3i` to `3i + 2`, each with a capacity and a cost a unit of flow; a first arc with a
/// bonus models a target or a minimum, and the third is spare until limits change (``reshape(_:to:above:)``).
/// Every unit may also go to the root directly: it stays without a post. That makes "everybody without a post" a feasible first tree, and it keeps any later change of costs feasible:
/// the simplex goes on from the tree it has.
///
/// Why it is exact: flows, costs and potentials are whole numbers. It stops when no arc has a reduced cost of
/// the wrong sign, which is the optimality condition of linear programming. It ends, because the trees are strongly
/// feasible (from each node some flow can still be sent to the root): the leaving arc is the last blocking one,
/// seen from the apex along the cycle's direction (Cunningham's rule).
///
/// Units with no child in the tree are not listed as children and hold no potential of their own: it follows from the
/// parent's. What is walked through at a pivot is then posts and the few units between them.
package final class NetworkSimplex {
  /// Arcs from a post or set to its target.
  package static let parallel = 3

  package let unitCount: Int
  /// Posts and sets.
  package let innerCount: Int
  package let root: Int
  /// The program's own: at city scale a copy would not fit beside them.
  let pairStart: [Int]
  package let pairPost: [Int32]
  package let pairCount: Int

  /// Costs of a unit of flow: over every pair, and of staying without.
  package let pairCost: ArcCosts
  package let unplacedCost: UnsafeMutablePointer<Int64>
  let supply: UnsafeMutablePointer<Int64>
  /// ``parallel`` a post or set; of the first two not both are zero.
  package let arcCapacity: UnsafeMutablePointer<Int64>
  package let arcCost: UnsafeMutablePointer<Int64>
  /// The node (not the index among posts and sets) that a post or set sends its flow to.
  let target: UnsafeMutablePointer<Int32>

  // The tree.
  package let parent: UnsafeMutablePointer<Int32>
  /// Arc to the parent: a pair for a unit (or `pairCount` for its way to the root); for a post or set `pairCount + 1 +`
  /// the arc's number, or a pair where its parent is a unit.
  package let arc: UnsafeMutablePointer<Int>
  /// What a unit of flow over that arc costs; as of the last ``refreshPotentials()`` where costs changed since.
  let treeCost: UnsafeMutablePointer<Int64>
  /// Does that arc lead to the parent?
  let leadsUp: UnsafeMutablePointer<Bool>
  package let flow: UnsafeMutablePointer<Int64>
  let depth: UnsafeMutablePointer<Int32>
  let firstChild: UnsafeMutablePointer<Int32>
  let nextSibling: UnsafeMutablePointer<Int32>
  let previousSibling: UnsafeMutablePointer<Int32>
  /// The cost of one unit of flow from the node to the root along the tree. Stale for units without children.
  package let potential: UnsafeMutablePointer<Int64>
  /// Arcs of posts and sets that are not in the tree and full.
  package let isFull: UnsafeMutablePointer<Bool>

  package internal(set) var pivots = 0
  /// Nodes still to walk through, at most all.
  let stack: UnsafeMutablePointer<Int32>
  var candidates: [Candidate] = []
  var cursor = 0

  struct Candidate {
    let reduced: Int64
    let unit: Int
    /// `pairCount`: to stay without.
    let pair: Int
  }

  package init(
    supply: [Int64], pairStart: [Int], pairPost: [Int32],
    pairCost: ArcCosts, unplacedCost: [Int64], target: [Int32], arcCapacity: [Int64], arcCost: [Int64]
  ) {
    unitCount = supply.count
    innerCount = target.count
    root = supply.count + target.count
    let nodes = root + 1
    self.pairStart = pairStart
    self.pairPost = pairPost
    pairCount = pairPost.count
    self.supply = .copy(supply)
    self.pairCost = pairCost
    self.unplacedCost = .copy(unplacedCost)
    self.arcCapacity = .copy(arcCapacity)
    self.arcCost = .copy(arcCost)
    self.target = .copy(target)
    parent = .filled(-1, nodes)
    arc = .filled(-1, nodes)
    treeCost = .filled(0, nodes)
    leadsUp = .filled(true, nodes)
    flow = .filled(0, nodes)
    depth = .filled(0, nodes)
    firstChild = .filled(-1, nodes)
    nextSibling = .filled(-1, nodes)
    previousSibling = .filled(-1, nodes)
    potential = .filled(0, nodes)
    isFull = .filled(false, Self.parallel * target.count)
    stack = .filled(0, nodes)
    makeFirstTree()
  }

  deinit {
    unplacedCost.deallocate()
    supply.deallocate()
    arcCapacity.deallocate()
    arcCost.deallocate()
    target.deallocate()
    parent.deallocate()
    arc.deallocate()
    treeCost.deallocate()
    leadsUp.deallocate()
    flow.deallocate()
    depth.deallocate()
    firstChild.deallocate()
    nextSibling.deallocate()
    previousSibling.deallocate()
    potential.deallocate()
    isFull.deallocate()
    stack.deallocate()
  }

  /// Every unit on its way to the root, every post and set on an arc with capacity, without flow.
  private func makeFirstTree() {
    for unit in 0..<unitCount {
      parent[unit] = Int32(root)
      arc[unit] = pairCount
      flow[unit] = supply[unit]
      depth[unit] = 1
    }
    for index in 0..<innerCount {
      let node = unitCount + index
      parent[node] = target[index]
      let first = Self.parallel * index
      arc[node] = pairCount + 1 + first + (arcCapacity[first + 1] == 0 ? 0 : 1)
      attach(Int32(node), to: target[index])
    }
    refreshPotentials()
  }

  // MARK: What came out

  /// Flow of an arc of a post or set.
  package func flowOfInnerArc(_ number: Int) -> Int64 {
    let node = unitCount + number / Self.parallel
    let id = pairCount + 1 + number
    if arc[node] == id { return flow[node] }
    let to = Int(target[number / Self.parallel])
    if to != root && arc[to] == id { return flow[to] }
    return isFull[number] ? arcCapacity[number] : 0
  }

  /// Calls `body` with unit, pair and flow of every pair in the tree.
  package func forEachTreePair(_ body: (_ unit: Int, _ pair: Int, _ flow: Int64) -> Void) {
    for unit in 0..<unitCount where arc[unit] < pairCount { body(unit, arc[unit], flow[unit]) }
    for node in unitCount..<root where arc[node] < pairCount {
      body(Int(parent[node]), arc[node], flow[node])
    }
  }
}
