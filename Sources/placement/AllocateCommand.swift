import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles
import Plan

/// The main job: a case folder in, a proven plan folder out.
struct AllocateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocate",
    abstract: Text(zh: "生成安排方案。", en: "Make a plan: who goes where.").spoken,
    discussion: Text(
      zh: """
        示例：
          placement allocate Fixtures/hangzhou --output plan
          placement allocate city --output plan --time-limit 600 --force
          placement allocate Fixtures/tiny --output plan --method whole
        """,
      en: """
        Examples:
          placement allocate Fixtures/hangzhou --output plan
          placement allocate city --output plan --time-limit 600 --force
          placement allocate Fixtures/tiny --output plan --method whole
        """
    ).spoken)

  @Argument(help: .text(zh: "案例文件夹。", en: "The case folder.")) var caseFolder: String
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var date: DayOptions
  @Option(
    help: .text(
      zh: "求解方法：auto 只取有用的配对，whole 把整个整数规划交给 GLPK 的分支切割（只适于小案例，供核对）。",
      en:
        "How to solve: auto takes the pairs that matter, whole hands the whole integer program to GLPK's own branch "
        + "and cut (small cases only, to check ours by).")) var method = SolveMethod.auto
  @Option(
    parsing: .unconditional,
    help: .text(
      zh: "为说明未安排原因、名额价值而重新求解的次数；默认取代价小的次数。",
      en:
        "Re-solves for the reasons of the unplaced, and as many for what a seat is worth; by default what is cheap."
    )) var explainBudget: Int?
  @Flag(help: .text(zh: "不计算增加一个名额的价值。", en: "Do not work out what one seat more is worth."))
  var noWorth = false
  @Option(
    help: .text(
      zh: "把求解的每一步写入此文件（JSON Lines）。", en: "Write every step of the solve to this file, as JSON lines."))
  var solveLog: String?
  @OptionGroup var speech: SpeechOptions

  func validate() throws { try checkBudget(explainBudget) }

  func run() throws {
    Interruption.watch()
    var clock = solving.clock
    let console = speech.console
    let placementCase = try loadCase(caseFolder, speech, asOf: date.day, remarks: CaseCheck.remarks)
    clock.finish("read")
    try target.check()
    let log = try SolveLogFile(solveLog)
    let allocation = try allocated(placementCase, console, log, clock: &clock)
    for words in allocation.solution.failures { console.noteFailure(words) }
    let plan = try explained(allocation, console, clock: &clock)
    var output = PlanOutput(plan: plan, placementCase: placementCase, threads: solving.threads)
    output.solver = log.totals
    try target.write(try output.files(&clock))
    PlanReport(summary: plan.summary, output: target.output).print(console)
    if plan.summary.status != .optimal { throw ExitCode.notProven }
  }

  private func allocated(
    _ placementCase: PlacementCase, _ console: Console, _ log: SolveLogFile, clock: inout RunClock
  ) throws -> Allocation {
    var limits = solving.limits(clock)
    // Explaining and writing want their time too: about what reading took, some times over.
    limits.seconds = solving.timeLimit.map { max($0 / 2, $0 - 4 * clock.total) }
    defer { console.endLive() }
    let allocation = try allocate(
      placementCase, using: GLPKSolver(),
      options: AllocationOptions(limits: limits, threads: solving.threads, method: method),
      onProgress: console.live, log: log.write)
    clock.record("candidates", allocation.seconds.candidates)
    clock.record("solve", allocation.seconds.solve)
    return allocation
  }

  private func explained(
    _ allocation: Allocation, _ console: Console, clock: inout RunClock
  ) throws -> Plan {
    let explanation = PlanExplanation(
      relativeGap: solving.limits(clock).relativeGap, threads: solving.threads, budget: explainBudget,
      withWorth: !noWorth)
    let (plan, failure) = try explanation.plan(allocation, using: GLPKSolver(), mustStop: clock.mustStop)
    console.note(failure)
    clock.finish("plan")
    return plan
  }
}

extension SolveMethod: ExpressibleByArgument {}

/// The few lines that a run ends with.
struct PlanReport {
  let summary: PlanSummary
  let output: String

  func print(_ console: Console) {
    let counts = summary.counts
    let (placed, all) = (counts["placed"] ?? 0, counts["taking_part"] ?? 0)
    console.result(
      Text(
        zh: "已安排 \(placed) / \(all) 名学生，未安排 \(counts["unplaced"] ?? 0) 名",
        en: "placed \(placed) of \(all) students, \(counts["unplaced"] ?? 0) without a post"))
    for objective in summary.objectives {
      let proof =
        objective.proven
        ? Text(zh: "已证明最优", en: "proven optimal")
        : Text(
          zh: "下界 \(objective.bound)，差距 \(String(format: "%.4f", objective.gap * 100)) %",
          en: "bound \(objective.bound), gap \(String(format: "%.4f", objective.gap * 100)) %")
      let value = Text(verbatim: "\(objective.value)") + summary.unit(of: objective)
      console.result(
        objective.title + Text(zh: "：\(value.zh)，", en: ": \(value.en), ") + proof)
    }
    let (met, above) = (counts["target_met"] ?? 0, counts["above_scale"] ?? 0)
    if above > 0 {
      console.result(
        Text(
          zh: "达到目标比例的规模以上企业：\(met) / \(above)",
          en: "above-scale enterprises that meet the target: \(met) of \(above)"))
    }
    console.result(Text(zh: "方案已写入 \(output)", en: "plan written to \(output)"))
  }
}
