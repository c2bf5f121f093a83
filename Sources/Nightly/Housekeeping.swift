import Foundation
import Placement
import PlacementFiles

extension PlansFolder {
  static let workPrefix = ".night-"
  /// Records are small; three years of nights.
  private static let keptRecords = 1_100

  /// Where a night works: nothing in it counts before it is moved out.
  func workFolder(_ id: String) -> String { path + "/" + PlansFolder.workPrefix + id }

  /// Puts in order what runs that died have left: whoever calls it holds the lock, so nobody is at work.
  ///
  /// - Returns: the runs that died, with what has become of them.
  func recover() throws(OutputError) -> [NightRecord] {
    for entry in PlansFolder.entries(url) where entry.hasPrefix(PlansFolder.workPrefix) {
      remove(path + "/" + entry)
    }
    var dead: [NightRecord] = []
    // Only the newest can be unfinished: every run begins by ending those before it.
    for name in runNames.suffix(2) {
      guard var record = record(file: name.file), record.outcome == .running else { continue }
      settle(&record)
      try write(record)
      dead.append(record)
    }
    return dead
  }

  /// A run that was killed after its plan became the latest did its work.
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
        zh: "新方案已生效，随后运行被终止，未能发出通知",
        en: "the new plan took effect; the run was killed after that, before anybody was told"))
  }

  func summary(of plan: URL) -> PlanSummary? {
    FileManager.default.contents(atPath: plan.path + "/summary.json")
      .flatMap { try? JSONDecoder().decode(PlanSummary.self, from: $0) }
  }

  /// Removes plans beyond the number kept, the oldest runs first; never the latest.
  ///
  /// - Returns: the names of those removed.
  func prune(keeping count: Int) -> [String] {
    let order = Dictionary(runNames.map { ($0.id, $0.sequence) }, uniquingKeysWith: max)
    let latest = latest
    var removed: [String] = []
    for folder in [url, held] {
      // By the order of the runs, not by the clock's: a clock that once ran ahead would keep its plans for ever.
      let names = planNames(in: folder).sorted {
        (order[$0] ?? -1, $0) < (order[$1] ?? -1, $1)
      }.filter { folder == held || $0 != latest }
      let kept = folder == held || latest == nil ? count : count - 1
      for name in names.dropLast(kept) {
        discard(folder.path + "/" + name)
        removed.append(name)
      }
    }
    let records = runNames
    for name in records.dropLast(PlansFolder.keptRecords) {
      try? operations.removeFile(runs.path + "/" + name.file)
    }
    return removed
  }

  /// A plan goes in one step: half a plan never stands under a plan's name.
  private func discard(_ plan: String) {
    let away = path + "/" + PlansFolder.workPrefix + "removed-\((plan as NSString).lastPathComponent)"
    do {
      try operations.rename(plan, to: away)
      remove(away)
    } catch {
      // It stays for the next night to remove.
    }
  }
}
