import CGLPK
import IntegerProgram

/// GLPK's simplex in slices, so that limits strike during a long run.
struct Simplex {
  /// Iterations a slice: short enough for whoever presses Ctrl-C, long enough that starting again costs little. Counted,
  /// not timed: where a slice ends can decide which of several optima is found, and equal runs must find the same.
  private func slice() throws -> Int32 {
    let size = 10 * rowCount + Int(try problem.call(cglpk_nonzeros))
    return Int32(max(50, 50_000_000 / max(1, size)))
  }

  let problem: Problem
  let rowCount: Int
  let limits: SolverLimits

  /// - Throws: `SolverFailure` in GLPK's words, where no basis helped.
  func run(_ method: SimplexMethod) throws -> LinearProgramStatus {
    var method = method == .dual ? GLP_DUALP : GLP_PRIMAL
    var otherBases = [cglpk_advanced_basis, cglpk_standard_basis]
    let slice = try slice()
    while true {
      if limits.haveStruck { return .stopped }
      let code = try problem.call {
        cglpk_simplex(
          $0, method, slice, limits.deadline.milliseconds(), limits.objective ?? .greatestFiniteMagnitude)
      }
      switch code {
      case 0: return try status()
      case GLP_EOBJUL: return .aboveLimit
      case GLP_ETMLIM, GLP_EITLIM: continue
      case GLP_EBADB, GLP_ESING, GLP_ECOND, GLP_EFAIL:
        // The basis is no good, or led nowhere. From one of GLPK's own the primal method mostly gets through.
        guard !otherBases.isEmpty else { throw SolverFailure.lastWords(code) }
        try problem.call(otherBases.removeFirst())
        method = GLP_PRIMAL
      default: throw SolverFailure.lastWords(code)
      }
    }
  }

  private func status() throws -> LinearProgramStatus {
    switch try problem.call(cglpk_status) {
    case GLP_OPT: return .optimal
    case GLP_NOFEAS: return .infeasible
    case GLP_UNBND: return .unbounded
    // With return code 0 GLPK still says so where the dual method found no dual feasible point.
    case let other: throw SolverFailure("GLPK: the simplex method ended with status \(other)")
    }
  }
}
