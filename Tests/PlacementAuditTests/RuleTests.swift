import Placement
import PlacementAudit
import Testing

/// The first failing rule of one student and one post, each changed from a pair that passes everything.
private func failure(
  student change: (inout Student) -> Void = { _ in }, post changePost: (inout Post) -> Void = { _ in },
  host: (inout Enterprise) -> Void = { _ in }, in more: (inout PlacementCase) -> Void = { _ in }
) -> Rule? {
  AuditRules(
    makeCase(
      [student("A", change)], [post("P", changePost)], enterprises: [enterprise("E1", host)], more)
  ).firstFailure(student: 0, post: 0)
}

@Suite struct RuleTests {
  @Test func thePlainPairPasses() { #expect(failure() == nil) }

  @Test func excludedBannedHostGrade() {
    #expect(failure(student: { $0.excluded = "no consent" }) == .excluded)
    #expect(failure(in: { $0.decisions = [ban(0, .post(0))] }) == .banned)
    #expect(failure(in: { $0.decisions = [ban(0, .enterprise(0))] }) == .banned)
    #expect(failure(host: { $0.approved = false }) == .host)
    #expect(failure(student: { $0.grade = 1 }) == .grade)
    #expect(failure(student: { $0.grade = 2 }) == nil)
  }

  @Test func theEarlierRuleIsGiven() {
    let all = failure(
      student: {
        $0.grade = 1
        $0.birthDate = day(2015, 1, 1)
      }, post: { $0.hazardous = true }, host: { $0.approved = false })
    #expect(all == .host)
    let rules = AuditRules(
      makeCase([student("A") { $0.grade = 1 }], [post("P") { $0.hazardous = true }]))
    #expect(rules.failures(student: 0, post: 0) == [.grade, .hazardous])
  }

  @Test func ageCountsFromTheBirthday() {
    // 16 on the first day of the post, and a day too young.
    #expect(failure(student: { $0.birthDate = day(2010, 9, 1) }) == nil)
    #expect(failure(student: { $0.birthDate = day(2010, 9, 2) }) == .age)
  }

  @Test func bornOn29February() {
    func on(_ start: CalendarDate) -> Rule? {
      failure(
        student: { $0.birthDate = day(2008, 2, 29) },
        post: {
          $0.start = start
          $0.end = day(2030, 1, 1)
        }, in: { $0.policy.minimumAge = 18 })
    }
    #expect(on(day(2026, 2, 28)) == .age)
    #expect(on(day(2026, 3, 1)) == nil)
  }

  @Test func theWholePeriodLiesInside() {
    #expect(failure(student: { $0.availableFrom = day(2026, 9, 1) }) == nil)
    #expect(failure(student: { $0.availableFrom = day(2026, 9, 2) }) == .period)
    #expect(failure(student: { $0.availableTo = day(2027, 2, 28) }) == nil)
    #expect(failure(student: { $0.availableTo = day(2027, 2, 27) }) == .period)
  }

  @Test func reservedAndPrograms() {
    #expect(failure(post: { $0.reservedFor = ["S2"] }) == .reserved)
    #expect(failure(post: { $0.reservedFor = ["S1", "S2"] }) == nil)
    #expect(failure(post: { $0.reservedPrograms = ["Order"] }) == .program)
    #expect(failure(student: { $0.program = "Order" }, post: { $0.reservedPrograms = ["Order"] }) == nil)
    #expect(failure(student: { $0.program = "Other" }, post: { $0.reservedPrograms = ["Order"] }) == .program)
    // A program that no post reserves binds nobody.
    #expect(failure(student: { $0.program = "Other" }) == nil)
  }

  @Test func aReservedProgramKeepsItsStudentsFromOtherPosts() {
    let rules = AuditRules(
      makeCase(
        [student("A") { $0.program = "Order" }], [post("P"), post("Q") { $0.reservedPrograms = ["Order"] }]))
    #expect(rules.firstFailure(student: 0, post: 0) == .program)
    #expect(rules.firstFailure(student: 0, post: 1) == nil)
  }

  @Test func allCertificates() {
    #expect(failure(post: { $0.requiredCertificates = ["fork", "weld"] }) == .certificates)
    #expect(
      failure(student: { $0.certificates = ["weld"] }, post: { $0.requiredCertificates = ["fork", "weld"] })
        == .certificates)
    #expect(
      failure(
        student: { $0.certificates = ["fork", "other", "weld"] },
        post: { $0.requiredCertificates = ["fork", "weld"] }) == nil)
  }

  @Test func exemptions() {
    func exempted(_ rule: Rule, by number: String? = "B-7", born: CalendarDate = day(2008, 5, 1)) -> Rule? {
      failure(
        student: { $0.birthDate = born },
        post: {
          $0.nightShift = rule == .nightShift
          $0.restDayWork = rule == .restDayWork
          $0.overtime = rule == .overtime
          $0.exemption = number
          $0.exemptFrom = [rule]
        })
    }
    #expect(failure(post: { $0.nightShift = true }) == .nightShift)
    #expect(failure(post: { $0.restDayWork = true }) == .restDayWork)
    #expect(failure(post: { $0.overtime = true }) == .overtime)
    for rule in [Rule.nightShift, .restDayWork, .overtime] {
      #expect(exempted(rule) == nil)
      #expect(exempted(rule, by: nil) == rule)
    }
    // Under 18 at the start: no exemption helps.
    #expect(exempted(.nightShift, born: day(2008, 9, 1)) == nil)
    #expect(exempted(.nightShift, born: day(2008, 9, 2)) == .nightShift)
    #expect(exempted(.overtime, born: day(2008, 9, 2)) == nil)
    // An exemption from one thing is none from another.
    let other = failure(post: {
      $0.overtime = true
      $0.exemption = "B-7"
      $0.exemptFrom = [.restDayWork]
    })
    #expect(other == .overtime)
  }

  @Test func hazardsVenuesLabourWomen() {
    #expect(failure(post: { $0.hazardous = true }) == .hazardous)
    #expect(failure(post: { $0.prohibitedVenue = true }) == .prohibitedVenue)
    #expect(failure(post: { $0.labourGrade = 2 }) == nil)
    #expect(failure(post: { $0.labourGrade = 3 }) == .labourGrade)
    #expect(failure(student: { $0.sex = .female }, post: { $0.womenProhibited = true }) == .womenProhibited)
    #expect(failure(student: { $0.sex = .male }, post: { $0.womenProhibited = true }) == nil)
    #expect(failure(post: { $0.womenProhibited = true }) == nil)
  }

  @Test func payAlternatives() {
    func paid(_ pay: String, reference: String? = nil, lowest: String? = nil, independent: Bool = true)
      -> Rule?
    {
      failure(
        post: {
          $0.monthlyPay = decimal(pay)
          $0.referencePay = reference.map { decimal($0) }
          $0.lowestGradePay = lowest.map { decimal($0) }
          $0.independentWork = independent
        }, in: { $0.policy.minimumWageByDistrict = ["West": decimal("2260")] })
    }
    #expect(paid("2800", reference: "3500") == nil)
    #expect(paid("2799.99", reference: "3500") == .pay)
    #expect(paid("2799.99", reference: "3500", lowest: "2799.99") == nil)
    #expect(paid("2000", lowest: "2000") == nil)
    #expect(paid("1999.9", lowest: "2000") == .pay)
    // The district's minimum wage counts only where neither is given.
    #expect(paid("2260") == nil)
    #expect(paid("2259.99") == .pay)
    #expect(paid("2400", reference: "3500") == .pay)
    #expect(paid("0", independent: false) == nil)
  }
}
