import AssignmentSolver
import Foundation
import GLPKSolver
import Placement
import PlacementAudit
import PlacementFiles
import TestSupport
import Testing

@testable import Allocation

/// What hosts think, what wishes still grant, and lots that anybody can draw again.
@Suite struct HostsAndLotsTests {
  private func read(_ fixture: String) throws -> PlacementCase {
    try #require(readCase(at: Fixtures.folder.appendingPathComponent(fixture)).placementCase)
  }

  /// Numbers worked out with another language's SHA-256: of S1, S2 and S3 at P1, P2, P3 and without a post.
  private static let numbers: [(seed: String, of: [[Int]])] = [
    ("autumn 2026", [[617, 620, 696, 528], [17, 419, 321, 159], [208, 903, 905, 419]]),
    ("a", [[699, 892, 140, 754], [296, 592, 953, 880], [765, 117, 736, 118]]),
    ("种子", [[615, 431, 75, 776], [394, 915, 199, 82], [801, 260, 727, 912]]),
  ]

  @Test(arguments: numbers.indices) func bothReadingsDrawTheSameLots(_ index: Int) throws {
    let (seed, expected) = Self.numbers[index]
    var placementCase = try read("rule-lottery")
    let (student, post) = (placementCase.students[0], placementCase.posts[0])
    placementCase.students = ["S1", "S2", "S3"].map { id in
      var own = student
      own.id = id
      return own
    }
    placementCase.posts = ["P1", "P2", "P3"].map { id in
      var own = post
      own.id = id
      return own
    }
    placementCase.wishes = [[], [], []]
    placementCase.published = [nil, nil, nil]
    placementCase.policy.lotterySeed = seed
    let lottery = try #require(Lottery(placementCase))
    let rules = AuditRules(placementCase)
    for (student, numbers) in expected.enumerated() {
      for (place, number) in numbers.enumerated() {
        let post = place < 3 ? place : nil
        #expect(lottery.number(student: student, post: post) == Int64(number))
        #expect(rules.lot(student: student, post: post) == number)
      }
    }
  }

  /// Ids of every length round the block of the hash.
  @Test func longIdsAreDrawnAlike() throws {
    var placementCase = try read("rule-lottery")
    for length in [1, 30, 50, 52, 53, 54, 62, 63, 64, 65, 120, 300] {
      placementCase.students[0].id = "S" + String(repeating: "长", count: length / 3) + "\(length)"
      let lottery = try #require(Lottery(placementCase))
      let rules = AuditRules(placementCase)
      #expect(lottery.number(student: 0, post: 1) == Int64(rules.lot(student: 0, post: 1)), "\(length)")
    }
  }

  /// Without a seed nobody draws; with one and no weight the plan is as it was.
  @Test func aLotThatWeighsNothingDecidesNothing() throws {
    var placementCase = try read("rule-wishes")
    let before = try allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact).placement
    placementCase.policy.lotterySeed = "x"
    let after = try allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact)
    #expect(after.placement == before && after.placementProgram.points.isPlain(student: 1))
  }

  @Test func aPinOfARefusedStudentIsRefusedWithItsRow() throws {
    let placementCase = try read("refused-by-host")
    let found = CaseCheck(placementCase, threads: 1).diagnostics.filter(\.isFault)
    #expect(found.map(\.file) == ["decisions.csv"] && found[0].row == 2 && found[0].mend != nil)
    #expect(found[0].message.en.contains("refused_by_host"), "\(found[0].message.en)")
    #expect(found[0].message.zh.contains("单位不接收"))
    #expect(!AuditRules(placementCase).isFeasible([1, nil]))
    #expect(!AuditRules(placementCase).isFeasible([nil, nil]))
  }

  /// Once the host refuses whoever was told its post, going elsewhere is no move.
  @Test func whoIsRefusedIsNotMoved() throws {
    var placementCase = try read("rule-refused-by-host")
    placementCase.hasPublished = true
    placementCase.published[0] = PublishedPlacement(post: 0, stage: .announced, row: 2)
    let allocation = try allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact)
    #expect(allocation.solution.stages.map(\.value) == [0, 0, 90])
    #expect(AuditRules(placementCase).stageValues(of: allocation.placement) == [0, 0, 90])
  }

  /// What `check` says keeps a student from every post.
  @Test func theWishesThatAreLeftAreTheLastHurdle() throws {
    var placementCase = try read("rule-wishes")
    placementCase.policy.worstRank = 2
    placementCase.wishes[0] = [Wish(rank: 3, target: .post(1))]
    let closed = CaseCheck(placementCase, threads: 1).studentsWithoutPost
    #expect(closed.map(\.rule) == [.wishes] && closed[0].students == ["S1"])
    #expect(closed[0].demand.en.contains("ranked 2 or better"))
    placementCase.hostRanks = [0, 1].map {
      HostRank(student: 0, target: .enterprise($0), rank: nil, row: $0 + 2)
    }
    #expect(CaseCheck(placementCase, threads: 1).studentsWithoutPost.map(\.rule) == [.refusedByHost])
  }

  /// The posts that a mask leaves open are those that the rule permits.
  @Test(arguments: 0..<300) func theMaskOfWishesIsTheRule(_ seed: Int) {
    let placementCase = RandomCase.draw(
      seed: UInt64(5_000 + seed), size: seed % 2 == 0 ? .tiny : .middle(students: 40))
    let context = RuleContext(placementCase)
    let words = (placementCase.posts.count + 63) / 64
    for student in placementCase.students.indices {
      let mask = context.wishMask(of: student, words: words)
      for post in placementCase.posts.indices {
        let isOpen = mask.map { $0[post / 64] >> UInt64(post % 64) & 1 == 1 } ?? true
        #expect(isOpen == WishesRule().permits(student: student, post: post, in: context), "seed \(seed)")
      }
    }
  }
}
