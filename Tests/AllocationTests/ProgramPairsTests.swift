import Allocation
import AssignmentSolver
import Placement
import TestSupport
import Testing

@Suite struct ProgramPairsTests {
  private static func program(_ placementCase: PlacementCase, threads: Int = 1) -> AssignmentProgram? {
    var faults: [Diagnostic] = []
    return PlacementProgram.make(placementCase, threads: threads, faults: &faults)?.program
  }

  /// Heavier weights make costs that need wider numbers: the same pairs, the same costs so many times.
  @Test(arguments: UInt64(0)..<60)
  func costsGrowWithTheWeightsWhateverTheirWidth(_ seed: UInt64) throws {
    var placementCase = RandomCase.draw(seed: seed, size: .middle(students: 40))
    guard let program = Self.program(placementCase) else { return }
    #expect(Self.program(placementCase, threads: 3) == program)
    let objectives = placementCase.policy.objectives
    for factor in [700, 40_000_000] {
      placementCase.policy.objectives = objectives.map { $0.mapValues { $0 * factor } }
      guard let heavier = Self.program(placementCase) else { continue }
      #expect(heavier.pairStart == program.pairStart && heavier.pairPost == program.pairPost)
      for stage in 0..<program.stageCount {
        #expect(
          (0..<program.pairCount).allSatisfy {
            heavier.pairCost[stage][$0] == Int64(factor) * program.pairCost[stage][$0]
          })
      }
    }
  }

  /// Every pair that the rules allow, and no other.
  @Test(arguments: UInt64(100)..<160)
  func pairsAreWhatTheRulesAllow(_ seed: UInt64) throws {
    let placementCase = RandomCase.draw(seed: seed, size: .middle(students: 40))
    var faults: [Diagnostic] = []
    guard let made = PlacementProgram.make(placementCase, threads: 2, faults: &faults) else { return }
    let program = made.program
    for (unit, members) in made.units.enumerated() where !program.mustPlace[unit] {
      let posts = placementCase.posts.indices.filter { post in
        program.postLimit[post] >= program.postMinimum[post]
          && members.allSatisfy { Rulebook.firstRefusal(student: $0, post: post, in: made.context) == nil }
      }
      let own = program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]]
      #expect(own.map(Int.init) == posts)
    }
  }
}
