import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Placement
import PlacementFiles
import Plan
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
          placement allocate Fixtures/tiny --output tiny --method whole
        """,
      en: """
        Examples:
          placement allocate Fixtures/hangzhou --output plan
          placement allocate city --output plan --time-limit 600 --force
          placement allocate Fixtures/tiny --output tiny --method whole
        """
    ).spokenParagraphs)

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
    let placementCase = try loadCase(caseFolder, speech, asOf: date.day, remarks: CaseCheck.remarks)
    clock.finish("read")
    try target.check(reading: [caseFolder])
    let log = try SolveLogFile(solveLog)
    // Who supervises whom needs no prices: where those are searched for, by one thread, the others see to it.
    let (limits, threads) = (solving.limits(clock), solving.threads)
    var supervising: Supervising?
    let allocation = try allocated(placementCase, console, log, clock: &clock) {
      supervising = Supervising(
        $0, limits: limits, threads: max(1, threads - 1), isBeside: threads > 1, console)
    }
    for words in allocation.solution.failures { console.noteFailure(words) }
    let supervision =
      try supervising?.supervision(&clock)
      ?? supervised(allocation, limits: limits, threads: threads, clock: &clock, console)
    let explanation = PlanExplanation(
      relativeGap: limits.relativeGap, threads: threads, budget: explaining.explainBudget,
      withWorth: !explaining.noWorth, supervision: supervision)
    let plan = explanation.plan(allocation, console, clock: &clock)
    var output = PlanOutput(plan: plan, placementCase: placementCase, threads: solving.threads)
    output.solver = log.totals
    output.withWorkbook = workbook.xlsx
    output.onProgress = console.live
    try target.write(try output.files(&clock), as: .plan, reading: [caseFolder])
    console.endLive()
    try AllocationSummary(
      summary: plan.summary, told: plan.told, late: LateStarts(placementCase, allocation.placement),
      broken: BrokenAgreements(placementCase, allocation.placement), output: target.output
    ).end(console)
  }

  private func allocated(
    _ placementCase: PlacementCase, _ console: Console, _ log: SolveLogFile, clock: inout RunClock,
    onPriceSearch: (Allocation) -> Void
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
        withPrices: explaining.explainBudget != 0, reserve: solving.reserve(for: placementCase)),
      onProgress: console.live, log: log.write, onPriceSearch: onPriceSearch)
    clock.record("candidates", allocation.seconds.candidates)
    clock.record("solve", allocation.seconds.solve)
    clock.record("plan", allocation.solution.prices?.seconds ?? 0)
    return allocation
  }
}

extension SolveMethod: ExpressibleByArgument {}

/// The few lines that a run ends with.
struct AllocationSummary {
  let summary: PlanSummary
  let told: ToldStudents
  let late: LateStarts
  let broken: BrokenAgreements
  let output: String

  /// - Throws: `ExitCode.notProven` where the plan is not proven optimal.
  func end(_ console: Console) throws {
    print(console)
    if summary.status != .optimal { throw ExitCode.notProven }
  }

  private func print(_ console: Console) {
    let counts = summary.counts
    let (placed, all) = (counts["placed"] ?? 0, counts["taking_part"] ?? 0)
    console.result(
      Text(
        zh: "已安排 \(placed) / \(all) 名学生，未安排 \(counts["unplaced"] ?? 0) 名",
        en: "placed \(placed) of \(all) students, \(counts["unplaced"] ?? 0) without a post"))
    if let alone = counts["self_arranged"], alone > 0 {
      console.result(
        Text(
          zh: "另有自行联系并经学校审核的学生 \(alone) 名，占用企业名额",
          en:
            "besides, students with an approved place found alone: \(alone); they use up enterprises' quotas")
      )
    }
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
    if let supervision = summary.supervision { print(supervision, console) }
    let (met, above) = (counts["target_met"] ?? 0, counts["above_scale"] ?? 0)
    if above > 0 {
      console.result(
        Text(
          zh: "达到目标比例的规模以上企业：\(met) / \(above)",
          en: "above-scale enterprises that meet the target: \(met) of \(above)"))
    }
    if let text = told.text { console.result(text) }
    console.result(Text(zh: "方案已写入 \(output)", en: "plan written to \(output)"))
    if let text = late.text { console.fault(text) }
    if let text = broken.text { console.fault(text) }
    if placed == 0, all > 0 {
      console.fault(
        Text(
          zh: "提醒：一名学生也没有安排；placement check 说明各岗位为何不开放",
          en: "warning: nobody was placed; placement check says why no post is open"))
    }
  }
}

extension AllocationSummary {
  fileprivate func print(_ supervision: PlanSummary.Supervision, _ console: Console) {
    let (without, pairs, points) = (supervision.unsupervised, supervision.pairs, supervision.points)
    let isProven = supervision.figures.allSatisfy { $0.gap <= summary.relativeGap }
    let bounds = supervision.figures.map { String($0.bound) }
    let proof =
      isProven
      ? Text(zh: "已证明最优", en: "proven optimal")
      : Text(
        zh: "下界依次为 \(bounds.joined(separator: "、"))", en: "bounds \(bounds.joined(separator: ", "))")
    console.result(
      Text(
        zh: "指导教师：没有指导教师的学生 \(without.value) 名，教师与单位 \(pairs.value) 对，专业扣分 \(points.value)，",
        en: "supervisors: \(without.value) students without one, \(pairs.value) pairs of teacher and host, "
          + "\(points.value) points of specialty, ") + proof)
  }
}

/// Students who would come to a post behind its first day, in a year that is under way: nobody can begin in the past.
struct LateStarts {
  let count: Int
  /// Their posts, in order of id.
  let posts: [String]
  let asOf: CalendarDate

  init(_ placementCase: PlacementCase, _ placement: [Int?]) {
    asOf = placementCase.asOf
    let isUnderWay = placementCase.published.contains { $0?.stage == .started }
    let late = placement.indices.compactMap { student -> Int? in
      guard isUnderWay, let post = placement[student], post != placementCase.published[student]?.post else {
        return nil
      }
      return placementCase.posts[post].start < placementCase.asOf ? post : nil
    }
    count = late.count
    posts = Set(late).sorted().map { placementCase.posts[$0].id }
  }

  /// Nil where there are none.
  var text: Text? {
    guard count > 0 else { return nil }
    // A few are named; where to find many.
    let shown =
      posts.count <= 3
      ? Text(listing: posts.map(ShownID.text))
      : Text(
        zh: "共 \(posts.count) 个；在 assignments.csv 中筛选“开始日期”早于这天、“安排状态”为新安排、调整或已锁定的行",
        en: "\(posts.count) of them; in assignments.csv: start_date before that day, status placed, moved or "
          + "pinned")
    return Text(
      zh: "提醒：有 \(count) 名学生新安排到 \(asOf) 之前已经开始的岗位（\(shown.zh)）；这些学生从哪天起可以上岗，"
        + "填在学生表的“可实习起”，并为中途上岗的另设岗位行",
      en:
        "warning: \(count) students would come to posts that began before \(asOf) (\(shown.en)); say in "
        + "available_from of students.csv from when on they can start, and give posts that take them a row with that start"
    )
  }
}

/// Students who have said yes to the post that they were told and do not keep it.
struct BrokenAgreements {
  let count: Int

  init(_ placementCase: PlacementCase, _ placement: [Int?]) {
    count = placement.indices.count { student in
      guard let told = placementCase.published[student] else { return false }
      return told.stage.isBroken(
        by: placementCase.takesPart(student) ? .placed : .excluded,
        previousPost: placementCase.posts[told.post].id,
        post: placement[student].map { placementCase.posts[$0].id } ?? "")
    }
  }

  /// Nil where there are none.
  var text: Text? {
    guard count > 0 else { return nil }
    return Text(
      zh: "提醒：有 \(count) 名学生已确认、已签协议或已上岗，此方案却改到其他岗位或没有岗位；placement publish --dry-run 逐行列出，公布前请先告知",
      en:
        "warning: students who have confirmed, signed or started a post and do not keep it: \(count); placement publish "
        + "--dry-run names their rows; tell them before you publish")
  }
}

extension ToldStudents {
  /// Nil where nobody was told anything.
  fileprivate var text: Text? {
    guard all > 0 else { return nil }
    let gone =
      left > 0
      ? Text(zh: "，已不参加安排 \(left) 名", en: ", \(left) take no part any more") : Text(verbatim: "")
    return Text(
      zh: "原已告知岗位的 \(all) 名学生：维持 \(kept) 名，改到其他岗位 \(elsewhere) 名，不再有岗位 \(without) 名\(gone.zh)"
        + "（changes.csv 共 \(changed) 行；“调整”目标只计其中本可维持的）",
      en:
        "of \(all) students told a post before: \(kept) keep it, \(elsewhere) go elsewhere, \(without) have none "
        + "now\(gone.en) (\(changed) \(changed == 1 ? "row" : "rows") of changes.csv; the objective `moves` counts those who could have kept "
        + "theirs)")
  }
}
