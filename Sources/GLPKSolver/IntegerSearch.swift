import CGLPK
import IntegerProgram

/// One whole integer program: the first linear program in slices, then branch and cut.
struct IntegerSearch {
  /// Numbers checked, bounds of integer columns whole.
  let program: IntegerProgram
  let limits: SolverLimits

  func run() throws -> SolverOutcome {
    let problem = try Problem()
    try load(into: problem)
    try problem.call(cglpk_scale)
    // Where nothing is gained by any column alone, the empty basis is dual feasible: from there the dual method
    // has half the work of the primal from a crash basis.
    let method: SimplexMethod = standardBasisIsDualFeasible ? .dual : .primal
    try problem.call(method == .dual ? cglpk_standard_basis : cglpk_advanced_basis)
    let simplex = Simplex(problem: problem, rowCount: program.rows.count, limits: limits)
    switch try simplex.run(method) {
    case .infeasible: return .infeasible
    case .unbounded: return try unboundedOrInfeasible()
    case .stopped, .aboveLimit: return .noSolutionInTime(bound: -.infinity)
    case .optimal: break
    }
    let rootBound = try problem.objective()
    guard program.columns.contains(where: \.isInteger) else {
      let values = try problem.numbers(program.columns.count, cglpk_column_values)
      return .optimal(values: values, objective: rootBound, bound: rootBound)
    }
    return try search(problem, rootBound: rootBound)
  }

  private var standardBasisIsDualFeasible: Bool {
    program.columns.allSatisfy { $0.cost == 0 || ($0.cost > 0 && $0.lower > -.infinity) }
  }

  private func load(into problem: Problem) throws {
    try problem.add(program.columns)
    // GLPK aborts where there is nothing to solve; a row without bounds is no row.
    let rows = program.rows.isEmpty ? [IntegerProgram.Row(lower: -.infinity, upper: .infinity)] : program.rows
    try problem.add(rows, columnCount: program.columns.count, after: 0)
  }

  /// A linear program without bound is an integer program without bound, if that has a solution at all.
  private func unboundedOrInfeasible() throws -> SolverOutcome {
    var anySolution = program
    for j in anySolution.columns.indices { anySolution.columns[j].cost = 0 }
    switch try IntegerSearch(program: anySolution, limits: limits).run() {
    case .optimal, .feasible, .unbounded: return .unbounded
    case .infeasible: return .infeasible
    case .noSolutionInTime: return .noSolutionInTime(bound: -.infinity)
    }
  }

  // MARK: Branch and cut

  /// How a search goes through the tree.
  private struct SearchStrategy {
    let cuts: Bool
    let branching: Int32
  }

  /// Whether GLPK soon finds a good answer is much a matter of luck: one and the same program takes a tenth of a
  /// second by one strategy and hours by another. So each has its turn, with more nodes in every round.
  private static let strategies = [
    SearchStrategy(cuts: true, branching: GLP_BR_DTH), SearchStrategy(cuts: false, branching: GLP_BR_DTH),
    SearchStrategy(cuts: true, branching: GLP_BR_LFV), SearchStrategy(cuts: true, branching: GLP_BR_MFV),
  ]
  private static let firstNodeLimit: Int32 = 1000

  private func search(_ problem: Problem, rootBound: Double) throws -> SolverOutcome {
    var progress = cglpk_progress(bound: rootBound, nodes: 0, is_spent: 0)
    var best: (values: [Double], objective: Double)?
    var nodeLimit = Self.firstNodeLimit
    var nodesLeft = limits.nodes ?? .max
    while true {
      for strategy in Self.strategies {
        let own = Int32(clamping: min(Int(nodeLimit), max(1, nodesLeft)))
        let code = try intopt(problem, strategy, nodeLimit: own, &progress)
        nodesLeft -= Int(progress.nodes)
        // Cuts can make a basis that GLPK cannot go on with; without them it must.
        if code == GLP_EFAIL && strategy.cuts { continue }
        let isSpent = progress.is_spent != 0 && code == GLP_ESTOP
        guard isSpent else {
          return try better(outcome(problem, code: code, bound: progress.bound), best, bound: progress.bound)
        }
        if try problem.call(cglpk_mip_status) == GLP_FEAS {
          let found = try solution(problem)
          if found.objective < best?.objective ?? .infinity { best = found }
        }
        if let best, best.objective - progress.bound <= limits.relativeGap * max(1, abs(best.objective)) {
          return .optimal(values: best.values, objective: best.objective, bound: progress.bound)
        }
        if nodesLeft <= 0 {
          return better(.noSolutionInTime(bound: progress.bound), best, bound: progress.bound)
        }
      }
      nodeLimit = min(nodeLimit, .max / 4) * 4
    }
  }

  /// What struck a limit gives way to a better answer of an earlier turn.
  private func better(
    _ outcome: SolverOutcome, _ best: (values: [Double], objective: Double)?, bound: Double
  ) -> SolverOutcome {
    guard let best else { return outcome }
    switch outcome {
    case .feasible(_, let objective, let bound) where best.objective < objective:
      return .feasible(values: best.values, objective: best.objective, bound: min(bound, best.objective))
    case .noSolutionInTime:
      return .feasible(values: best.values, objective: best.objective, bound: min(bound, best.objective))
    default: return outcome
    }
  }

  private func intopt(
    _ problem: Problem, _ strategy: SearchStrategy, nodeLimit: Int32, _ progress: inout cglpk_progress
  ) throws -> Int32 {
    let question = StopQuestion(limits.isCancelled)
    return try withExtendedLifetime(question) {
      try problem.call {
        cglpk_intopt(
          $0, limits.relativeGap, limits.deadline.milliseconds(), strategy.cuts ? 1 : 0, strategy.branching,
          nodeLimit,
          StopQuestion.ask, Unmanaged.passUnretained(question).toOpaque(), &progress)
      }
    }
  }

  /// Return code and status together.
  private func outcome(_ problem: Problem, code: Int32, bound: Double) throws -> SolverOutcome {
    let status = try problem.call(cglpk_mip_status)
    switch (code, status) {
    case (0, GLP_OPT):
      let (values, objective) = try solution(problem)
      return .optimal(values: values, objective: objective, bound: objective)
    case (GLP_EMIPGAP, GLP_FEAS), (GLP_EMIPGAP, GLP_OPT):
      let (values, objective) = try solution(problem)
      // GLPK's last word on the bound came after the last we heard.
      let known = max(bound, objective - limits.relativeGap * max(1, abs(objective)))
      return .optimal(values: values, objective: objective, bound: min(objective, known))
    case (0, GLP_NOFEAS): return .infeasible
    case (GLP_ETMLIM, GLP_FEAS), (GLP_ESTOP, GLP_FEAS):
      let (values, objective) = try solution(problem)
      return .feasible(values: values, objective: objective, bound: min(objective, bound))
    case (GLP_ETMLIM, GLP_UNDEF), (GLP_ESTOP, GLP_UNDEF): return .noSolutionInTime(bound: bound)
    default: throw SolverFailure.lastWords(code)
    }
  }

  private func solution(_ problem: Problem) throws -> (values: [Double], objective: Double) {
    let values = try problem.numbers(program.columns.count, cglpk_mip_values)
    return try RoundedSolution(program: program, found: values).values()
  }
}

/// Carries the question through C.
private final class StopQuestion {
  private let isCancelled: @Sendable () -> Bool

  init(_ isCancelled: @escaping @Sendable () -> Bool) { self.isCancelled = isCancelled }

  /// Enters nothing of GLPK, so no jump can cross this frame.
  static let ask: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = { context in
    Unmanaged<StopQuestion>.fromOpaque(context!).takeUnretainedValue().isCancelled() ? 1 : 0
  }
}
