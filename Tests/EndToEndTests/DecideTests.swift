import Foundation
import Testing

/// What coordinators are told when their files cannot be taken.
@Suite struct DecideTests {
  /// Three pins from two schools on a post of two seats, at an enterprise that may take two: one complaint, which names
  /// the schools' own rows.
  @Test func anOverrunQuotaIsToldOnceWithTheSchoolsRows() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }
    let tiny = Binary.package.appendingPathComponent("Fixtures/tiny").path
    try FileManager.default.copyItem(atPath: tiny, toPath: path("case"))
    let hosts = try String(contentsOfFile: path("case/enterprises.csv"), encoding: .utf8)
    try hosts.replacing("30,30", with: "30,20").write(
      toFile: path("case/enterprises.csv"), atomically: true, encoding: .utf8)
    let header = "student_id,post_id,decision,decision_post_id,decision_reason\n"
    try (header + "S1,P1,pin,,near\nS4,P1,,,\nS2,P1,pin,,near\n").write(
      toFile: path("a.csv"), atomically: true, encoding: .utf8)
    try (header + "S3,,pin,P1,near\n").write(toFile: path("b.csv"), atomically: true, encoding: .utf8)
    let result = try Binary.run(["decide", path("case"), path("a.csv"), path("b.csv")])
    #expect(result.code == 65)
    let complaints = result.errors.split(separator: "\n").filter { $0.contains("students are pinned") }
    #expect(complaints.count == 1, "\(result.errors)")
    let rows = "(\(path("a.csv")):2, \(path("a.csv")):4, \(path("b.csv")):2)"
    #expect(complaints.first?.contains(rows) == true, "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("case/decisions.csv")))
  }

  /// Two pins hold two posts open that take at least two; the third student can fill up either, not both.
  @Test func pinsWhoseMinimumsCannotBeGatheredTogetherAreRefused() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    func path(_ name: String) -> String { scratch.url.appendingPathComponent(name).path }
    let fixture = Binary.package.appendingPathComponent("Fixtures/refused-pinned-minimums").path
    try FileManager.default.copyItem(atPath: fixture, toPath: path("case"))
    try FileManager.default.removeItem(atPath: path("case/decisions.csv"))
    func decide(_ rows: String) throws -> Binary.Result {
      try ("student_id,decision,decision_post_id,decision_reason\n" + rows).write(
        toFile: path("a.csv"), atomically: true, encoding: .utf8)
      return try Binary.run(["decide", path("case"), path("a.csv")])
    }
    let both = try decide("S1,pin,P1,near\nS2,pin,P2,near\n")
    #expect(both.code == 65 && both.errors.contains("minimums cannot be gathered"), "\(both.errors)")
    #expect(!FileManager.default.fileExists(atPath: path("case/decisions.csv")))
    #expect(try decide("S1,pin,P1,near\nS2,pin,P1,near\n").code == 0)
  }

  /// A name where an id belongs: the id is told.
  @Test(arguments: [
    ("assembly", "write the id and not the name: P1, P2"), ("p1", "capitals count in an id: P1"),
    ("Works  One", "write the id and not the name: E1"),
    ("nothing", "correct the id, or add it to posts.csv"),
  ]) func aNameIsAnsweredWithItsID(_ written: String, _ mend: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let folder = scratch.url.appendingPathComponent("case")
    try FileManager.default.copyItem(
      at: Binary.package.appendingPathComponent("Fixtures/rule-grade"), to: folder)
    for (file, names) in [("posts", ["post P1", "post P2"]), ("enterprises", ["enterprise E1"])] {
      let url = folder.appendingPathComponent(file + ".csv")
      let text = try String(contentsOf: url, encoding: .utf8)
      try names.reduce(text) { $0.replacing($1, with: file == "posts" ? "Assembly" : "Works One") }
        .write(to: url, atomically: true, encoding: .utf8)
    }
    try "student_id,post_id,decision,decision_post_id,decision_reason\nS2,P1,ban,\(written),near\n".write(
      toFile: scratch.url.appendingPathComponent("a.csv").path, atomically: true, encoding: .utf8)
    let result = try Binary.run(["decide", folder.path, scratch.url.appendingPathComponent("a.csv").path])
    #expect(result.code == 65 && result.errors.contains(":2:decision_post_id: "), "\(result.errors)")
    #expect(result.errors.contains("; \(mend)\n"), "\(result.errors)")
  }

  /// A file that came back as it went out is no success.
  @Test func aFileWithoutDecisionsIsCalledSo() throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    try "student_id,post_id,decision,decision_post_id,decision_reason\nS1,P1,,,\n".write(
      toFile: scratch.url.appendingPathComponent("a.csv").path, atomically: true, encoding: .utf8)
    let words = ["decide", "Fixtures/tiny", scratch.url.appendingPathComponent("a.csv").path, "--dry-run"]
    let result = try Binary.run(words)
    #expect(result.code == 0 && result.output.hasPrefix("no decision is filled in"), "\(result.output)")
    #expect(try Binary.run(words + ["--language", "zh-Hans"]).output.hasPrefix("文件中没有填写任何决定"))
    // Nothing to drop is not nothing asked for.
    try "student_id,post_id,decision,decision_post_id,decision_reason\nS1,P1,clear,,\n".write(
      toFile: scratch.url.appendingPathComponent("a.csv").path, atomically: true, encoding: .utf8)
    let cleared = try Binary.run(words)
    #expect(cleared.code == 0 && cleared.output.hasPrefix("0 added, 0 changed, 0 dropped"), "\(cleared)")
  }

  private static let header =
    "student_id,student_name,post_id,post_title,enterprise_id,decision,decision_post_id,decision_reason\n"

  /// A copy of a fixture, and `decide` on a file with these rows.
  private struct Desk {
    let scratch: Scratch
    let folder: String

    init(_ fixture: String) throws {
      scratch = try Scratch()
      folder = scratch.url.appendingPathComponent("case").path
      try FileManager.default.copyItem(
        atPath: Binary.package.appendingPathComponent("Fixtures/" + fixture).path, toPath: folder)
    }

    var decisions: String? { try? String(contentsOfFile: folder + "/decisions.csv", encoding: .utf8) }

    func decide(_ rows: String, _ options: String..., header: String = header) throws -> Binary.Result {
      let file = scratch.url.appendingPathComponent("a.csv").path
      try (header + rows).write(toFile: file, atomically: true, encoding: .utf8)
      return try Binary.run(["decide", folder, file] + options)
    }
  }

  /// On a terminal it asks; only a yes writes.
  @Test(arguments: ["n", "", "y", "是"]) func aTerminalIsAsked(_ answer: String) throws {
    let desk = try Desk("tiny")
    defer { desk.scratch.remove() }
    let file = desk.scratch.url.appendingPathComponent("a.csv").path
    try (Self.header + "S1,,P1,,,pin,P3,near\n").write(toFile: file, atomically: true, encoding: .utf8)
    let seen = desk.scratch.url.appendingPathComponent("seen").path
    let command = "'\(Binary.path.path)' decide '\(desk.folder)' '\(file)'"
    let terminal = Process()
    terminal.executableURL = URL(fileURLWithPath: "/usr/bin/script")
    terminal.arguments = ["-q", "-e", "-c", command, seen]
    let keys = Pipe()
    terminal.standardInput = keys
    terminal.standardOutput = FileHandle.nullDevice
    try terminal.run()
    try keys.fileHandleForWriting.write(contentsOf: Data((answer + "\n").utf8))
    terminal.waitUntilExit()
    let text = try String(contentsOfFile: seen, encoding: .utf8)
    #expect(terminal.terminationStatus == 0 && text.contains("[y/N]"), "\(text)")
    #expect((desk.decisions != nil) == ["y", "是"].contains(answer), "\(text)")
  }

  @Test func whatAPinDoesIsShownBeforeItIsWritten() throws {
    let desk = try Desk("tiny")
    defer { desk.scratch.remove() }
    let row = "S1,,P1,,,pin,P3,near\n"
    let shown = try desk.decide(row, "--dry-run")
    #expect(shown.code == 0 && desk.decisions == nil, "\(shown.errors)")
    for part in [
      "1.0 km away", ", from 2026-09-01 to ", "overrides: specialty", "S5: P3 → no post",
      "nothing was written",
    ] {
      #expect(shown.output.contains(part), "\(part): \(shown.output)")
    }
    #expect(shown.output.contains("students whose post has not been published: 4"), "\(shown.output)")
    // Without a terminal, as in a script, it writes.
    #expect(try desk.decide(row, "--author", "Bureau").code == 0)
    let written = try #require(desk.decisions)
    #expect(written.contains(/S1,P3,,pin,near,Bureau,20[0-9]{2}-[0-9]{2}-[0-9]{2}/), "\(written)")
  }

  @Test func whoeverDecidesIsTheFilesAuthorElseTheAccount() throws {
    let desk = try Desk("tiny")
    defer { desk.scratch.remove() }
    let header = Self.header.replacing("\n", with: ",author\n")
    let made = try desk.decide("S1,,P1,,,pin,,near,Ms Example\nS2,,P1,,,pin,,near,\n", header: header)
    #expect(made.code == 0, "\(made.errors)")
    let written = try #require(desk.decisions)
    #expect(written.contains("near,Ms Example,") && written.contains("near,\(NSUserName()),"), "\(written)")
  }

  @Test(arguments: [
    (
      "rule-held", "S1,,P2,,,pin,P1,near\n",
      "at stage signed at post P2, which this breaks (published.csv, row 2)"
    ),
    (
      "rule-held", "S1,,P2,,,ban,,near\n",
      "at stage signed at post P2, which this breaks (published.csv, row 2)"
    ),
    ("rule-pin-team", "S1,,P2,,,pin,P1,near\n", "team mates go along: S2"),
  ])
  func agreementsAndTeamMatesAreNamed(fixture: String, row: String, words: String) throws {
    let desk = try Desk(fixture)
    defer { desk.scratch.remove() }
    let shown = try desk.decide(row, "--dry-run")
    #expect(shown.code == 0 && shown.output.contains(words), "\(shown.output) \(shown.errors)")
  }

  /// Whoever mends a list need not send it twice: what a rule refuses is told together with what cannot be read.
  @Test func everyFaultIsToldInOneGo() throws {
    let desk = try Desk("tiny")
    defer { desk.scratch.remove() }
    let hosts = desk.folder + "/enterprises.csv"
    let text = try String(contentsOfFile: hosts, encoding: .utf8).split(separator: "\n")
    let closed = ["\(text[0]),dishonest"] + text.dropFirst().map { $0 + ($0.hasPrefix("E2,") ? ",yes" : ",") }
    try (closed.joined(separator: "\n") + "\n").write(toFile: hosts, atomically: true, encoding: .utf8)
    let refused = try desk.decide("S1,,P1,,,pin,P9999,near\nS2,,P1,,,pin,P3,near\nS3,,P1,,,pin,P1,\n")
    #expect(refused.code == 65 && desk.decisions == nil)
    for part in ["a.csv:2:", "a.csv:3:", "a.csv:4:"] {
      #expect(refused.errors.contains(part), "\(part) \(refused.errors)")
    }
    #expect(refused.errors.components(separatedBy: "refused: ").count == 2, "\(refused.errors)")
  }

  /// Ids and names that have come apart would decide on somebody else. Neither name is printed.
  @Test func anotherNameThanTheCasesIsRefused() throws {
    let desk = try Desk("tiny")
    defer { desk.scratch.remove() }
    let file = desk.folder + "/students.csv"
    let students = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    let named = ["\(students[0]),name"] + students.dropFirst().enumerated().map { "\($1),Pupil \($0 + 1)" }
    try (named.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let refused = try desk.decide("S1,Pupil 2,P1,,,pin,,near\n")
    #expect(refused.code == 65 && desk.decisions == nil)
    #expect(refused.errors.contains("a.csv:2:student_name: "), "\(refused.errors)")
    #expect(!(refused.errors + refused.output).contains("Pupil"))
    #expect(try desk.decide("S1,Ｐupil  1,P1,,,pin,,near\nS2,,P1,,,pin,,near\n").code == 0)
  }

  @Test func aPostCellThatWasDeletedIsCalledSo() throws {
    let desk = try Desk("tiny")
    defer { desk.scratch.remove() }
    let deleted = try desk.decide("S1,,,post P1,E1,pin,,near\nS2,,,,,pin,,near\n")
    #expect(deleted.code == 65)
    let lines = deleted.errors.split(separator: "\n")
    #expect(lines[0].contains("a.csv:2:") && lines[0].contains("has been deleted"), "\(lines)")
    #expect(lines[1].contains("a.csv:3:") && lines[1].contains("has no post"), "\(lines)")
  }

  /// A long list of who would move is cut short, and says how to have all of it; as JSON it is whole.
  @Test func everybodyWhoMovesIsListedWhereAllAreAskedFor() throws {
    let desk = try Desk("hangzhou")
    defer { desk.scratch.remove() }
    let plan = desk.scratch.url.appendingPathComponent("plan").path
    #expect(try Binary.run(["allocate", desk.folder, "--output", plan, "--no-worth"]).code == 0)
    let assignments = try Sheet(URL(fileURLWithPath: plan + "/assignments.csv"))
    let placed = assignments.rows.indices.filter { assignments.cell($0, "安排状态") == "新安排" }.prefix(60)
    let rows = placed.map { row in
      let cells = ["学号", "岗位编号"].map { assignments.cell(row, $0) }
      return "\(cells[0]),,\(cells[1]),,,ban,,trial\n"
    }
    func decide(_ options: String...) throws -> String {
      let file = desk.scratch.url.appendingPathComponent("a.csv").path
      try (Self.header + rows.joined()).write(toFile: file, atomically: true, encoding: .utf8)
      let result = try Binary.run(["decide", desk.folder, file, "--dry-run"] + options)
      #expect(result.code == 0, "\(result.errors)")
      return result.output
    }
    let short = try decide()
    let more = try #require(
      short.firstMatch(of: /另有 (\d+) 名（--all 全部列出）/).flatMap { Int($0.1) }, "\(short)")
    let whole = try decide("--all")
    func moves(_ text: String) -> Int { text.matches(of: /: \S+ → \S+/).count }
    #expect(!whole.contains("另有") && moves(whole) == moves(short) + more)
    let json = try JSONSerialization.jsonObject(with: Data(try decide("--json").utf8)) as? [String: Any]
    func count(_ key: String) -> Int? { (json?[key] as? [Any])?.count }
    #expect(count("moves") == 30 + more && count("changes") == rows.count)
    let untold = try #require(json?["untold"] as? Int)
    #expect(untold > 0 && short.contains("有岗位的学生中 \(untold) 名还没有公布"), "\(short)")
  }
}
