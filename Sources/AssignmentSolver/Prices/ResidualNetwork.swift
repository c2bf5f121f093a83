/// The residual network of a plan: what the whole plan comes to where one unit has to be placed, to stay without, or to go
/// elsewhere, and where a limit has one seat more or less.
///
/// Nodes are the posts, the sets of ``LaminarFamily`` and the root, at which units are that have no post. Units are
/// contracted: an arc from a post to another stands for whoever of those who sit there goes cheapest. Arcs between a
/// post, its sets and the root are seats: free ones upwards, taken ones downwards. The last stage counts who moves.
///
/// Where the program is a flow and the plan its optimum, the cheapest path is the exact difference of the optimum
/// (Ahuja, Magnanti and Orlin 1993, chapter 9). With minimums the plan's open posts are held open, whole teams stay where
/// they are, and so do units whose pairs cost a penalty; rows that cross and side rows let nobody in where they are full: what a path says then is another plan, and no
/// more; see ``evaluate(_:raising:)``.
package final class ResidualNetwork {
  package let program: AssignmentProgram
  package let plan: [Int32]
  /// Is the program a flow, so that a cheapest path is the optimum's difference?
  package let isExact: Bool
  let family: LaminarFamily
  let weights: PathWeights
  let evaluation: ChangeEvaluation
  /// Units of every post and set.
  let load: [Int64]
  /// The capacity rows of every set.
  private let rowsOfSet: [[Int]]
  let root: Int
  let arcs: ResidualArcs
  private let potential: [Int128]
  /// The cheapest paths from and to the root, from which most questions are answered.
  private(set) lazy var fromRoot = paths(from: root)
  private(set) lazy var toRoot = paths(to: root)
  /// The last that was asked for.
  private var lastTree: PathTree?

  /// - Returns: nil where the plan breaks a row, where moving units round would better it, where the stages do not
  ///   fit one number, or where `shouldStop` said so.
  package init?(_ program: AssignmentProgram, plan: [Int32], shouldStop: () -> Bool = { false }) {
    guard let weights = PathWeights(program), PlanValue(program: program).stages(plan) != nil else {
      return nil
    }
    self.program = program
    self.plan = plan
    self.weights = weights
    family = LaminarFamily(program)
    isExact = Reoptimisation.isFlow(program) && family.isWhole
    evaluation = ChangeEvaluation(program, plan)
    root = family.parent.count
    var rows = [[Int]](repeating: [], count: family.limit.count)
    for (row, set) in family.setOfRow.enumerated() where set >= 0 { rows[Int(set)].append(row) }
    rowsOfSet = rows
    load = Self.loads(program, plan, family)
    let builder = ResidualBuilder(
      program: program, plan: plan, family: family, weights: weights, load: load,
      rowsOfPost: evaluation.rowsOfPost)
    guard let arcs = builder.arcs(shouldStop: shouldStop),
      let potential = arcs.potentials(shouldStop: shouldStop)
    else { return nil }
    self.arcs = arcs
    self.potential = potential
  }

  private static func loads(
    _ program: AssignmentProgram, _ plan: [Int32], _ family: LaminarFamily
  ) -> [Int64] {
    var load = PlanValue(program: program).loads(plan)
    load += Array(repeating: 0, count: family.parent.count - program.postCount)
    for post in 0..<program.postCount {
      var node = Int(family.parent[post])
      while node >= 0 {
        load[node] += load[post]
        node = Int(family.parent[node])
      }
    }
    return load
  }

  // MARK: Paths

  private func paths(from node: Int) -> PathTree { arcs.paths(at: node, backward: false, potential) }
  private func paths(to node: Int) -> PathTree { arcs.paths(at: node, backward: true, potential) }

  func tree(at node: Int, backward: Bool) -> PathTree {
    if node == root { return backward ? toRoot : fromRoot }
    if let last = lastTree, last.end == node, last.isBackward == backward { return last }
    let tree = backward ? paths(to: node) : paths(from: node)
    lastTree = tree
    return tree
  }

  func moves(along path: [Int]) -> [UnitMove] {
    path.compactMap { arc in
      let (unit, to) = (Int(arcs.unit[arc]), arcs.head[arc])
      return unit < 0 ? nil : UnitMove(unit: unit, post: Int(to) == root ? -1 : to)
    }
  }

  // MARK: One unit

  /// Where an unplaced unit has to be placed; nil: no path.
  package func placing(_ unit: Int) -> PlanChange? {
    guard plan[unit] < 0 else { return nil }
    var costs: [Int128] = []
    weights.pairs(of: unit, in: program, into: &costs)
    var best: (cost: Int128, post: Int32)?
    for (place, pair) in (program.pairStart[unit]..<program.pairStart[unit + 1]).enumerated() {
      let post = program.pairPost[pair]
      guard let onwards = toRoot.distance[Int(post)] else { continue }
      let cost = costs[place] + onwards
      if best.map({ cost < $0.cost }) ?? true { best = (cost, post) }
    }
    return best.flatMap { holding(unit, at: $0.post) }
  }

  /// Where a unit has to go to one of its posts.
  package func holding(_ unit: Int, at post: Int32) -> PlanChange? {
    guard program.unitSize[unit] == 1, program.pair(unit, post) != nil else { return nil }
    if plan[unit] == post { return .none(program.stageCount) }
    let end = plan[unit] < 0 ? root : Int(plan[unit])
    let tree = tree(at: end, backward: true)
    guard tree.distance[Int(post)] != nil else { return nil }
    return evaluate(
      [UnitMove(unit: unit, post: post)] + moves(along: tree.path(Int(post), in: arcs)))
  }

  /// Where a unit has to stay without a post.
  package func leaving(_ unit: Int) -> PlanChange? {
    guard program.unitSize[unit] == 1, !program.mustPlace[unit] else { return nil }
    guard plan[unit] >= 0 else { return .none(program.stageCount) }
    let post = Int(plan[unit])
    guard fromRoot.distance[post] != nil else { return nil }
    return evaluate([UnitMove(unit: unit, post: -1)] + moves(along: fromRoot.path(post, in: arcs)))
  }

  // MARK: Seats

  /// Posts and sets whose seats the changes touch, increasing; nil where one is a row of its own.
  func nodes(under changes: [ProgramChange]) -> [Int]? {
    var nodes: Set<Int> = []
    for change in changes {
      switch change {
      case .postLimit(let post, _): nodes.insert(post)
      case .rowLimit(let row, _):
        guard family.setOfRow[row] >= 0 else {
          if program.capacityRows[row].posts.isEmpty { continue }
          return nil
        }
        nodes.insert(program.postCount + Int(family.setOfRow[row]))
      case .target, .place, .hold, .leave, .ban: return nil
      }
    }
    return nodes.sorted()
  }

  /// What the program's limits leave of a post or set, some of them changed; nil: no limit of its own.
  private func limit(of node: Int, under changes: [ProgramChange] = []) -> Int64? {
    guard node >= program.postCount else {
      var limit = program.postLimit[node]
      for case .postLimit(node, let other) in changes { limit = other }
      return max(0, Int64(limit))
    }
    return rowsOfSet[node - program.postCount].map { row in
      var limit = program.capacityRows[row].limit
      for case .rowLimit(row, let other) in changes { limit = other }
      return max(0, Int64(limit))
    }.min()
  }

  /// A seat that limits which are raised by one let in.
  private struct NewSeat {
    /// The full node on top of all that are raised.
    let top: Int
    /// Raised full nodes from which a unit comes to the top.
    let entries: [Int]
  }

  private enum Raised {
    /// No limit that is reached.
    case nothing
    case seat(NewSeat)
    /// More than one unit might get through.
    case several
  }

  /// Of two raised nodes that are full the lower is no bar of its own where it holds all of the upper one's units.
  private func raised(by changes: [ProgramChange]) -> Raised {
    guard let nodes = nodes(under: changes) else { return .several }
    var full: [Int] = []
    for node in nodes {
      guard let now = limit(of: node), let then = limit(of: node, under: changes) else { continue }
      if then < now || then > now + 1 { return .several }
      if then > now, load[node] >= now { full.append(node) }
    }
    // Sets come after posts.
    guard let top = full.last else { return .nothing }
    guard full.allSatisfy({ $0 == top || load[$0] == load[top] && isNode($0, within: top) }) else {
      return .several
    }
    let entries = full.filter { entry in
      way(from: entry, to: top).allSatisfy { full.contains($0) || hasRoom($0) }
    }
    return .seat(NewSeat(top: top, entries: entries))
  }

  private func way(from node: Int, to top: Int) -> [Int] {
    var way = [node]
    while way.last! != top { way.append(target(of: way.last!)) }
    return way
  }

  private func hasRoom(_ node: Int) -> Bool {
    limit(of: node).map { load[node] < $0 } ?? true
  }

  /// The best that limits which are raised by one bring, nobody moving where that is nothing.
  ///
  /// One seat more sends one unit over the new seat and back to it: the cheapest such cycle, where it gains.
  /// - Returns: nil where the network does not tell: more than one unit might get through, or a limit crosses others.
  package func gain(raising changes: [ProgramChange]) -> PlanChange? {
    let nothing = PlanChange.none(program.stageCount)
    let seat: NewSeat
    switch raised(by: changes) {
    case .nothing: return nothing
    case .several: return nil
    case .seat(let found): seat = found
    }
    let tree = tree(at: target(of: seat.top), backward: false)
    let cycles = seat.entries.compactMap { entry in
      tree.distance[entry].map { back in
        (cost: way(from: entry, to: seat.top).reduce(back) { $0 + seatCost(above: $1) }, entry: entry)
      }
    }
    guard let best = cycles.min(by: { $0.cost < $1.cost }), best.cost < 0 else { return nothing }
    return evaluate(moves(along: tree.path(best.entry, in: arcs)), raising: changes)
  }

  /// By how much the first stage falls with one seat more under one limit, where that stage counts nothing but who is
  /// without a post; nil as for ``gain(raising:)``.
  ///
  /// A way back to the seat that avoids the root places nobody. One that goes by the root is the cheapest from the seat's
  /// target to there, and then from there to the seat: whoever has the highest claim on it comes in.
  package func firstStageGain(raising changes: [ProgramChange]) -> Int64? {
    switch raised(by: changes) {
    case .nothing: 0
    case .several: nil
    case .seat(let seat): gain(claim: seat.entries.map { claim($0) }.max() ?? 0, through: seat.top)
    }
  }

  /// The last node of those that the changes give their first seat; nil where it does not hold all others, so that more
  /// than one unit might get through.
  package func openedNode(_ changes: [ProgramChange]) -> Int? {
    guard let nodes = nodes(under: changes) else { return nil }
    let raised = nodes.filter { limit(of: $0, under: changes) != limit(of: $0) }
    // Sets come after posts.
    guard let top = raised.last, raised.allSatisfy({ isNode($0, within: top) }),
      raised.allSatisfy({ limit(of: $0) == 0 && limit(of: $0, under: changes) == 1 })
    else { return nil }
    return top
  }

  private func isNode(_ node: Int, within top: Int) -> Bool {
    var current = node
    while current != top, current != root { current = target(of: current) }
    return current == top
  }

  func target(of node: Int) -> Int { family.parent[node] < 0 ? root : Int(family.parent[node]) }

  private func seatCost(above node: Int) -> Int128 {
    -ResidualBuilder.targetWeight(node, program, family, weights, ifBelow: load[node])
  }

  /// What the first stage gains where one more unit may go to the node, be it its first.
  ///
  /// - Parameter claim: the highest on the seat, in the first stage.
  package func gain(claim: Int64, through node: Int) -> Int64 {
    guard claim > 0, let back = firstStage(toRoot, target(of: node)) else { return 0 }
    return max(0, claim - back)
  }

  /// By how much the first stage falls where somebody comes to the node from the root: 0 where nobody could.
  package func claim(_ node: Int) -> Int64 { max(0, -(firstStage(fromRoot, node) ?? 0)) }

  /// The highest claim of those who could come in where the unit goes elsewhere: its own where it is without a post.
  package func claim(toReplace unit: Int) -> Int64 {
    plan[unit] < 0 ? program.unplacedCost[0][unit] : claim(Int(plan[unit]))
  }

  private func firstStage(_ tree: PathTree, _ node: Int) -> Int64? {
    guard tree.distance[node] != nil else { return nil }
    return evaluation.firstStage(moves(along: tree.path(node, in: arcs)))
  }

  // MARK: What it comes to

  /// The plan with the moves made; nil where it is none.
  package func evaluate(_ moves: [UnitMove], raising changes: [ProgramChange] = []) -> PlanChange? {
    evaluation.stages(moves, under: changes.isEmpty ? program : program.applyingLimits(changes)).map {
      PlanChange(stages: $0, moves: moves)
    }
  }
}

/// A unit that goes elsewhere.
package struct UnitMove: Sendable, Equatable {
  package let unit: Int
  /// −1: it stays without.
  package let post: Int32

  package init(unit: Int, post: Int32) {
    self.unit = unit
    self.post = post
  }
}

/// Another plan, told by what differs.
package struct PlanChange: Sendable, Equatable {
  /// New value less the plan's, a stage.
  package let stages: [Int64]
  package let moves: [UnitMove]

  static func none(_ stages: Int) -> PlanChange {
    PlanChange(stages: Array(repeating: 0, count: stages), moves: [])
  }

  package func applied(to plan: [Int32]) -> [Int32] {
    var changed = plan
    for move in moves { changed[move.unit] = move.post }
    return changed
  }
}
