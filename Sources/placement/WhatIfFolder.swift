import Foundation
import Placement
import PlacementFiles

/// The folder of a what-if: made whole beside its place, then exchanged with what stands there.
struct WhatIfFolder {
  let url: URL
  let replacing: Bool

  var path: String { url.path }

  init(_ target: OutputOptions) { self.init(target.url, replacing: target.force) }

  private init(_ url: URL, replacing: Bool) {
    self.url = url.standardizedFileURL
    self.replacing = replacing
  }

  /// Before any work: whether the place can take the folder.
  func check() throws(OutputError) {
    try OutputWriter().checkFolder(url, replacing: replacing, nested: true)
  }

  func write(_ files: [(name: String, data: Data)]) throws(OutputError) {
    try OutputWriter().writeFolder(files: files, to: url, replacing: replacing, nested: true)
  }

  // MARK: Sweeps

  /// Where a sweep gathers its scenarios until the last is there.
  private var unfinished: URL {
    url.deletingLastPathComponent().appendingPathComponent(url.lastPathComponent + ".unfinished")
  }

  func scenario(_ name: String) -> WhatIfFolder {
    WhatIfFolder(unfinished.appendingPathComponent(name), replacing: true)
  }

  /// Takes up what an interrupted sweep has left, or begins anew.
  func beginSweep() throws(OutputError) {
    if FileManager.default.fileExists(atPath: unfinished.path) {
      try OutputWriter().checkFolder(unfinished, replacing: true, nested: true)
    } else {
      try OutputWriter().writeFolder(files: [], to: unfinished, replacing: false)
    }
  }

  /// Scenarios that are no longer asked for go; the rest takes its place.
  func finishSweep(_ comparison: PlanTable, scenarios: [String], _ language: Language) throws(OutputError) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: unfinished.path)) ?? []
    where !scenarios.contains(name) {
      try? FileManager.default.removeItem(at: unfinished.appendingPathComponent(name))
    }
    try OutputWriter().writeFileAtomically(
      csvData(table: comparison, language: language), to: unfinished.appendingPathComponent(comparison.file))
    try OutputWriter().moveFolder(unfinished, to: url, replacing: replacing)
  }
}
