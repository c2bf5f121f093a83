import Foundation
import Testing

/// The README's picture of the report, taken of the real program's page.
///
/// PLACEMENT_TEST_PICTURE names a file to keep it in: that is how the README's is made.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")))
struct ReportPictureTests {
  @Test func thePageOfTheCityCanBePhotographed() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let plan = scratch.url.appendingPathComponent("plan")
    let picture = scratch.url.appendingPathComponent("report.png")
    #expect(try Binary.run(["allocate", "Fixtures/hangzhou", "--output", plan.path]).code == 0)
    let chromium = try Process.run(
      URL(fileURLWithPath: "/usr/bin/chromium"),
      arguments: [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,1420",
        "--user-data-dir=\(scratch.url.path)/profile", "--screenshot=\(picture.path)",
        plan.appendingPathComponent("report.html").absoluteString,
      ])
    chromium.waitUntilExit()
    let bytes = try Data(contentsOf: picture)
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) && bytes.count > 50_000)
    if let kept = ProcessInfo.processInfo.environment["PLACEMENT_TEST_PICTURE"] {
      try bytes.write(to: URL(fileURLWithPath: kept))
    }
  }
}
