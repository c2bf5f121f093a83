import Foundation
import Testing

@testable import Workbooks

/// How high rows are, and how wide columns.
@Suite struct SheetLayoutTests {
  private final class Layout: XMLHandler {
    /// Points, by the row's number.
    var heights: [String: Double] = [:]
    var widths: [Double] = []

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
      if name == "row" { heights[attributes["r"] ?? ""] = attributes["ht"].flatMap(Double.init) }
      if name == "col", let width = attributes["width"].flatMap(Double.init) { widths.append(width) }
    }
  }

  private func layout(_ sheet: WrittenSheet) throws -> Layout {
    let found = Layout()
    let data = try WorkbookWriter.data([sheet], choicesName: "选项")
    #expect(try ZipArchive([UInt8](data)).parse("xl/worksheets/sheet1.xml", with: found))
    return found
  }

  /// An explanation in the last column goes on below itself, and takes no room beside the table; one in another column
  /// gives way to the next.
  @Test func longTextsWrapInTheLastColumn() throws {
    let long = String(repeating: "岗位都不开放", count: 50)
    let columns = ["学号", "说明"].map { WrittenSheet.Column(header: $0) }
    let found = try layout(WrittenSheet(name: "未安排", columns: columns, rows: [["1", "短"], ["2", long]]))
    // Six hundred half-width characters, ninety a line.
    #expect(found.heights == ["3": 7 * 16])
    #expect(found.widths.count == 2 && found.widths[1] < 102)
    let turned = try layout(WrittenSheet(name: "未安排", columns: columns, rows: [[long, "2"]]))
    #expect(turned.heights.isEmpty && turned.widths[0] < 42)
  }

  /// What is to be read as text stays on a page of A4 upright, and every row is as high as its lines.
  @Test func textForPeopleWraps() throws {
    let lines = ["短", String(repeating: "长", count: 100), String(repeating: "w", count: 5_000)]
    let found = try layout(WrittenSheet(name: "说明", lines: lines))
    #expect(found.heights == ["2": 3 * 16, "3": 409])
    #expect(found.widths.count == 1 && found.widths[0] < 82)
  }
}
