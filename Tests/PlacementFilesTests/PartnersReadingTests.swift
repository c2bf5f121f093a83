import Placement
import PlacementFiles
import Testing

/// partners.csv, and the columns about hosts that the national rules read.
@Suite struct PartnersReadingTests {
  private let partners = """
    school_id,enterprise_id,tie,from,to,inspected_on
    SCH1,E02,稳定合作,2026-09-01,,2026-05-20
    SCH1,E01,,,2027-08-31,

    """

  @Test func tiesAreReadInOrder() throws {
    let reading = SampleCase.reading(["partners.csv": partners])
    let read = try #require(reading.placementCase).partners
    #expect(reading.warnings.filter { $0.contains("partners") } == [])
    #expect(read.map(\.enterprise) == [0, 1] && read.map(\.tie) == [.host, .partner])
    #expect(read.map(\.row) == [3, 2] && read[0].inspectedOn == nil)
    #expect(read[0].to == CalendarDate(year: 2027, month: 8, day: 31) && read[1].to == nil)
  }

  /// As the empty cell above: a space more or less is nothing.
  @Test(arguments: [" ", "　", "\u{A0}", "\u{2003}", " \u{200B}"]) func aBlankTieIsTheDefault(_ blank: String)
    throws
  {
    let reading = SampleCase.reading(["partners.csv": partners.replacing("E01,,", with: "E01,\(blank),")])
    #expect(try #require(reading.placementCase).partners.map(\.tie) == [.host, .partner])
  }

  @Test func aSchoolWithoutARowIsToldOfOnce() throws {
    let students =
      SampleCase.students.replacing("S02,SCH1", with: "S02,SCH2") + "S03,SCH2,510203,3,2008-01-01,30,120\n"
    let reading = SampleCase.reading(["partners.csv": partners, "students.csv": students])
    #expect(reading.placementCase != nil)
    #expect(reading.warnings.filter { $0.contains("partners") } == ["warning partners.csv::school_id"])
  }

  @Test func aMistypedCreditCodeIsAWarning() throws {
    let enterprises = """
      enterprise_id,name,district,staff_total,staff_on_duty,credit_code,last_safety_violation,agency
      E01,First,X,100,90,91350100M000100Y43,2025-05-06,no
      E02,Second,X,50,40,91350100M000100Y44,,yes

      """
    let reading = SampleCase.reading(["enterprises.csv": enterprises])
    let read = try #require(reading.placementCase).enterprises
    #expect(
      reading.warnings.filter { $0.contains("enterprises") } == ["warning enterprises.csv:3:credit_code"])
    #expect(read[0].lastSafetyViolation == CalendarDate(year: 2025, month: 5, day: 6) && read[1].agency)
  }

  @Test func penaltiesOfTiesComeFromThePolicy() throws {
    let reading = SampleCase.reading([
      "policy.yaml":
        "language: en\ncooperation: {penalty: {partner: 5, none: 40}}\nduration: {usual_months: 5}\n"
    ])
    let policy = try #require(reading.placementCase).policy
    #expect(policy.cooperation.partner == 5 && policy.cooperation.none == 40 && policy.usualMonths == 5)
    #expect(policy.cooperation.campusBase == 60 && policy.cooperation[.alliance] == 10)
    let wrong = SampleCase.reading(["policy.yaml": "cooperation: {penalty: {friend: 5}}\n"])
    #expect(wrong.placementCase == nil)
  }
}
