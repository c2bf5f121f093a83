import Foundation
import Placement
import Testing

@testable import PlacementFiles

/// self-arranged.csv and certificates.csv: what is read, and what is worth a warning.
@Suite struct SelfArrangedReadingTests {
  private static let header =
    "student_id,enterprise_id,enterprise_name,start_date,end_date,monthly_pay,applied_on,guardian_consent,approved_on,"
    + "night_shift,exemption,exempt_from,specialty_codes,host_mentor\n"
  private let approved =
    "S01,E01,,2026-09-01,2027-02-28,2600.5,2026-05-10,是,2026/5/20,yes,F-1,night_shift;overtime,7102;510203,Mentor\n"
  private let waiting = "S02,,First,2026-09-01,2027-02-28,2600,,,,,,,,\n"

  @Test func rowsAreRead() throws {
    let reading = SampleCase.reading(["self-arranged.csv": Self.header + approved + waiting])
    let placementCase = try #require(reading.placementCase, "\(reading.diagnostics)")
    let place = try #require(placementCase.approvedSelfArranged(of: 0))
    #expect(place.enterprise == 0 && place.work.monthlyPay == ExactDecimal("2600.5") && place.row == 2)
    #expect(place.work.nightShift && place.work.exemptFrom == [.nightShift, .overtime])
    #expect(
      place.work.specialtyCodes.map(\.description) == ["510203", "7102"] && place.hostMentor == "Mentor")
    #expect(
      placementCase.approvedSelfArranged(of: 1) == nil
        && placementCase.selfArranged[1]?.enterpriseName == "First")
    #expect(!placementCase.takesPart(0) && placementCase.takesPart(1))
    let warnings = reading.warnings.filter { $0.contains("self-arranged") }
    #expect(
      warnings == [
        "warning self-arranged.csv:3:approved_on", "warning self-arranged.csv:3:enterprise_name",
      ])
  }

  @Test func chineseNamesAreReadToo() throws {
    let text = "学号,单位名称,开始日期,结束日期,月报酬,监护人同意,学校审核日期\nS01,示例,2026-09-01,2027-02-28,2600,是,2026-05-20\n"
    let reading = SampleCase.reading(["自行联系.csv": text])
    #expect(reading.placementCase?.approvedSelfArranged(of: 0)?.enterpriseName == "示例")
  }

  /// A row of published.csv that names the place is the place's, and never one that fits nobody.
  @Test func publishedRowsOfSelfArranged() throws {
    let reading = SampleCase.reading([
      "self-arranged.csv": Self.header + approved,
      "published.csv":
        "student_id,post_id,stage,consent_on\nS01,self:S01,signed,2026-06-01\nS02,self:S02,,\n",
    ])
    let placementCase = try #require(reading.placementCase, "\(reading.diagnostics)")
    let told = try #require(placementCase.approvedSelfArranged(of: 0)?.published)
    #expect(told.stage == .signed && told.row == 2)
    #expect(told.dates == [.consentOn: CalendarDate(year: 2026, month: 6, day: 1)!])
    #expect(placementCase.published.allSatisfy { $0 == nil })
    // S02 has found no place: the row counts nothing.
    #expect(
      reading.warnings.filter { $0.contains("published") } == ["warning published.csv:3:post_id"])
  }

  /// A row under an id that nobody has may be one student's, and keeps no other row of published.csv from being judged.
  @Test func aMistypedIDPassesOverTheNearestRowAlone() {
    let ids = ["S01", "S02", "S03", "S047", "S0999"]
    let students = ids.map { "\($0),SCH1,510203,3,2008-01-01,30.25,120.17\n" }.joined()
    let own = Self.header + approved
    func faults(_ selfArranged: String) -> Set<String> {
      let reading = SampleCase.reading([
        "students.csv": "student_id,school_id,specialty_code,grade,birth_date,latitude,longitude\n"
          + students,
        "self-arranged.csv": selfArranged,
        "published.csv": "student_id,post_id,stage\n" + ids.map { "\($0),self:\($0),signed\n" }.joined(),
      ])
      return Set(reading.faults)
    }
    func published(_ rows: Int...) -> Set<String> { Set(rows.map { "input published.csv:\($0):post_id" }) }
    #expect(faults(own) == published(3, 4, 5, 6))
    let strange = "input self-arranged.csv:3:student_id"
    let mistyped = approved.replacingOccurrences(of: "S01", with: "S47")
    #expect(faults(own + mistyped) == published(3, 4, 6).union([strange]))
    // Two who are as near may both be meant.
    let between = approved.replacingOccurrences(of: "S01", with: "S0")
    #expect(faults(own + between) == published(5, 6).union([strange]))
    // Of an id that cannot be read nobody knows whose it was.
    let unread = approved.replacingOccurrences(of: "S01", with: "1.2E+17")
    #expect(faults(own + unread) == [strange])
  }

  /// Who has found a place alone is placed beside nobody: a row that asks for it is named, with what can be done.
  @Test func wishesBesideAPlaceFoundAloneAreNamed() {
    func said(
      _ selfArranged: String, _ relation: String = "together", decided: String = ""
    ) -> [Diagnostic] {
      SampleCase.reading([
        "policy.yaml": "language: en\nobjectives: [{unplaced: 1, together: 1}]\n",
        "self-arranged.csv": Self.header + selfArranged,
        "decisions.csv": "student_id,post_id,decision,reason\n" + decided,
        "pairs.csv": "student_a,student_b,relation\nS02,S01,\(relation)\n",
      ]).diagnostics.filter { $0.file == "pairs.csv" }
    }
    func isNamed(_ found: [Diagnostic], mend: String) -> Bool {
      found.count == 1 && found[0].kind == .warning && found[0].row == 2 && found[0].column == "relation"
        && found[0].mend?.en.contains(mend) == true
    }
    #expect(isNamed(said(approved), mend: "pin the other"))
    #expect(isNamed(said(approved, decided: "S02,P01,ban,x\n"), mend: "pin the other"))
    #expect(said(approved, decided: "S02,P01,pin,together\n").isEmpty)
    // Nobody can be placed at a host that the case does not know, and of two who found places nobody is left to place.
    let elsewhere = approved.replacing("S01,E01,,", with: "S01,,Elsewhere,")
    #expect(isNamed(said(elsewhere), mend: "remove the row"))
    let second = approved.replacing("S01", with: "S02")
    #expect(isNamed(said(elsewhere + second), mend: "remove the row"))
    #expect(said(approved + second).isEmpty)
    #expect(said(waiting).isEmpty && said(approved, "apart").isEmpty && said(approved, "apart_host").isEmpty)
  }

  @Test func theCaseIsWrittenAsItWasRead() throws {
    let reading = SampleCase.reading([
      "self-arranged.csv": Self.header + approved + waiting,
      "published.csv": "student_id,post_id,stage\nS01,self:S01,signed\n",
      "certificates.csv": "certificate,kind,level\nhealth,special,\nelectrician,国家职业资格,3\n",
    ])
    let placementCase = try #require(reading.placementCase, "\(reading.diagnostics)")
    let files = Dictionary(uniqueKeysWithValues: caseFiles(placementCase).map { ($0.name, $0.data) })
    let again = try #require(SampleCase.reading(data: files).placementCase)
    #expect(again.selfArranged.mapValues(withoutRow) == placementCase.selfArranged.mapValues(withoutRow))
    #expect(again.certificates == placementCase.certificates && again.certificates.map(\.level) == [3, nil])
  }

  private func withoutRow(_ place: SelfArranged) -> SelfArranged {
    var place = place
    place.row = 0
    place.published = place.published.map { SelfPublished(stage: $0.stage, dates: $0.dates, row: 0) }
    return place
  }

  @Test func aCertificateThatIsNotListedIsToldOfOnce() throws {
    let students = """
      student_id,school_id,specialty_code,grade,birth_date,latitude,longitude,certificates
      S01,SCH1,510203,3,2008-01-01,30,120,health;electrician
      S02,SCH1,510203,3,2008-01-01,30,120,health

      """
    let reading = SampleCase.reading([
      "students.csv": students, "certificates.csv": "certificate,kind,level\nelectrician,national,3\n",
    ])
    #expect(reading.placementCase != nil)
    #expect(reading.warnings.contains("warning students.csv:2:certificates"))
    #expect(reading.warnings.count { $0.contains("students.csv") } == 1)
  }

  @Test func subsidiesAreReadAndWritten() throws {
    let policy = """
      language: en
      subsidies:
        - {id: B1, payee: student, unit: once, amount: 1000.50, kinds: [national, skill_level], level_max: 4, source: "Circular: 1"}
        - {id: B2, payee: 企业, unit: month, minimum_wage_share: 0.3, school_levels: [secondary], final_year: yes,
           minimum_months: 3, from: 2026-09-01, to: 2027-06-30, source: x}

      """
    let read = try #require(SampleCase.reading(["policy.yaml": policy]).placementCase).policy
    #expect(read.subsidies.map(\.id) == ["B1", "B2"] && read.subsidies[1].payee == .enterprise)
    #expect(read.subsidies[0].kinds == [.national, .skillLevel] && read.subsidies[0].levelMax == 4)
    #expect(read.subsidies[1].finalYear && read.subsidies[1].minimumMonths == 3)
    let text = PolicyText(policy: read, isExplained: true).data
    let again = SampleCase.reading(data: ["policy.yaml": text])
    #expect(again.placementCase?.policy == read, "\(again.diagnostics)")
  }
}
