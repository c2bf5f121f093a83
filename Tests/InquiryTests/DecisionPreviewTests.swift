import Allocation
import GLPKSolver
import IntegerProgram
import Placement
import TestSupport
import Testing

@testable import Inquiry

/// What is told before decisions are written is what the next plan does that is made near to the one at hand.
@Suite struct DecisionPreviewTests {
  private static let limits = SolverLimits(relativeGap: 0)

  @Test(arguments: 0..<10) func asManyMoveAsInThePlanThatFollows(block: Int) throws {
    var told = 0
    for seed in UInt64(block * 30)..<UInt64((block + 1) * 30) {
      let before = RandomCase.draw(seed: seed, size: .tiny)
      guard !before.posts.isEmpty else { continue }
      func allocated(_ placementCase: PlacementCase, near: FormerPlacement?) throws -> Allocation {
        try allocate(
          placementCase, using: GLPKSolver(),
          options: AllocationOptions(limits: Self.limits, threads: 1, near: near))
      }
      // A plan at hand that is one of several as good.
      let arbitrary = before.students.indices.map { Optional((Int(seed) + $0) % before.posts.count) }
      guard let hand = try? allocated(before, near: FormerPlacement(arbitrary)),
        let student = hand.placement.indices.first(where: {
          hand.placement[$0] != nil && before.published[$0]?.holds != true
        }),
        let post = hand.placement[student], !before.decisions.contains(where: { $0.student == student })
      else { continue }
      var after = before
      after.decisions.append(
        Decision(
          student: student, target: .post(post), kind: .ban, reason: "r", author: "", decidedOn: nil, row: 9)
      )
      let placement = FormerPlacement(hand.placement)
      guard let next = try? allocated(after, near: placement) else { continue }
      let preview = DecisionPreview(before: before, after: after, threads: 1)
      let found = try preview.consequences(using: GLPKSolver(), limits: Self.limits, near: placement)
      #expect(found.moves.count { $0.from != nil } == next.nearness?.moved, "seed \(seed)")
      let moved = hand.placement.indices.filter { hand.placement[$0] != next.placement[$0] }
      #expect(Set(found.moves.map(\.studentID)) == Set(moved.map { before.students[$0].id }), "seed \(seed)")
      told += found.moves.count
    }
    #expect(told > 0)
  }
}
