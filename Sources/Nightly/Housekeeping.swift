import Foundation
import Placement
import PlacementFiles

extension PlansFolder {
  static let workPrefix = ".night-"
  /// Records are small; three years of nights.
  private static let keptRecords = 1_100

  /// Where a night works: nothing in it counts before it is moved out.
  func workFolder(_ id: String) -> String { path + "/" + PlansFolder.workPrefix + id }

  private static let removedPrefix = workPrefix + "removed-"

  /// Whether a name is that of a night's own folder, or of a plan on its way out.
  private static func isWork(_ entry: String) -> Bool {
    let prefix = entry.hasPrefix(removedPrefix) ? removedPrefix : workPrefix
    return entry.hasPrefix(prefix) && Stamp.isName(String(entry.dropFirst(prefix.count)))
  }

  /// Puts in order what runs that died have left: whoever calls it holds the lock, so nobody is at work.
  ///
  /// - Returns: the runs that died, with what has become of them.
  func recover() throws(OutputError) -> [NightRecord] {
    for entry in PlansFolder.entries(url) where PlansFolder.isWork(entry) {
      operations.removeAll(path + "/" + entry)
    }
    let writer = OutputWriter(operations: operations)
    for folder in [runs, crashes] { writer.removeUnfinished(in: folder) }
    var dead: [NightRecord] = []
    // Only the newest can be unfinished: every run begins by ending those before it.
    for record in newestRecords.prefix(2) {
      guard record.ended == nil, record.outcome == .running else { continue }
      let settled = settled(record)
      try write(settled)
      dead.append(settled)
    }
    return dead
  }

  /// What has become of a run that is at work no more and did not say how it ended. One that was killed after its
  /// plan became the latest did its work.
  func settled(_ record: NightRecord) -> NightRecord {
    guard record.ended == nil else { return record }
    var record = record
    settle(&record)
    return record
  }

  private func settle(_ record: inout NightRecord) {
    record.latest = latest
    guard latest == record.id, let summary = summary(of: plan(record.id)) else {
      record.outcome = .died
      record.exitCode = 70
      record.reason = .init(
        Text(
          zh: "运行在结束之前被终止；原方案未变，下一次运行会照常进行",
          en: "the run was killed before it ended; the plan before it stands, and the next run goes ahead"))
      return
    }
    record.take(summary)
    record.inputs = summary.inputs
    record.outcome = .placed
    record.exitCode = summary.status == .optimal ? 0 : 3
    record.reason = .init(
      Text(
        zh: "新方案已生效，随后运行被终止或无法写完记录",
        en: "the new plan took effect; after that the run was killed, or could not finish its record"))
  }

  func summary(of plan: URL) -> PlanSummary? {
    FileManager.default.contents(atPath: plan.path + "/summary.json")
      .flatMap { try? JSONDecoder().decode(PlanSummary.self, from: $0) }
  }

  /// Removes plans beyond the number kept, the oldest runs first; never the latest, and never a folder that
  /// holds anything but what this program wrote.
  ///
  /// - Returns: the names of those removed, and of those that stay with the reason.
  func prune(keeping count: Int) -> (removed: [String], kept: [(name: String, reason: Text)]) {
    let order = Dictionary(runNames.map { ($0.id, $0.sequence) }, uniquingKeysWith: max)
    let latest = latest
    // A link that names no plan now may name one again when the disk is back.
    if latest == nil, PlansFolder.exists(link) { return ([], []) }
    let writer = OutputWriter(operations: operations)
    var removed: [String] = []
    var stay: [(name: String, reason: Text)] = []
    for folder in [url, held] {
      // By the order of the runs, not by the clock's: a clock that once ran ahead would keep its plans for ever.
      let names = planNames(in: folder).sorted {
        (order[$0] ?? -1, $0) < (order[$1] ?? -1, $1)
      }.filter { folder == held || $0 != latest }
      let kept = folder == held || latest == nil ? count : count - 1
      for name in names.dropLast(kept) {
        if let reason = writer.objection(toRemoving: folder.appendingPathComponent(name)) {
          stay.append((name, reason))
        } else {
          discard(folder.path + "/" + name)
          removed.append(name)
        }
      }
    }
    for name in runNames.dropLast(PlansFolder.keptRecords) {
      guard let record = record(name) else { continue }
      if let crash = record.crash, crash == PlansFolder.crash(of: name.id) {
        try? operations.removeFile(path + "/" + crash)
      }
      try? operations.removeFile(runs.path + "/" + name.file)
    }
    return (removed, stay)
  }

  /// A child's last words, from the folder on.
  static func crash(of run: String) -> String { "crashes/\(run).txt" }

  /// A plan goes in one step: half a plan never stands under a plan's name.
  private func discard(_ plan: String) {
    let away = path + "/" + PlansFolder.removedPrefix + (plan as NSString).lastPathComponent
    do {
      try operations.rename(plan, to: away)
      operations.removeAll(away)
    } catch {
      // It stays for the next night to remove.
    }
  }
}
