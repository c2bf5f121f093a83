import NetworkFlow

/// A solved program that is a pure flow, kept: what a small change comes to is found from its optimal tree.
///
/// Changes only ever change costs and seats (``NetworkSimplex/reshape(_:to:above:)``), under which the tree stays a
/// flow's: the simplex goes on from it. Afterwards the tree is put back, so that no answer depends on
/// the questions before it.
package final class Reoptimisation {
  package let program: AssignmentProgram
  /// The optimum; nil where there is no plan.
  package private(set) var solution: AssignmentSolution?
  package let flow: FlowRelaxation
  /// Of the optimum, which a change leaves most of as it is.
  private var reckoned: PlanValue.Reckoned?
  private let optimum = NetworkSimplex.Snapshot()
  package var network: NetworkSimplex { flow.network }

  /// - Parameters:
  ///   - start: a plan to begin from; where it is an optimum nothing is left to solve. nil: from nothing.
  ///   - distances: ``NetworkSimplex/distances`` of one that began from the same plan.
  /// - Returns: nil where the program is no pure flow, or `shouldStop` said so.
  package init?(
    _ program: AssignmentProgram, from start: [Int32]? = nil, distances: [Int64]? = nil,
    shouldStop: () -> Bool = { false }
  ) {
    guard Self.isFlow(program) else { return nil }
    self.program = program
    flow = FlowRelaxation(program)
    guard flow.isWhole else { return nil }
    for node in 0..<flow.family.parent.count where limit(of: node, in: program) == 0 {
      reshape(node, for: program)
    }
    if let start {
      let isAlike = distances.map { network.start(at: start, distances: $0) } ?? false
      if !isAlike { _ = network.start(at: start) }
    }
    guard flow.solve(shouldStop: shouldStop) else { return nil }
    network.save(in: optimum)
    network.restore(optimum)
    reckoned = PlanValue(program: program).reckoned(flow.assignment().post)
    solution = plan(of: program)
  }

  /// No minimums, no teams and no side rows.
  package static func isFlow(_ program: AssignmentProgram) -> Bool {
    program.sideRows.isEmpty && !program.postMinimum.contains { $0 > 1 }
      && !program.unitSize.contains { $0 > 1 }
  }

  /// Can the program be kept: is it a pure flow, all of whose rows nest?
  package static func isWhole(_ program: AssignmentProgram) -> Bool {
    isFlow(program) && LaminarFamily(program).isWhole
  }

  /// The optimum of the changed program; nil where it has no plan.
  package func solve(_ changes: [ProgramChange]) -> AssignmentSolution? {
    guard let changed = changedProgram(changes) else { return nil }
    defer { network.restore(optimum) }
    let undo = changeCosts(changes)
    defer { undo() }
    for node in nodes(under: changes) { reshape(node, for: changed) }
    _ = flow.solve()
    // A tie among forbidden ways: neither is a plan.
    for case .ban(let unit, let post) in changes where network.goes(unit, to: post) { return nil }
    for case .hold(let unit, let post) in changes where !network.goes(unit, to: post) { return nil }
    for case .leave(let unit) in changes where posts(of: unit).contains(where: { network.goes(unit, to: $0) })
    {
      return nil
    }
    return plan(of: changed)
  }

  /// nil where a unit is held at a post that it may not take.
  private func changedProgram(_ changes: [ProgramChange]) -> AssignmentProgram? {
    for case .hold(let unit, let post) in changes where program.pair(unit, post) == nil { return nil }
    return program.applyingLimits(changes)
  }

  private func posts(of unit: Int) -> ArraySlice<Int32> {
    program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]]
  }

  /// The plan that the flow is; nil where it breaks a limit or leaves somebody without who must not be.
  private func plan(of changed: AssignmentProgram) -> AssignmentSolution? {
    let post = flow.assignment().post
    let check = PlanValue(program: changed)
    let plan = reckoned.map { check.reckoned(post, from: $0) } ?? check.reckoned(post)
    guard let value = plan.flatMap(check.stages) else { return nil }
    return AssignmentSolution(
      post: post, stages: value.map { StageOutcome(value: $0, bound: $0, proof: "network_flow") })
  }

  // MARK: Changes

  private func changeCosts(_ changes: [ProgramChange]) -> () -> Void {
    let (pairCost, unplacedCost) = (network.pairCost, network.unplacedCost)
    var pairs: [(pair: Int, cost: Int64)] = []
    var units: [(unit: Int, cost: Int64)] = []
    let forbidden = flow.weights.forbidden
    func forbid(pair: Int) {
      pairs.append((pair, pairCost[pair]))
      pairCost[pair] = forbidden
    }
    func forbidUnplaced(_ unit: Int) {
      units.append((unit, unplacedCost[unit]))
      unplacedCost[unit] = forbidden
    }
    for change in changes {
      switch change {
      case .place(let unit): forbidUnplaced(unit)
      case .hold(let unit, let post):
        forbidUnplaced(unit)
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1]
        where program.pairPost[pair] != post { forbid(pair: pair) }
      case .leave(let unit):
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
          forbid(pair: pair)
        }
      case .ban(let unit, let post):
        if let pair = program.pair(unit, post) { forbid(pair: pair) }
      case .postLimit, .rowLimit, .target: break
      }
    }
    return {
      for (pair, cost) in pairs.reversed() { pairCost[pair] = cost }
      for (unit, cost) in units.reversed() { unplacedCost[unit] = cost }
    }
  }

  /// Posts and sets whose seats the changes touch, increasing.
  package func nodes(under changes: [ProgramChange]) -> [Int] {
    let nodes = changes.compactMap { change -> Int? in
      switch change {
      case .postLimit(let post, _): post
      case .rowLimit(let row, _): node(ofSet: flow.family.setOfRow[row])
      case .target(let row, _): node(ofSet: flow.family.setOfTarget[row])
      case .place, .hold, .leave, .ban: nil
      }
    }
    return Set(nodes).sorted()
  }

  /// nil for the row without posts, which has no set.
  private func node(ofSet set: Int32) -> Int? { set < 0 ? nil : program.postCount + Int(set) }

  /// nil: no limit of its own.
  package func limit(of node: Int, in program: AssignmentProgram) -> Int64? {
    guard node >= program.postCount else { return max(0, Int64(program.postLimit[node])) }
    let set = Int32(node - program.postCount)
    guard flow.family.limit[Int(set)] != nil else { return nil }
    let own = flow.family.setOfRow.indices.filter { flow.family.setOfRow[$0] == set }
    return own.map { max(0, Int64(program.capacityRows[$0].limit)) }.min()
  }

  private func reshape(_ node: Int, for program: AssignmentProgram) {
    let limit = limit(of: node, in: program) ?? Int64(program.unitCount)
    var target: Int64 = 0
    var bonus: Int64 = 0
    if node >= program.postCount, flow.family.targetRow[node - program.postCount] >= 0 {
      let row = program.targetRows[Int(flow.family.targetRow[node - program.postCount])]
      target = min(limit, max(0, Int64(row.target)))
      bonus = zip(row.weight, flow.weights.weight).reduce(0) { $0 + $1.0 * $1.1 }
    }
    network.reshape(
      node,
      to: [.init(capacity: target, cost: -bonus), .init(capacity: limit - target, cost: 0)],
      above: flow.weights.forbidden)
  }
}

extension NetworkSimplex {
  /// Does any of the unit's flow go to the post?
  fileprivate func goes(_ unit: Int, to post: Int32) -> Bool {
    let node = unitCount + Int(post)
    if arc[unit] < pairCount, pairPost[arc[unit]] == post { return flow[unit] > 0 }
    return Int(parent[node]) == unit && arc[node] < pairCount && flow[node] > 0
  }
}
