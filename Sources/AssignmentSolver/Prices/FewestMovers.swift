import NetworkFlow

/// How few have to go elsewhere in a plan that is no worse in any stage than one that is known.
///
/// Whoever opens a post moves its minimum there, whoever closes one moves away all who are there: a plan with fewer movers
/// than are known does so only at posts that this takes fewer. All others stay open or closed as they were. Over those few
/// posts goes a tree (Land and Doig 1960), each node of which opens or closes one of them for good. What bounds a node is
///
/// - how many its openings and its closings move for themselves,
/// - the flow of all stages with movers the last, where its stages come to the known plan's; where they come to more, there
///   is no such plan,
/// - the flow in which what stages come to above the known plan is priced in movers (``FlowBound``).
///
/// None of it takes a linear program, so that it does for the largest cities with minimums, too.
package struct FewestMovers {
  package struct Answer: Sendable, Equatable {
    /// Worth as much as the known plan.
    package let plan: [Int32]
    /// Members who count in the former plan and whose post differs.
    package let moved: Int
    /// No plan that is as good in every stage moves fewer.
    package let least: Int
  }

  private struct Node {
    var states: [Int: FlowRelaxation.PostState] = [:]
    var least: Int64
  }

  /// The program with movers for its last stage.
  private let program: AssignmentProgram
  private let check: PlanValue
  /// What the known plan's costs add up to in every stage but the movers'.
  private let value: [Int64]
  /// Members at every post before who count.
  private let load: [Int64]
  /// Members who may come to every post without being movers.
  private let free: [Int64]
  private let flow: FlowRelaxation
  private let bound: FlowBound
  private let shouldStop: () -> Bool
  private var best: (plan: [Int32], moved: Int64)
  private var flows: Int

  /// Flows that go on from the one before at which the root is bounded, and every other node.
  private static let (rootSteps, steps) = (30, 4)
  /// Pairs that all flows may look at, each of them all once. Some seconds: 2,000 flows of a city of 3,000.
  private static let pairs = 150_000_000

  /// Of more pairs, some 50,000 students, a single flow takes seconds, and of 200,000 half a minute.
  private static let mostPairs = 20_000_000

  /// - Parameters:
  ///   - known: a plan of the program.
  ///   - former: what the posts of a mover differ from.
  /// - Returns: nil where `known` is no plan, and in the largest cities.
  package static func search(
    _ program: AssignmentProgram, known: [Int32], near former: FormerPlan, shouldStop: @escaping () -> Bool
  ) -> Answer? {
    guard program.pairCount <= mostPairs, var search = FewestMovers(program, known, former, shouldStop)
    else { return nil }
    let least = search.run(former.post)
    return Answer(plan: search.best.plan, moved: Int(search.best.moved), least: Int(least))
  }

  private init?(
    _ program: AssignmentProgram, _ known: [Int32], _ former: FormerPlan, _ shouldStop: @escaping () -> Bool
  ) {
    let near = program.staying(near: former)
    check = PlanValue(program: near)
    guard var value = check.costs(known), let moved = value.popLast() else { return nil }
    self.program = near
    self.value = value
    load = former.loads(program.postCount)
    free = near.comers(near: former)
    flow = FlowRelaxation(near)
    bound = FlowBound(near, denominator: 1 << 16)
    best = (known, moved)
    self.shouldStop = shouldStop
    flows = max(50, Self.pairs / max(1, program.pairCount))
  }

  /// - Returns: so many move at least.
  private mutating func run(_ former: [Int32]) -> Int64 {
    // With the same posts open, the known plan's and then the former's, it is a flow.
    for plan in [best.plan, former] where best.moved > 0 && !shouldStop() {
      if let near = CyclicExchange.best(program, from: plan, shouldStop: shouldStop) { offer(near) }
    }
    var open = [Node(least: 0)]
    var closed: [Int64] = []
    while let next = open.indices.min(by: { open[$0].least < open[$1].least }) {
      guard open[next].least < best.moved, flows > 0, !shouldStop() else { break }
      var node = open.remove(at: next)
      node.least = max(node.least, bounded(node))
      guard node.least < best.moved else { continue }
      guard let post = violated(node) else {
        closed.append(node.least)
        continue
      }
      for state in [FlowRelaxation.PostState.held, .closed] {
        var child = node
        child.states[post] = state
        child.least = max(node.least, moving(child))
        if child.least < best.moved { open.append(child) }
      }
    }
    return min(best.moved, (open.map(\.least) + closed).min() ?? best.moved)
  }

  private mutating func offer(_ plan: [Int32]) {
    guard let worth = check.costs(plan), Array(worth.dropLast()) == value, worth.last! < best.moved else {
      return
    }
    best = (plan, worth.last!)
  }

  // MARK: Posts with a minimum

  private func hasMinimum(_ post: Int) -> Bool {
    program.postMinimum[post] > 1 && program.postMinimum[post] <= program.postLimit[post]
  }

  /// Movers who go there where the post is to be open, and away where it is to be closed.
  private func moving(to state: FlowRelaxation.PostState, _ post: Int) -> Int64 {
    state == .closed ? load[post] : max(0, Int64(program.postMinimum[post]) - free[post])
  }

  /// Nobody comes to two posts, and nobody leaves two.
  private func moving(_ node: Node) -> Int64 {
    func sum(_ state: FlowRelaxation.PostState) -> Int64 {
      node.states.reduce(0) { $1.value == state ? $0 + moving(to: state, $1.key) : $0 }
    }
    return max(sum(.held), sum(.closed))
  }

  /// As decided, or as it has to be where anything else moves as many as the best plan.
  private func state(_ post: Int, _ node: Node) -> FlowRelaxation.PostState {
    if let decided = node.states[post] { return decided }
    if moving(to: .closed, post) >= best.moved { return .held }
    return moving(to: .held, post) >= best.moved ? .closed : .free
  }

  /// The undecided post that is furthest from both nobody and its minimum; nil where none is between them.
  private func violated(_ node: Node) -> Int? {
    var found: (post: Int, by: Int64)?
    for post in load.indices where hasMinimum(post) && state(post, node) == .free {
      let there = bound.load(post: post)
      let by = min(there, Int64(program.postMinimum[post]) - there)
      if by > found?.by ?? 0 { found = (post, by) }
    }
    return found?.post
  }

  // MARK: A node

  /// So many members move at least; as many as in the best plan where the node holds no better.
  private mutating func bounded(_ node: Node) -> Int64 {
    var states = [FlowRelaxation.PostState](repeating: .free, count: load.count)
    for post in load.indices where hasMinimum(post) { states[post] = state(post, node) }
    let exact = bounded(states)
    if exact >= best.moved { return best.moved }
    let steps = node.states.isEmpty ? Self.rootSteps : Self.steps
    flows -= steps
    let priced = bound.best(
      of: program.stageCount - 1, within: value + [best.moved], steps: steps, at: states,
      shouldStop: shouldStop)
    return min(best.moved, max(exact, priced))
  }

  /// By the flow of all stages at once; 0 where it tells nothing.
  private mutating func bounded(_ states: [FlowRelaxation.PostState]) -> Int64 {
    guard flow.isExactRelaxation else { return 0 }
    for post in states.indices where hasMinimum(post) { flow.set(states[post], post: post) }
    flows -= 1
    guard flow.solve(shouldStop: shouldStop) else { return 0 }
    let unheld = states.indices.contains {
      states[$0] == .held && flow.load(post: $0) < Int64(program.postMinimum[$0])
    }
    if unheld || flow.leavesMustPlace { return best.moved }
    offer(flow.assignment().post)
    let bounds = flow.stageBounds()
    for (bound, value) in zip(bounds, value) where bound != value {
      return bound > value ? best.moved : 0
    }
    return bounds.count == program.stageCount ? bounds.last! : 0
  }
}

extension AssignmentProgram {
  /// Of every post, the members who may come there without being movers: who were there, and who do not count.
  fileprivate func comers(near former: FormerPlan) -> [Int64] {
    var comers = [Int64](repeating: 0, count: postCount)
    for unit in 0..<unitCount {
      for pair in pairStart[unit]..<pairStart[unit + 1] {
        comers[Int(pairPost[pair])] += Int64(unitSize[unit]) - former.moved(unit, to: pairPost[pair])
      }
    }
    return comers
  }
}
