import Foundation
import TestSupport
import Testing
import Workbooks

/// Workbooks that are none, are broken, or mean harm: each is refused by name.
@Suite struct WorkbookFaultTests {
  private func fault(_ bytes: [UInt8]) -> WorkbookFault? {
    do throws(WorkbookFault) {
      let workbook = try Workbook(bytes)
      for sheet in workbook.sheets { _ = try workbook.read(sheet, into: SheetRows()) }
      return nil
    } catch {
      return error
    }
  }

  private func builder(_ xml: String = "<row><c><v>1</v></c></row>") -> WorkbookBuilder {
    WorkbookBuilder(sheets: [("a", xml, "")])
  }

  @Test func whatIsNoWorkbookIsCalledSo() {
    #expect(fault([]) == .notAWorkbook)
    #expect(fault(Array("学号,姓名\n".utf8)) == .notAWorkbook)
    var document = WorkbookBuilder()
    document.add("content.xml", "<a/>")
    #expect(fault(document.bytes) == .notAWorkbook)
  }

  @Test func brokenArchivesAreCalledSo() {
    let bytes = builder().bytes
    #expect(fault(Array(bytes.prefix(bytes.count / 2))) == .damaged)
    var flipped = builder()
    flipped.isPacked = false
    var raw = flipped.bytes
    let place = Data(raw).range(of: Data("<v>1".utf8))!.lowerBound
    raw[place + 3] = UInt8(ascii: "2")
    #expect(fault(raw) == .damaged)
  }

  @Test func brokenXMLIsCalledSo() {
    #expect(fault(builder("<row><c><v>1</v></c>").bytes) == .damaged)
  }

  @Test func doubledPartsAreRefused() {
    var twice = builder()
    twice.add("xl/Workbook.xml", "<workbook/>")
    #expect(fault(twice.bytes) == .doubledPart)
  }

  @Test func documentTypesAreRefused() {
    var laughs = builder()
    laughs.replace("xl/worksheets/sheet1.xml") {
      "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;\">]>" + $0
    }
    #expect(fault(laughs.bytes) == .documentType)
  }

  @Test func endlessMarkupIsRefused() {
    let attribute = String(repeating: "a", count: 6_000_000)
    #expect(fault(builder("<row spans=\"\(attribute)\"/>").bytes) == .markupTooLong)
  }

  @Test func manyPartsAreRefused() {
    var many = builder()
    for number in 0...WorkbookLimits.parts { many.add("p\(number)", "") }
    #expect(fault(many.bytes) == .tooManyParts)
  }

  @Test func bombsAreRefused() {
    let space = String(repeating: " ", count: 11_000_000)
    #expect(fault(builder(space).bytes) == .bomb)
    // A heading that lies about the size does not help.
    var bytes = builder(space).bytes
    let size = WorkbookFaultTests.little(11_000_000 + builder("").parts[3].content.count)
    while let place = Data(bytes).range(of: Data(size)) {
      bytes.replaceSubrange(place.lowerBound..<place.upperBound, with: [9, 0, 0, 0])
    }
    let found = fault(bytes)
    #expect(found == .bomb || found == .damaged)
  }

  private static func little(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  @Test func cellsOutOfPlaceAreNamed() {
    #expect(fault(builder("<row><c r=\"XFE1\"><v>1</v></c></row>").bytes)?.place?.name == "XFE1")
    #expect(fault(builder("<row r=\"1048577\"/>").bytes) == .outside(CellPlace(row: 1_048_577, column: 1)))
    let doubled = builder("<row><c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>")
    #expect(fault(doubled.bytes) == .outOfOrder(CellPlace(row: 1, column: 2)))
    #expect(
      fault(builder("<row r=\"2\"/><row r=\"2\"/>").bytes) == .outOfOrder(CellPlace(row: 2, column: 1)))
    #expect(
      fault(builder("<row><c r=\"C1\" t=\"s\"><v>7</v></c></row>").bytes)
        == .missingText(CellPlace(row: 1, column: 3)))
  }

  @Test func longCellsAreRefused() {
    // No text that repeats: it would be refused for its ratio.
    var state: UInt64 = 1
    let noise = (0...WorkbookLimits.cellText).map { _ -> Character in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return Character(Unicode.Scalar(UInt8(97 + (state >> 60) % 26)))
    }
    let xml = "<row><c t=\"inlineStr\"><is><t>\(String(noise))</t></is></c></row>"
    #expect(fault(builder(xml).bytes) == .cellTooLong(CellPlace(row: 1, column: 1)))
  }

  @Test func wideEmptyRowsAreRefusedBeforeTheyFillTheMemory() {
    let rows = String(repeating: "<row><c r=\"XFD\"><v>1</v></c></row>", count: 1)
    #expect(fault(builder(rows).bytes) == nil)
    let wide = (1...800).map { "<row><c r=\"XFD\($0)\"><v>\($0)</v></c></row>" }.joined()
    #expect(fault(builder(wide).bytes) == .tooManyCells)
  }
}
