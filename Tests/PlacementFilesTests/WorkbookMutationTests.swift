import CaseGenerator
import Foundation
import Placement
import TestSupport
import Testing

@testable import PlacementFiles

/// A case's workbook, broken in every way that mail, discs and programs break files: it is read, or refused by name;
/// quickly, in little memory.
///
/// `PLACEMENT_TEST_WORKBOOK_MUTATIONS=10000` for the long run; alone, it watches the process's memory too.
@Suite struct WorkbookMutationTests {
  private static let most = ProcessInfo.processInfo.environment["PLACEMENT_TEST_WORKBOOK_MUTATIONS"]
    .flatMap(Int.init)

  private static func workbook() -> WorkbookBuilder {
    let tables = SpreadsheetCase.standard.filter { $0.key.hasSuffix(".csv") }.sorted { $0.key < $1.key }
    let sheets = tables.map { name, text in
      let rows = text.split(separator: "\n").map { $0.components(separatedBy: ",") }
      return (name: String(name.dropLast(4)), rows: WorkbookBuilder.rows(rows), rest: "")
    }
    // Strings, styles and numbers of every kind that a cell may have.
    let odd =
      "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>46266</v></c><c r=\"C1\" t=\"b\"><v>1</v></c>"
      + "<c r=\"D1\" t=\"e\"><v>#N/A</v></c><c r=\"E1\"><f>1+1</f><v>2</v></c></row>"
    return WorkbookBuilder(
      sheets: sheets + [("别的", odd, "<mergeCells><mergeCell ref=\"A1:B2\"/></mergeCells>")],
      strings: ["<si><r><t>富</t></r><r><t>文本</t></r></si>"], formats: ["yyyy-mm-dd"])
  }

  @Test func brokenWorkbooksAreReadOrRefusedByName() throws {
    var random = SplitMix64(seed: 17)
    var mutation = Mutation(Self.workbook())
    let folder = TemporaryFolder()
    folder.write("name: 样例\nlanguage: zh-Hans\n", to: "policy.yaml")
    let start = Memory.resetPeak()
    var (slowest, refused) = (0.0, 0)
    for number in 1...(Self.most ?? 300) {
      let (name, bytes) = mutation.next(&random)
      folder.write(Data(bytes), to: "case.xlsx")
      let before = Processor.seconds
      let reading = readCase(at: folder.url)
      let seconds = Processor.seconds - before
      slowest = max(slowest, seconds)
      #expect(seconds < 1, "\(number) (\(name)): \(seconds) s")
      let faults = reading.diagnostics.filter(\.isFault)
      if reading.placementCase == nil {
        refused += 1
        #expect(!faults.isEmpty, "\(number) (\(name)): refused without a word")
      }
      #expect(
        faults.allSatisfy { !$0.file.isEmpty && !$0.message.zh.isEmpty && !$0.message.en.isEmpty },
        "\(number) (\(name)): \(faults)")
    }
    #expect(refused > 0)
    guard Self.most != nil else { return }
    let grown = Memory.peak - start
    print("\(refused) refused, the slowest \(slowest) s, \(grown >> 20) MB more at most")
    #expect(grown < 300 << 20)
  }
}

/// One way after the other to break a workbook.
private struct Mutation {
  private let workbook: WorkbookBuilder
  private let whole: [UInt8]
  private var turn = 0

  init(_ workbook: WorkbookBuilder) {
    self.workbook = workbook
    whole = workbook.bytes
  }

  mutating func next(_ random: inout SplitMix64) -> (name: String, bytes: [UInt8]) {
    turn += 1
    switch turn % 12 {
    case 0: return ("bytes flipped", flipped(whole, &random))
    case 1: return ("truncated", Array(whole.prefix(random.whole(0...whole.count - 1))))
    case 2:
      let start = random.whole(0...whole.count - 1)
      let end = min(whole.count, start + random.whole(1...400))
      return ("a piece zeroed", whole[..<start] + Array(repeating: 0, count: end - start) + whole[end...])
    case 3:
      return (
        "a piece lost",
        Array(whole.prefix(random.whole(0...whole.count - 1)) + whole.suffix(random.whole(0...600)))
      )
    case 4: return edited("a part doubled", &random) { parts, index in parts.append(parts[index]) }
    case 5: return edited("a part lost", &random) { parts, index in parts.remove(at: index) }
    case 6:
      return edited("two parts exchanged", &random) { parts, index in
        (parts[0].content, parts[index].content) = (parts[index].content, parts[0].content)
      }
    case 7:
      let cut = random.unit()
      return edited("XML cut", &random) { parts, index in
        parts[index].content = Array(
          parts[index].content.prefix(Int(cut * Double(parts[index].content.count))))
      }
    case 8:
      let seed = random.next()
      return edited("XML flipped", &random) { parts, index in
        var own = SplitMix64(seed: seed)
        parts[index].content = flipped(parts[index].content, &own)
      }
    case 9: return entities(&random)
    case 10: return numbers(&random)
    default:
      let seed = random.next()
      return edited("XML repeated", &random) { parts, index in
        var own = SplitMix64(seed: seed)
        let content = parts[index].content
        guard content.count > 2 else { return }
        let start = own.whole(0...content.count - 2)
        let piece = content[start..<own.whole(start + 1...content.count - 1)]
        parts[index].content.insert(
          contentsOf: Array(repeating: piece, count: own.whole(1...40)).joined(), at: start)
      }
    }
  }

  private func flipped(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    guard !bytes.isEmpty else { return bytes }
    for _ in 0..<random.whole(1...8) {
      bytes[random.whole(0...bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
    }
    return bytes
  }

  private func edited(
    _ name: String, _ random: inout SplitMix64,
    _ edit: (inout [(name: String, content: [UInt8])], Int) -> Void
  ) -> (name: String, bytes: [UInt8]) {
    var copy = workbook
    edit(&copy.parts, random.whole(0...copy.parts.count - 1))
    return (name, copy.bytes)
  }

  /// Entities that stand for nothing, for themselves, for a file, for a billion others.
  private func entities(_ random: inout SplitMix64) -> (name: String, bytes: [UInt8]) {
    let kind = random.whole(0...4)
    return edited("entities \(kind)", &random) { parts, index in
      let text = String(decoding: parts[index].content, as: UTF8.self)
      let levels = (1...9).map { "<!ENTITY e\($0) \"\(String(repeating: "&e\($0 - 1);", count: 10))\">" }
      let types = [
        "<!DOCTYPE a [<!ENTITY e0 \"ha\">\(levels.joined())]>",
        "<!DOCTYPE a [<!ENTITY e9 SYSTEM \"file:///etc/hosts\">]>",
        "<!DOCTYPE a [<!ENTITY e9 \"&e9;\">]>", "<!DOCTYPE a SYSTEM \"http://localhost/none.dtd\">", "",
      ]
      let used = text.replacingOccurrences(of: "<t>", with: "<t>&e9;").replacingOccurrences(
        of: "<v>", with: "<v>&e9;&#0;")
      parts[index].content = Array((types[kind] + used).utf8)
    }
  }

  /// Rows, columns, styles, strings, days and sizes beyond everything.
  private func numbers(_ random: inout SplitMix64) -> (name: String, bytes: [UInt8]) {
    let huge = [
      "1E+308", "-1E+308", "1E+999", "1E-999", "NaN", "INF", "99999999999999999999", "-1", "4294967296",
      "2147483648",
      "9223372036854775807", "", "0x10", "1048577", String(repeating: "9", count: 5000),
    ]
    let number = huge[random.whole(0...huge.count - 1)]
    let places = [
      (of: "<v>", with: "<v>\(number)"), (of: "r=\"1\"", with: "r=\"\(number)\""),
      (of: "r=\"A", with: "r=\"XFE\(number)"),
      (of: " s=\"1\"", with: " s=\"\(number)\""), (of: "numFmtId=\"", with: "numFmtId=\"\(number)"),
      (of: "sheetId=\"", with: "sheetId=\"\(number)"), (of: "A1:B2", with: "A1:XFD\(number)"),
      (of: "<row ", with: "<row spans=\"1:\(number)\" "), (of: "t=\"s\"><v>", with: "t=\"s\"><v>\(number)"),
    ]
    let place = places[random.whole(0...places.count - 1)]
    var copy = workbook
    for index in copy.parts.indices {
      copy.replace(copy.parts[index].name) { $0.replacingOccurrences(of: place.of, with: place.with) }
    }
    return ("\(place.of) \(number.prefix(20))", copy.bytes)
  }
}

/// Time on the processor of this thread: what other tests do in the meantime does not count.
private enum Processor {
  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// The process's memory, in bytes.
private enum Memory {
  /// Forgets the peak so far.
  /// - Returns: what is held now.
  static func resetPeak() -> Int {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
    return value("VmRSS:")
  }

  static var peak: Int { value("VmHWM:") }

  private static func value(_ name: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line.flatMap { Int($0.split(whereSeparator: \.isWhitespace)[1]) }.map { $0 << 10 } ?? 0
  }
}
