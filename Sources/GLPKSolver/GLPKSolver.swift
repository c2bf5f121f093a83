import CGLPK
import IntegerProgram

/// GLPK 5.0 behind `IntegerProgramSolver`.
///
/// Ownership: GLPK keeps a world of its own on every thread. A session lives on the thread that made it: call it
/// from another and it throws; drop it on another and its memory stays until the first one ends. Should GLPK
/// fail outright, every session of that thread is lost (their calls throw) and new ones work.
///
/// Different threads may solve at once. Use a `Thread` for a solve: tasks and actors hop between threads.
public struct GLPKSolver: IntegerProgramSolver {
  public init() {}

  /// The version of the GLPK that is loaded, such as `5.0`.
  public static var version: String { String(cString: glp_version()) }

  /// - Throws: `SolverFailure` in GLPK's words where GLPK failed.
  public func makeSession() throws -> any LinearProgramSession { try GLPKSession() }

  /// Minimises `program` on the calling thread.
  ///
  /// A limit strikes within about 0.2 s during the first linear program. Later, GLPK is asked between its steps,
  /// of which one may be a long simplex run at a node.
  /// - Throws: `SolverFailure` where `program` holds a number that is none, an index out of range, a column
  ///   twice in a row or a lower bound above its upper; where GLPK fails; and where its answer breaks a row, a
  ///   bound or integrality.
  public func solve(_ program: IntegerProgram, limits: SolverLimits) throws -> SolverOutcome {
    try limits.check()
    try program.check()
    let limits = limits.begun()
    guard let whole = program.withWholeBounds() else { return .infeasible }
    let outcome = try IntegerSearch(program: whole, limits: limits).run()
    return try outcome.checked(against: program)
  }
}
