import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Placement
import PlacementFiles
import Supervisors

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
          placement allocate Fixtures/hangzhou --output plan2 --near plan
          placement allocate Fixtures/tiny --output tiny --method whole

        --near：同样好的方案往往有很多。给出已经看过的方案（可以是旧数据的），就在其中取变动学生最少的一个；各级目标不受影响。
        """,
      en: """
        Examples:
          placement allocate Fixtures/hangzhou --output plan
          placement allocate city --output plan --time-limit 600 --force
          placement allocate Fixtures/hangzhou --output plan2 --near plan
          placement allocate Fixtures/tiny --output tiny --method whole

        --near: often there are many plans as good. Given one that has been looked through (of older data, too), the one
        is taken that moves the fewest students from it; no objective is any worse for it.
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var date: DayOptions
  @Option(
    help: .text(
      zh: "已经看过的方案的文件夹：在各级目标同样好的方案中，取变动学生最少的一个。",
      en:
        "The folder of a plan that has been looked through: of all plans as good in every objective, one is "
        + "taken that moves the fewest students from it.")) var near: String?
  @Option(
    help: .text(
      zh: "求解方法：auto 只取有用的配对，whole 把整个整数规划交给 GLPK 的分支切割（只适于小案例，供核对）。",
      en:
        "How to solve: auto takes the pairs that matter, whole hands the whole integer program to GLPK's own branch "
        + "and cut (small cases only, to check ours by).")) var method = SolveMethod.auto
  @OptionGroup var explaining: ExplanationOptions
  @OptionGroup var workbook: WorkbookOptions
  @Option(
    help: .text(
      zh: "把求解的每一步写入此文件（JSON Lines）。", en: "Write every step of the solve to this file, as JSON lines."))
  var solveLog: String?
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    Interruption.watch()
    var clock = solving.clock
    let console = speech.console
    defer { console.endLive() }
    let nearPlan = NearPlan(near)
    let placementCase = try loadCase(
      caseFolder, speech, asOf: date.day, beside: nearPlan?.diagnostics ?? [],
      remarks: CaseCheck.remarks)
    let former = try nearPlan?.placement(in: placementCase)
    clock.finish("read")
    let inputs = [caseFolder] + [near].compactMap { $0 }
    try target.check(reading: inputs)
    let log = try SolveLogFile(solveLog)
    // Who supervises whom needs no prices: where those are searched for, by one thread, the others see to it.
    let (limits, threads) = (solving.limits(clock), solving.threads)
    var supervising: Supervising?
    let allocation = try allocated(placementCase, near: former, console, log, clock: &clock) {
      supervising = Supervising(
        $0, limits: limits, threads: max(1, threads - 1), isBeside: threads > 1, console)
    }
    for words in allocation.solution.failures { console.noteFailure(words) }
    let supervision =
      try supervising?.supervision(&clock)
      ?? supervised(allocation, limits: limits, threads: threads, clock: &clock, console)
    try PlanWriting(
      target: target, inputs: inputs, explaining: explaining, workbook: workbook, threads: threads,
      relativeGap: limits.relativeGap, nearPlan: nearPlan?.digest
    ).finish(allocation, supervision, solver: log.totals, clock: &clock, console)
  }

  private func allocated(
    _ placementCase: PlacementCase, near: FormerPlacement?, _ console: Console, _ log: SolveLogFile,
    clock: inout RunClock, onPriceSearch: (Allocation) -> Void
  ) throws -> Allocation {
    var limits = solving.limits(clock)
    // Explaining and writing want their time too: about what reading took, some times over.
    limits.deadline = limits.deadline.keeping(3 * clock.total)
    defer { console.endLive() }
    console.live(LiveStep(.candidates))
    let allocation = try allocate(
      placementCase, using: GLPKSolver(),
      options: AllocationOptions(
        limits: limits, threads: solving.threads, method: method,
        withPrices: explaining.explainBudget != 0, reserve: solving.reserve(for: placementCase),
        near: near),
      onProgress: console.live, log: log.write, onPriceSearch: onPriceSearch)
    clock.record("candidates", allocation.seconds.candidates)
    clock.record("solve", allocation.seconds.solve)
    clock.record("plan", allocation.solution.prices?.seconds ?? 0)
    return allocation
  }
}

extension SolveMethod: ExpressibleByArgument {}
