import Allocation
import Foundation
import Inquiry
import Placement
import PlacementFiles
import Plan

// Many scenarios of one case, here or as tasks of an array job.
extension WhatIfWork {
  mutating func sweep(
    _ scenarios: [NamedSettings], _ placementCase: PlacementCase, _ effort: SweepEffort,
    _ folder: WhatIfFolder
  ) throws {
    try folder.beginSweep()
    let before = CityFigures(try solved(placementCase, before: scenarios.count))
    let records = try records(scenarios.indices, of: scenarios, before: before, effort, folder)
    let table = SweepTable(
      baseline: record(of: before), scenarios: zip(scenarios, records).map { ($0.name, $1) },
      stages: placementCase.policy.objectives.count, language: placementCase.policy.language,
      isOfRows: effort.isRow)
    try table.finish(folder, &notes)
  }

  /// The scenarios of one task of an array job; `placement collect` makes the table.
  mutating func sweep(
    _ task: SweepTask, of scenarios: [NamedSettings], _ placementCase: PlacementCase, _ effort: SweepEffort,
    _ folder: WhatIfFolder
  ) throws {
    let own = task.range(of: scenarios.count)
    guard !own.isEmpty else {
      throw Refusal(
        .validationFailure,
        Text(
          zh: "没有第 \(task.number) 项任务：\(scenarios.count) 个情景，每项任务 \(task.perTask) 个，任务从 0 数起",
          en:
            "there is no task \(task.number): \(scenarios.count) scenarios, \(task.perTask) a task, counted from 0"
        ))
    }
    let manifest = SweepManifest(
      scenarios, key: key(placementCase, effort), isOfRows: effort.isRow, perTask: task.perTask,
      placementCase.policy)
    let before = CityFigures(try baseline(of: manifest, scenarios, placementCase, before: own.count, folder))
    let records = try records(own, of: scenarios, before: before, effort, folder)
    for (index, record) in zip(own, records) {
      notes.note(
        record.gap, Text(zh: "情景“\(scenarios[index].name)”", en: "scenario \(scenarios[index].name)"))
    }
    console.result(
      Text(
        zh: "任务 \(task.number) 的 \(own.count) 个情景已写入 \(folder.unfinished.path)",
        en: "task \(task.number): \(own.count) scenarios written to \(folder.unfinished.path)"))
  }

  private func key(_ placementCase: PlacementCase, _ effort: SweepEffort) -> [String] {
    SweepRecord.key(placementCase, options, timeLimit: timeLimit, effort: effort)
  }

  /// The scenarios' records, in order. What is finished is written whatever comes after it.
  private mutating func records(
    _ range: Range<Int>, of scenarios: [NamedSettings], before: CityFigures, _ effort: SweepEffort,
    _ folder: WhatIfFolder
  ) throws -> [SweepRecord] {
    let key = key(before.allocation.placementCase, effort)
    var rows = SweepRows(folder)
    let records = Result {
      try range.map { index in
        let scenario = scenarios[index]
        let own = key + scenario.settings.map(\.text)
        let label = Text(
          zh: "情景 \(index + 1)/\(scenarios.count)：\(scenario.name)",
          en: "scenario \(index + 1) of \(scenarios.count): \(scenario.name)")
        let done =
          effort.isRow
          ? rows.record(scenario.name, key: own)
          : SweepRecord(in: folder.scenario(scenario.name).url).flatMap { $0.key == own ? $0 : nil }
        if let done {
          console.progress(label + Text(zh: "，沿用已有结果", en: ", done before and kept"))
          return done
        }
        console.progress(label)
        let start = ContinuousClock.now
        let (whatIf, record) = try record(
          scenario, key: own, before: before, others: range.upperBound - 1 - index, effort)
        if effort.isRow {
          try rows.add(record, after: ContinuousClock.now - start)
        } else {
          let files = try files(whatIf, try supervisions(whatIf))
          try folder.scenario(scenario.name).write(files + [(SweepRecord.file, try record.jsonFile())])
        }
        return record
      }
    }
    try rows.write()
    return try records.get()
  }

  private mutating func record(
    _ scenario: NamedSettings, key: [String], before: CityFigures, others: Int, _ effort: SweepEffort
  ) throws -> (WhatIf, SweepRecord) {
    let whatIf = try solved(
      scenario.settings, before: before.allocation, others: others, pricing: !effort.isRow)
    let gap = gap(whatIf.after)
    let figures = before.after(whatIf).figures
    let record = SweepRecord(
      key: key, row: SweepRecord.row(scenario, figures, gap: gap, whatIf.after.policy.language), gap: gap,
      changed: whatIf.changedStudents.count, notPriced: effort.isRow ? 0 : whatIf.notPriced)
    return (whatIf, record)
  }
}
