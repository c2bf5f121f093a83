import Allocation
import GLPKSolver
import IntegerProgram
import Placement
import PlanReport
import Testing

/// A town with more students than seats, whose names would break a careless page.
private func town(_ language: Language, students: Int) -> PlacementCase {
  var policy = Policy()
  policy.language = language
  policy.name = "A & B <script>alert(1)</script>"
  let code = SpecialtyCode("710201")!
  let people = (0..<students).map { index in
    var student = Student(
      id: "SECRET\(index)", schoolID: "X\(index % 2)", specialty: code, grade: 3,
      birthDate: CalendarDate(year: 2008, month: 1, day: 1)!,
      location: Coordinates(latitude: 30.1 + Double(index % 7) / 50, longitude: 120.1))
    student.name = "王隐\(index)"
    return student
  }
  let host = Enterprise(id: "E1", name: "甲<乙>", district: "萧山区", staffTotal: 300, staffOnDuty: 300)
  var post = Post(
    id: "P1", enterprise: 0, title: "装配", specialtyCodes: [code], seats: 12,
    location: Coordinates(latitude: 30.2, longitude: 120.2),
    start: CalendarDate(year: 2026, month: 9, day: 1)!,
    end: CalendarDate(year: 2026, month: 12, day: 31)!, monthlyPay: ExactDecimal(3000))
  post.independentWork = false
  var result = PlacementCase(policy: policy, students: people, enterprises: [host], posts: [post])
  result.schools = (0..<2).map { index in
    var school = School(id: "X\(index)")
    school.district = index == 0 ? "西湖区" : "余杭区"
    school.location = Coordinates(latitude: 30.3, longitude: 120 + Double(index) / 5)
    return school
  }
  return result
}

private func page(_ placementCase: PlacementCase) throws -> String {
  let allocation = try allocate(
    placementCase, using: GLPKSolver(), options: AllocationOptions(limits: SolverLimits(), threads: 1))
  let findings = try allocation.findings(
    using: Resolver(using: GLPKSolver(), limits: SolverLimits()), threads: 1)
  let plan = allocation.plan(relativeGap: 0, threads: 1, findings: findings)
  return ReportPage(placementCase, tables: plan.tables, summary: plan.summary).html
}

@Suite struct PlanReportTests {
  @Test(arguments: Language.allCases)
  func figuresAndNoStudent(_ language: Language) throws {
    let html = try page(town(language, students: 30))
    #expect(html.contains("<b>12</b>") && html.contains("<b>18</b>"))
    for secret in ["SECRET", "王隐"] { #expect(!html.contains(secret)) }
    #expect(html.contains("lang=\"\(language.rawValue)\""))
    // Flows of six students each, from both schools' districts.
    #expect(html.contains("<path class=flow"))
  }

  @Test func nothingIsFetchedAndNothingRuns() throws {
    let html = try page(town(.english, students: 30))
    for foreign in ["<script", "http://", "https://", "url(//", "@import", "<img"] {
      #expect(!html.contains(foreign), "\(foreign)")
    }
    #expect(html.contains("A &amp; B &lt;script&gt;"))
    #expect(html.utf8.count < 2_000_000)
  }

  @Test func fewerThanFiveAreNotBrokenDown() throws {
    let html = try page(town(.english, students: 15))
    #expect(html.contains("Fewer than five students: not broken down."))
  }

  @Test func equalPlansGiveEqualPages() throws {
    #expect(try page(town(.chinese, students: 30)) == page(town(.chinese, students: 30)))
  }
}
