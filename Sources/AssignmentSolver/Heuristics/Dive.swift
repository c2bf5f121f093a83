import IntegerProgram

/// From a node down to a plan: decides post after post, those first that the linear program has all but decided, until
/// all are. The stages before stay at their values all the way, which rounding at once does not see to.
struct Dive {
  let search: StageSearch

  /// - Returns: where the last linear program sends every unit. The master is left where the dive ended.
  func run(_ node: SearchTree.Node) throws -> [Int32] {
    let master = search.master
    var decisions = node.decisions
    var wish = master.wish
    while !search.mustStop {
      search.round()
      let openings = master.openings
      let half = master.halfOpen.sorted {
        (min(openings[$0], 1 - openings[$0]), $0) < (min(openings[$1], 1 - openings[$1]), $1)
      }
      guard let first = half.first else { break }
      var tries = half.prefix(max(1, half.count / search.parameters.diveShare)).map {
        Decision.open(post: $0, openings[$0] >= 0.5)
      }
      var isFound = try reach(decisions + tries)
      if !isFound && tries.count > 1 {
        tries = [tries[0]]
        isFound = try reach(decisions + tries)
      }
      if !isFound {
        tries = [.open(post: first, openings[first] < 0.5)]
        isFound = try reach(decisions + tries)
      }
      guard isFound else { break }
      decisions += tries
      wish = master.wish
    }
    return wish
  }

  /// - Returns: Does the linear program leave room for a better plan with these decisions?
  private func reach(_ decisions: [Decision]) throws -> Bool {
    try search.apply(decisions)
    let (ending, bound, _) = try search.master.optimise(.dual, cutoff: search.cutoff, limits: search.limits)
    search.master.refresh()
    return ending == .done && bound < search.cutoff
  }
}
