import Foundation
import TestSupport
import Testing

/// The page in a real browser, where there is one.
@Suite(.enabled(if: Browser.isInstalled)) struct BrowserTests {
  /// As wide as a desktop's window and as a telephone: no console errors, nothing that sticks out to the side.
  @Test(arguments: [1280, 390]) func fitsTheWindow(_ width: Int) throws {
    let browser = try Browser()
    defer { browser.remove() }
    let html = try page(town(.chinese, students: 30))
    let found = try browser.show(html, width: width)
    #expect(found.errors == [])
    #expect(found.scrollWidth == width && found.clientWidth == width)
    // A blank page of this size takes a few kilobytes.
    #expect(found.picture.starts(with: [0x89, 0x50, 0x4E, 0x47]) && found.picture.count > 20_000)
  }

  /// Whatever paper the browser would take: A4, and few pages of it.
  @Test func printsOnA4() throws {
    let browser = try Browser()
    defer { browser.remove() }
    let pages = try browser.print(try page(town(.chinese, students: 30)))
    #expect((1...3).contains(pages.count))
    #expect(pages.allSatisfy { abs($0.width - 595) < 1 && abs($0.height - 842) < 1 }, "\(pages)")
  }
}

/// Headless chromium.
struct Browser {
  struct Result {
    let scrollWidth: Int?
    let clientWidth: Int?
    /// What the page wrote to its console.
    let errors: [String]
    /// PNG.
    let picture: Data
  }

  private static let path = "/usr/bin/chromium"
  static var isInstalled: Bool { Tools.isInstalled(path, for: "BrowserTests") }

  private let folder: URL

  init() throws {
    folder = Temporary.folder.appendingPathComponent("placement-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The page in a frame of that width: a window of its own is never narrower than 500 pixels.
  func show(_ html: String, width: Int) throws -> Result {
    try html.write(to: folder.appendingPathComponent("page.html"), atomically: true, encoding: .utf8)
    let measure =
      "root = frame.contentDocument.documentElement; "
      + "document.title = root.scrollWidth + ' ' + root.clientWidth"
    let frame = """
      <!DOCTYPE html><html><head><link rel="icon" href="data:,"><title></title></head><body style="margin:0">
      <iframe id="frame" src="page.html" style="border:0;width:\(width)px;height:3600px" onload="\(measure)"></iframe>
      </body></html>
      """
    let wrapper = folder.appendingPathComponent("frame.html")
    try frame.write(to: wrapper, atomically: true, encoding: .utf8)
    let picture = folder.appendingPathComponent("page.png")
    let (dom, log) = try run(["--dump-dom", wrapper.absoluteString], width)
    _ = try run(["--screenshot=\(picture.path)", wrapper.absoluteString], width)
    let title = dom.components(separatedBy: "<title>").last?.components(separatedBy: "</title>").first ?? ""
    let sizes = title.split(separator: " ").map { Int($0) }
    return Result(
      scrollWidth: sizes.first ?? nil, clientWidth: sizes.last ?? nil,
      errors: log.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") },
      picture: try Data(contentsOf: picture))
  }

  /// The pages of the printed report, in points.
  func print(_ html: String) throws -> [CGSize] {
    let (file, pdf) = (folder.appendingPathComponent("page.html"), folder.appendingPathComponent("page.pdf"))
    try html.write(to: file, atomically: true, encoding: .utf8)
    _ = try run(["--no-pdf-header-footer", "--print-to-pdf=\(pdf.path)", file.absoluteString], 1280)
    let text = String(decoding: try Data(contentsOf: pdf), as: UTF8.self)
    return text.matches(of: /\/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]/).map {
      CGSize(width: Double($0.1) ?? 0, height: Double($0.2) ?? 0)
    }
  }

  private func run(_ arguments: [String], _ width: Int) throws -> (output: String, log: String) {
    let files = ["out", "log"].map { folder.appendingPathComponent($0) }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
        "--allow-file-access-from-files", "--user-data-dir=\(folder.path)/profile",
        "--window-size=\(max(width, 500)),3600",
      ] + arguments
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return (
      try String(contentsOf: files[0], encoding: .utf8), try String(contentsOf: files[1], encoding: .utf8)
    )
  }
}
