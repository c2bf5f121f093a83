import ArgumentParser
import Foundation
import Nightly
import Placement
import RunHistory

/// Whose history: the nightly configuration tells.
struct HistorySource: ParsableArguments {
  @Option(help: .text(zh: "夜间运行的配置文件。", en: "The nightly configuration.")) var config: String
  @OptionGroup var speech: SpeechOptions

  private func load() throws -> NightConfiguration {
    try loadNightConfiguration(URL(fileURLWithPath: config))
  }

  /// - Throws: 66 where the history cannot be read.
  func reading<T>(_ body: (RunHistory, Console) throws -> T) throws -> T {
    let configuration = try load()
    do {
      return try body(RunHistory(reading: configuration.history), speech.console)
    } catch let error as RunHistoryError {
      throw Refusal(.inputMissing, error.message)
    }
  }

  /// A run by its name, or by that of its plan: `latest`, the one in place, and `previous`, the one before.
  func run(_ name: String, in history: RunHistory) throws -> HistoryRun? {
    guard ["latest", "previous"].contains(name) else { return try history.run(name) }
    guard let latest = PlansFolder(try load().plans).latest else { return nil }
    let placed = try history.runs().filter { $0.outcome == NightOutcome.placed.rawValue }
    let index = placed.lastIndex { $0.id == latest }
    let run = name == "latest" ? latest : index.flatMap { $0 > 0 ? placed[$0 - 1].id : nil }
    return try run.flatMap { try history.run($0) }
  }

  /// Holds the lock of the plans meanwhile.
  func writing(_ body: (NightConfiguration, Console) throws -> Void) throws {
    let configuration = try load()
    let lock = try holdLock(of: configuration.plans)
    defer { withExtendedLifetime(lock) {} }
    do {
      try body(configuration, speech.console)
    } catch let error as RunHistoryError {
      throw Refusal(.cannotWrite, error.message)
    } catch is DecodingError {
      let list = PurgedRuns.file(of: configuration.history).path
      throw Refusal(.inputMissing, Text(zh: "\(list) 已损坏，请先恢复它", en: "\(list) is damaged: restore it first"))
    }
  }
}
