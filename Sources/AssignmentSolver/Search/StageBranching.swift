// Where a node of the stage branches.
extension StageSearch {
  /// - Returns: nil where nothing better is below, or the time is up (then the node is open again).
  func branch(_ node: Node) throws -> Branching.Children? {
    let halfOpen = master.halfOpen
    guard halfOpen.isEmpty else {
      let children = try branching.onOpening(
        node, halfOpen: halfOpen, openings: master.openings, cutoff: cutoff, limits: limits)
      if children == nil { tree.add(node) }
      return children
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
    if let children = branching.onPair(node) {
      try diveFromDecidedPosts(node)
      return children
    }
    // Whole: a plan as good as the bound, or none that the artificials do not hold up.
    tree.prune(node)
    incumbent.offer(master.wish)
    return nil
  }

  /// Where the posts are decided, a dive over units is a few linear programs, and going down unit by unit a hundred.
  private func diveFromDecidedPosts(_ node: Node) throws {
    let decidesUnits = node.decisions.contains { if case .pair = $0 { true } else { false } }
    guard divesToUnits, !decidesUnits else { return }
    let basis = master.session.basis()
    _ = try dive().run()
    try apply(node.decisions)
    try master.setBasis(basis)
  }

  func dive() -> Dive {
    Dive(
      master: master, parameters: parameters, limits: limits, seesUnits: divesToUnits,
      cutoff: { self.cutoff },
      onStep: { if self.divesToUnits { self.offer() } else { self.round() } })
  }
}
