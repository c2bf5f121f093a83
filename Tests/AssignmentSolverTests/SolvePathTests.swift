import Foundation
import GLPKSolver
import IntegerProgram
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
        parameters: SolverParameters(largeProgram: largeProgram))
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
      let program = TinyPrograms.make(seed: UInt64(part * 100_000 + seed))
      let name: Comment = "seed \(part * 100_000 + seed)"
      let ours = try optimum(program, name)
      #expect(ours == ExhaustiveSearch.optimum(program), name)
    }
  }

  /// Piece by piece, as large programs are: the same optimum.
  @Test(arguments: 0..<4) func agreesWithExhaustiveSearchInPieces(_ part: Int) throws {
    for seed in 0..<Self.tinyCount {
      let program = TinyPrograms.make(seed: UInt64(part * 100_000 + seed))
      let name: Comment = "seed \(part * 100_000 + seed)"
      #expect(try optimum(program, name, largeProgram: 0) == ExhaustiveSearch.optimum(program), name)
    }
  }

  @Test(arguments: 4...6 as ClosedRange<UInt64>) func piecesAgreeWithTheWholeProgram(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 120, seed: seed, groups: true).make()
    let whole = try WholePath.solve(program, using: GLPKSolver(), limits: SolverLimits())
    #expect(try optimum(program, largeProgram: 0) == whole.stages.map(\.value))
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>) func quotasOnlyAgreeWithTheWholeProgram(_ seed: UInt64)
    throws
  {
    let program = MadeUpCity(students: 200, seed: seed).make()
    let whole = try WholePath.solve(program, using: GLPKSolver(), limits: SolverLimits())
    let ours = try optimum(program)
    #expect(ours == whole.stages.map(\.value))
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>) func groupsAgreeWithTheWholeProgram(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 120, seed: seed, groups: true).make()
    let whole = try WholePath.solve(program, using: GLPKSolver(), limits: SolverLimits())
    let ours = try optimum(program)
    #expect(ours == whole.stages.map(\.value))
  }
}
