import Foundation
import TestSupport
import Testing

@testable import Nightly

extension PlansFolder {
  /// Records that can be read, oldest first.
  func records() -> [NightRecord] { newestRecords.reversed() }
}

/// A town of four students and two posts, a folder of plans, and programs to stand in for ours.
final class Town {
  let folder: URL
  var caseFolder: URL { folder.appendingPathComponent("case") }
  var plans: URL { folder.appendingPathComponent("plans") }

  /// `placement`, beside the test bundle.
  static let binary = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("placement").path

  init() throws {
    folder = Temporary.folder.appendingPathComponent("town-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: caseFolder, withIntermediateDirectories: true)
    try write("policy.yaml", "name: Test town\nlanguage: en\n")
    try write(
      "enterprises.csv",
      """
      enterprise_id,name,district,staff_total,staff_on_duty
      E1,Works,West,100,100

      """)
    try write(
      "posts.csv",
      """
      post_id,enterprise_id,title,specialty_codes,seats,latitude,longitude,start_date,end_date,monthly_pay
      P1,E1,Turner,660101,2,30.25,120.15,2026-09-01,2027-01-31,3000
      P2,E1,Miller,660101,2,30.26,120.15,2026-09-01,2027-01-31,3000

      """)
    try writeStudents(4)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: caseFolder.appendingPathComponent(name))
  }

  func writeStudents(_ count: Int, tail: String = "") throws {
    let rows = (1...count).map { "S\($0),A,660101,3,2008-01-0\($0),30.2\($0),120.15" }
    let header = "student_id,school_id,specialty_code,grade,birth_date,latitude,longitude"
    try write("students.csv", ([header] + rows).joined(separator: "\n") + "\n" + tail)
  }

  /// Lets the case look as if nobody had saved into it for a while, so that a run need not wait.
  func leaveAlone() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: caseFolder.path) {
      try FileManager.default.setAttributes(
        [.modificationDate: Date() - 60], ofItemAtPath: caseFolder.path + "/" + name)
    }
  }

  /// A program that does what ours does, but for `allocate`: there it runs `script`, which finds the case in
  /// `$CASE`, the place of the plan in `$OUT` and ours in `$PLACEMENT`.
  func program(allocating script: String) throws -> [String] {
    let file = folder.appendingPathComponent("program-\(UUID().uuidString).sh")
    let text = """
      PLACEMENT=\(Town.binary)
      if [ "$1" = allocate ]; then
        CASE="$2"; OUT="$4"
        \(script)
      fi
      exec "$PLACEMENT" "$@"
      """
    try Data(text.utf8).write(to: file)
    return ["/bin/sh", file.path]
  }

  var configuration: NightConfiguration {
    var configuration = NightConfiguration(caseFolder: caseFolder, plans: plans)
    configuration.language = .english
    configuration.deadline = 60
    return configuration
  }

  var environment: NightEnvironment {
    var environment = NightEnvironment()
    environment.program = [Town.binary]
    environment.settle = 0
    environment.patience = 0.3
    environment.log = { _ in }
    return environment
  }

  /// One night with our own program.
  @discardableResult
  func night(
    force: Bool = false, _ change: (inout NightConfiguration, inout NightEnvironment) -> Void = { _, _ in }
  ) -> NightResult {
    var (configuration, environment) = (configuration, environment)
    change(&configuration, &environment)
    return Night(configuration, environment: environment).run(force: force)
  }

  var latest: String? { PlansFolder(plans).latest }

  /// Whether the latest plan passes our own audit against the case as it stands.
  func latestIsRight() throws -> Bool {
    try run(["verify", caseFolder.path, plans.path + "/latest"]).code == 0
  }

  /// The files of a folder, by name.
  static func contents(_ folder: URL) -> [String: Data] {
    var found: [String: Data] = [:]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
      found[name] = FileManager.default.contents(atPath: folder.path + "/" + name)
    }
    return found
  }
}

// MARK: The command line

extension Town {
  /// Our program at work.
  final class Running {
    let process = Process()
    private let words: URL

    /// - Parameter env: what `env` is told before it starts our program.
    init(_ arguments: [String], in folder: URL, env: [String]? = nil) throws {
      words = folder.appendingPathComponent("words-\(UUID().uuidString)")
      try Data().write(to: words)
      process.executableURL = URL(fileURLWithPath: env == nil ? Town.binary : "/usr/bin/env")
      process.arguments = env.map { $0 + [Town.binary] + arguments } ?? arguments
      let handle = try FileHandle(forWritingTo: words)
      process.standardOutput = handle
      process.standardError = handle
      process.standardInput = FileHandle.nullDevice
      try process.run()
    }

    func wait() -> (code: Int32, words: String) {
      process.waitUntilExit()
      let data = FileManager.default.contents(atPath: words.path) ?? Data()
      return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
  }

  func run(_ arguments: [String], env: [String]? = nil) throws -> (code: Int32, words: String) {
    try Running(arguments, in: folder, env: env).wait()
  }

  /// Writes a configuration and tells its path.
  func configurationFile(_ more: String = "") throws -> String {
    let file = folder.appendingPathComponent("nightly.yaml")
    try Data("case: case\nplans: plans\ndeadline: 60\nlanguage: en\n\(more)".utf8).write(to: file)
    return file.path
  }
}
