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

  /// - Returns: nil where `shouldStop` said so.
  func arcs(parts: Int?, threads: Int, shouldStop: @Sendable () -> Bool) -> ResidualArcs? {
    let tables = Tables(self)
    let parts = parts ?? (program.pairCount < SolverParameters().pricedAlone ? 1 : Self.parts)
    let nodes = root + 1
    let made = concurrently(parts, threads: threads) { index -> ResidualArcs? in
      // The last first: the root has all who are without a post.
      let part = parts - 1 - index
      return arcs(of: nodes * part / parts..<nodes * (part + 1) / parts, tables, shouldStop: shouldStop)
    }
    return made.contains { $0 == nil } ? nil : Self.joined(made.compactMap { $0 })
  }

  /// - Parameter parts: the last first.
  private static func joined(_ parts: consuming [ResidualArcs]) -> ResidualArcs {
    var arcs = parts.removeLast()
    arcs.reserve(parts.reduce(0) { $0 + $1.head.count })
    // Each is let go as it is taken in: in large cities they would not fit twice.
    while let next = parts.popLast() { arcs.append(next) }
    arcs.indexByHead()
    return arcs
  }

  /// What is looked up of every node.
  private struct Tables: Sendable {
    /// Single units at every post, and then those without one.
    let seated: [[Int]]
    let children: [[Int]]
    let crossing: CrossingRows
    let side: SideRoom

    init(_ builder: ResidualBuilder) {
      let (program, plan, root) = (builder.program, builder.plan, builder.root)
      var seated = [[Int]](repeating: [], count: program.postCount + 1)
      for (unit, post) in plan.enumerated() where program.unitSize[unit] == 1 {
        seated[post < 0 ? program.postCount : Int(post)].append(unit)
      }
      var children = [[Int]](repeating: [], count: root + 1)
      for (node, parent) in builder.family.parent.enumerated() {
        children[parent < 0 ? root : Int(parent)].append(node)
      }
      (self.seated, self.children) = (seated, children)
      crossing = CrossingRows(builder)
      side = SideRoom(program, plan)
    }
  }

  private func arcs(
    of nodes: Range<Int>, _ tables: Tables, shouldStop: () -> Bool
  ) -> ResidualArcs? {
    var arcs = ResidualArcs()
    let crossing = tables.crossing
    var best = BestMoves(posts: program.postCount)
    for node in nodes {
      if shouldStop() { return nil }
      if node < program.postCount || node == root {
        best.reset()
        for unit in tables.seated[min(node, program.postCount)] {
          consider(unit, at: node, tables.side, &best)
        }
        best.write(to: &arcs, root: root)
      }
      if node < root, hasRoom(node), node >= program.postCount || !crossing.isFull(node) {
        let gain = Self.targetWeight(node, program, family, weights, ifBelow: load[node])
        arcs.append(to: family.parent[node] < 0 ? root : Int(family.parent[node]), cost: -gain)
      }
      for child in tables.children[node] where canLeave(child) {
        // One less: what still counted for a target is missed.
        let loss = Self.targetWeight(child, program, family, weights, ifBelow: load[child] - 1)
        arcs.append(to: child, cost: loss)
      }
      if node < program.postCount {
        for other in crossing.swaps(from: node) where canLeave(other) { arcs.append(to: other, cost: 0) }
      }
      arcs.endNode()
    }
    return arcs
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

  /// The unit's ways from where it is.
  private func consider(_ unit: Int, at node: Int, _ side: SideRoom, _ best: inout BestMoves) {
    if side.isHeld(unit) { return }
    weights.pairs(of: unit, in: program, into: &best.costs)
    let pairs = program.pairStart[unit]..<program.pairStart[unit + 1]
    var own = Int128(0)
    if node == root {
      own = weights.unplaced(unit, in: program)
    } else {
      guard let pair = program.pair(unit, Int32(node)) else { return }
      own = best.costs[pair - pairs.lowerBound]
      if !program.mustPlace[unit] {
        best.offerRoot(weights.unplaced(unit, in: program) - own + 1, unit)
      }
    }
    for pair in pairs where Int(program.pairPost[pair]) != node && side.allows(unit, pair) {
      best.offer(Int(program.pairPost[pair]), best.costs[pair - pairs.lowerBound] &- own &+ 1, unit)
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

    func write(to arcs: inout ResidualArcs, root: Int) {
      for post in touched { arcs.append(to: post, cost: cost[post], unit: unit[post]) }
      if let toRoot { arcs.append(to: root, cost: toRoot.cost, unit: toRoot.unit) }
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
