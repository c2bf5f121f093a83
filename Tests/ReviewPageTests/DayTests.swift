import Foundation
import TestSupport
import Testing

/// A day of two coordinators and a planner in a real browser, from signing in to publishing.
@Suite(.waits, .enabled(if: Tooling.isPossible)) struct DayTests {
  @Test(.timeLimit(.minutes(10))) func fromSigningInToPublishing() async throws {
    let page = try Page()
    defer { page.stop() }
    let pictures = page.folder.appendingPathComponent("pictures")
    try FileManager.default.createDirectory(at: pictures, withIntermediateDirectories: true)
    let (address, passwords) = (page.address, try JSONEncoder().encode(page.firstPasswords))
    let (code, words) = try await waiting {
      try Self.day(at: address, passwords, pictures: pictures)
    }
    #expect(code == 0, "\(words)")
    if let place = ProcessInfo.processInfo.environment["PLACEMENT_WRITE_PICTURES"] {
      try keep(pictures, in: place)
    }
    try check(page)
  }

  /// - Returns: the exit code of the script, and what it says.
  private static func day(at address: String, _ passwords: Data, pictures: URL) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = Page.package.appendingPathComponent("Tests/ReviewPageTests/Browser/day.py")
    process.arguments = [Tooling.python, script.path, address, pictures.path]
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    input.fileHandleForWriting.write(passwords)
    try input.fileHandleForWriting.close()
    let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, words)
  }

  private func keep(_ pictures: URL, in place: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: pictures.path) {
      let target = URL(fileURLWithPath: place).appendingPathComponent(name)
      try? FileManager.default.removeItem(at: target)
      try FileManager.default.copyItem(at: pictures.appendingPathComponent(name), to: target)
    }
  }

  /// What stands in the files afterwards.
  private func check(_ page: Page) throws {
    func text(_ name: String) throws -> String {
      try String(contentsOf: page.caseFolder.appendingPathComponent(name), encoding: .utf8)
    }
    let (before, after) = (
      try String(
        contentsOf: Page.package.appendingPathComponent("Fixtures/hangzhou/decisions.csv"), encoding: .utf8),
      try text("decisions.csv")
    )
    let rows = Set(after.split(whereSeparator: \.isNewline)).subtracting(
      before.split(whereSeparator: \.isNewline))
    #expect(rows.count == 2)
    #expect(rows.contains { $0.contains("锁定") && $0.contains("wang") })
    #expect(rows.contains { $0.contains("不安排") && $0.contains("zhao") && $0.contains("<script>") })
    #expect(try text("published.csv").split(whereSeparator: \.isNewline).count > 400)
    #expect(
      try Page.run("placement", ["check", page.caseFolder.path, "--quiet"]).contains("decisions") == false)
    #expect(try !page.audit().isEmpty)
  }
}

/// What a day in a browser needs.
private enum Tooling {
  static var isPossible: Bool {
    let tools = ["/usr/bin/chromium", "/usr/bin/python3"]
    return tools.allSatisfy { Tools.isInstalled($0, for: "DayTests") } && hasPlaywright
  }

  /// Playwright and axe, from PyPI.
  private static var hasPlaywright: Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, "-c", "import playwright, axe_playwright_python"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    if process.terminationStatus == 0 { return true }
    return Tools.isInstalled("playwright and axe-playwright-python, of PyPI", for: "DayTests")
  }

  /// Another Python than the system's, where the packages are in one of its own.
  static var python: String {
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_PYTHON"] ?? "python3"
  }
}
