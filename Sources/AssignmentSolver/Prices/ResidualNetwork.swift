import Threads

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
  let rowsOfSet: [[Int]]
  let root: Int
  let arcs: ResidualArcs
  private let potential: [Int128]
  /// The cheapest paths from and to the root, from which most questions are answered.
  private(set) lazy var fromRoot = paths(from: root)
  private(set) lazy var toRoot = paths(to: root)
  /// The last that was asked for.
  private var lastTree: PathTree?

  /// - Parameter parts: in which it is made; nil: one, or several where the program is large.
  /// - Returns: nil where the plan breaks a row, where moving units round would better it, where the stages do not
  ///   fit one number, or where `shouldStop` said so.
  package init?(
    _ program: AssignmentProgram, plan: [Int32], threads: Int = 1, parts: Int? = nil,
    shouldStop: @Sendable () -> Bool = { false }
  ) {
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
    guard let arcs = builder.arcs(parts: parts, threads: threads, shouldStop: shouldStop),
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

  func paths(from node: Int) -> PathTree { arcs.paths(at: node, backward: false, potential) }
  func paths(to node: Int) -> PathTree { arcs.paths(at: node, backward: true, potential) }

  /// Finds the cheapest paths from and to the root now, which else are found when they are first asked for.
  package func findRootPaths(threads: Int) {
    let (arcs, root, potential) = (arcs, root, potential)
    (fromRoot, toRoot) = concurrently(threads: threads) {
      arcs.paths(at: root, backward: false, potential)
    } _: {
      arcs.paths(at: root, backward: true, potential)
    }
  }

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
    let toRoot = toRoot.distance
    let ways = zip(costs, program.pairStart[unit]..<program.pairStart[unit + 1]).compactMap {
      (cost, pair) -> (cost: Int128, post: Int32)? in
      let post = program.pairPost[pair]
      return toRoot[Int(post)].map { (cost + $0, post) }
    }
    guard let best = ways.min(by: <) else { return nil }
    if let change = holding(unit, at: best.post) { return change }
    // Beside minimums and rows that cross, the cheapest way need not be a plan.
    for way in ways.sorted(by: <).dropFirst() {
      if let change = holding(unit, at: way.post) { return change }
    }
    return nil
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

  // MARK: What it comes to

  /// The plan with the moves made; nil where it is none.
  package func evaluate(_ moves: [UnitMove], raising changes: [ProgramChange] = []) -> PlanChange? {
    evaluation.stages(moves, under: changes.isEmpty ? program : program.applyingLimits(changes)).map {
      PlanChange(stages: $0, moves: moves)
    }
  }
}

/// A unit that goes elsewhere.
package struct UnitMove: Sendable, Hashable {
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
