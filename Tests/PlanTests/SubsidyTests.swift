import Allocation
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementAudit
import Plan
import Testing

/// subsidies.csv by hand: whole months at the ends of months and about leap days, amounts to the cent, who counts.
@Suite struct SubsidyTests {
  /// First day, last day, whole months; and why.
  static let months: [(start: String, end: String, months: Int)] = [
    // 1 Sep + 6 months = 1 Mar 2027; less a day 28 Feb ≤ 28 Feb: 6. A seventh would end on 31 Mar.
    ("2026-09-01", "2027-02-28", 6),
    // 28 Feb > 27 Feb: the sixth is not whole. 1 Feb − 1 = 31 Jan ≤ 27 Feb: 5.
    ("2026-09-01", "2027-02-27", 5),
    // In the leap year 2028 February has 29 days: 1 Sep 2027 + 6 = 1 Mar 2028; less a day 29 Feb.
    ("2027-09-01", "2028-02-29", 6),
    ("2027-09-01", "2028-02-28", 5),
    // 31 Aug + 6 months: February has no 31st, clamped to 28 Feb 2027; less a day 27 Feb: 6.
    ("2026-08-31", "2027-02-27", 6),
    // 31 Aug + 1 = 30 Sep (clamped), less a day 29 Sep ≤ 29 Sep: 1. A day shorter: none.
    ("2026-08-31", "2026-09-29", 1),
    ("2026-08-31", "2026-09-28", 0),
    // 31 Aug + 2 = 31 Oct (not clamped again from the 30th); less a day 30 Oct.
    ("2026-08-31", "2026-10-30", 2),
    ("2026-08-31", "2026-10-29", 1),
    // 31 Jan + 1 = 28 Feb 2027, less a day 27 Feb; in 2028 29 Feb, less a day 28 Feb.
    ("2027-01-31", "2027-02-27", 1),
    ("2028-01-31", "2028-02-28", 1),
    ("2028-01-31", "2028-02-27", 0),
    // 29 Feb 2028 + 12 = 28 Feb 2029 (clamped), less a day 27 Feb 2029: 12.
    ("2028-02-29", "2029-02-27", 12),
    ("2028-02-29", "2029-02-26", 11),
    // 30 Nov + 3 = 28 Feb 2027 (clamped), less a day 27 Feb: 3.
    ("2026-11-30", "2027-02-27", 3),
    ("2026-11-30", "2027-02-26", 2),
    // 15 Sep + 4 = 15 Jan, less a day 14 Jan ≤ 15 Jan; + 5 = 15 Feb, less a day 14 Feb > 15 Jan.
    ("2026-09-15", "2027-01-15", 4),
    // One day is no month; 1 to 30 September is one.
    ("2026-09-01", "2026-09-01", 0),
    ("2026-09-01", "2026-09-30", 1),
    ("2026-09-01", "2026-09-29", 0),
  ]

  private static func day(_ text: String) -> CalendarDate { CalendarDate(iso: text)! }

  /// One student at one post, with what the test changes.
  private func rows(
    _ schemes: [SubsidyScheme], from start: String = "2026-09-01", to end: String = "2027-02-28",
    _ change: (inout PlacementCase) -> Void = { _ in }
  ) throws -> [[String]] {
    let place = Coordinates(latitude: 30, longitude: 120)
    let code = SpecialtyCode("710201")!
    let student = Student(
      id: "S1", schoolID: "X1", specialty: code, grade: 3, birthDate: Self.day("2006-01-01"), location: place)
    let post = Post(
      id: "P1", enterprise: 0, title: "work", specialtyCodes: [code], seats: 5, location: place,
      start: Self.day(start), end: Self.day(end), monthlyPay: ExactDecimal(3000))
    let host = Enterprise(id: "E1", name: "host", district: "D1", staffTotal: 100, staffOnDuty: 100)
    var placementCase = PlacementCase(
      policy: Policy(), students: [student], enterprises: [host], posts: [post])
    placementCase.policy.language = .english
    placementCase.policy.subsidies = schemes
    placementCase.asOf = Self.day("2026-07-01")
    change(&placementCase)
    let allocation = try allocate(
      placementCase, using: GLPKSolver(), options: .init(limits: SolverLimits(relativeGap: 0), threads: 1))
    let plan = allocation.plan(relativeGap: 0, threads: 1)
    let found = try PlanAudit(
      placementCase, tables: plan.tables, summary: plan.summary.jsonFile(), fileHashes: nil
    ).faults
    #expect(found.isEmpty, "\(found.map(\.message.en))")
    return plan.tables.first { $0.file == "subsidies.csv" }?.rows ?? []
  }

  private func scheme(
    _ unit: SubsidyScheme.Unit = .month, _ amount: SubsidyScheme.Amount = .fixed(ExactDecimal(100)),
    _ change: (inout SubsidyScheme) -> Void = { _ in }
  ) -> SubsidyScheme {
    var scheme = SubsidyScheme(id: "B1", payee: .student, unit: unit, amount: amount, source: "Circular 1")
    change(&scheme)
    return scheme
  }

  @Test(arguments: months) func wholeMonthsAreCountedByHand(_ row: (start: String, end: String, months: Int))
    throws
  {
    let found = try rows([scheme()], from: row.start, to: row.end)
    // Nothing is due for no month.
    #expect(found.first?[4] ?? "0" == String(row.months))
    #expect(found.first?[5] ?? "0.00" == "\(row.months * 100).00")
    let once = try rows([scheme(.once)], from: row.start, to: row.end)
    #expect(once == [["B1", "student", "S1", "1", String(row.months), "100.00", "forecast", "Circular 1"]])
  }

  @Test func amountsAreRoundedToTheCentAStudent() throws {
    // 0.333 × 2490 = 829.17 a month; six months 4975.02.
    #expect(try rows([scheme(.month, .minimumWageShare(ExactDecimal("0.333")!))])[0][5] == "4975.02")
    // The district's own minimum wage: 0.333 × 2260 = 752.58; once.
    let share = scheme(.once, .minimumWageShare(ExactDecimal("0.333")!))
    #expect(
      try rows([share]) { $0.policy.minimumWageByDistrict = ["D1": ExactDecimal(2260)] }[0][5] == "752.58")
    // 33.335 once is 33.34, half up; of two students 66.68, each rounded before.
    let odd = scheme(.once, .fixed(ExactDecimal("33.335")!)) { $0.payee = .enterprise }
    let two = try rows([odd]) {
      var other = $0.students[0]
      other.id = "S2"
      $0 = PlacementCase(
        policy: $0.policy, students: $0.students + [other], enterprises: $0.enterprises, posts: $0.posts)
    }
    #expect(two[0].prefix(6) == ["B1", "enterprise", "E1", "2", "12", "66.68"])
  }

  /// `minimum_months` looks at the whole placement, `from` and `to` at what is paid for.
  @Test func theWindowClipsWhatIsPaid() throws {
    let clipped = scheme { scheme in
      (scheme.minimumMonths, scheme.from, scheme.to) = (6, Self.day("2026-10-15"), Self.day("2027-01-31"))
    }
    // 15 Oct + 3 = 15 Jan, less a day 14 Jan ≤ 31 Jan; + 4 = 15 Feb, less a day 14 Feb > 31 Jan: 3.
    #expect(try rows([clipped])[0][4] == "3")
    #expect(try rows([clipped], to: "2027-02-27").isEmpty, "five months are not six")
    let after = scheme(.once) { $0.from = Self.day("2027-03-01") }
    #expect(try rows([after]).isEmpty)
  }

  @Test func statesFollowTheDayAndTheList() throws {
    func state(_ asOf: String, _ certificates: [String], _ listed: [(String, Int?)]) throws -> String? {
      let skilled = scheme(.once) { ($0.kinds, $0.levelMax) = ([.skillLevel], 4) }
      return try rows([skilled]) { placementCase in
        placementCase.asOf = Self.day(asOf)
        placementCase.students[0].certificates = certificates
        placementCase.certificates = listed.map { name, level in
          var certificate = Certificate()
          (certificate.name, certificate.kind, certificate.level) = (name, .skillLevel, level)
          return certificate
        }
      }.first?[6]
    }
    #expect(try state("2027-03-01", ["a"], [("a", 4)]) == "due")
    // The last day itself is not behind it.
    #expect(try state("2027-02-28", ["a"], [("a", 4)]) == "forecast")
    #expect(try state("2027-03-01", ["a", "b"], [("a", 5)]) == "unproven")
    #expect(try state("2027-03-01", ["a", "b"], [("a", 3)]) == "due")
    #expect(try state("2027-03-01", ["a"], [("a", 5)]) == nil)
    #expect(try state("2027-03-01", ["a"], [("a", nil)]) == nil, "without a level it is below any")
    #expect(try state("2027-03-01", [], []) == nil)
  }

  @Test func schoolAndYearNarrow() throws {
    let final = scheme(.once) { ($0.finalYear, $0.schoolLevels) = (true, ["secondary"]) }
    func count(_ year: Int?, _ level: String?) throws -> Int {
      try rows([final]) {
        var school = School(id: "X1")
        school.level = level
        $0.schools = [school]
        $0.students[0].graduationYear = year
      }.count
    }
    #expect(try count(2027, "secondary") == 1)
    #expect(try count(2028, "secondary") == 0 && count(nil, "secondary") == 0)
    #expect(try count(2027, "higher") == 0 && count(2027, nil) == 0)
  }

  /// Who found a place at an unknown host is paid by the default minimum wage, and the host nothing.
  @Test func anUnknownHostGetsNothing() throws {
    var host = scheme(.once, .minimumWageShare(ExactDecimal(1)))
    let student = host
    host.payee = .enterprise
    host.id = "B2"
    let found = try rows([student, host]) {
      var place = SelfArranged()
      (place.enterpriseName, place.approvedOn, place.guardianConsent) = ("x", Self.day("2026-05-20"), true)
      (place.work.start, place.work.end) = (Self.day("2026-09-01"), Self.day("2026-12-31"))
      place.work.monthlyPay = ExactDecimal(2490)
      $0.selfArranged[0] = place
    }
    #expect(found == [["B1", "student", "S1", "1", "4", "2490.00", "forecast", "Circular 1"]])
  }
}
