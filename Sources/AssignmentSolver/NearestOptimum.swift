import IntegerProgram
import NetworkFlow

/// How near a plan is to another one, in members.
public struct Nearness: Sendable, Equatable {
  /// Those who count in the other plan and are elsewhere now.
  public var moved: Int
  /// No plan that is as good in every stage moves fewer.
  public var least: Int
}

/// Of all plans as good as the one that the stages have come to, one that moves the fewest from another plan. It comes
/// behind all stages and is none itself: no stage is any worse for it, and one that is not proven may be better for the
/// other plan's sake.
///
/// 1. The other plan itself, where it is as good.
/// 2. Of a flow: on from its optimal tree, over the ways that optima take (``NetworkSimplex/optima(cost:upTo:)``).
/// 3. Else ``FewestMovers``; where that leaves anything open, a `StageSearch` with movers for the last stage, or in a large
///    program `NeighbourhoodSearch`.
extension SolvePath {
  /// Of the time limit; the rest is for coming near.
  static let shareOfStages = 0.95
  /// Work (`WorkMeter`) of the last search at least: a third of a second. Where the stages took more, a quarter of theirs.
  private static let leastWork = 50_000_000
  /// Pairs up to which there is such a search.
  private static let mostPairsSearched = 200_000

  /// - Parameters:
  ///   - found: what the stages have come to; values and bounds as the costs add up.
  ///   - deadline: when it ends, with what it has.
  mutating func nearest(
    _ found: AssignmentSolution, to other: FormerPlan, by deadline: Deadline,
    _ solver: some IntegerProgramSolver
  ) -> AssignmentSolution {
    let (former, gone) = other.keepable(in: program)
    var limits = limits
    limits.deadline = deadline
    let (plan, least) = nearest(found, former, limits, solver)
    var solution = found
    if incumbent.offer(plan) { solution.stages = bettered(found.stages) }
    solution.post = plan
    solution.failures = failures.all
    let moved = former.moved(plan)
    solution.nearness = Nearness(moved: Int(gone + moved), least: Int(gone + min(least, moved)))
    return solution
  }

  /// What is proven once a plan has come up that is better in a stage that was not proven.
  private mutating func bettered(_ stages: [StageOutcome]) -> [StageOutcome] {
    for stage in states.indices {
      states[stage].raise(to: stages[stage].bound, by: stages[stage].proof)
      states[stage].forget(unlessHeldFor: incumbent.value)
    }
    return zip(incumbent.value!, states).map {
      StageOutcome(value: $0, bound: min($1.bound, $0), proof: $1.proof)
    }
  }

  /// - Returns: a plan as good, or better where the stages are not proven, and how many move at least in any as good.
  private func nearest(
    _ found: AssignmentSolution, _ former: FormerPlan, _ limits: SolverLimits,
    _ solver: some IntegerProgramSolver
  ) -> (plan: [Int32], least: Int64) {
    guard former.moved(found.post) > 0 else { return (found.post, 0) }
    if let value = PlanValue(program: program).costs(former.post), let best = incumbent.value,
      !best.lexicographicallyPrecedes(value)
    {
      // Nothing is nearer: every unit is where the most of it were.
      return (former.post, former.moved(former.post))
    }
    if isOptimalFlow(found), let nearest = ofFlow(found, former, limits) { return nearest }
    return searched(found, former, limits, solver)
  }

  // MARK: A flow

  /// Is the plan the flow as it stands, and are all plans as good flows as cheap?
  private func isOptimalFlow(_ found: AssignmentSolution) -> Bool {
    flow.isWhole && floor.count == program.stageCount && found.stages.map(\.value) == floor
      && flow.assignment().post == found.post
  }

  /// - Returns: nil where the nearest flow is no plan, since a minimum is not met.
  private func ofFlow(
    _ found: AssignmentSolution, _ former: FormerPlan, _ limits: SolverLimits
  ) -> (plan: [Int32], least: Int64)? {
    meter.time(\.flow) {
      let network = flow.network.optima(cost: former.moved, upTo: 1)
      let isSolved = network.solve(shouldStop: { limits.haveStruck })
      var plan = [Int32](repeating: -1, count: program.unitCount)
      network.forEachTreePair { unit, pair, flow in
        if flow > 0 { plan[unit] = network.pairPost[pair] }
      }
      guard PlanValue(program: program).costs(plan) == incumbent.value else { return nil }
      return (plan, isSolved ? former.moved(plan) : 0)
    }
  }

  // MARK: A search

  private func searched(
    _ found: AssignmentSolution, _ former: FormerPlan, _ limits: SolverLimits,
    _ solver: some IntegerProgramSolver
  ) -> (plan: [Int32], least: Int64) {
    // Like the first plan this may take a second more than there was.
    let grace = Deadline(seconds: 1)
    let shouldStop = { limits.haveStruck && grace.hasPassed }
    let near = program.staying(near: former)
    let best = Incumbent(near)
    best.offer(found.post)
    if !found.stages.allSatisfy(\.isProven) { adopt(former, near, best, shouldStop) }
    let known = best.post ?? found.post
    guard former.moved(known) > 0,
      let answer = meter.time(
        \.flow, { FewestMovers.search(program, known: known, near: former, shouldStop: shouldStop) })
    else { return (known, 0) }
    best.offer(answer.plan)
    let (value, least) = (best.value!.dropLast(), Int64(answer.least))
    guard least < former.moved(answer.plan), !limits.haveStruck else { return (answer.plan, least) }
    var proven: Int64 = 0
    if program.pairCount <= Self.mostPairsSearched {
      proven = provenFewest(near, best, found.stages, limits, solver)
    } else {
      approach(former, near, best, limits, solver)
    }
    // What is known of plans of one value says nothing of those of a better one.
    return (best.post!, best.value!.dropLast() == value ? max(least, proven) : 0)
  }

  /// The work that coming nearer may take from now on, and what counts it.
  private func metered(_ limits: SolverLimits) -> (limits: SolverLimits, meter: WorkMeter) {
    let work = WorkMeter()
    let end = max(Self.leastWork, meter.work / 4)
    var own = limits
    own.relativeGap = 0
    own.isCancelled = { limits.isCancelled() || work.work >= end }
    return (own, work)
  }

  /// Comes nearer neighbourhood by neighbourhood, in cities too large for a search.
  private func approach(
    _ former: FormerPlan, _ near: AssignmentProgram, _ best: Incumbent, _ limits: SolverLimits,
    _ solver: some IntegerProgramSolver
  ) {
    let (own, work) = metered(limits)
    let reduction = Reduction(near)
    for posts in parameters.neighbourhoodPosts where !own.haveStruck {
      // Whoever does not count may stay where the plan has them.
      let wish = best.post!.indices.map {
        former.moved($0, to: -1) > 0 ? former.post[$0] : best.post![$0]
      }
      var search = NeighbourhoodSearch(reduction, wish: wish, posts: posts, parameters, meter)
      search.improve(best, using: MeteredSolver(solver, work), limits: own)
      if let failure = search.failure { return failures.note(failure, meter) }
    }
  }

  /// What comes at once of the former plan may be better than an unproven one, or as good and nearer.
  private func adopt(
    _ former: FormerPlan, _ near: AssignmentProgram, _ best: Incumbent, _ shouldStop: () -> Bool
  ) {
    let repaired = Repair.plan(Reduction(near), keeping: former.post, shouldStop: shouldStop)
    guard let plan = repaired else { return }
    best.offer(plan)
    if let better = CyclicExchange.best(near, from: plan, shouldStop: shouldStop) { best.offer(better) }
  }

  /// Movers as the last stage of a search, the stages before being held.
  ///
  /// - Returns: so many move at least in any plan as good as the best.
  private func provenFewest(
    _ near: AssignmentProgram, _ best: Incumbent, _ stages: [StageOutcome], _ limits: SolverLimits,
    _ solver: some IntegerProgramSolver
  ) -> Int64 {
    let (own, work) = metered(limits)
    let last = program.stageCount
    let answer = failures.noted(meter) {
      try meter.silently {
        var path = SolvePath(near, own, parameters, meter, { _ in })
        if try path.solveFlow() == nil {
          path.incumbent.offer(best.post!)
          for (stage, known) in stages.enumerated() {
            path.states[stage].raise(to: known.bound, by: known.proof)
          }
          try path.prove(last, MeteredSolver(solver, work))
        } else {
          path.states[last].raise(to: path.incumbent.value![last], by: "network_flow")
        }
        return (plan: path.incumbent.post!, least: path.states[last].bound)
      }
    }
    guard let answer else { return 0 }
    best.offer(answer.plan)
    return answer.least
  }

  /// Searches one stage, for as long as anything comes of it.
  private mutating func prove(_ stage: Int, _ solver: some IntegerProgramSolver) throws {
    var known: Int64?
    while known ?? -1 < states[stage].bound, !mustStop, !isDone(stage) {
      let isFirst = known == nil
      known = states[stage].bound
      try solve(stage, isFirst: isFirst, solver)
    }
  }
}
