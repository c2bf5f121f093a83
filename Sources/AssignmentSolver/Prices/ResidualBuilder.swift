import Threads

/// Makes the arcs of a ``ResidualNetwork``.
struct ResidualBuilder {
  let program: AssignmentProgram
  let plan: [Int32]
  let family: LaminarFamily
  let weights: PathWeights
  let load: [Int64]
  let rowsOfPost: [[Int32]]

  private var root: Int { family.parent.count }

  /// Rows beyond so many posts let nobody change places within them: a square of arcs a row.
  private static let swappingPosts = 64

  /// Nodes are shared out in so many parts where the program is large.
  private static let parts = 32

  /// Arcs are counted first and then written where they belong: in large cities they would not fit twice.
  ///
  /// - Returns: nil where `shouldStop` said so.
  func arcs(parts: Int?, threads: Int, shouldStop: @Sendable () -> Bool) -> ResidualArcs? {
    let tables = Tables(self)
    let parts = parts ?? (program.pairCount < SolverParameters().pricedAlone ? 1 : Self.parts)
    func shared<T: Sendable>(_ body: @Sendable (Range<Int>) -> T) -> [T] {
      let nodes = root + 1
      // The last first: the root has all who are without a post.
      let results = concurrently(parts, threads: threads) { index in
        let part = parts - 1 - index
        return body(nodes * part / parts..<nodes * (part + 1) / parts)
      }
      return results.reversed()
    }
    let counted = shared { counts(of: $0, tables, shouldStop) }
    guard !counted.contains(where: { $0 == nil }) else { return nil }
    let start = counted.lazy.compactMap(\.self).joined().reduce(into: [0]) { $0.append($0.last! + $1) }
    return ResidualArcs(start, isNarrow: weights.most <= Int64.max) { slots in
      shared { write($0, from: start, to: slots, tables, shouldStop) }.allSatisfy(\.self)
    }
  }

  /// What is looked up of every node.
  private struct Tables: Sendable {
    /// Single units at every post, and then those without one, but for those who stay where they are.
    private let seated: [[Int]]
    let children: [[Int]]
    let crossing: CrossingRows
    let side: SideRoom

    init(_ builder: ResidualBuilder) {
      let (program, plan, root) = (builder.program, builder.plan, builder.root)
      let side = SideRoom(program, plan)
      var seated = [[Int]](repeating: [], count: program.postCount + 1)
      for (unit, post) in plan.enumerated() where program.unitSize[unit] == 1 && !side.isHeld(unit) {
        seated[post < 0 ? program.postCount : Int(post)].append(unit)
      }
      var children = [[Int]](repeating: [], count: root + 1)
      for (node, parent) in builder.family.parent.enumerated() {
        children[parent < 0 ? root : Int(parent)].append(node)
      }
      (self.seated, self.children, self.side) = (seated, children, side)
      crossing = CrossingRows(builder)
    }

    /// Sets have none.
    func units(at node: Int) -> [Int] {
      let posts = seated.count - 1
      return node < posts ? seated[node] : node == children.count - 1 ? seated[posts] : []
    }
  }

  /// - Returns: how many arcs leave each node; nil where `shouldStop` said so.
  private func counts(of nodes: Range<Int>, _ tables: Tables, _ shouldStop: () -> Bool) -> [Int]? {
    var counts: [Int] = []
    // Of every post and the root, the last node that has an arc there.
    var last = [Int](repeating: -1, count: root + 1)
    for node in nodes {
      if shouldStop() { return nil }
      var count = 0
      for unit in tables.units(at: node) {
        if mayStayWithout(unit, at: node), last[root] != node { (last[root], count) = (node, count + 1) }
        forEachWay(of: unit, at: node, tables) { _, post in
          if last[post] != node { (last[post], count) = (node, count + 1) }
        }
      }
      forEachSeat(of: node, tables) { _, _ in count += 1 }
      counts.append(count)
    }
    return counts
  }

  /// - Returns: false where `shouldStop` said so.
  private func write(
    _ nodes: Range<Int>, from start: [Int], to slots: ResidualArcs.Slots, _ tables: Tables,
    _ shouldStop: () -> Bool
  ) -> Bool {
    var best = BestMoves(posts: program.postCount)
    for node in nodes {
      if shouldStop() { return false }
      var place = start[node]
      func put(_ head: Int, _ cost: Int128, _ unit: Int) {
        slots.put(at: place, from: node, to: head, cost: cost, unit: unit)
        place += 1
      }
      best.reset()
      for unit in tables.units(at: node) { consider(unit, at: node, tables, &best) }
      best.forEach(root: root, put)
      forEachSeat(of: node, tables) { put($0, $1, -1) }
      // Others write where this node's places end.
      precondition(place == start[node + 1], "arcs counted are not arcs written")
    }
    return true
  }

  /// Calls `body` with every arc of a node over which a seat goes, and what it costs.
  private func forEachSeat(of node: Int, _ tables: Tables, _ body: (_ head: Int, _ cost: Int128) -> Void) {
    let crossing = tables.crossing
    if node < root, hasRoom(node), node >= program.postCount || !crossing.isFull(node) {
      let gain = Self.targetWeight(node, program, family, weights, ifBelow: load[node])
      body(family.parent[node] < 0 ? root : Int(family.parent[node]), -gain)
    }
    for child in tables.children[node] where canLeave(child) {
      // One less: what still counted for a target is missed.
      body(child, Self.targetWeight(child, program, family, weights, ifBelow: load[child] - 1))
    }
    if node < program.postCount {
      for other in crossing.swaps(from: node) where canLeave(other) { body(other, 0) }
    }
  }

  /// What one more at a set weighs that has so many: the weight of its target where that is not reached.
  static func targetWeight(
    _ node: Int, _ program: AssignmentProgram, _ family: LaminarFamily, _ weights: PathWeights,
    ifBelow load: Int64
  ) -> Int128 {
    guard node >= program.postCount else { return 0 }
    let row = family.targetRow[node - program.postCount]
    guard row >= 0, load < family.target[node - program.postCount] else { return 0 }
    return zip(program.targetRows[Int(row)].weight, weights.stage).reduce(Int128(0)) {
      $0 + Int128($1.0) * $1.1
    }
  }

  /// Can one more stay here? A post that nobody is at stays so where it has a minimum.
  private func hasRoom(_ node: Int) -> Bool {
    guard node < program.postCount else {
      return family.limit[node - program.postCount].map { load[node] < $0 } ?? true
    }
    return load[node] < program.postLimit[node] && (load[node] > 0 || program.postMinimum[node] <= 1)
  }

  /// Can one go, the post's minimum kept?
  private func canLeave(_ node: Int) -> Bool {
    guard node < program.postCount, program.postMinimum[node] > 1 else { return load[node] > 0 }
    return load[node] > program.postMinimum[node]
  }

  private func mayStayWithout(_ unit: Int, at node: Int) -> Bool {
    node != root && !program.mustPlace[unit]
  }

  /// Calls `body` with every pair over which the unit may go elsewhere.
  @inline(__always) private func forEachWay(
    of unit: Int, at node: Int, _ tables: Tables, _ body: (_ pair: Int, _ post: Int) -> Void
  ) {
    let isFree = program.sideRows.isEmpty
    for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
      let post = Int(program.pairPost[pair])
      if post != node && (isFree || tables.side.allows(unit, pair)) { body(pair, post) }
    }
  }

  /// The unit's ways from where it is.
  private func consider(_ unit: Int, at node: Int, _ tables: Tables, _ best: inout BestMoves) {
    weights.pairs(of: unit, in: program, into: &best.costs)
    let first = program.pairStart[unit]
    let unplaced = weights.unplaced(unit, in: program)
    // A plan's unit is at one of its pairs.
    let own = node == root ? unplaced : best.costs[program.pair(unit, Int32(node))! - first]
    if mayStayWithout(unit, at: node) { best.offerRoot(unplaced - own + 1, unit) }
    forEachWay(of: unit, at: node, tables) { pair, post in
      best.offer(post, best.costs[pair &- first] &- own &+ 1, unit)
    }
  }

  /// The cheapest that goes from one node to each post.
  private struct BestMoves {
    var costs: [Int128] = []
    private var cost: [Int128]
    private var unit: [Int]
    private var touched: [Int] = []
    private var toRoot: (cost: Int128, unit: Int)?

    init(posts: Int) {
      cost = Array(repeating: 0, count: posts)
      unit = Array(repeating: -1, count: posts)
    }

    mutating func reset() {
      for post in touched { unit[post] = -1 }
      touched.removeAll(keepingCapacity: true)
      toRoot = nil
    }

    @inline(__always) mutating func offer(_ post: Int, _ value: Int128, _ own: Int) {
      if unit[post] < 0 {
        touched.append(post)
      } else if value >= cost[post] {
        return
      }
      cost[post] = value
      unit[post] = own
    }

    mutating func offerRoot(_ value: Int128, _ own: Int) {
      if toRoot.map({ value < $0.cost }) ?? true { toRoot = (value, own) }
    }

    func forEach(root: Int, _ body: (_ head: Int, _ cost: Int128, _ unit: Int) -> Void) {
      for post in touched { body(post, cost[post], unit[post]) }
      if let toRoot { body(root, toRoot.cost, toRoot.unit) }
    }
  }

  /// Rows that the family leaves out.
  private struct CrossingRows: Sendable {
    /// Full rows of every post, crossing or not.
    private var full: [[Int32]] = []
    private var isCrossingFull: [Bool] = []
    private let builder: ResidualBuilder

    init(_ builder: ResidualBuilder) {
      self.builder = builder
      let (program, family) = (builder.program, builder.family)
      guard !family.isWhole else { return }
      let isFull = program.capacityRows.map { row in
        row.posts.reduce(Int64(0)) { $0 + builder.load[Int($1)] } >= Int64(max(0, row.limit))
      }
      full = builder.rowsOfPost.map { rows in rows.filter { isFull[Int($0)] } }
      isCrossingFull = full.map { rows in rows.contains { family.setOfRow[Int($0)] < 0 } }
    }

    func isFull(_ post: Int) -> Bool { !isCrossingFull.isEmpty && isCrossingFull[post] }

    /// Posts one of whose seats a full post may take over, since they are in every full row that it is in.
    func swaps(from post: Int) -> [Int] {
      guard isFull(post), let first = full[post].first else { return [] }
      let posts = builder.program.capacityRows[Int(first)].posts
      guard posts.count <= ResidualBuilder.swappingPosts,
        builder.load[post] < builder.program.postLimit[post],
        builder.load[post] > 0 || builder.program.postMinimum[post] <= 1
      else { return [] }
      return posts.map(Int.init).filter { other in
        other != post && full[post].allSatisfy { full[other].contains($0) }
      }
    }
  }
}
