import Foundation
import Placement
import PlacementFiles
import TestSupport
import Testing

@testable import Allocation

/// Where a cell is at fault, the law is told all the same, but for the rules that read this very cell.
@Suite struct CellsReadTests {
  /// A student held at a post, and one who has found a place alone at the same enterprise, where every test fails that no
  /// pin overrides.
  private static let files: [String: [[String]]] = [
    "policy.yaml": [["language: en"]],
    "schools.csv": [
      ["school_id", "latitude", "longitude", "area_code"], ["X1", "30", "120", "330106"],
    ],
    "students.csv": [
      [
        "student_id", "school_id", "specialty_code", "grade", "birth_date", "sex", "latitude", "longitude",
        "accepts_boarding", "own_lodging_consent", "priority", "max_distance_km", "available_from",
      ],
      ["S1", "X1", "710201", "1", "2012-01-01", "f", "30", "120", "no", "no", "1", "", ""],
      ["S2", "X1", "710201", "1", "2012-01-01", "f", "30", "120", "no", "no", "1", "", ""],
    ],
    "enterprises.csv": [
      [
        "enterprise_id", "name", "district", "staff_total", "staff_on_duty", "current_interns", "max_interns",
        "approved", "dishonest", "agency", "last_safety_violation", "above_scale", "max_per_school",
      ],
      ["E1", "One", "D1", "90", "90", "0", "", "no", "no", "no", "", "no", ""],
      ["E2", "Two", "D1", "90", "90", "0", "", "yes", "no", "no", "", "no", ""],
    ],
    "posts.csv": [
      [
        "post_id", "enterprise_id", "title", "specialty_codes", "seats", "same_post_staff", "current_interns",
        "latitude", "longitude", "start_date", "end_date", "monthly_pay", "reference_pay",
        "lowest_grade_pay", "independent_work", "night_shift", "rest_day_work", "overtime", "hazardous",
        "prohibited_venue", "women_prohibited", "minors_prohibited", "labour_grade", "exemption",
        "exempt_from", "area_code", "cross_province_filing", "dormitory", "max_per_school", "reserved_for",
        "min_students",
      ],
      ["P1", "E1", "Fitter", "7102", "9", "90", "0", "30", "120", "2026-09-01", "2027-02-28", "1000"]
        + ["3000", "", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "4", "", "", "310104"]
        + ["", "no", "", "X1", "1"],
    ],
    "partners.csv": [["school_id", "enterprise_id", "tie", "to"], ["X1", "E2", "host", ""]],
    "host-ranks.csv": [
      ["enterprise_id", "student_id", "rank", "refuse"], ["E1", "S1", "", "yes"], ["E2", "S2", "1", ""],
    ],
    "decisions.csv": [
      ["student_id", "post_id", "enterprise_id", "decision", "reason"], ["S1", "P1", "", "pin", "agreed"],
      ["S1", "", "E1", "ban", "agreed"],
    ],
    "self-arranged.csv": [
      [
        "student_id", "enterprise_id", "enterprise_name", "specialty_codes", "start_date", "end_date",
        "monthly_pay", "reference_pay", "lowest_grade_pay", "independent_work", "night_shift",
        "rest_day_work", "overtime", "hazardous", "prohibited_venue", "women_prohibited",
        "minors_prohibited", "labour_grade", "exemption", "exempt_from", "applied_on", "guardian_consent",
        "approved_on",
      ],
      ["S2", "E1", "", "7102", "2026-09-01", "2027-02-28", "1000", "3000", "", "yes", "yes", "yes", "yes"]
        + ["yes", "yes", "yes", "yes", "4", "", "", "2026-05-10", "yes", "2026-05-20"],
    ],
  ]

  private static let binding: Set<Rule> = Set(Rule.allCases).subtracting(Rule.overridable).subtracting([
    .excluded
  ])

  private static func reading(_ files: [String: [[String]]]) -> CaseReading {
    let folder = Temporary.folder.appendingPathComponent("cells-\(UUID().uuidString)")
    try! FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, rows) in files {
      let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
      try! Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    return readCase(at: folder, asOf: CalendarDate(year: 2026, month: 7, day: 1)!)
  }

  /// The rules that refuse the post, and those that refuse the place found alone.
  private static func refused(_ diagnostics: [Diagnostic]) -> (post: Set<Rule>, alone: Set<Rule>) {
    func rules(_ part: String, _ end: Character) -> Set<Rule> {
      Set(
        diagnostics.compactMap { fault in
          fault.message.en.range(of: part).flatMap {
            Rule(rawValue: String(fault.message.en[$0.upperBound...].prefix { $0 != end }))
          }
        })
    }
    return (rules("S1 cannot be held at post P1: ", ","), rules("S2 found alone fails ", ","))
  }

  @Test func everyRuleOfTheLawRefuses() throws {
    let reading = Self.reading(Self.files)
    let placementCase = try #require(reading.placementCase, "\(reading.diagnostics)")
    let found = Self.refused(CaseCheck(placementCase, threads: 1).diagnostics)
    #expect(found.post == Self.binding)
    #expect(found.alone == Set(SelfArranged.binding))
  }

  /// Spoils the cell of the column in a table's row of that number, counted from 1 below the header; says which rules
  /// refuse no more.
  private static func withheld(
    _ file: String, _ column: String, _ value: String, row: Int = 1
  ) throws -> (post: Set<Rule>, alone: Set<Rule>) {
    var files = files
    let index = try #require(files[file]![0].firstIndex(of: column))
    files[file]![row][index] = value
    return try withheld(files, "\(file) \(column)")
  }

  private static func withheld(
    _ files: [String: [[String]]], _ name: String
  ) throws -> (post: Set<Rule>, alone: Set<Rule>) {
    let reading = reading(files)
    #expect(
      reading.placementCase == nil && reading.diagnostics.count(where: \.isFault) == 1,
      "\(name): \(reading.diagnostics.filter(\.isFault))")
    let found = refused(try #require(reading.faultyCase).faultsBeyondReading)
    return (binding.subtracting(found.post), Set(SelfArranged.binding).subtracting(found.alone))
  }

  @Test func aStudentsCellWithholdsTheRulesThatReadIt() throws {
    let byAge: Set<Rule> = [.age, .nightShift, .hazardous, .minorsProhibited]
    for (column, value, rules) in [
      ("school_id", "X9", [.admitted, .crossProvince, .lodging]), ("specialty_code", "x", []),
      ("grade", "x", [.grade]), ("birth_date", "x", byAge), ("sex", "x", [.womenProhibited]),
      ("latitude", "x", []), ("accepts_boarding", "x", [.lodging]), ("own_lodging_consent", "x", [.lodging]),
      ("priority", "x", []), ("max_distance_km", "x", []), ("available_from", "x", []),
    ] as [(String, String, Set<Rule>)] {
      #expect(try Self.withheld("students.csv", column, value).post == rules, "\(column)")
      let alone = try Self.withheld("students.csv", column, value, row: 2).alone
      #expect(alone == rules.intersection(SelfArranged.binding), "\(column) of S2")
      #expect(try Self.withheld("students.csv", column, value, row: 2).post == [], "\(column) of S2")
    }
  }

  private static let ofWork: [(column: String, value: String, rules: Set<Rule>)] = [
    ("start_date", "x", [.host, .admitted, .age, .nightShift, .hazardous, .minorsProhibited]),
    ("end_date", "2026-08-31", [.host, .admitted, .age, .nightShift, .hazardous, .minorsProhibited]),
    ("monthly_pay", "x", [.pay]), ("reference_pay", "x", [.pay]), ("lowest_grade_pay", "x", [.pay]),
    ("independent_work", "x", [.pay]), ("night_shift", "x", [.nightShift]),
    ("rest_day_work", "x", [.restDayWork]), ("overtime", "x", [.overtime]), ("hazardous", "x", [.hazardous]),
    ("prohibited_venue", "x", [.prohibitedVenue]), ("women_prohibited", "x", [.womenProhibited]),
    ("minors_prohibited", "x", [.minorsProhibited]), ("labour_grade", "x", [.labourGrade]),
    ("exemption", "yes", [.nightShift, .restDayWork, .overtime, .hazardous]),
    ("exempt_from", "x", [.nightShift, .restDayWork, .overtime, .hazardous]), ("specialty_codes", "x", []),
  ]

  @Test func aPostsCellWithholdsTheRulesThatReadIt() throws {
    let own: [(column: String, value: String, rules: Set<Rule>)] = [
      ("enterprise_id", "E9", [.banned, .host, .refusedByHost, .admitted, .pay]), ("seats", "x", []),
      ("same_post_staff", "x", []), ("current_interns", "x", []), ("latitude", "x", []),
      ("area_code", "x", [.crossProvince, .lodging]), ("cross_province_filing", "yes", [.crossProvince]),
      ("dormitory", "x", [.lodging]), ("max_per_school", "x", []), ("reserved_for", "X9", []),
      ("min_students", "x", []),
    ]
    for (column, value, rules) in own + Self.ofWork {
      #expect(try Self.withheld("posts.csv", column, value).post == rules, "\(column)")
      #expect(try Self.withheld("posts.csv", column, value).alone == [], "\(column)")
    }
  }

  @Test func aCellOfAPlaceFoundAloneWithholdsTheRulesThatReadIt() throws {
    let own: [(column: String, value: String, rules: Set<Rule>)] = [
      ("enterprise_id", "E9", [.host, .pay]), ("enterprise_name", "Elsewhere", [.host, .pay]),
      ("applied_on", "x", []),
    ]
    for (column, value, rules) in own + Self.ofWork {
      let found = try Self.withheld("self-arranged.csv", column, value)
      #expect(found.alone == rules.intersection(SelfArranged.binding) && found.post == [], "\(column)")
    }
  }

  @Test func aCellOfAnEnterpriseOrASchoolWithholdsTheRulesThatReadIt() throws {
    for (file, column, value, rules) in [
      ("enterprises.csv", "name", "", []), ("enterprises.csv", "district", "", [.pay]),
      ("enterprises.csv", "staff_total", "x", []), ("enterprises.csv", "staff_on_duty", "x", []),
      ("enterprises.csv", "current_interns", "x", []), ("enterprises.csv", "max_interns", "x", []),
      ("enterprises.csv", "approved", "x", [.host]), ("enterprises.csv", "dishonest", "x", [.host]),
      ("enterprises.csv", "agency", "x", [.host]), ("enterprises.csv", "above_scale", "x", []),
      ("enterprises.csv", "last_safety_violation", "x", [.host]),
      ("enterprises.csv", "max_per_school", "x", []), ("schools.csv", "latitude", "x", []),
      ("schools.csv", "area_code", "x", [.crossProvince, .lodging]),
      ("partners.csv", "tie", "x", []), ("partners.csv", "to", "x", []),
    ] as [(String, String, String, Set<Rule>)] {
      let found = try Self.withheld(file, column, value)
      #expect(found.post == rules, "\(file) \(column)")
      #expect(found.alone == rules.intersection(SelfArranged.binding), "\(file) \(column)")
    }
  }

  /// Spoils a further row of a table; says which rules refuse no more.
  private static func withheld(
    _ file: String, _ rows: [[String]], _ further: [String]
  ) throws -> Set<Rule> {
    var files = files
    files["schools.csv"]!.append(["X2", "30", "120", "330106"])
    files[file] = rows + [further]
    let found = try withheld(files, "\(file) \(further)")
    #expect(found.alone == [], "\(file) \(further)")
    return found.post
  }

  /// What another school or another host is admitted to is read of nobody here.
  @Test func aRowOfPartnersWithholdsWhatItMayAdmit() throws {
    let rows = [
      ["school_id", "enterprise_id", "tie", "from", "to", "inspected_on"], ["X1", "E2", "host", "", "", ""],
    ]
    for row in [
      ["X1", "E2", "x", "", "", ""], ["X1", "E2", "host", "x", "", ""], ["X2", "E1", "host", "x", "", ""],
      ["X9", "E2", "host", "", "", ""], ["X1", "E1", "x", "2026-10-01", "", ""],
      ["X1", "E1", "host", "2026-10-01", "", "x"], ["X2", "E9", "host", "", "", ""],
    ] {
      #expect(try Self.withheld("partners.csv", rows, row) == [], "\(row)")
    }
    for row in [
      ["X1", "E1", "host", "x", "", ""], ["X1", "E1", "host", "2026-10-01", "2026-09-01", ""],
      ["X9", "E1", "host", "", "", ""], ["X1", "E9", "host", "", "", ""], ["", "E1", "host", "", "", ""],
      ["X2", "E2", "host", "", "", "", "surplus"],
    ] {
      #expect(try Self.withheld("partners.csv", rows, row) == [.admitted], "\(row)")
    }
  }

  /// What is said of the very post goes before what is said of all posts of the enterprise.
  @Test func aRowOfHostRanksWithholdsWhatItMaySay() throws {
    let header = ["enterprise_id", "post_id", "student_id", "rank", "refuse"]
    let ofHost = [header, ["E1", "", "S1", "", "yes"]]
    for row in [
      ["E2", "", "S1", "x", ""], ["E1", "", "S2", "x", ""], ["E2", "", "S9", "1", ""],
      ["", "P9", "S2", "1", ""],
    ] {
      #expect(try Self.withheld("host-ranks.csv", ofHost, row) == [], "\(row)")
    }
    for row in [
      ["", "P1", "S1", "x", ""], ["", "P9", "S1", "1", ""], ["", "P1", "S9", "1", ""],
      ["E1", "", "S1", "1", ""], ["E2", "", "S2", "1", "", "surplus"],
    ] {
      #expect(try Self.withheld("host-ranks.csv", ofHost, row) == [.refusedByHost], "\(row)")
    }
    #expect(
      try Self.withheld(
        "host-ranks.csv", [header, ["", "P1", "S1", "", "yes"]], ["E1", "", "S1", "x", ""]) == [])
  }

  /// Where the row of another enterprise is lost, or that of the school, who is admitted is told all the same.
  @Test func aRowThatIsLostWithholdsNoMoreThanItsCells() throws {
    var files = Self.files
    files["enterprises.csv"]![2].append("surplus")
    #expect(try Self.withheld(files, "the row of E2").post == [])
    files = Self.files
    files["schools.csv"]![1].append("surplus")
    #expect(try Self.withheld(files, "the row of X1").post == [.crossProvince, .lodging])
    // That of the very host may say whatever there is to say of it.
    files = Self.files
    files["enterprises.csv"]![1].append("surplus")
    let found = try Self.withheld(files, "the row of E1")
    #expect(found.post == [.banned, .host, .refusedByHost, .admitted, .pay] && found.alone == [.host, .pay])
  }

  /// A key that nobody knows may be any of its section.
  @Test func aKeyOfThePolicyWithholdsTheRulesThatReadIt() throws {
    for (text, rules) in [
      ("academic_year: x", [.grade]), ("quotas: {staff_share_max: x}", []),
      ("travel: {max_distance_km: x}", []),
      ("eligibility: {minimum_age: x}", [.age]), ("eligibility: {minimum_grade: x}", [.grade]),
      ("eligibility: {pay_share_min: x}", [.pay]), ("eligibility: {minimum_wage: {D1: x}}", [.pay]),
      ("eligibility: {labour_grade_max: x}", [.labourGrade]),
      ("eligibility: {minimal_age: 15}", [.age, .grade, .pay, .labourGrade]),
      ("eligibility: x", [.age, .grade, .pay, .labourGrade]), ("quotas: {minimal_age: 15}", []),
      ("eligible: {minimum_age: 15}", [.age, .grade, .pay, .labourGrade]), ("sources: {none: x}", []),
      ("specialty: {penalty: {class: x}}", []), ("objectives: [{unplaced: x}]", []),
    ] as [(String, Set<Rule>)] {
      var files = Self.files
      files["policy.yaml"] = [["language: en"], [text]]
      let found = try Self.withheld(files, text)
      #expect(found.post == rules, "\(text)")
      #expect(found.alone == rules.intersection(SelfArranged.binding), "\(text)")
    }
  }
}
