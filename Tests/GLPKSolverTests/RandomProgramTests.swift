import GLPKSolver
import IntegerProgram
import Testing

/// Small random integer programs against trying every point.
struct RandomProgramTests {
  @Test(arguments: 0..<400) func equalsExhaustiveSearch(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let program = randomProgram(&random)
    let best = bestByEnumeration(program)
    switch try GLPKSolver().solve(program, limits: SolverLimits()) {
    case .optimal(let values, let objective, let bound):
      #expect(best == objective && bound == objective)
      #expect(broken(program, values) == nil)
    case .infeasible: #expect(best == nil)
    case let other: Issue.record("\(other)")
    }
  }

  /// 1 to 7 whole columns of at most 5 values, up to 6 rows of every kind; everything in whole numbers.
  private func randomProgram(_ random: inout SeededGenerator) -> IntegerProgram {
    let columns = (0..<Int.random(in: 1...7, using: &random)).map { _ in
      let lower = Int.random(in: -2...1, using: &random)
      let upper = lower + Int.random(in: 0...4, using: &random)
      let cost = Int.random(in: -9...9, using: &random)
      return IntegerProgram.Column(
        lower: Double(lower), upper: Double(upper), isInteger: true, cost: Double(cost))
    }
    let rows = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      let entries = columns.indices.filter { _ in Bool.random(using: &random) }
      let values = entries.map { _ in Double(Int.random(in: -5...9, using: &random)) }
      let side = Double(Int.random(in: -6...20, using: &random))
      let bounds =
        switch Int.random(in: 0..<8, using: &random) {
        case 0: (side, side)
        case 1: (side, side + 3)
        case 2: (side - 15, Double.infinity)
        default: (-Double.infinity, side)
        }
      return IntegerProgram.Row(
        lower: bounds.0, upper: bounds.1, columns: entries.map { Int32($0) }, values: values)
    }
    return IntegerProgram(columns, rows)
  }

  /// The lowest objective of any point; nil where no point holds every row.
  private func bestByEnumeration(_ program: IntegerProgram) -> Double? {
    var best: Double?
    var point = program.columns.map { Int($0.lower) }
    while true {
      let holds = program.rows.allSatisfy { row in
        let sum = zip(row.columns, row.values).map { Double(point[Int($0)]) * $1 }.reduce(0, +)
        return row.lower <= sum && sum <= row.upper
      }
      if holds {
        let cost = zip(program.columns, point).map { $0.cost * Double($1) }.reduce(0, +)
        best = min(best ?? cost, cost)
      }
      // The next point, like an odometer.
      var j = 0
      while j < point.count, point[j] == Int(program.columns[j].upper) {
        point[j] = Int(program.columns[j].lower)
        j += 1
      }
      if j == point.count { return best }
      point[j] += 1
    }
  }
}
