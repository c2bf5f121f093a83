import Foundation
import PlacementFiles
import Testing

/// Every `Fixtures/bad-…` has the one fault that its expected.txt names, and no other.
@Suite struct BadInputFixtureTests {
  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  static let names = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? [])
    .filter { $0.hasPrefix("bad-") }.sorted()

  @Test func thereAreFixtures() { #expect(BadInputFixtureTests.names.count >= 40) }

  @Test(arguments: names) func namesItsFault(_ name: String) throws {
    let folder = BadInputFixtureTests.fixtures.appendingPathComponent(name)
    let expected = try String(contentsOf: folder.appendingPathComponent("expected.txt"), encoding: .utf8)
      .split(separator: "\n").map(String.init)
    let reading = readCase(at: folder)
    #expect(reading.faults == expected, "\(reading.diagnostics)")
    #expect(reading.placementCase == nil)
    for fault in reading.diagnostics where fault.isFault {
      #expect(!fault.message.zh.isEmpty && !fault.message.en.isEmpty)
    }
  }

  @Test func readmeNamesEach() throws {
    let readme = try String(
      contentsOf: BadInputFixtureTests.fixtures.appendingPathComponent("README.md"), encoding: .utf8)
    for name in BadInputFixtureTests.names { #expect(readme.contains("`\(name)`:"), "\(name)") }
  }
}
