import IntegerProgram
import Testing

/// A program with a known answer.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  enum Answer: Sendable, Equatable {
    /// nil where several points are optimal.
    case optimal(objective: Double, values: [Double]?)
    case infeasible, unbounded
  }

  let testDescription: String
  let program: IntegerProgram
  let answer: Answer

  init(
    _ name: String, columns: [IntegerProgram.Column] = [], rows: [IntegerProgram.Row] = [], _ answer: Answer
  ) {
    testDescription = name
    program = IntegerProgram(columns, rows)
    self.answer = answer
  }
}

extension IntegerProgram {
  init(_ columns: [Column], _ rows: [Row]) {
    self.init()
    self.columns = columns
    self.rows = rows
  }
}

/// What any ``IntegerProgramSolver`` must get right, each answer worked out by hand.
enum Conformance {
  private typealias Row = IntegerProgram.Row
  private typealias Column = IntegerProgram.Column
  private static let none = Double.infinity

  private static func most(_ upper: Double, _ values: [Double]) -> Row {
    Row(lower: -none, upper: upper, columns: values.indices.map { Int32($0) }, values: values)
  }

  private static func least(_ lower: Double, _ values: [Double]) -> Row {
    Row(lower: lower, upper: none, columns: values.indices.map { Int32($0) }, values: values)
  }

  private static func exactly(_ value: Double, _ values: [Double]) -> Row {
    Row(lower: value, upper: value, columns: values.indices.map { Int32($0) }, values: values)
  }

  private static func whole(_ cost: Double, upper: Double = .infinity, lower: Double = 0) -> Column {
    Column(lower: lower, upper: upper, isInteger: true, cost: cost)
  }

  private static func real(_ cost: Double, upper: Double = .infinity, lower: Double = 0) -> Column {
    Column(lower: lower, upper: upper, cost: cost)
  }

  static let cases: [ConformanceCase] = nothing + linear + integer + hopeless

  private static let nothing: [ConformanceCase] = [
    ConformanceCase("empty", .optimal(objective: 0, values: [])),
    ConformanceCase(
      "rows only, satisfied by nothing", rows: [Row(lower: -1, upper: 0)], .optimal(objective: 0, values: [])),
    ConformanceCase("rows only, never satisfied", rows: [Row(lower: 1, upper: 2)], .infeasible),
    ConformanceCase(
      "one column, no rows", columns: [real(-1, upper: 2.5)], .optimal(objective: -2.5, values: [2.5])),
    ConformanceCase(
      "one integer column, no rows", columns: [whole(-1, upper: 2.5)], .optimal(objective: -2, values: [2])),
    ConformanceCase(
      "integer bounds below zero round inwards", columns: [whole(1, upper: 7, lower: -2.5)],
      .optimal(objective: -2, values: [-2])),
    ConformanceCase("no cost, no rows", columns: [real(0), whole(0)], .optimal(objective: 0, values: nil)),
    ConformanceCase(
      "a row without columns", columns: [real(1, lower: 3)], rows: [Row(lower: -none, upper: none)],
      .optimal(objective: 3, values: [3])),
  ]

  private static let linear: [ConformanceCase] = [
    ConformanceCase(
      "two rows", columns: [real(-1), real(-1)], rows: [most(4, [1, 2]), most(6, [3, 1])],
      .optimal(objective: -2.8, values: [1.6, 1.2])),
    ConformanceCase(
      "equations", columns: [real(1), real(2), real(4)],
      rows: [exactly(4, [1, 1, 1]), exactly(1, [0, 1, -1])],
      .optimal(objective: 5, values: [3, 1, 0])),
    ConformanceCase(
      "a free column", columns: [real(1, lower: -none), real(3)],
      rows: [least(-5, [1, -1]), exactly(2, [0, 1])],
      .optimal(objective: 3, values: [-3, 2])),
    ConformanceCase(
      "a column with an upper bound only", columns: [real(-1, upper: -3, lower: -none)],
      rows: [least(-9, [1])], .optimal(objective: 3, values: [-3])),
    ConformanceCase(
      "a fixed column", columns: [real(1, upper: 2, lower: 2), real(1)], rows: [least(5, [1, 1])],
      .optimal(objective: 5, values: [2, 3])),
    ConformanceCase(
      "a row with both bounds", columns: [real(1), real(1.5)],
      rows: [Row(lower: 2, upper: 3, columns: [0, 1], values: [1, 1]), most(1, [1, 0])],
      .optimal(objective: 2.5, values: [1, 1])),
    // Beale's: simplex methods without care cycle at the origin.
    ConformanceCase(
      "degenerate", columns: [real(-0.75), real(150), real(-0.02), real(6)],
      rows: [most(0, [0.25, -60, -0.04, 9]), most(0, [0.5, -90, -0.02, 3]), most(1, [0, 0, 1, 0])],
      .optimal(objective: -0.05, values: [0.04, 0, 1, 0])),
    ConformanceCase(
      "redundant equations", columns: [real(1), real(1)],
      rows: [exactly(2, [1, 1]), exactly(4, [2, 2]), exactly(6, [3, 3])], .optimal(objective: 2, values: nil)),
    assignment,
  ]

  private static let assignment: ConformanceCase = {
    let rows = (0..<3).flatMap { (k: Int32) -> [Row] in
      [
        Row(lower: 1, upper: 1, columns: [3 * k, 3 * k + 1, 3 * k + 2], values: [1, 1, 1]),
        Row(lower: 1, upper: 1, columns: [k, k + 3, k + 6], values: [1, 1, 1]),
      ]
    }
    let costs: [Double] = [4, 1, 3, 2, 0, 5, 3, 2, 2]
    return ConformanceCase(
      "an assignment, whole by itself", columns: costs.map { real($0) }, rows: rows,
      .optimal(objective: 5, values: [0, 1, 0, 1, 0, 0, 0, 0, 1]))
  }()

  private static let integer: [ConformanceCase] = [
    // The linear optimum is 1.6, 1.2.
    ConformanceCase(
      "whole numbers", columns: [whole(-1), whole(-1)], rows: [most(4, [1, 2]), most(6, [3, 1])],
      .optimal(objective: -2, values: nil)),
    ConformanceCase(
      "a knapsack", columns: [-60, -100, -120].map { whole($0, upper: 1) }, rows: [most(50, [10, 20, 30])],
      .optimal(objective: -220, values: [0, 1, 1])),
    ConformanceCase(
      "whole and real", columns: [whole(-1), real(-1)], rows: [most(3.5, [1, 1]), most(5, [2, 0])],
      .optimal(objective: -3.5, values: nil)),
    ConformanceCase(
      "a real column after rounding", columns: [whole(-3), real(-1)],
      rows: [most(2.5, [1, 0]), most(3, [1, 1])],
      .optimal(objective: -7, values: [2, 1])),
    ConformanceCase(
      "whole below zero", columns: [whole(1, lower: -none)], rows: [least(-7, [2])],
      .optimal(objective: -3, values: [-3])),
    ConformanceCase(
      "zero or at least three", columns: [real(-2, upper: 10), whole(5, upper: 1)],
      rows: [least(0, [1, -3]), most(0, [1, -4])], .optimal(objective: -3, values: [4, 1])),
    ConformanceCase(
      "a cover", columns: [1, 1, 1].map { whole($0, upper: 1) },
      rows: [least(1, [1, 1, 0]), least(1, [0, 1, 1]), least(1, [1, 0, 1])],
      .optimal(objective: 2, values: nil)),
    ConformanceCase(
      "a difference of one in a hundred million",
      columns: [whole(100_000_000, upper: 1), whole(99_999_999, upper: 1)], rows: [exactly(1, [1, 1])],
      .optimal(objective: 99_999_999, values: [0, 1])),
    ConformanceCase(
      "large and small coefficients", columns: [whole(-1, upper: 1), real(-1e-6, upper: 1e6)],
      rows: [most(1e6, [1e6, 1])], .optimal(objective: -1, values: nil)),
  ]

  private static let hopeless: [ConformanceCase] = [
    ConformanceCase("infeasible", columns: [real(1)], rows: [least(2, [1]), most(1, [1])], .infeasible),
    ConformanceCase("infeasible by bounds", columns: [real(1, upper: 1)], rows: [least(2, [1])], .infeasible),
    ConformanceCase(
      "infeasible only in whole numbers", columns: [whole(1)], rows: [exactly(1, [2])], .infeasible),
    ConformanceCase(
      "no whole number between the bounds", columns: [whole(1, upper: 0.8, lower: 0.2)], .infeasible),
    ConformanceCase("unbounded", columns: [real(-1), real(1)], rows: [most(1, [-1, 1])], .unbounded),
    ConformanceCase("unbounded without rows", columns: [real(-1)], .unbounded),
    ConformanceCase(
      "unbounded in whole numbers", columns: [whole(-1), whole(0)], rows: [exactly(0, [1, -1])], .unbounded),
    ConformanceCase(
      "unbounded, were there a whole point", columns: [whole(0), real(-1)], rows: [exactly(1, [2, 0])],
      .infeasible),
  ]
}
