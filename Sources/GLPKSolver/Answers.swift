import CGLPK
import IntegerProgram

/// What GLPK found, with integer columns at whole numbers.
struct RoundedSolution {
  let program: IntegerProgram
  let found: [Double]

  /// - Throws: `SolverFailure` where an integer column is far from whole.
  func values() throws -> (values: [Double], objective: Double) {
    var values = found
    for (j, column) in program.columns.enumerated() where column.isInteger {
      values[j] = found[j].rounded()
      guard abs(values[j] - found[j]) <= 1e-4 else {
        throw SolverFailure("GLPK gave \(found[j]) for integer column \(j)")
      }
    }
    if program.firstFault(in: values) != nil, let mended = try aroundIntegers(of: values) { values = mended }
    return (values, program.objective(of: values))
  }

  /// The other columns anew: an integer column that was a hair off may have carried a big coefficient.
  private func aroundIntegers(of values: [Double]) throws -> [Double]? {
    var fixed = program
    for (j, column) in program.columns.enumerated() where column.isInteger {
      fixed.columns[j] = .init(lower: values[j], upper: values[j], cost: column.cost)
    }
    let limits = SolverLimits(seconds: 1)
    let search = IntegerSearch(program: fixed, limits: limits.begun())
    guard case .optimal(let mended, _, _) = try search.run() else { return nil }
    return zip(program.columns, zip(values, mended)).map { $0.isInteger ? $1.0 : $1.1 }
  }
}

extension IntegerProgram {
  /// Relative to a row's own numbers; GLPK works to 1e-7.
  private static let tolerance = 1e-6

  func objective(of values: [Double]) -> Double {
    var sum = 0.0
    for (column, value) in zip(columns, values) { sum += column.cost * value }
    return sum
  }

  /// What `values` break, in words; nil where nothing.
  func firstFault(in values: [Double]) -> String? {
    guard values.count == columns.count else { return "\(values.count) values for \(columns.count) columns" }
    for (j, column) in columns.enumerated() {
      let slack = Self.tolerance * max(1, abs(values[j]))
      guard values[j] >= column.lower - slack, values[j] <= column.upper + slack else {
        return "column \(j) is \(values[j]), outside \(column.lower)…\(column.upper)"
      }
      guard !column.isInteger || values[j] == values[j].rounded() else {
        return "integer column \(j) is \(values[j])"
      }
    }
    for (i, row) in rows.enumerated() {
      var sum = 0.0
      var size = 1.0
      for (column, value) in zip(row.columns, row.values) {
        let term = value * values[Int(column)]
        sum += term
        size = max(size, abs(term))
      }
      let slack = Self.tolerance * size
      guard sum >= row.lower - slack, sum <= row.upper + slack else {
        return "row \(i) is \(sum), outside \(row.lower)…\(row.upper)"
      }
    }
    return nil
  }
}

extension SolverOutcome {
  /// - Throws: `SolverFailure` where the answer breaks the program it claims to solve.
  func checked(against program: IntegerProgram) throws -> SolverOutcome {
    switch self {
    case .optimal(let values, let objective, _), .feasible(let values, let objective, _):
      if let fault = program.firstFault(in: values) {
        throw SolverFailure("GLPK's answer is wrong: \(fault)")
      }
      let stated = program.objective(of: values)
      guard abs(stated - objective) <= 1e-6 * max(1, abs(stated)) else {
        throw SolverFailure("GLPK's answer is wrong: objective \(objective), but its values give \(stated)")
      }
      return self
    case .infeasible, .unbounded, .noSolutionInTime: return self
    }
  }
}
