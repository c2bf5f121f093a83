import Foundation
import Placement
import PlacementFiles
import Yams

extension NightRun {
  /// The night itself. Returns where it ends well; every other end is thrown.
  func steps(force: Bool) throws(NightEnd) {
    try checkPlace()
    try takeSnapshot()
    if !force, try isUnchanged() {
      let reason = Text(
        zh: "数据与方案 \(folder.latest ?? "") 相同，沿用该方案（--force 可强制重新计算）",
        en: "the inputs are those of plan \(folder.latest ?? ""), which stays (--force runs anyway)")
      return end(NightEnd(outcome: .unchanged, exitCode: 0, reason: reason))
    }
    try timed("check") { () throws(NightEnd) in try check() }
    try timed("allocate") { () throws(NightEnd) in try allocate() }
    try timed("verify") { () throws(NightEnd) in try verify(newPlan) }
    let summary = try summaryOfNewPlan()
    let changes = try timed("compare") { () throws(NightEnd) in try compare() }
    record.take(summary)
    record.changes = changes
    if environment.stop.isSet { throw .stopped }
    let guards = Guards(maxMovedShare: configuration.maxMovedShare, maxGap: configuration.maxGap)
    if let objection = inputLosses?.objection ?? guards.objection(to: summary, changes) {
      try timed("place") { () throws(NightEnd) in try hold() }
      throw NightEnd(outcome: .held, exitCode: 3, reason: objection)
    }
    end(
      NightEnd(
        outcome: .placed, exitCode: summary.status == .optimal ? 0 : 3, reason: placedText(summary)))
    try timed("place") { () throws(NightEnd) in try place() }
  }

  private func placedText(_ summary: PlanSummary) -> Text {
    let (placed, unplaced) = (summary.counts["placed"] ?? 0, summary.counts["unplaced"] ?? 0)
    let proof =
      summary.status == .optimal
      ? Text(zh: "已证明最优", en: "proven optimal") : Text(zh: "未证明最优", en: "optimality not proven")
    return Text(
      zh: "已安排 \(placed) 名，未安排 \(unplaced) 名，\(proof.zh)",
      en: "\(placed) placed, \(unplaced) without a post, \(proof.en)")
  }

  private func checkPlace() throws(NightEnd) {
    if let fault = FolderAccess(configuration.caseFolder).sentence {
      let path = Text(
        zh: "案例文件夹 \(configuration.caseFolder.path)：", en: "case folder \(configuration.caseFolder.path): ")
      throw NightEnd(outcome: .inputs, exitCode: 66, reason: path + fault)
    }
    if let shortage = folder.shortage(of: configuration.minimumFree) { throw .unwritable(shortage) }
  }

  // MARK: Inputs

  /// The newest run of the same season whose inputs made the plan in place.
  private var lastGoodNight: NightRecord? {
    folder.newestRecords.first { $0.outcome.isGood && $0.id != record.id && $0.season == record.season }
  }

  /// What this night's inputs lack against that run's; nil where there is none to compare with.
  var inputLosses: InputLosses? {
    lastGoodNight.map { InputLosses(before: $0, now: record, allowed: configuration.allowMissing) }
  }

  private func takeSnapshot() throws(NightEnd) {
    let snapshot = try timed("snapshot") { () throws(NightEnd) in
      try InputSnapshot(
        of: configuration.caseFolder,
        patience: .init(settle: environment.settle, limit: environment.patience), stop: environment.stop)
    }
    record.inputs = snapshot.hashes
    record.rows = Dictionary(
      snapshot.files.flatMap { RowCount.tables($0.name, $0.data) }, uniquingKeysWith: max)
    cutOff = snapshot.cutOff
    if let policy = CaseFileName.all(of: "policy.yaml").lazy.compactMap(snapshot.data).first {
      record.season =
        (try? Yams.compose(yaml: String(decoding: policy, as: UTF8.self)))?["name"]?.string ?? ""
    }
    do {
      try folder.operations.makeDirectory(work.path)
    } catch {
      throw .unwritable(error, work.path)
    }
    do {
      try OutputWriter(operations: folder.operations).writeFolder(
        files: snapshot.files, as: .caseFolder, to: snapshotFolder, replacing: false)
    } catch {
      throw .unwritable(error.message)
    }
  }

  /// Whether the latest plan was made of these very inputs and is still right.
  private func isUnchanged() throws(NightEnd) -> Bool {
    guard let latest = folder.latest, let summary = folder.summary(of: folder.plan(latest)),
      summary.inputs == record.inputs,
      // Days counted from a wrong date are not right for being counted from the same files.
      folder.newestRecords.first(where: { $0.id == latest })?.clockFault == nil
    else { return false }
    do throws(NightEnd) {
      try timed("verify") { () throws(NightEnd) in try verify(folder.plan(latest)) }
    } catch {
      guard error.outcome == .refused else { throw error }
      log(
        .error,
        Text(zh: "现行方案被改动或已损坏，将重新生成", en: "the latest plan has been altered or damaged and is made anew"))
      return false
    }
    record.take(summary)
    return true
  }

  // MARK: The new plan

  private func summaryOfNewPlan() throws(NightEnd) -> PlanSummary {
    if let summary = folder.summary(of: newPlan) { return summary }
    throw NightEnd(
      outcome: .refused, exitCode: 1,
      reason: Text(zh: "方案的 summary.json 无法读取", en: "the plan's summary.json cannot be read"))
  }

  private func compare() throws(NightEnd) -> NightRecord.Changes {
    guard let after = PlanPlacements(readPlanFolder(at: newPlan)) else {
      throw NightEnd(
        outcome: .refused, exitCode: 1,
        reason: Text(zh: "方案的 assignments.csv 无法读取", en: "the plan's assignments.csv cannot be read"))
    }
    let before = folder.latest.flatMap { PlanPlacements(readPlanFolder(at: folder.plan($0))) }
    var changes = NightRecord.Changes(before: before, after: after, told: publishedPosts(in: snapshotFolder))
    let broken = brokenAgreements(in: snapshotFolder) { student in
      after.byStudent[student].map { ($0.status ?? .unplaced, $0.post ?? "") }
    }
    changes.agreementsBroken = broken.count
    return changes
  }

  private func hold() throws(NightEnd) {
    do {
      try move(to: folder.held.path + "/" + record.id, in: folder.held.path)
    } catch {
      throw .unwritable(error, folder.held.path)
    }
  }

  private func place() throws(NightEnd) {
    let place = folder.plan(record.id).path
    do {
      try move(to: place, in: folder.path)
    } catch {
      throw .unwritable(error, place)
    }
    // First the record, then the switch: what is in place is on record, and where the disk does not take the
    // record nothing has changed.
    do {
      try folder.write(record)
    } catch {
      try? folder.operations.rename(place, to: newPlan.path)
      throw .unwritable(error.message)
    }
    do {
      try folder.setLatest(record.id)
    } catch {
      let fault = NightEnd.unwritable(error, folder.link)
      guard folder.latest == record.id else {
        try? folder.operations.rename(place, to: newPlan.path)
        throw fault
      }
      // The old name did not come back either: what `latest` names stays, and is what everybody is told.
      log(.error, fault.reason)
    }
  }

  private func move(to place: String, in parent: String) throws(FileOperationError) {
    try folder.operations.rename(newPlan.path, to: place)
    do {
      try folder.operations.syncDirectory(parent)
    } catch {
      try? folder.operations.rename(place, to: newPlan.path)
      throw error
    }
  }
}

extension NightEnd {
  static func unwritable(_ error: FileOperationError, _ path: String) -> NightEnd {
    .unwritable(error.text(path))
  }
}
