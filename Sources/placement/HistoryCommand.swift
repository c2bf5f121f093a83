import ArgumentParser
import Foundation
import Nightly
import Placement
import PlacementFiles
import RunHistory

/// `placement history`: what past nights came to.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Past runs and where students were in them. 历史记录。",
    discussion: """
      Examples:
        placement history list --config nightly.yaml
        placement history diff 2026-09-01T18-00-00Z 2026-09-02T18-00-00Z --config nightly.yaml
      """,
    subcommands: [
      HistoryList.self, HistoryShow.self, HistoryDiff.self, HistoryStudent.self, HistoryPurge.self,
      HistoryRebuild.self,
    ])
}

/// Whose history: the nightly configuration tells.
struct HistorySource: ParsableArguments {
  @Option(help: "The nightly configuration. · 夜间运行的配置文件。") var config: String

  func load() throws -> (configuration: NightConfiguration, console: Console) {
    let configuration = try loadNightConfiguration(URL(fileURLWithPath: config))
    return (configuration, Console(language: configuration.language))
  }

  /// - Throws: 66 where the history cannot be read, having said why.
  func reading<T>(_ body: (RunHistory, Console) throws -> T) throws -> T {
    let (configuration, console) = try load()
    do {
      return try body(RunHistory(reading: configuration.history), console)
    } catch let error as RunHistoryError {
      console.fault(error.message)
      throw ExitCode.inputMissing
    }
  }

  /// Holds the lock of the plans meanwhile.
  func writing(_ body: (NightConfiguration, Console) throws -> Void) throws {
    umask(0o077)
    let (configuration, console) = try load()
    let lock = try holdLock(of: configuration.plans)
    defer { withExtendedLifetime(lock) {} }
    do {
      try body(configuration, console)
    } catch let error as RunHistoryError {
      console.fault(error.message)
      throw ExitCode.cannotWrite
    } catch let error as OutputError {
      console.fault(error.message)
      throw ExitCode.cannotWrite
    } catch is DecodingError {
      let list = PurgedRuns.file(of: configuration.history).path
      console.fault(Text(zh: "\(list) 已损坏，请先恢复它", en: "\(list) is damaged: restore it first"))
      throw ExitCode.inputMissing
    }
  }
}

/// Says that there is no such run.
private func unknownRun(_ id: String, _ console: Console) -> ExitCode {
  console.fault(Text(zh: "历史中没有运行 \(id)", en: "the history knows no run \(id)"))
  return .inputMissing
}

struct HistoryList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Every run, oldest first. 列出全部运行。",
    discussion: """
      Example:
        placement history list --config nightly.yaml
      """)
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      console.result(Text(zh: "运行\t批次\t结果\t退出码\t说明", en: "run\tseason\toutcome\texit\treason"))
      for run in try history.runs() {
        let place = Text(verbatim: "\(run.id)\t\(run.season)\t")
        console.result(
          place + HistoryWords.outcome(run.outcome) + Text(verbatim: "\t\(run.exitCode)\t") + run.reason)
      }
    }
  }
}

struct HistoryShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "All that is known of a run. 查看一次运行。",
    discussion: """
      Example:
        placement history show 2026-09-01T18-00-00Z --config nightly.yaml
      """)
  @Argument(help: ArgumentHelp("The run. · 运行编号。", valueName: "run")) var id: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      guard let found = try history.run(id) else { throw unknownRun(id, console) }
      for line in HistoryReport(found).lines { console.result(line) }
    }
  }
}

struct HistoryDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Who is elsewhere in the second run. 比较两次运行。",
    discussion: """
      Example:
        placement history diff 2026-09-01T18-00-00Z 2026-09-02T18-00-00Z --config nightly.yaml
      """)
  @Argument(help: "The earlier run. · 较早的运行。") var first: String
  @Argument(help: "The later run. · 较晚的运行。") var second: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      for id in [first, second] where try history.run(id) == nil { throw unknownRun(id, console) }
      console.result(Text(zh: "学号\t原岗位\t现岗位\t状态\t原因", en: "student\tbefore\tafter\tstatus\twhy"))
      let differences = try history.differences(from: first, to: second)
      for found in differences {
        let status = HistoryWords.status(found.status)
        let why = HistoryWords.why(found.why)
        let posts = "\(found.before ?? "–")\t\(found.after ?? "–")"
        console.result(
          Text(
            zh: "\(found.student)\t\(posts)\t\(status.zh)\t\(why.zh)",
            en: "\(found.student)\t\(posts)\t\(status.en)\t\(why.en)"))
      }
      console.result(Text(zh: "共 \(differences.count) 名学生不同", en: "\(differences.count) students differ"))
    }
  }
}

struct HistoryStudent: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "student", abstract: "Every placement a student ever had. 查看一名学生的历次安排。",
    discussion: """
      Plans held for review are marked: nobody was placed by them. 待人工确认的方案会注明。

      Example:
        placement history student S0001 --config nightly.yaml
      """)
  @Argument(help: "The student's id. · 学号。") var id: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      let runs = try history.placements(ofStudent: id)
      guard !runs.isEmpty else {
        console.fault(Text(zh: "历史中没有学生 \(id)", en: "the history knows no student \(id)"))
        throw ExitCode.inputMissing
      }
      console.result(Text(zh: "运行\t岗位\t状态\t原因\t变动", en: "run\tpost\tstatus\twhy\tchange"))
      for found in runs {
        let change =
          found.changed ? try inputsChanged(history, from: found.before, to: found.run) : Text(verbatim: "")
        let held = Text(zh: "（待人工确认）", en: " (held)")
        let status = HistoryWords.status(found.placement.status) + (found.isHeld ? held : Text(verbatim: ""))
        let why = HistoryWords.why(found.placement.why)
        let place = "\(found.run)\t\(found.placement.post ?? "–")"
        console.result(
          Text(
            zh: "\(place)\t\(status.zh)\t\(why.zh)\t\(change.zh)",
            en: "\(place)\t\(status.en)\t\(why.en)\t\(change.en)"))
      }
    }
  }

  /// What had changed in the case between two runs.
  private func inputsChanged(_ history: RunHistory, from: String?, to: String) throws -> Text {
    guard let from, let old = try history.run(from)?.inputs, let new = try history.run(to)?.inputs else {
      return Text(zh: "变动", en: "changed")
    }
    let names = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    guard !names.isEmpty else { return Text(zh: "变动（数据相同）", en: "changed (same inputs)") }
    let list = names.joined(separator: ", ")
    return Text(zh: "变动（\(list) 有改动）", en: "changed (inputs that differ: \(list))")
  }
}

struct HistoryPurge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge", abstract: "Remove a season from the history for good. 彻底删除一个批次的历史。",
    discussion: """
      The plans themselves stay where they are; a rebuild does not bring the season back.

      Example:
        placement history purge --season "Hangzhou, autumn 2026" --config nightly.yaml
      """)
  @Option(help: "The season: a policy's name, as `history list` shows it. · 批次，即 history list 中的名称。")
  var season: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.writing { configuration, console in
      let count = try PlansFolder(configuration.plans)
        .purgeHistory(at: configuration.history, season: season)
      console.result(Text(zh: "已删除 \(count) 次运行", en: "\(count) runs removed"))
      if count == 0 {
        console.fault(Text(zh: "没有批次 \(season) 的记录", en: "there was nothing of season \(season)"))
        throw ExitCode.inputMissing
      }
    }
  }
}

struct HistoryRebuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Make the history anew from the plans kept. 由保留的方案重建历史。",
    discussion: """
      Example:
        placement history rebuild --config nightly.yaml
      """)
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.writing { configuration, console in
      let count = try PlansFolder(configuration.plans).rebuildHistory(at: configuration.history)
      console.result(Text(zh: "已恢复 \(count) 次运行", en: "\(count) runs restored"))
    }
  }
}
