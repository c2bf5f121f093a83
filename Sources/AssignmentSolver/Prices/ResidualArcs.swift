/// The arcs of a residual network by their tails, and by their heads.
struct ResidualArcs {
  /// Arcs that leave node `n` are `start[n] ..< start[n + 1]`.
  let start: [Int]
  let head: [Int32]
  let tail: [Int32]
  /// The unit that moves, −1 where a seat does.
  let unit: [Int32]
  let cost: Costs
  let startByHead: [Int]
  let byHead: [Int32]

  /// What arcs cost, in the narrowest numbers that fit: in large cities arcs are most of what is not pairs.
  enum Costs: Sendable, Equatable {
    case narrow([Int64])
    case wide([Int128])
  }

  var nodeCount: Int { start.count - 1 }

  /// - Parameters:
  ///   - start: where every node's arcs begin, and where all end.
  ///   - isNarrow: whether all costs fit 8 bytes.
  ///   - fill: writes every arc.
  /// - Returns: nil where `fill` said that it stopped.
  init?(_ start: [Int], isNarrow: Bool, _ fill: (Slots) -> Bool) {
    let count = start.last!
    var head = Self.blank(count, Int32.self)
    var tail = Self.blank(count, Int32.self)
    var unit = Self.blank(count, Int32.self)
    var narrow = Self.blank(isNarrow ? count : 0, Int64.self)
    var wide = Self.blank(isNarrow ? 0 : count, Int128.self)
    let isWhole = head.withUnsafeMutableBufferPointer { head in
      tail.withUnsafeMutableBufferPointer { tail in
        unit.withUnsafeMutableBufferPointer { unit in
          narrow.withUnsafeMutableBufferPointer { narrow in
            wide.withUnsafeMutableBufferPointer { wide in
              fill(Slots(head: head, tail: tail, unit: unit, narrow: isNarrow ? narrow : nil, wide: wide))
            }
          }
        }
      }
    }
    guard isWhole else { return nil }
    (self.start, self.head, self.tail, self.unit) = (start, head, tail, unit)
    cost = isNarrow ? .narrow(narrow) : .wide(wide)
    (startByHead, byHead) = Self.byHead(head, nodes: start.count - 1)
  }

  /// Memory that nobody has touched is none.
  private static func blank<Number: FixedWidthInteger>(_ count: Int, _: Number.Type) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
  }

  /// Where arcs are written, by several threads, each its own.
  struct Slots: @unchecked Sendable {
    fileprivate let head: UnsafeMutableBufferPointer<Int32>
    fileprivate let tail: UnsafeMutableBufferPointer<Int32>
    fileprivate let unit: UnsafeMutableBufferPointer<Int32>
    /// nil: costs are wide.
    fileprivate let narrow: UnsafeMutableBufferPointer<Int64>?
    fileprivate let wide: UnsafeMutableBufferPointer<Int128>

    func put(at place: Int, from tail: Int, to head: Int, cost: Int128, unit: Int) {
      self.head[place] = Int32(head)
      self.tail[place] = Int32(tail)
      self.unit[place] = Int32(unit)
      if let narrow { narrow[place] = Int64(cost) } else { wide[place] = cost }
    }
  }

  private static func byHead(_ head: [Int32], nodes: Int) -> (start: [Int], arcs: [Int32]) {
    var start = [Int](repeating: 0, count: nodes + 1)
    for node in head { start[Int(node) + 1] += 1 }
    for node in 0..<nodes { start[node + 1] += start[node] }
    var next = start
    var arcs = blank(head.count, Int32.self)
    for (arc, node) in head.enumerated() {
      arcs[next[Int(node)]] = Int32(arc)
      next[Int(node)] += 1
    }
    return (start, arcs)
  }

  /// Node prices under which no arc has a negative reduced cost (Johnson 1977): what the cheapest way to each node from
  /// anywhere costs.
  /// - Returns: nil where a cycle bettered the plan, or `shouldStop` said so.
  func potentials(shouldStop: () -> Bool) -> [Int128]? {
    switch cost {
    case .narrow(let cost): potentials(cost, shouldStop)
    case .wide(let cost): potentials(cost, shouldStop)
    }
  }

  private func potentials<Cost: FixedWidthInteger>(_ cost: [Cost], _ shouldStop: () -> Bool) -> [Int128]? {
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
          let value = own &+ Int128(truncatingIfNeeded: cost[arc])
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
    switch cost {
    case .narrow(let cost): paths(at: end, backward: backward, potential, cost)
    case .wide(let cost): paths(at: end, backward: backward, potential, cost)
    }
  }

  private func paths<Cost: FixedWidthInteger>(
    at end: Int, backward: Bool, _ potential: [Int128], _ cost: [Cost]
  ) -> PathTree {
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
        let shift =
          backward ? potential[other] &- potential[node] : potential[node] &- potential[other]
        let value = key &+ Int128(truncatingIfNeeded: cost[arc]) &+ shift
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
