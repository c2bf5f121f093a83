import IntegerProgram

// The tree of a level: what is asked of which leaf.
extension PriceSearch {
  /// Bounds the prices of a level until none is open, or nothing more is to be had.
  ///
  /// - Parameters:
  ///   - nodes: that together hold all plans; none: all that there is.
  ///   - floor: no plan of the level is below.
  func answer(_ nodes: [SearchTree.Node], atLeast floor: Int64) throws {
    var root = Leaf(
      node: SearchTree.Node(decisions: [], bound: floor), least: questions.map { _ in floor })
    if !nodes.isEmpty { try ruleOut(&root) }
    leaves = nodes.isEmpty ? [root] : nodes.map { Leaf(node: $0, least: root.least) }
    report()
    for at in leaves.indices where mayGoOn {
      try bound(&leaves[at])
      report()
    }
    while mayGoOn, let at = worst() {
      leaves += try divided(leaves.remove(at: at))
      report()
    }
  }

  /// Bounds all prices by the root's own program alone.
  func answerAtRoot(atLeast floor: Int64) throws {
    leaves = [Leaf(node: SearchTree.Node(decisions: [], bound: floor), least: questions.map { _ in floor })]
    report()
    try bound(&leaves[0])
  }

  /// Asks all of the tree at once about the units of which a plan is known, but above the level: mostly there is none on it,
  /// and the root says so.
  private func ruleOut(_ root: inout Leaf) throws {
    for index in questions.indices where questions[index].upper == nil && isOpen(index, in: root) {
      guard mayGoOn else { return }
      try go(to: root)
      try master.place(questions[index].unit)
      method = .primal
      guard try solve(&root, placing: index) else { return }
    }
  }

  /// The leaf that leaves most prices open.
  private func worst() -> Int? {
    var best: (at: Int, count: Int)?
    for (at, leaf) in leaves.enumerated() where leaf.isBounded && !leaf.isDone {
      let count = openQuestions(leaf).count
      if count > (best?.count ?? 0) { best = (at, count) }
    }
    return best?.at
  }

  /// Those of which the leaf may have a plan that is better than the one known.
  private func openQuestions(_ leaf: Leaf) -> [Int] { questions.indices.filter { isOpen($0, in: leaf) } }

  func isOpen(_ index: Int, in leaf: Leaf) -> Bool {
    goal(index).map { leaf.least[index] < min($0, mostBounded) } ?? false
  }

  /// The bound that closes a price; nil: none is looked for, since no plan at all is known.
  private func goal(_ index: Int) -> Int64? {
    questions[index].upper ?? questions[index].most.map { _ in ceiling + 1 }
  }

  /// Solves a leaf's own program.
  private func bound(_ leaf: inout Leaf) throws {
    try go(to: leaf)
    try master.place(nil)
    guard try solve(&leaf) else { return }
    leaf.isBounded = true
    leaf.node.basis = master.session.basis()
  }

  private func go(to leaf: Leaf) throws {
    try search.apply(leaf.node.decisions)
    if let basis = leaf.node.basis { try master.setBasis(basis) }
  }

  /// Asks a leaf; where prices stay open, its children.
  private func divided(_ leaf: Leaf) throws -> [Leaf] {
    var leaf = leaf
    guard let votes = try ask(&leaf), !openQuestions(leaf).isEmpty else { return [leaf] }
    guard let decide = votes.decision else {
      leaf.isDone = true
      return [leaf]
    }
    let basis = master.session.basis()
    return [false, true].map { side in
      Leaf(
        node: SearchTree.Node(
          decisions: leaf.node.decisions + [decide(side)], bound: leaf.node.bound, basis: basis),
        least: leaf.least, isBounded: true)
    }
  }

  /// Solves the leaf with a unit placed of which the price is open, and then another, until a few stay open or none: those
  /// first that are closest to closed.
  ///
  /// Rows' prices that are best for the leaf need not be so with a unit placed in it; those that are bound all others anew.
  /// Of equally close ones the dearest is first: it is the last that the flow would have of itself.
  /// - Returns: what would close the prices that stay open; nil where a limit struck.
  private func ask(_ leaf: inout Leaf) throws -> BranchingVotes? {
    try go(to: leaf)
    var votes = BranchingVotes()
    var isAsked = Set<Int>()
    var open = 0
    while open < SolverParameters.openPrices, let next = next(leaf, isAsked) {
      isAsked.insert(next)
      try master.place(questions[next].unit)
      guard try solve(&leaf, placing: next) else { return nil }
      guard isOpen(next, in: leaf) else { continue }
      let isDivisible = vote(&votes, for: next)
      guard round(leaf, for: next) else { return nil }
      if isDivisible && isOpen(next, in: leaf) { open += 1 }
    }
    return votes
  }

  private func next(_ leaf: Leaf, _ isAsked: Set<Int>) -> Int? {
    func gap(_ index: Int) -> (Int64, Int64) { (goal(index)! - leaf.least[index], -goal(index)!) }
    return openQuestions(leaf).filter { !isAsked.contains($0) }.min { gap($0) < gap($1) }
  }

  /// - Parameter question: whose unit is placed; nil: none, and so its bound is every price's.
  /// - Returns: false where a limit struck.
  private func solve(_ leaf: inout Leaf, placing question: Int? = nil) throws -> Bool {
    let asked = question.map { [$0] } ?? Array(questions.indices)
    let cutoff =
      question.flatMap(goal)
      ?? openQuestions(leaf).reduce(leaf.node.bound) { max($0, questions[$1].upper ?? $0) }
    for round in 0...SolverParameters.boundCutRounds {
      let (ending, bound, _) = try master.optimise(method, cutoff: cutoff, limits: search.limits)
      method = .dual
      for index in asked { raise(&leaf, index, to: min(bound, mostBounded)) }
      if openQuestions(leaf).isEmpty { return true }
      if ending == .stopped { return false }
      master.refresh()
      if bound >= cutoff || round == SolverParameters.boundCutRounds { break }
      if try search.separate() == 0 { break }
    }
    let unlinked = master.domain.placed
    switch flow.solve(leaf.node.decisions, unlinking: unlinked, shouldStop: { search.mustStop }) {
    case .stopped: return false
    case .noPrices: break
    case .infeasible: for index in questions.indices { leaf.least[index] = .max }
    case .solved:
      for index in questions.indices { raise(&leaf, index, to: flow.leastOfPlacing(questions[index].unit)) }
      offerPlans(leaf)
    }
    return true
  }

  private func raise(_ leaf: inout Leaf, _ index: Int, to bound: Int64) {
    leaf.least[index] = max(leaf.least[index], bound > ceiling ? .max : bound)
  }
}
