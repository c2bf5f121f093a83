import Foundation
import Placement
import PlacementFiles
import TestSupport
import Testing

@testable import Nightly

/// The case as it stood at one moment, and what it had the night before.
@Suite(.waits) struct SnapshotTests {
  private let town: Town

  init() throws { town = try Town() }

  private func snapshot(settle: Double, limit: Double = 10) throws(NightEnd) -> InputSnapshot {
    try InputSnapshot(
      of: town.caseFolder, patience: .init(settle: settle, limit: limit), stop: StopRequest())
  }

  /// Renames a file with old times into place, as `rsync -a` does.
  private static func synchronise(_ name: String, _ text: String, in folder: URL) throws {
    let temporary = folder.appendingPathComponent("temporary-\(UInt32.random(in: .min ... .max))")
    try Data(text.utf8).write(to: temporary)
    try FileManager.default.setAttributes(
      [.modificationDate: Date() - 86_400], ofItemAtPath: temporary.path)
    #expect(rename(temporary.path, folder.path + "/case/" + name) == 0)
  }

  /// Pairs of files that belong together come one after the other: no snapshot holds half a pair.
  @Test func filesExchangedWithOldTimesAreTakenTogether() throws {
    let folder = town.folder
    for name in ["travel.csv", "schools.csv"] { try Self.synchronise(name, "0\n", in: folder) }
    let stop = StopRequest()
    let done = DispatchSemaphore(value: 0)
    Thread {
      for version in 1... {
        if stop.isSet { break }
        try? Self.synchronise("travel.csv", "\(version)\n", in: folder)
        usleep(30_000)
        try? Self.synchronise("schools.csv", "\(version)\n", in: folder)
        usleep(250_000)
      }
      done.signal()
    }.start()
    for _ in 0..<12 {
      let found = try snapshot(settle: 0.1)
      #expect(found.data("travel.csv") == found.data("schools.csv"))
      usleep(20_000)
    }
    stop.set()
    done.wait()
  }

  @Test func aFileUnderWayBesideItsPlaceIsWaitedFor() throws {
    try Data("x".utf8).write(to: town.caseFolder.appendingPathComponent(".students.csv.x9Kd2P"))
    let start = ContinuousClock.now
    _ = try snapshot(settle: 0.5)
    #expect(ContinuousClock.now - start > .milliseconds(350))
  }

  @Test func chineseNamesAndWorkbooksAreTakenToo() throws {
    try town.write("学校.csv", "school_id\nA\n")
    try town.write("travel.xlsx", "no workbook")
    try town.write("notes.csv", "a\n")
    let names = try snapshot(settle: 0).files.map(\.name)
    #expect(names.contains("学校.csv") && names.contains("travel.xlsx") && !names.contains("notes.csv"))
  }

  @Test func aLinkToNowhereIsMissingAndNamed() throws {
    let link = town.caseFolder.appendingPathComponent("decisions.csv")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: town.folder.appendingPathComponent("no"))
    let result = town.night()
    #expect(result.exitCode == 66 && result.message.en.contains("decisions.csv"))
    #expect(town.latest == nil)
  }

  @Test func aFileThatNobodyTypedIsNotTakenIn() throws {
    let students = town.caseFolder.appendingPathComponent("students.csv").path
    #expect(truncate(students, 3_000_000_000) == 0)
    let result = town.night()
    #expect(result.exitCode == 65 && result.message.en.contains("students.csv is larger than 1 GB"))
  }

  @Test func aFolderThatCannotBeListedIsNoEmptyOne() throws {
    try FileManager.default.removeItem(at: town.caseFolder)
    let end = #expect(throws: NightEnd.self) { try snapshot(settle: 0) }
    #expect(end?.exitCode == 66 && end?.reason.en.contains(town.caseFolder.path) == true)
  }

  /// Whoever takes decisions in at that moment is waited for.
  @Test func aCaseThatIsHeldForAMomentIsWaitedFor() throws {
    let holder = Holder(try CaseLock(folder: town.caseFolder))
    Thread {
      usleep(700_000)
      holder.release()
    }.start()
    #expect(town.night().exitCode == 0)
  }

  /// Lets a lock go on another thread.
  private final class Holder: @unchecked Sendable {
    // Unchecked: made on one thread, let go on one other.
    private var lock: CaseLock?
    init(_ lock: CaseLock) { self.lock = lock }
    func release() { lock = nil }
  }

  @Test func rowsAreCounted() {
    #expect(RowCount.of(Data("a,b\r\n1,2\r\n,\r\n\r\n\"x\ny\",2".utf8)) == 2)
    #expect(RowCount.of(Data("a;b\r1;2\r".utf8)) == 1)
    #expect(RowCount.of(Data()) == 0 && RowCount.of(Data("a\n".utf8)) == 0)
  }

  private func decide(_ students: Int...) throws {
    let rows = students.map { "S\($0),P1,,ban,asked\n" }.joined()
    try town.write("decisions.csv", "student_id,post_id,enterprise_id,decision,reason\n" + rows)
  }

  /// What vanishes is held until it is back or meant, however many nights go by.
  @Test(arguments: [true, false]) func whatVanishesIsHeld(entirely: Bool) throws {
    try decide(1, 2, 3)
    let first = town.night()
    #expect(first.exitCode == 0)
    if entirely {
      try FileManager.default.removeItem(at: town.caseFolder.appendingPathComponent("decisions.csv"))
    } else {
      try decide(1)
    }
    for _ in 0..<2 {
      let held = town.night()
      #expect(held.exitCode == 3 && held.record?.outcome == .held)
      #expect(held.message.en.contains("decisions") && held.message.en.contains("allow_missing: [decisions]"))
      #expect(town.latest == first.record?.id)
    }
    let meant = town.night { configuration, _ in configuration.allowMissing = ["decisions"] }
    #expect(meant.exitCode == 0 && town.latest == meant.record?.id)
    // From now on it is so.
    #expect(town.night().exitCode == 0)
  }

  @Test func aTableOfAHeaderAloneMayGo() throws {
    try decide()
    town.night()
    try FileManager.default.removeItem(at: town.caseFolder.appendingPathComponent("decisions.csv"))
    #expect(town.night().exitCode == 0)
  }

  @Test func aNewSeasonBeginsAnew() throws {
    try town.write("published.csv", "student_id,post_id\nS1,P1\n")
    #expect(town.night().exitCode == 0)
    try FileManager.default.removeItem(at: town.caseFolder.appendingPathComponent("published.csv"))
    try town.write("policy.yaml", "name: Next season\nlanguage: en\n")
    #expect(town.night().exitCode == 0)
  }

  @Test func aHeldPlanThatWasPublishedIsNothingToDo() throws {
    try decide(1, 2, 3)
    town.night()
    try FileManager.default.removeItem(at: town.caseFolder.appendingPathComponent("decisions.csv"))
    let held = try #require(town.night().record)
    let advice = NightStatus(town.configuration).lines[4].en
    #expect(advice.contains("look at held/\(held.id); placement publish it"), "\(advice)")
    let plan = town.plans.appendingPathComponent("held/" + held.id)
    #expect(try town.run(["publish", town.caseFolder.path, plan.path]).code == 0)
    let status = NightStatus(town.configuration)
    #expect(status.lines[4].en == "to do: nothing" && status.isGood)
  }

  /// Students were told these very posts before the table vanished: that nobody moves does not bring it back, nor does
  /// publishing them again, nor what is noted beside them.
  @Test func aHeldPlanOfWhatWasToldBeforeIsToBeLookedAt() throws {
    // The other two take the other post: with and without the table everybody has one.
    try decide(1, 2)
    let first = try #require(town.night().record)
    #expect(try town.run(["publish", town.caseFolder.path, town.plans.path + "/" + first.id]).code == 0)
    #expect(town.night().exitCode == 0)
    try FileManager.default.removeItem(at: town.caseFolder.appendingPathComponent("decisions.csv"))
    func expectToMend(_ held: NightRecord) {
      let status = NightStatus(town.configuration)
      #expect(
        status.lines[4].en
          == "to do: look at held/\(held.id); mend what the reason names, or configure that it is meant")
      #expect(status.lines[4].zh.contains("恢复文件") && !status.isGood)
    }
    for _ in 0..<2 {
      let held = try #require(town.night().record)
      #expect(held.outcome == .held && held.changes?.toldMoved == 0)
      expectToMend(held)
    }
    let held = try #require(town.night().record)
    let again = try town.run(["publish", town.caseFolder.path, town.plans.path + "/held/" + held.id])
    #expect(again.code == 0 && again.words.contains("holds this plan already"), "\(again.words)")
    expectToMend(held)
    let file = town.caseFolder.appendingPathComponent("published.csv")
    let published = try String(contentsOf: file, encoding: .utf8)
    #expect(published.contains("announced"))
    try town.write("published.csv", published.replacing("announced", with: "confirmed"))
    expectToMend(held)
  }

  /// Before the first night there is none that could be too long ago; afterwards there is.
  @Test func onlyANightThatWasCanBeTooLongAgo() throws {
    for isPrepared in [false, true] {
      if isPrepared { try PlansFolder(town.plans).prepare() }
      let status = NightStatus(town.configuration)
      #expect(status.lines[4].en == "to do: run placement nightly" && !status.isGood)
      #expect(status.lines[4].zh == "待办：运行 placement nightly")
    }
    town.night()
    for (hours, isStale) in [(25.0, false), (27, true)] {
      let status = NightStatus(town.configuration, now: Date() + hours * 3600)
      #expect(status.isGood != isStale && status.lines[4].en.contains("check the timer") == isStale)
    }
  }

  /// While a run is at work nobody is sent to start another.
  @Test func statusOfARunAtWorkSaysToWait() throws {
    var record = NightRecord(id: "2026-09-01T00-00-00Z", sequence: 1, started: "2026-09-01T00:00:00Z")
    let folder = PlansFolder(town.plans)
    try folder.prepare()
    try folder.write(record)
    let lock = try CaseLock(folder: town.plans)
    let status = NightStatus(town.configuration)
    #expect(status.lines[4].en.hasPrefix("to do: run 2026-09-01T00-00-00Z (process \(getpid())) is at work"))
    #expect(!status.isGood)
    withExtendedLifetime(lock) {}
    record.ended = record.started
    try folder.write(record)
  }

  @Test func everyGapNamesItsStage() throws {
    let id = try #require(town.night().record?.id)
    let file = town.plans.appendingPathComponent(id + "/summary.json")
    var summary = try JSONDecoder().decode(PlanSummary.self, from: Data(contentsOf: file))
    for (stage, gap) in [(0, 0.009), (1, 0.27)] {
      summary.objectives[stage].gap = gap
      summary.objectives[stage].proven = false
    }
    try summary.jsonFile().write(to: file)
    let line = NightStatus(town.configuration).lines[2]
    #expect(
      line.en.hasSuffix("gap: objective 1 (unplaced) 0.90 %, objective 2 (moves) 27.00 %"), "\(line.en)")
    #expect(line.zh.contains("第 2 级目标（调整） 27.00 %"), "\(line.zh)")
  }

  @Test func aLongSolveSaysHowFarItIs() throws {
    let log = Lines()
    let program = try town.program(
      allocating: "echo 'stage 1/3, placed 2' >&2; sleep 1; exec \"$PLACEMENT\" \"$@\"")
    let result = town.night { _, environment in
      environment.program = program
      environment.heartbeat = 0.3
      environment.log = { log.add($0) }
    }
    #expect(result.exitCode == 0)
    #expect(log.all.contains("still at work progress=\"stage 1/3, placed 2\" run="), "\(log.all)")
  }

  /// A deadline that the work has overrun leaves somebody to be told all the same.
  @Test func aNightWithoutTimeLeftTells() throws {
    let told = town.folder.appendingPathComponent("told").path
    let program = try town.program(allocating: "trap '' TERM; sleep 100; exit 0")
    let result = town.night { configuration, environment in
      environment.program = program
      configuration.deadline = 1
      configuration.onFailure = ["/bin/sh", "-c", "sleep 0.5; echo $PLACEMENT_EXIT_CODE > '\(told)'"]
    }
    #expect(result.exitCode == 70)
    #expect(try String(contentsOfFile: told, encoding: .utf8) == "70\n")
  }
}
