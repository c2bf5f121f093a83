import Foundation
import PlacementFiles
import TestSupport
import Testing

@testable import Nightly

/// The commands as an operator and a timer run them.
@Suite(.waits, .serialized) struct CommandTests {
  private let town: Town

  init() throws { town = try Town() }

  @Test func fiveNights() throws {
    let config = try town.configurationFile()
    #expect(try town.run(["status", config]).code == 1)
    // Good.
    let first = try town.run(["nightly", config])
    #expect(first.code == 0, "\(first.words)")
    let good = try #require(town.latest)
    #expect(try town.run(["status", config]).code == 0)
    // Unchanged.
    #expect(try town.run(["nightly", config]).code == 0)
    #expect(town.latest == good)
    // Broken input.
    try town.writeStudents(4, tail: "S5,A,660101\n")
    let broken = try town.run(["nightly", config])
    #expect(broken.code == 65)
    #expect(broken.words.contains("students.csv:6"))
    #expect(town.latest == good)
    let status = try town.run(["status", config])
    #expect(status.code == 1)
    #expect(status.words.split(separator: "\n").count == 5)
    // Killed: the file has just been saved, so the run waits for it to settle.
    try town.writeStudents(3)
    let killed = try Town.Running(["nightly", config], in: town.folder)
    awaitWork()
    kill(killed.process.processIdentifier, SIGKILL)
    _ = killed.wait()
    #expect(town.latest == good)
    #expect(try town.run(["status", config]).words.contains("killed before it ended"))
    // Good again, with no hand laid on.
    let last = try town.run(["nightly", config])
    #expect(last.code == 0, "\(last.words)")
    #expect(town.latest != good)
    #expect(try town.latestIsRight())
    #expect(try town.run(["status", config]).code == 0)
    let list = try town.run(["history", "list", "--config", config]).words
    let outcomes = list.split(separator: "\n").dropFirst().map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)[2]
    }
    #expect(
      outcomes == [
        "new plan in place", "inputs unchanged, plan kept", "inputs at fault", "killed before it ended",
        "new plan in place",
      ])
  }

  @Test func theHistorySpeaksTheConfiguredLanguage() throws {
    let config = town.folder.appendingPathComponent("zh.yaml").path
    try Data("case: case\nplans: plans\nlanguage: zh-Hans\n".utf8).write(to: URL(fileURLWithPath: config))
    try town.write("policy.yaml", "name: 试验城\nlanguage: zh-Hans\n")
    try town.leaveAlone()
    #expect(try town.run(["nightly", config]).code == 0)
    let run = try #require(town.latest)
    let list = try town.run(["history", "list", "--config", config]).words.split(separator: "\n")
    #expect(list.last == "\(run)\t试验城\t已生成新方案\t0\t已安排 4 名，未安排 0 名，已证明最优")
    let show = try town.run(["history", "show", run, "--config", config]).words.split(separator: "\n")
    #expect(show.count > 20)
    for line in show { #expect(line.first?.isASCII == false, "\(line)") }
    #expect(show.contains { $0.hasPrefix("用时（秒）\t求解\t") } && show.contains("数量\t参加安排\t4"))
  }

  @Test func aPlanHeldForReviewIsMarkedInAStudentsHistory() throws {
    let config = try town.configurationFile("max_moved_share: 0.4\n")
    try town.leaveAlone()
    #expect(try town.run(["nightly", config]).code == 0)
    try town.write("published.csv", "student_id,post_id\nS1,P1\nS2,P1\nS3,P2\nS4,P2\n")
    try town.write("decisions.csv", "student_id,post_id,decision,reason\nS1,P1,ban,far\n")
    try town.leaveAlone()
    #expect(try town.run(["nightly", config]).code == 3)
    let lines = try town.run(["history", "student", "S1", "--config", config]).words.split(separator: "\n")
    #expect(lines.map { $0.contains(" (held)\t") } == [false, false, true])
  }

  @Test func ofTenAtOnceOneRuns() throws {
    let config = try town.configurationFile()
    let runs = try (0..<10).map { _ in try Town.Running(["nightly", config], in: town.folder) }
    let ends = runs.map { ($0.process.processIdentifier, $0.wait()) }
    #expect(ends.map(\.1.code).sorted() == [0] + Array(repeating: 75, count: 9))
    let winner = try #require(ends.first { $0.1.code == 0 }).0
    for (_, end) in ends where end.code == 75 { #expect(end.words.contains("(process \(winner))")) }
    #expect(PlansFolder(town.plans).records().count == 1)
  }

  /// Until the night is at work: a signal a fixed time later may find it done.
  private func awaitWork() {
    for _ in 0..<20_000 {
      if PlansFolder.entries(town.plans).contains(where: { $0.hasPrefix(PlansFolder.workPrefix) }) { return }
      usleep(500)
    }
  }

  @Test func sigtermEndsCleanly() throws {
    let config = try town.configurationFile("log: json\n")
    let run = try Town.Running(["nightly", config], in: town.folder)
    awaitWork()
    let start = ContinuousClock.now
    kill(run.process.processIdentifier, SIGTERM)
    let end = run.wait()
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(end.code == 143)
    #expect(town.latest == nil)
    #expect(PlansFolder(town.plans).records().last?.outcome == .stopped)
    let line = try #require(end.words.split(separator: "\n").last { $0.hasPrefix("{") })
    let fields = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(fields["run"] as? String == PlansFolder(town.plans).records().last?.id)
    #expect(fields["exit"] as? Int == 143)
    #expect((fields["time"] as? String)?.contains(/T..:..:..[+-]..:../) == true)
  }

  /// Whoever is to be told of a failure is: of a lock that another run holds, of a signal.
  @Test func failuresThatEndARunEarlyAreTold() throws {
    let told = town.folder.appendingPathComponent("told")
    let config = try town.configurationFile(
      "on_failure: echo $PLACEMENT_OUTCOME $PLACEMENT_EXIT_CODE > '\(told.path)'\n")
    let lock = try CaseLock(folder: town.caseFolder)
    #expect(try town.run(["nightly", config]).code == 75)
    withExtendedLifetime(lock) {}
    #expect(try String(contentsOf: told, encoding: .utf8) == "locked 75\n")
  }

  @Test func aSignalIsTold() throws {
    let told = town.folder.appendingPathComponent("told")
    let config = try town.configurationFile(
      "on_failure: echo $PLACEMENT_OUTCOME $PLACEMENT_EXIT_CODE > '\(told.path)'\n")
    let run = try Town.Running(["nightly", config], in: town.folder)
    awaitWork()
    kill(run.process.processIdentifier, SIGTERM)
    #expect(run.wait().code == 143)
    #expect(try String(contentsOf: told, encoding: .utf8) == "stopped 143\n")
  }

  /// Some that start programs leave SIGCHLD ignored, and then nobody is told how a child ended.
  @Test func aFaultIsSeenThoughNobodyAsksHowChildrenEnd() throws {
    let config = try town.configurationFile()
    try town.writeStudents(4, tail: "S5,A\n")
    try town.leaveAlone()
    let night = try town.run(["nightly", config], env: ["--ignore-signal=CHLD"])
    #expect(night.code == 65 && night.words.contains("students.csv:6"), "\(night.words)")
  }

  @Test func underNohupTheTerminalMayGo() throws {
    let config = try town.configurationFile()
    let run = try Town.Running(["nightly", config], in: town.folder, env: ["--ignore-signal=HUP"])
    awaitWork()
    kill(run.process.processIdentifier, SIGHUP)
    #expect(run.wait().code == 0)
  }

  /// What `ulimit -f` does not allow fails like a full disk, and ends no process.
  @Test func aFileThatMayNotGrowEndsIn73() throws {
    let config = try town.configurationFile()
    let script = "ulimit -f 2; exec \"$0\" \"$@\""
    let night = try town.run(["nightly", config], env: ["/bin/sh", "-c", script])
    #expect(night.code == 73, "\(night.words)")
    #expect(town.latest == nil)
    #expect(try town.run(["nightly", config]).code == 0)
  }

  /// What is said to nobody does not end up in a file that got the number.
  @Test func closedStreamsAreNoFiles() throws {
    let config = try town.configurationFile()
    let script = "exec \"$0\" \"$@\" <&- >&- 2>&-"
    #expect(try town.run(["nightly", config], env: ["/bin/sh", "-c", script]).code == 0)
    for folder in [town.caseFolder, town.plans] {
      let lock = try Data(contentsOf: folder.appendingPathComponent(CaseLock.fileName))
      #expect(lock.isEmpty, "\(String(decoding: lock, as: UTF8.self))")
    }
    #expect(try town.latestIsRight())
  }

  /// Half a result is none, and a reader that has gone is no fault.
  @Test func resultsThatAreLostAreSaidToBe() throws {
    let config = try town.configurationFile()
    for command in [["schema", "--json"], ["nightly", config, "--print-systemd"]] {
      let full = try town.run(command, env: ["/bin/sh", "-c", "exec \"$0\" \"$@\" >/dev/full"])
      #expect(full.code == 73 && full.words.contains("standard output cannot be written"), "\(full.words)")
    }
    #expect(town.night().exitCode == 0)
    let list = town.plans.path + "/latest/assignments.csv"
    let decide = ["decide", town.caseFolder.path, list, "--dry-run", "--json"]
    let script = "{ \"$0\" \"$@\"; echo $? >&2; } | true"
    #expect(try town.run(decide, env: ["/bin/sh", "-c", script]).words.hasSuffix("0\n"))
  }

  @Test func aFaultyConfigurationIsTold() throws {
    let told = town.folder.appendingPathComponent("told")
    let words = "echo $PLACEMENT_OUTCOME $PLACEMENT_EXIT_CODE $PLACEMENT_REASON"
    let config = try town.configurationFile("dedline: 5\non_failure: \(words) > '\(told.path)'\n")
    #expect(try town.run(["nightly", config]).code == 78)
    let heard = try String(contentsOf: told, encoding: .utf8)
    #expect(heard.hasPrefix("policy 78 nightly.yaml:") && heard.contains("dedline"), "\(heard)")
    #expect(PlansFolder.entries(town.folder).allSatisfy { $0 != "plans" })
  }

  @Test func ofAFolderThatCannotBeReadStatusSaysNothingElse() throws {
    try Data().write(to: town.plans)
    let status = try town.run(["status", try town.configurationFile()])
    #expect(status.code == 66 && status.words.contains("plans: this is no folder"), "\(status.words)")
  }

  @Test func aPathWithALineBreakIsNoUnit() throws {
    let config = town.folder.appendingPathComponent("line.yaml")
    try Data("case: case\nplans: \"a\\nExecStartPre=/bin/true\"\n".utf8).write(to: config)
    let units = try town.run(["nightly", config.path, "--print-systemd"])
    #expect(units.code == 78 && !units.words.contains("[Service]"))
  }

  /// `latest` and `previous` are runs; a run without a plan is said to be one.
  @Test func runsAreComparedByName() throws {
    let config = try town.configurationFile()
    #expect(try town.run(["nightly", config]).code == 0)
    let first = try #require(town.latest)
    #expect(try town.run(["history", "show", "previous", "--config", config]).code == 66)
    try town.writeStudents(3)
    #expect(try town.run(["nightly", config]).code == 0)
    #expect(try town.run(["nightly", config]).code == 0)
    let unchanged = try #require(PlansFolder(town.plans).records().last?.id)
    let named = try town.run(["history", "diff", "previous", "latest", "--config", config])
    #expect(named.code == 0)
    #expect(
      try named.words == town.run(["history", "diff", first, town.latest ?? "", "--config", config]).words)
    #expect(
      try town.run(["history", "show", "latest", "--config", config]).words.contains(town.latest ?? "-"))
    let none = try town.run(["history", "diff", first, unchanged, "--config", config])
    #expect(none.code == 66 && none.words.contains("\(unchanged) has no plan of its own"))
  }

  @Test func whatAFileHoldsSteersNoTerminal() throws {
    try town.write("policy.yaml", "name: \"Te\\tst\\e[2J\"\nlanguage: en\n")
    try town.write("students.csv", "student_id,\u{1B}[2Jname\u{7},school_id\nS1,x,A\n")
    let config = try town.configurationFile()
    let check = try town.run(["check", town.caseFolder.path])
    #expect(check.code == 65)
    let night = try town.run(["nightly", config])
    #expect(night.code == 65)
    let list = try town.run(["history", "list", "--config", config])
    let status = try town.run(["status", config])
    for words in [check.words, night.words, list.words, status.words] {
      #expect(!words.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" })
    }
    #expect(list.words.split(separator: "\n").allSatisfy { $0.split(separator: "\t").count == 5 })
    #expect(list.words.contains("Te\\x09st\\x1B[2J"))
  }

  @Test func aKeyNobodyKnowsIsRefused() throws {
    #expect(try town.run(["nightly", try town.configurationFile("dedline: 5\n")]).code == 78)
    #expect(try town.run(["nightly", town.folder.path + "/none.yaml"]).code == 66)
  }

  @Test func unitsArePrinted() throws {
    let units = try town.run(["nightly", try town.configurationFile(), "--print-systemd"])
    #expect(units.code == 0)
    #expect(units.words.contains("[Timer]") && units.words.contains("ExecStart=\(Town.binary) nightly "))
  }
}
