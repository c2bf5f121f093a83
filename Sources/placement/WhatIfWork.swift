import Allocation
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles
import Plan
import Supervisors

/// What a what-if does once its settings are read: solve, compare, write.
struct WhatIfWork {
  let options: AllocationOptions
  /// Re-solves for what staying would cost each student who is placed otherwise; nil: those that are cheap.
  let explainBudget: Int?
  let console: Console
  private(set) var isProven = true
  private var clock: RunClock
  /// One for all: settings that change limits alone go on from the flow that it keeps.
  private var resolver: Resolver

  init(options: AllocationOptions, clock: RunClock, explainBudget: Int?, console: Console) {
    self.options = options
    self.clock = clock
    self.explainBudget = explainBudget
    resolver = Resolver(using: GLPKSolver(), limits: options.limits)
    self.console = console
  }

  /// A cancelled solve ends with the best plan so far, which must not pass for the answer.
  private func uninterrupted<T>(_ body: () throws -> T) throws -> T {
    defer { console.endLive() }
    let result = Result { try body() }
    if Interruption.isSet { throw Interrupted() }
    return try result.get()
  }

  private mutating func solved(_ placementCase: PlacementCase) throws -> Allocation {
    clock.finish("read")
    defer { clock.finish("solve_before") }
    return try uninterrupted {
      try allocate(placementCase, using: GLPKSolver(), options: options, onProgress: console.live)
    }
  }

  private mutating func solved(_ settings: [Setting], before: Allocation) throws -> WhatIf {
    var kept = resolver
    defer {
      resolver = kept
      clock.finish("solve")
    }
    return try uninterrupted {
      var whatIf = try WhatIf(settings, before: before, resolver: &kept, threads: options.threads)
      // To the last unit: within a gap a difference is none. Not by `kept`, whose flow serves the settings to come.
      var limits = options.limits
      limits.relativeGap = 0
      var prices = Resolver(using: GLPKSolver(), limits: limits)
      // Where the plan itself could not be proven, re-solves would take as long again, each of them.
      try whatIf.price(using: &prices, budget: gap(whatIf.after) == nil ? explainBudget : 0)
      return whatIf
    }
  }

  /// How many changes have no price: a reader must not take them for free.
  private func noteNotPriced(_ count: Int, of changed: Int, _ plan: Text, isProven: Bool) {
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

  // MARK: Proof

  /// The widest gap of a stage; nil where all are proven.
  private func gap(_ allocation: Allocation) -> Double? {
    allocation.solution.stages.map(\.gap).filter { $0 > options.limits.relativeGap }.max()
  }

  /// Says so where a plan that is compared may not be the best.
  private mutating func note(_ gap: Double?, _ plan: Text) {
    guard let gap else { return }
    isProven = false
    let percent = String(format: "%.4f", gap * 100)
    console.result(
      Text(
        zh: "注意：\(plan.zh)未证明最优（差距 \(percent) %），差异仅供参考",
        en:
          "note: \(plan.en) is not proven optimal (gap \(percent) %); take the differences as a guide only"))
  }

  private static let before = Text(zh: "改动之前的方案", en: "the plan before")

  // MARK: One set of settings

  mutating func compare(
    _ settings: [Setting], _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let before = try solved(placementCase)
    let whatIf = try solved(settings, before: before)
    let supervision = try supervisions(whatIf)
    try folder.write(try files(whatIf, supervision))
    printTable(
      whatIf.comparison(relativeGap: options.limits.relativeGap, supervision: supervision),
      skippingUnchanged: true, placementCase.policy.language)
    if supervision.map({ $0.before.figures == $0.after.figures }) ?? true,
      let reason = whatIf.reasonForNoChange
    {
      console.result(reason)
    }
    note(gap(before), Self.before)
    let after = Text(zh: "改动之后的方案", en: "the plan after")
    note(gap(whatIf.after), after)
    noteNotPriced(
      whatIf.notPriced, of: whatIf.changedStudents.count, after, isProven: gap(whatIf.after) == nil)
    console.result(
      Text(
        zh: "安排有变化的学生 \(whatIf.changedStudents.count) 名；结果已写入 \(folder.path)",
        en: "students placed otherwise: \(whatIf.changedStudents.count); written to \(folder.path)"))
  }

  /// The tables, the plan, and the case as the settings leave it: with it the plan can be verified.
  private mutating func files(
    _ whatIf: WhatIf, _ supervision: (before: Supervision, after: Supervision)?
  ) throws -> [(name: String, data: Data)] {
    let language = whatIf.after.policy.language
    let changed = caseFiles(whatIf.after.placementCase)
    var plan = try explained(whatIf.after, supervision?.after)
    plan.summary.inputs = Dictionary(
      uniqueKeysWithValues: changed.map { ($0.name, Digest.sha256([UInt8]($0.data))) })
    let output = PlanOutput(plan: plan, placementCase: whatIf.after.placementCase, threads: options.threads)
    let tables = [
      whatIf.changes, whatIf.comparison(relativeGap: options.limits.relativeGap, supervision: supervision),
    ]
    return tables.map { ($0.file, csvData(table: $0, language: language)) }
      + changed.map { ("case/" + $0.name, $0.data) }
      + (try output.files(&clock)).map { ("plan/" + $0.name, $0.data) }
  }

  /// Who supervises whom without the settings and with them.
  private mutating func supervisions(
    _ whatIf: WhatIf
  ) throws -> (before: Supervision, after: Supervision)? {
    let before = try supervised(
      whatIf.before, limits: options.limits, threads: options.threads, clock: &clock)
    let after = try supervised(
      whatIf.after, limits: options.limits, threads: options.threads, clock: &clock)
    if Interruption.isSet { throw Interrupted() }
    guard let before, let after else { return nil }
    return (before, after)
  }

  private mutating func explained(_ allocation: Allocation, _ supervision: Supervision?) throws -> Plan {
    let explanation = PlanExplanation(
      relativeGap: options.limits.relativeGap, threads: options.threads, supervision: supervision)
    let (plan, failure) = try uninterrupted {
      explanation.plan(
        allocation, using: GLPKSolver(), mustStop: clock.mustStop, onProgress: console.live)
    }
    console.note(failure)
    clock.finish("plan")
    return plan
  }

  // MARK: Scenarios

  mutating func sweep(
    _ scenarios: [NamedSettings], _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let language = placementCase.policy.language
    try folder.beginSweep()
    let before = try solved(placementCase)
    let baseline = NamedSettings(name: Text(zh: "现状", en: "baseline")(language), settings: [])
    var rows = [SweepRecord.row(baseline, before, gap: gap(before))]
    var records: [(SweepRecord, Text)] = []
    for (index, scenario) in scenarios.enumerated() {
      let label = Text(
        zh: "情景 \(index + 1)/\(scenarios.count)：\(scenario.name)",
        en: "scenario \(index + 1) of \(scenarios.count): \(scenario.name)")
      let record = try finished(scenario, label, before: before, folder.scenario(scenario.name))
      rows.append(record.row)
      records.append((record, Text(zh: "情景“\(scenario.name)”", en: "scenario \(scenario.name)")))
    }
    let columns = SweepRecord.columns(stages: placementCase.policy.objectives.count)
    let table = PlanTable(file: "comparison.csv", columns: columns, rows: rows)
    try folder.finishSweep(table, scenarios: scenarios.map(\.name), language)
    printTable(table, skippingUnchanged: false, language)
    note(gap(before), Self.before)
    for (record, plan) in records {
      note(record.gap, plan)
      noteNotPriced(record.notPriced, of: record.changed, plan, isProven: record.gap == nil)
    }
    console.result(Text(zh: "结果已写入 \(folder.path)", en: "written to \(folder.path)"))
  }

  /// A scenario's record: its own from an interrupted sweep of the same case, or solved and written now.
  private mutating func finished(
    _ scenario: NamedSettings, _ label: Text, before: Allocation, _ folder: WhatIfFolder
  ) throws -> SweepRecord {
    let key = SweepRecord.key(
      scenario, before.placementCase, options, explainBudget: explainBudget)
    if let done = SweepRecord.read(folder.url, key: key) {
      console.progress(label + Text(zh: "，沿用已有结果", en: ", done before and kept"))
      return done
    }
    console.progress(label)
    let whatIf = try solved(scenario.settings, before: before)
    let gap = gap(whatIf.after)
    let record = SweepRecord(
      key: key, row: SweepRecord.row(scenario, whatIf.after, gap: gap), gap: gap,
      changed: whatIf.changedStudents.count, notPriced: whatIf.notPriced)
    try folder.write(try files(whatIf, try supervisions(whatIf)) + [("scenario.json", try record.encoded())])
    return record
  }

  // MARK: Suggestions

  mutating func suggest(
    _ count: Int, district: String?, budget: Int, _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let language = placementCase.policy.language
    let before = try solved(placementCase)
    let search = SuggestionSearch(before: before, district: district, threads: options.threads)
    let found = try uninterrupted {
      var resolver = Resolver(using: GLPKSolver(), limits: options.limits)
      return try search.best(count, budget: budget, resolver: &resolver, threads: options.threads) {
        console.progress(Text(zh: "已重新求解 \($0) / \($1)", en: "solved again: \($0) of \($1)"))
      }
    }
    let stages = placementCase.policy.objectives.indices.map { "objective_\($0 + 1)_change" }
    let table = PlanTable(
      file: "suggestions.csv", columns: ["suggestion", "detail", "placed_more"] + stages,
      rows: found.suggestions.map { item in
        [item.setting.text, item.detail(language), String(item.placedMore)]
          + item.stageGains.map { String(-$0) }
      })
    try folder.write([(table.file, csvData(table: table, language: language))])
    printTable(table, skippingUnchanged: false, language)
    note(gap(before), Self.before)
    for item in found.suggestions {
      guard let gap = item.gap else {
        console.result(
          Text(
            zh: "注意：“\(item.detail.zh)”至少有此效果；是否更大未证明",
            en: "note: \(item.detail.en) brings at least this; that it brings no more is not proven"))
        continue
      }
      guard gap > options.limits.relativeGap else { continue }
      note(gap, Text(zh: "“\(item.detail.zh)”之后的方案", en: "the plan with \(item.detail.en)"))
    }
    if let ceiling = search.legalCeiling { console.result(ceiling) }
    console.result(
      Text(
        zh: "候选 \(found.candidates) 项，已推算 \(found.priced) 项，其中重新求解 \(found.solved) 项；"
          + "结果已写入 \(folder.path)",
        en: "\(found.priced) of \(found.candidates) candidates priced, "
          + "\(found.solved) of them by solving again; written to \(folder.path)"))
  }

  private func printTable(_ table: PlanTable, skippingUnchanged: Bool, _ language: Language) {
    let headers = table.columns.map { Columns.header($0, in: table.file, language: language) }
    let difference = table.columns.firstIndex(of: "difference")
    console.result(Text(verbatim: headers.joined(separator: "\t")))
    for row in table.rows {
      if skippingUnchanged, let difference, Double(row[difference]) == 0 { continue }
      console.result(Text(verbatim: row.map { ControlCharacters.escaped($0) }.joined(separator: "\t")))
    }
  }
}
