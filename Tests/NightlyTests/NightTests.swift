import Foundation
import TestSupport
import Testing

@testable import Nightly

/// Whole nights with the built program as the child.
@Suite(.waits) struct NightTests {
  private let town: Town

  init() throws { town = try Town() }

  @Test func aGoodNightGivesAVerifiedPlan() throws {
    let result = town.night()
    #expect(result.exitCode == 0)
    #expect(result.record?.outcome == .placed)
    #expect(town.latest == result.record?.id)
    #expect(try town.latestIsRight())
    #expect(result.record?.counts["placed"] == 4)
  }

  @Test func aNightMayWriteAWorkbookAndReadOne() throws {
    let students = town.caseFolder.appendingPathComponent("students.csv")
    let rows = try String(contentsOf: students, encoding: .utf8).split(separator: "\n").map {
      $0.components(separatedBy: ",")
    }
    try FileManager.default.removeItem(at: students)
    let workbook = WorkbookBuilder(tables: [("students", rows)])
    try Data(workbook.bytes).write(to: town.caseFolder.appendingPathComponent("students.xlsx"))
    let result = town.night { configuration, _ in configuration.xlsx = true }
    #expect(result.exitCode == 0, "\(result.message.en)")
    let record = try #require(result.record)
    #expect(record.inputs.keys.contains("students.xlsx") && record.rows?["students"] == rows.count - 1)
    let plan = town.plans.appendingPathComponent("\(record.id)/plan.xlsx")
    #expect(FileManager.default.fileExists(atPath: plan.path))
    #expect(try town.latestIsRight())
    // Half of its rows gone: as with any other file, the plan is held.
    let fewer = WorkbookBuilder(tables: [("students", Array(rows.prefix(2)))])
    try Data(fewer.bytes).write(to: town.caseFolder.appendingPathComponent("students.xlsx"))
    #expect(town.night().record?.outcome == .held)
  }

  @Test func unchangedInputsKeepThePlanUnlessForced() throws {
    let first = town.night()
    let second = town.night()
    #expect(second.record?.outcome == .unchanged)
    #expect(second.exitCode == 0)
    #expect(town.latest == first.record?.id)
    let third = town.night(force: true)
    #expect(third.record?.outcome == .placed)
    #expect(town.latest == third.record?.id)
  }

  @Test func aPlanThatSomebodyAlteredIsMadeAnewThoughInputsAreUnchanged() throws {
    let first = try #require(town.night().record)
    let file = town.plans.appendingPathComponent("\(first.id)/unplaced.csv")
    try Data("x".utf8).write(to: file)
    #expect(town.night().record?.outcome == .placed)
    #expect(town.latest != first.id)
    #expect(try town.latestIsRight())
  }

  @Test func faultsOfTheInputsAreNamed() throws {
    let first = town.night()
    try town.writeStudents(4, tail: "S5,A\n")
    let result = town.night()
    #expect(result.exitCode == 65)
    #expect(result.message.en.contains("students.csv:6"))
    #expect(town.latest == first.record?.id)
    try town.write("policy.yaml", "quota: 1\n")
    #expect(town.night().exitCode == 78)
    try FileManager.default.removeItem(at: town.caseFolder.appendingPathComponent("posts.csv"))
    #expect(town.night().exitCode == 66)
    try FileManager.default.removeItem(at: town.caseFolder)
    #expect(town.night().exitCode == 66)
    #expect(town.latest == first.record?.id)
  }

  /// Whoever reads the reason looks for what to mend: warnings are in the log.
  @Test func theReasonIsOfFaultsAlone() throws {
    try town.write("certificates.csv", "certificate,kind,level\nwelder,skill_level,4\n")
    try town.writeStudents(4, tail: "S5,A\n")
    let posts = try String(contentsOf: town.caseFolder.appendingPathComponent("posts.csv"), encoding: .utf8)
    #expect(posts.contains("P1"))
    let result = town.night()
    #expect(result.exitCode == 65)
    for text in [result.message.zh, result.message.en] {
      #expect(
        text.contains("students.csv:6") && !text.contains("warning:") && !text.contains("提醒："), "\(text)")
    }
    #expect(!result.message.en.contains("at fault: inputs at fault"))
  }

  /// A night that died is told of by the next one, and by no other; its record is left as it was then.
  @Test func aDeadNightIsToldOfOnce() throws {
    let first = try #require(town.night().record)
    let runs = town.plans.appendingPathComponent("runs")
    let name = try #require(try FileManager.default.contentsOfDirectory(atPath: runs.path).first)
    var json = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: runs.appendingPathComponent(name)))
        as? [String: Any])
    json["ended"] = nil
    json["outcome"] = "running"
    json["sequence"] = 2
    json["id"] = "2026-01-01T00-00-00Z"
    let dead = runs.appendingPathComponent("000002-2026-01-01T00-00-00Z.json")
    try JSONSerialization.data(withJSONObject: json).write(to: dead)
    let folder = PlansFolder(town.plans)
    #expect(try folder.recover().count == 1)
    let record = try Data(contentsOf: dead)
    #expect(try folder.recover().isEmpty)
    #expect(try Data(contentsOf: dead) == record)
    #expect(town.latest == first.id)
  }

  /// A record that goes while records are read is passed over.
  @Test func recordsMayGoWhileTheyAreRead() throws {
    let folder = PlansFolder(town.plans)
    try folder.prepare()
    let record = NightRecord(id: "2026-09-01T00-00-00Z", sequence: 1, started: "2026-09-01T00:00:00Z")
    try folder.write(record)
    var newest = folder.newestRecords.makeIterator()
    try FileManager.default.removeItem(at: folder.runs)
    #expect(newest.next() == nil)
    #expect(folder.newestRecords.first { _ in true } == nil)
  }

  @Test func aRunLaterThanNowIsSomethingToDo() throws {
    #expect(town.night().exitCode == 0)
    #expect(NightStatus(town.configuration).isGood)
    let before = NightStatus(town.configuration, now: Date() - 86_400)
    #expect(!before.isGood && before.lines.last?.en.contains("clock") == true)
  }

  @Test func aHalfWrittenFileIsSaidToBeOne() throws {
    try town.writeStudents(4, tail: "S5,A,6601")
    let result = town.night()
    #expect(result.exitCode == 65)
    #expect(result.message.en.contains("(students.csv looks half-written"))
  }

  @Test func theChangesAgainstThePlanBeforeAreCounted() throws {
    let first = try #require(town.night().record)
    try town.writeStudents(6)
    try town.write("decisions.csv", "student_id,post_id,decision,reason\nS1,P2,pin,asked\nS2,P2,pin,asked\n")
    let second = try #require(town.night().record)
    let (before, after) = (try posts(first.id), try posts(second.id))
    // Four seats for six: two stay without, and S1 and S2 now hold both seats of P2.
    #expect(after.values.count { $0.isEmpty } == 2 && after["S1"] == "P2" && after["S2"] == "P2")
    let changes = try #require(second.changes)
    func count(_ isSo: (_ old: String, _ new: String) -> Bool) -> Int {
      after.count { isSo(before[$0.key] ?? "", $0.value) }
    }
    #expect(changes.moved == count { !$0.isEmpty && !$1.isEmpty && $0 != $1 })
    #expect(changes.newlyPlaced == count { $0.isEmpty && !$1.isEmpty })
    #expect(changes.newlyUnplaced == count { !$0.isEmpty && $1.isEmpty })
    #expect(changes.moved > 0 && changes.told == 0)
  }

  /// Every student's post in a plan, empty for none.
  private func posts(_ plan: String) throws -> [String: String] {
    let file = town.plans.appendingPathComponent(plan).appendingPathComponent("assignments.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\r\n")
    let header = lines[0].replacing("\u{FEFF}", with: "").components(separatedBy: ",")
    let (student, post) = (
      try #require(header.firstIndex(of: "student_id")), try #require(header.firstIndex(of: "post_id"))
    )
    let rows = lines.dropFirst().filter { !$0.isEmpty }.map { $0.components(separatedBy: ",") }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[student], $0[post]) })
  }
}

@Suite(.waits) struct GuardTests {
  private let town: Town

  init() throws { town = try Town() }

  @Test func aPlanThatMovesTooManyIsHeld() throws {
    let first = try #require(town.night().record)
    // A ban moves one of four, who were all told posts, to another's seat: two of four move.
    try town.write("published.csv", "student_id,post_id\nS1,P1\nS2,P1\nS3,P2\nS4,P2\n")
    try town.write("decisions.csv", "student_id,post_id,decision,reason\nS1,P1,ban,far\n")
    let before = Town.contents(town.plans.appendingPathComponent(first.id))
    let result = town.night { configuration, _ in configuration.maxMovedShare = 0.4 }
    let record = try #require(result.record)
    #expect(result.exitCode == 3)
    #expect(record.outcome == .held)
    #expect(town.latest == first.id)
    #expect(Town.contents(town.plans.appendingPathComponent(first.id)) == before)
    #expect(FileManager.default.fileExists(atPath: town.plans.path + "/held/\(record.id)/assignments.csv"))
    let allowed = town.night { configuration, _ in configuration.maxMovedShare = 0.75 }
    #expect(allowed.exitCode == 0)
    #expect(town.latest == allowed.record?.id)
  }

  @Test func aWideGapIsHeld() throws {
    // The plan's own figures say it: a gap of one half, and a verification that has nothing against it.
    let script = """
      "$PLACEMENT" "$@" && sed -i 's/"gap" : 0,/"gap" : 0.5,/' "$OUT/summary.json"; exit 3
      """
    let program = try town.program(allocating: script)
    try Data(
      "if [ \"$1\" = verify ]; then exit 0; fi\n".utf8 + Data(contentsOf: URL(fileURLWithPath: program[1]))
    )
    .write(to: URL(fileURLWithPath: program[1]))
    let held = town.night { configuration, environment in
      environment.program = program
      configuration.maxGap = 0.1
    }
    #expect(held.exitCode == 3)
    #expect(held.record?.outcome == .held)
    #expect(town.latest == nil)
  }
}

@Suite(.waits) struct BadChildTests {
  private let town: Town

  init() throws { town = try Town() }

  /// A night on changed inputs with a good plan in place.
  private func night(
    _ script: String, _ change: (inout NightConfiguration) -> Void = { _ in }
  ) throws -> (result: NightResult, before: String?) {
    let before = town.night().record?.id
    try town.writeStudents(3)
    let program = try town.program(allocating: script)
    let result = town.night { configuration, environment in
      environment.program = program
      change(&configuration)
    }
    #expect(town.latest == before)
    return (result, before)
  }

  private func crash(of result: NightResult) throws -> String {
    let name = try #require(result.record?.crash)
    return try String(contentsOf: town.plans.appendingPathComponent(name), encoding: .utf8)
  }

  @Test func anAbortEndsIn70WithItsLastWords() throws {
    let (result, _) = try night("echo 'Assertion failed: glpapi.c' >&2; kill -ABRT $$")
    #expect(result.exitCode == 70)
    #expect(try crash(of: result).contains("Assertion failed: glpapi.c"))
    #expect(result.message.en.contains("signal 6"))
    #expect(town.night().exitCode == 0)
  }

  @Test func aHangEndsAtTheDeadline() throws {
    let start = ContinuousClock.now
    let (result, _) = try night("trap '' TERM; echo busy; sleep 100; exit 0") { $0.deadline = 2 }
    #expect(result.exitCode == 70)
    #expect(ContinuousClock.now - start < .seconds(2 + 2 + 2))
    #expect(try #require(result.record?.timings["total"]) < 4)
    #expect(try crash(of: result).contains("busy"))
  }

  @Test func aChildOutOfMemoryEndsIn70() throws {
    let script = "head -c 3000000000 /dev/zero | tail -c 3000000000 >/dev/null; exit 134"
    let (result, _) = try night(script) { $0.memoryLimit = 1024 }
    #expect(result.exitCode == 70)
    #expect(result.message.en.contains("1024 MB"))
  }

  @Test func aLieIsNeverTheLatest() throws {
    // Everybody at one post, which has two seats.
    let script = """
      "$PLACEMENT" "$@"; sed -i 's/,P2,Miller,/,P1,Turner,/' "$OUT/assignments.csv"; exit 0
      """
    let (result, before) = try night(script)
    #expect(result.exitCode == 1)
    #expect(result.record?.outcome == .refused)
    #expect(PlansFolder(town.plans).planNames(in: town.plans) == [before])
  }

  @Test func noPlanAtAllIsNoPlan() throws {
    #expect(try night("exit 0").result.exitCode == 1)
    try town.writeStudents(2)
    #expect(try night("exit 70").result.exitCode == 70)
  }

  @Test func aWishToStopEndsWithinTwoSeconds() throws {
    let before = town.night().record?.id
    try town.writeStudents(3)
    let program = try town.program(allocating: "trap '' TERM; sleep 100; exit 0")
    let stop = StopRequest()
    Thread {
      usleep(800_000)
      stop.set()
    }.start()
    let start = ContinuousClock.now
    let result = town.night { _, environment in
      environment.program = program
      environment.stop = stop
    }
    #expect(ContinuousClock.now - start < .seconds(2.8))
    #expect(result.exitCode == 143)
    #expect(town.latest == before)
  }
}
