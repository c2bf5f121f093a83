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
  var record: NightRecord
  /// Inputs that look half-written.
  var cutOff: [String] = []
  private var clockFault: Text? { record.clockFault?.text }

  /// - Parameter began: from when the deadline counts.
  init(
    _ configuration: NightConfiguration, _ environment: NightEnvironment, _ folder: PlansFolder,
    _ log: NightLog, since began: ContinuousClock.Instant = .now
  ) {
    self.configuration = configuration
    self.environment = environment
    self.folder = folder
    supervisor = Supervisor(stop: environment.stop)
    self.began = began
    let now = environment.now()
    let newest = folder.newestRecords.first { _ in true }
    let sequence = (newest?.sequence ?? 0) + 1
    let clockFault = newest.flatMap { before -> Text? in
      guard let start = Stamp.date(before.started), now < start - 3600 else { return nil }
      return Text(
        zh: "系统时钟现为 \(Stamp.time(now))，早于上次运行（\(before.id)），请检查时钟",
        en: "the clock says \(Stamp.time(now)), which is before the last run (\(before.id)): check the clock")
    }
    record = NightRecord(id: folder.newRunID(now), sequence: sequence, started: Stamp.time(now))
    record.clockFault = clockFault.map { .init($0) }
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
    for remark in [clockFault, record.firstNight].compactMap({ $0 }) { log(.warning, remark) }
    do throws(NightEnd) {
      try steps(force: force)
    } catch {
      end(error)
    }
    return finish()
  }

  /// Ends a night that could not even begin: without the lock nothing in the folder is its own, and no record is kept.
  func refuse(_ reason: NightEnd) -> NightResult {
    end(reason)
    noteEnd()
    return told(record.exitCode ?? 70)
  }

  /// Sets on record how the night ends, well or not, and why.
  func end(_ end: NightEnd) {
    record.outcome = end.outcome
    record.exitCode = end.exitCode
    // Days that have not come yet, by a clock that is wrong, look like faults of the files; a plan made by it is dated wrong.
    record.reason = .init(clockFault.map { $0 + Text.semicolon + end.reason } ?? end.reason)
    for line in end.words.split(separator: "\n").prefix(500) {
      log(Diagnostic.isWarning(line) ? .warning : .error, Text(verbatim: String(line)))
    }
    if end.outcome == .failed { writeCrash(end) }
  }

  // MARK: The end

  private func finish() -> NightResult {
    folder.operations.removeAll(work.path)
    noteEnd()
    keepHistory()
    var exitCode = record.exitCode ?? 70
    // A plan in place is on record since before it was: it stays, and so does the exit code.
    if let fault = writeRecord(), record.outcome != .placed {
      exitCode = 73
      record.exitCode = exitCode
      if record.outcome.isGood {
        record.outcome = .unwritable
        record.reason = .init(fault)
      }
    }
    tidyUp()
    let result = told(exitCode)
    if record.noticeFault != nil { _ = writeRecord() }
    return result
  }

  private func noteEnd() {
    record.latest = folder.latest
    record.ended = Stamp.time(environment.now())
    record.timings["total"] = ((clock.now - began).seconds * 1000).rounded() / 1000
  }

  /// Says how the night ended, in the log and to whoever gets a notice.
  private func told(_ exitCode: Int32) -> NightResult {
    let reason = record.reason.text
    let level: Logger.Level = record.outcome.isGood ? .info : .error
    log(
      level, record.outcome.text + Text(zh: "：", en: ": ") + reason,
      ["outcome": "\(record.outcome.rawValue)", "exit": .stringConvertible(Int(exitCode))])
    if let fault = notify() { record.noticeFault = .init(fault) }
    return NightResult(record: record, exitCode: exitCode, message: reason)
  }

  private func tidyUp() {
    let old = folder.prune(keeping: configuration.keepPlans)
    for name in old.removed {
      log(.info, Text(zh: "已删除旧方案", en: "old plan removed"), ["plan": "\(name)"])
    }
    for plan in old.kept { log(.warning, plan.reason, ["plan": "\(plan.name)"]) }
  }

  /// - Returns: why the record cannot be written; nil where it is.
  private func writeRecord() -> Text? {
    do {
      try folder.write(record)
      return nil
    } catch {
      let fault = Text(zh: "无法写入运行记录：", en: "the run's record cannot be written: ") + error.message
      log(.error, fault)
      return fault
    }
  }

  private func keepHistory() {
    // A night that was told to stop has two seconds for all it still does.
    let patience = environment.stop.isSet ? 0.3 : 2
    do {
      let history = try RunHistory(at: configuration.history, patience: patience)
      defer { history.close() }
      try restore(history)
      try folder.enter(record, in: history)
    } catch let error as RunHistoryError {
      miss(error.message)
    } catch {
      let list = PurgedRuns.file(of: configuration.history).path
      miss(Text(zh: "\(list) 已损坏，请先恢复它", en: "\(list) is damaged: restore it first"))
    }
  }

  /// What earlier nights did not live to enter, or what was lost with the database.
  private func restore(_ history: RunHistory) throws {
    let count = try folder.restore(history, at: configuration.history, but: record.id)
    guard count > 0 else { return }
    record.historyRestored = count
    log(
      .warning,
      Text(zh: "历史缺少 \(count) 次运行，已由 runs/ 补入", en: "the history lacked runs: \(count) restored from runs/"))
  }

  private func miss(_ fault: Text) {
    record.historyFault = .init(fault)
    log(.error, fault)
  }

  /// - Returns: why nobody has been told; nil where somebody has, or nobody is to be.
  private func notify() -> Text? {
    let isSuccess = record.outcome.isGood && record.exitCode != 73
    guard let command = isSuccess ? configuration.onSuccess : configuration.onFailure else { return nil }
    // Somebody is told in any case: a night that was told to stop has seconds for it, and so has one that its
    // deadline has overtaken.
    let isStopped = environment.stop.isSet
    let last = max(began + .seconds(configuration.deadline), clock.now + .seconds(15))
    let most: Duration = isStopped ? .seconds(5) : .seconds(120)
    let supervisor = isStopped ? Supervisor(stop: StopRequest()) : supervisor
    let notice = Notice(
      key: isSuccess ? "on_success" : "on_failure", record: record, plans: folder,
      caseFolder: configuration.caseFolder, language: configuration.language)
    return notice.send(command, supervisor, deadline: min(last, clock.now + most), log)
  }

  private func writeCrash(_ end: NightEnd) {
    let text = "\(record.id)\n\(end.reason.zh)\n\(end.reason.en)\n\n\(end.words)\n"
    let name = PlansFolder.crash(of: record.id)
    do {
      try OutputWriter(operations: folder.operations).writeFileAtomically(
        Data(text.utf8), to: folder.url.appendingPathComponent(name))
      record.crash = name
    } catch {
      log(.error, Text(zh: "无法写入崩溃记录：", en: "the crash record cannot be written: ") + error.message)
    }
  }
}
