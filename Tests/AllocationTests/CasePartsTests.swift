import Allocation
import AssignmentSolver
import CaseGenerator
import GLPKSolver
import Placement
import Testing

/// What ties two cities together, one tie at a time.
@Suite struct CasePartsTests {
  private static let province = generateCase(
    GeneratorOptions(students: 120, seed: 11, rules: .quotas, language: .english, cities: 2))

  /// The province with one thing more.
  private func faults(_ change: (inout PlacementCase) -> Void) -> [String] {
    var province = Self.province
    change(&province)
    return CaseParts(province, by: .city, threads: 2).faults.map { $0.description(in: .english) }
  }

  private var students: (Int, Int) {
    let all = Self.province.students
    return (0, all.firstIndex { $0.id.hasPrefix("02") }!)
  }

  private var otherPost: Int { Self.province.posts.firstIndex { $0.id.hasPrefix("02") }! }

  @Test func separateCitiesHaveNoTies() {
    let parts = CaseParts(Self.province, by: .city, threads: 2)
    #expect(parts.faults.isEmpty)
    #expect(parts.parts.map(\.name) == ["3301", "3302"])
    #expect(parts.parts.map(\.students.count) == [60, 60])
    // Every row is in one part.
    #expect(parts.parts.flatMap(\.students).sorted() == Array(Self.province.students.indices))
    #expect(parts.parts.flatMap(\.enterprises).sorted() == Array(Self.province.enterprises.indices))
    #expect(parts.parts.flatMap(\.posts).sorted() == Array(Self.province.posts.indices))
  }

  /// A post next door that the student may take.
  @Test func anEligiblePairIsATie() {
    let found = faults { province in
      let student = province.students[0]
      let post = otherPost
      province.posts[post].location = student.location
      province.posts[post].specialtyCodes = [student.specialty]
      province.students[0].ownLodgingConsent = true
    }
    #expect(found.count >= 1)
    #expect(found[0].contains("students of 3301 may take posts of 3302"), "\(found)")
    #expect(found[0].contains("01S00001 → " + Self.province.posts[otherPost].id), "\(found)")
  }

  @Test func anEnterpriseOfTwoCitiesIsATie() {
    let found = faults { $0.posts[otherPost].enterprise = 0 }
    #expect(found.contains { $0.contains("of enterprise 01E0001 in two parts share the enterprise's quota") })
  }

  @Test func aTeamIsATie() {
    let found = faults { province in
      for student in [students.0, students.1] { province.students[student].teamID = "T1" }
    }
    #expect(found.count == 1 && found[0].contains("team T1 has members in two parts"), "\(found)")
    // Whoever takes no part ties nobody.
    let free = faults { province in
      for student in [students.0, students.1] { province.students[student].teamID = "T1" }
      province.students[students.1].excluded = "abroad"
    }
    #expect(free.isEmpty)
  }

  @Test func twoWhoKeepApartOrGoTogetherAreATie() {
    for relation in PairRelation.allCases {
      let found = faults {
        $0.pairs = [StudentPair(students.0, students.1, relation, row: 2)]
      }
      #expect(found.count == 1 && found[0].hasPrefix("pairs.csv:2:student_b: "), "\(found)")
    }
  }

  @Test func aPartnerIsATie() {
    let found = faults { province in
      var row = Partner()
      row.schoolID = province.students[0].schoolID
      row.enterprise = province.posts[otherPost].enterprise
      row.row = 2
      province.partners = [row]
    }
    #expect(found.count == 1 && found[0].hasPrefix("partners.csv:2:enterprise_id: "), "\(found)")
  }

  @Test func pinsWishesAndSignaturesAreTies() {
    func decision(_ kind: Decision.Kind) -> Decision {
      Decision(
        student: 0, target: .post(otherPost), kind: kind, reason: "because", author: "", decidedOn: nil,
        row: 3)
    }
    let pinned = faults { $0.decisions = [decision(.pin)] }
    #expect(pinned.count == 1 && pinned[0].hasPrefix("decisions.csv:3:post_id: "), "\(pinned)")
    #expect(faults { $0.decisions = [decision(.ban)] }.isEmpty)
    let wished = faults { $0.wishes[0] = [Wish(rank: 1, target: .post(otherPost))] }
    #expect(wished.count == 1 && wished[0].hasPrefix("preferences.csv:student_id: "), "\(wished)")
    func told(_ stage: PublishedPlacement.Stage) -> PublishedPlacement {
      PublishedPlacement(post: otherPost, stage: stage, row: 4)
    }
    let signed = faults { $0.published[0] = told(.signed) }
    #expect(signed.count == 1 && signed[0].hasPrefix("published.csv:4:post_id: "), "\(signed)")
    #expect(faults { $0.published[0] = told(.announced) }.isEmpty)
  }

  /// Whoever ranks a student next door has ranked somebody: all others are dearer for it.
  @Test func aRankOfAnotherCityIsATie() {
    func ranked(_ rank: Int?) -> [String] {
      faults {
        $0.hostRanks = [HostRank(student: 0, target: .post(otherPost), rank: rank, row: 5)]
      }
    }
    let found = ranked(2)
    #expect(found.count == 1 && found[0].hasPrefix("host-ranks.csv:5:student_id: "), "\(found)")
    #expect(ranked(nil).isEmpty)
  }

  @Test func aPartKeepsWhatItsHostsThink() throws {
    var province = Self.province
    let there = try #require(province.students.firstIndex { $0.id.hasPrefix("02") })
    province.hostRanks = [
      HostRank(student: 0, target: .post(0), rank: 3, row: 2),
      HostRank(student: 0, target: .post(otherPost), rank: nil, row: 3),
      HostRank(student: there, target: .enterprise(province.posts[otherPost].enterprise), rank: 1, row: 4),
    ]
    let parts = CaseParts(province, by: .city, threads: 1)
    let own = parts.parts.map { parts.placementCase(of: $0) }
    #expect(own[0].hostRanks == [province.hostRanks[0]])
    let second = try #require(own[1].hostRanks.first)
    #expect(own[1].hostRanks.count == 1 && own[1].students[second.student].id == province.students[there].id)
  }

  /// By itself a part would not know that the order class's students may take nothing but those posts.
  @Test func anOrderClassOfAnotherCityIsATie() {
    let found = faults { province in
      province.students[0].program = "Order class 1"
      province.posts[otherPost].reservedPrograms = ["Order class 1"]
    }
    #expect(found.count == 1 && found[0].contains("reserved for the student's program in another part alone"))
  }

  @Test func aPlaceFoundAloneIsATie() {
    let found = faults { province in
      var alone = SelfArranged()
      alone.enterprise = province.posts[otherPost].enterprise
      alone.approvedOn = CalendarDate(year: 2026, month: 7, day: 1)
      alone.row = 2
      province.selfArranged[0] = alone
    }
    #expect(found.count == 1 && found[0].hasPrefix("self-arranged.csv:2:enterprise_id: "), "\(found)")
  }

  /// Who does not say where a post lies is told so.
  @Test func placesMustBeKnown() {
    let found = faults { $0.posts[0].areaCode = nil }
    #expect(found.count == 1 && found[0].contains("nothing says which part this post belongs to"), "\(found)")
  }

  /// Whoever gives the case another table must say what it ties together, and what of it belongs to a part.
  @Test func everyTableIsKnown() {
    #expect(
      CaseSchema.tables.map(\.file) == [
        "students.csv", "enterprises.csv", "posts.csv", "schools.csv", "preferences.csv", "decisions.csv",
        "published.csv", "travel.csv", "specialty-equivalences.csv", "pairs.csv", "partners.csv",
        "host-ranks.csv", "self-arranged.csv", "teachers.csv", "certificates.csv", "demand.csv",
        "history.csv",
        "host-record.csv", "targets.csv",
        // Asked of one plan of the whole: it ties nothing, and no part has it.
        "requests.csv",
      ])
  }

  /// Where a part left a stage open, another might give way there: nothing is proven of the stages after it.
  @Test func boundsAddUpWhileEarlierStagesAreProven() throws {
    let parts = CaseParts(Self.province, by: .city, threads: 2)
    func outcome(_ part: CaseParts.Part, loose: Bool) throws -> PartOutcome {
      let own = try allocate(
        parts.placementCase(of: part), using: GLPKSolver(), options: AllocationOptions())
      var stages = own.solution.stages
      if loose { stages[0].bound -= 1 }
      return PartOutcome(placement: own.placement.map { $0.map { part.posts[$0] } }, stages: stages)
    }
    for loose in [false, true] {
      var faults: [Diagnostic] = []
      let outcomes = try parts.parts.map { try outcome($0, loose: loose && $0.name == "3302") }
      let merged = try #require(parts.allocation(of: outcomes, threads: 2, faults: &faults))
      for stage in merged.solution.stages.indices {
        let sum = outcomes.reduce(0) { $0 + $1.stages[stage].bound }
        #expect(merged.solution.stages[stage].bound == (loose && stage > 0 ? 0 : sum))
      }
    }
  }
}
