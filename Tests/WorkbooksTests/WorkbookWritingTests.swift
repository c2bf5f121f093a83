import Foundation
import Testing
import Workbooks

@Suite struct WorkbookWritingTests {
  private func sheet(_ rows: [[String]], kinds: [WrittenSheet.ColumnKind]) -> WrittenSheet {
    let columns = kinds.enumerated().map { index, kind in
      var column = WrittenSheet.Column(header: "h\(index)")
      column.kind = kind
      return column
    }
    return WrittenSheet(name: "表", columns: columns, rows: rows)
  }

  private func data(_ sheet: WrittenSheet) throws -> [UInt8] {
    [UInt8](
      try WorkbookWriter.data([sheet, WrittenSheet(name: "说明", lines: ["一", "二"])], choicesName: "选项"))
  }

  @Test func whatIsWrittenIsRead() throws {
    let rows = [
      ["001", "12.5", "2026-09-01"], ["=1+1", "0.1", "2028-02-29"], ["a\nb\r\t\u{1}", "-3", "1900-01-01"],
      [" 空 ", "1234567890123456789", "2026-02-30"], ["_x000D_<&>\"", "1e5", ""],
      ["𠮷😀", "123456789012345", "9999-12-31"],
    ]
    let found = try SheetRows.of(try data(sheet(rows, kinds: [.text, .number, .date])))
    #expect(Array(found.rows.dropFirst()) == rows.map { $0.last == "" ? $0.dropLast() : $0 })
    let kinds = found.cells.dropFirst(3).map { "\($0.kind)" }
    #expect(kinds.prefix(3) == ["text", "number", "date"])
    // What a spreadsheet would not keep stays text.
    #expect(
      found.cells.filter { $0.text == "1234567890123456789" || $0.text == "2026-02-30" }.allSatisfy {
        $0.kind == .text
      })
  }

  @Test func equalSheetsAreEqualBytes() throws {
    let sheet = sheet([["1", "2", "2026-09-01"]], kinds: [.text, .number, .date])
    let first = try data(sheet)
    // Past a second, and past the two seconds that an archive counts in.
    usleep(2_100_000)
    #expect(try data(sheet) == first)
  }

  @Test func listsComeFromAHiddenSheetBeforeTheLast() throws {
    var sheet = sheet([["", "", ""]], kinds: [.text, .text, .text])
    sheet.columns[1].choices = (1...60).map { "选择\($0)" }
    sheet.columns[0].standsOut = true
    let workbook = try Workbook(try data(sheet))
    #expect(workbook.sheets.map(\.name) == ["表", "选项", "说明"])
    #expect(workbook.sheets.map(\.isHidden) == [false, true, false])
    let choices = SheetRows()
    _ = try workbook.read(workbook.sheets[1], into: choices)
    #expect(choices.rows.map { $0[0] } == sheet.columns[1].choices)
  }

  @Test func textsPastWhatACellTakesAreCut() throws {
    let long = String(repeating: "长", count: WorkbookWriter.longestText + 5)
    let found = try SheetRows.of(try data(sheet([[long, "", ""]], kinds: [.text, .text, .text])))
    #expect(found.rows[1][0] == WorkbookWriter.written(long))
    #expect(found.rows[1][0].utf16.count == WorkbookWriter.longestText)
  }

  @Test func nothingIsLeftBehind() async throws {
    let folder = FileManager.default.temporaryDirectory
    func mine() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("placement.") }
    }
    let before = try mine()
    _ = try data(sheet([["1", "2", ""]], kinds: [.text, .number, .date]))
    // Other tests write workbooks meanwhile: what is theirs goes, what was left behind stays.
    var left = Set(try mine()).subtracting(before)
    for _ in 0..<600 where !left.isEmpty {
      try await Task.sleep(for: .milliseconds(50))
      left.formIntersection(try mine())
    }
    #expect(left.isEmpty)
  }
}
