import GLPKSolver
import Testing
import Placement

@testable import AssignmentSolver

/// A kept flow against a solve of the changed program from nothing.
@Suite struct ReoptimisationTests {
  private func cold(_ program: AssignmentProgram?) throws -> [Int64]? {
    guard let program else { return nil }
    do {
      return try SolvePath.solve(program, using: GLPKSolver()).stages.map(\.value)
    } catch SolvePathError.infeasible {
      return nil
    }
  }

  /// Flows of all kinds: towns, and tiny programs out of proportion.
  private func program(_ seed: UInt64) -> AssignmentProgram {
    if seed % 2 == 0 {
      return MadeUpCity(
        students: 40 + Int(seed % 50), seed: seed, published: seed % 3 == 0, pins: seed % 4 == 0
      )
      .make()
    }
    var program = TinyPrograms.make(seed: seed)
    program.unitSize = program.unitSize.map { _ in 1 }
    program.postMinimum = program.postMinimum.map { _ in 1 }
    return program
  }

  private func change(_ program: AssignmentProgram, _ random: inout SplitMix64) -> ProgramChange? {
    func step(_ limit: Int32) -> Int32 { max(0, limit + Int32.random(in: -2...2, using: &random)) }
    func pair() -> (unit: Int, post: Int32)? {
      let unit = Int.random(in: 0..<program.unitCount, using: &random)
      return program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]].randomElement(
        using: &random
      ).map { (unit, $0) }
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1:
      let post = Int.random(in: 0..<program.postCount, using: &random)
      return .postLimit(post, step(program.postLimit[post]))
    case 2:
      return program.capacityRows.indices.randomElement(using: &random).map {
        .rowLimit($0, step(program.capacityRows[$0].limit))
      }
    case 3:
      return program.targetRows.indices.randomElement(using: &random).map {
        .target($0, step(program.targetRows[$0].target))
      }
    case 4: return .place(Int.random(in: 0..<program.unitCount, using: &random))
    case 5: return pair().map { .hold($0.unit, at: $0.post) }
    case 6: return .leave(Int.random(in: 0..<program.unitCount, using: &random))
    default: return pair().map { .ban($0.unit, from: $0.post) }
    }
  }

  @Test(arguments: 0..<10) func changesComeToWhatASolveFromNothingSays(_ part: UInt64) throws {
    var asked = 0
    for seed in (part * 40)..<(part * 40 + 40) {
      let program = program(seed)
      guard let flow = Reoptimisation(program) else { continue }
      #expect(try flow.solution?.stages.map(\.value) == cold(program), "seed \(seed)")
      var random = SplitMix64(seed: seed)
      for _ in 0..<6 {
        let count = Int.random(in: 1...3, using: &random)
        let changes = (0..<count).compactMap { _ in change(program, &random) }
        let answer = flow.solve(changes)
        let changed = program.applying(changes)
        #expect(try answer?.stages.map(\.value) == cold(changed), "seed \(seed), \(changes)")
        if let answer, let changed {
          #expect(PlanValue(program: changed).stages(answer.post) == answer.stages.map(\.value))
        }
        asked += 1
      }
      // The questions left no trace.
      #expect(flow.solve([]) == flow.solution, "seed \(seed)")
    }
    #expect(asked > 120)
  }

  /// The same question has the same plan, not just one as good, whatever was asked before.
  @Test func plansDoNotDependOnWhatWasAskedBefore() throws {
    var asked = 0
    for seed in UInt64(1000)..<1400 {
      let program = program(seed)
      guard let flow = Reoptimisation(program), let other = Reoptimisation(program) else { continue }
      var random = SplitMix64(seed: seed)
      let questions = (0..<6).map { _ in (0..<2).compactMap { _ in change(program, &random) } }
      let answers = questions.map(flow.solve)
      let backwards = questions.reversed().map(other.solve)
      #expect(answers == backwards.reversed(), "seed \(seed)")
      asked += questions.count
    }
    #expect(asked > 120)
  }

  /// Begun from an optimum it has nothing to solve, and answers as well; begun from any other plan it comes to the optimum.
  @Test(arguments: 0..<4) func beginsFromAPlan(_ part: UInt64) throws {
    var (begun, asked) = (0, 0)
    for seed in (part * 100)..<(part * 100 + 100) {
      let program = program(seed)
      guard let cold = Reoptimisation(program), let solution = cold.solution else { continue }
      let near = program.canStay(near: solution.post) ? program.staying(near: solution.post) : program
      guard let flow = Reoptimisation(near, from: solution.post), let other = Reoptimisation(near) else {
        continue
      }
      #expect(flow.network.pivots == 0 && flow.solution?.post == solution.post, "seed \(seed)")
      #expect(flow.solution?.stages == other.solution?.stages, "seed \(seed)")
      begun += 1
      var random = SplitMix64(seed: seed)
      for _ in 0..<6 {
        let changes = (0..<2).compactMap { _ in change(program, &random) }
        let (answer, expected) = (flow.solve(changes), other.solve(changes))
        #expect(answer?.stages == expected?.stages, "seed \(seed), \(changes)")
        asked += answer == nil ? 0 : 1
      }
      let nobody = Array(repeating: Int32(-1), count: program.unitCount)
      #expect(Reoptimisation(near, from: nobody)?.solution?.stages == other.solution?.stages, "seed \(seed)")
    }
    #expect(begun > 40 && asked > 100, "\(begun) begun, \(asked) asked")
  }
}
