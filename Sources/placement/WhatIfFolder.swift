import Foundation
import Placement
import PlacementFiles

/// The folder of a what-if: made whole beside its place, then exchanged with what stands there.
struct WhatIfFolder {
  let url: URL
  let replacing: Bool
  private let writer: OutputWriter

  var path: String { url.path }

  /// - Parameter inputs: what the command reads, which is never replaced.
  init(_ target: OutputOptions, reading inputs: [String]) {
    self.init(target.url, replacing: target.force, target.writer(reading: inputs))
  }

  init(_ url: URL, replacing: Bool, _ writer: OutputWriter) {
    self.url = url.standardizedFileURL
    self.replacing = replacing
    self.writer = writer
  }

  /// Before any work: whether the place can take the folder.
  func check() throws(OutputError) { try writer.checkFolder(url, replacing: replacing) }

  func write(_ files: [(name: String, data: Data)]) throws(OutputError) {
    try writer.writeFolder(files: files, as: .whatIf, to: url, replacing: replacing)
  }

  // MARK: Sweeps

  /// Where a sweep gathers its scenarios until the last is there.
  var unfinished: URL {
    url.deletingLastPathComponent().appendingPathComponent(url.lastPathComponent + ".unfinished")
  }

  /// Whether a sweep is being gathered, this one or another.
  var isGathered: Bool { FileManager.default.fileExists(atPath: unfinished.path) }

  func scenario(_ name: String) -> WhatIfFolder {
    WhatIfFolder(unfinished.appendingPathComponent(name), replacing: true, writer)
  }

  /// Takes up what an interrupted sweep has left, or begins anew.
  func beginSweep() throws(OutputError) {
    if isGathered {
      try writer.checkFolder(unfinished, replacing: true)
    } else {
      try writer.writeFolder(files: [], as: .unfinished, to: unfinished, replacing: false)
    }
  }

  /// What the first task has found for the same sweep; nil where none was here yet.
  ///
  /// - Throws: ``Refusal`` where another sweep is being gathered there.
  func baseline(of manifest: SweepManifest) throws -> SweepBaseline? {
    guard isGathered else { return nil }
    guard let notes = SweepNotes(in: unfinished), notes.sweep == manifest else {
      throw Refusal(
        .badInput,
        Text(
          zh: "\(unfinished.path) 属于另一次情景比较（另一案例、版本、情景或设定）；请先移走，或换一个 --output",
          en:
            "\(unfinished.path) is of another sweep (another case, version, scenarios or options); move it away, or "
            + "name another --output"))
    }
    return notes.baseline
  }

  /// Takes part in a sweep of several tasks, on whatever machines: the first one to come makes the folder.
  ///
  /// - Parameter own: with what this task has found without settings.
  /// - Returns: what the first one has found.
  /// - Throws: ``Refusal`` where another sweep is being gathered there.
  func joinSweep(_ own: SweepNotes) throws -> SweepBaseline {
    let files = [(SweepNotes.file, try own.jsonFile())]
    // Two may come at once: then one of them fails, and finds what the other has made.
    var attempts = 0
    while !isGathered {
      attempts += 1
      let made = Result {
        try writer.writeFolder(
          files: files, as: .unfinished, to: unfinished, replacing: false, amongOthers: true)
      }
      if case .failure(let error) = made {
        if attempts == 20 { throw error }
        usleep(useconds_t(attempts * 10_000))
      }
    }
    return try baseline(of: own.sweep) ?? own.baseline
  }

  /// The table takes the place, and the results go, which are all in it.
  func finishRows(_ comparison: PlanTable, _ language: Language) throws(OutputError) {
    let data = csvData(table: comparison, language: language)
    writer.removeLeftovers(of: unfinished)
    // It may be there since a crash.
    if !holds(data, as: comparison.file) { try write([(comparison.file, data)]) }
    try writer.removeFolder(unfinished)
  }

  /// Scenarios that are no longer asked for go; the rest takes its place, with the table.
  func finishScenarios(
    _ scenarios: [String], _ comparison: PlanTable, _ language: Language
  ) throws(OutputError) {
    // The table may be there of a run that got no further.
    let kept = scenarios + [comparison.file]
    for name in entries where isRows(name) || (!name.hasPrefix(".") && !kept.contains(name)) {
      try writer.removeFolder(unfinished.appendingPathComponent(name))
    }
    try writer.finishFolder(
      unfinished, adding: [(comparison.file, csvData(table: comparison, language: language))],
      leavingOut: [SweepNotes.file], as: .whatIf, to: url, replacing: replacing)
    try removeNotes()
  }

  /// Whether the place has the table of a sweep of rows already, and a crash has kept the results from being removed.
  func holds(_ sweep: SweepTable) -> Bool {
    sweep.isOfRows && holds(csvData(table: sweep.table, language: sweep.language), as: sweep.table.file)
  }

  private func holds(_ data: Data, as file: String) -> Bool {
    (try? Data(contentsOf: url.appendingPathComponent(file))) == data
  }

  /// What the tasks had in common goes last of all: whatever a crash leaves, `collect` finds it and can finish.
  func removeNotes() throws(OutputError) { try writer.removeFile(SweepNotes.file, of: url) }

  /// Whether a sweep has its place already, and a crash has kept ``removeNotes()`` from its work.
  var hasNotes: Bool { SweepNotes(in: unfinished) == nil && SweepNotes(in: url) != nil }

  // MARK: Rows alone

  private static let rowsFile = "scenarios.json"

  private var entries: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: unfinished.path)) ?? []).sorted()
  }

  /// No scenario's name begins with a dot.
  private func isRows(_ entry: String) -> Bool { entry.hasPrefix(".rows-") && !entry.contains(".placement-") }

  /// Named by what they are: tasks that run at once, be it the same one twice, replace nothing of each other's.
  func write(rows: [SweepRecord]) throws {
    let data = try rows.jsonFile()
    let place = unfinished.appendingPathComponent(".rows-" + Digest.sha256([UInt8](data)).prefix(16))
    try writer.writeFolder(files: [(Self.rowsFile, data)], as: .whatIf, to: place, replacing: true)
  }

  /// All that were written.
  func rows() -> [SweepRecord] {
    entries.filter(isRows).flatMap { entry in
      let file = unfinished.appendingPathComponent(entry).appendingPathComponent(Self.rowsFile)
      return (try? Data(contentsOf: file)).flatMap { try? JSONDecoder().decode([SweepRecord].self, from: $0) }
        ?? []
    }
  }
}
