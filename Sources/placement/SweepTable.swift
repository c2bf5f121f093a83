import Foundation
import Placement
import PlacementFiles

/// Says where a plan that is compared may not be the best, and what was left out.
struct ProofNotes {
  let console: Console
  private(set) var isProven = true

  init(_ console: Console) { self.console = console }

  /// - Parameter gap: the widest of a stage that is not proven; nil where all are.
  mutating func note(_ gap: Double?, _ plan: Text) {
    guard let gap else { return }
    isProven = false
    let percent = String(format: "%.4f", gap * 100)
    console.result(
      Text(
        zh: "注意：\(plan.zh)未证明最优（差距 \(percent) %），差异仅供参考",
        en:
          "note: \(plan.en) is not proven optimal (gap \(percent) %); take the differences as a guide only"))
  }

  /// How many changes have no price: a reader must not take them for free.
  func noteNotPriced(_ count: Int, of changed: Int, _ plan: Text, isProven: Bool) {
    guard count > 0 else { return }
    let remedy =
      isProven
      ? Text(
        zh: "；可用 --explain-budget 增加重新求解次数，或用 --relative-gap 0 求到最后一分",
        en: "; --explain-budget allows more re-solves, --relative-gap 0 proves to the last point")
      : Text(verbatim: "")
    console.result(
      Text(
        zh: "注意：\(plan.zh)中有变化的 \(changed) 名学生里，\(count) 名不变动的代价未计算",
        en:
          "note: what staying would cost was not computed for \(count) of the \(changed) students whom \(plan.en) "
          + "places otherwise") + remedy)
  }

  static let before = Text(zh: "改动之前的方案", en: "the plan before")
}

/// The one comparison of a sweep's scenarios, however many machines they were solved on.
struct SweepTable {
  let baseline: SweepRecord
  /// In the order of the scenario file.
  let scenarios: [(name: String, record: SweepRecord)]
  /// Objectives of the policy.
  let stages: Int
  let language: Language
  /// Whether scenarios have rows alone, and no folders.
  let isOfRows: Bool

  /// comparison.csv.
  var table: PlanTable {
    PlanTable(
      file: "comparison.csv", columns: SweepRecord.columns(stages: stages),
      rows: ([baseline] + scenarios.map(\.record)).map(\.row))
  }

  /// Writes the table, gives the folder its place where it has not got it yet, and says what the table says.
  func finish(_ folder: WhatIfFolder, isInPlace: Bool = false, _ notes: inout ProofNotes) throws {
    let table = self.table
    if isInPlace {
      try folder.removeNotes()
    } else {
      try folder.finishSweep(table, scenarios: isOfRows ? nil : scenarios.map(\.name), language)
    }
    notes.console.table(table, language)
    notes.note(baseline.gap, ProofNotes.before)
    for (name, record) in scenarios {
      let plan = Text(zh: "情景“\(name)”", en: "scenario \(name)")
      notes.note(record.gap, plan)
      notes.noteNotPriced(record.notPriced, of: record.changed, plan, isProven: record.gap == nil)
    }
    notes.console.result(Text(zh: "结果已写入 \(folder.path)", en: "written to \(folder.path)"))
  }
}

extension Console {
  /// A table as lines with tabs.
  func table(_ table: PlanTable, skippingUnchanged: Bool = false, _ language: Language) {
    let headers = table.columns.map { Columns.header($0, in: table.file, language: language) }
    let difference = table.columns.firstIndex(of: "difference")
    result(Text(verbatim: headers.joined(separator: "\t")))
    for row in table.rows {
      if skippingUnchanged, let difference, Double(row[difference]) == 0 { continue }
      result(Text(verbatim: row.map { ControlCharacters.escaped($0) }.joined(separator: "\t")))
    }
  }
}
