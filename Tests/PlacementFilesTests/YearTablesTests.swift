import Foundation
import Placement
import Testing

@testable import PlacementFiles

/// demand.csv, history.csv, host-record.csv, targets.csv.
@Suite struct YearTablesTests {
  @Test func rowsAreReadInOrderInEitherLanguage() throws {
    let reading = SampleCase.reading([
      "demand.csv": "year,specialty_class,district,demand,source\n2026,5102,,7,survey\n",
      "历年.csv": "年度,专业类,区县,学生数,名额,已安排,对口人数\n2025,5102,X,4,5,3,2\n2024,5102,,4,6,,\n",
      "host-record.csv":
        "year,enterprise_id,interns,interns_long,intern_months,matched,hired\n2025,E02,3,2,15,3,1\n2025,E01,,,,,\n",
      "targets.csv":
        "indicator,target,due_year,value,as_of,source\n对口率,0.9,2027,,,plan\nalliances,15,2027,12,2026-06-30,\n",
      "policy.yaml":
        "language: en\ncertification: {years: 3, months: 3, interns: 60}\nsignals: {tail_share: 0.2, years: 1, minimum: 5}\n",
    ])
    let read = try #require(reading.placementCase, "\(reading.diagnostics)")
    #expect(reading.warnings.filter { !$0.contains("posts") } == [])
    #expect(read.demand.map(\.demand) == [7] && read.demand[0].source == "survey")
    #expect(read.history.map(\.year) == [2024, 2025] && read.history.map(\.district) == ["", "X"])
    #expect(read.history[0].placed == nil && read.history[1].matched == 2)
    let records = try #require(read.hostRecords)
    #expect(records.map(\.enterprise) == [0, 1] && records.map(\.hired) == [nil, 1])
    let targets = try #require(read.targets)
    #expect(targets.map(\.indicator) == [.computed(.matched), .reported("alliances")])
    #expect(targets[1].value == ExactDecimal(12) && targets[1].asOf != nil)
    #expect(read.policy.certification.complete?.interns == 60 && read.policy.signalMinimum == 5)
  }

  @Test func withoutTheFilesThereIsNothing() throws {
    let read = try #require(SampleCase.reading().placementCase)
    #expect(read.demand.isEmpty && read.history.isEmpty && read.hostRecords == nil && read.targets == nil)
    #expect(read.policy.certification.complete == nil && read.policy.signalYears == 2)
  }

  @Test func lostZerosAndDemandOfNobodyAreTold() throws {
    let enterprises = """
      enterprise_id,name,district,staff_total,staff_on_duty
      001,First,X,100,90
      E02,Second,X,50,40

      """
    let reading = SampleCase.reading([
      "enterprises.csv": enterprises, "posts.csv": SampleCase.posts.replacing("E01", with: "001"),
      "host-record.csv": "year,enterprise_id,interns_long\n2025,1,3\n",
      "demand.csv": "year,specialty_class,district,demand\n2026,5102,Y,7\n2027,5102,Y,7\n",
    ])
    #expect(reading.placementCase?.hostRecords?.map(\.enterprise) == [0])
    #expect(
      reading.warnings.filter { !$0.contains("posts") } == [
        "warning demand.csv:2:district", "warning host-record.csv:2:enterprise_id",
      ])
  }

  @Test func aHalfPolicyOfCertificationIsAFault() {
    let reading = SampleCase.reading(["policy.yaml": "certification: {years: 3, months: 3}\n"])
    #expect(reading.faults.count == 1 && reading.faults[0].hasPrefix("policy policy.yaml"))
    let nothing = SampleCase.reading(["policy.yaml": "signals: {years: 0}\n"])
    #expect(nothing.placementCase == nil)
  }
}

/// What `publish --close-year` makes of history.csv and host-record.csv.
@Suite struct YearClosingTests {
  private func plan(_ rows: [[String]]) -> PlanFolder {
    let cells = [
      "school_id", "specialty_code", "status", "post_id", "enterprise_id", "match", "start_date", "end_date",
    ]
    let supply = PlanTable(
      file: "supply-demand.csv", columns: Columns.supplyDemand,
      rows: [["5102", "", "2", "6", "2", "0", "", "", "", "", "", ""]])
    return PlanFolder(
      tables: [PlanTable(file: "assignments.csv", columns: cells, rows: rows), supply], otherFiles: [:],
      hashes: [:], marker: nil, diagnostics: [])
  }

  private let good = [
    ["SCH1", "510203", "placed", "P02", "E02", "exact", "2026-09-01", "2027-01-31"],
    ["SCH1", "510203", "placed", "P01", "E01", "category", "2026-09-01", "2026-11-29"],
    ["SCH1", "510203", "self_arranged", "self:S03", "E02", "class", "2026-09-01", "2026-11-30"],
    ["SCH1", "510203", "self_arranged", "self:S04", "", "", "2026-09-01", "2027-02-28"],
    ["SCH1", "510203", "unplaced", "", "", "", "", ""],
  ]

  private let policy = "language: en\ncertification: {years: 3, months: 3, interns: 60}\n"

  private func closed(_ files: [String: String], _ rows: [[String]]? = nil) throws -> YearClosing {
    let reading = SampleCase.reading(files)
    return YearClosing(try #require(reading.placementCase, "\(reading.faults)"), plan(rows ?? good))
  }

  private func text(_ file: YearClosing.File) -> [String] {
    String(decoding: file.data, as: UTF8.self).replacing("\u{FEFF}", with: "").split(separator: "\r\n")
      .dropFirst().map(String.init)
  }

  @Test func theYearsRowsByHand() throws {
    let closing = try closed(["policy.yaml": policy])
    #expect(closing.files.map(\.name) == ["history.csv", "host-record.csv"])
    #expect(text(closing.files[0]) == ["2026,5102,,2,6,2,1"])
    // Whole months: 5; two months and 29 days are 2; 1 September to 30 November are 3.
    #expect(text(closing.files[1]) == ["2026,E01,1,0,2,0,", "2026,E02,2,2,8,2,"])
    #expect(closing.rowCount == 3 && !closing.files[0].isUnchanged && !closing.files[1].isUnchanged)
  }

  @Test func withoutTheTermsNobodySaysWhoStayedLong() throws {
    let closing = try closed([:])
    #expect(text(closing.files[1]) == ["2026,E01,1,,2,0,", "2026,E02,2,,8,2,"])
  }

  @Test func twiceIsTheSameAndWhatWasTypedInStays() throws {
    let first = try closed(["policy.yaml": policy])
    let files = Dictionary(
      uniqueKeysWithValues: first.files.map { ($0.name, String(decoding: $0.data, as: UTF8.self)) })
    let again = try closed(files.merging(["policy.yaml": policy]) { $1 })
    #expect(again.files.allSatisfy(\.isUnchanged) && again.files.map(\.data) == first.files.map(\.data))
    // Somebody types in whom E01 hired, then the year is closed with a plan that sends nobody there.
    let typed = files["host-record.csv"]!.replacing("2026,E01,1,0,2,0,", with: "2026,E01,1,0,2,0,4")
    let hired = try closed(
      files.merging(["policy.yaml": policy, "host-record.csv": typed]) { $1 })
    #expect(hired.files[1].isUnchanged)
    let other = try closed(
      files.merging(["policy.yaml": policy, "host-record.csv": typed]) { $1 }, [good[0]])
    #expect(text(other.files[1]) == ["2026,E01,0,0,0,0,4", "2026,E02,1,1,5,1,"])
  }

  @Test func otherYearsStay() throws {
    let closing = try closed([
      "policy.yaml": policy,
      "history.csv": "year,specialty_class,district,students,seats\n2025,5102,,3,4\n2026,5103,,9,9\n",
      "单位记录.csv": "年度,企业编号,实习生数,留用人数\n2025,E02,3,1\n",
    ])
    #expect(text(closing.files[0]) == ["2025,5102,,3,4,,", "2026,5102,,2,6,2,1"])
    #expect(closing.files[1].name == "单位记录.csv")
    #expect(text(closing.files[1])[0] == "2025,E02,3,,,,1")
  }
}
