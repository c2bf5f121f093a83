import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import Testing

@testable import AssignmentSolver

@Suite struct SolvePathTests {
  /// The optimum of every stage, nil where no plan exists.
  private func optimum(
    _ program: AssignmentProgram, _ name: Comment = "", largeProgram: Int = 200_000
  ) throws -> [Int64]? {
    do {
      let solution = try SolvePath.solve(
        program, using: GLPKSolver(), limits: SolverLimits(),
        parameters: SolverParameters(
          largeProgram: largeProgram, allStagesPairs: largeProgram..<6_000_000,
          leastUnfixing: largeProgram == 0 ? 1 : SolverParameters().leastUnfixing,
          nodesACover: largeProgram == 0 ? 1 : SolverParameters().nodesACover))
      let isProven = solution.stages.allSatisfy(\.isProven)
      #expect(isProven, name)
      #expect(PlanValue(program: program).stages(solution.post) == solution.stages.map(\.value))
      return solution.stages.map(\.value)
    } catch SolvePathError.infeasible {
      return nil
    }
  }

  /// Cases a part; PLACEMENT_TEST_PROGRAMS asks for more.
  private static let tinyCount =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_PROGRAMS"].flatMap(Int.init) ?? 250

  @Test(arguments: 0..<8) func agreesWithExhaustiveSearch(_ part: Int) throws {
    for seed in 0..<Self.tinyCount {
      let program = TinyPrograms.make(seed: UInt64(part * 100_000 + seed), sides: seed % 2 == 1)
      let name: Comment = "seed \(part * 100_000 + seed)"
      let ours = try optimum(program, name)
      #expect(ours == ExhaustiveSearch.optimum(program), name)
    }
  }

  /// Piece by piece, as large programs are: the same optimum.
  @Test(arguments: 0..<4) func agreesWithExhaustiveSearchInPieces(_ part: Int) throws {
    for seed in 0..<Self.tinyCount {
      let program = TinyPrograms.make(seed: UInt64(part * 100_000 + seed), sides: seed % 2 == 1)
      let name: Comment = "seed \(part * 100_000 + seed)"
      #expect(try optimum(program, name, largeProgram: 0) == ExhaustiveSearch.optimum(program), name)
    }
  }

  /// Whatever plan it begins from, the optimum is the same; and a limit that strikes at once loses none.
  @Test(arguments: 0..<4) func aStartIsNeverLostAndNeverHarms(_ part: Int) throws {
    for seed in 0..<Self.tinyCount / 2 {
      let name: Comment = "seed \(part * 100_000 + seed)"
      let program = TinyPrograms.make(seed: UInt64(part * 100_000 + seed), sides: seed % 2 == 1)
      guard let best = ExhaustiveSearch.optimum(program) else { continue }
      let parameters =
        part % 2 == 0
        ? SolverParameters(largeProgram: 0, allStagesPairs: 0..<1_500_000, leastUnfixing: 1)
        : SolverParameters()
      let whole = try SolvePath.solve(
        program, using: GLPKSolver(), limits: SolverLimits(), start: anything(program, seed: UInt64(seed)),
        parameters: parameters)
      #expect(whole.stages.map(\.value) == best && whole.stages.map(\.bound) == best, name)
      let stopped = try SolvePath.solve(
        program, using: GLPKSolver(), limits: SolverLimits(isCancelled: { true }), start: whole.post,
        parameters: parameters)
      #expect(stopped.stages.map(\.value) == best, name)
    }
  }

  /// A post a unit, open to it or not.
  private func anything(_ program: AssignmentProgram, seed: UInt64) -> [Int32] {
    var random = SplitMix64(seed: seed)
    return (0..<program.unitCount).map { _ in
      Int32.random(in: -1..<Int32(program.postCount), using: &random)
    }
  }

  /// Of equally good plans the nearest that single units reach by changing places: in a flow the nearest of all.
  @Test func theNearestPlanIsAsGoodAndInAFlowTheNearest() throws {
    var nearer = 0
    for seed in 0..<UInt64(Self.tinyCount) {
      var program = TinyPrograms.make(seed: seed)
      if seed % 2 == 0 {
        program.unitSize = program.unitSize.map { _ in 1 }
        program.postMinimum = program.postMinimum.map { _ in 1 }
      }
      guard let plan = try? SolvePath.solve(program, using: GLPKSolver()) else { continue }
      let former = anything(program, seed: seed)
      let staying = program.staying(near: former)
      func movers(_ plan: [Int32]) -> Int64 { staying.stageValues(of: plan).last! }
      let nearest = program.nearest(plan.post, to: former, shouldStop: { false })
      #expect(PlanValue(program: program).stages(nearest) == plan.stages.map(\.value), "seed \(seed)")
      #expect(movers(nearest) <= movers(plan.post), "seed \(seed)")
      if movers(nearest) < movers(plan.post) { nearer += 1 }
      guard Reoptimisation.isWhole(program), program.canStay(near: former) else { continue }
      #expect(try optimum(staying)?.last == movers(nearest), "seed \(seed)")
    }
    #expect(nearer > 0)
  }

  @Test(arguments: 4...6 as ClosedRange<UInt64>) func piecesAgreeWithTheWholeProgram(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 120, seed: seed, groups: true).make()
    let whole = try WholeProgramSearch.solve(program, using: GLPKSolver(), limits: SolverLimits())
    #expect(try optimum(program, largeProgram: 0) == whole.stages.map(\.value))
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>) func quotasOnlyAgreeWithTheWholeProgram(_ seed: UInt64)
    throws
  {
    let program = MadeUpCity(students: 200, seed: seed).make()
    let whole = try WholeProgramSearch.solve(program, using: GLPKSolver(), limits: SolverLimits())
    let ours = try optimum(program)
    #expect(ours == whole.stages.map(\.value))
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>) func groupsAgreeWithTheWholeProgram(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 120, seed: seed, groups: true).make()
    let whole = try WholeProgramSearch.solve(program, using: GLPKSolver(), limits: SolverLimits())
    let ours = try optimum(program)
    #expect(ours == whole.stages.map(\.value))
  }

  /// Told column by column for a file, and row by row for a solver, the whole program is the same.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func bothStatementsAreOneProgram(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 60, seed: seed, groups: seed % 2 == 0).make()
    let whole = WholeProgram(program)
    let held = (0..<program.stageCount).map { Int64($0) }
    for stage in 0..<program.stageCount {
      var byColumn: [UInt8] = []
      var byRow: [UInt8] = []
      try whole.writeMPS(stage, holding: held) { byColumn += $0 }
      try MPSWriter.write(whole.stage(stage, holding: held), name: "stage\(stage + 1)") { byRow += $0 }
      #expect(byColumn == byRow)
    }
    #expect(throws: SolvePathError.noPlanInTime) { try whole.stage(0, holding: [], shouldStop: { true }) }
  }
}
