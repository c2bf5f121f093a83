import Foundation
import IntegerProgram

/// Solves an ``AssignmentProgram`` to a proven optimum, stage by stage, over all its pairs.
///
/// 1. ``Reduction`` drops pairs that no plan can use.
/// 2. ``RelaxedFlow`` solves what is a flow, all stages at once. Where the flow happens to keep minimums, teams
///    and every row it *is* the optimum of every stage.
/// 3. Otherwise ``FlowPlans`` makes plans of flows, and each stage's bound is raised until it meets the value of
///    the best plan.
public struct SolvePath {
  private let reduction: Reduction
  private let limits: SolverLimits
  private let started = DispatchTime.now().uptimeNanoseconds
  private let onProgress: (SolveProgress) -> Void

  private init(
    _ program: AssignmentProgram, _ limits: SolverLimits, _ onProgress: @escaping (SolveProgress) -> Void
  ) {
    reduction = Reduction(program)
    self.limits = limits
    self.onProgress = onProgress
  }

  /// The best plan and what is proven of it.
  ///
  /// - Parameters:
  ///   - limits: Seconds for the whole solve; a stage within `relativeGap` counts as done.
  ///   - threads: How many threads may work. The answer does not depend on it.
  /// - Throws: ``SolvePathError`` where there is no plan; ``SolverFailure`` where the solver failed.
  public static func solve(
    _ program: AssignmentProgram, using solver: some IntegerProgramSolver,
    limits: SolverLimits = SolverLimits(),
    threads: Int = 1, onProgress: (SolveProgress) -> Void = { _ in }
  ) throws -> AssignmentSolution {
    try withoutActuallyEscaping(onProgress) { progress in
      try SolvePath(program, limits, progress).run(solver)
    }
  }

  private var program: AssignmentProgram { reduction.program }

  private var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9 }

  private var secondsLeft: Double? { limits.seconds.map { max(0, $0 - seconds) } }

  private var mustStop: Bool { limits.isCancelled() || (limits.seconds.map { seconds >= $0 } ?? false) }

  private func run(_ solver: some IntegerProgramSolver) throws -> AssignmentSolution {
    let flow = RelaxedFlow(program)
    let isSolved = flow.solve { mustStop }
    if isSolved && flow.leavesMustPlace { throw SolvePathError.infeasible }
    let (wish, isWhole) = flow.assignment()
    let best = BestPlan(program)
    if isWhole { best.offer(wish) }
    let floor = isSolved ? flow.stageBounds() : []
    // Equal in every stage: rows that cross, minimums and teams cost nothing.
    if let value = best.value, value == floor {
      return AssignmentSolution(
        post: best.post!, stages: value.map { StageOutcome(value: $0, bound: $0, proof: "network_flow") })
    }
    if let plan = PlanRepair.plan(reduction, wish: wish) { best.offer(plan) }
    FlowPlans(reduction, flow).improve(best) { mustStop }
    if ProcessInfo.processInfo.environment["OLD"] == nil { return try priced(flow, best, floor: floor, solver) }
    if isSolved && FlowSearch.fits(flow) { return try search(flow, best) }
    return try stages(best, floor: floor, solver)
  }

  private func priced(
    _ flow: RelaxedFlow, _ best: BestPlan, floor: [Int64], _ solver: some IntegerProgramSolver
  ) throws -> AssignmentSolution {
    for post in 0..<program.postCount where program.postMinimum[post] > 1 { flow.set(.free, post: post) }
    _ = flow.solve { mustStop }
    debug("flow \(floor) best \(best.value ?? []) at \(seconds)")
    var pairs = flow.promisingPairs(3)
    if let post = best.post {
      let check = PlanValue(program: program)
      for unit in post.indices where post[unit] >= 0 {
        if let pair = check.pair(unit: unit, post: post[unit]) { pairs.append(Int32(pair)) }
      }
      pairs = Array(Set(pairs)).sorted()
    }
    let linear = try PricedProgram(program, pairs: pairs, using: solver)
    let basis = flow.basis(for: linear)
    debug("basis \(basis.rows.count { $0 == .basic } + basis.columns.count { $0 == .basic }) of \(basis.rows.count)")
    try linear.session.setBasis(rows: basis.rows, columns: basis.columns)
    let rounding = PlanRounding(reduction, flow)
    var patterns = OpenPatterns()
    var outcomes: [StageOutcome] = []
    var floorHolds = true
    for stage in 0..<program.stageCount {
      floorHolds = floorHolds && stage < floor.count
      let known = floorHolds ? floor[stage] : 0
      if let value = best.value, value[stage] > known {
        let stagesLeft = Double(program.stageCount - stage)
        let end = limits.seconds.map { seconds + max(0, $0 - seconds) / stagesLeft }
        var inner = limits
        inner.seconds = nil
        let started = started
        inner.isCancelled = { [limits] in
          limits.isCancelled() || end.map { Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9 >= $0 } ?? false
        }
        try linear.begin(stage: stage, holding: Array(best.value![..<stage]), atLeast: outcomes.map(\.bound))
        let search = StageSearch(
          linear, stage: stage, best: best, rounding: rounding, patterns: patterns, floor: known,
          relativeGap: limits.relativeGap, limits: inner, isTimeUp: inner.isCancelled,
          onProgress: { _ in report(stage, best, outcomes) })
        let (bound, kept) = try search.run()
        patterns = kept
        outcomes.append(StageOutcome(value: best.value![stage], bound: min(bound, best.value![stage]), proof: "branch_and_bound"))
        debug("stage \(stage) \(best.value!) bound \(bound) nodes \(search.nodes) at \(seconds)")
      } else {
        outcomes.append(StageOutcome(value: best.value?[stage] ?? 0, bound: known, proof: known == 0 ? "zero" : "network_flow"))
      }
      floorHolds = floorHolds && outcomes[stage].value == floor[stage]
    }
    guard let post = best.post, let value = best.value else { throw SolvePathError.noPlanInTime }
    for stage in outcomes.indices { outcomes[stage].value = value[stage] }
    return AssignmentSolution(post: post, stages: outcomes)
  }

  /// All stages at once, with flows as bounds.
  private func search(_ flow: RelaxedFlow, _ best: BestPlan) throws -> AssignmentSolution {
    let search = FlowSearch(flow, best, relativeGap: limits.relativeGap)
    let bound = search.run { mustStop }
    guard let post = best.post, let value = best.value else {
      throw mustStop ? SolvePathError.noPlanInTime : SolvePathError.infeasible
    }
    var isProven = bound != nil
    let stages = value.indices.map { stage -> StageOutcome in
      // Bounds are in order: that of a stage holds while those before it are met.
      let known = isProven ? bound![stage] : 0
      let outcome = StageOutcome(
        value: value[stage], bound: min(known, value[stage]), proof: "flow_branch_and_bound")
      isProven = isProven && known == value[stage]
      return outcome
    }
    return AssignmentSolution(post: post, stages: stages)
  }

  /// - Parameter floor: The flow's value of every stage: a bound as long as the stages before keep theirs.
  private func stages(
    _ best: BestPlan, floor: [Int64], _ solver: some IntegerProgramSolver
  ) throws -> AssignmentSolution {
    var outcomes: [StageOutcome] = []
    var floorHolds = true
    for stage in 0..<program.stageCount {
      report(stage, best, outcomes)
      floorHolds = floorHolds && stage < floor.count
      var outcome = try prove(
        stage, held: outcomes.map(\.value), best, floor: floorHolds ? floor[stage] : 0, solver)
      outcome.bound = min(outcome.bound, outcome.value)
      outcomes.append(outcome)
      floorHolds = floorHolds && outcome.value == floor[stage]
    }
    guard let post = best.post, let value = best.value else { throw SolvePathError.noPlanInTime }
    // A later stage may have come upon a plan that is better in an unproven earlier one.
    for stage in outcomes.indices { outcomes[stage].value = value[stage] }
    return AssignmentSolution(post: post, stages: outcomes)
  }

  private func report(_ stage: Int, _ best: BestPlan, _ outcomes: [StageOutcome]) {
    let placed = best.post.map { $0.count { $0 >= 0 } }
    onProgress(
      SolveProgress(
        stage: stage + 1, stageCount: program.stageCount, placed: placed, gap: outcomes.last?.gap,
        seconds: seconds))
  }

  /// Within the gap asked for; a small program is proven to the last unit, for the gap is there to end long searches.
  private func isDone(_ value: Int64, _ bound: Int64) -> Bool {
    if program.pairCount <= Self.smallWhole { return value <= bound }
    return Double(value - bound) <= limits.relativeGap * Double(max(1, value))
  }

  private func prove(
    _ stage: Int, held: [Int64], _ best: BestPlan, floor: Int64, _ solver: some IntegerProgramSolver
  ) throws -> StageOutcome {
    if let value = best.value, isDone(value[stage], floor) {
      return StageOutcome(value: value[stage], bound: floor, proof: floor == 0 ? "zero" : "network_flow")
    }
    let isTooLarge = program.pairCount > Self.largestWhole && best.value != nil
    if mustStop || isTooLarge { return try unproven(stage, best, floor) }
    let core = CoreProgram(program, pairs: Array(0..<Int32(program.pairCount)), stage: stage, held: held)
    var inner = limits
    inner.seconds = secondsLeft
    if program.pairCount <= Self.smallWhole { inner.relativeGap = 0 }
    switch try solver.solve(core.integerProgram, limits: inner) {
    case .optimal(let values, _, let bound), .feasible(let values, _, let bound):
      best.offer(core.assignment(values))
      guard let value = best.value else { throw SolverFailure("an answer breaks a row") }
      return StageOutcome(
        value: value[stage], bound: max(floor, Self.whole(bound)), proof: "branch_and_bound")
    case .infeasible:
      guard best.value == nil else { throw SolverFailure("a plan is said not to exist") }
      throw SolvePathError.infeasible
    case .unbounded: throw SolverFailure("a sum of costs is said to be unbounded")
    case .noSolutionInTime: return try unproven(stage, best, floor)
    }
  }

  private static let smallWhole = 5_000

  /// Pairs beyond which the whole program is not handed to the solver: it could not be built in the time given.
  private static let largestWhole = 1_000_000

  private func unproven(_ stage: Int, _ best: BestPlan, _ floor: Int64) throws -> StageOutcome {
    guard let value = best.value else {
      throw SolvePathError.noPlanInTime
    }
    return StageOutcome(value: value[stage], bound: floor, proof: floor == 0 ? "zero" : "network_flow")
  }

  /// A bound on whole numbers is whole: the next whole number, with room for rounding.
  static func whole(_ bound: Double) -> Int64 {
    guard bound > 0 else { return 0 }
    return Int64((bound - 1e-5 - 1e-8 * bound).rounded(.up))
  }
}
