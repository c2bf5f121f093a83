import Placement
import PlacementAudit
import Testing

@Suite struct PinTests {
  private func pins(
    _ students: [Student], posts: Int = 3, _ change: (inout PlacementCase) -> Void
  ) -> [Int?] {
    let all = (1...posts).map { post("P\($0)", at: $0 == 3 ? 1 : 0) }
    return AuditRules(
      makeCase(students, all, enterprises: [enterprise("E1"), enterprise("E2")], change)
    ).pins.post
  }

  private let pair = ["A", "B"].map { id in student(id) { $0.teamID = "T" } }

  @Test func aPinIsForTheWholeTeam() {
    #expect(pins(pair) { $0.decisions = [pin(0, 1)] } == [1, 1])
    #expect(pins([student("A"), student("B")]) { $0.decisions = [pin(0, 1)] } == [1, nil])
    var withOneOut = pair
    withOneOut[1].excluded = "ill"
    #expect(pins(withOneOut) { $0.decisions = [pin(0, 1)] } == [1, nil])
  }

  @Test(arguments: PublishedPlacement.Stage.allCases) func stagesThatHold(_ stage: PublishedPlacement.Stage) {
    let held = stage == .signed || stage == .started
    #expect(pins(pair) { $0.published = [told(2, stage), nil] } == (held ? [2, 2] : [nil, nil]))
  }

  @Test func decisionsSetHoldsAside() {
    let alone = [student("A")]
    // A pin elsewhere, a ban of the post, a ban of its enterprise; but no ban of another one.
    #expect(
      pins(alone) {
        $0.published = [told(2, .signed)]
        $0.decisions = [pin(0, 0)]
      } == [0])
    #expect(
      pins(alone) {
        $0.published = [told(2, .signed)]
        $0.decisions = [ban(0, .post(2))]
      } == [nil])
    #expect(
      pins(alone) {
        $0.published = [told(2, .signed)]
        $0.decisions = [ban(0, .enterprise(1))]
      } == [nil])
    #expect(
      pins(alone) {
        $0.published = [told(2, .signed)]
        $0.decisions = [ban(0, .enterprise(0))]
      } == [2])
    // A mate's pin elsewhere.
    #expect(
      pins(pair) {
        $0.published = [told(2, .signed), nil]
        $0.decisions = [pin(1, 0)]
      } == [0, 0])
  }

  private let closed: (inout Post) -> Void = { post in
    post.specialtyCodes = [code("710205")]
    post.reservedFor = ["S9"]
    post.reservedPrograms = ["Order"]
    post.requiredCertificates = ["weld"]
    post.location = Coordinates(latitude: 35, longitude: 120)
  }

  @Test func aPinOverridesSixTests() {
    let placementCase = makeCase(
      [student("A") { $0.availableTo = day(2026, 10, 1) }], [post("P", closed), post("Q")]
    ) { $0.decisions = [pin(0, 0)] }
    let rules = AuditRules(placementCase)
    #expect(
      rules.failures(student: 0, post: 0)
        == [.period, .specialty, .reserved, .program, .certificates, .distance])
    #expect(rules.closingRule(student: 0, post: 0) == nil)
    #expect(rules.faults(of: [0]).isEmpty)
    #expect(rules.faults(of: [1]).map(\.kind) == [.pin, .rule(.period)])
    #expect(rules.faults(of: [nil]).map(\.kind) == [.pin])
    #expect(rules.match(student: 0, post: 0) == .none)
    // Without a match a pin costs the category penalty.
    #expect(rules.values(of: [0])[.match] == 80)
  }

  @Test func aPinOverridesNothingElse() {
    func refused(_ change: (inout PlacementCase) -> Void) -> [AuditFault.Kind] {
      let placementCase = makeCase([student("A") { $0.sex = .female }], [post("P", closed)]) {
        $0.decisions = [pin(0, 0)]
        change(&$0)
      }
      return AuditRules(placementCase).faults(of: [0]).map(\.kind)
    }
    #expect(refused { $0.enterprises[0].approved = false } == [.rule(.host)])
    #expect(refused { $0.students[0].grade = 1 } == [.rule(.grade)])
    #expect(refused { $0.students[0].birthDate = day(2011, 1, 1) } == [.rule(.age)])
    #expect(refused { $0.posts[0].nightShift = true } == [.rule(.nightShift)])
    #expect(refused { $0.posts[0].womenProhibited = true } == [.rule(.womenProhibited)])
    #expect(refused { $0.posts[0].monthlyPay = decimal("1") } == [.rule(.pay)])
    #expect(refused { $0.decisions.append(ban(0, .post(0), row: 3)) } == [.rule(.banned)])
    #expect(refused { $0.posts[0].seats = 0 } == [.quota(.post)])
  }

  @Test func twoPostsForOneStudent() {
    let rules = AuditRules(
      makeCase([student("A")], [post("P"), post("Q")]) { $0.decisions = [pin(0, 0), pin(0, 1, row: 3)] })
    #expect(rules.faults(of: [0]).map(\.kind) == [.pin])
  }
}

@Suite struct ObjectiveTests {
  @Test func termsByHand() {
    // 0.1° north is 14.5 km with the detour.
    let away = Coordinates(latitude: 30.1, longitude: 120)
    let placementCase = makeCase(
      [
        student("A"), student("B", specialty: "660302"), student("C") { $0.priority = 7 },
        student("D") { $0.excluded = "ill" }, student("E"),
      ],
      [post("P"), post("Q", at: 1) { $0.location = away }, post("R", at: 1)],
      enterprises: [
        enterprise("E1", staff: 151) { $0.aboveScale = true },
        enterprise("E2", staff: 300) {
          $0.aboveScale = true
          $0.currentInterns = 2
        },
      ]
    ) {
      // A: the post's own rank goes before the enterprise's better one. B: unlisted. E: by the enterprise.
      $0.wishes[0] = [Wish(rank: 1, target: .enterprise(0)), Wish(rank: 3, target: .post(0))]
      $0.wishes[1] = [Wish(rank: 1, target: .post(0))]
      $0.wishes[2] = [Wish(rank: 1, target: .post(0))]
      $0.wishes[4] = [Wish(rank: 2, target: .enterprise(1))]
      $0.policy.objectives = [[.unplaced: 2], [.match: 1, .preference: 1, .distance: 1, .shortfall: 20]]
    }
    let rules = AuditRules(placementCase)
    let placement: [Int?] = [0, 1, nil, nil, 2]
    let values = rules.values(of: placement)
    #expect(values[.unplaced] == 7)
    #expect(values[.match] == 30)
    #expect(values[.preference] == 20 + 60 + 10)
    #expect(values[.distance] == 145)
    // E1: ⌈0.02 × 151⌉ = 4, one placed; E2: 6, two there, two placed.
    #expect(values[.shortfall] == 3 + 2)
    #expect(rules.stageValues(of: placement) == [14, 30 + 90 + 145 + 100])
  }

  @Test func moves() {
    func moves(_ placement: [Int?], _ change: (inout PlacementCase) -> Void = { _ in }) -> Int {
      let placementCase = makeCase([student("A")], [post("P"), post("Q")]) {
        $0.published = [told(0, .announced)]
        change(&$0)
      }
      return AuditRules(placementCase).values(of: placement)[.moves]!
    }
    #expect(moves([0]) == 0)
    #expect(moves([1]) == 1)
    #expect(moves([nil]) == 1)
    // What could not be kept is no move: closed to the student, or pinned elsewhere.
    #expect(moves([1]) { $0.posts[0].hazardous = true } == 0)
    #expect(moves([1]) { $0.decisions = [pin(0, 1)] } == 0)
    #expect(moves([nil]) { $0.students[0].excluded = "ill" } == 0)
    // Quotas are not asked.
    #expect(moves([1]) { $0.posts[0].seats = 0 } == 1)
    // A pin at the published post overrides its tests.
    #expect(
      moves([1]) {
        $0.students[0].availableTo = day(2026, 9, 2)
        $0.decisions = [pin(0, 0)]
      } == 1)
  }
}
