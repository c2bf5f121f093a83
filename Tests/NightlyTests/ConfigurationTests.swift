import Foundation
import Placement
import TestSupport
import Testing

@testable import Nightly

@Suite struct ConfigurationTests {
  private let folder: URL

  init() throws {
    folder = Temporary.folder.appendingPathComponent("config-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func read(_ text: String) throws -> (configuration: NightConfiguration?, diagnostics: [Diagnostic])
  {
    let file = folder.appendingPathComponent("nightly.yaml")
    try Data(text.utf8).write(to: file)
    return readNightConfiguration(at: file)
  }

  /// What the parser says quotes the text, in which a webhook's token may stand.
  @Test func whatIsNoYAMLIsNotRepeated() throws {
    for text in [
      "case: city\nplans: plans\nlog: json\nlog: text\non_failure: curl token-4711\n",
      "case: city\non_failure: [curl token-4711\n", "case: city\n\ton_failure: token-4711\n",
    ] {
      let (read, diagnostics) = try read(text)
      #expect(read == nil && diagnostics.count == 1)
      let fault = try #require(diagnostics.first)
      #expect(fault.row != nil)
      for language in Language.allCases {
        #expect(!fault.description(in: language).contains("4711"), "\(fault.description(in: language))")
      }
    }
    let none = readNightConfiguration(at: folder.appendingPathComponent("none.yaml")).diagnostics
    #expect(none.first?.description(in: .english).contains("there is no such file") == true)
  }

  @Test func everyKeyIsTaken() throws {
    let text = """
      case: city
      plans: /srv/plans
      history: h.sqlite
      time_limit: 600
      relative_gap: 0.001
      threads: 3
      deadline: 3600.5
      keep_plans: 7
      memory_limit_mb: 4096
      max_moved_share: 0.05
      near_latest: no
      max_gap: 0.01
      allow_missing: [decisions, published.csv]
      min_free_mb: 100
      max_age_hours: 30
      on_success: echo fine
      on_failure: [mail, -s, "it failed", office@example.org]
      log: json
      language: en
      """
    let (read, diagnostics) = try read(text)
    #expect(diagnostics.isEmpty)
    let found = try #require(read)
    #expect(found.caseFolder.path == folder.standardizedFileURL.path + "/city")
    #expect(found.plans.path == "/srv/plans")
    #expect(found.history.lastPathComponent == "h.sqlite")
    #expect(found.timeLimit == 600 && found.relativeGap == 0.001 && found.deadline == 3600.5)
    #expect(found.threads == 3 && found.keepPlans == 7 && found.memoryLimit == 4096)
    #expect(found.maxMovedShare == 0.05 && found.maxGap == 0.01)
    #expect(!found.nearLatest && NightConfiguration().nearLatest)
    #expect(found.allowMissing == ["decisions", "published"])
    #expect(found.minimumFree == 100 && found.maximumAge == 30)
    #expect(found.onSuccess == ["/bin/sh", "-c", "echo fine"])
    #expect(found.onFailure?.suffix(4) == ["mail", "-s", "it failed", "office@example.org"])
    #expect(found.logFormat == .json && found.language == .english)
  }

  @Test(arguments: [
    ("case: a\nplans: b\nkeep_plan: 3", "keep_plan"), ("plans: b", "case"), ("case: a\nplans: a/b", "plans"),
    ("case: a\nplans: b\ndeadline: soon", "deadline"), ("case: a\nplans: b\ndeadline: -1", "deadline"),
    ("case: a\nplans: b\nkeep_plans: 0", "keep_plans"),
    ("case: a\nplans: b\nmax_moved_share: 1.1", "max_moved_share"),
    ("case: a\nplans: b\nallow_missing: [decision]", "allow_missing"),
    ("case: a\nplans: b\nlog: xml", "log"), ("case: a\nplans: b\non_success: {a: b}", "on_success"),
    ("case: a\nplans: b\ntime_limit: 90\ndeadline: 80", "time_limit"),
    ("case: a\nplans: b\nrelative_gap: .nan", "relative_gap"),
  ])
  func faultsNameTheirKey(text: String, key: String) throws {
    let (configuration, diagnostics) = try read(text)
    #expect(configuration == nil)
    #expect(diagnostics.map(\.kind) == [.policy])
    #expect(diagnostics.map(\.column) == [key])
  }

  @Test(arguments: ["", "- a\n- b", "case: [", "case: a\ncase: b\nplans: c"])
  func whatIsNoConfigurationIsRefused(text: String) throws {
    let (configuration, diagnostics) = try read(text)
    #expect(configuration == nil)
    #expect(!diagnostics.isEmpty)
  }

  @Test func aFileThatIsNotThereIsMissing() {
    let (_, diagnostics) = readNightConfiguration(at: folder.appendingPathComponent("none.yaml"))
    #expect(diagnostics.map(\.kind) == [.missing])
  }

  private func readmeConfiguration() throws -> NightConfiguration {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: package.appendingPathComponent("README.md"), encoding: .utf8)
    let blocks = readme.components(separatedBy: "```yaml\n").dropFirst()
    let block = try #require(blocks.first { $0.hasPrefix("case:") }).components(separatedBy: "```")[0]
    let (configuration, diagnostics) = try read(block)
    #expect(diagnostics.isEmpty)
    return try #require(configuration)
  }

  @Test func theReadmesConfigurationIsOne() throws {
    #expect(try readmeConfiguration().keepPlans == 14)
  }

  @Test func unitsPassSystemdsOwnCheck() throws {
    var configuration = NightConfiguration(
      caseFolder: URL(fileURLWithPath: "/srv/case"), plans: URL(fileURLWithPath: "/srv/my plans"))
    configuration.deadline = 100
    let units = NightlyUnits(
      configuration, file: folder.appendingPathComponent("n.yaml"), program: "/bin/true")
    #expect(units.service.contains("ReadWritePaths=\"-/srv/my plans\"\n"))
    #expect(units.service.contains("TimeoutStartSec=160\n"))
    #expect(units.service.contains("\n# User=placement\n"))
    try verify(units)
    let readmes = try readmeConfiguration()
    try verify(NightlyUnits(readmes, file: folder.appendingPathComponent("n.yaml"), program: "/bin/true"))
  }

  /// The README's commands under the service's limits: nothing of theirs may gain rights.
  @Test func theReadmesNoticesGetThrough() throws {
    let (curl, setpriv) = ("/usr/bin/curl", "/usr/bin/setpriv")
    try #require(
      [curl, setpriv].allSatisfy(FileManager.default.isExecutableFile), "the README's command installs it")
    let configuration = try readmeConfiguration()
    for command in [configuration.onSuccess, configuration.onFailure] {
      let hook = try Webhook()
      let line = try #require(command?.last)
        .replacingOccurrences(of: "https://hooks.example.org", with: hook.address)
      let end = Supervisor(stop: StopRequest()).run(
        [setpriv, "--no-new-privs", "/bin/sh", "-c", line],
        environment: ["PLACEMENT_REASON": "方案待人工确认", "PLACEMENT_ADVICE": "look"],
        input: Data("{\"advice\": \"look\"}".utf8), deadline: ContinuousClock.now + .seconds(30))
      #expect(end.way == .exited(0), "\(end.lastWords)")
      #expect(hook.request.contains("look"))
    }
  }

  private func verify(_ units: NightlyUnits) throws {
    let analyze = "/usr/bin/systemd-analyze"
    guard Tools.isInstalled(analyze, for: "systemd-analyze verify on the units that nightly prints") else {
      return
    }
    for (name, text) in [
      ("placement-nightly.service", units.service), ("placement-nightly.timer", units.timer),
    ] {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: analyze)
    process.arguments = ["verify", "placement-nightly.service", "placement-nightly.timer"]
    process.currentDirectoryURL = folder
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
