import Foundation
import TestSupport

/// The built command line, run as a user would.
struct Binary {
  struct Result {
    let code: Int32
    let output: String
    let errors: String
  }

  /// The package's folder.
  static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// `placement`, beside the test bundle.
  static let path: URL = {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("placement")
  }()

  /// - Parameters:
  ///   - lang: the environment's LANG; nil: as it is.
  ///   - environment: what it has besides.
  static func run(
    _ arguments: [String], in folder: URL = package, lang: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let process = Process()
    let own = (lang.map { ["LANG": $0, "LC_ALL": ""] } ?? [:]).merging(environment) { $1 }
    process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }
    process.executableURL = path
    process.arguments = arguments
    process.currentDirectoryURL = folder
    // Files, not pipes: a full pipe would stop the program half-way.
    let scratch = try Scratch()
    defer { scratch.remove() }
    let (out, err) = (scratch.url.appendingPathComponent("out"), scratch.url.appendingPathComponent("err"))
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    return Result(
      code: process.terminationStatus, output: try String(contentsOf: out, encoding: .utf8),
      errors: try String(contentsOf: err, encoding: .utf8))
  }
}

/// A folder of its own for one test.
struct Scratch {
  let url: URL

  init() throws {
    url = Temporary.folder.appendingPathComponent("placement-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: url) }
}
