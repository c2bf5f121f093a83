import Testing
import Placement

@testable import AssignmentSolver

/// Which capacity and target rows make a forest, and what its sets then hold.
@Suite struct LaminarFamilyTests {
  private func program(
    posts: Int, rows: [(posts: [Int32], limit: Int32)], targets: [(posts: [Int32], target: Int32)] = []
  ) -> AssignmentProgram {
    AssignmentProgram(
      stageCount: 1, unitSize: [1], mustPlace: [false], unplacedCost: [[1]],
      postLimit: Array(repeating: 5, count: posts), postMinimum: Array(repeating: 1, count: posts),
      capacityRows: rows.map { .init(posts: $0.posts, limit: $0.limit) },
      targetRows: targets.map { .init(posts: $0.posts, target: $0.target, weight: [1]) }, pairStart: [0, 0],
      pairPost: [], pairCost: [.zero])
  }

  /// Posts below a set, by walking up from every post.
  private func members(_ family: LaminarFamily, of set: Int, posts: Int) -> [Int32] {
    (0..<Int32(posts)).filter { post in
      var node = Int(post)
      while family.parent[node] >= 0 {
        node = Int(family.parent[node])
        if node == posts + set { return true }
      }
      return false
    }
  }

  @Test func rowsThatNestMakeAForest() {
    let program = program(
      posts: 5, rows: [([0, 1, 2, 3], 9), ([0, 1], 3)], targets: [([0, 1, 2, 3], 4)])
    let family = LaminarFamily(program)
    #expect(family.isWhole)
    #expect(family.limit.count == 2)
    for (index, row) in program.capacityRows.enumerated() {
      let set = Int(family.setOfRow[index])
      #expect(members(family, of: set, posts: 5) == row.posts)
      #expect(family.limit[set] == Int64(row.limit))
    }
    // A target over the posts of a capacity row shares its set.
    #expect(family.setOfTarget[0] == family.setOfRow[0])
    #expect(family.target[Int(family.setOfTarget[0])] == 4)
    #expect(family.parent[4] == -1)
  }

  @Test func theSamePostsTwiceKeepTheLowerLimit() {
    let family = LaminarFamily(program(posts: 2, rows: [([0, 1], 7), ([0, 1], 4)]))
    #expect(family.isWhole)
    #expect(family.limit == [4])
  }

  @Test func aRowThatCrossesStaysOut() {
    let family = LaminarFamily(program(posts: 3, rows: [([0, 1], 3), ([1, 2], 3)]))
    #expect(!family.isWhole)
    #expect(family.setOfRow == [0, -1])
  }

  @Test func aSecondTargetOverTheSamePostsIsASetAroundTheFirsts() {
    let family = LaminarFamily(program(posts: 2, rows: [], targets: [([0, 1], 3), ([0, 1], 2)]))
    #expect(family.isWhole)
    #expect(family.setOfTarget == [0, 1])
    #expect(family.target == [3, 2] && family.parent == [2, 2, 3, -1])
  }

  /// On random rows: what is taken is a forest whose sets hold just their rows' posts, and what stays out crosses
  /// something that is taken.
  @Test(arguments: 0..<300) func keepsWhatNests(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let posts = Int.random(in: 2...7, using: &random)
    func subset() -> [Int32] { (0..<Int32(posts)).filter { _ in Bool.random(using: &random) } }
    let rows = (0..<Int.random(in: 0...5, using: &random)).map { _ in subset() }.filter { $0.count >= 2 }
    let family = LaminarFamily(program(posts: posts, rows: rows.map { ($0, 2) }))
    let taken = rows.indices.filter { family.setOfRow[$0] >= 0 }
    for row in taken {
      #expect(members(family, of: Int(family.setOfRow[row]), posts: posts) == rows[row])
    }
    for row in rows.indices where family.setOfRow[row] < 0 {
      let crosses = taken.contains { other in
        let (a, b) = (Set(rows[row]), Set(rows[other]))
        return !a.isDisjoint(with: b) && !a.isSubset(of: b) && !b.isSubset(of: a)
      }
      #expect(crosses, "row \(rows[row]) was left out of \(rows)")
    }
  }
}
