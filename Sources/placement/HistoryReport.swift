import Nightly
import Placement
import RunHistory

/// All that the history knows of a run, a fact a line: label, then cells, with tabs between.
struct HistoryReport {
  let run: HistoryRun

  init(_ run: HistoryRun) { self.run = run }

  var lines: [Text] { facts + inputs + objectives + counts + timings }

  private var facts: [Text] {
    [
      line(Text(zh: "运行", en: "run"), [Text(verbatim: run.id)]),
      line(Text(zh: "批次", en: "season"), [Text(verbatim: run.season)]),
      line(Text(zh: "开始时间", en: "started"), [Text(verbatim: localTime(run.started))]),
      line(Text(zh: "结果", en: "outcome"), [HistoryWords.outcome(run.outcome)]),
      line(Text(zh: "退出码", en: "exit"), [Text(verbatim: "\(run.exitCode)")]),
      line(Text(zh: "说明", en: "reason"), [run.reason]),
    ]
  }

  private var inputs: [Text] {
    run.inputs.sorted { $0.key < $1.key }.map { file, hash in
      line(Text(zh: "输入文件", en: "input"), [Text(verbatim: file), Text(verbatim: hash)])
    }
  }

  private var objectives: [Text] {
    run.objectives.map { objective in
      line(
        Text(zh: "目标", en: "objective"),
        [Text(verbatim: "\(objective.stage)"), HistoryWords.weights(objective.weights)]
          + [objective.value.description, objective.bound.description, objective.gap.description]
          .map(Text.init(verbatim:)) + [
            objective.proven ? Text(zh: "已证明最优", en: "proven") : Text(zh: "未证明最优", en: "open")
          ])
    }
  }

  private var counts: [Text] {
    ordered(run.counts, as: CountWord.self).map { name, count in
      line(Text(zh: "数量", en: "count"), [HistoryWords.count(name), Text(verbatim: "\(count)")])
    }
  }

  private var timings: [Text] {
    ordered(run.timings, as: NightStep.self).map { step, seconds in
      line(Text(zh: "用时（秒）", en: "seconds"), [HistoryWords.step(step), Text(verbatim: "\(seconds)")])
    }
  }

  /// In the order of the words' own list, unknown ones behind it.
  private func ordered<W: Word, Value>(_ values: [String: Value], as words: W.Type) -> [(String, Value)] {
    let known = W.allCases.map(\.rawValue)
    let others = values.keys.filter { W(rawValue: $0) == nil }.sorted()
    return (known + others).compactMap { name in values[name].map { (name, $0) } }
  }

  private func line(_ label: Text, _ cells: [Text]) -> Text {
    HistoryWords.row([label] + cells)
  }
}

/// The program's words as the history holds them: in English, to be said in either language.
enum HistoryWords {
  /// Cells with tabs between, none within.
  static func row(_ cells: [Text]) -> Text {
    Text(
      zh: cells.map(\.cell.zh).joined(separator: "\t"), en: cells.map(\.cell.en).joined(separator: "\t"))
  }

  static func outcome(_ word: String) -> Text { NightOutcome(rawValue: word)?.text ?? Text(verbatim: word) }

  static func status(_ word: String) -> Text {
    PlacementStatus(rawValue: word)?.text ?? Text(verbatim: word)
  }

  static func why(_ word: String) -> Text {
    UnplacedReason(rawValue: word)?.text ?? Rule(rawValue: word)?.text ?? PlanWord(rawValue: word)?.text
      ?? PlacementStatus(rawValue: word)?.text ?? Text(verbatim: word)
  }

  static func count(_ word: String) -> Text { CountWord(rawValue: word)?.text ?? Text(verbatim: word) }

  static func step(_ word: String) -> Text { NightStep(rawValue: word)?.text ?? Text(verbatim: word) }

  /// `match×1, distance×1`
  static func weights(_ words: String) -> Text {
    words.components(separatedBy: ", ").map { term -> Text in
      let parts = term.components(separatedBy: "×")
      guard parts.count == 2, let word = ObjectiveTerm(rawValue: parts[0]) else {
        return Text(verbatim: term)
      }
      return word.text + Text(verbatim: "×" + parts[1])
    }.joined(by: .listComma)
  }
}
