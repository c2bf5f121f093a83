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
  package let pairStart: [Int]
  package let pairPost: [Int32]
  package let pairCount: Int

  /// Cost a unit of flow of every pair, and of staying without.
  package let pairCost: UnsafeMutablePointer<Int64>
  package let unplacedCost: UnsafeMutablePointer<Int64>
  package let supply: UnsafeMutablePointer<Int64>
  /// ``parallel`` a post or set; of the first two not both are zero.
  package let arcCapacity: UnsafeMutablePointer<Int64>
  package let arcCost: UnsafeMutablePointer<Int64>
  /// The node (not the index among posts and sets) that a post or set sends its flow to.
  package let target: UnsafeMutablePointer<Int32>

  // The tree.
  package let parent: UnsafeMutablePointer<Int32>
  /// Arc to the parent: a pair for a unit (or `pairCount` for its way to the root); for a post or set `pairCount + 1 +`
  /// the arc's number, or a pair where its parent is a unit.
  package let arc: UnsafeMutablePointer<Int>
  /// Does that arc lead to the parent?
  package let leadsUp: UnsafeMutablePointer<Bool>
  package let flow: UnsafeMutablePointer<Int64>
  package let depth: UnsafeMutablePointer<Int32>
  package let firstChild: UnsafeMutablePointer<Int32>
  package let nextSibling: UnsafeMutablePointer<Int32>
  package let previousSibling: UnsafeMutablePointer<Int32>
  /// The cost of one unit of flow from the node to the root along the tree. Stale for units without children.
  package let potential: UnsafeMutablePointer<Int64>
  /// Arcs of posts and sets that are not in the tree and full.
  package let isFull: UnsafeMutablePointer<Bool>

  package private(set) var pivots = 0
  private var stack: [Int32] = []
  private var candidates: [Candidate] = []
  private var cursor = 0

  /// - Parameter pairCost: One a pair; the network owns it from here on.
  package init(
    supply: [Int64], pairStart: [Int], pairPost: [Int32],
    pairCost: UnsafeMutablePointer<Int64>,
    unplacedCost: [Int64], target: [Int32], arcCapacity: [Int64], arcCost: [Int64]
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
    leadsUp = .filled(true, nodes)
    flow = .filled(0, nodes)
    depth = .filled(0, nodes)
    firstChild = .filled(-1, nodes)
    nextSibling = .filled(-1, nodes)
    previousSibling = .filled(-1, nodes)
    potential = .filled(0, nodes)
    isFull = .filled(false, Self.parallel * target.count)
    makeFirstTree()
  }

  deinit {
    pairCost.deallocate()
    unplacedCost.deallocate()
    supply.deallocate()
    arcCapacity.deallocate()
    arcCost.deallocate()
    target.deallocate()
    parent.deallocate()
    arc.deallocate()
    leadsUp.deallocate()
    flow.deallocate()
    depth.deallocate()
    firstChild.deallocate()
    nextSibling.deallocate()
    previousSibling.deallocate()
    potential.deallocate()
    isFull.deallocate()
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

  // MARK: Tree links

  @inline(__always) private func isUnit(_ node: Int32) -> Bool { Int(node) < unitCount }

  @inline(__always) private func attach(_ node: Int32, to new: Int32) {
    let n = Int(node)
    let p = Int(new)
    if p < unitCount && firstChild[p] < 0 { link(new, to: parent[p]) }
    if n >= unitCount || firstChild[n] >= 0 { link(node, to: new) }
  }

  @inline(__always) private func link(_ node: Int32, to new: Int32) {
    let n = Int(node)
    let p = Int(new)
    let first = firstChild[p]
    nextSibling[n] = first
    previousSibling[n] = -1
    if first >= 0 { previousSibling[Int(first)] = node }
    firstChild[p] = node
  }

  @inline(__always) private func unlink(_ node: Int32, from old: Int32) {
    let n = Int(node)
    let before = previousSibling[n]
    let after = nextSibling[n]
    if before >= 0 { nextSibling[Int(before)] = after } else { firstChild[Int(old)] = after }
    if after >= 0 { previousSibling[Int(after)] = before }
  }

  /// Takes a node out of its parent's list. A unit that loses its last child leaves its own parent's list.
  @inline(__always) private func detach(_ node: Int32, from old: Int32) {
    let n = Int(node)
    if n >= unitCount || firstChild[n] >= 0 { unlink(node, from: old) }
    let p = Int(old)
    if p < unitCount && firstChild[p] < 0 { unlink(old, from: parent[p]) }
  }

  // MARK: Potentials

  @inline(__always) package func costOf(_ arc: Int, unit: Int) -> Int64 {
    if arc < pairCount { return pairCost[arc] }
    return arc == pairCount ? unplacedCost[unit] : arcCost[arc - pairCount - 1]
  }

  @inline(__always) private func potentialFromParent(_ n: Int) -> Int64 {
    let p = Int(parent[n])
    if leadsUp[n] { return costOf(arc[n], unit: n) + potential[p] }
    return potential[p] - pairOrInnerCost(arc[n])
  }

  @inline(__always) private func pairOrInnerCost(_ arc: Int) -> Int64 {
    arc < pairCount ? pairCost[arc] : arcCost[arc - pairCount - 1]
  }

  @inline(__always) package func unitPotential(_ unit: Int) -> Int64 {
    costOf(arc[unit], unit: unit) + potential[Int(parent[unit])]
  }

  /// Recomputes all potentials and depths; call it after costs were changed.
  package func refreshPotentials() {
    potential[root] = 0
    depth[root] = 0
    refresh(below: Int32(root))
  }

  private func refresh(below node: Int32) {
    stack.removeAll(keepingCapacity: true)
    stack.append(node)
    while let top = stack.popLast() {
      var child = firstChild[Int(top)]
      while child >= 0 {
        let c = Int(child)
        potential[c] = potentialFromParent(c)
        depth[c] = depth[Int(top)] + 1
        stack.append(child)
        child = nextSibling[c]
      }
    }
  }

  private func refreshSubtree(_ node: Int32) {
    let n = Int(node)
    potential[n] = potentialFromParent(n)
    depth[n] = depth[Int(parent[n])] + 1
    if firstChild[n] >= 0 { refresh(below: node) }
  }

  @inline(__always) private func depthOf(_ n: Int) -> Int32 {
    n < unitCount ? depth[Int(parent[n])] + 1 : depth[n]
  }

  // MARK: Pivots

  /// One pivot: `entering` gets flow from `from` to `to` (against its own direction where `backward`).
  private func pivot(entering: Int, from: Int32, to: Int32, backward: Bool) {
    pivots += 1
    // The cycle: apex → … → from → to → … → apex. On the first side flow runs towards `from`, that is down the tree.
    var limit = Int64.max
    if entering > pairCount { limit = arcCapacity[entering - pairCount - 1] }
    var leaving: Int32 = -1
    var leavesOnFirstSide = false
    var a = from
    var b = to
    var depthA = depthOf(Int(a))
    var depthB = depthOf(Int(b))
    while a != b {
      if depthA >= depthB {
        let n = Int(a)
        let room = leadsUp[n] ? flow[n] : room(n)
        // The last blocking arc seen from the apex: here the one nearest to the entering arc, on the other
        // side the one nearest to the apex, and that side before this one.
        if room < limit {
          limit = room
          leaving = a
          leavesOnFirstSide = true
        }
        a = parent[n]
        depthA -= 1
      } else {
        let n = Int(b)
        let room = leadsUp[n] ? room(n) : flow[n]
        if room <= limit {
          limit = room
          leaving = b
          leavesOnFirstSide = false
        }
        b = parent[n]
        depthB -= 1
      }
    }
    push(limit, from: from, to: to, apex: a)
    if leaving < 0 {
      let number = entering - pairCount - 1
      isFull[number].toggle()
      return
    }
    exchange(
      entering: entering, from: from, to: to, backward: backward, leaving: leaving,
      firstSide: leavesOnFirstSide, amount: limit)
  }

  /// What the arc to the parent can still take upwards.
  @inline(__always) private func room(_ n: Int) -> Int64 {
    let a = arc[n]
    if a <= pairCount { return Int64.max }
    return arcCapacity[a - pairCount - 1] - flow[n]
  }

  @inline(__always) private func push(_ amount: Int64, from: Int32, to: Int32, apex: Int32) {
    if amount == 0 { return }
    var a = from
    while a != apex {
      let n = Int(a)
      flow[n] += leadsUp[n] ? -amount : amount
      a = parent[n]
    }
    var b = to
    while b != apex {
      let n = Int(b)
      flow[n] += leadsUp[n] ? amount : -amount
      b = parent[n]
    }
  }

  /// Puts the entering arc in the leaving one's place: the cut-off subtree is turned round to hang on it.
  private func exchange(
    entering: Int, from: Int32, to: Int32, backward: Bool, leaving: Int32, firstSide: Bool, amount: Int64
  ) {
    let gone = arc[Int(leaving)]
    if gone > pairCount { isFull[gone - pairCount - 1] = flow[Int(leaving)] != 0 }
    // The subtree below `leaving` holds the entering arc's end on that side.
    let inner = firstSide ? from : to
    let outer = firstSide ? to : from
    // Flow of the entering arc in its own direction.
    var enteringFlow = amount
    if backward { enteringFlow = arcCapacity[entering - pairCount - 1] - amount }
    if entering > pairCount { isFull[entering - pairCount - 1] = false }
    // Does the arc, in its own direction, leave the inner end?
    let up = (inner == from) != backward

    if Int(outer) < unitCount {
      potential[Int(outer)] = unitPotential(Int(outer))
      depth[Int(outer)] = depth[Int(parent[Int(outer)])] + 1
    }
    var node = inner
    var newParent = outer
    var newArc = entering
    var newUp = up
    var newFlow = enteringFlow
    while true {
      let n = Int(node)
      let oldParent = parent[n]
      let oldArc = arc[n]
      let oldUp = leadsUp[n]
      let oldFlow = flow[n]
      detach(node, from: oldParent)
      parent[n] = newParent
      arc[n] = newArc
      leadsUp[n] = newUp
      flow[n] = newFlow
      attach(node, to: newParent)
      if node == leaving { break }
      newParent = node
      newArc = oldArc
      newUp = !oldUp
      newFlow = oldFlow
      node = oldParent
    }
    refreshSubtree(inner)
  }

  // MARK: Pricing

  /// Goes on until no arc improves.
  /// - Returns: false where `shouldStop` said so (asked every few thousand pivots).
  package func solve(shouldStop: () -> Bool = { false }) -> Bool {
    let unitsABlock = max(1, min(64, unitCount / 8))
    let blocks = max(1, (unitCount + unitsABlock - 1) / unitsABlock)
    var quietBlocks = 0
    var untilCheck = 2000
    var untilInner = 0
    var innerQuiet = false
    while quietBlocks < blocks || !innerQuiet {
      if untilInner <= 0 {
        innerQuiet = !pivotInnerArcs()
        if !innerQuiet { quietBlocks = 0 }
        untilInner = blocks / 4 + 1
      }
      untilInner -= 1
      cursor = cursor >= blocks ? 0 : cursor
      let first = cursor * unitsABlock
      cursor += 1
      let found = pivotBlock(first..<min(unitCount, first + unitsABlock))
      if found {
        quietBlocks = 0
        innerQuiet = false
      } else {
        quietBlocks += 1
        if quietBlocks >= blocks { untilInner = 0 }
      }
      untilCheck -= 1
      if untilCheck == 0 {
        untilCheck = 2000
        if shouldStop() { return false }
      }
    }
    return true
  }

  private struct Candidate {
    let reduced: Int64
    let unit: Int
    /// `pairCount`: to stay without.
    let pair: Int
  }

  /// Pivots on the best arc of each of these units, the most improving first, as long as it still improves. One
  /// walk over the pairs serves many pivots: the walk is what costs.
  private func pivotBlock(_ units: Range<Int>) -> Bool {
    candidates.removeAll(keepingCapacity: true)
    for unit in units {
      let own = unitPotential(unit)
      let (low, pair) = cheapestWay(of: unit, below: own)
      if pair >= 0 { candidates.append(Candidate(reduced: low - own, unit: unit, pair: pair)) }
    }
    candidates.sort { ($0.reduced, $0.unit) < ($1.reduced, $1.unit) }
    var found = false
    for candidate in candidates {
      let isUnplaced = candidate.pair == pairCount
      let to = isUnplaced ? root : unitCount + Int(pairPost[candidate.pair])
      let cost = isUnplaced ? unplacedCost[candidate.unit] : pairCost[candidate.pair]
      guard cost + potential[to] < unitPotential(candidate.unit) else { continue }
      pivot(entering: candidate.pair, from: Int32(candidate.unit), to: Int32(to), backward: false)
      found = true
    }
    return found
  }

  /// The unit's cheapest arc by cost and potential, where it is below `low`; −1 where none is.
  @inline(__always) private func cheapestWay(of unit: Int, below: Int64) -> (low: Int64, pair: Int) {
    var low = below
    var at = -1
    var j = pairStart[unit]
    let last = pairStart[unit + 1]
    pairPost.withUnsafeBufferPointer { post in
      while j < last {
        let value = pairCost[j] &+ potential[unitCount &+ Int(post[j])]
        if value < low {
          low = value
          at = j
        }
        j &+= 1
      }
    }
    if unplacedCost[unit] < low {
      low = unplacedCost[unit]
      at = pairCount
    }
    return (low, at)
  }

  /// Pivots on every arc between posts, sets and root that improves.
  private func pivotInnerArcs() -> Bool {
    var found = false
    for number in 0..<(Self.parallel * innerCount) {
      if arcCapacity[number] == 0 { continue }
      let node = unitCount + number / Self.parallel
      let id = pairCount + 1 + number
      if arc[node] == id { continue }
      let to = target[number / Self.parallel]
      let reduced = arcCost[number] + potential[Int(to)] - potential[node]
      if isFull[number] {
        if reduced > 0 {
          // The arc may hang below its own target when the tree is turned round; then it is the target's arc.
          if parent[Int(to)] == Int32(node) && arc[Int(to)] == id { continue }
          pivot(entering: id, from: to, to: Int32(node), backward: true)
          found = true
        }
      } else if reduced < 0 {
        if parent[Int(to)] == Int32(node) && arc[Int(to)] == id { continue }
        pivot(entering: id, from: Int32(node), to: to, backward: false)
        found = true
      }
    }
    return found
  }

  // MARK: Going back

  /// A tree to come back to: restoring is cheaper than solving back.
  package final class Snapshot {
    fileprivate var parent: [Int32] = []
    fileprivate var arc: [Int] = []
    fileprivate var leadsUp: [Bool] = []
    fileprivate var flow: [Int64] = []
    fileprivate var depth: [Int32] = []
    fileprivate var firstChild: [Int32] = []
    fileprivate var nextSibling: [Int32] = []
    fileprivate var previousSibling: [Int32] = []
    fileprivate var potential: [Int64] = []
    fileprivate var isFull: [Bool] = []
    fileprivate var arcCost: [Int64] = []
    fileprivate var arcCapacity: [Int64] = []

    package init() {}
  }

  package func save(in snapshot: Snapshot) {
    let nodes = root + 1
    func keep<T>(_ source: UnsafeMutablePointer<T>, _ target: inout [T], _ count: Int) {
      target.removeAll(keepingCapacity: true)
      target.append(contentsOf: UnsafeBufferPointer(start: source, count: count))
    }
    keep(parent, &snapshot.parent, nodes)
    keep(arc, &snapshot.arc, nodes)
    keep(leadsUp, &snapshot.leadsUp, nodes)
    keep(flow, &snapshot.flow, nodes)
    keep(depth, &snapshot.depth, nodes)
    keep(firstChild, &snapshot.firstChild, nodes)
    keep(nextSibling, &snapshot.nextSibling, nodes)
    keep(previousSibling, &snapshot.previousSibling, nodes)
    keep(potential, &snapshot.potential, nodes)
    keep(isFull, &snapshot.isFull, Self.parallel * innerCount)
    keep(arcCost, &snapshot.arcCost, Self.parallel * innerCount)
    keep(arcCapacity, &snapshot.arcCapacity, Self.parallel * innerCount)
  }

  package func restore(_ snapshot: Snapshot) {
    func put<T>(_ source: [T], _ target: UnsafeMutablePointer<T>) {
      source.withUnsafeBufferPointer { buffer in
        if let base = buffer.baseAddress { target.update(from: base, count: buffer.count) }
      }
    }
    put(snapshot.parent, parent)
    put(snapshot.arc, arc)
    put(snapshot.leadsUp, leadsUp)
    put(snapshot.flow, flow)
    put(snapshot.depth, depth)
    put(snapshot.firstChild, firstChild)
    put(snapshot.nextSibling, nextSibling)
    put(snapshot.previousSibling, previousSibling)
    put(snapshot.potential, potential)
    put(snapshot.isFull, isFull)
    put(snapshot.arcCost, arcCost)
    put(snapshot.arcCapacity, arcCapacity)
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

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  package static func copy(_ elements: [Pointee]) -> Self {
    let pointer = allocate(capacity: Swift.max(1, elements.count))
    elements.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { pointer.initialize(from: base, count: source.count) }
    }
    return pointer
  }

  package static func filled(_ value: Pointee, _ count: Int) -> Self {
    let pointer = allocate(capacity: Swift.max(1, count))
    pointer.initialize(repeating: value, count: count)
    return pointer
  }
}
