import Foundation
import IntegerProgram

/// Solves an ``AssignmentProgram`` to a proven optimum, stage by stage, over all its pairs.
///
/// 1. ``Reduction`` drops pairs that no plan can use.
/// 2. ``RelaxedFlow`` solves what is a flow, all stages at once. Where the flow happens to keep minimums, teams
///    and every row it *is* the optimum of every stage.
/// 3. Otherwise a ``StageSearch`` a stage raises the bound until it meets the value of the best plan. Its linear
///    programs start from the flow's basis.
/// 4. Of a large program plans are first bettered piece by piece, and the last stage is looked at as though the
///    others had the flow's values.
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
    if case .done(let plan?) = rounding.round(openings: flow.openings, shouldStop: { mustStop }) {
      best.offer(plan)
    }
    var bounds = [Int64](repeating: 0, count: program.stageCount)
    var proofs = [String](repeating: "zero", count: program.stageCount)
    // What the stages before were held to when a bound was found: it says nothing of plans that are worse in one of them.
    var held = [[Int64]](repeating: [], count: program.stageCount)
    var ahead: StageSearch?
    let failures = Failures()
    if program.pairCount > largeProgram {
      improve(flow, best, rounding, solver, failures)
      ahead = failures.noted { try lookAhead(flow, best, rounding, floor: floor, solver, failures) } ?? nil
      if let first = ahead?.linear.held.first?.lower, first > floor[0] {
        (bounds[0], proofs[0]) = (first, "branch_and_bound")
      }
    }
    var isFirst = true
    // What is left of the time goes to stages whose share was too short.
    while isFirst || !mustStop && bounds.indices.contains(where: { !isDone($0, best, bounds) }) {
      let before = (best.value, bounds)
      for stage in bounds.indices {
        if let value = best.value, !zip(value, held[stage]).allSatisfy({ $0 <= $1 }) {
          (bounds[stage], proofs[stage]) = (0, "zero")
        }
        // The flow's bound holds as long as the stages before have the flow's values.
        if stage < floor.count, floor[stage] > bounds[stage], best.value?[..<stage] == floor[..<stage] {
          (bounds[stage], proofs[stage]) = (floor[stage], "network_flow")
        }
        report(stage, best, bounds)
        while !mustStop && !isDone(stage, best, bounds) {
          let kept = ahead.flatMap { $0.linear.stage == stage && $0.incumbent != nil ? $0 : nil }
          let made =
            kept
            ?? failures.noted {
              try makeSearch(stage, flow, best, rounding, atLeast: bounds, solver: solver, failures)
            } ?? nil
          guard let search = made else { break }
          ahead = nil
          search.limits = share(of: stage, isFirst: isFirst)
          let before = failures.all.count
          let proven = failures.noted { try search.run() } ?? nil
          guard let found = failures.all.count > before ? search.bound : proven else { continue }
          if found > bounds[stage] { (bounds[stage], proofs[stage]) = (found, "branch_and_bound") }
          held[stage] = search.earlier
          break
        }
        guard best.value != nil else {
          if let words = failures.all.first { throw SolverFailure(words) }
          throw mustStop ? SolvePathError.noPlanInTime : SolvePathError.infeasible
        }
      }
      if before == (best.value, bounds) { break }
      isFirst = false
    }
    // A later stage may have come upon a plan that is better in an unproven earlier one.
    let outcomes = zip(best.value!, zip(bounds, proofs)).map {
      StageOutcome(value: $0, bound: min($1.0, $0), proof: $1.1)
    }
    return AssignmentSolution(post: best.post!, stages: outcomes, failures: failures.all)
  }

  /// Later stages want their share of the time, the last, which is the hardest, most of it.
  private func share(of stage: Int, isFirst: Bool = true) -> () -> SolverLimits {
    let later = Double(program.stageCount - 1 - stage)
    let end = limits.seconds.map {
      seconds + ($0 - seconds) / (isFirst ? 1 + 2 * later : later > 0 ? 1.5 : 1)
    }
    return { [self] in
      var share = limits
      share.seconds = end.map { max(0, $0 - seconds) }
      return share
    }
  }

  /// The search of the last stage as though the stages before had the flow's values, as far as its first dive: a plan
  /// that it finds proves them all, and the search goes on where it is. Where it proves that there is none, and the
  /// first stage alone is to blame, it tries that stage's next value; where it just finds none, it makes do with the
  /// best plan's values.
  private func lookAhead(
    _ flow: RelaxedFlow, _ best: BestPlan, _ rounding: PlanRounding, floor: [Int64],
    _ solver: some IntegerProgramSolver, _ failures: Failures
  ) throws -> StageSearch? {
    let last = program.stageCount - 1
    guard floor.count == program.stageCount, let value = best.value, value[..<last] != floor[..<last],
      let search = try makeSearch(
        last, flow, best, rounding, holding: Array(floor[..<last]), atLeast: floor, solver: solver, failures)
    else { return nil }
    search.limits = share(of: last - 1)
    let isFirstAlone = (1..<last).allSatisfy { program.isFree($0) }
    while try search.start() == false {
      guard isFirstAlone else { return nil }
      try search.raiseFirst()
    }
    if search.incumbent == nil {
      try search.loosen()
      _ = try search.start()
    }
    return search
  }

  private func improve(
    _ flow: RelaxedFlow, _ best: BestPlan, _ rounding: PlanRounding, _ solver: some IntegerProgramSolver,
    _ failures: Failures
  ) {
    rounding.free()
    guard flow.solve(shouldStop: { mustStop }) else { return }
    // At most a quarter of the time.
    var quarter = limits
    quarter.seconds = limits.seconds.map { ($0 - seconds) / 4 }
    improve(best, wish: flow.assignment().post, limits: quarter, solver, failures)
  }

  private func improve(
    _ best: BestPlan, wish: [Int32], limits: SolverLimits, _ solver: some IntegerProgramSolver,
    _ failures: Failures
  ) {
    let end = limits.seconds.map { seconds + $0 }
    for posts in [16, 32] {
      var improvement = PlanImprovement(reduction, wish: wish, posts: posts)
      improvement.improve(best, using: solver) { [started] in
        let now = Double(DispatchTime.now().uptimeNanoseconds - started) / 1e9
        return limits.isCancelled() || end.map { now >= $0 } ?? false
      }
      if let failure = improvement.failure { return failures.note(failure) }
    }
  }

  /// - Parameters:
  ///   - values: What the stages before are held to; by default what they are in the best plan.
  ///   - bounds: What is known of the stages up to this one.
  /// - Returns: nil where the time is up.
  private func makeSearch(
    _ stage: Int, _ flow: RelaxedFlow, _ best: BestPlan, _ rounding: PlanRounding,
    holding values: [Int64]? = nil, atLeast bounds: [Int64], solver: some IntegerProgramSolver,
    _ failures: Failures
  ) throws -> StageSearch? {
    rounding.free()
    guard flow.solve(shouldStop: { mustStop }) else { return nil }
    // With other values than the best plan's only its first stage says what is too dear.
    let ceilings = (best.value ?? []).prefix(values == nil ? stage + 1 : 1)
    let linear = try PricedProgram(
      program, stage: stage, holding: values ?? best.value.map { Array($0[..<stage]) } ?? [],
      atLeast: Array(bounds[..<stage]), ceilings: Array(ceilings), pairs: flow.promisingPairs(3, best.post),
      seats: flow.seats(best.post), using: solver)
    let basis = flow.basis(for: linear)
    try linear.session.setBasis(rows: basis.rows, columns: basis.columns)
    return StageSearch(
      linear, best: best, rounding: rounding, floor: bounds[stage], limits: share(of: stage),
      improve: program.pairCount > largeProgram
        ? { wish, limits in improve(best, wish: wish, limits: limits, solver, failures) } : nil,
      onProgress: { report(stage, best, Array(bounds[..<stage]) + [$0]) })
  }

  private func isDone(_ stage: Int, _ best: BestPlan, _ bounds: [Int64]) -> Bool {
    guard let value = best.value?[stage] else { return false }
    return Double(value - bounds[stage]) <= limits.relativeGap * Double(max(1, value))
  }

  private func report(_ stage: Int, _ best: BestPlan, _ bounds: [Int64]) {
    let placed = best.post.map { post in
      post.indices.reduce(0) { post[$1] < 0 ? $0 : $0 + Int(program.unitSize[$1]) }
    }
    let gap = best.value.map { StageOutcome(value: $0[stage], bound: bounds[stage], proof: "").gap }
    onProgress(
      SolveProgress(
        stage: stage + 1, stageCount: program.stageCount, placed: placed, gap: gap, seconds: seconds))
  }
}
