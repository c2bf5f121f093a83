/// The arcs of a residual network by their tails, and by their heads.
struct ResidualArcs {
  /// Arcs that leave node `n` are `start[n] ..< start[n + 1]`.
  private(set) var start = [0]
  private(set) var head: [Int32] = []
  private(set) var tail: [Int32] = []
  private(set) var cost: [Int128] = []
  /// The unit that moves, −1 where a seat does.
  private(set) var unit: [Int32] = []
  private(set) var startByHead: [Int] = []
  private(set) var byHead: [Int32] = []

  var nodeCount: Int { start.count - 1 }

  mutating func append(to node: Int, cost: Int128, unit: Int = -1) {
    head.append(Int32(node))
    tail.append(Int32(nodeCount))
    self.cost.append(cost)
    self.unit.append(Int32(unit))
  }

  /// The arcs of the next node follow.
  mutating func endNode() { start.append(head.count) }

  /// Makes room for so many more.
  mutating func reserve(_ count: Int) {
    let all = head.count + count
    head.reserveCapacity(all)
    tail.reserveCapacity(all)
    cost.reserveCapacity(all)
    unit.reserveCapacity(all)
  }

  /// The nodes of the other follow.
  mutating func append(_ other: ResidualArcs) {
    let (nodes, arcs) = (Int32(nodeCount), head.count)
    start += other.start.dropFirst().lazy.map { $0 + arcs }
    head += other.head
    tail += other.tail.lazy.map { $0 + nodes }
    cost += other.cost
    unit += other.unit
  }

  mutating func indexByHead() {
    startByHead = [Int](repeating: 0, count: nodeCount + 1)
    for node in head { startByHead[Int(node) + 1] += 1 }
    for node in 0..<nodeCount { startByHead[node + 1] += startByHead[node] }
    var next = startByHead
    byHead = [Int32](repeating: 0, count: head.count)
    for (arc, node) in head.enumerated() {
      byHead[next[Int(node)]] = Int32(arc)
      next[Int(node)] += 1
    }
  }

  /// Node prices under which no arc has a negative reduced cost (Johnson 1977): what the cheapest way to each node from
  /// anywhere costs.
  /// - Returns: nil where a cycle bettered the plan, or `shouldStop` said so.
  func potentials(shouldStop: () -> Bool) -> [Int128]? {
    var potential = [Int128](repeating: 0, count: nodeCount)
    var from = [Int32](repeating: -1, count: nodeCount)
    var isOpen = [Bool](repeating: true, count: nodeCount)
    var rounds = 0
    var hasChanged = true
    while hasChanged {
      hasChanged = false
      for node in 0..<nodeCount where isOpen[node] {
        isOpen[node] = false
        let own = potential[node]
        for arc in start[node]..<start[node + 1] {
          let to = Int(head[arc])
          let value = own &+ cost[arc]
          if value < potential[to] {
            potential[to] = value
            from[to] = Int32(node)
            isOpen[to] = true
            hasChanged = true
          }
        }
      }
      rounds += 1
      if shouldStop() { return nil }
      if rounds % 8 == 0 && Self.hasCycle(from) { return nil }
      if rounds > nodeCount + 1 { return nil }
    }
    return potential
  }

  private static func hasCycle(_ from: [Int32]) -> Bool {
    var seen = [Int32](repeating: -1, count: from.count)
    for first in from.indices {
      var node = Int32(first)
      while node >= 0 && seen[Int(node)] < 0 {
        seen[Int(node)] = Int32(first)
        node = from[Int(node)]
      }
      if node >= 0 && seen[Int(node)] == Int32(first) { return true }
    }
    return false
  }
}

/// The cheapest paths from one node to all, or from all to one.
struct PathTree {
  let end: Int
  let isBackward: Bool
  /// Nil: no path.
  let distance: [Int128?]
  /// The arc next to each node on its path, −1 for none.
  fileprivate let arc: [Int32]

  /// The arcs between the end and a node, in the order from the node.
  func path(_ node: Int, in arcs: ResidualArcs) -> [Int] {
    var path: [Int] = []
    var node = node
    while arc[node] >= 0 {
      let step = Int(arc[node])
      path.append(step)
      node = Int(isBackward ? arcs.head[step] : arcs.tail[step])
    }
    return path
  }
}

extension ResidualArcs {
  /// Dijkstra's labels at node prices.
  func paths(at end: Int, backward: Bool, _ potential: [Int128]) -> PathTree {
    var distance = [Int128](repeating: .max, count: nodeCount)
    var via = [Int32](repeating: -1, count: nodeCount)
    var isDone = [Bool](repeating: false, count: nodeCount)
    var heap = PathHeap<Int128>()
    distance[end] = 0
    heap.push(0, end)
    while let (key, node) = heap.pop() {
      if isDone[node] { continue }
      isDone[node] = true
      let range =
        backward
        ? startByHead[node]..<startByHead[node + 1] : start[node]..<start[node + 1]
      for place in range {
        let arc = backward ? Int(byHead[place]) : place
        let other = Int(backward ? tail[arc] : head[arc])
        if isDone[other] { continue }
        let reduced =
          backward
          ? cost[arc] &+ potential[other] &- potential[node]
          : cost[arc] &+ potential[node] &- potential[other]
        let value = key &+ reduced
        if value < distance[other] {
          distance[other] = value
          via[other] = Int32(arc)
          heap.push(value, other)
        }
      }
    }
    return PathTree(
      end: end, isBackward: backward,
      distance: distance.indices.map { node in
        guard distance[node] != .max else { return nil }
        let shift = potential[node] - potential[end]
        return backward ? distance[node] - shift : distance[node] + shift
      }, arc: via)
  }
}

/// Nodes by what it costs to get there, the cheapest first, of equal ones the lower.
struct PathHeap<Key: Comparable> {
  private var items: [(key: Key, node: Int)] = []

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    items[a].key != items[b].key ? items[a].key < items[b].key : items[a].node < items[b].node
  }

  mutating func push(_ key: Key, _ node: Int) {
    items.append((key, node))
    var child = items.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(child, parent) else { return }
      items.swapAt(child, parent)
      child = parent
    }
  }

  mutating func pop() -> (key: Key, node: Int)? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    guard !items.isEmpty else { return first }
    items[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < items.count else { return first }
      if child + 1 < items.count && precedes(child + 1, child) { child += 1 }
      guard precedes(child, parent) else { return first }
      items.swapAt(child, parent)
      parent = child
    }
  }
}
