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
    commandName: "what-if", abstract: "Change some numbers and compare the plans. 假设分析。",
    discussion: """
      Settings: posts[P01].seats=12 · enterprises[E7].max_interns+=5 ·
      enterprises[district=萧山区].max_interns*=1.1 · posts[enterprise.above_scale=yes].seats+=2 ·
      policy.quotas.staff_share_max=0.08 · students[S1].accepts_boarding=yes

      Examples:
        placement what-if Fixtures/hangzhou --set 'posts[P01].seats=12' --output what-if
        placement what-if Fixtures/hangzhou --scenarios scenarios.yaml --output sweep
        placement what-if Fixtures/hangzhou --suggest 5 --district 萧山区 --output suggestions

      The folder holds comparison.csv, changes.csv, plan/, and case/, the case as the settings leave it.
      Scenarios gather in OUTPUT.unfinished until the last is there; an interrupted sweep goes on from it.
      """)

  @Argument(help: "The case folder. · 案例文件夹。") var caseFolder: String
  @Option(name: .long, help: "A setting; may be given several times. · 一项设定，可多次给出。") var set: [String] = []
  @Option(help: "A YAML file of named settings, one comparison row each. · 情景文件（YAML），每个情景一行比较。")
  var scenarios: String?
  @Option(help: "The best N single changes, each verified by a re-solve. · 最有效的 N 项单独改动，逐一重新求解核实。")
  var suggest: Int?
  @Option(help: "Suggestions for this district only. · 只针对这个区县提出建议。") var district: String?
  @Option(help: "Re-solves that suggestions may take. · 建议可用的重新求解次数。") var budget = 40
  @Option(
    help:
      "Re-solves for what staying would cost each student who is placed otherwise; by default what is cheap. · 为计算每名变动学生“若不变动”的代价而重新求解的次数，默认取代价小的次数。"
  )
  var explainBudget: Int?
  @Option(name: .shortAndLong, help: "The folder to make. · 要生成的文件夹。") var output: String
  @Option(help: "Seconds for each solve. · 每次求解的时限（秒）。") var timeLimit: Double?
  @Option(help: "Gap within which an objective counts as proven. · 差距在此以内即视为已证明。") var relativeGap = 0.0001
  @Option(help: "Threads. · 线程数。") var threads = 2
  @Flag(help: "Replace a folder that is there. · 覆盖已有文件夹。") var force = false
  @Flag(help: "No progress. · 不显示进度。") var quiet = false

  func validate() throws {
    guard [!set.isEmpty, scenarios != nil, suggest != nil].filter({ $0 }).count == 1 else {
      throw ValidationError(
        "Give one of --set (as often as needed), --scenarios FILE and --suggest N. · 请从 --set（可多次）、--scenarios FILE、--suggest N 中选一种。"
      )
    }
    guard district == nil || suggest != nil else {
      throw ValidationError("--district goes with --suggest. · --district 须与 --suggest 同用。")
    }
    guard suggest ?? 1 > 0, budget > 0 else {
      throw ValidationError(
        "--suggest and --budget take a whole number above 0. · --suggest 和 --budget 应为大于 0 的整数。")
    }
    guard explainBudget ?? 0 >= 0 else {
      throw ValidationError("--explain-budget takes a whole number from 0. · --explain-budget 应为不小于 0 的整数。")
    }
    guard timeLimit ?? 1 > 0, relativeGap >= 0, relativeGap < 1, (1...256).contains(threads) else {
      throw ValidationError(
        "--time-limit, --relative-gap or --threads is out of range. · --time-limit、--relative-gap 或 --threads 超出范围。"
      )
    }
  }

  func run() throws {
    Interruption.watch()
    let (placementCase, console) = try loadCase(caseFolder, quiet: quiet)
    if let district, !placementCase.enterprises.contains(where: { $0.district == district }) {
      console.fault(Text(zh: "没有企业在 \(district)", en: "no enterprise is in \(district)"))
      throw ExitCode.validationFailure
    }
    let settings = try set.map { try reported(console, as: .validationFailure, $0) }
    let named = try readNamed(console)
    // A wrong setting is refused before any work.
    for setting in [settings] + named.map(\.settings) {
      do {
        _ = try placementCase.applying(setting)
      } catch {
        console.fault(error.text)
        throw scenarios == nil ? ExitCode.validationFailure : ExitCode.badInput
      }
    }
    let folder = WhatIfFolder(output, replacing: force, console: console)
    try folder.check()
    var work = WhatIfWork(
      options: AllocationOptions(
        limits: SolverLimits(
          seconds: timeLimit, relativeGap: relativeGap, isCancelled: { Interruption.isSet }),
        threads: threads), explainBudget: explainBudget, console: console)
    do {
      try allocationFailuresReported(console) {
        if let suggest {
          try work.suggest(suggest, district: district, budget: budget, placementCase, folder)
        } else if scenarios != nil {
          try work.sweep(named, placementCase, folder)
        } else {
          try work.compare(settings, placementCase, folder)
        }
      }
    } catch is Interrupted {
      throw interruption(console)
    }
    if !work.isProven { throw ExitCode.notProven }
  }

  /// A sweep keeps the scenarios that were finished; anything else leaves nothing.
  private func interruption(_ console: Console) -> ExitCode {
    guard scenarios != nil else {
      console.fault(Text(zh: "已中断，未写入任何文件", en: "interrupted; nothing was written"))
      return .noPlan
    }
    console.fault(
      Text(zh: "已中断；重新运行同一命令可继续", en: "interrupted; run the same command again to go on"))
    return .notProven
  }

  private func readNamed(_ console: Console) throws -> [NamedSettings] {
    guard let scenarios else { return [] }
    let reading = readScenarios(at: URL(fileURLWithPath: scenarios))
    console.report(reading.faults)
    if let code = ExitCode(reading.faults) { throw code }
    return try reading.scenarios.map { scenario in
      NamedSettings(
        name: scenario.name,
        settings: try scenario.settings.map { try reported(console, as: .badInput, $0) })
    }
  }

  private func reported(_ console: Console, as code: ExitCode, _ text: String) throws -> Setting {
    do {
      return try Setting(text)
    } catch {
      console.fault(error.text)
      throw code
    }
  }
}

struct NamedSettings {
  let name: String
  let settings: [Setting]
}
