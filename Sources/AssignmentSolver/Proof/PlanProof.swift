import IntegerProgram

/// Certificates of a plan's values, one a stage: each proves that no plan which is no worse in the stages before is better in
/// this one, in exact arithmetic and of the whole program, so that other programs can check it.
public struct PlanProof {
  private let program: AssignmentProgram
  private let plan: [Int32]
  /// Of the plan.
  public let values: [Int64]
  /// Proved so far.
  private var bounds: [Int64] = []
  private var path: SolvePath
  private let shouldStop: () -> Bool

  /// - Parameters:
  ///   - program: the whole of it, nothing reduced.
  ///   - plan: the post of every unit, −1 for none; it must hold.
  ///   - limits: of the search, all stages together.
  ///   - shouldStop: whether there is no time to state a program either.
  ///   - onProgress: where the solve stands that each certificate begins with.
  /// - Throws: ``SolvePathError/infeasible`` where it does not.
  public init(
    _ program: AssignmentProgram, plan: [Int32], limits: SolverLimits,
    shouldStop: @escaping () -> Bool = { false }, onProgress: @escaping (SolveProgress) -> Void = { _ in }
  ) throws {
    self.program = program
    self.plan = plan
    self.shouldStop = shouldStop
    values = program.stageValues(of: plan)
    path = SolvePath(program, limits.begun(), SolverParameters(), SolveMeter(), onProgress)
    _ = try path.solveFlow()
    path.firstPlans(plan)
    guard path.incumbent.value != nil else { throw SolvePathError.infeasible }
  }

  /// Is a stage left that can be stated? The rows of a stage hold the optima of those before.
  public var hasNext: Bool {
    bounds.count < values.count && bounds.elementsEqual(values.prefix(bounds.count))
  }

  /// The next stage's certificate, of which there must be one (``hasNext``).
  ///
  /// - Parameters:
  ///   - solver: of the linear programs; what it says is derived anew.
  ///   - store: for its derivations while they are made.
  ///   - onBranch: called with how many branches of the search are derived.
  ///   - write: takes the next piece of it.
  /// - Returns: What it proves; where the time was up, of what needs no search.
  /// - Throws: ``SolvePathError/noPlanInTime`` where there was no time to state it either.
  public mutating func next(
    using solver: some IntegerProgramSolver, derivations store: some DerivationStore,
    onBranch: @escaping (_ derived: Int) -> Void = { _ in }, to write: ([UInt8]) throws -> Void
  ) throws -> StageOutcome {
    let stage = bounds.count
    func certificate() throws -> (Certificate, WholeProgram.Layout) {
      let whole = WholeProgram(program)
      let certificate = try Certificate(
        whole.stage(stage, holding: values, shouldStop: shouldStop),
        lowerSides: (0..<stage).map { (whole.layout.firstHeldRow + $0, bounds[$0]) },
        solution: whole.values(of: plan), derivations: store)
      return (certificate, whole.layout)
    }
    let begun = ContinuousClock.now
    var (made, layout) = try certificate()
    try made.state(to: write)
    // Where the search ends without a proof, its certificate is made anew and the file is ended all the same.
    let ending = path.limits.deadline.keeping(2 * ((ContinuousClock.now - begun) / .seconds(1)))
    // What the columns' bounds say by themselves.
    var bound = min(values[stage], Int64(clamping: made.combine(.objective, []).wholeSide))
    var slack: Int64 = 0
    var isProved = false
    while bound < values[stage] && !isProved {
      do {
        bound = try prove(stage, in: made, layout, slack: slack, by: ending, solver, onBranch)
        isProved = true
      } catch StageProof.Failure.unprovable where slack < Self.mostSlack {
        slack = max(1, 2 * slack)
        (made, layout) = try certificate()
      } catch is StageProof.Failure {
        (made, layout) = try certificate()
        break
      }
    }
    if !isProved { try made.derive(.objective, atLeast: bound, by: made.combine(.objective, [])) }
    try made.finish(bound: bound, to: write)
    bounds.append(bound)
    return StageOutcome(value: values[stage], bound: bound, proof: "")
  }

  /// With costs in the millions the simplex's prices can be some units off; a bound a little lower is better than none.
  private static let mostSlack: Int64 = 1 << 20

  private func prove(
    _ stage: Int, in certificate: Certificate, _ layout: WholeProgram.Layout, slack: Int64,
    by ending: Deadline, _ solver: some IntegerProgramSolver, _ onBranch: @escaping (Int) -> Void
  ) throws -> Int64 {
    let offset = program.offset
    let held = zip(values, offset).prefix(stage).map { $0 + $1 }
    // What is too dear for a stage before is derived of its row, which says it of costs without any surplus alone.
    let ceilings = program.targetRows.allSatisfy(\.surplus.isEmpty) ? held : []
    let search = try path.makeSearch(
      stage, holding: held, atLeast: zip(bounds, offset).map { $0 + $1 } + [offset[stage]],
      ceilings: ceilings,
      solver)
    guard let search else { throw StageProof.Failure.stopped }
    search.limits.deadline = search.limits.deadline.sooner(ending)
    let facts = ProofFacts(certificate, program, path.reduction, layout, ceilings: ceilings)
    return try StageProof(search, facts, value: values[stage], onBranch: onBranch).run(slack: slack)
  }
}
