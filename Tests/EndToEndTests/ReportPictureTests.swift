import Foundation
import TestSupport
import Testing

/// The README's picture of the report, taken of the real program's page.
///
/// PLACEMENT_TEST_PICTURE names a file to keep it in: that is how the README's is made.
@Suite(.enabled(if: Tools.isInstalled("/usr/bin/chromium", for: "ReportPictureTests")))
struct ReportPictureTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func file(_ name: String) -> URL { scratch.url.appendingPathComponent(name) }

  @Test func thePageOfTheCityCanBePhotographed() throws {
    defer { scratch.remove() }
    let (plan, picture) = (file("plan"), file("report.png"))
    #expect(try Binary.run(["allocate", "Fixtures/hangzhou", "--output", plan.path]).code == 0)
    _ = try chromium([
      "--window-size=1280,1420", "--screenshot=\(picture.path)",
      plan.appendingPathComponent("report.html").absoluteString,
    ])
    let seen = try look(at: picture)
    // A page of dark words and of charts in colours on a light ground, not an error page or a blank one.
    #expect(seen.width == 1280 && seen.height == 1420)
    #expect(seen.colours > 50 && (0.03...0.6).contains(seen.inked), "\(seen)")
    if let kept = ProcessInfo.processInfo.environment["PLACEMENT_TEST_PICTURE"] {
      try Data(contentsOf: picture).write(to: URL(fileURLWithPath: kept))
    }
  }

  /// Size, number of colours, and the share of pixels that are not white.
  private func look(at picture: URL) throws -> (width: Int, height: Int, colours: Int, inked: Double) {
    let page = """
      <!DOCTYPE html><html><body><img id="i" src="\(picture.lastPathComponent)"><script>
      onload = () => {
        const c = document.createElement('canvas'); c.width = i.naturalWidth; c.height = i.naturalHeight;
        const g = c.getContext('2d'); g.drawImage(i, 0, 0);
        const d = new Uint32Array(g.getImageData(0, 0, c.width, c.height).data.buffer);
        document.title = [c.width, c.height, new Set(d).size, d.filter(x => (x >> 8 & 255) < 224).length / d.length].join(' ');
      }
      </script></body></html>
      """
    try page.write(to: file("look.html"), atomically: true, encoding: .utf8)
    let dom = try chromium([
      "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom",
      file("look.html").absoluteString,
    ])
    let title = dom.components(separatedBy: "<title>").last?.components(separatedBy: "</title>").first ?? ""
    let numbers = title.split(separator: " ").compactMap { Double($0) }
    try #require(numbers.count == 4, "\(dom)")
    return (Int(numbers[0]), Int(numbers[1]), Int(numbers[2]), numbers[3])
  }

  private func chromium(_ arguments: [String]) throws -> String {
    let (process, output) = (Process(), file("output"))
    _ = FileManager.default.createFile(atPath: output.path, contents: nil)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/chromium")
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        "--user-data-dir=\(scratch.url.path)/profile",
      ] + arguments
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOf: output, encoding: .utf8)
  }
}
