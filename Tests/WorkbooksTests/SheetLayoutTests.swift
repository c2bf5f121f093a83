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
  /// does so in less room.
  @Test func longTextsWrap() throws {
    let long = String(repeating: "岗位都不开放", count: 50)
    let columns = ["学号", "说明"].map { WrittenSheet.Column(header: $0) }
    let found = try layout(WrittenSheet(name: "未安排", columns: columns, rows: [["1", "短"], ["2", long]]))
    // Six hundred half-width characters, ninety a line.
    #expect(found.heights == ["3": 7 * 16])
    #expect(found.widths.count == 2 && found.widths[1] < 102)
    let turned = try layout(WrittenSheet(name: "未安排", columns: columns, rows: [[long, "2"]]))
    // Fifty-four a line.
    #expect(turned.heights == ["2": 12 * 16])
    #expect(turned.widths.count == 2 && turned.widths[0] > 58 && turned.widths[0] < 62)
  }

  /// A row is as high as the longest of its texts wants it, in a column to be filled in too; what fits is widened and not
  /// wrapped, and a number's column takes no more room for a text that has strayed into it.
  @Test func everyCellOfARowHasRoom() throws {
    func column(_ header: String, _ change: (inout WrittenSheet.Column) -> Void = { _ in })
      -> WrittenSheet.Column
    {
      var column = WrittenSheet.Column(header: header)
      change(&column)
      return column
    }
    let columns = [
      column("a"), column("b"), column("c") { $0.standsOut = true }, column("d") { $0.kind = .number },
      column("e"),
    ]
    func text(_ count: Int) -> String { String(repeating: "w", count: count) }
    let found = try layout(
      WrittenSheet(
        name: "x", columns: columns,
        rows: [
          [text(55), text(100), text(200), text(70), "e"], ["", text(61), "", "1", text(180)],
          [text(54), "one\ntwo\nthree", "", "2", "e"], ["a", "b", "c", "3"], ["a", text(120)],
        ]))
    let heights: [String: Double] = ["2": 64, "3": 48, "4": 48, "6": 48]
    #expect(found.heights == heights)
    let widths: [Double] = [56, 60, 60, 40, 100]
    #expect(found.widths.count == 5)
    for (width, wanted) in zip(found.widths, widths) { #expect(abs(width - wanted) < 2) }
  }

  /// A full-width character takes fifteen dots where a column counts seven a digit: a long name must not lose its last.
  @Test(arguments: 1...27) func namesAreNotCutOff(_ count: Int) throws {
    let columns = ["单位", "区县"].map { WrittenSheet.Column(header: $0) }
    let name = String(repeating: "厂", count: count)
    let found = try layout(WrittenSheet(name: "安排", columns: columns, rows: [[name, "区"]]))
    #expect(found.heights.isEmpty && found.widths[0] * 7 >= Double(15 * count))
    #expect(found.widths[0] < max(10, 15.0 / 7 * Double(count) + 4))
  }

  /// What is to be read as text stays on a page of A4 upright, and every row is as high as its lines.
  @Test func textForPeopleWraps() throws {
    let lines = ["短", String(repeating: "长", count: 100), String(repeating: "w", count: 5_000)]
    let found = try layout(WrittenSheet(name: "说明", lines: lines))
    #expect(found.heights == ["2": 3 * 16, "3": 409])
    #expect(found.widths.count == 1 && found.widths[0] < 82)
  }
}
