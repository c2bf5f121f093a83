import AssignmentSolver
import GLPKSolver
import Placement
import PlacementAudit
import PlacementFiles
import TestSupport
import Testing

@testable import Allocation

/// Limits of a school's students, and who sits with whom.
@Suite struct SideLimitTests {
  private func faults(_ name: String) throws -> [String] {
    let placementCase = try #require(readCase(at: Fixtures.folder.appendingPathComponent(name)).placementCase)
    return CaseCheck(placementCase, threads: 1).diagnostics.filter(\.isFault)
      .map { $0.description(in: .english) }
  }

  /// Every row that takes part is named, and so is the limit.
  @Test(arguments: [
    ("refused-pair-team", "pairs.csv:2:relation: ", ["S1", "S2", "T1"]),
    (
      "refused-pair-pinned", "pairs.csv:2:relation: ",
      ["S1", "S2", "apart_host", "enterprise E1", "decisions.csv:2"]
    ),
    (
      "refused-school-pinned", "decisions.csv:2:post_id: ",
      ["post P1, max_per_school for school X1", "quota of 1"]
    ),
    ("refused-school-held", "published.csv:2:post_id: ", ["enterprise E1, max_per_school for school X1"]),
  ]) func whatCannotHoldIsNamed(_ name: String, _ place: String, _ words: [String]) throws {
    let found = try faults(name)
    #expect(found.count == 1 && found[0].hasPrefix(place), "\(found)")
    for word in words { #expect(found[0].contains(word), "\(word) in \(found)") }
  }

  /// Towards somebody who takes no part nobody keeps apart or goes together.
  @Test func whoTakesNoPartCountsNothing() throws {
    for name in ["rule-apart", "rule-apart-host", "refused-pair-team"] {
      var placementCase = try #require(
        readCase(at: Fixtures.folder.appendingPathComponent(name)).placementCase)
      placementCase.students[0].excluded = "abroad"
      let allocation = try allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact)
      #expect(allocation.solution.stages.map(\.value) == [0, 0, 20], "\(name)")
    }
    var parted = try #require(
      readCase(at: Fixtures.folder.appendingPathComponent("rule-together-one")).placementCase)
    parted.students[1].excluded = "abroad"
    let allocation = try allocate(parted, using: GLPKSolver(), options: OracleTests.exact)
    #expect(allocation.solution.stages.map(\.value) == [0, 0, 20])
  }

  /// Random cases of which most have such rows: both ways of solving agree, and the audit with them.
  @Test func bothMethodsAgree() throws {
    var (binding, paid) = (0, 0)
    for seed in UInt64(0)..<300 {
      let placementCase = RandomCase.draw(seed: 50_000 + seed, size: .middle(students: 24))
      guard !placementCase.pairs.isEmpty || placementCase.posts.contains(where: { $0.maxPerSchool != nil }),
        let ours = try? allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact)
      else { continue }
      var options = OracleTests.exact
      options.method = .whole
      let whole = try allocate(placementCase, using: GLPKSolver(), options: options)
      #expect(ours.solution.stages.map(\.value) == whole.solution.stages.map(\.value), "seed \(seed)")
      let rules = AuditRules(placementCase)
      #expect(rules.isFeasible(ours.placement), "seed \(seed)")
      #expect(rules.stageValues(of: ours.placement).map(Int64.init) == ours.solution.stages.map(\.value))
      var free = placementCase
      free.pairs = placementCase.pairs.filter { $0.relation == .together }
      for post in free.posts.indices { free.posts[post].maxPerSchool = nil }
      for host in free.enterprises.indices { free.enterprises[host].maxPerSchool = nil }
      let loose = try allocate(free, using: GLPKSolver(), options: OracleTests.exact)
      if loose.solution.stages.map(\.value) != ours.solution.stages.map(\.value) { binding += 1 }
      if rules.values(of: ours.placement)[.together] ?? 0 > 0 { paid += 1 }
    }
    // Comparisons that compare nothing say nothing.
    #expect(binding > 10 && paid > 5, "\(binding) \(paid)")
  }
}
