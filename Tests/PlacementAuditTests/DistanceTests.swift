import Placement
import PlacementAudit
import Testing

@Suite struct DistanceTests {
  /// One degree of latitude is 6371.0088 × π / 180 = 111.19508 km.
  private func north(_ degrees: Double) -> Coordinates {
    Coordinates(latitude: 30 + degrees, longitude: 120)
  }

  private func rules(_ degrees: Double, _ change: (inout PlacementCase) -> Void = { _ in }) -> AuditRules {
    AuditRules(makeCase([student("A")], [post("P") { $0.location = north(degrees) }], change))
  }

  @Test func roundedHalfUpTo100Metres() {
    #expect(rules(0).distance(student: 0, post: 0) == 0)
    // 0.1° × 1.3 = 14.4554 km
    #expect(rules(0.1).distance(student: 0, post: 0) == 145)
    // × 1: 11.1195 km
    #expect(rules(0.1) { $0.policy.detourFactor = 1 }.distance(student: 0, post: 0) == 111)
    // 11.149 km and 11.151 km lie either side of 11.15.
    let perKilometre = 1 / 111.19508
    #expect(rules(11.149 * perKilometre) { $0.policy.detourFactor = 1 }.distance(student: 0, post: 0) == 111)
    #expect(rules(11.151 * perKilometre) { $0.policy.detourFactor = 1 }.distance(student: 0, post: 0) == 112)
  }

  @Test func alongAParallel() {
    // At 60° north a degree of longitude is half as long, on the great circle a little less: 55.5974 km.
    let rules = AuditRules(
      makeCase(
        [student("A") { $0.location = Coordinates(latitude: 60, longitude: 10) }],
        [post("P") { $0.location = Coordinates(latitude: 60, longitude: 11) }]
      ) { $0.policy.detourFactor = 1 })
    #expect(rules.distance(student: 0, post: 0) == 556)
  }

  @Test func theRoundedDistanceMeetsTheLimitAsItStands() {
    // 14.4554 km counts as 14.5.
    #expect(rules(0.1) { $0.policy.maxDistance = decimal("14.5") }.firstFailure(student: 0, post: 0) == nil)
    #expect(
      rules(0.1) { $0.policy.maxDistance = decimal("14.49") }.firstFailure(student: 0, post: 0) == .distance)
  }

  @Test func theStudentsOwnLimitOnlyNarrows() {
    #expect(
      rules(0.1) { $0.students[0].maxDistance = decimal("14.4") }.firstFailure(student: 0, post: 0)
        == .distance)
    #expect(
      rules(0.4) { $0.students[0].maxDistance = decimal("100") }.firstFailure(student: 0, post: 0)
        == .distance)
  }

  @Test func boarding() {
    // 1° × 1.3 = 144.6 km
    func far(boards: Bool, dormitory: Bool, _ degrees: Double = 1) -> Rule? {
      rules(degrees) {
        $0.students[0].acceptsBoarding = boards
        $0.students[0].maxDistance = decimal("5")
        $0.posts[0].dormitory = dormitory
      }.firstFailure(student: 0, post: 0)
    }
    #expect(far(boards: true, dormitory: true) == nil)
    #expect(far(boards: false, dormitory: true) == .distance)
    #expect(far(boards: true, dormitory: false) == .distance)
    #expect(far(boards: true, dormitory: true, 1.5) == .distance)
  }

  @Test func measuredDistancesComeFirstAndHaveADirection() {
    let rules = AuditRules(
      makeCase(
        [student("A") { $0.zone = "Z1" }, student("B") { $0.zone = "Z2" }, student("C")],
        [post("P") { $0.zone = "Z2" }]
      ) { $0.travel = [ZonePair(from: "Z1", to: "Z2"): 77, ZonePair(from: "Z2", to: "Z1"): 99] })
    #expect(rules.distance(student: 0, post: 0) == 77)
    #expect(rules.distance(student: 1, post: 0) == 0)
    #expect(rules.distance(student: 2, post: 0) == 0)
  }
}

@Suite struct MatchTests {
  private func level(
    _ own: String, _ listed: [String], widest: MatchLevel = .category,
    equivalent: [(String, String)] = []
  ) -> MatchLevel {
    let rules = AuditRules(
      makeCase(
        [student("A", specialty: own)], [post("P") { $0.specialtyCodes = listed.map { code($0) } }]
      ) {
        $0.policy.widestMatch = widest
        $0.equivalences = equivalent.map { SpecialtyEquivalence(code($0.0), code($0.1)) }
      })
    #expect(
      (rules.firstFailure(student: 0, post: 0) == .specialty)
        == (rules.match(student: 0, post: 0) == MatchLevel.none))
    return rules.match(student: 0, post: 0)
  }

  @Test(arguments: [
    ("660301", ["660301"], MatchLevel.exact), ("660301", ["6603"], .exact), ("660301", ["66"], .exact),
    ("660301", ["660302"], .specialtyClass), ("660301", ["660401"], .category),
    ("660301", ["6604"], .category), ("660301", ["670301"], .none), ("660301", ["67", "6604"], .category),
    ("010101", ["01"], .exact), ("010101", ["10"], .none),
  ])
  func plainCodes(own: String, listed: [String], expected: MatchLevel) {
    #expect(level(own, listed) == expected)
  }

  @Test func widerThanAllowedIsNone() {
    #expect(level("660301", ["660302"], widest: .exact) == .none)
    #expect(level("660301", ["660302"], widest: .specialtyClass) == .specialtyClass)
    #expect(level("660301", ["660401"], widest: .specialtyClass) == .none)
  }

  @Test func sixDigitPairsStandForEachOtherInAllThreeTests() {
    let pair = [("660301", "710205")]
    #expect(level("660301", ["710205"], equivalent: pair) == .exact)
    #expect(level("660301", ["7102"], equivalent: pair) == .exact)
    #expect(level("660301", ["710299"], equivalent: pair) == .specialtyClass)
    #expect(level("660301", ["710901"], equivalent: pair) == .category)
    #expect(level("710205", ["660302"], equivalent: pair) == .specialtyClass)
    // The listed code may be the one that is replaced.
    #expect(level("660302", ["710205"], equivalent: pair) == .specialtyClass)
    #expect(level("660999", ["710205"], equivalent: pair) == .category)
  }

  @Test func fourAndTwoDigitPairsGiveThatMuchAndNoMore() {
    let classes = [("6603", "7102")]
    #expect(level("660301", ["710205"], equivalent: classes) == .specialtyClass)
    #expect(level("660301", ["7102"], equivalent: classes) == .specialtyClass)
    #expect(level("710201", ["660301"], equivalent: classes) == .specialtyClass)
    #expect(level("660301", ["71"], equivalent: classes) == .none)
    #expect(level("660401", ["710205"], equivalent: classes) == .none)
    let categories = [("66", "71")]
    #expect(level("660301", ["710205"], equivalent: categories) == .category)
    #expect(level("660301", ["71"], equivalent: categories) == .category)
  }

  @Test func pairsDoNotChain() {
    #expect(level("660301", ["720101"], equivalent: [("660301", "710205"), ("710205", "720101")]) == .none)
    // Neither one pair on each side …
    #expect(level("660301", ["720199"], equivalent: [("660301", "710205"), ("710206", "720199")]) == .none)
    // … nor a six-digit pair and then a class pair.
    #expect(level("660301", ["720101"], equivalent: [("660301", "710205"), ("7102", "7201")]) == .none)
  }
}
