import Foundation
import TestSupport
import Testing

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

extension Binary {
  /// The same before a terminal, which standard error is.
  ///
  /// - Returns: what the terminal was sent.
  static func runOnTerminal(_ arguments: [String], in folder: URL) throws -> String {
    let screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    defer { close(screen) }
    // TIOCSPTLCK, TIOCGPTN: macros that Swift does not see.
    var (lock, number): (Int32, Int32) = (0, -1)
    try #require(ioctl(screen, 0x4004_5431, &lock) == 0 && ioctl(screen, 0x8004_5430, &number) == 0)
    let line = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(line >= 0)
    let process = Process()
    process.executableURL = path
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle(fileDescriptor: line, closeOnDealloc: false)
    try process.run()
    close(line)
    var shown: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Reading fails once nobody has the terminal open any more.
    while case let count = read(screen, &buffer, buffer.count), count > 0 { shown += buffer[..<count] }
    process.waitUntilExit()
    return String(decoding: shown, as: UTF8.self)
  }
}

/// A folder of its own for one test.
struct Scratch {
  let url: URL

  init() throws {
    url = Temporary.folder.appendingPathComponent("placement-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// A case of these files in the folder `case`.
  init(caseOf files: [String: String]) throws {
    try self.init()
    let folder = url.appendingPathComponent("case")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write("case/" + name, text) }
  }

  func remove() { try? FileManager.default.removeItem(at: url) }

  func write(_ name: String, _ text: String) throws {
    try text.write(to: url.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }

  /// Without the mark that spreadsheets want at its beginning.
  func text(_ name: String) throws -> String {
    try String(contentsOf: url.appendingPathComponent(name), encoding: .utf8)
      .replacingOccurrences(of: "\u{FEFF}", with: "")
  }

  /// The cells of the first row that begins so.
  func row(_ name: String, _ first: String) throws -> [String] {
    let lines = try text(name).split(whereSeparator: \.isNewline).map { $0.components(separatedBy: ",") }
    return try #require(lines.first { $0[0] == first })
  }

  /// All that the command printed.
  func run(_ arguments: String..., code: Int32 = 0) throws -> String {
    let result = try Binary.run(arguments, in: url)
    #expect(result.code == code, "\(arguments): \(result.output) \(result.errors)")
    return result.output + result.errors
  }
}
