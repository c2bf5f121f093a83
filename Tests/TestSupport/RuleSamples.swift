import Placement

/// A case of one student and one post (the first of each) that a single rule closes.
public struct RuleSample: Sendable {
  public let rule: Rule
  public let placementCase: PlacementCase

  /// At least one a rule, in the rules' order.
  public static let all: [RuleSample] = [
    RuleSample(.excluded) { $0.students[0].excluded = "abroad" },
    RuleSample(.banned) { $0.decisions = [RuleSample.ban(.post(0))] },
    RuleSample(.banned) { $0.decisions = [RuleSample.ban(.enterprise(0))] },
    RuleSample(.host) { $0.enterprises[0].approved = false },
    RuleSample(.host) { $0.enterprises[0].dishonest = true },
    RuleSample(.host) { $0.enterprises[0].agency = true },
    RuleSample(.host) { $0.enterprises[0].lastSafetyViolation = day(2023, 9, 1) },
    RuleSample(.host) {  // of 29 February the 28th
      $0.posts[0].start = day(2028, 2, 29)
      $0.posts[0].end = day(2028, 6, 30)
      $0.partners = []
      $0.enterprises[0].lastSafetyViolation = day(2025, 2, 28)
    },
    RuleSample(.refusedByHost) { $0.hostRanks = [HostRank(student: 0, target: .post(0), rank: nil, row: 2)] },
    RuleSample(.refusedByHost) {  // the post says nothing of this student
      $0.hostRanks = [HostRank(student: 0, target: .enterprise(0), rank: nil, row: 2)]
    },
    RuleSample(.refusedByHost) {  // the post's row goes before its enterprise's
      $0.hostRanks = [
        HostRank(student: 0, target: .post(0), rank: nil, row: 3),
        HostRank(student: 0, target: .enterprise(0), rank: 1, row: 2),
      ]
    },
    RuleSample(.admitted) { $0.partners[0].enterprise = 1 },
    RuleSample(.admitted) { $0.partners[0].from = day(2026, 9, 2) },
    RuleSample(.admitted) { $0.partners[0].to = day(2027, 2, 27) },
    RuleSample(.grade) { $0.students[0].grade = 1 },
    RuleSample(.age) { $0.students[0].birthDate = day(2010, 9, 2) },
    RuleSample(.period) { $0.students[0].availableFrom = day(2026, 9, 2) },
    RuleSample(.period) { $0.students[0].availableTo = day(2027, 2, 27) },
    RuleSample(.specialty) { $0.posts[0].specialtyCodes = [SpecialtyCode("7303")!] },
    RuleSample(.reserved) { $0.posts[0].reservedFor = ["S2", "S3"] },
    RuleSample(.program) { $0.posts[0].reservedPrograms = ["K1", "K2"] },
    RuleSample(.program) {
      $0.students[0].program = "K1"
      $0.posts.append($0.posts[0])
      $0.posts[1].id = "P2"
      $0.posts[1].reservedPrograms = ["K1"]
    },
    RuleSample(.certificates) { $0.posts[0].requiredCertificates = ["fork", "weld"] },
    RuleSample(.nightShift) { $0.posts[0].nightShift = true },
    RuleSample(.nightShift) {
      $0.posts[0].nightShift = true
      RuleSample.exempt(&$0.posts[0], from: .nightShift)
      $0.students[0].birthDate = day(2008, 9, 2)
    },
    RuleSample(.restDayWork) { $0.posts[0].restDayWork = true },
    RuleSample(.overtime) {
      $0.posts[0].overtime = true
      RuleSample.exempt(&$0.posts[0], from: .restDayWork)
    },
    RuleSample(.hazardous) { $0.posts[0].hazardous = true },
    RuleSample(.hazardous) {
      $0.posts[0].hazardous = true
      RuleSample.exempt(&$0.posts[0], from: .hazardous)
      $0.students[0].birthDate = day(2008, 9, 2)
    },
    RuleSample(.prohibitedVenue) { $0.posts[0].prohibitedVenue = true },
    RuleSample(.labourGrade) { $0.posts[0].labourGrade = 3 },
    RuleSample(.minorsProhibited) {
      $0.posts[0].minorsProhibited = true
      $0.students[0].birthDate = day(2008, 9, 2)
    },
    RuleSample(.womenProhibited) {
      $0.posts[0].womenProhibited = true
      $0.students[0].sex = .female
    },
    RuleSample(.pay) { $0.posts[0].monthlyPay = ExactDecimal(2000) },
    RuleSample(.pay) { $0.posts[0].referencePay = ExactDecimal(4000) },
    RuleSample(.pay) {
      $0.posts[0].referencePay = ExactDecimal(4000)
      $0.posts[0].lowestGradePay = ExactDecimal(3001)
    },
    RuleSample(.crossProvince) {
      $0.posts[0].areaCode = "340100"
      $0.students[0].ownLodgingConsent = true
    },
    RuleSample(.lodging) { $0.posts[0].areaCode = "330200" },
    RuleSample(.lodging) {
      $0.posts[0].areaCode = "340100"
      $0.posts[0].crossProvinceFiling = "F-2"
      $0.posts[0].dormitory = true
    },
    RuleSample(.distance) { $0.posts[0].location = Coordinates(latitude: 30.5, longitude: 120) },
    RuleSample(.distance) {
      $0.posts[0].location = Coordinates(latitude: 32, longitude: 120)
      $0.posts[0].dormitory = true
    },
    RuleSample(.distance) {
      $0.posts[0].location = Coordinates(latitude: 32, longitude: 120)
      $0.posts[0].dormitory = true
      $0.students[0].acceptsBoarding = true
    },
    RuleSample(.wishes, [Wish(rank: 1, target: .enterprise(1))]) { $0.policy.listedOnly = true },
    RuleSample(.wishes, [Wish(rank: 3, target: .post(0))]) { $0.policy.worstRank = 2 },
    // The post's own rank goes before its enterprise's.
    RuleSample(.wishes, [Wish(rank: 1, target: .enterprise(0)), Wish(rank: 3, target: .post(0))]) {
      $0.policy.worstRank = 2
      $0.policy.listedOnly = true
    },
  ]

  private init(_ rule: Rule, _ wishes: [Wish] = [], _ change: (inout PlacementCase) -> Void) {
    self.rule = rule
    var placementCase = RuleSample.plain
    change(&placementCase)
    placementCase.wishes = placementCase.students.indices.map { $0 == 0 ? wishes : [] }
    placementCase.published = placementCase.students.map { _ in nil }
    self.placementCase = placementCase
  }
}

extension RuleSample {
  /// Eighteen and in the second year; the post is next door, September to February; the host's last violation is three years and a day ago.
  public static let plain: PlacementCase = {
    let here = Coordinates(latitude: 30, longitude: 120)
    let student = Student(
      id: "A1", schoolID: "S1", specialty: SpecialtyCode("660301")!, grade: 2, birthDate: day(2008, 9, 1),
      location: here)
    var host = Enterprise(id: "E1", name: "Works", district: "West", staffTotal: 100, staffOnDuty: 100)
    host.lastSafetyViolation = day(2023, 8, 31)
    var post = Post(
      id: "P1", enterprise: 0, title: "Work", specialtyCodes: [SpecialtyCode("6603")!], seats: 2,
      location: here,
      start: day(2026, 9, 1), end: day(2027, 2, 28), monthlyPay: ExactDecimal(3000))
    post.areaCode = "330110"
    var school = School(id: "S1")
    school.areaCode = "330106"
    var result = PlacementCase(
      policy: Policy(), students: [student], enterprises: [host, host], posts: [post])
    result.schools = [school]
    var partner = Partner()
    (partner.schoolID, partner.from, partner.to) = ("S1", day(2026, 9, 1), day(2027, 2, 28))
    result.partners = [partner]
    return result
  }()

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day)!
  }

  private static func ban(_ target: Target) -> Decision {
    Decision(
      student: 0, target: target, kind: .ban, reason: "a relative works there", author: "", decidedOn: nil,
      row: 2)
  }

  private static func exempt(_ post: inout Post, from rule: Rule) {
    post.exemption = "F-1"
    post.exemptFrom = [rule]
  }
}
