import Foundation
import IntegerProgram

/// Solves an ``AssignmentProgram`` to a proven optimum, stage by stage, over all its pairs.
///
/// 1. ``Reduction`` drops pairs that no plan can use.
/// 2. ``RelaxedFlow`` solves what is a flow, all stages at once. Where the flow happens to keep minimums, teams
///    and every row it *is* the optimum of every stage.
/// 3. Otherwise a ``StageSearch`` a stage raises the bound until it meets the value of the best plan. Its linear
///    programs start from the flow's basis.
public struct SolvePath {
  private let reduction: Reduction
  private let limits: SolverLimits
  private let largeProgram: Int
  private let started = DispatchTime.now().uptimeNanoseconds
  private let onProgress: (SolveProgress) -> Void

  private init(
    _ program: AssignmentProgram, _ limits: SolverLimits, _ largeProgram: Int,
    _ onProgress: @escaping (SolveProgress) -> Void
  ) {
    reduction = Reduction(program)
    self.limits = limits
    self.largeProgram = largeProgram
    self.onProgress = onProgress
  }

  /// The best plan and what is proven of it.
  ///
  /// - Parameters:
  ///   - limits: Seconds for the whole solve; a stage within `relativeGap` counts as done.
  /// - Throws: ``SolvePathError`` where there is no plan; ``SolverFailure`` where the solver failed.
  public static func solve(
    _ program: AssignmentProgram, using solver: some IntegerProgramSolver,
    limits: SolverLimits = SolverLimits(), onProgress: (SolveProgress) -> Void = { _ in }
  ) throws -> AssignmentSolution {
    try solve(program, using: solver, limits: limits, largeProgram: 200_000, onProgress: onProgress)
  }

  /// - Parameter largeProgram: Pairs beyond which plans are bettered piece by piece: before the linear programs have
  ///   their say, and what is rounded of them.
  static func solve(
    _ program: AssignmentProgram, using solver: some IntegerProgramSolver, limits: SolverLimits,
    largeProgram: Int, onProgress: (SolveProgress) -> Void = { _ in }
  ) throws -> AssignmentSolution {
    try withoutActuallyEscaping(onProgress) { progress in
      try SolvePath(program, limits, largeProgram, progress).run(solver)
    }
  }

  private var program: AssignmentProgram { reduction.program }

  private var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9 }

  private var mustStop: Bool { limits.isCancelled() || (limits.seconds.map { seconds >= $0 } ?? false) }

  private func run(_ solver: some IntegerProgramSolver) throws -> AssignmentSolution {
    let flow = RelaxedFlow(program)
    let isSolved = flow.solve { mustStop }
    if isSolved && flow.leavesMustPlace { throw SolvePathError.infeasible }
    let best = BestPlan(program)
    let (wish, isWhole) = flow.assignment()
    if isWhole { best.offer(wish) }
    let floor = isSolved ? flow.stageBounds() : []
    // Equal in every stage: rows that cross, minimums and teams cost nothing.
    if let value = best.value, value == floor {
      return AssignmentSolution(
        post: best.post!, stages: value.map { StageOutcome(value: $0, bound: $0, proof: "network_flow") })
    }
    if let plan = PlanRepair.plan(reduction, wish: wish) { best.offer(plan) }
    return try stages(flow, best, floor: floor, solver)
  }

  /// - Parameter floor: The flow's value of every stage: a bound as long as the stages before keep theirs.
  private func stages(
    _ flow: RelaxedFlow, _ best: BestPlan, floor: [Int64], _ solver: some IntegerProgramSolver
  ) throws -> AssignmentSolution {
    let rounding = PlanRounding(reduction, flow)
    if let plan = rounding.plan(openings: flow.openings, shouldStop: { mustStop }) { best.offer(plan) }
    if program.pairCount > largeProgram { try improve(flow, best, rounding, floor: floor, solver) }
    var bounds: [Int64] = []
    var proofs: [String] = []
    for stage in 0..<program.stageCount {
      // The flow's bound holds as long as the stages before have the flow's values.
      let isFlow = stage < floor.count && bounds.indices.allSatisfy { best.value?[$0] == floor[$0] }
      var bound = isFlow ? floor[stage] : 0
      proofs.append(bound == 0 ? "zero" : "network_flow")
      report(stage, best, bounds)
      if !mustStop && best.value.map({ !isDone($0[stage], bound) }) ?? true {
        let found = try search(stage, flow, best, rounding, atLeast: bounds + [bound], solver)
        if found > bound { proofs[stage] = "branch_and_bound" }
        bound = max(bound, found)
      }
      guard best.value != nil else {
        throw mustStop ? SolvePathError.noPlanInTime : SolvePathError.infeasible
      }
      bounds.append(bound)
    }
    // A later stage may have come upon a plan that is better in an unproven earlier one.
    let outcomes = zip(best.value!, zip(bounds, proofs)).map {
      StageOutcome(value: $0, bound: min($1.0, $0), proof: $1.1)
    }
    return AssignmentSolution(post: best.post!, stages: outcomes)
  }

  private func improve(
    _ flow: RelaxedFlow, _ best: BestPlan, _ rounding: PlanRounding, floor: [Int64],
    _ solver: some IntegerProgramSolver
  ) throws {
    rounding.free()
    guard flow.solve(shouldStop: { mustStop }) else { return }
    // At most a quarter of the time.
    let end = limits.seconds.map { seconds + ($0 - seconds) / 4 }
    let wish = flow.assignment().post
    for posts in [16, 32, 64] {
      // What larger pieces are good for is the first stage.
      if let value = best.value?.first, let bound = floor.first, isDone(value, bound) { return }
      try improve(best, wish: wish, posts: posts, until: end, solver)
    }
  }

  private func improve(
    _ best: BestPlan, wish: [Int32], posts: Int, until end: Double?, _ solver: some IntegerProgramSolver
  ) throws {
    var improvement = PlanImprovement(reduction, wish: wish, posts: posts)
    try improvement.improve(best, using: solver) { [limits, started] in
      let now = Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9
      return limits.isCancelled() || end.map { now >= $0 } ?? false
    }
  }

  /// - Parameter bounds: What is known of the stages up to this one.
  /// - Returns: A bound of the stage.
  private func search(
    _ stage: Int, _ flow: RelaxedFlow, _ best: BestPlan, _ rounding: PlanRounding, atLeast bounds: [Int64],
    _ solver: some IntegerProgramSolver
  ) throws -> Int64 {
    rounding.free()
    guard flow.solve(shouldStop: { mustStop }) else { return 0 }
    // Later stages want their share of the time, the last, which is the hardest, most of it.
    let end = limits.seconds.map { seconds + ($0 - seconds) / Double(2 * (program.stageCount - stage) - 1) }
    let timed = {
      var timed = limits
      timed.seconds = end.map { max(0, $0 - seconds) }
      return timed
    }
    let linear = try PricedProgram(
      program, stage: stage, holding: best.value.map { Array($0[..<stage]) } ?? [],
      atLeast: Array(bounds[..<stage]), pairs: flow.promisingPairs(3, best.post),
      seats: flow.seats(best.post), using: solver)
    let basis = flow.basis(for: linear)
    try linear.session.setBasis(rows: basis.rows, columns: basis.columns)
    let search = StageSearch(
      linear, best: best, rounding: rounding, floor: bounds[stage], limits: timed,
      mend: { plan, wish in
        guard program.pairCount > largeProgram else { return }
        for posts in [16, 32] { try improve(plan, wish: wish, posts: posts, until: end, solver) }
      },
      onProgress: { report(stage, best, Array(bounds[..<stage]) + [$0]) })
    return try search.run()
  }

  private func isDone(_ value: Int64, _ bound: Int64) -> Bool {
    Double(value - bound) <= limits.relativeGap * Double(max(1, value))
  }

  private func report(_ stage: Int, _ best: BestPlan, _ bounds: [Int64]) {
    let placed = best.post.map { post in
      post.indices.reduce(0) { post[$1] < 0 ? $0 : $0 + Int(program.unitSize[$1]) }
    }
    let gap = best.value.flatMap { value in
      bounds.last.map { StageOutcome(value: value[bounds.count - 1], bound: $0, proof: "").gap }
    }
    onProgress(
      SolveProgress(
        stage: stage + 1, stageCount: program.stageCount, placed: placed, gap: gap, seconds: seconds))
  }
}
