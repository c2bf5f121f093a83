import Placement
import PlacementAudit
import Testing

private func kinds(_ placementCase: PlacementCase, _ placement: [Int?]) -> [AuditFault.Kind] {
  AuditRules(placementCase).faults(of: placement).map(\.kind)
}

@Suite struct QuotaTests {
  private let five = (1...5).map { student("A\($0)") }

  @Test func sharesAreExact() {
    let rules = AuditRules(
      makeCase(
        [], [],
        enterprises: [
          enterprise("E1", staff: 30), enterprise("E2", staff: 29),
          enterprise("E3", staff: 30) { $0.maxInterns = 3 },
          enterprise("E4", staff: 30) {
            $0.maxInterns = 2
            $0.currentInterns = 5
          },
        ]))
    #expect(rules.limits.enterprise.map(\.value) == [3, 2, 3, 0])
    #expect(
      rules.limits.enterprise.map(\.from) == [.staffShareMax, .staffShareMax, .maxInterns, .maxInterns])
  }

  @Test func postsOfTheirOwn() {
    let rules = AuditRules(
      makeCase(
        [],
        [
          post("P1", seats: 4) { $0.samePostStaff = 15 },
          post("P2", seats: 3) { $0.samePostStaff = 15 },
          post("P3", seats: 4) {
            $0.samePostStaff = 24
            $0.currentInterns = 1
          }, post("P4", seats: 4),
        ]))
    #expect(rules.limits.post.map(\.value) == [3, 3, 3, 4])
    #expect(rules.limits.post.map(\.from) == [.postShareMax, .seats, .postShareMax, .seats])
  }

  @Test func aPostOverfilledByOne() {
    let placementCase = makeCase(five, [post("P", seats: 4)])
    #expect(kinds(placementCase, [0, 0, 0, 0, nil]) == [])
    #expect(kinds(placementCase, [0, 0, 0, 0, 0]) == [.quota(.post)])
  }

  /// P1 until the end of December, P2 from then on; they share 31 December only.
  private func overlapping(_ first: CalendarDate) -> [Post] {
    [
      post("P1") {
        $0.end = day(2026, 12, 31)
        $0.jobGroup = "weld"
        $0.samePostStaff = 20
        $0.currentInterns = 1
      },
      post("P2") {
        $0.start = first
        $0.jobGroup = "weld"
        $0.samePostStaff = 20
      },
    ]
  }

  @Test func aJobGroupOnOneDayOnly() {
    // ⌊0.20 × 20⌋ − 1 = 3
    let sharing = makeCase(five, overlapping(day(2026, 12, 31)))
    #expect(AuditRules(sharing).limits.groups.map(\.limit) == [3])
    #expect(kinds(sharing, [0, 0, 1, nil, nil]) == [])
    #expect(kinds(sharing, [0, 0, 1, 1, nil]) == [.quota(.jobGroup)])
    #expect(kinds(makeCase(five, overlapping(day(2027, 1, 1))), [0, 0, 1, 1, nil]) == [])
  }

  @Test func anEnterpriseOnOneDayOnly() {
    func days(_ first: CalendarDate) -> PlacementCase {
      makeCase(
        five, [post("P1") { $0.end = day(2026, 12, 31) }, post("P2") { $0.start = first }],
        enterprises: [enterprise("E1", staff: 30)])
    }
    #expect(kinds(days(day(2026, 12, 31)), [0, 0, 1, nil, nil]) == [])
    #expect(kinds(days(day(2026, 12, 31)), [0, 0, 1, 1, nil]) == [.quota(.enterprise)])
    #expect(kinds(days(day(2027, 1, 1)), [0, 0, 1, 1, 1]) == [])
  }

  @Test func groupsOfTwoEnterprisesAreTwo() {
    let placementCase = makeCase(
      five,
      [
        post("P1") {
          $0.jobGroup = "weld"
          $0.samePostStaff = 10
        },
        post("P2", at: 1) {
          $0.jobGroup = "weld"
          $0.samePostStaff = 10
        },
      ], enterprises: [enterprise("E1"), enterprise("E2")])
    #expect(AuditRules(placementCase).limits.groups.map(\.id) == ["E1/weld", "E2/weld"])
    #expect(kinds(placementCase, [0, 0, 1, 1, nil]) == [])
  }

  @Test func noneOrTheMinimum() {
    let placementCase = makeCase(five, [post("P") { $0.minStudents = 3 }])
    #expect(kinds(placementCase, [nil, nil, nil, nil, nil]) == [])
    #expect(kinds(placementCase, [0, 0, nil, nil, nil]) == [.minimum])
    #expect(kinds(placementCase, [0, 0, 0, nil, nil]) == [])
  }

  @Test func teamsGoTogetherOrNotAtAll() {
    var students = five
    for index in 0..<3 { students[index].teamID = "T" }
    let placementCase = makeCase(students, [post("P1"), post("P2")])
    #expect(kinds(placementCase, [0, 0, 0, nil, 1]) == [])
    #expect(kinds(placementCase, [nil, nil, nil, 0, 1]) == [])
    #expect(kinds(placementCase, [0, 0, nil, 0, 1]) == [.team])
    #expect(kinds(placementCase, [0, 0, 1, 0, 1]) == [.team])
    // Who takes no part is no member.
    students[2].excluded = "ill"
    #expect(kinds(makeCase(students, [post("P1"), post("P2")]), [0, 0, nil, 0, 1]) == [])
  }
}
