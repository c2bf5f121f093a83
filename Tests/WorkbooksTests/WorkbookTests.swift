import Foundation
import TestSupport
import Testing
import Workbooks

/// What odd workbooks are read as.
@Suite struct WorkbookTests {
  private func rows(
    _ xml: String, strings: [String] = [], formats: [String] = [], from1904: Bool = false
  ) throws -> [[String]] {
    let builder = WorkbookBuilder(
      sheets: [("学生", xml, "")], strings: strings, formats: formats, from1904: from1904)
    return try SheetRows.of(builder.bytes).rows
  }

  @Test func everyKindOfCellIsRead() throws {
    let found = try rows(
      """
      <row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c>
      <c r="C1"><v>12.0</v></c><c r="D1" t="b"><v>1</v></c><c r="E1" t="e"><v>#N/A</v></c>
      <c r="F1" t="str"><f>A1&amp;B1</f><v>x_x000D_y</v></c><c r="G1"><f>1+1</f><v>2</v></c></row>
      """, strings: ["<si><t>no</t></si>", "<si><t>学</t><rPh sb=\"0\" eb=\"1\"><t>xue</t></rPh></si>"])
    #expect(found == [["学", "a b", "12", "TRUE", "#N/A", "x\ry", "2"]])
  }

  @Test func numbersArePlainDecimals() throws {
    let numbers = [
      "1E+3", "6.0999999999999999E-2", "1e-5", "-0.5", "123456789012345678", "007", "1.50", "+4",
    ]
    let xml = numbers.map { "<c><v>\($0)</v></c>" }.joined()
    let found = try rows("<row>\(xml)</row>")
    #expect(found == [["1000", "0.061", "0.00001", "-0.5", "123456789012345680", "7", "1.5", "4"]])
  }

  @Test(arguments: [
    ("yyyy-mm-dd", "46266", "2026-09-01"), ("yyyy/m/d h:mm", "46266.333333333336", "2026-09-01 08:00:00"),
    ("h:mm", "0.25", "TIME:06:00:00"), ("[h]:mm", "1.25", "TIME:1 day, 6:00:00"),
    ("0.00", "46266", "46266"), ("\"day\"0", "3", "3"), ("[Red]0;[Blue]d", "4", "4"), ("0\\d", "5", "5"),
    ("[$-804]yyyy\"年\"m\"月\"", "46266", "2026-09-01"), ("d", "59", "1900-02-28"), ("d", "61", "1900-03-01"),
    ("d", "2958465", "9999-12-31"), ("d", "2958466", "2958466"), ("d", "-1", "-1"),
    ("d", "46265.9999999999", "2026-09-01"), ("General", "6", "6"),
  ]) func datesAreToldByTheirFormat(_ format: String, _ number: String, _ text: String) throws {
    let code = format.replacingOccurrences(of: "\"", with: "&quot;")
    #expect(try rows("<row><c s=\"1\"><v>\(number)</v></c></row>", formats: [code]) == [[text]])
  }

  @Test func daysOf1904CountFromThere() throws {
    #expect(
      try rows("<row><c s=\"1\"><v>44804</v></c></row>", formats: ["yyyy-mm-dd"], from1904: true) == [
        ["2026-09-01"]
      ])
  }

  @Test func placesMayBeLeftOut() throws {
    let found = try rows(
      "<row><c><v>1</v></c><c><v>2</v></c></row><row r=\"4\"><c r=\"C4\"><v>3</v></c></row><row><c><v>4</v></c></row>"
    )
    #expect(found == [["1", "2"], ["", "", "3"], ["4"]])
  }

  @Test func partsAreFoundHoweverTheyAreCalled() throws {
    var builder = WorkbookBuilder(tables: [("学生", [["学号"]])])
    builder.parts = builder.parts.map {
      ($0.name.uppercased().replacingOccurrences(of: "/", with: "\\"), $0.content)
    }
    #expect(try SheetRows.of(builder.bytes).rows == [["学号"]])
    var absolute = WorkbookBuilder(tables: [("a", [["b"]])])
    absolute.replace("xl/_rels/workbook.xml.rels") {
      $0.replacingOccurrences(of: "\"worksheets", with: "\"/xl/worksheets")
    }
    #expect(try SheetRows.of(absolute.bytes).rows == [["b"]])
  }

  @Test func anyPrefixWillDo() throws {
    var builder = WorkbookBuilder(sheets: [("a", "<x:row><x:c><x:v>1</x:v></x:c></x:row>", "")])
    builder.replace("xl/worksheets/sheet1.xml") {
      $0.replacingOccurrences(of: "worksheet xmlns", with: "x:worksheet xmlns:x")
        .replacingOccurrences(of: "sheetData>", with: "x:sheetData>")
        .replacingOccurrences(of: "</worksheet", with: "</x:worksheet")
        .replacingOccurrences(of: "</x:x:", with: "</x:")
    }
    #expect(try SheetRows.of(builder.bytes).rows == [["1"]])
  }

  @Test func escapesOfUTF16AreDecoded() throws {
    let found = try rows("<row><c t=\"str\"><v>_xD83D__xDE00_ _x005F_x000D_ _x00 _xD83D_</v></c></row>")
    #expect(found == [["\u{1F600} _x000D_ _x00 \u{FFFD}"]])
  }

  @Test func hiddenSheetsAndMergedCellsAreKnown() throws {
    var builder = WorkbookBuilder(
      sheets: [("a", "<row><c><v>1</v></c></row>", "<mergeCells><mergeCell ref=\"A1:C2\"/></mergeCells>")])
    builder.replace("xl/workbook.xml") {
      $0.replacingOccurrences(of: "sheetId=", with: "state=\"hidden\" sheetId=")
    }
    let workbook = try Workbook(builder.bytes)
    #expect(workbook.sheets.map(\.isHidden) == [true])
    #expect(try workbook.read(workbook.sheets[0], into: SheetRows()).map(\.name) == ["A1:C2"])
  }
}
