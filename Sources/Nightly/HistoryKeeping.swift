import Foundation
import Placement
import PlacementFiles
import RunHistory

/// What the history holds of a run: its record, and its plan where one was made.
struct HistoryEntry {
  let run: HistoryRun
  let placements: [HistoryPlacement]

  init(_ record: NightRecord, plan: PlanFolder?) {
    var run = HistoryRun(
      id: record.id, sequence: record.sequence, season: record.season, started: record.started,
      outcome: record.outcome.rawValue, exitCode: Int(record.exitCode ?? 70), reason: record.reason.text)
    run.inputs = record.inputs
    run.objectives = record.objectives.map(HistoryRun.Objective.init)
    run.counts = record.counts
    run.timings = record.timings
    self.run = run
    placements = plan.map(HistoryEntry.placements) ?? []
  }

  private static func placements(_ plan: PlanFolder) -> [HistoryPlacement] {
    guard let found = PlanPlacements(plan) else { return [] }
    let reasons = plan.table("unplaced.csv")?.byStudent("reason") ?? [:]
    let why = reasons.merging(plan.table("changes.csv")?.byStudent("serves") ?? [:]) { reason, _ in reason }
    return found.byStudent.sorted { String.utf8Precedes($0.key, $1.key) }.map { student, entry in
      HistoryPlacement(
        student: student, post: entry.post, status: entry.status?.rawValue ?? "",
        why: word(why[student] ?? ""))
    }
  }

  /// The history speaks one language: the files' English words.
  private static func word(_ text: String) -> String {
    UnplacedReason(word: text)?.rawValue ?? Rule(word: text)?.rawValue ?? PlanWord(word: text)?.rawValue
      ?? PlacementStatus(word: text)?.rawValue ?? text
  }
}

extension HistoryRun.Objective {
  fileprivate init(_ objective: PlanSummary.Objective) {
    let weights = objective.weights.sorted { $0.key < $1.key }.filter { $0.value > 0 }
      .map { "\($0.key)×\($0.value)" }.joined(separator: ", ")
    self.init(
      stage: objective.stage, weights: weights, value: objective.value, bound: objective.bound,
      gap: objective.gap, proven: objective.proven)
  }
}

extension PlansFolder {
  /// The plan that a run made, where it is kept: among the plans or among those held.
  func planURL(of run: String) -> URL? {
    [plan(run), held.appendingPathComponent(run)].first { PlansFolder.exists($0.path + "/summary.json") }
  }

  /// Every run that the folder tells of and that is not `known`: its record or, where that is lost, what its
  /// plan says.
  func historyRecords(but known: Set<String> = []) -> [NightRecord] {
    var found = runNames.filter { !known.contains($0.id) }.compactMap { record($0) }
    let all = known.union(found.map(\.id))
    for (folder, outcome) in [(url, NightOutcome.placed), (held, .held)] {
      for name in planNames(in: folder) where !all.contains(name) {
        guard let summary = summary(of: folder.appendingPathComponent(name)) else { continue }
        var record = NightRecord(id: name, sequence: 0, started: Stamp.started(name))
        record.take(summary)
        record.inputs = summary.inputs
        record.outcome = outcome
        record.exitCode = outcome == .held || summary.status != .optimal ? 3 : 0
        record.reason = .init(
          Text(zh: "由保留的方案恢复，运行记录已失", en: "restored from the plan kept; the run's record is lost"))
        found.append(record)
      }
    }
    return found.sorted { ($0.sequence, $0.id) < ($1.sequence, $1.id) }
  }

  /// Enters the runs that the history lacks: all of them where the database was lost.
  ///
  /// - Parameter own: the run that is under way and enters itself.
  /// - Returns: how many there were.
  func restore(_ history: RunHistory, at file: URL, but own: String) throws -> Int {
    var known = try history.knownRuns()
    if known.isEmpty {
      try history.purge(PurgedRuns(of: file).runs)
      known = try history.knownRuns()
    }
    let missing = historyRecords(but: known.union([own])).filter { $0.outcome != .running }
    for record in missing { try enter(record, in: history) }
    return missing.count
  }

  func enter(_ record: NightRecord, in history: RunHistory) throws(RunHistoryError) {
    let entry = HistoryEntry(record, plan: planURL(of: record.id).map { readPlanFolder(at: $0) })
    try history.record(entry.run, placements: entry.placements)
  }

  /// Makes the history anew from the records and plans kept, purged runs left out.
  ///
  /// - Returns: how many runs it holds.
  public func rebuildHistory(at file: URL) throws -> Int {
    let purged = try PurgedRuns(of: file).runs
    let records = historyRecords().filter { !purged.contains($0.id) && $0.outcome != .running }
    try RunHistory.rebuild(at: file, purged: purged) { history in
      for record in records { try enter(record, in: history) }
    }
    // What was wrong with the history is mended: nobody need be sent to rebuild it again.
    for var record in records where record.historyFault != nil {
      record.historyFault = nil
      try write(record)
    }
    return records.count
  }

  /// Removes a season's runs from the history for good. The list of what was removed is written first: it
  /// holds whatever becomes of the database.
  ///
  /// - Returns: how many runs there were.
  public func purgeHistory(at file: URL, season: String) throws -> Int {
    var purged = try PurgedRuns(of: file)
    var runs = Set(historyRecords().filter { $0.season == season }.map(\.id))
    let history = Result { try RunHistory(at: file) }
    if case .success(let history) = history {
      runs.formUnion(try history.runs().filter { $0.season == season }.map(\.id))
    }
    guard !runs.isEmpty else { return 0 }
    let count = runs.subtracting(purged.runs).count
    purged.runs.formUnion(runs)
    try OutputWriter(operations: operations).writeFileAtomically(
      purged.encoded(), to: PurgedRuns.file(of: file))
    try history.get().purge(runs)
    return count
  }
}

extension Stamp {
  /// When a plan was started, by its name: `2026-09-01T02-00-00Z-2` → `2026-09-01T02:00:00Z`.
  static func started(_ name: String) -> String {
    let time = name.dropFirst(11).prefix(9).replacingOccurrences(of: "-", with: ":")
    return name.prefix(11) + time
  }
}
