import Foundation
import Testing

@testable import Nightly

/// The commands as an operator and a timer run them.
@Suite(.serialized) struct CommandTests {
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
    usleep(500_000)
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
    try town.write("published.csv", "student_id,post_id\nS1,GONE\nS2,GONE\n")
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

  @Test func sigtermEndsCleanly() throws {
    let config = try town.configurationFile("log: json\n")
    let run = try Town.Running(["nightly", config], in: town.folder)
    usleep(500_000)
    let start = ContinuousClock.now
    kill(run.process.processIdentifier, SIGTERM)
    let end = run.wait()
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(end.code == 143)
    #expect(town.latest == nil)
    #expect(PlansFolder(town.plans).records().last?.outcome == .stopped)
    let line = try #require(end.words.split(separator: "\n").last { $0.hasPrefix("{") })
    let fields = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
    #expect(fields["run"] == PlansFolder(town.plans).records().last?.id)
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
