import GLPKSolver
import IntegerProgram
import Synchronization
import Testing

@testable import AssignmentSolver

/// What is proven stays true when the solver lies or fails, or the time is up, wherever that happens.
@Suite struct FaultTests {
  /// Towns with minimums whose posts share quotas, so that there is a search.
  private func program(_ seed: UInt64) -> AssignmentProgram {
    if seed % 2 == 0 { return TinyPrograms.make(seed: seed, sides: seed % 4 == 0) }
    return MadeUpCity(students: 60, seed: seed, groups: true, teams: seed % 3 == 0).make()
  }

  private func optimum(_ program: AssignmentProgram) throws -> [Int64]? {
    do {
      return try SolvePath.solve(program, using: GLPKSolver()).stages.map(\.value)
    } catch SolvePathError.infeasible {
      return nil
    }
  }

  private func expectTrue(_ solution: AssignmentSolution, of program: AssignmentProgram, _ name: Comment)
    throws
  {
    let optimum = try #require(try optimum(program), name)
    #expect(PlanValue(program: program).stages(solution.post) == solution.stages.map(\.value), name)
    for (stage, outcome) in solution.stages.enumerated() {
      // A bound speaks of plans that keep the values of the stages before.
      if solution.stages[..<stage].map(\.value) == Array(optimum[..<stage]) {
        #expect(outcome.bound <= optimum[stage], "\(name), stage \(stage)")
      }
    }
  }

  @Test func aPatternThatNobodySolvedIsNotSeen() throws {
    let program = MadeUpCity(students: 60, seed: 3, groups: true).make()
    let flow = FlowRelaxation(program)
    #expect(flow.solve())
    let rounding = Rounding(Reduction(program), flow)
    guard case .stopped = rounding.round(openings: flow.openings, shouldStop: { true }) else {
      Issue.record("the time was up")
      return
    }
    guard case .done(let plan) = rounding.round(openings: flow.openings) else { return }
    #expect(plan != nil)
  }

  @Test(arguments: 0..<10 as Range<UInt64>) func stoppedAnywhere(_ seed: UInt64) throws {
    let program = program(seed)
    var count = 0
    while true {
      let asked = Counter()
      let most = count
      let limits = SolverLimits(isCancelled: { asked.next() > most })
      do {
        let solution = try SolvePath.solve(program, using: GLPKSolver(), limits: limits)
        try expectTrue(solution, of: program, "seed \(seed), stopped at \(count)")
      } catch SolvePathError.noPlanInTime {
      } catch SolvePathError.infeasible {
        #expect(try optimum(program) == nil, "seed \(seed), stopped at \(count)")
      }
      if asked.value <= count { return }
      count += 1 + count / 8
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>) func aLieOfTheSimplexCutsNothingOff(_ seed: UInt64) throws {
    let program = program(seed)
    let optimum = try optimum(program)
    for lie in 1..<12 {
      let name: Comment = "seed \(seed), lie \(lie)"
      let solver = FaultySolver(fault: .infeasible, at: lie)
      do {
        let solution = try SolvePath.solve(program, using: solver)
        #expect(solution.stages.map(\.value) == optimum, name)
        #expect(solution.stages.allSatisfy { $0.isProven }, name)
      } catch SolvePathError.infeasible {
        #expect(optimum == nil, name)
      }
      if solver.calls < lie { break }
    }
  }

  @Test(arguments: 0..<30 as Range<UInt64>) func aFailureKeepsThePlan(_ seed: UInt64) throws {
    let program = program(seed)
    for at in 1..<12 {
      let solver = FaultySolver(fault: .failure, at: at)
      var best: Int?
      do {
        let solution = try SolvePath.solve(
          program, using: solver, limits: SolverLimits(),
          parameters: seed % 4 == 1
            ? SolverParameters(largeProgram: 0, allStagesPairs: 0..<1_500_000) : SolverParameters()
        ) { best = $0.placed ?? best }
        try expectTrue(solution, of: program, "seed \(seed), failure \(at)")
        #expect(solver.calls < at || solution.failures == ["it broke"], "seed \(seed), failure \(at)")
      } catch is SolverFailure {
        // No plan was there to be kept.
        #expect(best == nil, "seed \(seed), failure \(at)")
      } catch SolvePathError.infeasible {
        #expect(try optimum(program) == nil)
      }
      if solver.calls < at { break }
    }
  }

  /// An enterprise without a post that has a target: a constant, no search.
  @Test func aTargetWithoutPostsLeavesAFlowAFlow() throws {
    var program = MadeUpCity(students: 100, seed: 5).make()
    let before = try SolvePath.solve(program, using: GLPKSolver()).stages.map(\.value)
    program.targetRows.append(.init(posts: [], target: 3, weight: [0, 0, 20]))
    #expect(FlowRelaxation(program).isWhole)
    let solution = try SolvePath.solve(program, using: FaultySolver(fault: .failure, at: 1))
    #expect(solution.stages.map(\.value) == [before[0], before[1], before[2] + 60])
    #expect(solution.stages.allSatisfy { $0.isProven && $0.proof == "network_flow" })
    let flow = try #require(Reoptimisation(program))
    let row = program.targetRows.count - 1
    #expect(flow.solve([.target(row, 1)])?.stages[2].value == before[2] + 20)
  }
}

private final class Counter: Sendable {
  private let count = Atomic(0)
  func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  var value: Int { count.load(ordering: .relaxed) }
}

/// GLPK, but for one solve of a linear program.
final class FaultySolver: IntegerProgramSolver {
  enum Fault { case infeasible, failure }

  private let fault: Fault
  private let at: Int
  private let count = Counter()

  init(fault: Fault, at: Int) {
    self.fault = fault
    self.at = at
  }

  var calls: Int { count.value }

  /// - Returns: a fault instead of a solve, once.
  fileprivate func next() throws -> LinearProgramStatus? {
    guard count.next() == at else { return nil }
    if fault == .failure { throw SolverFailure("it broke") }
    return .infeasible
  }

  func solve(_ program: IntegerProgram, limits: SolverLimits) throws -> SolverOutcome {
    try GLPKSolver().solve(program, limits: limits)
  }

  func makeSession() throws -> any LinearProgramSession { try FaultySession(self) }
}

private final class FaultySession: LinearProgramSession {
  private let solver: FaultySolver
  private let inner: any LinearProgramSession

  init(_ solver: FaultySolver) throws {
    self.solver = solver
    inner = try GLPKSolver().makeSession()
  }

  func solve(_ method: SimplexMethod, limits: SolverLimits) throws -> LinearProgramStatus {
    try solver.next() ?? inner.solve(method, limits: limits)
  }

  var rowCount: Int { inner.rowCount }
  var columnCount: Int { inner.columnCount }
  func addRows(_ rows: [IntegerProgram.Row]) throws { try inner.addRows(rows) }
  func addColumns(
    lower: [Double], upper: [Double], cost: [Double], starts: [Int], rowIndices: [Int32], values: [Double]
  ) throws {
    try inner.addColumns(
      lower: lower, upper: upper, cost: cost, starts: starts, rowIndices: rowIndices, values: values)
  }
  func deleteRows(_ indices: [Int]) throws { try inner.deleteRows(indices) }
  func setCost(_ cost: Double, column: Int) throws { try inner.setCost(cost, column: column) }
  func setBounds(lower: Double, upper: Double, column: Int) throws {
    try inner.setBounds(lower: lower, upper: upper, column: column)
  }
  func setBounds(lower: Double, upper: Double, row: Int) throws {
    try inner.setBounds(lower: lower, upper: upper, row: row)
  }
  func setBasis(rows: [BasisStatus], columns: [BasisStatus]) throws {
    try inner.setBasis(rows: rows, columns: columns)
  }
  func basis() -> (rows: [BasisStatus], columns: [BasisStatus]) { inner.basis() }
  var objective: Double { inner.objective }
  var iterationCount: Int { inner.iterationCount }
  func columnValues() -> [Double] { inner.columnValues() }
  func rowValues() -> [Double] { inner.rowValues() }
  func rowDuals() -> [Double] { inner.rowDuals() }
  func reducedCosts() -> [Double] { inner.reducedCosts() }
}
