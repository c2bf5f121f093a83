import Foundation
import GLPKSolver
import IntegerProgram
import Testing

@testable import Allocation

@Suite struct SolvePathTests {
  /// The optimum of every stage, nil where no plan exists.
  private func optimum(_ program: AssignmentProgram) throws -> [Int64]? {
    do {
      let solution = try SolvePath.solve(program, using: GLPKSolver())
      let isProven = solution.stages.allSatisfy(\.isProven)
      #expect(isProven)
      #expect(PlanValue(program: program).stages(solution.post) == solution.stages.map(\.value))
      return solution.stages.map(\.value)
    } catch SolvePathError.infeasible {
      return nil
    }
  }

  @Test(arguments: 0..<8) func agreesWithExhaustiveSearch(_ part: Int) throws {
    for seed in 0..<250 {
      let program = TinyPrograms.make(seed: UInt64(part * 1000 + seed))
      let ours = try optimum(program)
      #expect(ours == ExhaustiveSearch.optimum(program), "seed \(part * 1000 + seed)")
    }
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
