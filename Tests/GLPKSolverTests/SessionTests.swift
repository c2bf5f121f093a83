import GLPKSolver
import IntegerProgram
import Testing

/// What ``LinearProgramSession`` promises.
struct SessionTests {
  private let none = Double.infinity

  /// Minimise −x − y under x + 2y ≤ 4, 3x + y ≤ 6: x = 1.6, y = 1.2, objective −2.8.
  private func session() throws -> any LinearProgramSession {
    let session = try GLPKSolver().makeSession()
    try session.addRows([.init(lower: -none, upper: 4), .init(lower: -none, upper: 6)])
    try session.addColumns(
      lower: [0, 0], upper: [none, none], cost: [-1, -1], starts: [0, 2, 4], rowIndices: [0, 1, 1, 0],
      values: [1, 3, 1, 2])
    return session
  }

  private func close(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 }
  }

  @Test(arguments: [SimplexMethod.primal, .dual]) func valuesAndDuals(_ method: SimplexMethod) throws {
    let session = try session()
    #expect(try session.solve(method, limits: SolverLimits()) == .optimal)
    #expect(close(session.columnValues(), [1.6, 1.2]))
    #expect(close(session.rowValues(), [4, 6]))
    #expect(close(session.rowDuals(), [-0.4, -0.2]))
    #expect(close(session.reducedCosts(), [0, 0]))
    #expect(close([session.objective], [-2.8]))
    #expect(session.iterationCount > 0)
    #expect(session.basis().rows == [.atUpper, .atUpper])
    #expect(session.basis().columns == [.basic, .basic])
  }

  @Test func dualsAreTheChangeOfTheObjectiveForAUnitMore() throws {
    let session = try session()
    _ = try session.solve(.primal, limits: SolverLimits())
    let (before, dual) = (session.objective, session.rowDuals()[0])
    try session.setBounds(lower: -none, upper: 4.5, row: 0)
    #expect(try session.solve(.dual, limits: SolverLimits()) == .optimal)
    #expect(close([session.objective - before], [0.5 * dual]))
  }

  /// Minimise x₁ + … + x₁₀, each at least 1.
  @Test func aDualRunEndsAboveItsLimitWithPricesThatProveIt() throws {
    let session = try GLPKSolver().makeSession()
    let columns = [Double](repeating: 0, count: 10)
    try session.addColumns(
      lower: columns, upper: columns.map { _ in 5 }, cost: columns.map { _ in 1 },
      starts: Array(repeating: 0, count: 11), rowIndices: [], values: [])
    try session.addRows((0..<10).map { .init(lower: 1, upper: none, columns: [Int32($0)], values: [1]) })
    var limits = SolverLimits()
    limits.objective = 4.5
    #expect(try session.solve(.dual, limits: limits) == .aboveLimit)
    #expect(session.iterationCount < 10)
    let proven = session.rowDuals().reduce(0) { $0 + max(0, $1) }
    #expect(proven > 4.5 && proven <= 10)
    limits.objective = 10.5
    #expect(try session.solve(.dual, limits: limits) == .optimal)
    #expect(close([session.objective], [10]))
  }

  @Test func columnsComeLater() throws {
    let session = try session()
    _ = try session.solve(.primal, limits: SolverLimits())
    try session.addColumns(
      lower: [-1, -none], upper: [5, 1], cost: [-10, 0], starts: [0, 1, 1], rowIndices: [0], values: [1])
    #expect(session.columnCount == 4)
    #expect(session.basis().columns[2...] == [.atLower, .atUpper])
    #expect(try session.solve(.primal, limits: SolverLimits()) == .optimal)
    #expect(close(session.columnValues(), [0, 0, 4, 1]))
  }

  @Test func rowsComeAndGo() throws {
    let session = try session()
    _ = try session.solve(.primal, limits: SolverLimits())
    try session.addRows([
      .init(lower: -none, upper: 1, columns: [1], values: [1]),
      .init(lower: 0, upper: 0, columns: [0, 1], values: [1, -1]),
    ])
    #expect(session.basis().rows == [.atUpper, .atUpper, .basic, .basic])
    #expect(try session.solve(.dual, limits: SolverLimits()) == .optimal)
    #expect(close(session.columnValues(), [1, 1]))
    try session.deleteRows([3, 0])
    #expect(session.rowCount == 2)
    #expect(try session.solve(.primal, limits: SolverLimits()) == .optimal)
    #expect(close(session.columnValues(), [5.0 / 3, 1]))
    #expect(close(session.rowValues(), [6, 1]))
  }

  @Test func costsAndBoundsChange() throws {
    let session = try session()
    _ = try session.solve(.primal, limits: SolverLimits())
    try session.setCost(-3, column: 0)
    #expect(try session.solve(.primal, limits: SolverLimits()) == .optimal)
    try session.setBounds(lower: 0, upper: 1, column: 0)
    #expect(try session.solve(.dual, limits: SolverLimits()) == .optimal)
    #expect(close(session.columnValues(), [1, 1.5]))
    try session.setBounds(lower: 5, upper: none, row: 1)
    try session.setBounds(lower: 0, upper: 0, column: 0)
    #expect(try session.solve(.dual, limits: SolverLimits()) == .infeasible)
    try session.setBounds(lower: 0, upper: none, column: 0)
    #expect(try session.solve(.dual, limits: SolverLimits()) == .optimal)
    #expect(close(session.columnValues(), [4, 0]))
  }

  @Test func anOptimalBasisNeedsNoIteration() throws {
    let first = try session()
    _ = try first.solve(.primal, limits: SolverLimits())
    let basis = first.basis()
    let second = try session()
    try second.setBasis(rows: basis.rows, columns: basis.columns)
    #expect(try second.solve(.primal, limits: SolverLimits()) == .optimal)
    #expect(second.iterationCount == 0)
    #expect(close(second.columnValues(), [1.6, 1.2]))
  }

  /// Too many, too few basic variables; a singular matrix.
  @Test(arguments: [
    ([BasisStatus.basic, .basic], [BasisStatus.basic, .atLower]),
    ([.atUpper, .atUpper], [.basic, .atLower]),
  ])
  func aBasisThatIsNoneIsReplaced(_ rows: [BasisStatus], _ columns: [BasisStatus]) throws {
    let session = try session()
    try session.setBasis(rows: rows, columns: columns)
    #expect(try session.solve(.dual, limits: SolverLimits()) == .optimal)
    #expect(close([session.objective], [-2.8]))
  }

  @Test func aSingularBasisIsReplaced() throws {
    let session = try session()
    // Column 2 is column 0 again.
    try session.addColumns(
      lower: [0], upper: [none], cost: [-1], starts: [0, 2], rowIndices: [0, 1], values: [1, 3])
    try session.setBasis(rows: [.atUpper, .atUpper], columns: [.basic, .atLower, .basic])
    #expect(try session.solve(.dual, limits: SolverLimits()) == .optimal)
    #expect(close([session.objective], [-2.8]))
  }

  @Test func unbounded() throws {
    let session = try session()
    try session.deleteRows([0, 1])
    #expect(try session.solve(.primal, limits: SolverLimits()) == .unbounded)
  }

  @Test func nothingToAddIsNothingToDo() throws {
    let session = try GLPKSolver().makeSession()
    try session.addRows([])
    try session.addColumns(lower: [], upper: [], cost: [], starts: [0], rowIndices: [], values: [])
    try session.deleteRows([])
    #expect(try session.solve(.primal, limits: SolverLimits()) == .optimal)
    #expect(session.objective == 0)
    #expect(session.columnValues() == [])
    #expect(session.rowDuals() == [])
  }

  @Test func stopped() throws {
    let session = try session()
    #expect(try session.solve(.primal, limits: SolverLimits(seconds: 0)) == .stopped)
    #expect(try session.solve(.primal, limits: SolverLimits(isCancelled: { true })) == .stopped)
    #expect(try session.solve(.primal, limits: SolverLimits()) == .optimal)
  }

  /// None of these may reach GLPK: the session must be as good as before.
  @Test func whatGLPKMustNotSeeIsRefused() throws {
    let session = try session()
    let (nan, none) = (Double.nan, none)
    let faults: [() throws -> Void] = [
      { try session.addRows([.init(lower: 0, upper: 1, columns: [0, 0], values: [1, 1])]) },
      { try session.addRows([.init(lower: 0, upper: 1, columns: [2], values: [1])]) },
      { try session.addRows([.init(lower: 0, upper: 1, columns: [-1], values: [1])]) },
      { try session.addRows([.init(lower: 0, upper: 1, columns: [0], values: [nan])]) },
      { try session.addRows([.init(lower: 0, upper: 1, columns: [0], values: [])]) },
      { try session.addRows([.init(lower: nan, upper: 1)]) },
      { try session.addRows([.init(lower: 1, upper: 0)]) },
      { try session.addRows([.init(lower: none, upper: none)]) },
      {
        try session.addColumns(
          lower: [0], upper: [1], cost: [none], starts: [0, 0], rowIndices: [], values: [])
      },
      {
        try session.addColumns(
          lower: [0], upper: [1], cost: [0], starts: [0, 2], rowIndices: [1, 1], values: [1, 1])
      },
      {
        try session.addColumns(
          lower: [0], upper: [1], cost: [0], starts: [0, 2], rowIndices: [1], values: [1])
      },
      {
        try session.addColumns(lower: [0], upper: [], cost: [0], starts: [0, 0], rowIndices: [], values: [])
      },
      { try session.addColumns(lower: [0], upper: [1], cost: [0], starts: [0], rowIndices: [], values: []) },
      { try session.setCost(nan, column: 0) },
      { try session.setCost(1, column: 2) },
      { try session.setBounds(lower: 2, upper: 1, column: 0) },
      { try session.setBounds(lower: 0, upper: 1, row: -1) },
      { try session.setBasis(rows: [.basic], columns: [.basic, .atLower]) },
      { try session.deleteRows([2]) },
      { try session.deleteRows([1, 1]) },
      { _ = try session.solve(.primal, limits: SolverLimits(seconds: .nan)) },
    ]
    for (k, fault) in faults.enumerated() {
      #expect(throws: SolverFailure.self, "fault \(k)") { try fault() }
    }
    #expect(session.rowCount == 2 && session.columnCount == 2)
    #expect(try session.solve(.primal, limits: SolverLimits()) == .optimal)
    #expect(close(session.columnValues(), [1.6, 1.2]))
  }
}
