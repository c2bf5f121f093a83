import ArgumentParser
import Nightly
import Placement
import RunHistory

/// `placement history`: what past nights came to.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: Text(zh: "历次运行，以及学生在其中的安排。", en: "Past runs and where students were in them.").spoken,
    discussion: Text(
      zh: """
        示例：
          placement history list --config nightly.yaml
          placement history diff 2026-09-01T18-00-00Z latest --config nightly.yaml
        """,
      en: """
        Examples:
          placement history list --config nightly.yaml
          placement history diff 2026-09-01T18-00-00Z latest --config nightly.yaml
        """
    ).spokenParagraphs,
    subcommands: [
      HistoryList.self, HistoryShow.self, HistoryDiff.self, HistoryStudent.self, HistoryPurge.self,
      HistoryRebuild.self,
    ])
}

/// There is no such run.
private func unknownRun(_ id: String) -> Refusal {
  Refusal(
    .inputMissing,
    Text(
      zh: "历史中没有运行 \(id)；placement history list 列出所有运行",
      en: "the history knows no run \(id); placement history list names them all"))
}

struct HistoryList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: Text(zh: "列出全部运行，从早到晚。", en: "Every run, oldest first.").spoken,
    discussion: Text(
      zh: """
        示例：
          placement history list --config nightly.yaml
        """,
      en: """
        Example:
          placement history list --config nightly.yaml
        """
    ).spokenParagraphs)
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      console.result(Text(zh: "运行\t批次\t结果\t退出码\t说明", en: "run\tseason\toutcome\texit\treason"))
      for run in try history.runs() {
        console.result(
          HistoryWords.row([
            Text(verbatim: run.id), Text(verbatim: run.season), HistoryWords.outcome(run.outcome),
            Text(verbatim: "\(run.exitCode)"), run.reason,
          ]))
      }
    }
  }
}

struct HistoryShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: Text(zh: "查看一次运行的全部记录。", en: "All that is known of a run.").spoken,
    discussion: Text(
      zh: """
        示例：
          placement history show latest --config nightly.yaml
        """,
      en: """
        Example:
          placement history show latest --config nightly.yaml
        """
    ).spokenParagraphs)
  @Argument(help: .text(zh: "运行编号。", en: "The run.", valueName: "run")) var id: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      guard let found = try source.run(id, in: history) else { throw unknownRun(id) }
      for line in HistoryReport(found).lines { console.result(line) }
    }
  }
}

struct HistoryDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: Text(zh: "比较两次运行：哪些学生换了岗位。", en: "Who is elsewhere in the second run.").spoken,
    discussion: Text(
      zh: """
        latest 指现行方案，previous 指上一个方案。

        示例：
          placement history diff previous latest --config nightly.yaml
          placement history diff 2026-09-01T18-00-00Z latest --config nightly.yaml
        """,
      en: """
        latest names the plan in place, previous the one before.

        Examples:
          placement history diff previous latest --config nightly.yaml
          placement history diff 2026-09-01T18-00-00Z latest --config nightly.yaml
        """
    ).spokenParagraphs)
  @Argument(help: .text(zh: "较早的运行。", en: "The earlier run.")) var first: String
  @Argument(help: .text(zh: "较晚的运行。", en: "The later run.")) var second: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      let (first, second) = (try planOf(first, history), try planOf(second, history))
      console.result(Text(zh: "学号\t原岗位\t现岗位\t状态\t原因", en: "student\tbefore\tafter\tstatus\twhy"))
      let differences = try history.differences(from: first.id, to: second.id)
      for found in differences {
        let ids = [found.student, found.before ?? "–", found.after ?? "–"].map(Text.init(verbatim:))
        console.result(
          HistoryWords.row(ids + [HistoryWords.status(found.status), HistoryWords.why(found.why)]))
      }
      console.result(Text(zh: "共 \(differences.count) 名学生不同", en: "\(differences.count) students differ"))
    }
  }
}

extension HistoryDiff {
  /// A run that made a plan, by its name, `latest` or `previous`.
  private func planOf(_ name: String, _ history: RunHistory) throws -> HistoryRun {
    guard let run = try source.run(name, in: history) else { throw unknownRun(name) }
    if try history.placements(of: run.id).isEmpty {
      let outcome = HistoryWords.outcome(run.outcome)
      throw Refusal(
        .inputMissing,
        Text(
          zh: "运行 \(run.id) 没有自己的方案（\(outcome.zh)），无从比较；可用 latest、previous 指现行和上一个方案",
          en: "run \(run.id) has no plan of its own (\(outcome.en)), so there is nothing to compare; "
            + "`latest` and `previous` name the plan in place and the one before"))
    }
    return run
  }
}

struct HistoryStudent: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "student",
    abstract: Text(zh: "查看一名学生的历次安排。", en: "Every placement a student ever had.").spoken,
    discussion: Text(
      zh: """
        待人工确认的方案会注明：其中的安排并未生效。

        示例：
          placement history student S0001 --config nightly.yaml
        """,
      en: """
        Plans held for review are marked: nobody was placed by them.

        Example:
          placement history student S0001 --config nightly.yaml
        """
    ).spokenParagraphs)
  @Argument(help: .text(zh: "学号。", en: "The student's id.")) var id: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.reading { history, console in
      let runs = try history.placements(ofStudent: id)
      guard !runs.isEmpty else {
        throw Refusal(
          .inputMissing, Text(zh: "历史中没有学生 \(id)", en: "the history knows no student \(id)"))
      }
      console.result(Text(zh: "运行\t岗位\t状态\t原因\t变动", en: "run\tpost\tstatus\twhy\tchange"))
      for found in runs {
        let change =
          found.changed ? try inputsChanged(history, from: found.before, to: found.run) : Text(verbatim: "")
        let held = Text(zh: "（待人工确认）", en: " (held)")
        let status = HistoryWords.status(found.placement.status) + (found.isHeld ? held : Text(verbatim: ""))
        let ids = [found.run, found.placement.post ?? "–"].map(Text.init(verbatim:))
        console.result(HistoryWords.row(ids + [status, HistoryWords.why(found.placement.why), change]))
      }
    }
  }

  /// What had changed in the case between two runs.
  private func inputsChanged(_ history: RunHistory, from: String?, to: String) throws -> Text {
    guard let from, let old = try history.run(from)?.inputs, let new = try history.run(to)?.inputs else {
      return Text(zh: "变动", en: "changed")
    }
    let names = old.keysDiffering(from: new)
    guard !names.isEmpty else { return Text(zh: "变动（数据相同）", en: "changed (same inputs)") }
    let list = Text(listing: names)
    return Text(zh: "变动（\(list.zh) 有改动）", en: "changed (inputs that differ: \(list.en))")
  }
}

struct HistoryPurge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purge",
    abstract: Text(zh: "彻底删除一个批次的历史。", en: "Remove a season from the history for good.").spoken,
    discussion: Text(
      zh: """
        方案本身保留；重建历史也不会恢复该批次。

        示例：
          placement history purge --season "Hangzhou, autumn 2026" --config nightly.yaml
        """,
      en: """
        The plans themselves stay where they are; a rebuild does not bring the season back.

        Example:
          placement history purge --season "Hangzhou, autumn 2026" --config nightly.yaml
        """
    ).spokenParagraphs)
  @Option(
    help: .text(
      zh: "批次，即 history list 中的名称。", en: "The season: a policy's name, as `history list` shows it."))
  var season: String
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.writing { configuration, console in
      let count = try PlansFolder(configuration.plans)
        .purgeHistory(at: configuration.history, season: season)
      guard count > 0 else {
        throw Refusal(
          .inputMissing,
          Text(
            zh: "历史中没有批次 \(season)；placement history list 列出各次运行的批次",
            en:
              "the history has nothing of season \(season); placement history list names the season of every run"
          ))
      }
      console.result(Text(zh: "已删除 \(count) 次运行", en: "\(count) runs removed"))
    }
  }
}

struct HistoryRebuild: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: Text(zh: "由保留的方案重建历史。", en: "Make the history anew from the plans kept.").spoken,
    discussion: Text(
      zh: """
        示例：
          placement history rebuild --config nightly.yaml
        """,
      en: """
        Example:
          placement history rebuild --config nightly.yaml
        """
    ).spokenParagraphs)
  @OptionGroup var source: HistorySource

  func run() throws {
    try source.writing { configuration, console in
      let count = try PlansFolder(configuration.plans).rebuildHistory(at: configuration.history)
      console.result(Text(zh: "已恢复 \(count) 次运行", en: "\(count) runs restored"))
    }
  }
}
