import GLPKSolver
import Placement
import Testing

@testable import AssignmentSolver

/// Of the optima the one nearest to another plan: against every plan of small programs.
@Suite struct NearestOptimumTests {
  /// Members who were anywhere, together or apart, or do not count.
  private func former(_ program: AssignmentProgram, _ seed: UInt64) -> [[Int32]] {
    var random = SplitMix64(seed: seed ^ 0xFEE)
    return program.unitSize.map { size in
      let together = Int32.random(in: 0..<Int32(program.postCount), using: &random)
      return (0..<size).compactMap { _ in
        switch Int.random(in: 0..<8, using: &random) {
        case 0: nil
        case 1: Int32.random(in: 0..<Int32(program.postCount), using: &random)
        default: together
        }
      }
    }
  }

  private func moved(_ plan: [Int32], _ former: [[Int32]]) -> Int {
    plan.indices.reduce(0) { sum, unit in sum + former[unit].count { $0 != plan[unit] } }
  }

  @Test(arguments: 0..<10 as Range<UInt64>) func noOptimumMovesFewer(_ part: UInt64) throws {
    var (fewer, flows, searched) = (0, 0, 0)
    for seed in (part * 80)..<(part * 80 + 80) {
      let program = TinyPrograms.make(seed: seed, sides: seed % 2 == 0)
      let plans = ExhaustiveSearch.plans(program)
      guard let best = plans.map(\.value).min(by: { $0.lexicographicallyPrecedes($1) }) else { continue }
      let former = former(program, seed)
      let least = plans.filter { $0.value == best }.map { moved($0.post, former) }.min()!
      let plain = try SolvePath.solve(program, using: GLPKSolver())
      let near = try SolvePath.solve(program, using: GLPKSolver(), near: FormerPlan(former))
      #expect(near.stages == plain.stages, "seed \(seed)")
      #expect(plans.contains { $0.post == near.post && $0.value == best }, "seed \(seed)")
      #expect(near.nearness == Nearness(moved: least, least: least), "seed \(seed)")
      #expect(moved(near.post, former) == least, "seed \(seed)")
      if moved(plain.post, former) > least { fewer += 1 }
      if Reoptimisation.isWhole(program) { flows += 1 } else { searched += 1 }
    }
    #expect(fewer > 0 && flows > 0 && searched > 0, "\(fewer) \(flows) \(searched)")
  }

  /// A city's flow: the same movers as the flow with one stage more.
  @Test(arguments: 1...6 as ClosedRange<UInt64>) func aFlowGoesOnFromItsOptimum(_ seed: UInt64) throws {
    let program = MadeUpCity(students: 300, seed: seed, groups: false).make()
    var random = SplitMix64(seed: seed)
    let former = (0..<program.unitCount).map { unit -> [Int32] in
      let posts = program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]]
      return posts.randomElement(using: &random).map { [$0] } ?? []
    }
    let near = try SolvePath.solve(program, using: GLPKSolver(), near: FormerPlan(former))
    let other = try SolvePath.solve(program.staying(near: FormerPlan(former)), using: GLPKSolver())
    #expect(near.stages == other.stages.dropLast())
    #expect(near.nearness.map { Int64($0.moved) } == other.stages.last?.value)
    #expect(near.nearness?.least == near.nearness?.moved)
    // What comes of it is near to itself.
    let again = try SolvePath.solve(
      program, using: GLPKSolver(), near: FormerPlan(near.post.map { $0 < 0 ? [] : [$0] }))
    #expect(again.post == near.post && again.nearness == Nearness(moved: 0, least: 0))
  }

  /// With minimums, teams and crossing rows, and a plan that is no longer one.
  @Test(arguments: 1...4 as ClosedRange<UInt64>) func aSearchFindsWhatTheWholeProgramFinds(_ seed: UInt64)
    throws
  {
    let program = MadeUpCity(students: 60, seed: seed, groups: true).make()
    var random = SplitMix64(seed: seed)
    let former = (0..<program.unitCount).map { unit -> [Int32] in
      let posts = program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]]
      let post = posts.randomElement(using: &random)
      return post.map { Array(repeating: $0, count: Int(program.unitSize[unit])) } ?? []
    }
    let near = try SolvePath.solve(program, using: GLPKSolver(), near: FormerPlan(former))
    let whole = try WholeProgramSearch.solve(
      program, near: FormerPlan(former), using: GLPKSolver(), limits: .init())
    #expect(near.stages.map(\.value) == whole.stages.map(\.value))
    #expect(near.nearness?.moved == whole.nearness?.moved)
    #expect(near.nearness?.least ?? 0 <= near.nearness?.moved ?? 0)
  }
}
