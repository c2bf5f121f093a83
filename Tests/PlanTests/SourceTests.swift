import Allocation
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementAudit
import PlacementFiles
import Plan
import TestSupport
import Testing

/// The number that turned somebody away, with its own source; verified by the audit's second reading.
@Suite struct SourceTests {
  private func plan(
    _ fixture: String, _ change: (inout PlacementCase) -> Void
  ) throws -> (plan: Plan, placementCase: PlacementCase) {
    let folder = Fixtures.folder.appendingPathComponent(fixture)
    var placementCase = try #require(readCase(at: folder).placementCase)
    change(&placementCase)
    let allocation = try allocate(
      placementCase, using: GLPKSolver(), options: .init(limits: SolverLimits(relativeGap: 0), threads: 1))
    return (allocation.plan(relativeGap: 0, threads: 1), placementCase)
  }

  private func detail(_ plan: Plan, _ student: String) throws -> String {
    let table = try #require(plan.tables.first { $0.file == "unplaced.csv" })
    return try #require(table.rows.first { $0[0] == student }?.last)
  }

  private func source(_ plan: Plan, _ rule: String) throws -> String {
    let table = try #require(plan.tables.first { $0.file == "compliance.csv" })
    return try #require(table.rows.first { $0[0] == rule }?[1])
  }

  private func faults(_ plan: Plan, _ placementCase: PlacementCase) throws -> [String] {
    try PlanAudit(
      placementCase, tables: plan.tables, summary: plan.summary.jsonFile(), fileHashes: nil
    ).faults.map { $0.description(in: .english) }
  }

  @Test func aBoarderIsToldOfTheBoardingLimit() throws {
    let (plan, placementCase) = try plan("rule-boarding") {
      $0.policy.boardingMaxDistance = ExactDecimal(100)
      $0.policy.sources = ["max_distance_km": "Circular 1", "boarding_max_distance_km": "Circular 2"]
    }
    #expect(
      try detail(plan, "S1")
        == "1 posts match the specialty: 1 closed by distance (at most 100 km for a student who boards; Circular 2)"
    )
    #expect(try detail(plan, "S2").contains("or 100 km for students who board; Circular 1)"))
    #expect(try source(plan, "distance") == "Circular 1;Circular 2")
    #expect(try faults(plan, placementCase) == [])
  }

  /// 40 km are not what keeps somebody from a post 17 km away.
  @Test func theStudentsOwnLimitIsNamed() throws {
    let (plan, placementCase) = try plan("rule-boarding") {
      $0.students[1].maxDistance = ExactDecimal(1)
      $0.policy.sources = ["max_distance_km": "Circular 1"]
    }
    #expect(try detail(plan, "S2").contains("at most 1 km, the student's own limit"))
    #expect(try !detail(plan, "S2").contains("40") && !detail(plan, "S2").contains("Circular 1"))
    #expect(try faults(plan, placementCase) == [])
  }

  /// The rules that close the most posts come first; three are told with what they ask for, the others counted.
  @Test func whatClosesMostIsToldFirst() throws {
    let (plan, placementCase) = try plan("hangzhou") { $0.policy.language = .english }
    let table = try #require(plan.tables.first { $0.file == "unplaced.csv" })
    let details = table.rows.compactMap { $0.last }.filter { $0.contains(" posts match the specialty: ") }
    var longest = 0
    for detail in details {
      let parts = detail.components(separatedBy: "; the rest: ")
      let told = parts[0].matches(of: #/(?:: |\), )([0-9]+) closed by /#).compactMap { Int($0.1) }
      let rest = (parts.count > 1 ? parts[1] : "").matches(of: #/ ([0-9]+)(?:,|$)/#).compactMap { Int($0.1) }
      let all = detail.prefix { $0 != " " }
      #expect(told.count <= 3 && (rest.isEmpty || told.count == 3), "\(detail)")
      let counts = told + rest
      #expect(counts == counts.sorted(by: >) && Int(all) == counts.reduce(0, +), "\(detail)")
      longest = max(longest, rest.count)
    }
    #expect(longest > 0)
    #expect(try faults(plan, placementCase).filter { $0.contains("unplaced.csv") } == [])
  }

  @Test func payIsMeasuredByTheNumberThatApplies() throws {
    let (plan, placementCase) = try plan("rule-minimum-wage") {
      for post in $0.posts.indices { $0.posts[post].monthlyPay = ExactDecimal(1) }
      $0.posts[1].referencePay = ExactDecimal(3000)
      $0.policy.sources = ["pay_share_min": "Regulation 1", "minimum_wage": "Order 2"]
    }
    #expect(try detail(plan, "S1").contains("to compare with); Order 2)"))
    #expect(
      try source(plan, "pay")
        == "Regulation 1;Order 2;the minimum wage where a post names no pay to compare with is this program's own rule"
    )
    let pay = Rule.pay.sources(in: Policy())
    #expect(pay(.chinese) == "岗位没有可比工资时不低于最低工资，是本程序自定的规则")
    #expect(try faults(plan, placementCase) == [])
  }

  /// What ties students to each other is a rule like any other.
  @Test func teamsSchoolsAndPairsAreCountedWithTheirSources() throws {
    let (plan, placementCase) = try plan("tiny") {
      for post in $0.posts.indices.prefix(2) { $0.posts[post].maxPerSchool = 1 }
      $0.enterprises[0].maxPerSchool = 5
      for student in $0.students.indices { $0.students[student].teamID = nil }
      for student in [0, 1] { $0.students[student].teamID = "T1" }
      $0.students[1].excluded = "elsewhere"
      $0.pairs = [StudentPair(0, 2, .apart, row: 2), StudentPair(2, 3, .together, row: 3)]
      $0.policy.sources = ["max_per_school": "Agreement", "team_id": "Custom", "apart": "Request"]
    }
    let table = try #require(plan.tables.first { $0.file == "compliance.csv" })
    for row in [
      ["max_per_school", "Agreement", "3", "0", "0", "0"], ["team_id", "Custom", "1", "0", "0", "0"],
      ["apart", "Request", "1", "0", "0", "0"],
    ] { #expect(table.rows.contains(row), "\(table.rows.map { $0[0] })") }
    #expect(try faults(plan, placementCase) == [])
    for row in table.rows.indices where ["max_per_school", "team_id", "apart"].contains(table.rows[row][0]) {
      for column in 0...5 {
        var tables = plan.tables
        let place = try #require(tables.firstIndex { $0.file == "compliance.csv" })
        tables[place].rows[row][column] += "1"
        #expect(
          try !PlanAudit(placementCase, tables: tables, summary: plan.summary.jsonFile(), fileHashes: nil)
            .faults.isEmpty)
      }
    }
  }
}
