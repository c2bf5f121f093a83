import Foundation
import Placement
import PlacementFiles

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
    } else if isOfRows {
      try folder.finishRows(table, language)
    } else {
      try folder.finishScenarios(scenarios.map(\.name), table, language)
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
    let rows = table.rows.filter { row in
      !skippingUnchanged || difference.map { Double(row[$0]) != 0 } ?? true
    }
    // Headers alone would look like an answer that got lost.
    guard !rows.isEmpty else { return }
    result(Text(verbatim: headers.joined(separator: "\t")))
    for row in rows {
      result(Text(verbatim: row.map { ControlCharacters.escaped($0) }.joined(separator: "\t")))
    }
  }
}
