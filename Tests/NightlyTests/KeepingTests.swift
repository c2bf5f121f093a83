import Foundation
import RunHistory
import TestSupport
import Testing

@testable import Nightly

/// Clocks, old plans, the history: what many nights leave behind.
@Suite(.waits) struct KeepingTests {
  private let town: Town

  init() throws { town = try Town() }

  private func moment(_ time: String) throws -> Date { try #require(Stamp.date(time)) }

  @Test func aClockThatStandsStillOrJumpsBackNeverOverwrites() throws {
    let times = [
      "2026-10-25T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2025-01-01T00:00:00Z",
    ]
    var ids: [String] = []
    for time in times + times {
      let date = try moment(time)
      let result = town.night(force: true) { _, environment in environment.now = { date } }
      ids.append(result.record?.id ?? "")
      #expect(town.latest == ids.last)
    }
    #expect(Set(ids).count == ids.count)
    #expect(ids.prefix(2) == ["2026-10-25T00-30-00Z", "2026-10-25T00-30-00Z-2"])
    #expect(PlansFolder(town.plans).planNames(in: town.plans).count == 8)
    #expect(PlansFolder(town.plans).records().map(\.id) == ids)
  }

  @Test func oldPlansGoInTheOrderOfTheRunsAndTheLatestStays() throws {
    let times = ["2040-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]
    for time in times {
      let date = try moment(time)
      town.night(force: true) { configuration, environment in
        environment.now = { date }
        configuration.keepPlans = 2
      }
    }
    let names = PlansFolder(town.plans).planNames(in: town.plans)
    #expect(names == ["2026-01-01T00-00-00Z", "2026-01-02T00-00-00Z"])
    #expect(town.latest == "2026-01-02T00-00-00Z")
  }

  /// Closing a year is a person's decision: no night does it.
  @Test func noNightClosesAYear() throws {
    try town.write(
      "history.csv", "year,specialty_class,district,students,seats,placed,matched\n2025,6601,West,4,4,4,4\n")
    try town.write(
      "host-record.csv",
      "year,enterprise_id,interns,interns_long,intern_months,matched,hired\n2025,E1,4,4,20,4,1\n")
    // All but the lock.
    func files() -> [String: Data] { Town.contents(town.caseFolder).filter { !$0.key.hasPrefix(".") } }
    let before = files()
    for _ in 0..<2 {
      #expect(town.night(force: true).record?.outcome == .placed)
      #expect(files() == before)
    }
  }

  @Test func stampsAreTheCalendars() {
    #expect(Stamp.name(Date(timeIntervalSince1970: 0)) == "1970-01-01T00-00-00Z")
    #expect(Stamp.name(Date(timeIntervalSince1970: 1_788_228_000.9)) == "2026-09-01T02-00-00Z")
    #expect(
      Stamp.isName("2026-09-01T02-00-00Z-12") && !Stamp.isName("2026-09-01T02-00-00Z-")
        && !Stamp.isName("latest"))
  }

  private func removeHistory() {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: town.configuration.history.path + suffix)
    }
  }

  @Test func aHistoryThatLacksRunsGetsThemBackAndSaysSo() throws {
    town.night()
    // Two nights were killed, one after the other, before they could enter anything.
    for sequence in [2, 3] {
      var record = NightRecord(
        id: "2026-09-0\(sequence)T00-00-00Z", sequence: sequence, started: "2026-09-01T00:00:00Z")
      record.outcome = .died
      try PlansFolder(town.plans).write(record)
    }
    let log = Lines()
    let fourth = town.night { _, environment in environment.log = { log.add($0) } }
    #expect(fourth.record?.historyRestored == 2 && log.all.contains("2 restored from runs/"))
    func runs() throws -> [String] { try RunHistory(at: town.configuration.history).runs().map(\.id) }
    #expect(try runs() == PlansFolder(town.plans).records().map(\.id))
    removeHistory()
    let fifth = town.night()
    #expect(fifth.record?.historyRestored == 4)
    #expect(try runs().count == 5)
    let status = NightStatus(town.configuration)
    #expect(status.lines[1].zh.contains("补入 4 次运行") && status.isGood)
    #expect(town.night().record?.historyRestored == nil)
  }

  @Test func aFileThatIsNoHistoryIsLeftAloneAndMoved() throws {
    let file = town.caseFolder.appendingPathComponent("students.csv")
    let before = try Data(contentsOf: file)
    let result = town.night { configuration, _ in configuration.history = file }
    #expect(result.exitCode == 0)
    #expect(result.record?.historyFault?.en.contains("students.csv is no history") == true)
    #expect(throws: RunHistoryError.self) { try PlansFolder(town.plans).rebuildHistory(at: file) }
    #expect(try Data(contentsOf: file) == before)
  }

  @Test func aHistoryThatIsNoneStopsNoNightAndIsRebuilt() throws {
    let file = town.configuration.history
    let first = town.night()
    let sound = try Data(contentsOf: file)
    for wreck in [
      Data(repeating: 9, count: 50_000), sound.prefix(100) + Data(repeating: 9, count: sound.count),
    ] {
      removeHistory()
      try wreck.write(to: file)
      let result = town.night(force: true)
      #expect(result.exitCode == 0)
      #expect(result.record?.historyFault != nil)
      #expect(town.latest == result.record?.id)
    }
    let folder = PlansFolder(town.plans)
    #expect(!NightStatus(town.configuration).isGood)
    #expect(try folder.rebuildHistory(at: file) == 3)
    #expect(NightStatus(town.configuration).isGood)
    let history = try RunHistory(at: file)
    #expect(try history.runs().map(\.id) == folder.records().map(\.id))
    #expect(try history.placements(of: first.record?.id ?? "").map(\.student) == ["S1", "S2", "S3", "S4"])
    #expect(try history.placements(ofStudent: "S1").count == 3)
  }

  @Test func aPurgedSeasonStaysAwayThroughARebuild() throws {
    let file = town.configuration.history
    town.night()
    try town.write("policy.yaml", "name: Next season\nlanguage: zh-Hans\n")
    let kept = town.night()
    let folder = PlansFolder(town.plans)
    #expect(try folder.purgeHistory(at: file, season: "Test town") == 1)
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
    #expect(try folder.rebuildHistory(at: file) == 1)
    let history = try RunHistory(at: file)
    #expect(try history.runs().map(\.id) == [kept.record?.id])
    #expect(try history.placements(ofStudent: "S1").map(\.placement.status) == ["placed"])
  }

  /// Folders with names like ours that are not: somebody's photographs, a plan with notes beside it.
  @Test func aStrangersFolderIsNeverPruned() throws {
    town.night()
    for (name, file) in [("2020-01-01T00-00-00Z", "photo.jpg"), ("2020-01-02T00-00-00Z", "quotas.csv")] {
      for parent in [town.plans, town.plans.appendingPathComponent("held")] {
        let url = parent.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: url.appendingPathComponent(file))
      }
    }
    let noted = try #require(town.latest)
    try Data("mine".utf8).write(to: town.plans.appendingPathComponent(noted + "/notes.txt"))
    let work = town.plans.appendingPathComponent(".night-photos")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    let log = Lines()
    func next() -> NightResult {
      town.night(force: true) { configuration, environment in
        configuration.keepPlans = 1
        environment.log = { log.add($0) }
      }
    }
    let second = next()
    let third = next()
    #expect(second.exitCode == 0 && third.exitCode == 0)
    let folder = PlansFolder(town.plans)
    let ours = [noted, third.record?.id ?? ""]
    #expect(folder.planNames(in: town.plans) == ["2020-01-01T00-00-00Z", "2020-01-02T00-00-00Z"] + ours)
    #expect(folder.planNames(in: folder.held).count == 2)
    #expect(FileManager.default.fileExists(atPath: work.path))
    #expect(log.all.contains("photo.jpg") && log.all.contains("notes.txt"))
  }

  /// What stands in `runs` under a name or with contents that no run of ours has.
  @Test func aRecordThatIsNoneHarmsNothing() throws {
    town.night()
    let folder = PlansFolder(town.plans)
    let own = try #require(folder.runNames.first)
    let sound = try Data(contentsOf: folder.runs.appendingPathComponent(own.file))
    let stamp = "2026-09-01T00-00-00Z.json"
    for name in [
      "9223372036854775807-", "92233720368547758070-", "-1-", "999999999-", "+00001-", "000000-", "000007-",
      "999999998-",
    ] {
      try sound.write(to: folder.runs.appendingPathComponent(name + stamp))
    }
    try Data("{\"sequence\": 1e400}".utf8).write(to: folder.runs.appendingPathComponent("000008-" + stamp))
    let result = town.night(force: true)
    #expect(result.exitCode == 0)
    #expect(result.record?.sequence == 2)
    #expect(NightStatus(town.configuration).isGood)
    #expect(try folder.rebuildHistory(at: town.configuration.history) == 2)
  }

  @Test func nothingKeptOfARunNamesAnybody() throws {
    let header = "student_id,name,school_id,specialty_code,grade,birth_date,latitude,longitude"
    try town.write("students.csv", header + "\nS1,Secretname,A,660101,3,2008-01-01,30.2111,120.15\n")
    var words = ""
    let log = Lines()
    let result = town.night { _, environment in environment.log = { log.add($0) } }
    #expect(result.exitCode == 0)
    try town.write("students.csv", header + "\nS1,Secretname,A,660101,3,2008-01-01,300,120.15\n")
    #expect(town.night { _, environment in environment.log = { log.add($0) } }.exitCode == 65)
    for file in PlansFolder.entries(town.plans.appendingPathComponent("runs")) {
      words += try String(contentsOf: town.plans.appendingPathComponent("runs/\(file)"), encoding: .utf8)
    }
    words += String(decoding: try Data(contentsOf: town.configuration.history), as: UTF8.self)
    words += log.all
    #expect(words.contains("S1") && log.all.contains("students.csv:2"))
    for secret in ["Secretname", "2008-01-01", "30.2111"] { #expect(!words.contains(secret)) }
  }

  @Test func theNoticeHasTheOutcomeAndTheCounts() throws {
    let folder = town.folder.path
    let command =
      "cat > '\(folder)/notice.json'; echo $PLACEMENT_OUTCOME $PLACEMENT_COUNT_PLACED > '\(folder)/notice.txt'"
    let result = town.night { configuration, _ in
      configuration.onSuccess = ["/bin/sh", "-c", command]
    }
    #expect(result.exitCode == 0)
    #expect(try String(contentsOfFile: folder + "/notice.txt", encoding: .utf8) == "placed 4\n")
    let record = try JSONDecoder().decode(
      NightRecord.self, from: Data(contentsOf: town.folder.appendingPathComponent("notice.json")))
    #expect(record.id == result.record?.id)
    #expect(NightStatus(town.configuration).isGood)
  }

  @Test func aNoticeSaysWhatThereIsToDo() throws {
    let file = town.folder.appendingPathComponent("notice.json")
    try town.writeStudents(4, tail: "S5,A\n")
    town.night { configuration, _ in
      configuration.onFailure = [
        "/bin/sh", "-c", "cat > '\(file.path)'; echo \"$PLACEMENT_ADVICE\" > '\(file.path).txt'",
      ]
    }
    let body = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let advice = try #require(body["advice"] as? [String: String])
    #expect(try String(contentsOfFile: file.path + ".txt", encoding: .utf8) == (advice["en"] ?? "") + "\n")
    #expect(NightStatus(town.configuration).lines[4].zh == "待办：" + (advice["zh"] ?? ""))
  }

  @Test func aNoticeThatFailsIsSomethingToDo() throws {
    let log = Lines()
    let result = town.night { configuration, environment in
      configuration.onSuccess = ["/bin/sh", "-c", "echo no route to host; exit 9"]
      configuration.language = .chinese
      environment.log = { log.add($0) }
    }
    #expect(result.exitCode == 0)
    #expect(PlansFolder(town.plans).records().last?.noticeFault?.zh == "on_success 的命令以代码 9 结束")
    #expect(log.all.contains("no route to host"))
    #expect(log.all.contains("夜间运行开始") && !log.all.contains("night begins"))
    let status = NightStatus(town.configuration)
    #expect(!status.isGood)
    #expect(status.lines[4].en.contains("nobody was told: the command of on_success ended with code 9"))
  }

  @Test func statusSpeaksOfTheOperatorsOwnClock() throws {
    let date = try moment("2026-09-01T18:00:00Z")
    town.night { _, environment in environment.now = { date } }
    let zone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
    let status = NightStatus(town.configuration, now: date, zone: zone)
    let run = "2026-09-02 02:00 UTC+08:00 (2026-09-01T18-00-00Z)"
    #expect(status.lines[0].en.hasPrefix("last run: " + run))
    #expect(status.lines[2].en.hasPrefix("latest plan: " + run))
    let west = try #require(TimeZone(secondsFromGMT: -12_600))
    #expect(Stamp.local(date, west) == "2026-09-01 14:30 UTC-03:30")
  }
}

final class Lines: @unchecked Sendable {
  // A lock guards it.
  private let lock = NSLock()
  private var text = ""
  func add(_ line: String) { lock.withLock { text += line } }
  var all: String { lock.withLock { text } }
}
