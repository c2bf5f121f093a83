import Foundation
import Testing

/// Workbooks of other programs, where there is a folder of them: `PLACEMENT_TEST_WORKBOOKS` names one with an
/// `expected.json` that has the rows of each one's first sheet. What is read without it stands in ``WorkbookTests``.
@Suite struct WorkbookSampleTests {
  private static let folder = ProcessInfo.processInfo.environment["PLACEMENT_TEST_WORKBOOKS"].map {
    URL(fileURLWithPath: $0)
  }

  static var samples: [String] {
    guard let folder else { return [] }
    return ((try? expected(folder)) ?? [:]).keys.sorted()
  }

  private static func expected(_ folder: URL) throws -> [String: [[String]]] {
    try JSONDecoder().decode(
      [String: [[String]]].self, from: Data(contentsOf: folder.appendingPathComponent("expected.json")))
  }

  @Test(arguments: samples) func workbookReadsAsExpected(_ name: String) throws {
    let folder = WorkbookSampleTests.folder!
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    let rows = try SheetRows.of(bytes).rows
    let wanted = try WorkbookSampleTests.expected(folder)[name]!
    #expect(rows.count == wanted.count)
    for (number, pair) in zip(rows, wanted).enumerated() {
      let isEqual = pair.0.count == pair.1.count && zip(pair.0, pair.1).allSatisfy(Self.isSame)
      #expect(isEqual, "row \(number + 1): \(pair.0), expected \(pair.1)")
    }
  }

  /// Numbers are compared as such: there is more than one way to write them.
  private static func isSame(_ found: String, _ wanted: String) -> Bool {
    if found == wanted { return true }
    guard let a = Double(found), let b = Double(wanted) else { return false }
    return a == b
  }

  /// A folder that is named and holds nothing must not pass for one whose workbooks are all right.
  @Test func aNamedFolderHasWorkbooks() {
    if WorkbookSampleTests.folder != nil { #expect(!WorkbookSampleTests.samples.isEmpty) }
  }
}
