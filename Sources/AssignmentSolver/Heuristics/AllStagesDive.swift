import IntegerProgram

/// The linear program of all stages at once, its cuts, and a dive from it: for cities with teams and rows that cross, where a
/// flow does not say who goes where once all posts are decided.
///
/// The earlier stages are in the objective at prices that no later stage outweighs, and none of them is held. So the optimum
/// is the stages' in order, and every plan is a solution: what a rounded post or team costs shows at once, in the stage
/// in which it does.
struct AllStagesDive {
  let master: RestrictedMaster
  let reduction: Reduction
  let incumbent: Incumbent
  let parameters: SolverParameters
  let limits: SolverLimits
  let onStep: () -> Void

  /// - Returns: The basis from which it dived; nil where the linear program was not solved in time.
  func run() throws -> Branching.Basis? {
    guard try solveRoot() else { return nil }
    let basis = master.session.basis()
    var dive = Dive(
      master: master, parameters: parameters, limits: limits, seesUnits: true, pseudoCosts: nil,
      cutoff: { .max },
      onStep: {
        master.offer(to: incumbent, reduction, shouldStop: { limits.haveStruck })
        onStep()
      })
    _ = try dive.run()
    return basis
  }

  private func solveRoot() throws -> Bool {
    var before = -Double.infinity
    for round in 0..<parameters.rootCutRounds {
      let (ending, _, _) = try master.optimise(.dual, cutoff: .max, limits: limits)
      master.refresh()
      guard ending == .done, !limits.haveStruck else { return round > 0 }
      onStep()
      let gain = master.objective - before
      before = master.objective
      if round > 3 && gain < parameters.leastCutGain * (1 + gap) { break }
      if try master.cuts.separate(master, withCovers: parameters.covers) == 0 { break }
    }
    return true
  }

  private var gap: Double {
    incumbent.value.map { Double(master.lifted($0)) - master.objective } ?? master.objective
  }
}

extension RestrictedMaster {
  /// Makes plans of the solution at hand: as it is, where it is whole, and repaired.
  func offer(to incumbent: Incumbent, _ reduction: Reduction, shouldStop: () -> Bool) {
    let wish = wish
    incumbent.offer(wish)
    if let repaired = Repair.plan(reduction, wish: wish, shouldStop: shouldStop) { incumbent.offer(repaired) }
  }
}
