import IntegerProgram

// What a proven plan tells besides: what placing would cost, and what looser limits could gain.
extension SolvePath {
  /// What placing each unit that is without a post costs, from the search that proved the last stage, or a new one where
  /// the flow proved it and the program is no large one.
  ///
  /// - Returns: nil where the residual network tells it all, or the stages before are not proven.
  func prices(
    _ solution: AssignmentSolution, _ solver: some IntegerProgramSolver, onBegin: () -> Void = {}
  ) -> UnitPrices? {
    let last = program.stageCount - 1
    guard let values = incumbent.value, !mustStop, !Reoptimisation.isWhole(program),
      solution.stages.prefix(last).allSatisfy(\.isProven)
    else { return nil }
    let began = meter.seconds
    var prices =
      failures.noted(meter) { () -> UnitPrices? in
        let isUsable =
          proof.map {
            $0.hasMaster && $0.master.stage == last && $0.isDone && $0.earlier == Array(values[..<last])
          } ?? false
        let isWanted = solution.stages[last].isProven && program.pairCount <= parameters.largeProgram
        let made = isWanted && !isUsable ? try makeSearch(last, solver) : nil
        guard let search = isUsable ? proof : made else { return nil }
        search.limits = limits
        onBegin()
        return try PriceSearch(
          search, plan: solution.post, outcomes: solution.stages,
          network: ResidualNetwork(
            program, plan: solution.post, threads: parameters.threads,
            shouldStop: { [limits] in limits.haveStruck }),
          work: max(parameters.leastPriceWork, meter.work), onProgress: report
        ).run()
      } ?? nil
    prices?.seconds = meter.seconds - began
    return prices
  }

  private func report(_ known: Int, of all: Int) {
    var progress = SolveProgress(
      stage: program.stageCount, stageCount: program.stageCount, placed: nil, gap: nil, seconds: meter.seconds
    )
    progress.prices = (known, all)
    onProgress(progress)
  }

  /// What a looser program could gain in the first stage, by the search that proves that stage.
  ///
  /// - Parameter plan: a plan of the program, to begin from.
  /// - Returns: nil where the stage is not proven, or its proof does not tell.
  package static func firstStageBound(
    _ program: AssignmentProgram, plan: [Int32], using solver: some IntegerProgramSolver,
    limits: SolverLimits
  ) throws -> FirstStageBound? {
    guard program.pairCount <= SolverParameters().largeProgram else { return nil }
    return try withoutActuallyEscaping({ (_: SolveProgress) in }) { progress in
      var parameters = SolverParameters()
      // A plan of higher limits need not keep them.
      parameters.covers = false
      var path = SolvePath(program, limits.begun(), parameters, SolveMeter(), progress)
      if try path.solveFlow() == nil {
        path.firstPlans(plan)
        try path.solve(0, isFirst: true, solver)
      }
      guard let value = path.incumbent.value?[0], path.states[0].bound >= value || path.floor.first == value
      else {
        return nil
      }
      let isUsable = path.proof.map { $0.master.stage == 0 && $0.isDone } ?? false
      let made = isUsable ? path.proof : try path.makeSearch(0, solver)
      guard let search = made else { return nil }
      search.limits = path.limits
      return try FirstStageBound(search, path.reduction, of: program, value: value)
    }
  }
}
