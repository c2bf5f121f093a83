import Foundation
import GRDB
import Placement
import Testing

@testable import RunHistory

@Suite struct RunHistoryTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("history-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var file: URL { folder.appendingPathComponent("history.sqlite") }

  private func run(_ id: String, _ sequence: Int, season: String = "autumn") -> HistoryRun {
    var run = HistoryRun(
      id: id, sequence: sequence, season: season, started: "2026-09-01T02:00:00Z", outcome: "placed",
      exitCode: 0, reason: Text(zh: "正常", en: "fine"))
    run.inputs = ["students.csv": "ab12"]
    run.objectives = [.init(stage: 1, weights: "unplaced×1", value: 3, bound: 3, gap: 0, proven: true)]
    run.counts = ["placed": 2]
    run.timings = ["solve": 0.5]
    return run
  }

  private func placement(_ student: String, _ post: String?, _ why: String = "") -> HistoryPlacement {
    HistoryPlacement(student: student, post: post, status: post == nil ? "unplaced" : "placed", why: why)
  }

  @Test func aRunComesBackAsItWasRecorded() throws {
    let history = try RunHistory(at: file)
    try history.record(run("a", 1), placements: [placement("S1", "P1"), placement("S2", nil, "contested")])
    #expect(try history.run("a") == run("a", 1))
    #expect(try history.placements(of: "a").map(\.post) == ["P1", nil])
    #expect(try history.run("b") == nil)
  }

  @Test func aHistoryOfTheFirstFormIsBroughtUpToDate() throws {
    let old = try DatabaseQueue(path: file.path)
    try Schema.migrator.migrate(old, upTo: "1: runs, placements, purged runs")
    try old.write {
      try $0.execute(sql: "INSERT INTO run VALUES ('a', 1, 'autumn', '2026', 'placed', 0, 'fine')")
    }
    try old.close()
    #expect(try RunHistory(reading: file).runs().map(\.reason) == [Text(verbatim: "fine")])
  }

  @Test func aPlanHeldForReviewPlacesNobody() throws {
    let history = try RunHistory(at: file)
    var held = run("b", 2)
    held.outcome = HistoryRun.heldOutcome
    try history.record(run("a", 1), placements: [placement("S1", "P1")])
    try history.record(held, placements: [placement("S1", "P2")])
    try history.record(run("c", 3), placements: [placement("S1", "P1")])
    let found = try history.placements(ofStudent: "S1")
    #expect(found.map(\.isHeld) == [false, true, false])
    #expect(found.map(\.changed) == [false, true, false])
    #expect(found.map(\.before) == [nil, "a", "a"])
  }

  @Test func runsFollowTheirSequenceNotTheirNames() throws {
    let history = try RunHistory(at: file)
    try history.record(run("2030", 1))
    try history.record(run("2026", 2))
    #expect(try history.runs().map(\.id) == ["2030", "2026"])
  }

  @Test func differencesNameThoseWhoCameAndWentToo() throws {
    let history = try RunHistory(at: file)
    let before = [placement("S1", "P1"), placement("S2", "P2"), placement("S3", "P3"), placement("S5", "P1")]
    let after = [
      placement("S1", "P1"), placement("S2", "P9"), placement("S4", "P3"), placement("S5", nil, "team"),
    ]
    try history.record(run("a", 1), placements: before)
    try history.record(run("b", 2), placements: after)
    let found = try history.differences(from: "a", to: "b")
    #expect(found.map(\.student) == ["S2", "S3", "S4", "S5"])
    #expect(found.map(\.before) == ["P2", "P3", nil, "P1"])
    #expect(found.map(\.after) == ["P9", nil, "P3", nil])
    #expect(found.map(\.why) == ["", "", "", "team"])
    let student = try history.placements(ofStudent: "S2")
    #expect(student.map(\.placement.post) == ["P2", "P9"])
    #expect(student.map(\.changed) == [false, true])
  }

  @Test func aPurgedRunNeverComesBackAndLeavesNoBytes() throws {
    let history = try RunHistory(at: file)
    try history.record(run("a", 1), placements: [placement("STUDENT-0001", "P1")])
    try history.record(run("b", 2, season: "spring"), placements: [placement("STUDENT-0002", "P1")])
    #expect(try history.purge(["a"]) == 1)
    try history.record(run("a", 1), placements: [placement("STUDENT-0001", "P1")])
    #expect(try history.runs().map(\.id) == ["b"])
    #expect(try history.placements(ofStudent: "STUDENT-0001").isEmpty)
    history.close()
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let bytes = try Data(contentsOf: folder.appendingPathComponent(name))
      #expect(bytes.range(of: Data("STUDENT-0001".utf8)) == nil)
    }
    #expect(try Data(contentsOf: file).range(of: Data("STUDENT-0002".utf8)) != nil)
  }

  /// A table, a text, a database of somebody else's: never opened, never replaced, by no command.
  @Test func anotherFileIsNeverTouched() throws {
    let other = try DatabaseQueue(path: folder.appendingPathComponent("other.sqlite").path)
    try other.write {
      try $0.execute(sql: "CREATE TABLE grdb_migrations (identifier TEXT); CREATE TABLE run (id)")
    }
    try other.close()
    let contents = [
      Data("student_id\nS1\n".utf8), Data(repeating: 7, count: 8192), Data("SQLite format 3\0".utf8),
      try Data(contentsOf: folder.appendingPathComponent("other.sqlite")),
    ]
    for content in contents {
      try content.write(to: file)
      let attempts: [() throws -> Void] = [
        { _ = try RunHistory(at: self.file) }, { _ = try RunHistory(reading: self.file) },
        { try RunHistory.rebuild(at: self.file, purged: []) { _ in } },
      ]
      for attempt in attempts {
        #expect(throws: RunHistoryError.foreign("history.sqlite")) { try attempt() }
      }
      #expect(try Data(contentsOf: file) == content)
    }
    try FileManager.default.removeItem(at: file)
    let elsewhere = folder.appendingPathComponent("elsewhere")
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: elsewhere)
    #expect(throws: RunHistoryError.foreign("history.sqlite")) { try RunHistory(at: file) }
    #expect(!FileManager.default.fileExists(atPath: elsewhere.path))
    // Nor where the new one is made.
    try FileManager.default.removeItem(at: file)
    let fresh = file.appendingPathExtension("rebuilding")
    try Data("mine".utf8).write(to: fresh)
    #expect(throws: RunHistoryError.self) { try RunHistory.rebuild(at: file, purged: []) { _ in } }
    #expect(try Data(contentsOf: fresh) == Data("mine".utf8))
  }

  @Test func whatIsOursIsKnownFromItsFirstByteOn() throws {
    try Data().write(to: file)
    let history = try RunHistory(at: file)
    // Before any checkpoint: a kill at this moment leaves a file that is known.
    #expect(try Array(Data(contentsOf: file)[68..<72]) == Array("plmt".utf8))
    try history.record(run("a", 1))
    history.close()
    #expect(try RunHistory(reading: file).knownRuns() == ["a"])
  }

  @Test func aDamagedFileIsSaidToBeDamagedAndIsRebuilt() throws {
    try RunHistory(at: file).close()
    var bytes = try Data(contentsOf: file)
    bytes.replaceSubrange(100..., with: Data(repeating: 7, count: bytes.count - 100))
    try bytes.write(to: file)
    #expect {
      try RunHistory(at: file)
    } throws: { error in
      if case RunHistoryError.damaged = error { true } else { false }
    }
    try RunHistory.rebuild(at: file, purged: ["a"]) { history in
      try history.record(run("a", 1))
      try history.record(run("b", 2))
    }
    #expect(try RunHistory(at: file).runs().map(\.id) == ["b"])
  }

  @Test func aLockedFileIsGivenUpOnAfterAWhile() throws {
    let holder = try RunHistory(at: file)
    let (locked, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let thread = Thread {
      try? holder.holdingTheLock {
        locked.signal()
        done.wait()
      }
    }
    thread.start()
    locked.wait()
    defer { done.signal() }
    let start = ContinuousClock.now
    #expect {
      try RunHistory(at: file, patience: 0.2).record(run("a", 1))
    } throws: { error in
      if case RunHistoryError.locked = error { true } else { false }
    }
    #expect(ContinuousClock.now - start < .seconds(3))
  }

  /// Nothing can be made beside it, and nothing need be.
  @Test func whoMayNotWriteReads() throws {
    let history = try RunHistory(at: file)
    try history.record(run("a", 1))
    history.close()
    let names = try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path)
    let reader = try RunHistory(reading: file, patience: 0, canWrite: false)
    #expect(try reader.runs().map(\.id) == ["a"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path) == names)
    #expect(throws: RunHistoryError.self) { try reader.record(run("b", 2)) }
  }

  @Test func theJournalIsAWriteAheadLog() throws {
    let history = try RunHistory(at: file)
    try history.record(run("a", 1))
    // Bytes 18 and 19 of an SQLite file: 2 for a write-ahead log.
    #expect(try Array(Data(contentsOf: file)[18...19]) == [2, 2])
  }
}

extension RunHistory {
  /// Holds the write lock while `body` runs.
  fileprivate func holdingTheLock(_ body: () throws -> Void) throws {
    try write { database in
      try database.execute(sql: "CREATE TABLE IF NOT EXISTS held (x)")
      try body()
    }
  }
}
