// Where a node of the stage branches, and the dives from nodes.
extension StageSearch {
  /// - Returns: nil where nothing better is below, or the time is up (then the node is open again).
  func branch(_ node: Node) throws -> Branching.Children? {
    let halfOpen = master.halfOpen
    guard halfOpen.isEmpty else {
      let openings = master.openings
      let children = try branching.onOpening(
        node, halfOpen: halfOpen, openings: openings, cutoff: cutoff, limits: limits)
      guard let children else {
        tree.add(node)
        return nil
      }
      return try branching.isThorough ? divedFrom(node, halfOpen, openings, children) : children
    }
    // All posts are decided in the linear program, units may not be.
    guard round() else {
      tree.add(node)
      return nil
    }
    if node.bound >= cutoff {
      tree.prune(node)
      return nil
    }
    // With all posts decided by the node, the flow that was just rounded to is its optimum.
    if rounding.isExact {
      let children = branching.onUndecidedPost(node)
      if children == nil { tree.close(node) }
      return children
    }
    if branching.splitPair != nil { try diveFromDecidedPosts(node) }
    if mustStop {
      tree.add(node)
      return nil
    }
    if branching.splitPair != nil {
      guard let children = try branching.onUnit(node, cutoff: cutoff, limits: limits) else {
        tree.add(node)
        return nil
      }
      guard branching.isThorough else { return children }
      // Where a dive has been over the units, going down one by one finds hardly a better plan.
      tree.add(children.other)
      tree.add(children.here)
      return nil
    }
    // Whole: a plan as good as the bound, or none that the artificials do not hold up.
    tree.prune(node)
    incumbent.offer(master.wish)
    return nil
  }

  /// Dives to a plan and betters what came of it.
  /// - Returns: Did it, so that the linear program is not the node's any more?
  func diveFromRoot(_ node: Node) throws -> Bool {
    if improve == nil && !divesToUnits
      && !(rounding.isExact && master.halfOpen.count > parameters.fewHalfOpen)
    {
      return false
    }
    let basis = master.session.basis()
    let isWorthBettering =
      program.pairCount > parameters.largeProgram || branching.splitPairs.count > parameters.fewSplitUnits
    let wish = try dive(from: node)
    if isWorthBettering { improve?(wish, limits) }
    try apply(node.decisions)
    try master.setBasis(basis)
    return true
  }

  /// Dives from the root, and where all that is left of the posts can be decided for nothing, once down every branch.
  /// - Returns: nil where both children wait for their turn.
  private func divedFrom(
    _ node: Node, _ halfOpen: [Int], _ openings: [Double], _ children: Branching.Children
  ) throws -> Branching.Children? {
    let isSettled = branching.isSettled(halfOpen, openings)
    if !node.isSettled && (isSettled || node.decisions.isEmpty) {
      // What was tried has brought columns, and left its own solution.
      _ = try master.optimise(.dual, cutoff: cutoff, limits: limits)
      master.refresh()
      try dive(from: node)
    }
    var (here, other) = children
    here.isSettled = node.isSettled || isSettled
    other.isSettled = here.isSettled
    if node.isSettled || !isSettled { return (here, other) }
    tree.add(other)
    tree.add(here)
    return nil
  }

  /// Where the posts are decided, a dive over units is a few linear programs, and going down unit by unit a hundred.
  private func diveFromDecidedPosts(_ node: Node) throws {
    let decidesUnits = node.decisions.contains { if case .pair = $0 { true } else { false } }
    guard divesToUnits, !decidesUnits else { return }
    let basis = master.session.basis()
    try dive(from: node)
    try apply(node.decisions)
    try master.setBasis(basis)
    // The dive has left its own solution.
    _ = try master.optimise(.dual, cutoff: .max, limits: limits)
    master.refresh()
  }

  /// Down to any plan that is better: it is a few steps, whatever gap is asked for.
  /// - Returns: where the last linear program sends every unit.
  @discardableResult
  func dive(from node: Node) throws -> [Int32] {
    var dive = Dive(
      master: master, parameters: parameters, limits: limits, seesUnits: divesToUnits,
      pseudoCosts: branching.isThorough ? branching.pseudoCosts : nil, cutoff: { self.cutoff(within: 0) },
      onStep: { if self.divesToUnits { self.offer() } else { self.round() } }, bound: node.bound)
    return try dive.run()
  }
}
