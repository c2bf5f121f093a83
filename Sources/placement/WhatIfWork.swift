import Allocation
import Foundation
import GLPKSolver
import Placement
import PlacementFiles

/// What a what-if does once its settings are read: solve, compare, write.
struct WhatIfWork {
  let options: AllocationOptions
  let console: Console
  let replacing: Bool
  private(set) var isProven = true
  private var clock = StepClock()

  init(options: AllocationOptions, console: Console, replacing: Bool) {
    self.options = options
    self.console = console
    self.replacing = replacing
  }

  private func solved(_ placementCase: PlacementCase) throws -> Allocation {
    defer { console.endLive() }
    return try allocate(placementCase, using: GLPKSolver(), options: options, onProgress: console.live)
  }

  private mutating func note(_ allocation: Allocation) {
    let gap = options.limits.relativeGap
    isProven = isProven && allocation.solution.stages.allSatisfy { $0.gap <= gap }
  }

  // MARK: One set of settings

  mutating func compare(
    _ settings: [Setting], _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let before = try solved(placementCase)
    note(before)
    var resolver = Resolver(using: GLPKSolver(), limits: options.limits)
    let whatIf = try WhatIf(settings, before: before, resolver: &resolver, threads: options.threads)
    note(whatIf.after)
    try folder.make { try write(whatIf, into: $0) }
    let language = placementCase.policy.language
    printTable(whatIf.comparison, skippingUnchanged: true, language)
    console.result(
      Text(
        zh: "安排有变化的学生 \(whatIf.changedStudents.count) 名；结果已写入 \(folder.path)",
        en: "\(whatIf.changedStudents.count) students are placed otherwise; written to \(folder.path)"))
  }

  private mutating func write(_ whatIf: WhatIf, into folder: URL) throws {
    let findings = try whatIf.after.findings(
      using: Resolver(using: GLPKSolver(), limits: options.limits), threads: options.threads)
    let plan = whatIf.after.plan(
      relativeGap: options.limits.relativeGap, threads: options.threads, findings: findings)
    try PlanOutput(plan: plan, placementCase: whatIf.after.placementCase, threads: options.threads).write(
      to: folder.appendingPathComponent("plan"), replacing: true, clock: &clock, console)
    try WhatIfFolder.write(
      [whatIf.changes, whatIf.comparison], to: folder, whatIf.after.policy.language, console)
  }

  // MARK: Scenarios

  mutating func sweep(
    _ scenarios: [NamedSettings], _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let language = placementCase.policy.language
    try folder.makeInPlace()
    let before = try solved(placementCase)
    note(before)
    var rows = [SweepRecord.row(name: "", settings: [], before)]
    // One for all: scenarios that change limits alone go on from the flow that it keeps.
    var resolver = Resolver(using: GLPKSolver(), limits: options.limits)
    for (index, scenario) in scenarios.enumerated() {
      let record = SweepRecord.key(scenario, placementCase, options)
      let place = folder.url.appendingPathComponent(scenario.name)
      if let done = SweepRecord.read(place, key: record) {
        rows.append(done.row)
        isProven = isProven && done.isProven
        console.progress(
          Text(zh: "情景 \(scenario.name)：沿用已有结果", en: "scenario \(scenario.name): done before, kept"))
        continue
      }
      console.progress(
        Text(
          zh: "情景 \(index + 1)/\(scenarios.count)：\(scenario.name)",
          en: "scenario \(index + 1) of \(scenarios.count): \(scenario.name)"))
      let whatIf = try WhatIf(
        scenario.settings, before: before, resolver: &resolver, threads: options.threads)
      note(whatIf.after)
      let row = SweepRecord.row(name: scenario.name, settings: scenario.settings, whatIf.after)
      let gap = options.limits.relativeGap
      let proven = whatIf.after.solution.stages.allSatisfy { $0.gap <= gap }
      try WhatIfFolder(place.path, console: console).make {
        try write(whatIf, into: $0)
        try SweepRecord(key: record, row: row, isProven: proven).write(to: $0, console)
      }
      rows.append(row)
    }
    let columns = SweepRecord.columns(stages: placementCase.policy.objectives.count)
    let table = PlanTable(file: "comparison.csv", columns: columns, rows: rows)
    try WhatIfFolder.write([table], to: folder.url, language, console)
    printTable(table, skippingUnchanged: false, language)
    console.result(Text(zh: "结果已写入 \(folder.path)", en: "written to \(folder.path)"))
  }

  // MARK: Suggestions

  mutating func suggest(
    _ count: Int, district: String?, budget: Int, _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let language = placementCase.policy.language
    let before = try solved(placementCase)
    note(before)
    var resolver = Resolver(using: GLPKSolver(), limits: options.limits)
    let search = SuggestionSearch(before: before, district: district, threads: options.threads)
    let found = try search.best(count, budget: budget, resolver: &resolver, threads: options.threads) {
      console.progress(Text(zh: "已试 \($0) / \($1)", en: "tried \($0) of \($1)"))
    }
    let stages = placementCase.policy.objectives.indices.map { "objective_\($0 + 1)" }
    let table = PlanTable(
      file: "suggestions.csv", columns: ["suggestion", "placed_more"] + stages,
      rows: found.suggestions.map { item in
        [item.setting.text, String(item.placedMore)] + item.stageGains.map { String(-$0) }
      })
    try folder.make { try WhatIfFolder.write([table], to: $0, language, console) }
    printTable(table, skippingUnchanged: false, language)
    console.result(
      Text(
        zh: "候选 \(found.candidates) 项，试算 \(found.tried) 项；结果已写入 \(folder.path)",
        en: "\(found.tried) of \(found.candidates) candidates tried; written to \(folder.path)"))
  }

  private func printTable(_ table: PlanTable, skippingUnchanged: Bool, _ language: Language) {
    let headers = table.columns.map { Columns.header($0, in: table.file, language: language) }
    console.result(Text(verbatim: headers.joined(separator: "\t")))
    for row in table.rows where !skippingUnchanged || row.last != "0" {
      console.result(Text(verbatim: row.joined(separator: "\t")))
    }
  }
}
