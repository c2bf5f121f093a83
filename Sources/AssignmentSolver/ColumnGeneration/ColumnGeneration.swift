import IntegerProgram

/// Column generation (Dantzig and Wolfe 1960; Gilmore and Gomory 1961): solve, price all pairs, add those that better it.
extension RestrictedMaster {
  enum Ending: Equatable {
    /// No pair betters the linear program any more, or the bound is as high as wanted.
    case done
    case stopped
  }

  /// Solves the linear program over all pairs: adds pairs until none betters it, or until the stage's bound
  /// has reached `cutoff`.
  /// - Returns: How it ended, and the best bound met on the way (whole; `.min` where there is none).
  func optimise(
    _ method: SimplexMethod, cutoff: Int64, limits: SolverLimits
  ) throws -> (ending: Ending, bound: Int64, lagrangian: LagrangianBound?) {
    var method = method
    var best = Int64.min
    var raises = 0
    var isSharp = false
    var mayEndAbove = true
    if artificials.cost != artificials.firstCost { try admitArtificials(artificials.firstCost) }
    while true {
      let status = try runSimplex(method, limits, above: mayEndAbove ? cutoff : .max)
      switch status {
      case .infeasible:
        // Its word is no proof. With an artificial on every row there is a solution, whose bound says so in whole numbers.
        guard artificials.rows < rows.count || artificials.cost == 0 else {
          throw SolverFailure("a program with a solution is said to have none")
        }
        try addAllArtificials()
        method = .primal
        continue
      case .stopped: return (.stopped, best, nil)
      case .unbounded: throw SolverFailure("a sum of costs is said to be unbounded")
      case .optimal, .aboveLimit: break
      }
      let lagrangian = lagrangianBound()
      if let lagrangian { best = max(best, lagrangian.whole) }
      if best >= cutoff { return (.done, best, lagrangian) }
      if status == .aboveLimit {
        // Above it for want of pairs that are not in yet.
        mayEndAbove = false
        method = .dual
        continue
      }
      method = .primal
      if let lagrangian, !lagrangian.entering.isEmpty || !lagrangian.unfixing.isEmpty {
        try takeIn(lagrangian)
        continue
      }
      refresh()
      // Values are whole numbers: so is what the linear program's says of them.
      if Double(best) < (objective - 1e-4).rounded(.up), let finer = finerBound() { best = max(best, finer) }
      if best >= cutoff { return (.done, best, lagrangian) }
      if usesArtificials && raises < SolverParameters.artificialRaises {
        raises += 1
        try admitArtificials(min(artificials.cost, 1 << 54) * 16)
      } else if Double(best) < objective - 0.99 && artificials.cost > 0 && !usesArtificials && !isSharp
        && !isWeighing
      {
        isSharp = true
        try sharpen()
      } else {
        return (.done, best, lagrangian)
      }
    }
  }

  /// Takes in the pairs and units that better the linear program: of units that are fixed a share at a time, those first
  /// that gain most. While few units are in prices are far off, and offer most of the others something that is nothing
  /// better once prices are right.
  private func takeIn(_ lagrangian: LagrangianBound) throws {
    let most = max(parameters.leastUnfixing, unitRow.count { $0 >= 0 } / parameters.unfixingShare)
    let first = lagrangian.unfixing.sorted { ($1.gain, $0.unit) < ($0.gain, $1.unit) }.prefix(most)
    try unfix(first.map(\.unit).sorted())
    try add(pairs: lagrangian.entering.filter { unitRow[unit(of: $0)] >= 0 })
  }

  /// - Parameter cutoff: A dual run may end where no plan below this is left for the pairs at hand.
  func runSimplex(
    _ method: SimplexMethod, _ limits: SolverLimits, above cutoff: Int64 = .max
  ) throws -> LinearProgramStatus {
    let before = session.iterationCount
    var limits = limits
    // Values are whole numbers.
    if cutoff < .max { limits.objective = Double(cutoff) - 0.99 - Double(lifted(fixed.cost) - lifted) }
    let status = try meter.time(\.simplex) { try session.solve(method, limits: limits) }
    let iterations = session.iterationCount - before
    meter.totals.iterations += iterations
    meter.work += (iterations + SolverParameters.callWork) * (session.rowCount + session.columnCount)
    return status
  }
}
