import Foundation
import Logging
import Placement
import PlacementFiles
import RunHistory

/// The state of a night that holds the lock.
final class NightRun {
  let configuration: NightConfiguration
  let environment: NightEnvironment
  let folder: PlansFolder
  let log: NightLog
  let supervisor: Supervisor
  private let clock = ContinuousClock()
  private let began: ContinuousClock.Instant
  /// Runs that had died, to be entered in the history.
  private let dead: [NightRecord]
  var record: NightRecord
  /// Inputs that look half-written.
  var cutOff: [String] = []

  init(
    _ configuration: NightConfiguration, _ environment: NightEnvironment, _ folder: PlansFolder,
    _ log: NightLog, dead: [NightRecord]
  ) {
    self.configuration = configuration
    self.environment = environment
    self.folder = folder
    self.dead = dead
    supervisor = Supervisor(stop: environment.stop)
    began = clock.now
    let now = environment.now()
    let sequence = (folder.runNames.last?.sequence ?? 0) + 1
    record = NightRecord(id: folder.newRunID(now), sequence: sequence, started: Stamp.time(now))
    self.log = log.of(run: record.id)
  }

  var work: URL { URL(fileURLWithPath: folder.workFolder(record.id), isDirectory: true) }
  var snapshotFolder: URL { work.appendingPathComponent("case") }
  var newPlan: URL { work.appendingPathComponent("plan") }

  /// Children must be gone by then, so that a notice can still be sent before the deadline.
  var workEnd: ContinuousClock.Instant {
    let hasNotice = configuration.onSuccess != nil || configuration.onFailure != nil
    let reserve = hasNotice ? min(30, configuration.deadline / 10) : 0
    return began + .seconds(configuration.deadline - reserve)
  }

  var secondsLeft: Double { (workEnd - clock.now).seconds }

  func timed<T, E: Error>(_ step: String, _ body: () throws(E) -> T) throws(E) -> T {
    let start = clock.now
    defer { record.timings[step] = ((clock.now - start).seconds * 1000).rounded() / 1000 }
    return try body()
  }

  func complete(force: Bool) -> NightResult {
    log(.info, Text(zh: "夜间运行开始", en: "night begins"), ["case": "\(configuration.caseFolder.path)"])
    do throws(NightEnd) {
      try steps(force: force)
    } catch {
      end(error)
    }
    return finish()
  }

  /// Ends a night that could not even begin.
  func refuse(_ reason: NightEnd) -> NightResult {
    end(reason)
    return finish(keepsRecord: false)
  }

  private func end(_ end: NightEnd) {
    record.outcome = end.outcome
    record.exitCode = end.exitCode
    record.reason = .init(end.reason)
    for line in end.words.split(separator: "\n").prefix(500) { log(.error, Text(verbatim: String(line))) }
    if end.outcome == .failed { writeCrash(end) }
  }

  // MARK: The end

  private func finish(keepsRecord: Bool = true) -> NightResult {
    folder.remove(work.path)
    record.latest = folder.latest
    record.ended = Stamp.time(environment.now())
    record.timings["total"] = ((clock.now - began).seconds * 1000).rounded() / 1000
    keepHistory(isKept: keepsRecord)
    var exitCode = record.exitCode ?? 70
    if keepsRecord {
      if !writeRecord() {
        exitCode = 73
        record.exitCode = exitCode
      }
      for name in folder.prune(keeping: configuration.keepPlans) {
        log(.info, Text(zh: "已删除旧方案", en: "old plan removed"), ["plan": "\(name)"])
      }
    }
    let reason = record.reason.text
    let level: Logger.Level = record.outcome.isGood ? .info : .error
    log(
      level, record.outcome.text + Text(zh: "：", en: ": ") + reason,
      ["outcome": "\(record.outcome.rawValue)", "exit": "\(exitCode)"])
    if let fault = notify() {
      record.noticeFault = .init(fault)
      if keepsRecord { _ = writeRecord() }
    }
    return NightResult(record: record, exitCode: exitCode, message: reason)
  }

  private func writeRecord() -> Bool {
    do {
      try folder.write(record)
      return true
    } catch {
      log(.error, Text(zh: "无法写入运行记录：", en: "the run's record cannot be written: ") + error.message)
      return false
    }
  }

  private func keepHistory(isKept: Bool) {
    guard isKept else { return }
    // A night that was told to stop has two seconds for all it still does.
    let patience = environment.stop.isSet ? 0.3 : 2
    do throws(RunHistoryError) {
      let history = try RunHistory(at: configuration.history, patience: patience)
      defer { history.close() }
      for dead in dead { try keep(dead, in: history) }
      try keep(record, in: history)
    } catch {
      record.historyFault = .init(error.message)
      log(.error, error.message)
    }
  }

  private func keep(_ record: NightRecord, in history: RunHistory) throws(RunHistoryError) {
    let plan = folder.planURL(of: record.id).map { readPlanFolder(at: $0) }
    let entry = HistoryEntry(record, plan: plan)
    try history.record(entry.run, placements: entry.placements)
  }

  /// - Returns: why nobody has been told; nil where somebody has, or nobody is to be.
  private func notify() -> Text? {
    let isSuccess = record.outcome.isGood && record.exitCode != 73
    guard !environment.stop.isSet,
      let command = isSuccess ? configuration.onSuccess : configuration.onFailure
    else { return nil }
    let last = began + .seconds(configuration.deadline)
    let notice = Notice(
      key: isSuccess ? "on_success" : "on_failure", record: record, plans: folder,
      language: configuration.language)
    return notice.send(command, supervisor, deadline: min(last, clock.now + .seconds(120)), log)
  }

  private func writeCrash(_ end: NightEnd) {
    let text = "\(record.id)\n\(end.reason.zh)\n\(end.reason.en)\n\n\(end.words)\n"
    let name = record.id + ".txt"
    do {
      try OutputWriter(operations: folder.operations).writeFileAtomically(
        Data(text.utf8), to: folder.crashes.appendingPathComponent(name))
      record.crash = "crashes/" + name
    } catch {
      log(.error, Text(zh: "无法写入崩溃记录：", en: "the crash record cannot be written: ") + error.message)
    }
  }
}
