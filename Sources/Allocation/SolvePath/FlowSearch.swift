/// Branch and bound on posts with a minimum, with the flow as bound and all stages at once.
///
/// A node closes some posts and holds others open at their minimum. Its flow is the optimum, stage by stage, of a
/// relaxation of every plan below it, in whole numbers: a node whose flow is no better than the best plan, compared
/// stage by stage in order, holds no better plan. A flow that meets every minimum is a plan, for this is used only
/// where units are single members and all rows nest. When no node is left, the best plan is the optimum of
/// every stage; before that, the lowest flow of the open nodes is a bound.
///
/// Which post to branch on is found by trying: closing and holding it, warm, from the flow at hand. A try that is
/// already no better than the best plan settles the post the other way.
final class FlowSearch {
  typealias State = RelaxedFlow.PostState

  private struct Node {
    var decided: [(post: Int, state: State)]
    /// The parent's flow: no plan below is better.
    var bound: [Int64]
  }

  private let program: AssignmentProgram
  private let flow: RelaxedFlow
  private let best: BestPlan
  private let relativeGap: Double
  private let grouped: [Int]
  private var state: [State]
  private var open: [Node] = []
  private let here = NetworkSimplex.Snapshot()
  /// Tries within which the search goes for the exact optimum, whatever gap is asked for: what is nearly free
  /// should not stop at nearly optimal. Counted in tries, not in seconds, so that equal runs give equal plans.
  private static let exactTries = 10_000
  private(set) var nodes = 0
  private(set) var tries = 0
  /// Lowest bound of what was cut off though it might be better, by less than the gap asked for.
  private var cutBound: [Int64]?

  init(_ flow: RelaxedFlow, _ best: BestPlan, relativeGap: Double) {
    let program = flow.program
    self.program = program
    self.flow = flow
    self.best = best
    self.relativeGap = relativeGap
    grouped = (0..<program.postCount).filter { program.postMinimum[$0] > 1 && program.postLimit[$0] > 0 }
    state = Array(repeating: .free, count: program.postCount)
  }

  /// Can it be used: is every flow that meets the minimums a plan?
  static func fits(_ flow: RelaxedFlow) -> Bool {
    flow.isExactRelaxation && flow.nested.isWhole && flow.program.unitSize.allSatisfy { $0 == 1 }
  }

  /// Searches until done or `shouldStop`.
  /// - Returns: A bound, stage by stage in order, of all plans: no plan precedes it.
  func run(shouldStop: () -> Bool) -> [Int64]? {
    for post in grouped { flow.set(.free, post: post) }
    guard flow.solve(shouldStop: shouldStop) else { return nil }
    open = [Node(decided: [], bound: flow.stageBounds())]
    while let node = open.popLast() {
      if isCut(node.bound) { continue }
      nodes += 1
      enter(node.decided)
      guard flow.solve(shouldStop: shouldStop), expand(node, shouldStop) else {
        open.append(node)
        break
      }
    }
    let bounds = open.map(\.bound) + (cutBound.map { [$0] } ?? []) + (best.value.map { [$0] } ?? [])
    return bounds.min { $0.lexicographicallyPrecedes($1) }
  }

  // MARK: A node

  /// - Returns: false where it was stopped in between.
  private func expand(_ node: Node, _ shouldStop: () -> Bool) -> Bool {
    var decided = node.decided
    while true {
      guard let value = flowValue() else { return true }
      if isCut(value) { return true }
      let undecided = grouped.filter { post in
        let load = flow.load(post: post)
        return load > 0 && load < Int64(program.postMinimum[post])
      }
      if undecided.isEmpty {
        best.offer(flow.assignment().post)
        return true
      }
      switch choose(undecided, value, shouldStop) {
      case .stopped: return false
      case .none: return true
      case .settled(let post, let to):
        decided.append((post, to))
        set(to, post)
        guard flow.solve(shouldStop: shouldStop) else { return false }
      case .branch(let post, let closed, let held):
        let close = Node(decided: decided + [(post, .closed)], bound: closed)
        let hold = Node(decided: decided + [(post, .held)], bound: held)
        let closeFirst = closed.lexicographicallyPrecedes(held)
        open.append(closeFirst ? hold : close)
        open.append(closeFirst ? close : hold)
        return true
      }
    }
  }

  private enum Choice {
    case branch(Int, closed: [Int64], held: [Int64])
    case settled(Int, State)
    case none
    case stopped
  }

  private func choose(_ undecided: [Int], _ value: [Int64], _ shouldStop: () -> Bool) -> Choice {
    var chosen: (post: Int, closed: [Int64], held: [Int64])?
    // Halfway between empty and enough is the least decided.
    let order = undecided.sorted { (abs(share($0) - 0.5), $0) < (abs(share($1) - 0.5), $1) }
    var sinceBetter = 0
    flow.network.save(in: here)
    for post in order {
      if shouldStop() { return .stopped }
      guard let closed = tried(.closed, post, shouldStop) else { return .stopped }
      guard let held = tried(.held, post, shouldStop) else { return .stopped }
      switch (closed.isCut, held.isCut) {
      case (true, true): return .none
      case (true, false): return .settled(post, .held)
      case (false, true): return .settled(post, .closed)
      default: break
      }
      if chosen == nil
        || raises((closed.value!, held.value!), more: (chosen!.closed, chosen!.held), than: value)
      {
        chosen = (post, closed.value!, held.value!)
        sinceBetter = 0
      } else {
        sinceBetter += 1
        if sinceBetter >= 6 { break }
      }
    }
    return .branch(chosen!.post, closed: chosen!.closed, held: chosen!.held)
  }

  private func share(_ post: Int) -> Double {
    Double(flow.load(post: post)) / Double(program.postMinimum[post])
  }

  private func tried(_ to: State, _ post: Int, _ shouldStop: () -> Bool) -> (value: [Int64]?, isCut: Bool)? {
    tries += 1
    set(to, post)
    defer {
      state[post] = .free
      flow.network.restore(here)
    }
    guard flow.solve(shouldStop: shouldStop) else { return nil }
    guard let value = flowValue() else { return (nil, true) }
    return (value, isCut(value))
  }

  /// The smaller of the two raises decides, then the larger.
  private func raises(
    _ a: ([Int64], [Int64]), more b: ([Int64], [Int64]), than value: [Int64]
  ) -> Bool {
    func sorted(_ x: ([Int64], [Int64])) -> ([Int64], [Int64]) {
      x.1.lexicographicallyPrecedes(x.0) ? (x.1, x.0) : x
    }
    let x = sorted(a)
    let y = sorted(b)
    if x.0 != y.0 { return y.0.lexicographicallyPrecedes(x.0) }
    return y.1.lexicographicallyPrecedes(x.1)
  }

  // MARK: States and values

  private func set(_ to: State, _ post: Int) {
    guard state[post] != to else { return }
    state[post] = to
    flow.set(to, post: post)
  }

  private func enter(_ decided: [(post: Int, state: State)]) {
    var wanted = [State](repeating: .free, count: state.count)
    for (post, to) in decided { wanted[post] = to }
    for post in grouped { set(wanted[post], post) }
  }

  /// The flow's value, nil where it goes where it must not: then no plan exists below.
  private func flowValue() -> [Int64]? {
    if flow.leavesMustPlace { return nil }
    for post in grouped where state[post] != .free {
      let load = flow.load(post: post)
      if state[post] == .closed ? load > 0 : load < Int64(program.postMinimum[post]) { return nil }
    }
    return flow.stageBounds()
  }

  /// No better than the best plan, or by no more than the gap asked for.
  private func isCut(_ value: [Int64]) -> Bool {
    guard let reference = best.value else { return false }
    guard value.lexicographicallyPrecedes(reference) else { return true }
    for (found, known) in zip(value, reference) where found != known {
      let isClose = Double(known - found) <= relativeGap * Double(max(1, known))
      guard isClose, tries > Self.exactTries else { return false }
      if cutBound == nil || value.lexicographicallyPrecedes(cutBound!) { cutBound = value }
      return true
    }
    return true
  }
}
