import IntegerProgram
import NetworkFlow

/// What large programs get besides: plans by neighbourhoods, bounds by flows, and a look ahead at the last stage.
extension SolvePath {
  /// A bound where the flow's own says nothing, since a stage before is above it, and before a linear program is solved.
  mutating func boundByFlows(_ stage: Int) {
    guard !isDone(stage), !mustStop, !floor.isEmpty, let value = incumbent.value,
      stage > 0 || !flow.family.isWhole, stage < floor.count || FlowBound.fits(program, stage: stage)
    else { return }
    let deadline = limits.deadline.share(1 / parameters.flowBoundShare)
    if flowBound == nil {
      rounding.free()
      guard meter.time(\.flow, { flow.solve(shouldStop: { mustStop }) }) else { return }
      let tree = NetworkSimplex.Snapshot()
      flow.network.save(in: tree)
      flowBound = FlowBound(program, from: tree)
    }
    let bound = meter.time(\.flow) {
      flowBound!.best(
        of: stage, within: value, steps: parameters.flowBoundSteps,
        shouldStop: { deadline.hasPassed || mustStop })
    }
    guard bound > states[stage].bound else { return }
    states[stage].raise(to: min(bound, value[stage]), by: "network_flow")
    states[stage].hold(Array(value[..<stage]))
  }

  /// The search of the last stage as though the stages before had the flow's values, as far as its first dive: a plan
  /// that it finds proves them all, and the search goes on where it is. Where it proves that there is none, it tries the
  /// first stage's next value; where it just finds none, it makes do with the incumbent's values. Only where the first
  /// stage alone can be to blame.
  mutating func lookAhead(_ solver: some IntegerProgramSolver) {
    guard let ahead = failures.noted(meter, { try searchAhead(solver) }) ?? nil else { return }
    if let first = ahead.master.held.first?.lower, first > floor[0] {
      states[0].raise(to: first, by: "branch_and_bound")
    }
    states[ahead.master.stage].search = ahead
  }

  private func searchAhead(_ solver: some IntegerProgramSolver) throws -> StageSearch? {
    let last = program.stageCount - 1
    guard floor.count == program.stageCount, (0..<last).dropFirst().allSatisfy({ program.isFree($0) }),
      let value = incumbent.value, value[..<last] != floor[..<last],
      let search = try makeSearch(last, holding: Array(floor[..<last]), atLeast: floor, solver)
    else { return nil }
    search.limits = share(of: last - 1)
    var raises = 0
    while try search.start() == false {
      guard raises < SolverParameters.stageRaises else { return nil }
      raises += 1
      try search.raiseFirst()
    }
    if search.incumbentValue == nil {
      try search.loosen()
      _ = try search.start()
    }
    return search
  }

  /// A first plan by all stages at once, and the linear program from which their searches begin.
  ///
  /// - Returns: Was there time, and are the costs such that all stages fit one objective?
  mutating func diveOverAllStages(_ solver: some IntegerProgramSolver) -> Bool {
    shared = failures.noted(meter) { try allStages(solver) } ?? nil
    return shared != nil
  }

  private func allStages(
    _ solver: some IntegerProgramSolver
  ) throws -> (master: RestrictedMaster, basis: Branching.Basis)? {
    rounding.free()
    let last = program.stageCount - 1
    guard let value = incumbent.value, floor.count > last,
      meter.time(\.flow, { flow.solve(shouldStop: { mustStop }) })
    else { return nil }
    let master = try RestrictedMaster(
      program, stage: last, holding: nil, atLeast: Array(floor[..<last]), ceilings: [value[0]],
      pairs: flow.promisingPairs(parameters.promisingPairs, incumbent.post),
      fixedPairs: flow.fixedPairs(incumbent.post), meter: meter,
      parameters: parameters, using: solver)
    guard master.weighsAll else { return nil }
    let basis = flow.basis(for: master)
    try master.session.setBasis(rows: basis.rows, columns: basis.columns)
    let dive = AllStagesDive(
      master: master, reduction: reduction, incumbent: incumbent, parameters: parameters, limits: limits,
      onStep: {
        var event = SolveEvent(kind: .dive)
        event.depth = master.applied.count
        event.rows = master.session.rowCount
        event.columns = master.session.columnCount
        event.values = incumbent.value
        log(event)
      })
    let root = try dive.run()
    return root.map { (master, $0) }
  }

  func improve(_ solver: some IntegerProgramSolver) {
    rounding.free()
    guard meter.time(\.flow, { flow.solve(shouldStop: { mustStop }) }) else { return }
    var own = limits
    own.deadline = limits.deadline.share(1 / parameters.neighbourhoodShare)
    improve(wish: flow.assignment().post, limits: own, solver)
  }

  func improve(wish: [Int32], limits: SolverLimits, _ solver: some IntegerProgramSolver) {
    for posts in parameters.neighbourhoodPosts {
      exchange(limits)
      var search = NeighbourhoodSearch(reduction, wish: wish, posts: posts, parameters, meter)
      search.improve(incumbent, using: solver, limits: limits)
      if let failure = search.failure { return failures.note(failure, meter) }
    }
    exchange(limits)
    logPlan(.neighbourhoods, bounds: states.map(\.bound))
  }

  private func exchange(_ limits: SolverLimits) {
    // It takes about as long as the first flow did.
    if let left = limits.deadline.secondsLeft, left < 4 * flowSeconds { return }
    guard let plan = incumbent.post else { return }
    let better = meter.time(\.flow) {
      CyclicExchange.best(program, from: plan, shouldStop: { limits.haveStruck })
    }
    if let better { incumbent.offer(better) }
  }
}
