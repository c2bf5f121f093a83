import Foundation
import GLPKSolver
import IntegerProgram
import Testing

/// The suite that any ``IntegerProgramSolver`` must pass; a new solver is one more in `solvers`.
struct ConformanceTests {
  static let solvers: [any IntegerProgramSolver] = [GLPKSolver()]

  @Test(arguments: solvers, Conformance.cases)
  func knownAnswer(_ solver: any IntegerProgramSolver, _ known: ConformanceCase) throws {
    let outcome = try solver.solve(known.program, limits: SolverLimits())
    switch (known.answer, outcome) {
    case (.optimal(let expected, let point), .optimal(let values, let objective, let bound)):
      #expect(abs(objective - expected) < 1e-7 && abs(bound - expected) < 1e-7)
      #expect(values.count == known.program.columns.count)
      if let point { #expect(zip(values, point).allSatisfy { abs($0 - $1) < 1e-7 }, "\(values)") }
      for (value, column) in zip(values, known.program.columns) where column.isInteger {
        #expect(value == value.rounded())
      }
    case (.infeasible, .infeasible), (.unbounded, .unbounded): break
    default: Issue.record("\(outcome)")
    }
  }

  // MARK: Limits

  @Test(arguments: solvers) func noTimeAtAll(_ solver: any IntegerProgramSolver) throws {
    let outcome = try solver.solve(HardProgram.marketSplit, limits: SolverLimits(seconds: 0))
    #expect(outcome.isWithoutSolution)
  }

  /// A market split: nothing finds a point of it in a second.
  @Test(arguments: solvers) func limitWithoutAPlan(_ solver: any IntegerProgramSolver) throws {
    let clock = ContinuousClock()
    var outcome = SolverOutcome.infeasible
    let time = try clock.measure {
      outcome = try solver.solve(HardProgram.marketSplit, limits: SolverLimits(seconds: 0.5))
    }
    #expect(outcome.isWithoutSolution)
    #expect(time < .seconds(3))
  }

  /// The same with a way out at a price: a plan at once, the proof never.
  @Test(arguments: solvers) func limitWithAPlan(_ solver: any IntegerProgramSolver) throws {
    let program = HardProgram.marketSplitWithSlack
    let outcome = try solver.solve(program, limits: SolverLimits(seconds: 1))
    guard case .feasible(let values, let objective, let bound) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(bound < objective)
    #expect(broken(program, values) == nil)
  }

  @Test(arguments: solvers) func aGapIsEnough(_ solver: any IntegerProgramSolver) throws {
    let program = HardProgram.knapsack
    let outcome = try solver.solve(program, limits: SolverLimits(seconds: 20, relativeGap: 0.05))
    guard case .optimal(let values, let objective, let bound) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(broken(program, values) == nil)
    #expect(bound <= objective)
    #expect((objective - bound) / max(1, abs(objective)) <= 0.05 + 1e-12)
  }

  @Test(arguments: solvers) func cancelledBeforehand(_ solver: any IntegerProgramSolver) throws {
    let outcome = try solver.solve(HardProgram.marketSplit, limits: SolverLimits(isCancelled: { true }))
    #expect(outcome.isWithoutSolution)
  }

  @Test(arguments: solvers) func cancelledMeanwhile(_ solver: any IntegerProgramSolver) throws {
    let start = ContinuousClock.now
    let limits = SolverLimits(isCancelled: { .now - start > .milliseconds(300) })
    let outcome = try solver.solve(HardProgram.marketSplitWithSlack, limits: limits)
    guard case .feasible = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(.now - start < .seconds(3))
  }

  /// One linear program that takes seconds by itself. The clock starts with the first question: what comes
  /// before is checking and handing over, in which a debug build is slow.
  @Test(arguments: solvers) func cancelledInTheFirstLinearProgram(_ solver: any IntegerProgramSolver) throws {
    let asked = FirstTime()
    let limits = SolverLimits(isCancelled: { .now - asked.instant() > .milliseconds(100) })
    let outcome = try solver.solve(HardProgram.longLinearProgram, limits: limits)
    #expect(outcome.isWithoutSolution)
    #expect(.now - asked.instant() < .seconds(2))
  }

  // MARK: What goes in

  @Test(arguments: solvers) func whatNoSolverMustSeeIsRefused(_ solver: any IntegerProgramSolver) {
    let column = IntegerProgram.Column()
    let faults: [IntegerProgram] = [
      .init([.init(lower: .nan)], []), .init([.init(upper: .nan)], []), .init([.init(cost: .nan)], []),
      .init([.init(cost: -.infinity)], []), .init([.init(lower: 2, upper: 1)], []),
      .init([.init(lower: .infinity)], []), .init([.init(lower: -.infinity, upper: -.infinity)], []),
      .init([column], [.init(lower: .nan, upper: 1)]), .init([column], [.init(lower: 2, upper: 1)]),
      .init([column], [.init(lower: 0, upper: 1, columns: [0], values: [.nan])]),
      .init([column], [.init(lower: 0, upper: 1, columns: [0], values: [.infinity])]),
      .init([column], [.init(lower: 0, upper: 1, columns: [1], values: [1])]),
      .init([column], [.init(lower: 0, upper: 1, columns: [-1], values: [1])]),
      .init([column], [.init(lower: 0, upper: 1, columns: [0, 0], values: [1, 1])]),
      .init([column], [.init(lower: 0, upper: 1, columns: [0], values: [])]),
    ]
    for (k, program) in faults.enumerated() {
      #expect(throws: SolverFailure.self, "fault \(k)") { try solver.solve(program, limits: SolverLimits()) }
    }
    for limits in [SolverLimits(seconds: .nan), .init(relativeGap: .nan), .init(relativeGap: -1)] {
      #expect(throws: SolverFailure.self) { try solver.solve(.init([column], []), limits: limits) }
    }
  }

  // MARK: Threads

  @Test(arguments: solvers) func twoThreadsAtOnce(_ solver: any IntegerProgramSolver) throws {
    let program = HardProgram.knapsack
    let alone = try solver.solve(program, limits: SolverLimits(seconds: 20))
    let outcomes = onThreads(2) { try? solver.solve(program, limits: SolverLimits(seconds: 20)) }
    #expect(outcomes == [alone, alone])
  }
}

extension SolverOutcome {
  fileprivate var isWithoutSolution: Bool { if case .noSolutionInTime = self { true } else { false } }
}
