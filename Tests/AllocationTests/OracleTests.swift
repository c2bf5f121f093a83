import Allocation
import AssignmentSolver
import GLPKSolver
import IntegerProgram
import Placement
import PlacementAudit
import TestSupport
import Testing

/// The main job against exhaustive search, which shares nothing with it.
@Suite struct OracleTests {
  static let caseCount = 3000
  static let blockSize = 100

  @Test("tiny cases agree with exhaustive search", arguments: 0..<caseCount / blockSize)
  func agreesWithCaseSearch(block: Int) throws {
    for seed in UInt64(block * Self.blockSize)..<UInt64((block + 1) * Self.blockSize) {
      let placementCase = RandomCase.draw(seed: seed, size: .tiny)
      let search = CaseSearch(placementCase)
      let answer = Result { try allocate(placementCase, using: GLPKSolver(), options: Self.exact) }
      switch answer {
      case .success(let allocation):
        check(allocation, placementCase, expected: search.best, seed: seed)
      case .failure(AllocationFailure.faults(let faults)):
        #expect(search.best == nil, "seed \(seed): refused, but a plan exists: \(faults.map(\.message.en))")
        #expect(!faults.isEmpty, "seed \(seed)")
      case .failure(let error): Issue.record("seed \(seed): \(error)")
      }
    }
  }

  static let exact = AllocationOptions(limits: SolverLimits(relativeGap: 0), threads: 1)

  private func check(_ allocation: Allocation, _ model: PlacementCase, expected: [Int]?, seed: UInt64) {
    let stages = allocation.solution.stages
    let values = stages.map { Int($0.value) }
    #expect(values == expected, "seed \(seed)")
    #expect(stages.allSatisfy(isProven), "seed \(seed): \(stages)")
    let rules = AuditRules(model)
    let faults = rules.faults(of: allocation.placement)
    #expect(faults.isEmpty, "seed \(seed): \(faults.map(\.message.en))")
    #expect(rules.stageValues(of: allocation.placement) == expected, "seed \(seed)")
  }

  /// Proven to the last unit; a millionth off where a stage runs into the millions, as its bound is a float.
  private func isProven(_ stage: StageOutcome) -> Bool {
    stage.value - stage.bound <= stage.value / 500_000
  }

  /// The oracle is worth something only where its cases are: neither mostly empty nor mostly refused.
  @Test func randomCasesAreWorthwhile() {
    var solved = 0
    var placed = 0
    for seed in UInt64(0)..<200 {
      let search = CaseSearch(RandomCase.draw(seed: seed, size: .tiny))
      guard let placement = search.placement else { continue }
      solved += 1
      placed += placement.lazy.compactMap { $0 }.count
    }
    #expect(solved > 120)
    #expect(placed > 150)
  }

  /// What came last is drawn too, and decides: it closes pairs, and is worth something at the optimum.
  @Test func wishesHostsNumbersAndLotsDecide() {
    var closed: [Rule: Int] = [:]
    var worth: [ObjectiveTerm: Int] = [:]
    for seed in UInt64(0)..<1500 {
      let placementCase = RandomCase.draw(seed: seed, size: .tiny)
      let rules = AuditRules(placementCase)
      for student in placementCase.students.indices {
        for post in placementCase.posts.indices {
          if let rule = rules.firstFailure(student: student, post: post) { closed[rule, default: 0] += 1 }
        }
      }
      guard let best = CaseSearch(placementCase).placement else { continue }
      for (term, value) in rules.values(of: best) where value > 0 && placementCase.policy.weighs(term) {
        worth[term, default: 0] += 1
      }
    }
    for rule in [Rule.refusedByHost, .wishes] { #expect(closed[rule, default: 0] > 50, "\(closed)") }
    for term in [ObjectiveTerm.hostPreference, .targetGap, .lottery, .preference] {
      #expect(worth[term, default: 0] > 15, "\(worth)")
    }
  }
}
