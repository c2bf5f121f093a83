// What one more seat brings, and who would take it.
extension ResidualNetwork {
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

  private func target(of node: Int) -> Int { family.parent[node] < 0 ? root : Int(family.parent[node]) }

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
}
