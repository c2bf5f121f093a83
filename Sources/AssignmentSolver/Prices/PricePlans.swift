// Plans that a search for prices comes upon: each a price from above.
extension PriceSearch {
  /// The ways that bound the prices are plans where they keep all rows: better ones than those known.
  func offerPlans(_ leaf: Leaf) {
    let broken = master.grouped.filter { breaksMinimum($0, flow.load(of: $0)) }
    for index in questions.indices where questions[index].most == nil || isOpen(index, in: leaf) {
      let moves = flow.moves(placing: questions[index].unit)
      let change = loads(moves)
      guard broken.allSatisfy({ change[$0] != nil }),
        !change.contains(where: { breaksMinimum($0.key, flow.load(of: $0.key) + $0.value) })
      else { continue }
      if let changed = flow.assignment(moves) { offer(changed, for: index) }
    }
  }

  private func offer(_ changed: [Int32], for index: Int) {
    let unit = questions[index].unit
    guard changed[unit] >= 0, let stages = check.costs(changed) else { return }
    let difference = zip(stages, values).map { $0 - $1 }
    if let most = questions[index].most, !difference.lexicographicallyPrecedes(most.stages) { return }
    let moved = plan.indices.filter { changed[$0] != plan[$0] }
      .sorted { ($0 == unit ? 0 : 1, $0) < ($1 == unit ? 0 : 1, $1) }
    let change = PlanChange(stages: difference, moves: moved.map { UnitMove(unit: $0, post: changed[$0]) })
    questions[index].most = change
    questions[index].upper = upper(change)
  }

  private func breaksMinimum(_ post: Int, _ load: Int64) -> Bool {
    load > 0 && load < Int64(program.postMinimum[post])
  }

  /// What moves change of the loads.
  func loads(_ moves: [(member: Int, post: Int32)]) -> [Int: Int64] {
    var change: [Int: Int64] = [:]
    for (member, post) in moves {
      if post >= 0 { change[Int(post), default: 0] += 1 }
      let before = flow.post(of: member)
      if before >= 0 { change[Int(before), default: 0] -= 1 }
    }
    return change
  }

  /// Opens and closes all posts as the linear program at hand has them, and has teams go where it has most of them, for the
  /// plans that the flow has then. Where the program leaves nothing open its solution is one, too.
  ///
  /// - Parameter question: whose unit the linear program places.
  /// - Returns: false where a limit struck.
  func round(_ leaf: Leaf, for question: Int) -> Bool {
    let wish = master.wish
    offer(wish, for: question)
    let openings = master.openings
    let isOpen = master.grouped.map { openings[$0] >= 0.5 }
    let teams = program.unitSize.indices.filter { program.unitSize[$0] > 1 }
    guard patterns.insert(isOpen.map { $0 ? 1 : 0 } + teams.map { wish[$0] }).inserted else { return true }
    var decisions = zip(master.grouped, isOpen).map { Decision.open(post: $0, $1) }
    decisions += leaf.node.decisions.filter { if case .pair = $0 { true } else { false } }
    for team in teams { decisions += held(team, at: wish[team]) }
    switch flow.solve(decisions, shouldStop: { search.mustStop }) {
    case .stopped: return false
    case .noPrices, .infeasible: break
    case .solved: offerPlans(leaf)
    }
    return true
  }

  private func held(_ unit: Int, at post: Int32) -> [Decision] {
    if post >= 0 { return program.pair(unit, post).map { [.pair(Int32($0), true)] } ?? [] }
    return (program.pairStart[unit]..<program.pairStart[unit + 1]).map { .pair(Int32($0), false) }
  }
}
