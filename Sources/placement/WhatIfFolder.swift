import Allocation
import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// The folder of a what-if: made whole beside its place, then renamed.
struct WhatIfFolder {
  let url: URL
  let console: Console

  var path: String { url.path }

  init(_ path: String, console: Console) {
    url = URL(fileURLWithPath: path).standardizedFileURL
    self.console = console
  }

  private var exists: Bool { FileManager.default.fileExists(atPath: url.path) }

  /// Before any work: whether the place can take the folder.
  /// - Parameter resuming: a sweep's own folder may be there, as long as its comparison is not.
  func check(replacing: Bool, resuming: Bool) throws {
    let parent = url.deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: parent) else {
      throw refuse(Text(zh: "没有文件夹 \(parent)", en: "there is no folder \(parent) to write into"))
    }
    guard exists else { return }
    let isDone = FileManager.default.fileExists(atPath: url.appendingPathComponent("comparison.csv").path)
    guard replacing || (resuming && !isDone) else { throw refuse(OutputError.exists(path).message) }
    guard isOurs else {
      throw refuse(
        Text(
          zh: "\(path) 中有不是本程序写的内容，不予替换",
          en: "\(path) holds what this program has not written, and is not replaced"))
    }
  }

  private func refuse(_ message: Text) -> ExitCode {
    console.fault(message)
    return .cannotWrite
  }

  /// Nothing but what a what-if writes: tables, plans, and the folders of scenarios.
  private var isOurs: Bool {
    guard let files = FileManager.default.enumerator(at: url, includingPropertiesForKeys: [.isDirectoryKey])
    else { return false }
    for case let file as URL in files {
      let isFolder = (try? file.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
      if !isFolder, !["csv", "json", "html"].contains(file.pathExtension) { return false }
    }
    return true
  }

  /// Builds the folder beside its place and renames it; an older one goes last.
  func make(_ fill: (URL) throws -> Void) throws {
    let temporary = url.deletingLastPathComponent().appendingPathComponent(
      ".\(url.lastPathComponent).\(getpid())-what-if.placement-new")
    try? FileManager.default.removeItem(at: temporary)
    do {
      try Self.makeDirectory(temporary)
      try fill(temporary)
      if exists { try FileManager.default.removeItem(at: url) }
      try FileManager.default.moveItem(at: temporary, to: url)
    } catch {
      try? FileManager.default.removeItem(at: temporary)
      if error is ExitCode || error is AllocationFailure { throw error }
      throw refuse(Text(zh: "\(path) 无法写入", en: "\(path) cannot be written"))
    }
  }

  /// A sweep's folder, which fills up scenario by scenario.
  func makeInPlace() throws {
    guard !exists else { return }
    do {
      try Self.makeDirectory(url)
    } catch {
      throw refuse(Text(zh: "\(path) 无法写入", en: "\(path) cannot be written"))
    }
  }

  private static func makeDirectory(_ url: URL) throws {
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  static func write(
    _ tables: [PlanTable], to folder: URL, _ language: Language, _ console: Console
  ) throws {
    for table in tables {
      do {
        try OutputWriter().writeFileAtomically(
          csvData(table: table, language: language), to: folder.appendingPathComponent(table.file))
      } catch {
        console.fault(error.message)
        throw ExitCode.cannotWrite
      }
    }
  }
}

/// A finished scenario, so that an interrupted sweep resumes: scenario.json in its folder.
struct SweepRecord: Codable {
  /// What the row was computed from; another key, another computation.
  let key: [String]
  let row: [String]
  let isProven: Bool

  static func key(
    _ scenario: NamedSettings, _ placementCase: PlacementCase, _ options: AllocationOptions
  ) -> [String] {
    let limit = options.limits.seconds.map { "\($0)" } ?? ""
    return [Version.current, "\(options.limits.relativeGap)", limit] + scenario.settings.map(\.text)
      + placementCase.inputs.map { "\($0.name) \($0.sha256)" }
  }

  static func read(_ folder: URL, key: [String]) -> SweepRecord? {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent("scenario.json")),
      let record = try? JSONDecoder().decode(SweepRecord.self, from: data), record.key == key
    else { return nil }
    return record
  }

  func write(to folder: URL, _ console: Console) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try OutputWriter().writeFileAtomically(
        try encoder.encode(self), to: folder.appendingPathComponent("scenario.json"))
    } catch {
      console.fault(Text(zh: "无法写入情景记录", en: "the scenario's record cannot be written"))
      throw ExitCode.cannotWrite
    }
  }

  private static let kinds: [FigureKind] = [
    .placed, .unplaced, .meanDistance, .worstDistance, .exactMatches, .targetMet,
  ]

  static func columns(stages: Int) -> [String] {
    ["scenario", "settings"] + kinds.map(\.rawValue) + (1...stages).map { "objective_\($0)" }
  }

  static func row(name: String, settings: [Setting], _ allocation: Allocation) -> [String] {
    let figures = allocation.figures
    return [name, settings.map(\.text).joined(separator: "; ")]
      + kinds.map { kind in figures.first { $0.kind == kind }?.value.description ?? "" }
      + figures.filter { $0.kind == .objective }.map { $0.value.description }
  }
}
