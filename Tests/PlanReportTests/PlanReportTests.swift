import Allocation
import Inquiry
import Plan
import GLPKSolver
import IntegerProgram
import Placement
import Testing

@testable import PlanReport

/// A town with more students than seats, whose names would break a careless page.
func town(_ language: Language, students: Int) -> PlacementCase {
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

func page(_ placementCase: PlacementCase) throws -> String {
  ReportPage(placementCase, plan: try plan(placementCase)).html(planID: "0123456789ab")
}

func plan(_ placementCase: PlacementCase) throws -> Plan {
  let allocation = try allocate(
    placementCase, using: GLPKSolver(), options: AllocationOptions(limits: SolverLimits(), threads: 1))
  let findings = allocation.findings(
    using: ChangeSolver(using: GLPKSolver(), limits: SolverLimits()), threads: 1)
  return allocation.plan(relativeGap: 0, findings: findings, threads: 1)
}

/// Plates of the map's labels: x, y, width, height.
private func plates(_ html: String) -> [[Double]] {
  html.components(separatedBy: "<rect ").dropFirst().filter { $0.hasPrefix("x=") }.map { plate in
    plate.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }.prefix(4).compactMap {
      Double($0.element)
    }
  }
}

private func areApart(_ plates: [[Double]]) -> Bool {
  plates.indices.allSatisfy { index in
    plates[(index + 1)...].allSatisfy { b in
      let a = plates[index]
      return a[0] + a[2] <= b[0] || b[0] + b[2] <= a[0] || a[1] + a[3] <= b[1] || b[1] + b[3] <= a[1]
    }
  }
}

/// As many districts as schools, at places drawn by no hand.
private func scattered(_ count: Int, language: Language = .chinese) -> PlacementCase {
  var town = town(language, students: count * 6)
  town.schools = (0..<count).map { index in
    var school = School(id: "X\(index)")
    school.district = "某某市某某某某街道第\(index)号附近"
    school.location = Coordinates(
      latitude: 30 + Double(index * 37 % 101) / 300, longitude: 120 + Double(index * 53 % 97) / 300)
    return school
  }
  for index in town.students.indices { town.students[index].schoolID = "X\(index % count)" }
  return town
}

@Suite struct PlanReportTests {
  @Test(arguments: Language.allCases)
  func figuresAndNoStudent(_ language: Language) throws {
    let html = try page(town(language, students: 30))
    #expect(html.contains("<b>12</b>") && html.contains("<b>18</b>"))
    for secret in ["SECRET", "王隐"] { #expect(!html.contains(secret)) }
    #expect(html.contains("lang=\"\(language.rawValue)\""))
    // Flows of six students each, from both schools' districts.
    #expect(html.contains(" marker-end="))
  }

  /// Twelve districts close together and two far away, as in a real city.
  @Test(arguments: Language.allCases)
  func labelsOfTheMapDoNotCoverEachOther(_ language: Language) throws {
    var town = town(language, students: 120)
    town.schools = (0..<14).map { index in
      var school = School(id: "X\(index)")
      school.district = language == .chinese ? "第\(index)区县" : "District \(index)"
      let (row, column) = (index / 4, index % 4)
      school.location =
        index < 12
        ? Coordinates(latitude: 30.2 + Double(row) / 12, longitude: 120.1 + Double(column) / 10)
        : Coordinates(latitude: 29.4, longitude: 118.9 + Double(index - 12) / 3)
      return school
    }
    let people = town.students.indices.map { index in
      Student(
        id: "S\(1000 + index)", schoolID: "X\(index % 12)", specialty: town.students[index].specialty,
        grade: 3,
        birthDate: town.students[index].birthDate, location: town.students[index].location)
    }
    town.students = people
    let plates = plates(try page(town))
    #expect(plates.count == 15 && plates.allSatisfy { $0.count == 4 })
    #expect(areApart(plates))
  }

  /// Where there is no room for a label, its words stand below the drawing.
  @Test func fortyLongNamesDoNotCoverEachOther() throws {
    let html = try page(scattered(39))
    let plates = plates(html)
    #expect(areApart(plates))
    #expect(plates.allSatisfy { $0[0] >= 0 && $0[0] + $0[2] <= 900 })
    // Every district has a circle that names it, and a label or a number.
    #expect(html.components(separatedBy: "<circle ").count == 41)
    let below = html.components(separatedBy: "</svg>")[1].components(separatedBy: "</p>")[0]
    let told = below.contains("<p class=note>1 ") ? below.components(separatedBy: "；").count : 0
    #expect(plates.count + told == 40)
  }

  /// Names of districts that a thousand people typed: a table, at once.
  @Test func manyDistrictsAreATable() throws {
    let placementCase = scattered(600)
    let plan = try plan(placementCase)
    let began = ContinuousClock.now
    let html = ReportPage(placementCase, plan: plan).html(planID: "0123456789ab")
    #expect(ContinuousClock.now - began < .seconds(5))
    #expect(!html.contains("<svg") && html.contains("另有 561 个区县名称"))
  }

  /// verify has the plan's files alone to make the report of.
  @Test(arguments: Language.allCases)
  func theTablesMakeTheSamePage(_ language: Language) throws {
    var town = town(language, students: 40)
    town.wishes[3] = [Wish(rank: 2, target: .post(0))]
    town.students[4].maxDistance = ExactDecimal(1)
    town.students[5].excluded = "else"
    town.published[6] = PublishedPlacement(post: 0, stage: .signed, row: 2)
    town.published[5] = PublishedPlacement(post: 0, stage: .announced, row: 3)
    town.hasPublished = true
    town.enterprises[0].aboveScale = true
    let plan = try plan(town)
    let read = try #require(Plan(reading: plan.tables, summary: plan.summary))
    let pages = [plan, read].map { ReportPage(town, plan: $0).html(planID: "0123456789ab") }
    #expect(pages[0] == pages[1])
    // One was told a post, stays there, and the other takes no part any more.
    let changed = language == .chinese ? "已公布后变动</span><small>共 2" : "changed since told</span><small>of 2"
    #expect(pages[0].contains("<b>1</b><span>" + changed))
    // The rows themselves, but for what only people read.
    #expect(read.assignments.map(\.status) == plan.assignments.map(\.status))
    #expect(read.assignments.map(\.place?.distance) == plan.assignments.map(\.place?.distance))
    #expect(read.unplaced.map(\.nearestBlockedBy) == plan.unplaced.map(\.nearestBlockedBy))
    #expect(read.quotas == plan.quotas && read.supplyDemand == plan.supplyDemand)
  }

  @Test func wishesAndObjectivesAreSaidInWords() throws {
    var town = town(.english, students: 30)
    for index in 0..<12 { town.wishes[index] = [Wish(rank: 1, target: .post(0))] }
    for index in town.students.indices { town.students[index].priority = index < 12 ? 3 : 2 }
    let html = try page(town)
    #expect(html.contains("18 students without a post (36 weighted by priority)"))
    #expect(html.contains("<span class=label>wish no. 1 </span>"))
    #expect(html.contains("plan 0123456789ab"))
  }

  /// A school of which one figure is small is told as a whole, and never alone.
  @Test func schoolsAreToldByWishesWithoutFewStudents() throws {
    func told(_ schools: [[String: Int]], others: [String: Int] = [:]) -> [Bool] {
      let town = town(.english, students: 6)
      var summary = PlanSummary(
        name: "", language: "en", status: .optimal, relativeGap: 0, objectives: [], terms: [:], counts: [:],
        unplacedByReason: [:], targetsByDistrict: [:], inputs: [:])
      for (number, counts) in schools.enumerated() { summary.wishesBySchool["X\(number)"] = counts }
      for counts in schools + [others] { summary.wishes.merge(counts) { $0 + $1 } }
      let groups = ReportData.SchoolWishes.all(summary, town.schools)
      for (group, counts) in zip(groups, schools) {
        #expect(group.outcomes.total == counts.values.reduce(0, +))
      }
      return groups.map(\.isTold)
    }
    let (plain, few) = (["1": 6, "none": 5], ["1": 9, "2": 2])
    #expect(told([plain, plain]) == [true, true])
    #expect(told([few, few, plain]) == [false, false, true])
    #expect(told([few, ["1": 20], ["unlisted": 7]]) == [false, true, false])
    #expect(told([few, plain], others: ["2": 3]) == [false, true])
    #expect(told([plain, ["3": 8]], others: ["1": 3]) == [true, false])
    #expect(
      WishOutcomes(["1": 4, "2": 3, "11": 2, "unlisted": 1, "none": 5, "not_given": 9]).all == [4, 5, 1, 5])
  }

  /// 2 of 3 are 66.7 %, and all but one of two thousand are not all.
  @Test func sharesAreRounded() throws {
    var town = town(.english, students: 18)
    #expect(try page(town).contains("66.7 %"))
    town.posts[0].seats = 18
    #expect(try page(town).contains("100.0 %"))
  }

  @Test func nothingIsFetchedAndNothingRuns() throws {
    let html = try page(town(.english, students: 30))
    for foreign in ["<script", "http://", "https://", "url(//", "@import", "<img"] {
      #expect(!html.contains(foreign), "\(foreign)")
    }
    #expect(html.contains("A &amp; B &lt;script&gt;"))
    #expect(html.utf8.count < 2_000_000)
  }

  /// One student and four look alike: the number is masked, and the bar tells no more than the mask.
  @Test func fewAreMaskedInNumbersAndBars() throws {
    func pages(_ seats: Int) throws -> String {
      var town = town(.english, students: 30)
      town.posts[0].seats = seats
      return try page(town)
    }
    let rows = try [1, 4].map { seats in
      try pages(seats).components(separatedBy: "\n").filter {
        $0.contains("label>exact") || $0.contains("<td>7102")
      }
    }
    // The match chart and the class table: the row of the class differs in its seats alone.
    #expect(rows[0][0] == rows[1][0])
    #expect(rows[0][0].contains("class=\"bar few\"") && rows[0][0].contains("&lt;5"))
    #expect(rows[0][1].contains("<td>7102 computing</td>"))
    for row in rows { #expect(row[1].contains("<td class=n>&lt;5</td><td class=bars>")) }
  }

  /// A single masked figure would follow from the figures at the head: 30 placed, 27 of them near.
  @Test func aMaskedFigureDoesNotFollowFromTheTotal() throws {
    var town = town(.english, students: 30)
    town.posts[0].seats = 30
    for index in 0..<30 {
      // 20 students right at the post, 7 some 10 km off, 3 some 20 km off.
      let away = index < 20 ? 0 : index < 27 ? 0.07 : 0.14
      town.students[index].location = Coordinates(latitude: 30.2 - away, longitude: 120.2)
    }
    // All but three are of the district and the class of the 27.
    for index in 27..<30 { town.students[index].schoolID = "X1" }
    for index in 0..<27 { town.students[index].schoolID = "X0" }
    let html = try page(town)
    func values(_ title: String) -> [String] {
      let section = html.components(separatedBy: "<h2>\(title)</h2>").last!.components(
        separatedBy: "</section>")[0]
      return section.components(separatedBy: "<span class=value>").dropFirst().map {
        $0.components(separatedBy: "<")[0]
      }
    }
    #expect(html.contains("<b>30</b>"))
    #expect(values("Distance to the post").filter { $0 != "0" } == ["20", "*", "*"])
    #expect(html.contains("* Not told"))
    #expect(!html.contains("27 students") && !html.contains("3 students"))
  }

  /// Twelve with no open post beside three whose post is full: the reasons are masked, and so what adds up to them.
  @Test func whatAddsUpToAMaskedFigureIsMaskedToo() throws {
    func section(closed: Int, open: Int) throws -> String {
      var town = town(.english, students: closed + open)
      town.posts[0].seats = 12
      for index in 0..<closed { town.students[index].grade = 1 }
      return try page(town).components(separatedBy: "<h2>Why students are without").last!.components(
        separatedBy: "</section>")[0]
    }
    let masked = try section(closed: 12, open: 15)
    #expect(masked.components(separatedBy: "<span class=value>*").count == 3, "\(masked)")
    #expect(masked.contains("a figure below five would follow") && !masked.contains("<h3>"))
    #expect(!masked.contains(">12<") && !masked.contains(">3<"))
    let told = try section(closed: 12, open: 18)
    #expect(told.contains("<span class=value>12</span>") && told.contains("<h3>No post is open"), "\(told)")
  }

  /// A class of three beside one of 27: the missing three would follow from the total.
  @Test func aSmallClassGoesWithAnother() throws {
    var town = town(.english, students: 33)
    for index in 0..<3 { town.students[index].specialty = SpecialtyCode("660101")! }
    for index in 3..<12 { town.students[index].specialty = SpecialtyCode("730101")! }
    let html = try page(town)
    #expect(html.contains("<td>others</td><td class=n>12</td>"))
    #expect(html.contains("<td class=n>21</td>") && !html.contains("<td>7301"))
  }

  @Test func theHeadSaysTheYearAndNothingOfEnterprisesThatAreNotThere() throws {
    let html = try page(town(.chinese, students: 30))
    #expect(html.contains("2026–2027 学年"))
    #expect(html.contains("没有规模以上企业") && !html.contains("达标企业"))
  }

  @Test func fewerThanFiveAreNotBrokenDown() throws {
    let html = try page(town(.english, students: 15))
    #expect(html.contains("Fewer than five students: not broken down."))
  }

  @Test func equalPlansGiveEqualPages() throws {
    #expect(try page(town(.chinese, students: 30)) == page(town(.chinese, students: 30)))
  }
}
