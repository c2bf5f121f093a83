import Placement
import Testing

@testable import PlacementAudit

/// Cells worked out by hand for the town.
@Suite struct ExpectationTests {
  private let plan = GoodPlan()

  private func assigned(_ id: String, _ column: String) -> String { plan.cell("assignments.csv", id, column) }

  @Test func theTownIsGood() {
    #expect(plan.faults().map { $0.description(in: .english) } == [])
    #expect(GoodPlan(Town.make(.chinese)).faults().map { $0.description(in: .chinese) } == [])
  }

  @Test func statuses() {
    let wanted = [
      "A0": "kept", "A1": "pinned", "A2": "placed", "A3": "placed", "A4": "pinned", "A5": "moved",
      "A6": "excluded", "A7": "unplaced", "A8": "unplaced", "A9": "placed", "B0": "unplaced",
    ]
    for (id, status) in wanted { #expect(assigned(id, "status") == status, "\(id)") }
  }

  @Test func cellsOfAssignments() {
    #expect(assigned("A1", "match") == "none")
    #expect(assigned("A1", "overridden_rules") == "specialty")
    #expect(assigned("A1", "note") == "agreed")
    #expect(assigned("A4", "note") == "signed")
    #expect(assigned("A6", "note") == "arranged alone")
    #expect(assigned("A4", "monthly_pay") == "2490.5")
    // 0.05° × 1.3 = 7.228 km
    #expect(assigned("A2", "distance_km") == "7.2")
    #expect(assigned("A9", "preference_rank") == "2")
    #expect(assigned("A5", "previous_post_id") == "P1")
    #expect(assigned("A0", "school_name") == "First School")
    #expect(assigned("A0", "end_date") == "2027-02-28")
    // P1, P3 and P4 are full; P2 has seats, its group 5 more, its enterprise ⌊0.1 × 40⌋ − 3 = 1 more.
    #expect(assigned("A0", "alternatives") == "P2")
    // A team of two is told of P2's one seat: both may take the post.
    #expect(assigned("A2", "alternatives") == "P2")
    #expect(assigned("A1", "alternatives") == "")
    #expect(assigned("A0", "alternatives_detail") == "Work P2 (Works E1, 0.0 km, 1 free)")
    #expect(assigned("A9", "wishes") == "P1" && assigned("A0", "wishes") == "")
    #expect(assigned("A2", "team") == "A3" && assigned("B1", "team") == "B0" && assigned("A0", "team") == "")
    #expect(assigned("A0", "contact") == "Office 7" && assigned("A2", "contact") == "")
    #expect(assigned("A7", "reason") == "no_open_post" && assigned("A0", "reason") == "")
    #expect(assigned("A0", "supervisor_id") == "" && assigned("A0", "supervisor_name") == "")
  }

  @Test func cellsOfUnplaced() {
    #expect(plan.cell("unplaced.csv", "A7", "eligible_posts") == "0")
    #expect(plan.cell("unplaced.csv", "A7", "reason") == "no_open_post")
    #expect(plan.cell("unplaced.csv", "A7", "nearest_post_id") == "P1")
    #expect(plan.cell("unplaced.csv", "A7", "nearest_blocked_by") == "grade")
    #expect(
      plan.cell("unplaced.csv", "A7", "detail")
        == "4 posts match the specialty: 4 closed by grade (year of study 2 or above)")
    #expect(plan.cell("unplaced.csv", "A8", "eligible_posts") == "4")
    #expect(plan.cell("unplaced.csv", "A8", "nearest_blocked_by") == "post")
    // One seat, two members.
    #expect(plan.cell("unplaced.csv", "B0", "reason") == "team")
    #expect(plan.cell("unplaced.csv", "B0", "nearest_post_id") == "P5")
  }

  @Test func aTeamOfOneMemberIsAStudentLikeAnyOther() {
    let alone = makeCase(
      [student("A") { $0.teamID = "T" }], [post("P", seats: 0)])
    let reason = Expectation(AuditRules(alone), [nil]).unplaced.rows[0][4]
    #expect(reason.admits("contested") && !reason.admits("team"))
  }

  /// What counting alone says of a student without a post.
  @Test func reasonsThatCountingDecides() {
    func admitted(_ placement: [Int?], _ posts: [Post]) -> [UnplacedReason] {
      let people = placement.indices.map { student("A\($0)") }
      let reason = Expectation(AuditRules(makeCase(people, posts)), placement).reason(0)
      return UnplacedReason.allCases.filter { reason.admits($0.rawValue) }
    }
    func small(_ id: String, seats: Int, minimum: Int) -> Post {
      post(id, seats: seats) { $0.minStudents = minimum }
    }
    #expect(admitted([nil], [post("P")]) == [.outweighed])
    #expect(admitted([nil, 0], [post("P", seats: 1)]) == [.contested, .groupNotReached, .outweighed])
    #expect(admitted([nil], [small("P", seats: 9, minimum: 5)]) == [.groupNotReached, .outweighed])
    // Seats below the minimum: it takes nobody.
    #expect(admitted([nil], [small("P", seats: 3, minimum: 5)]) == [.groupNotReached])
    #expect(admitted([nil], [post("P", seats: 0)]) == [.contested])
  }

  @Test func anAlternativeNeedsAFreeSeatNotItsMinimum() {
    let placementCase = makeCase([student("A")], [post("P"), post("Q") { $0.minStudents = 5 }])
    let row = Expectation(AuditRules(placementCase), [0]).assignments.rows[0]
    #expect(row[Columns.assignments.firstIndex(of: "alternatives")!] == .text("Q"))
  }

  @Test func cellsOfChangesAndQuotas() {
    #expect(plan.cell("changes.csv", "A5", "serves") == "quota")
    #expect(plan.cell("changes.csv", "A6", "serves") == "excluded")
    #expect(plan.tables[plan.index("changes.csv")].rows.count == 2)
    #expect(plan.cell("quotas.csv", "E1", "limit") == "4")
    #expect(plan.cell("quotas.csv", "E1", "limit_from") == "staff_share_max")
    #expect(plan.cell("quotas.csv", "E1", "free") == "1")
    #expect(plan.cell("quotas.csv", "E1", "target_low") == "1")
    #expect(plan.cell("quotas.csv", "E1", "target_high") == "2")
    #expect(plan.cell("quotas.csv", "E2", "limit_from") == "max_interns")
    #expect(plan.cell("quotas.csv", "E2", "placed") == "4")
    #expect(plan.cell("quotas.csv", "E1/weld", "limit") == "6")
    #expect(plan.cell("quotas.csv", "E1/weld", "free") == "5")
    #expect(plan.cell("quotas.csv", "P3", "free") == "0")
  }

  @Test func cellsOfOverviews() {
    func row(_ file: String, _ first: String) -> [String] {
      plan.tables[plan.index(file)].rows.first { $0[0] == first }!
    }
    let none = [String](repeating: "", count: 6)
    // No enterprise is in the school's district.
    #expect(row("supply-demand.csv", "6603").prefix(6) == ["6603", "North", "8", "0", "6", "2"])
    #expect(row("supply-demand.csv", "7102") == ["7102", "North", "1", "0", "1", "0"] + none)
    #expect(row("supply-demand.csv", "7201") == ["7201", "North", "2", "0", "0", "2"] + none)
    // 12 students × 5 posts; A6 is out of all five, A7 too young in grade.
    #expect(row("compliance.csv", "excluded") == ["excluded", "", "60", "5", "0", "0"])
    #expect(row("compliance.csv", "grade") == ["grade", "", "55", "5", "0", "0"])
    #expect(row("compliance.csv", "age") == ["age", "Rule 1", "50", "0", "0", "0"])
    #expect(row("compliance.csv", "period") == ["period", "", "50", "0", "0", "50"])
    // Seven of 6603 fail P5; A1 fails four and one is overridden; B0 and B1 fail four each.
    #expect(row("compliance.csv", "specialty") == ["specialty", "", "50", "19", "1", "0"])
    let own = "the minimum wage where a post names no pay to compare with is this program's own rule"
    #expect(row("compliance.csv", "pay") == ["pay", "Rule 3;\(own)", "31", "0", "0", "31"])
    #expect(row("compliance.csv", "staff_share_max") == ["staff_share_max", "Rule 2", "2", "0", "0", "0"])
    #expect(row("compliance.csv", "post_share_max") == ["post_share_max", "", "1", "0", "0", "4"])
    #expect(row("compliance.csv", "max_interns") == ["max_interns", "", "1", "0", "0", "0"])
    #expect(row("compliance.csv", "seats") == ["seats", "", "5", "0", "0", "0"])
    #expect(row("compliance.csv", "min_students") == ["min_students", "", "5", "0", "0", "0"])
    #expect(row("compliance.csv", "team_id") == ["team_id", "", "2", "0", "0", "0"])
    #expect(row("compliance.csv", "max_per_school") == ["max_per_school", "", "0", "0", "0", "0"])
    #expect(row("compliance.csv", "target_share") == ["target_share", "", "2", "0", "0", "0"])
    // All but P2 run for six months; A4 has signed, and the file has no dates.
    #expect(row("compliance.csv", "duration") == ["duration", "", "5", "1", "0", "0"])
    #expect(row("compliance.csv", "consent").suffix(4) == ["0", "0", "0", "1"])
    #expect(row("compliance.csv", "insurance").suffix(4) == ["0", "0", "0", "0"])
    #expect(row("compliance.csv", "tutor_assigned").suffix(4) == ["", "", "", ""])
  }

  /// Limits on students of one school, and pairs who keep apart, are rules with a source as any other.
  @Test func rowsOfCompany() {
    var placementCase = Town.make()
    placementCase.posts[0].maxPerSchool = 2
    placementCase.posts[3].maxPerSchool = 0
    placementCase.enterprises[1].maxPerSchool = 5
    placementCase.pairs = [
      StudentPair(0, 1, .apart, row: 2), StudentPair(2, 3, .apartHost, row: 3),
      StudentPair(4, 5, .apartHost, row: 4), StudentPair(6, 7, .together, row: 5),
    ]
    placementCase.policy.sources["max_per_school"] = "Rule 9"
    placementCase.policy.sources["apart_host"] = "Rule 10"
    let rows = Expectation(AuditRules(placementCase), Town.placement).compliance.rows.map { row in
      row.map { if case .text(let text) = $0 { text } else { "?" } }
    }
    #expect(rows.first { $0[0] == "max_per_school" } == ["max_per_school", "Rule 9", "3", "0", "0", "0"])
    #expect(rows.first { $0[0] == "apart" } == ["apart", "", "1", "0", "0", "0"])
    #expect(rows.first { $0[0] == "apart_host" } == ["apart_host", "Rule 10", "2", "0", "0", "0"])
  }

  /// Seats of the district's posts that list the class, one of its codes or its category; the lowest limit counts.
  @Test func seatsOfADistrict() {
    var placementCase = Town.make()
    placementCase.schools[0].district = "West"
    func seats() -> [String] {
      Expectation(AuditRules(placementCase), Town.placement).supplyDemand.rows.compactMap {
        if case .text(let seats) = $0[3] { seats } else { nil }
      }
    }
    // P1: 2 seats; P2: 10, its group 6, its enterprise 4. E2 is in the East.
    #expect(seats() == ["6", "0", "0"])
    placementCase.posts[1].specialtyCodes = [code("66"), code("710201")]
    #expect(seats() == ["6", "4", "0"])
    placementCase.enterprises[1].district = "West"
    // P3: 3, P4: 1, P5: 1, each below its enterprise's 6.
    #expect(seats() == ["10", "4", "1"])
  }

  @Test func countsOfWishesAndOfTheUnplaced() {
    var placementCase = Town.make()
    // A2 to A5 and A8 wish for P3; A5 got it as the third wish.
    for student in [2, 3, 4, 8] { placementCase.wishes[student] = [Wish(rank: 1, target: .post(2))] }
    placementCase.wishes[5] = [Wish(rank: 3, target: .enterprise(1))]
    let expectation = Expectation(AuditRules(placementCase), Town.placement)
    let wished = ["1": 2, "2": 1, "3": 1, "unlisted": 1, "none": 1]
    #expect(expectation.wishesBySchool == ["S1": wished])
    #expect(
      expectation.wishes(of: placementCase.students.indices)
        == wished.merging(["not_given": 5]) { $1 })
    #expect(expectation.unplacedCounts.map(\.counts.count) == [1, 1, 2])
  }

  @Test func countsOfTheSummary() {
    let counts = plan.summary["counts"] as! [String: Int]
    #expect(
      counts == [
        "students": 12, "taking_part": 11, "excluded": 1, "self_arranged": 0, "placed": 7, "pinned": 2,
        "kept": 1, "moved": 1, "new": 3, "unplaced": 4, "enterprises": 2, "posts": 5, "posts_used": 4,
        "above_scale": 2,
        "target_met": 2,
      ])
  }
}
