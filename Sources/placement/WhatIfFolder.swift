import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// The folder of a what-if: made whole beside its place, then exchanged with what stands there.
struct WhatIfFolder {
  let url: URL
  let replacing: Bool
  let console: Console

  var path: String { url.path }

  init(_ path: String, replacing: Bool, console: Console) {
    url = URL(fileURLWithPath: path).standardizedFileURL
    self.replacing = replacing
    self.console = console
  }

  /// Before any work: whether the place can take the folder.
  func check() throws {
    try reported { () throws(OutputError) in
      try OutputWriter().checkFolder(url, replacing: replacing, nested: true)
    }
  }

  func write(_ files: [(name: String, data: Data)]) throws {
    try reported { () throws(OutputError) in
      try OutputWriter().writeFolder(files: files, to: url, replacing: replacing, nested: true)
    }
  }

  // MARK: Sweeps

  /// Where a sweep gathers its scenarios until the last is there.
  private var unfinished: URL {
    url.deletingLastPathComponent().appendingPathComponent(url.lastPathComponent + ".unfinished")
  }

  func scenario(_ name: String) -> WhatIfFolder {
    WhatIfFolder(unfinished.appendingPathComponent(name).path, replacing: true, console: console)
  }

  /// Takes up what an interrupted sweep has left, or begins anew.
  func beginSweep() throws {
    try reported { () throws(OutputError) in
      if FileManager.default.fileExists(atPath: unfinished.path) {
        try OutputWriter().checkFolder(unfinished, replacing: true, nested: true)
      } else {
        try OutputWriter().writeFolder(files: [], to: unfinished, replacing: false)
      }
    }
  }

  /// Scenarios that are no longer asked for go; the rest takes its place.
  func finishSweep(_ comparison: PlanTable, scenarios: [String], _ language: Language) throws {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: unfinished.path)) ?? []
    where !scenarios.contains(name) {
      try? FileManager.default.removeItem(at: unfinished.appendingPathComponent(name))
    }
    try reported { () throws(OutputError) in
      try OutputWriter().writeFileAtomically(
        csvData(table: comparison, language: language),
        to: unfinished.appendingPathComponent(comparison.file))
      try OutputWriter().moveFolder(unfinished, to: url, replacing: replacing)
    }
  }

  private func reported(_ body: () throws(OutputError) -> Void) throws {
    do {
      try body()
    } catch {
      console.fault(error.message)
      throw ExitCode.cannotWrite
    }
  }
}
