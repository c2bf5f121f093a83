import Foundation
import Placement
import Testing

@testable import PlacementFiles

@Suite struct CSVFormatTests {
  /// Every record's cells as text.
  private func parsed(_ text: String, separator: Character = ",") -> (rows: [[String]], parser: CSVParser) {
    let parser = CSVParser(Array(text.utf8), separator: separator.asciiValue!)
    let rows = (0..<parser.records.count).map { parser.records.cells($0).map(parser.records.string) }
    return (rows, parser)
  }

  private func rowNumbers(_ parser: CSVParser) -> [Int] {
    (0..<parser.records.count).map(parser.records.rowNumber)
  }

  @Test func quotedLineBreaksCommasAndQuotes() {
    let (rows, parser) = parsed("a,b\r\n\"x\r\ny\",\"1,\"\"2\"\"\"\n\n , \n\"\",z")
    #expect(rows == [["a", "b"], ["x\r\ny", "1,\"2\""], ["", "z"]])
    #expect(parser.faults.isEmpty)
    // Records, as a spreadsheet counts: the empty ones count, the line break in a cell does not.
    #expect(rowNumbers(parser) == [1, 2, 5])
  }

  @Test func anOpenQuoteCostsItsRowOnly() {
    let (rows, parser) = parsed("a,b\n1,\"2\n3,4\n5,6\n")
    #expect(parser.faults.map(\.row) == [2])
    #expect(parser.faults.map(\.fault) == [.unterminatedQuote])
    #expect(rows == [["a", "b"], ["3", "4"], ["5", "6"]])
  }

  @Test func anOpenQuoteThatMeetsAnotherIsNamedByItsOpeningRow() {
    let (rows, parser) = parsed("a,b\n1,\"2\n3,4\n5,\"6\"\n")
    #expect(parser.faults.map(\.row) == [2])
    #expect(rows == [["a", "b"], ["3", "4"], ["5", "6"]])
  }

  /// As it is typed into a spreadsheet, its quotes not doubled.
  @Test func aFormulaOfTextMayStandUnquoted() {
    let (rows, parser) = parsed("a,b\n=\"001\",=\"\"\n=\"x\"y,1\n=\"x,\"z\"\n=\"a\"\"b\",2\n=\"007\"")
    #expect(rows == [["a", "b"], ["=\"001\"", "=\"\""], ["=\"007\""]])
    #expect(parser.faults.map(\.row) == [3, 4, 5])
    #expect(parser.faults.allSatisfy { $0.fault == .strayQuote })
  }

  @Test func raggedRowsAreKeptAsTheyStand() {
    let (rows, parser) = parsed("a,b\n1\n1,2,3\n1,2\n,,,\n")
    #expect(rows == [["a", "b"], ["1"], ["1", "2", "3"], ["1", "2"]])
    #expect(parser.faults.isEmpty)
    #expect(!parser.records.lastIsOpen)
    #expect(parsed("a,b\n1").parser.records.lastIsOpen)
  }

  @Test(arguments: ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2\r", "a,b\r\n1,2\r", "a,b\r1,2\n"])
  func anyLineEndEndsARecord(_ text: String) {
    let (rows, parser) = parsed(text)
    #expect(rows == [["a", "b"], ["1", "2"]])
    #expect(rowNumbers(parser) == [1, 2])
    #expect(!parser.records.lastIsOpen)
  }

  @Test func otherSeparators() {
    #expect(parsed("a;b\n\"1;2\";3,4\n", separator: ";").rows == [["a", "b"], ["1;2", "3,4"]])
    #expect(parsed("a\tb\n1 2\t\n", separator: "\t").rows == [["a", "b"], ["1 2", ""]])
  }

  @Test func rowNumbersSurviveManyGaps() {
    let text = "h\n" + (0..<300).map { "\n\($0)\n" + ($0 % 3 == 0 ? "\n" : "") }.joined()
    let parser = parsed(text).parser
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let filled = lines.indices.filter { !lines[$0].isEmpty }.map { $0 + 1 }
    #expect(rowNumbers(parser) == filled)
  }

  @Test func aHundredMegabyteCellIsAFaultAndQuick() throws {
    var data = Data("enterprise_id,name,district,staff_total,staff_on_duty\nE01,\"".utf8)
    data.append(Data(repeating: UInt8(ascii: "x"), count: 100_000_000))
    data.append(Data("\",X,100,90\nE02,B,X,50,40\n".utf8))
    let start = ContinuousClock.now
    let reading = SampleCase.reading(data: ["enterprises.csv": data])
    #expect(reading.faults == ["input enterprises.csv:2:name"])
    #expect(start.duration(to: .now) < .seconds(60))
  }

  @Test func encodings() throws {
    let text = "enterprise_id,name,district,staff_total,staff_on_duty\nE01,杭州㐀公司,西湖区,100,90\nE02,乙,X,50,40\n"
    // GB18030 of 杭州㐀公司 and 西湖区, 乙, from the standard's tables.
    let gb: [UInt8] =
      Array("enterprise_id,name,district,staff_total,staff_on_duty\nE01,".utf8)
      + [0xBA, 0xBC, 0xD6, 0xDD, 0x81, 0x39, 0xEE, 0x39, 0xB9, 0xAB, 0xCB, 0xBE, 0x2C]
      + [0xCE, 0xF7, 0xBA, 0xFE, 0xC7, 0xF8] + Array(",100,90\nE02,".utf8) + [0xD2, 0xD2]
      + Array(",X,50,40\n".utf8)
    for data in [Data(text.utf8), Data([0xEF, 0xBB, 0xBF] + text.utf8), Data(gb)] {
      let found = try #require(SampleCase.reading(data: ["enterprises.csv": data]).placementCase)
      #expect(found.enterprises[0].name == "杭州㐀公司")
      #expect(found.enterprises[0].district == "西湖区")
    }
    var broken = Data(text.utf8)
    broken.append(contentsOf: Array("E03,".utf8) + [0xFF, 0xFE] + Array(",X,1,1\n".utf8))
    #expect(SampleCase.reading(data: ["enterprises.csv": broken]).faults == ["input enterprises.csv:4:"])
  }

  @Test func strictUTF8() {
    for bad: [UInt8] in [
      [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE4, 0xB8], [0x80], [0xF8, 0x88],
      Array("12345678".utf8) + [0xE4, 0xB8, 0x41],
    ] {
      #expect(UTF8Check.firstFault(in: bad) != nil, "\(bad)")
      #expect(String(validating: bad, as: UTF8.self) == nil)
    }
    #expect(UTF8Check.firstFault(in: Array("abcdefgh杭州🙂é".utf8)) == nil)
  }

  @Test func mutatedFilesNeverCrash() {
    var random = SplitMix64(seed: 20_260_901)
    let names = SampleCase.standard.keys.sorted()
    for _ in 0..<2_000 {
      let name = names.randomElement(using: &random)!
      var bytes = [UInt8](SampleCase.standard[name]!)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let position = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
        case 1:
          bytes.insert([0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xFF].randomElement(using: &random)!, at: position)
        case 2: bytes.remove(at: position)
        default: bytes.removeSubrange(position...)
        }
        if bytes.isEmpty { break }
      }
      let reading = SampleCase.reading(data: [name: Data(bytes)])
      #expect((reading.placementCase == nil) == reading.diagnostics.contains(where: \.isFault))
    }
  }
}
