import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementFiles
import Plan

/// The main job: a case folder in, a proven plan folder out.
struct AllocateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allocate", abstract: "Make a plan: who goes where. 生成安排方案。",
    discussion: """
      Examples:
        placement allocate Fixtures/hangzhou --output plan
        placement allocate city --output plan --time-limit 600 --force
      """)

  @Argument(help: "The case folder. · 案例文件夹。") var caseFolder: String
  @Option(name: .shortAndLong, help: "The plan folder to make. · 要生成的方案文件夹。") var output: String
  @Option(help: "Seconds after which the best plan so far is written. · 时限（秒），到时写出已找到的最好方案。") var timeLimit:
    Double?
  @Option(help: "Gap within which an objective counts as proven. · 差距在此以内即视为已证明。") var relativeGap = 0.0001
  @Option(help: "Threads for building candidates. · 线程数。") var threads = 2
  @Option(
    help:
      "Re-solves for the reasons of the unplaced, and as many for what a seat is worth; by default what is cheap. · 为说明未安排原因、名额价值而重新求解的次数，默认取代价小的次数。"
  )
  var explainBudget: Int?
  @Flag(help: "Do not work out what one seat more is worth. · 不计算增加一个名额的价值。") var noWorth = false
  @Flag(help: "Replace a plan that is there. · 覆盖已有方案。") var force = false
  @Flag(help: "No progress. · 不显示进度。") var quiet = false

  func validate() throws {
    if let timeLimit, !(timeLimit > 0 && timeLimit.isFinite) {
      throw ValidationError(
        "--time-limit takes a positive number of seconds, such as 600. · --time-limit 应为正的秒数，如 600。")
    }
    guard relativeGap >= 0, relativeGap < 1 else {
      throw ValidationError(
        "--relative-gap takes a number from 0 to below 1, such as 0.0001. · --relative-gap 应为 0 至 1（不含）的数，如 0.0001。"
      )
    }
    guard explainBudget ?? 0 >= 0 else {
      throw ValidationError("--explain-budget takes a whole number from 0. · --explain-budget 应为不小于 0 的整数。")
    }
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads takes a whole number from 1 to 256. · --threads 应为 1 至 256 的整数。")
    }
  }

  func run() throws {
    Interruption.watch()
    var clock = StepClock()
    let (placementCase, console) = try loadCase(caseFolder, quiet: quiet, remarks: CaseCheck.remarks)
    clock.finish("read")
    let folder = URL(fileURLWithPath: output)
    try checkOutput(folder, replacing: force, console)
    let allocation = try allocated(placementCase, console, clock: &clock)
    let plan = try explained(allocation, console, clock: clock)
    clock.finish("plan")
    try PlanOutput(plan: plan, placementCase: placementCase, threads: threads).write(
      to: folder, replacing: force, clock: &clock, console)
    PlanReport(summary: plan.summary, output: output).print(console)
    if plan.summary.status != .optimal { throw ExitCode.notProven }
  }

  /// The plan with its reasons checked by re-solves; past the time limit, by counting alone.
  private func explained(_ allocation: Allocation, _ console: Console, clock: StepClock) throws -> Plan {
    let isProven = allocation.solution.stages.allSatisfy { $0.gap <= relativeGap }
    // Where the plan itself could not be proven, re-solves would take as long again, each of them.
    if !isProven || timeLimit.map({ clock.total >= $0 }) ?? false {
      return allocation.plan(relativeGap: relativeGap, threads: threads)
    }
    // One end for all of them together.
    let end = timeLimit.map { Date(timeIntervalSinceNow: $0 - clock.total) }
    let limits = SolverLimits(isCancelled: { Interruption.isSet || end.map { $0 < Date() } ?? false })
    let resolver = Resolver(using: GLPKSolver(), limits: limits, exact: true)
    do {
      let findings = try allocation.findings(
        using: resolver, budget: explainBudget, withWorth: !noWorth, threads: threads)
      // A cancelled re-solve ends with whatever it has: no price, and no worth.
      if Interruption.isSet { return allocation.plan(relativeGap: relativeGap, threads: threads) }
      return allocation.plan(relativeGap: relativeGap, threads: threads, findings: findings)
    } catch AllocationFailure.noPlanInTime {
      return allocation.plan(relativeGap: relativeGap, threads: threads)
    }
  }

  private func allocated(
    _ placementCase: PlacementCase, _ console: Console, clock: inout StepClock
  ) throws -> Allocation {
    // Explaining and writing want their time too: about what reading took, some times over.
    let limits = SolverLimits(
      seconds: timeLimit.map { max($0 / 2, $0 - 4 * clock.total) }, relativeGap: relativeGap,
      isCancelled: { Interruption.isSet })
    defer { console.endLive() }
    return try allocationFailuresReported(console) {
      let allocation = try allocate(
        placementCase, using: GLPKSolver(), options: AllocationOptions(limits: limits, threads: threads),
        onProgress: console.live)
      clock.record("candidates", allocation.seconds.candidates)
      clock.record("solve", allocation.seconds.solve)
      return allocation
    }
  }
}

/// Runs `body`; says why there is no plan where it fails.
/// - Throws: the exit code of the failure.
func allocationFailuresReported<T>(_ console: Console, _ body: () throws -> T) throws -> T {
  do {
    return try body()
  } catch AllocationFailure.faults(let faults) {
    console.report(faults)
    throw ExitCode(faults) ?? .badInput
  } catch AllocationFailure.noPlanInTime {
    console.fault(
      Text(
        zh: "时限内没有找到方案，未写入任何文件；请延长 --time-limit",
        en: "no plan was found in time and nothing was written; allow a longer --time-limit"))
    throw ExitCode.noPlan
  } catch AllocationFailure.solver(let failure) {
    console.fault(Text(zh: "求解器出错：\(failure.message)", en: "the solver failed: \(failure.message)"))
    throw ExitCode.noPlan
  }
}

/// How long each step took.
struct StepClock {
  private let began = Date()
  private var last = Date()
  private(set) var steps: [String: Double] = [:]
  let started = Date()

  var total: Double { Date().timeIntervalSince(began) }

  mutating func finish(_ step: String) {
    record(step, Date().timeIntervalSince(last))
  }

  mutating func record(_ step: String, _ seconds: Double) {
    steps[step, default: 0] += (seconds * 1e6).rounded() / 1e6
    last = Date()
  }
}

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
