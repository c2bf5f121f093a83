import IntegerProgram
import Testing

@testable import GLPKSolver

/// The check of GLPK's answers must be able to fail.
struct AnswerTests {
  /// Minimise x + y, x whole, 1 ≤ x + 2y ≤ 4, 0 ≤ x, y ≤ 3.
  private let program = IntegerProgram(
    [.init(upper: 3, isInteger: true, cost: 1), .init(upper: 3, cost: 1)],
    [.init(lower: 1, upper: 4, columns: [0, 1], values: [1, 2])])

  private func check(_ values: [Double], objective: Double) throws {
    _ = try SolverOutcome.optimal(values: values, objective: objective, bound: objective).checked(
      against: program)
    _ = try SolverOutcome.feasible(values: values, objective: objective, bound: 0).checked(against: program)
  }

  @Test func aTrueAnswerPasses() throws {
    try check([1, 0], objective: 1)
    try check([2, 1 + 1e-9], objective: 3 + 1e-9)
  }

  @Test(arguments: [
    [0.5, 1], [4, 0], [-1, 1], [0, 3.1], [3, 1], [0, 0], [.nan, 1], [1, .nan], [1], [1, 0, 0],
  ])
  func aFalsePointDoesNot(_ values: [Double]) {
    #expect(throws: SolverFailure.self) { try check(values, objective: values.reduce(0, +)) }
  }

  @Test func aFalseObjectiveDoesNot() {
    #expect(throws: SolverFailure.self) { try check([1, 0], objective: 0.9) }
    #expect(throws: SolverFailure.self) { try check([1, 0], objective: .nan) }
  }

  @Test func almostWholeBecomesWholeAndTheRestFollows() throws {
    var program = program
    // y = 10⁶ · x: a hair on x is a foot on y.
    program.columns[1].upper = 1e9
    program.rows = [.init(lower: 0, upper: 0, columns: [0, 1], values: [1e6, -1])]
    let (values, objective) = try RoundedSolution(program: program, found: [1 + 5e-5, 1_000_050]).values()
    #expect(values == [1, 1e6])
    #expect(objective == 1_000_001)
    #expect(throws: SolverFailure.self) {
      try RoundedSolution(program: program, found: [1.01, 1_010_000]).values()
    }
  }
}
