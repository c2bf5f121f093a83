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

/// The plan with and without some changes of the case's numbers, side by side. The case is never touched.
struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: Text(zh: "改动一些数，比较方案。", en: "Change some numbers and compare the plans.").spoken,
    discussion: Text(
      zh: """
        设定的写法：表[哪些行].字段=值，也可用 += -= *= 和百分数（+=10%）。表和字段用英文名或中文名都可以；行可写编号、编号列表、
        *（全部）或条件，值中有逗号时加引号：
          posts[P01].seats=12 · posts[P01,P02].seats+=2
          岗位[企业.区县=萧山区,提供住宿=是].名额*=1.1
          students[school.district="余杭区"].accepts_boarding=yes
          policy.quotas.staff_share_max=8% · policy.objectives[3].distance=2
          decisions[S1].pin=P01 · 决定[S1].不安排=E7
          decisions[S1].pin=（去掉锁定）
          published[S1].post_id=P02 · published[S1].stage=signed
          公示[*].岗位编号=（如同没有公布过）

        情景文件（YAML）每个名称下一项或几项设定；比较表第一行“现状”是不改动的方案：
          放宽距离: policy.travel.max_distance_km=50
          多一成名额:
            - posts[enterprise.district=萧山区].seats+=10%
            - posts[P0001].seats=12

        示例：
          placement what-if Fixtures/hangzhou --set 'posts[P0001].seats=12' -o what-if
          placement what-if Fixtures/hangzhou --scenarios scenarios.yaml --output sweep
          placement what-if Fixtures/hangzhou --suggest 5 --district 萧山区 -o found

        结果文件夹有 comparison.csv、changes.csv、plan/，以及按设定改动后的案例 case/。
        多个情景先汇集在 OUTPUT.unfinished，全部完成后才到位；中断的可从那里继续。
        --rows-only 只要比较表：结果至多每一秒的求解写一次，被强行终止时最多损失这一秒和正在求解的情景。

        集群上的作业数组：--per-task K 让每项任务做 K 个情景，任务号（从 0 起）取自 --task，否则取自 SLURM_ARRAY_TASK_ID、
        JOB_COMPLETION_INDEX、PBS_ARRAY_INDEX 或 LSB_JOBINDEX − 1；placement collect 汇成一张表：
          placement what-if city --scenarios s.yaml --output sweep \\
            --per-task 20 --print-slurm > sweep.sh
          sbatch sweep.sh
          placement collect sweep
        """,
      en: """
        Settings: table[rows].field=value, also += -= *= and percentages (+=10%). Tables and fields have their
        English or Chinese names; rows are ids, lists of ids, * (all) or conditions; quote what holds a comma:
          posts[P01].seats=12   posts[P01,P02].seats+=2
          posts[enterprise.district=Xihu,dormitory=yes].seats*=1.1
          students[school.district="Xihu"].accepts_boarding=yes
          policy.quotas.staff_share_max=8%   policy.objectives[3].distance=2
          decisions[S1].pin=P01   decisions[S1].ban=E7   decisions[S1].pin= (the pin goes)
          published[S1].post_id=P02   published[S1].stage=signed
          published[*].post_id= (as if nobody had been told)

        A scenario file (YAML) has one or more settings under each name; the first row of the comparison,
        `baseline`, is the plan without any:
          wider: policy.travel.max_distance_km=50
          more seats:
            - posts[enterprise.district=Xihu].seats+=10%
            - posts[P0001].seats=12

        Examples:
          placement what-if Fixtures/hangzhou --set 'posts[P0001].seats=12' -o what-if
          placement what-if Fixtures/hangzhou --scenarios scenarios.yaml --output sweep
          placement what-if Fixtures/hangzhou --suggest 5 --output found

        The folder holds comparison.csv, changes.csv, plan/, and case/, the case as the settings leave it.
        Scenarios gather in OUTPUT.unfinished until the last is there; an interrupted sweep goes on from it.
        --rows-only makes the comparison alone: results are written after a second of solving at most, which, with the
        scenario under way, is all that a kill can lose.

        As an array job: with --per-task K every task does K scenarios. Its number, from 0, is --task, else
        SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, PBS_ARRAY_INDEX or LSB_JOBINDEX less 1. `placement collect` makes the
        one table:
          placement what-if city --scenarios s.yaml --output sweep \\
            --per-task 20 --print-slurm > sweep.sh
          sbatch sweep.sh
          placement collect sweep
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Option(name: .long, help: .text(zh: "一项设定，可多次给出。", en: "A setting; may be given several times."))
  var set: [String] = []
  @Option(
    help: .text(zh: "情景文件（YAML），每个情景一行比较。", en: "A YAML file of named settings, one comparison row each."))
  var scenarios: String?
  @Option(
    parsing: .unconditional,
    help: .text(
      zh: "最有效的 N 项单独改动：逐项查看，凡可能入选的都重新求解。",
      en:
        "The best N single changes: every one is looked at, and those that may be among the best are solved for."
    ))
  var suggest: Int?
  @Option(
    help: .text(zh: "只针对学校在这个区县的学生提出建议。", en: "Suggestions for students of schools in this district only."))
  var district: String?
  @Option(
    parsing: .unconditional, help: .text(zh: "提出建议时可用的重新求解次数。", en: "Re-solves that suggestions may take."))
  var budget = 40
  @Option(
    parsing: .unconditional,
    help: .text(
      zh: "为计算每名变动学生“若不变动”的代价而重新求解的次数；默认取代价小的次数。",
      en:
        "Re-solves for what staying would cost each student who is placed otherwise; by default what is cheap."
    ))
  var explainBudget: Int?
  @OptionGroup var array: ArrayOptions
  @OptionGroup var target: OutputOptions
  @OptionGroup var solving: SolveOptions
  @OptionGroup var date: DayOptions
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    guard [!set.isEmpty, scenarios != nil, suggest != nil].count(where: { $0 }) == 1 else {
      throw ValidationError(
        Text(
          zh: "请从 --set（可多次）、--scenarios FILE、--suggest N 中选一种",
          en: "Give one of --set (as often as needed), --scenarios FILE and --suggest N"))
    }
    guard district == nil || suggest != nil else {
      throw ValidationError(Text(zh: "--district 须与 --suggest 同用", en: "--district goes with --suggest"))
    }
    guard suggest ?? 1 > 0, budget > 0 else {
      throw ValidationError(
        Text(
          zh: "--suggest 和 --budget 应为大于 0 的整数", en: "--suggest and --budget take a whole number above 0"))
    }
    try checkBudget(explainBudget)
    guard scenarios != nil || !array.isUsed else {
      throw ValidationError(
        Text(
          zh: "--per-task、--task、--rows-only、--print-slurm、--print-kubernetes 须与 --scenarios 同用",
          en: "--per-task, --task, --rows-only, --print-slurm and --print-kubernetes go with --scenarios"))
    }
    // What is wrong in itself is told before anything is read.
    do {
      for text in set { _ = try Setting(text) }
    } catch {
      throw ValidationError(error.text)
    }
  }

  func run() throws {
    Interruption.watch()
    let clock = solving.clock
    let reading = scenarios.map { readScenarios(at: URL(fileURLWithPath: $0)) }
    let placementCase = try loadCase(caseFolder, speech, asOf: date.day, beside: reading?.faults ?? [])
    try checkDistrict(placementCase)
    let settings = try set.map(Setting.init)
    let folder = WhatIfFolder(target, reading: [caseFolder] + [scenarios].compactMap { $0 })
    let named = try named(reading?.scenarios ?? [], placementCase, isGathered: folder.isGathered)
    // A wrong setting is refused before any work.
    for remark in try placementCase.changed(by: settings).remarks(QuotaBook(placementCase)) {
      speech.console.result(remark)
    }
    if let script = try array.script(self, scenarios: named.count) {
      return speech.console.result(Text(verbatim: script))
    }
    try folder.check()
    var work = WhatIfWork(
      options: AllocationOptions(
        limits: solving.limits(clock), threads: solving.threads,
        reserve: solving.reserve(for: placementCase, plans: 2)),
      timeLimit: solving.timeLimit, clock: clock, explainBudget: explainBudget, console: speech.console)
    do {
      if let suggest {
        try work.suggest(suggest, district: district, budget: budget, placementCase, folder)
      } else if scenarios != nil {
        let effort = array.rowsOnly ? SweepEffort.row : .plans(explainBudget: explainBudget)
        if let task = array.sweepTask {
          try work.sweep(task, of: named, placementCase, effort, folder)
        } else {
          try work.sweep(named, placementCase, effort, folder)
        }
      } else {
        try work.compare(settings, placementCase, folder)
      }
    } catch is Interrupted where scenarios != nil {
      // A sweep keeps the scenarios that were finished; anything else leaves nothing.
      throw Refusal(
        .notProven, Text(zh: "已中断；重新运行同一命令可继续", en: "interrupted; run the same command again to go on"))
    }
    if !work.isProven { throw ExitCode.notProven }
  }

  /// `--district` means the students', by their schools.
  private func checkDistrict(_ placementCase: PlacementCase) throws {
    guard let district else { return }
    let districts = Set(placementCase.students.indices.map(placementCase.district(ofStudent:)))
    guard !districts.contains(district) else { return }
    let known = districts.filter { !$0.isEmpty }.sorted(by: String.utf8Precedes)
    throw Refusal(
      .validationFailure,
      Text(
        zh: "没有一名学生的学校在“\(district)”；学校所在区县有：\(known.joined(separator: "、"))",
        en: "no student's school is in \(district); schools are in: \(known.joined(separator: ", "))"))
  }

  private static func place(_ scenario: Scenario) -> Text {
    Text(zh: "情景“\(scenario.name)”：", en: "scenario \(scenario.name): ")
  }

  /// A wrong setting of the scenario file is that file's fault.
  ///
  /// - Parameter isGathered: whether there is a sweep already, whose first task has read all that this one has.
  private func named(
    _ scenarios: [Scenario], _ placementCase: PlacementCase, isGathered: Bool
  ) throws -> [NamedSettings] {
    // A script is all that its reader wants, and a task's own scenarios are all that it need try.
    let own = array.sweepTask?.range(of: scenarios.count) ?? scenarios.indices
    let prints = array.prints
    let quotas = QuotaBook(placementCase)
    return try scenarios.enumerated().map { index, scenario in
      do {
        let isTried = prints || own.contains(index)
        let settings = isTried || !isGathered ? try scenario.settings.map(Setting.init) : []
        if isTried {
          let changed = try placementCase.changed(by: settings)
          for remark in prints ? [] : changed.remarks(quotas) {
            speech.console.result(Self.place(scenario) + remark)
          }
        }
        return NamedSettings(name: scenario.name, texts: scenario.settings, settings: settings)
      } catch let fault as InquiryFault {
        throw Refusal(.badInput, Self.place(scenario) + fault.text)
      }
    }
  }
}

struct NamedSettings {
  let name: String
  /// As the file has them.
  let texts: [String]
  /// None where another task has read them, and this one does nothing with them.
  let settings: [Setting]
}
