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
      #expect(solution.stages.allSatisfy(\.isProven))
      #expect(PlanValue(program: program).stages(solution.post) == solution.stages.map(\.value))
      return solution.stages.map(\.value)
    } catch SolvePathError.infeasible {
      return nil
    }
  }

  @Test(arguments: 0..<8) func agreesWithExhaustiveSearch(_ part: Int) throws {
    for seed in 0..<250 {
      let program = TinyPrograms.make(seed: UInt64(part * 1000 + seed))
      #expect(try optimum(program) == ExhaustiveSearch.optimum(program), "seed \(part * 1000 + seed)")
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>) func quotasOnlyAgreeWithTheWholeProgram(_ seed: UInt64)
    throws
  {
    let program = MadeUpCity(students: 200, seed: seed).make()
    #expect(try optimum(program) == wholeOptimum(program))
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>) func groupsAgreeWithTheWholeProgram(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 120, seed: seed, groups: true).make()
    #expect(try optimum(program) == wholeOptimum(program))
  }

  /// Stage by stage over every pair, by GLPK alone.
  private func wholeOptimum(_ program: AssignmentProgram) throws -> [Int64] {
    var held: [Int64] = []
    for stage in 0..<program.stageCount {
      let whole = CoreProgram(program, pairs: Array(0..<Int32(program.pairCount)), stage: stage, held: held)
      guard
        case .optimal(_, let objective, _) = try GLPKSolver().solve(
          whole.integerProgram, limits: SolverLimits())
      else { return [] }
      held.append(Int64(objective.rounded()))
    }
    return held
  }
}
