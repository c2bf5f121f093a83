import Foundation
import Placement
import Testing

@testable import PlacementFiles

/// A plan as a workbook, and decisions that come back in one.
@Suite struct WorkbookPlanTests {
  private static let assignments = PlanTable(
    file: "assignments.csv",
    columns: [
      "student_id", "student_name", "post_id", "distance_km", "start_date", "decision", "decision_post_id",
      "decision_reason",
    ],
    rows: [
      ["S01", "=cmd", "P01", "3.0", "2026-09-01", "", "", ""],
      ["S02", "'+1", "P02", "12.5", "2026-09-01", "", "", ""],
    ])

  private func workbook(_ table: PlanTable = assignments) throws -> Data {
    try PlanWorkbook.data([table], language: .chinese)
  }

  @Test func theWorkbookHoldsTheTablesCells() throws {
    let (tables, faults) = PlanWorkbook.tables(in: try workbook(), named: "plan.xlsx")
    #expect(faults == [] && tables.map(\.file) == ["assignments.csv"])
    #expect(PlanWorkbook.difference(tables[0], from: Self.assignments) == nil)
    #expect(tables[0].rows[0] == ["S01", "=cmd", "P01", "3", "2026-09-01", "", "", ""])
    #expect(tables[0].rows[1][1] == "'+1")
  }

  @Test func anotherCellIsFound() throws {
    for (column, cell) in [(1, "x"), (3, "3.1"), (4, "2026-09-02"), (5, "锁定")] {
      var other = Self.assignments
      other.rows[1][column] = cell
      let (tables, _) = PlanWorkbook.tables(in: try workbook(other), named: "plan.xlsx")
      let place = try #require(PlanWorkbook.difference(tables[0], from: Self.assignments))
      #expect(place.row == 3 && place.column == Self.assignments.columns[column])
    }
    var short = Self.assignments
    short.rows.removeLast()
    let (tables, _) = PlanWorkbook.tables(in: try workbook(short), named: "plan.xlsx")
    #expect(PlanWorkbook.difference(tables[0], from: Self.assignments)?.row == 3)
  }

  @Test func decisionsComeBackFromWorkbooksAndCSVTogether() throws {
    let folder = TemporaryFolder()
    for (file, data) in SampleCase.standard { folder.write(data, to: file) }
    var edited = Self.assignments
    for row in edited.rows.indices { edited.rows[row][1] = "" }
    edited.rows[0].replaceSubrange(5..., with: ["不安排", "", "too far"])
    folder.write(try workbook(edited), to: "a.xlsx")
    folder.write(
      "student_id,post_id,decision,decision_post_id,decision_reason\nS02,P02,pin,,near\n", to: "b.csv")
    let files = ["a.xlsx", "b.csv"].map { folder.url.appendingPathComponent($0).path }
    let result = importDecisions(caseFolder: folder.url, files: files, day: nil)
    #expect(result.diagnostics.filter(\.isFault).isEmpty, "\(result.diagnostics)")
    #expect(result.changes.map(\.studentID) == ["S01", "S02"])
    #expect(result.changes[0].text.en.hasSuffix("a.xlsx!安排:2)"))
    // The sheet that was filled in counts as somebody's work.
    #expect(FilledDecisions.rows(in: [UInt8](try workbook(edited)), of: "X.xlsx") == [2])
    #expect(FilledDecisions.rows(in: [UInt8](try workbook()), of: "X.xlsx") == [])
  }

  @Test func decisionsStayAWorkbookWhereTheyAreOne() throws {
    let folder = TemporaryFolder()
    for (file, data) in SampleCase.standard { folder.write(data, to: file) }
    let old = PlanTable(
      file: "decisions.csv", columns: ["student_id", "post_id", "decision", "reason"],
      rows: [["S01", "P01", "pin", "near"]])
    folder.write(try tableData(old, named: "decisions.xlsx", language: .english), to: "decisions.xlsx")
    folder.write(
      "student_id,post_id,decision,decision_post_id,decision_reason\nS02,P02,ban,,far\n", to: "b.csv")
    let result = importDecisions(
      caseFolder: folder.url, files: [folder.url.appendingPathComponent("b.csv").path], day: nil)
    #expect(result.file == "decisions.xlsx", "\(result.diagnostics)")
    folder.write(try #require(result.data), to: result.file)
    let reading = readCase(at: folder.url)
    #expect(reading.placementCase?.decisions.count == 2, "\(reading.diagnostics)")
  }

  @Test func theWholeCasesWorkbookIsNotWrittenOver() throws {
    let folder = TemporaryFolder()
    for (file, data) in SampleCase.standard { folder.write(data, to: file) }
    let old = PlanTable(
      file: "decisions.csv", columns: ["student_id", "post_id", "decision", "reason"],
      rows: [["S01", "P01", "pin", "near"]])
    folder.write(try tableData(old, named: "x.xlsx", language: .english), to: "case.xlsx")
    folder.write(
      "student_id,post_id,decision,decision_post_id,decision_reason\nS02,P02,ban,,far\n", to: "b.csv")
    let result = importDecisions(
      caseFolder: folder.url, files: [folder.url.appendingPathComponent("b.csv").path], day: nil)
    #expect(result.data == nil && result.diagnostics.filter(\.isFault).map(\.file) == ["case.xlsx!decisions"])
  }

  /// The empty case has a sheet for decisions: where it is still empty, they get a file of their own.
  @Test func anEmptySheetGivesWayToAFile() throws {
    let folder = TemporaryFolder()
    for (file, data) in SampleCase.standard { folder.write(data, to: file) }
    let empty = PlanTable(file: "decisions.csv", columns: ["student_id", "post_id", "decision", "reason"])
    folder.write(try tableData(empty, named: "x.xlsx", language: .english), to: "case.xlsx")
    folder.write(
      "student_id,post_id,decision,decision_post_id,decision_reason\nS02,P02,ban,,far\n", to: "b.csv")
    let result = importDecisions(
      caseFolder: folder.url, files: [folder.url.appendingPathComponent("b.csv").path], day: nil)
    #expect(result.file == "decisions.csv", "\(result.diagnostics)")
    folder.write(try #require(result.data), to: result.file)
    #expect(readCase(at: folder.url).placementCase?.decisions.count == 1)
  }

  @Test func rowsOfWorkbooksAreCountedForTheNight() throws {
    let data = try tableData(Self.students, named: "x.xlsx", language: .english)
    #expect(WorkbookRows.count(data, of: "学生.xlsx").map { "\($0.table) \($0.rows)" } == ["students 2"])
    #expect(WorkbookRows.count(data, of: "case.xlsx").map { "\($0.table) \($0.rows)" } == ["students 2"])
    #expect(WorkbookRows.count(Data("no".utf8), of: "case.xlsx").isEmpty)
  }

  private static let students = PlanTable(
    file: "students.csv", columns: ["student_id", "name"], rows: [["1", "a"], ["2", "b"]])
}
