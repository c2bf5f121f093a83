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
  /// Seconds for the whole run, as they were asked for.
  let timeLimit: Double?
  /// Re-solves for what staying would cost each student who is placed otherwise; nil: those that are cheap.
  let explainBudget: Int?
  let console: Console
  var notes: ProofNotes
  private var clock: RunClock
  /// One for all: settings that change limits alone go on from the flow that it keeps.
  private var changeSolver: ChangeSolver
  /// Who supervises whom in the plan before, which is the same for all scenarios of a sweep.
  private var supervisionBefore: (plan: [Int32], supervision: Supervision?)?

  init(
    options: AllocationOptions, timeLimit: Double?, clock: RunClock, explainBudget: Int?, console: Console
  ) {
    self.options = options
    self.timeLimit = timeLimit
    self.clock = clock
    self.explainBudget = explainBudget
    changeSolver = ChangeSolver(using: GLPKSolver(), limits: options.limits)
    self.console = console
    notes = ProofNotes(console)
  }

  var isProven: Bool { notes.isProven }

  /// A cancelled solve ends with the best plan so far, which must not pass for the answer.
  private func uninterrupted<T>(_ body: () throws -> T) throws -> T {
    defer { console.endLive() }
    let result = Result { try body() }
    if Interruption.isSet { throw Interrupted() }
    return try result.get()
  }

  /// - Parameter others: what is solved after it, each of which gets as much of the time.
  mutating func solved(_ placementCase: PlacementCase, before others: Int = 1) throws -> Allocation {
    clock.finish("read")
    defer { clock.finish("solve_before") }
    var options = options
    options.limits.deadline = options.limits.deadline.share(1 / Double(others + 1))
    return try uninterrupted {
      try allocate(placementCase, using: GLPKSolver(), options: options, onProgress: console.live)
    }
  }

  /// Another task's plan instead of a solve; nil where it is not what it says it is.
  mutating func takenOver(_ found: SweepBaseline, _ placementCase: PlacementCase) throws -> Allocation? {
    clock.finish("read")
    var kept = changeSolver
    defer {
      changeSolver = kept
      clock.finish("solve_before")
    }
    return try uninterrupted {
      try kept.takingOver(
        found.solution, distances: found.distances, of: placementCase, threads: options.threads)
    }
  }

  /// The plan for other tasks to take over.
  mutating func handedOn(_ own: Allocation) throws -> SweepBaseline {
    var kept = changeSolver
    defer { changeSolver = kept }
    // Where they are not found in time the others search for them.
    let distances = try uninterrupted { try? kept.distances(of: own) }
    return SweepBaseline(record(of: CityFigures(own)), own.solution, distances: distances ?? nil)
  }

  /// - Parameter others: what is solved after it, each of which gets as much of the time.
  mutating func solved(
    _ settings: [Setting], before: Allocation, others: Int = 0, pricing: Bool = true
  ) throws -> WhatIf {
    let tables = options.reserve * before.seconds.candidates
    changeSolver.end(by: options.limits.deadline.keeping(tables).share(1 / Double(others + 1)))
    var kept = changeSolver
    defer {
      changeSolver = kept
      clock.finish("solve")
    }
    return try uninterrupted {
      var whatIf = try WhatIf(settings, before: before, changeSolver: &kept, threads: options.threads)
      guard pricing else { return whatIf }
      // To the last unit: within a gap a difference is none. Not by `kept`, whose flow serves the settings to come.
      var limits = options.limits
      limits.relativeGap = 0
      var prices = ChangeSolver(using: GLPKSolver(), limits: limits)
      // Where the plan itself could not be proven, re-solves would take as long again, each of them.
      try whatIf.price(using: &prices, budget: gap(whatIf.after) == nil ? explainBudget : 0)
      return whatIf
    }
  }

  // MARK: Proof

  /// The widest gap of a stage; nil where all are proven.
  func gap(_ allocation: Allocation) -> Double? {
    allocation.solution.stages.map(\.gap).filter { $0 > options.limits.relativeGap }.max()
  }

  // MARK: One set of settings

  mutating func compare(
    _ settings: [Setting], _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let before = try solved(placementCase)
    let whatIf = try solved(settings, before: before)
    let supervision = try supervisions(whatIf)
    try folder.write(try files(whatIf, supervision))
    console.table(
      whatIf.comparison(relativeGap: options.limits.relativeGap, supervision: supervision),
      skippingUnchanged: true, placementCase.policy.language)
    if supervision.map({ $0.before.figures == $0.after.figures }) ?? true,
      let reason = whatIf.reasonForNoChange
    {
      console.result(reason)
    }
    notes.note(gap(whatIf.before), ProofNotes.before)
    let after = Text(zh: "改动之后的方案", en: "the plan after")
    notes.note(gap(whatIf.after), after)
    notes.noteNotPriced(
      whatIf.notPriced, of: whatIf.changedStudents.count, after, isProven: gap(whatIf.after) == nil)
    console.result(
      Text(
        zh: "安排有变化的学生 \(whatIf.changedStudents.count) 名；结果已写入 \(folder.path)",
        en: "students placed otherwise: \(whatIf.changedStudents.count); written to \(folder.path)"))
  }

  /// The tables, the plan, and the case as the settings leave it: with it the plan can be verified.
  mutating func files(
    _ whatIf: WhatIf, _ supervision: (before: Supervision, after: Supervision)?
  ) throws -> [(name: String, data: Data)] {
    let language = whatIf.after.policy.language
    let changed = caseFiles(whatIf.after.placementCase)
    var plan = try explained(whatIf, supervision?.after)
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
  mutating func supervisions(
    _ whatIf: WhatIf
  ) throws -> (before: Supervision, after: Supervision)? {
    let before = try supervisionBefore(whatIf.before)
    let after = try supervised(
      whatIf.after, limits: options.limits, threads: options.threads, clock: &clock, console)
    if Interruption.isSet { throw Interrupted() }
    guard let before, let after else { return nil }
    return (before, after)
  }

  private mutating func supervisionBefore(_ allocation: Allocation) throws -> Supervision? {
    // An unproven plan may be bettered by what a scenario comes upon: then it is another one.
    if let known = supervisionBefore, known.plan == allocation.solution.post { return known.supervision }
    let found = try supervised(
      allocation, limits: options.limits, threads: options.threads, clock: &clock, console)
    supervisionBefore = (allocation.solution.post, found)
    return found
  }

  private mutating func explained(_ whatIf: WhatIf, _ supervision: Supervision?) throws -> Plan {
    let explanation = PlanExplanation(
      relativeGap: options.limits.relativeGap, threads: options.threads,
      // The changed case is written too. Where limits alone change, who may take what is not asked again for `after`.
      reserve: 1.5 * whatIf.before.seconds.candidates, supervision: supervision)
    let (plan, failure) = try uninterrupted {
      explanation.plan(
        whatIf.after, using: GLPKSolver(), clock: clock, onProgress: console.live)
    }
    console.note(failure)
    clock.finish("plan")
    return plan
  }

  // MARK: Suggestions

  mutating func suggest(
    _ count: Int, district: String?, budget: Int, _ placementCase: PlacementCase, _ folder: WhatIfFolder
  ) throws {
    let language = placementCase.policy.language
    let before = try solved(placementCase)
    let search = SuggestionSearch(before: before, district: district, threads: options.threads)
    let found = try uninterrupted {
      var changeSolver = ChangeSolver(using: GLPKSolver(), limits: options.limits)
      return try search.best(count, budget: budget, changeSolver: &changeSolver) {
        console.progress(Text(zh: "已重新求解 \($0) / \($1)", en: "solved again: \($0) of \($1)"))
      }
    }
    let table = found.table(stages: placementCase.policy.objectives.count, language)
    try folder.write([(table.file, csvData(table: table, language: language))])
    console.table(table, language)
    notes.note(gap(before), ProofNotes.before)
    for item in found.suggestions {
      guard let gap = item.gap else {
        console.result(
          Text(
            zh: "注意：“\(item.detail.zh)”至少有此效果；是否更大未证明",
            en: "note: \(item.detail.en) brings at least this; that it brings no more is not proven"))
        continue
      }
      guard gap > options.limits.relativeGap else { continue }
      notes.note(gap, Text(zh: "“\(item.detail.zh)”之后的方案", en: "the plan with \(item.detail.en)"))
    }
    if let ceiling = search.legalCeiling { console.result(ceiling) }
    console.result(
      found.summary + Text(zh: "；结果已写入 \(folder.path)", en: "; written to \(folder.path)"))
  }
}

extension FoundSuggestions {
  /// suggestions.csv.
  fileprivate func table(stages: Int, _ language: Language) -> PlanTable {
    PlanTable(
      file: "suggestions.csv",
      columns: ["suggestion", "detail", "placed_more"] + (1...stages).map { "objective_\($0)_change" },
      rows: suggestions.map { item in
        [item.setting.text, item.detail(language), String(item.placedMore)]
          + item.stageGains.map { String(-$0) }
      })
  }

  /// How many changes there are, and what is known of them.
  fileprivate var summary: Text {
    let proof =
      areProven
      ? Text(zh: "以上确为最有效的，已证明", en: "that these are the best is proven")
      : Text(
        zh: "其余未推算，以上是否最有效未证明",
        en: "the rest is not worked out, so that these are the best is not proven")
    return Text(
      zh: "共有单项改动 \(candidates) 项：已推算 \(priced) 项，其中重新求解 \(solved) 项；"
        + "另有 \(ruledOut) 项，由最优性证明的界可知不会进入前列；",
      en: "\(candidates) single changes: \(priced) priced, \(solved) of them by solving again; "
        + "\(ruledOut) more cannot be among the best, by the bounds of the proof; ") + proof
  }
}
