import IntegerProgram

/// Solves an ``AssignmentProgram`` to a proven optimum, stage by stage, over all its pairs.
///
/// 1. `Reduction` drops pairs that no plan can use.
/// 2. `FlowRelaxation` solves what is a flow, all stages at once. Where the flow happens to keep minimums, teams
///    and every row it *is* the optimum of every stage.
/// 3. `Repair` and `Rounding` make the first incumbents of it.
/// 4. Of a large program plans are bettered by `NeighbourhoodSearch`, and the last stage is looked at as though the
///    others had the flow's values.
/// 5. A `StageSearch` a stage raises the bound until it meets the value of the incumbent. Its linear programs start
///    from the flow's basis.
public struct SolvePath {
  let reduction: Reduction
  let flow: FlowRelaxation
  let rounding: Rounding
  let incumbent: Incumbent
  /// The flow's value of every stage: a bound as long as the stages before keep theirs.
  var floor: [Int64] = []
  /// What the first flow took.
  private(set) var flowSeconds = 0.0
  /// Made when it is asked for.
  var flowBound: FlowBound?
  var states: [StageState]
  /// Values and bounds here are above those of the plan by this.
  let offset: [Int64]
  let limits: SolverLimits
  let parameters: SolverParameters
  let meter: SolveMeter
  let failures = Failures()
  let onProgress: (SolveProgress) -> Void
  /// The search that proved the last stage that took one.
  var proof: StageSearch?
  /// Of a city in which no flow says who goes where: the linear program that all stages have in turn, and the basis at
  /// its root.
  var shared: (master: RestrictedMaster, basis: Branching.Basis)?

  /// The best plan and what is proven of it.
  ///
  /// - `limits`: Of the whole solve; a stage within `relativeGap` counts as done.
  /// - `start`: A plan of a program like this one, to begin from (−1: no post); it need not hold here.
  /// - `near`: Of the plans as good as the best that is found, the one that moves the fewest from this one is taken.
  /// - `threads`: What may run at once; no answer depends on it.
  /// - `log`: Called at every step of the solve.
  /// - `onPriceSearch`: Called with the plan where a search for prices begins, which is the work of one thread.
  /// - Throws: ``SolvePathError`` where there is no plan; `SolverFailure` where the solver failed before there was one.
  public static func solve(
    _ program: AssignmentProgram, using solver: some IntegerProgramSolver,
    limits: SolverLimits = SolverLimits(), start: [Int32]? = nil, near: FormerPlan? = nil,
    withPrices: Bool = false, threads: Int = 1,
    onProgress: (SolveProgress) -> Void = { _ in }, log: ((SolveEvent) -> Void)? = nil,
    onPriceSearch: (AssignmentSolution) -> Void = { _ in }
  ) throws -> AssignmentSolution {
    try solve(
      program, using: solver, limits: limits, start: start, near: near,
      parameters: SolverParameters(threads: threads), meter: SolveMeter(onEvent: log),
      withPrices: withPrices, onProgress: onProgress, onPriceSearch: onPriceSearch)
  }

  static func solve(
    _ program: AssignmentProgram, using solver: some IntegerProgramSolver, limits: SolverLimits,
    start: [Int32]? = nil, near: FormerPlan? = nil, parameters: SolverParameters,
    meter: SolveMeter = SolveMeter(), withPrices: Bool = false,
    onProgress: (SolveProgress) -> Void = { _ in },
    onPriceSearch: (AssignmentSolution) -> Void = { _ in }
  ) throws -> AssignmentSolution {
    try withoutActuallyEscaping(onProgress) { progress in
      let all = limits.begun()
      var own = all
      if near != nil { own.deadline = all.deadline.share(shareOfStages) }
      var path = SolvePath(program, own, parameters, meter, progress)
      var found = try path.run(solver, from: start)
      if let near { found = path.nearest(found, to: near, by: all.deadline, solver) }
      var solution = found
      solution.stages = zip(found.stages, path.offset).map { $0.less($1) }
      if withPrices { solution.prices = path.prices(found, solver) { onPriceSearch(solution) } }
      return solution
    }
  }

  init(
    _ program: AssignmentProgram, _ limits: SolverLimits, _ parameters: SolverParameters, _ meter: SolveMeter,
    _ onProgress: @escaping (SolveProgress) -> Void
  ) {
    reduction = Reduction(program)
    flow = FlowRelaxation(reduction.program)
    rounding = Rounding(reduction, flow)
    incumbent = Incumbent(reduction.program)
    offset = program.offset
    states = offset.enumerated().map { StageState(stage: $0, least: $1) }
    self.limits = limits
    self.parameters = parameters
    self.meter = meter
    self.onProgress = onProgress
  }

  var program: AssignmentProgram { reduction.program }

  var mustStop: Bool { limits.haveStruck }

  // MARK: The list of stages

  private mutating func run(
    _ solver: some IntegerProgramSolver, from start: [Int32]?
  ) throws -> AssignmentSolution {
    defer { meter.log(SolveEvent(kind: .end)) }
    if let optimum = try solveFlow() { return optimum }
    firstPlans(start)
    let hasDived =
      !rounding.isExact && parameters.allStagesPairs.contains(program.pairCount) && diveOverAllStages(solver)
    if program.pairCount > parameters.largeProgram && !hasDived {
      improve(solver)
      lookAhead(solver)
    }
    var isFirst = true
    // What is left of the time goes to stages whose share was too short.
    while isFirst || !mustStop && states.contains(where: { !isDone($0.stage) }) {
      let before = (incumbent.value, states.map(\.bound))
      for stage in states.indices { try solve(stage, isFirst: isFirst, solver) }
      if before == (incumbent.value, states.map(\.bound)) { break }
      isFirst = false
    }
    // A later stage may have come upon a plan that is better in an unproven earlier one.
    let outcomes = zip(incumbent.value!, states).map {
      StageOutcome(value: $0, bound: min($1.bound, $0), proof: $1.proof)
    }
    return AssignmentSolution(post: incumbent.post!, stages: outcomes, failures: failures.all)
  }

  /// - Returns: the optimum, where the flow is one.
  mutating func solveFlow() throws -> AssignmentSolution? {
    let isSolved = meter.time(\.flow) {
      flow.solve {
        onProgress(
          SolveProgress(
            stage: 0, stageCount: program.stageCount, placed: nil, gap: nil, seconds: meter.seconds))
        return mustStop
      }
    }
    flowSeconds = meter.totals.flow
    if isSolved && flow.leavesMustPlace { throw SolvePathError.infeasible }
    let (wish, isWhole) = flow.assignment()
    if isWhole { incumbent.offer(wish) }
    if isSolved { floor = flow.stageBounds() }
    logPlan(.flow, bounds: floor)
    // Equal in every stage: rows that cross, minimums and teams cost nothing.
    if let value = incumbent.value, value == floor {
      return AssignmentSolution(
        post: incumbent.post!, stages: value.map { StageOutcome(value: $0, bound: $0, proof: "network_flow") }
      )
    }
    // A second of grace: with the time up this is the only plan there may be.
    let grace = Deadline(seconds: 1)
    let repaired = Repair.plan(reduction, wish: wish, shouldStop: { mustStop && grace.hasPassed })
    if let repaired { incumbent.offer(repaired) }
    return nil
  }

  func firstPlans(_ start: [Int32]?) {
    if let start {
      incumbent.offer(start)
      let repaired = Repair.plan(reduction, keeping: start, shouldStop: { mustStop })
      if let repaired { incumbent.offer(repaired) }
    }
    let openings = flow.openings
    let outcome = meter.time(\.flow) { rounding.round(openings: openings, shouldStop: { mustStop }) }
    if case .done(let plan?) = outcome { incumbent.offer(plan) }
  }

  /// Raises the bound of a stage until it meets the incumbent, or the stage's share of the time is up.
  mutating func solve(_ stage: Int, isFirst: Bool, _ solver: some IntegerProgramSolver) throws {
    states[stage].forget(unlessHeldFor: incumbent.value)
    // The flow's bound holds as long as the stages before have the flow's values.
    if stage < floor.count, incumbent.value?[..<stage] == floor[..<stage] {
      states[stage].raise(to: floor[stage], by: "network_flow")
    }
    if isFirst && program.pairCount > parameters.largeProgram { boundByFlows(stage) }
    report(stage, states[stage].bound)
    while !mustStop && !isDone(stage) {
      let kept = states[stage].search.flatMap { $0.incumbentValue == nil ? nil : $0 }
      states[stage].search = nil
      let made = kept ?? failures.noted(meter) { try makeSearch(stage, solver) } ?? nil
      guard let search = made else {
        forgetShared()
        break
      }
      search.limits = share(of: stage, isFirst: isFirst)
      let failed = failures.all.count
      let proven = failures.noted(meter) { try search.run() } ?? nil
      let hasFailed = failures.all.count > failed
      if hasFailed { forgetShared() }
      guard let bound = hasFailed ? search.bound : proven else { continue }
      states[stage].raise(to: bound, by: "branch_and_bound")
      states[stage].hold(search.earlier)
      if !hasFailed && !search.isDone { states[stage].search = search }
      if !hasFailed && search.isDone { proof = search }
      break
    }
    logEnd(of: stage)
    guard incumbent.value != nil else {
      if let words = failures.all.first { throw SolverFailure(words) }
      throw mustStop ? SolvePathError.noPlanInTime : SolvePathError.infeasible
    }
  }

  /// The solver has failed in it: later stages make their own.
  private mutating func forgetShared() {
    guard shared != nil else { return }
    shared = nil
    for stage in states.indices { states[stage].search = nil }
  }

  // MARK: A stage

  /// Later stages want their share of the time, the last, which is the hardest, most of it.
  func share(of stage: Int, isFirst: Bool = true) -> SolverLimits {
    let later = Double(program.stageCount - 1 - stage)
    var own = limits
    // Where a plan and a linear program of all stages are there already, what is open of the earlier comes first.
    let part = shared == nil ? 1 + 2 * later : 1 + later / 2
    own.deadline = limits.deadline.share(1 / (isFirst ? part : later > 0 ? 1.5 : 1))
    return own
  }

  func makeSearch(_ stage: Int, _ solver: some IntegerProgramSolver) throws -> StageSearch? {
    try makeSearch(stage, holding: nil, atLeast: states.map(\.bound), solver)
  }

  /// - Parameters:
  ///   - values: What the stages before are held to; by default what they are in the incumbent.
  ///   - bounds: What is known of the stages up to this one.
  ///   - ceilings: Of stages from the first on: nothing dearer counts; by default what is known.
  /// - Returns: nil where the time is up.
  func makeSearch(
    _ stage: Int, holding values: [Int64]?, atLeast bounds: [Int64], ceilings: [Int64]? = nil,
    _ solver: some IntegerProgramSolver
  ) throws -> StageSearch? {
    if let shared, let values = incumbent.value {
      let held = zip(bounds, values).prefix(stage).map { (lower: min($0, $1), upper: $1) }
      try shared.master.turn(to: stage, held: held)
      try shared.master.setBasis(shared.basis)
      return StageSearch(
        shared.master, incumbent: incumbent, rounding: rounding, floor: bounds[stage], parameters: parameters,
        limits: share(of: stage), method: .primal, divesToUnits: true,
        improve: stage == program.stageCount - 1
          ? { wish, limits in
            var own = limits
            own.deadline = limits.deadline.share(1 / parameters.neighbourhoodShare)
            improve(wish: wish, limits: own, solver)
          } : nil,
        onNode: { event in
          log(event)
          report(stage, event.bound ?? 0)
        })
    }
    rounding.free()
    guard meter.time(\.flow, { flow.solve(shouldStop: { mustStop }) }) else { return nil }
    // With other values than the incumbent's only its first stage says what is too dear.
    let ceilings = ceilings ?? Array((incumbent.value ?? []).prefix(values == nil ? stage + 1 : 1))
    let master = try RestrictedMaster(
      program, stage: stage, holding: values ?? incumbent.value.map { Array($0[..<stage]) } ?? [],
      atLeast: Array(bounds[..<stage]), ceilings: ceilings,
      pairs: flow.promisingPairs(parameters.promisingPairs, incumbent.post),
      fixedPairs: flow.fixedPairs(incumbent.post), meter: meter,
      parameters: parameters, using: solver)
    let basis = flow.basis(for: master)
    try master.session.setBasis(rows: basis.rows, columns: basis.columns)
    return StageSearch(
      master, incumbent: incumbent, rounding: rounding, floor: bounds[stage], parameters: parameters,
      limits: share(of: stage),
      improve: program.pairCount > parameters.largeProgram
        ? { wish, limits in improve(wish: wish, limits: limits, solver) } : nil,
      onNode: { event in
        log(event)
        report(stage, event.bound ?? 0)
      })
  }

  func isDone(_ stage: Int) -> Bool {
    states[stage].isDone(incumbent.value, relativeGap: limits.relativeGap)
  }

  // MARK: Telling

  private func report(_ stage: Int, _ bound: Int64) {
    let placed = incumbent.post.map { post in
      post.indices.reduce(0) { post[$1] < 0 ? $0 : $0 + Int(program.unitSize[$1]) }
    }
    let gap = incumbent.value.map {
      StageOutcome(value: $0[stage], bound: bound, proof: "").less(offset[stage]).gap
    }
    onProgress(
      SolveProgress(
        stage: stage + 1, stageCount: program.stageCount, placed: placed, gap: gap, seconds: meter.seconds))
  }

  func logPlan(_ kind: SolveEvent.Kind, bounds: [Int64]) {
    var event = SolveEvent(kind: kind)
    (event.bounds, event.values) = (bounds, incumbent.value)
    log(event)
  }

  func log(_ event: SolveEvent) { meter.log(event.less(offset)) }

  private func logEnd(of stage: Int) {
    var event = SolveEvent(kind: .stage, stage: stage + 1)
    event.bound = states[stage].bound
    event.value = incumbent.value?[stage]
    log(event)
  }
}
