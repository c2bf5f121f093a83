/// Cheapest paths to the root in the residual network of a flow, units contracted: over seats that are free, seats that are
/// taken (backwards), and units that go elsewhere.
///
/// Nodes are posts and sets by their index, and the root behind them. The flow is an optimum if no residual cycle costs less
/// than nothing (Klein 1967); then cheapest paths to the root make a tree in which no arc improves. Arcs that are neither empty
/// nor full must be in it: they cost the same both ways, so that whatever they join is reached together.
struct ResidualPaths {
  /// The next step of a node's cheapest path to the root.
  enum Step {
    /// Over one of its own arcs; over one of a node below it, against its direction.
    case up(Int)
    case down(Int)
    case move(Move)
  }

  struct Move {
    let tail: Int32
    let head: Int32
    let unit: Int32
    /// `pairCount`: to stay without.
    let pair: Int
    let cost: Int64
  }

  private let network: NetworkSimplex
  /// The arc on which every unit's supply goes.
  private(set) var pair: [Int]
  /// Of the arcs of posts and sets.
  private(set) var flow: [Int64]
  /// Of every post and set the cheapest arc that takes more, and the dearest that has flow; −1 where there is none.
  private var open: [Int32]
  private var taken: [Int32]
  private let children: Lists
  /// By the node that they lead to.
  private var moves: [Move] = []
  private var movesTo: Lists
  /// What a unit of flow more costs at every node, where it is known.
  private let known: [Int64]?

  private var root: Int { network.innerCount }

  /// - Returns: nil where it is no flow of this network, or shows that what is known is wrong.
  init?(_ network: NetworkSimplex, _ places: [Int32], _ distances: [Int64]?) {
    self.network = network
    let inner = network.innerCount
    guard places.count == network.unitCount else { return nil }
    // Sums of them must not overflow, whoever wrote them.
    let range = -Int64.max / 4...Int64.max / 4
    guard distances?.count ?? inner == inner, distances?.allSatisfy(range.contains) ?? true else {
      return nil
    }
    known = distances.map { $0 + [0] }
    pair = Array(repeating: network.pairCount, count: places.count)
    var load = [Int64](repeating: 0, count: inner)
    for unit in places.indices where places[unit] >= 0 {
      guard let pair = Self.pair(of: unit, to: places[unit], network) else { return nil }
      self.pair[unit] = pair
      var node = network.unitCount + Int(places[unit])
      while node != network.root {
        load[node - network.unitCount] += network.supply[unit]
        node = Int(network.target[node - network.unitCount])
      }
    }
    flow = Array(repeating: 0, count: NetworkSimplex.parallel * inner)
    open = Array(repeating: -1, count: inner)
    taken = open
    children = Lists(inner + 1, (0..<inner).map { Int(network.target[$0]) - network.unitCount })
    movesTo = Lists(0, [])
    for index in 0..<inner {
      guard fill(index, with: load[index]) else { return nil }
    }
    if let known {
      guard findMoves(places, along: known), arcsHold(known) else { return nil }
    } else {
      findMoves(places)
    }
    movesTo = Lists(inner + 1, moves.map { Int($0.head) })
  }

  private static func pair(of unit: Int, to post: Int32, _ network: NetworkSimplex) -> Int? {
    (network.pairStart[unit]..<network.pairStart[unit + 1]).lazy.filter { network.pairPost[$0] == post }
      .min { network.pairCost[$0] < network.pairCost[$1] }
  }

  /// The cheapest arcs first.
  private mutating func fill(_ index: Int, with load: Int64) -> Bool {
    let first = NetworkSimplex.parallel * index
    let numbers = (first..<first + NetworkSimplex.parallel).sorted {
      (network.arcCost[$0], $0) < (network.arcCost[$1], $1)
    }
    var left = load
    for number in numbers {
      let room = network.arcCapacity[number]
      flow[number] = min(left, room)
      left -= flow[number]
      if open[index] < 0, flow[number] < room { open[index] = Int32(number) }
      if flow[number] > 0 { taken[index] = Int32(number) }
    }
    return left == 0
  }

  // MARK: Units that go elsewhere

  private mutating func findMoves(_ places: [Int32]) {
    let seated = Lists(root + 1, places.map { $0 < 0 ? root : Int($0) })
    var best = [Move?](repeating: nil, count: root + 1)
    for tail in 0...root {
      var heads: [Int] = []
      // Whoever brings nothing takes nothing along.
      for unit in seated[tail] where network.supply[Int(unit)] > 0 {
        consider(Int(unit), at: tail, &best, &heads)
      }
      for head in heads {
        moves.append(best[head]!)
        best[head] = nil
      }
    }
  }

  /// The same, but of known distances: only moves that a cheapest path may begin with.
  ///
  /// - Returns: false where one comes to the root for less than is known.
  private mutating func findMoves(_ places: [Int32], along distance: [Int64]) -> Bool {
    let seated = Lists(root + 1, places.map { $0 < 0 ? root : Int($0) })
    var lastTail = [Int](repeating: -1, count: root + 1)
    let (posts, costs) = (network.pairPost, network.pairCost)
    for tail in 0...root {
      for unit in seated[tail] where network.supply[Int(unit)] > 0 {
        let unplaced = network.unplacedCost[Int(unit)]
        let own = tail == root ? unplaced : costs[pair[Int(unit)]]
        let least = own + distance[tail]
        if unplaced < least { return false }
        if unplaced == least, tail != root, lastTail[root] != tail {
          lastTail[root] = tail
          moves.append(
            Move(
              tail: Int32(tail), head: Int32(root), unit: unit, pair: network.pairCount, cost: unplaced - own)
          )
        }
        for pair in network.pairStart[Int(unit)]..<network.pairStart[Int(unit) + 1] {
          let (head, cost) = (Int(posts[pair]), costs[pair])
          let way = cost + distance[head]
          if way > least { continue }
          if way < least { return false }
          if head == tail || lastTail[head] == tail { continue }
          lastTail[head] = tail
          moves.append(
            Move(tail: Int32(tail), head: Int32(head), unit: unit, pair: pair, cost: cost - own))
        }
      }
    }
    return true
  }

  /// Whether no arc between posts, sets and the root comes to the root for less than is known.
  private func arcsHold(_ distance: [Int64]) -> Bool {
    (0..<root).allSatisfy { index in
      let above = distance[Int(network.target[index]) - network.unitCount]
      let isUp = open[index] < 0 || network.arcCost[Int(open[index])] + above >= distance[index]
      let isDown = taken[index] < 0 || distance[index] - network.arcCost[Int(taken[index])] >= above
      return isUp && isDown
    }
  }

  private func consider(_ unit: Int, at tail: Int, _ best: inout [Move?], _ heads: inout [Int]) {
    let own = tail == root ? network.unplacedCost[unit] : network.pairCost[pair[unit]]
    func offer(_ head: Int, _ pair: Int, _ cost: Int64) {
      if let known = best[head] {
        guard cost - own < known.cost else { return }
      } else {
        heads.append(head)
      }
      best[head] = Move(
        tail: Int32(tail), head: Int32(head), unit: Int32(unit), pair: pair, cost: cost - own)
    }
    if tail != root { offer(root, network.pairCount, network.unplacedCost[unit]) }
    for pair in network.pairStart[unit]..<network.pairStart[unit + 1] {
      let post = Int(network.pairPost[pair])
      if post != tail { offer(post, pair, network.pairCost[pair]) }
    }
  }

  // MARK: Cheapest paths

  /// Calls `body` with every node from which a step leads to this one, and what the step costs.
  @inline(__always) private func forEachStep(
    to head: Int, _ body: (_ tail: Int, _ step: Step, _ cost: Int64) -> Void
  ) {
    for child in children[head] where open[Int(child)] >= 0 {
      let number = Int(open[Int(child)])
      body(Int(child), .up(number), network.arcCost[number])
    }
    if head < root, taken[head] >= 0 {
      let number = Int(taken[head])
      body(Int(network.target[head]) - network.unitCount, .down(number), -network.arcCost[number])
    }
    for move in movesTo[head] {
      let move = moves[Int(move)]
      body(Int(move.tail), .move(move), move.cost)
    }
  }

  /// Of every post and set the first step of a cheapest path to the root, the steps of all being a tree.
  /// - Returns: nil where a residual cycle costs less than nothing, so that the flow is no optimum.
  func cheapestSteps() -> [Step]? {
    guard let distance = known ?? distances() else { return nil }
    var steps = [Step?](repeating: nil, count: root)
    var reached = [root]
    var joined = 0
    // With a node all that hangs together with it by arcs neither empty nor full.
    func join() {
      while joined < reached.count {
        forEachPartial(at: reached[joined]) { tail, step in
          guard tail < root, steps[tail] == nil else { return }
          steps[tail] = step
          reached.append(tail)
        }
        joined += 1
      }
    }
    join()
    var next = 0
    while next < reached.count {
      let head = reached[next]
      next += 1
      forEachStep(to: head) { tail, step, cost in
        guard tail < root, steps[tail] == nil, distance[tail] == distance[head] + cost else { return }
        steps[tail] = step
        reached.append(tail)
        join()
      }
    }
    return reached.count == root + 1 ? steps.compactMap(\.self) : nil
  }

  private func forEachPartial(at head: Int, _ body: (_ tail: Int, _ step: Step) -> Void) {
    for child in children[head] where isPartial(Int(child)) { body(Int(child), .up(Int(open[Int(child)]))) }
    if head < root, isPartial(head) {
      body(Int(network.target[head]) - network.unitCount, .down(Int(taken[head])))
    }
  }

  private func isPartial(_ index: Int) -> Bool { open[index] >= 0 && open[index] == taken[index] }

  /// What a unit of flow more costs at every node (Bellman 1958, with a queue).
  private func distances() -> [Int64]? {
    var distance = [Int64](repeating: .max, count: root + 1)
    var onwards = [Int](repeating: -1, count: root + 1)
    var isWaiting = [Bool](repeating: false, count: root + 1)
    var (queue, first) = ([root], 0)
    distance[root] = 0
    while first < queue.count {
      let head = queue[first]
      first += 1
      isWaiting[head] = false
      let own = distance[head]
      forEachStep(to: head) { tail, _, cost in
        guard own + cost < distance[tail] else { return }
        distance[tail] = own + cost
        onwards[tail] = head
        if !isWaiting[tail] {
          isWaiting[tail] = true
          queue.append(tail)
        }
      }
      // As many again: time to look, and to let go of what is done.
      if first > root {
        if Self.hasCycle(onwards) { return nil }
        queue.removeFirst(first)
        first = 0
      }
    }
    return distance[root] < 0 ? nil : distance
  }

  private static func hasCycle(_ onwards: [Int]) -> Bool {
    var seen = [Int](repeating: -1, count: onwards.count)
    for start in onwards.indices {
      var node = start
      while node >= 0 && seen[node] < 0 {
        seen[node] = start
        node = onwards[node]
      }
      if node >= 0 && seen[node] == start { return true }
    }
    return false
  }

  /// Numbers by the list that each belongs to, increasing.
  private struct Lists {
    private var start: [Int]
    private var items: [Int32]

    init(_ count: Int, _ listOf: [Int]) {
      start = Array(repeating: 0, count: count + 1)
      for list in listOf { start[list + 1] += 1 }
      for list in 0..<count { start[list + 1] += start[list] }
      var next = start
      items = Array(repeating: 0, count: listOf.count)
      for (item, list) in listOf.enumerated() {
        items[next[list]] = Int32(item)
        next[list] += 1
      }
    }

    subscript(list: Int) -> ArraySlice<Int32> { items[start[list]..<start[list + 1]] }
  }
}
