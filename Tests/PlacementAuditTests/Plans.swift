import Foundation
import Placement

@testable import PlacementAudit

/// A small town with something of everything, and a good placement of it.
///
/// Students by index: A0 kept, A1 pinned by decision past its specialty, A2 and A3 a team at one post,
/// A4 held (signed), A5 moved for a seat, A6 out, A7 no post open, A8 contested, A9 newly placed,
/// B0 and B1 a team that no post has room for.
enum Town {
  static let placement: [Int?] = [0, 1, 2, 2, 3, 2, nil, nil, nil, 0, nil, nil]

  static func make(_ language: Language = .english) -> PlacementCase {
    var placementCase = PlacementCase(
      policy: Policy(), students: students, enterprises: enterprises, posts: posts)
    placementCase.policy.name = "Town"
    placementCase.policy.language = language
    placementCase.policy.sources = ["minimum_age": "Rule 1", "staff_share_max": "Rule 2", "pay": "Rule 3"]
    var school = School(id: "S1")
    school.name = "First School"
    school.district = "North"
    placementCase.schools = [school]
    placementCase.decisions = [pin(1, 1)]
    placementCase.published[0] = told(0, .announced)
    placementCase.published[4] = told(3, .signed)
    placementCase.published[5] = told(0, .announced)
    placementCase.published[6] = told(0, .announced)
    placementCase.hasPublished = true
    placementCase.wishes[9] = [Wish(rank: 2, target: .post(0))]
    setYears(&placementCase)
    placementCase.inputs = [
      InputFile(name: "posts.csv", sha256: "ab", rows: 5),
      InputFile(name: "students.csv", sha256: "cd", rows: 12),
    ]
    return placementCase
  }

  /// What a case knows of years: E1 has had 45 of 60 interns, E2 is past them.
  private static func setYears(_ placementCase: inout PlacementCase) {
    var demand = Demand()
    (demand.year, demand.specialtyClass, demand.district, demand.demand) = (2026, "6603", "North", 9)
    placementCase.demand = [demand]
    placementCase.history = (2022...2025).map { year in
      var row = SpecialtyYear()
      (row.year, row.specialtyClass, row.district) = (year, "6603", "North")
      (row.students, row.seats) = (8, year - 2015)
      return row
    }
    placementCase.policy.signalMinimum = 5
    placementCase.policy.certification.years = 3
    placementCase.policy.certification.months = 3
    placementCase.policy.certification.interns = 60
    placementCase.hostRecords = [(2022, 0, 90), (2023, 0, 40), (2024, 1, 70), (2025, 0, 5), (2026, 0, 9)].map
    {
      var row = HostYear()
      (row.year, row.enterprise, row.internsLong) = ($0, $1, $2)
      return row
    }
    placementCase.targets = [
      aim(.computed(.placed), "0.6364", 2026), aim(.computed(.placed), "0.7", 2027),
      aim(.computed(.selfArranged), "0.1", 2026), aim(.computed(.consent), "1", 2026),
      aim(.reported("alliances"), "15", 2027, value: "12.5"),
    ]
  }

  private static func aim(_ indicator: IndicatorName, _ target: String, _ due: Int, value: String? = nil)
    -> IndicatorTarget
  {
    var row = IndicatorTarget()
    (row.indicator, row.target, row.dueYear) = (indicator, decimal(target), due)
    row.value = value.map { decimal($0) }
    return row
  }

  private static var students: [Student] {
    var students = (0..<12).map { index in
      student(index < 10 ? "A\(index)" : "B\(index - 10)") {
        $0.name = "Name \(index)"
        $0.className = "Class 1"
        $0.teacher = "Teacher"
      }
    }
    students[1].specialty = code("710205")
    for index in [2, 3] { students[index].teamID = "T1" }
    for index in [10, 11] {
      students[index].teamID = "T2"
      students[index].specialty = code("720101")
    }
    students[6].excluded = "arranged alone"
    students[7].grade = 1
    students[8].sex = .female
    return students
  }

  private static var enterprises: [Enterprise] {
    [
      enterprise("E1", staff: 40) {
        $0.aboveScale = true
        $0.certified = true
        $0.contact = "Office 7"
      },
      enterprise("E2", staff: 100) {
        $0.aboveScale = true
        $0.maxInterns = 6
        $0.district = "East"
      },
    ]
  }

  private static var posts: [Post] {
    [
      post("P1", seats: 2) { $0.address = "Street 1" },
      post("P2") {
        $0.jobGroup = "weld"
        $0.samePostStaff = 30
        $0.end = day(2026, 12, 31)
      },
      post("P3", at: 1, seats: 3) {
        $0.minStudents = 2
        $0.location = Coordinates(latitude: 30.05, longitude: 120)
      },
      post("P4", at: 1, seats: 1) { $0.monthlyPay = decimal("2490.5") },
      post("P5", at: 1, seats: 1) { $0.specialtyCodes = [code("720101")] },
    ]
  }
}

/// Files as the contract wants them, taken from the audit's own expectation.
struct GoodPlan {
  var placementCase: PlacementCase
  var tables: [PlanTable]
  var summary: [String: Any] {
    didSet { summaryBytes = Self.bytes(summary) }
  }
  var summaryBytes: Data
  var hashes = ["assignments.csv": "11", "run.json": "22", "summary.json": "33"]

  init(_ placementCase: PlacementCase = Town.make(), _ placement: [Int?] = Town.placement) {
    self.placementCase = placementCase
    let expectation = Expectation(AuditRules(placementCase), placement)
    tables = expectation.tables(threads: 1).map { table in
      PlanTable(
        file: table.file, columns: table.columns, rows: table.rows.map { $0.map { GoodPlan.cell($0) } })
    }
    summary = Self.summary(placementCase, expectation)
    summaryBytes = Self.bytes(summary)
  }

  private static func bytes(_ summary: [String: Any]) -> Data {
    try! JSONSerialization.data(withJSONObject: summary)
  }

  private static func cell(_ cell: ExpectedCell) -> String {
    switch cell {
    case .text(let text): text
    case .oneOf(let texts): texts[0]
    case .sentence: "Because."
    case .ending(let end): "Because" + (end == PlanSentence.impossible.zh ? "；" : "; ") + end
    case .wholeNumberOrEmpty: ""
    case .wholeNumber(let range): String(range.lowerBound)
    }
  }

  private static func summary(_ placementCase: PlacementCase, _ expectation: Expectation) -> [String: Any] {
    let policy = placementCase.policy
    let values = expectation.rules.stageValues(of: expectation.placement)
    let stages = values.enumerated().map { index, value -> [String: Any] in
      [
        "stage": index + 1, "value": value, "bound": value, "gap": 0, "proven": true,
        "proved_by": "network_flow",
        "weights": Dictionary(
          uniqueKeysWithValues: policy.objectives[index].map { ($0.key.rawValue, $0.value) }),
      ]
    }
    let terms = expectation.rules.values(of: expectation.placement)
    return [
      "name": policy.name, "status": "optimal", "language": policy.language.rawValue,
      "as_of": placementCase.asOf.description, "relative_gap": 0.0001,
      "objectives": stages,
      "terms": Dictionary(uniqueKeysWithValues: terms.map { ($0.key.rawValue, $0.value) }),
      "counts": expectation.counts, "targets_by_district": expectation.targetsByDistrict,
      "unplaced_by_reason": ["no_open_post": 1, "outweighed": 1, "team": 2],
      "unplaced_by_district": ["North": 4], "unplaced_by_school": ["S1": 4],
      "unplaced_by_rule": ["grade": 1, "post": 3], "wishes": ["2": 1, "not_given": 10],
      "wishes_by_school": [String: Any](),
      // A8; no plan can place B0 and B1. P1, P3 and P4 are full.
      "reasons_not_priced": 1, "worth_not_computed": 3,
      "inputs": ["posts.csv": "ab", "students.csv": "cd"], "files": ["assignments.csv": "11"],
    ]
  }

  func faults() -> [AuditFault] {
    // The expectation is made on one thread, so that what more of them find is held against it.
    PlanAudit(
      placementCase, tables: tables, summary: summaryBytes, fileHashes: hashes, threads: 3
    ).faults
  }

  func index(_ file: String) -> Int { tables.firstIndex { $0.file == file }! }

  /// Row and column of a cell by the row's first cell and the column's name.
  func cell(_ file: String, _ id: String, _ column: String) -> String {
    let table = tables[index(file)]
    let row = table.rows.first { $0[0] == id } ?? table.rows.first { $0[1] == id }!
    return row[table.columns.firstIndex(of: column)!]
  }
}
