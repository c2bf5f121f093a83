import Allocation
import AssignmentSolver
import Plan
import Supervisors

/// What every command does that has made an allocation: it explains it, writes the plan and says what that comes to.
struct PlanWriting {
  let target: OutputOptions
  /// What the command has read, which is never replaced.
  let inputs: [String]
  let explaining: ExplanationOptions
  let workbook: WorkbookOptions
  let threads: Int
  let relativeGap: Double
  /// The digest of the plan's assignments that this one was to be near to; nil where there was none.
  var nearPlan: String?

  /// - Parameter solver: what the solve took, where it tells.
  /// - Throws: `OutputError`; `ExitCode.notProven` where the plan is written and not proven optimal.
  func finish(
    _ allocation: Allocation, _ supervision: Supervision?, solver: SolveTotals? = nil,
    clock: inout RunClock, _ console: Console
  ) throws {
    let explanation = PlanExplanation(
      relativeGap: relativeGap, threads: threads, budget: explaining.explainBudget,
      withWorth: !explaining.noWorth, supervision: supervision)
    let plan = explanation.plan(allocation, console, clock: &clock)
    var output = PlanOutput(plan: plan, placementCase: allocation.placementCase, threads: threads)
    output.solver = solver
    output.near = nearPlan.flatMap { NearRecord(digest: $0, allocation) }
    output.withWorkbook = workbook.xlsx
    output.onProgress = console.live
    try target.write(try output.files(&clock), as: .plan, reading: inputs)
    console.endLive()
    try AllocationSummary(plan: plan, allocation: allocation, output: target.output).end(console)
  }
}
