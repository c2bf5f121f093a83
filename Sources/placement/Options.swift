import ArgumentParser
import Foundation
import IntegerProgram
import Placement
import PlacementFiles

/// How a command speaks.
struct SpeechOptions: ParsableArguments {
  @Option(
    help: .text(
      zh: "所用语言；默认与案例或配置相同，再按 LANG。",
      en: "The language; by default the case's or the configuration's, else LANG's.")) var language: Language?
  @Flag(help: .text(zh: "不显示进度，只报告错误、提醒和结果。", en: "No progress: faults, warnings and results only."))
  var quiet = false
  @Flag(help: .text(zh: "全部逐条列出，不归并、不省略。", en: "List all, line by line: nothing summed up or cut short."))
  var all = false

  /// What ``all`` says, for what is said of a command line that did not end well.
  static let listsAll = CommandLine.arguments.contains("--all")

  var console: Console { Console(quiet: quiet) }

  /// Students who move, a line each: the first of them, and how many there are more, unless all are asked for.
  func list(_ moves: [Text], atMost most: Int) {
    let console = console
    for move in moves.prefix(all ? .max : most) { console.result(Text(verbatim: "  ") + move) }
    let more = all ? 0 : moves.count - most
    if more > 0 {
      console.result(Text(zh: "  另有 \(more) 名（--all 全部列出）", en: "  and \(more) more (--all lists them)"))
    }
  }
}

/// How many threads a command may use.
struct ThreadOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: .text(zh: "线程数，1 至 256。", en: "Threads, 1 to 256.")) var threads = 2

  func validate() throws {
    guard (1...256).contains(threads) else {
      throw ValidationError(
        Text(zh: "--threads 应为 1 至 256 的整数", en: "--threads takes a whole number from 1 to 256"))
    }
  }
}

/// How much a command may spend on solving.
struct SolveOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .text(
      zh: "整个运行的时限（秒），到时以已找到的最好方案为准。",
      en: "Seconds for the whole run, after which the best that is found counts.")) var timeLimit: Double?
  @Option(
    parsing: .unconditional,
    help: .text(
      zh: "差距在此以内即视为已证明；默认 0.0001，explain 和 model 为 0。",
      en: "Gap within which an objective counts as proven; by default 0.0001, of explain and model 0."))
  var relativeGap: Double?
  @OptionGroup var threading: ThreadOptions

  var threads: Int { threading.threads }

  func validate() throws {
    if let timeLimit, !(timeLimit > 0 && timeLimit.isFinite) {
      throw ValidationError(
        Text(
          zh: "--time-limit 应为正的秒数，如 600",
          en: "--time-limit takes a positive number of seconds, such as 600"))
    }
    guard (0..<1).contains(relativeGap ?? 0) else {
      throw ValidationError(
        Text(
          zh: "--relative-gap 应为 0 至 1（不含）的数，如 0.0001",
          en: "--relative-gap takes a number from 0 to below 1, such as 0.0001"))
    }
  }

  var clock: RunClock { RunClock(limit: timeLimit) }

  /// What is kept of the limit for so many plans' tables, and of a case with teachers for who supervises whom. Of 200,000
  /// students with minimums they take 5.2 times what building the candidates did. See `AllocationOptions.reserve`.
  func reserve(for placementCase: PlacementCase, plans: Int = 1) -> Double {
    Double(plans * (placementCase.hasTeachers ? 8 : 6))
  }

  /// - Parameter gap: where `--relative-gap` is not given.
  func limits(_ clock: RunClock, gap: Double = 0.0001) -> SolverLimits {
    SolverLimits(deadline: clock.deadline, relativeGap: relativeGap ?? gap, isCancelled: clock.mustStop)
  }
}

/// The day that a run is made for. An input like any other: equal inputs, equal bytes.
struct DayOptions: ParsableArguments {
  @Option(
    help: .text(
      zh: "以哪一天为准，如 2026-09-01；默认今天。", en: "The day to go by, such as 2026-09-01; by default today."))
  var asOf: CalendarDate?

  var day: CalendarDate { asOf ?? .today }
}

extension CalendarDate: ExpressibleByArgument {
  public init?(argument: String) { self.init(iso: argument) }
}

/// Where a command writes a folder.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: .text(zh: "要生成的文件夹。", en: "The folder to make.")) var output: String
  @Flag(help: .text(zh: "覆盖已有的文件夹。", en: "Replace a folder that is there.")) var force = false

  var url: URL { URL(fileURLWithPath: output) }

  /// Refuses, before any work, a folder that is there already, unless `--force` is given and it is ours to replace.
  ///
  /// - Parameter inputs: what the command reads, which is never replaced.
  func check(reading inputs: [String]) throws(OutputError) {
    try writer(reading: inputs).checkFolder(url, replacing: force)
  }

  func write(
    _ files: [(name: String, data: Data)], as kind: FolderMarker.Kind, reading inputs: [String],
    keepingOld: Bool = false
  ) throws(OutputError) {
    try writer(reading: inputs).writeFolder(
      files: files, as: kind, to: url, replacing: force, keepingOld: keepingOld)
  }

  /// Writes files that need not fit into memory, one after the other.
  func write(
    as kind: FolderMarker.Kind, reading inputs: [String], _ fill: (GrowingFolder) throws -> Void
  ) throws {
    try writer(reading: inputs).writeFolder(as: kind, to: url, replacing: force, fill)
  }

  func writer(reading inputs: [String]) -> OutputWriter {
    OutputWriter(inputs: inputs.map { URL(fileURLWithPath: $0) })
  }
}

/// Whether a workbook is wanted beside the CSV files.
struct WorkbookOptions: ParsableArguments {
  @Flag(
    help: .text(
      zh: "另写 Excel/WPS 工作簿（.xlsx）：每张表一个工作表，“决定”有下拉列表。",
      en: "Write an .xlsx workbook besides: a sheet a table, a drop-down list for decisions.")) var xlsx =
    false
}

/// How much a plan's reasons may cost.
struct ExplanationOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .text(
      zh: "为说明未安排原因、名额价值而重新求解的次数；默认取代价小的次数。",
      en:
        "Re-solves for the reasons of the unplaced, and as many for what a seat is worth; by default what is cheap."
    )) var explainBudget: Int?
  @Flag(help: .text(zh: "不计算增加一个名额的价值。", en: "Do not work out what one seat more is worth."))
  var noWorth = false

  func validate() throws { try checkBudget(explainBudget) }
}

/// A number of re-solves, from 0.
func checkBudget(_ budget: Int?) throws {
  guard budget ?? 0 >= 0 else {
    throw ValidationError(
      Text(zh: "--explain-budget 应为不小于 0 的整数", en: "--explain-budget takes a whole number from 0"))
  }
}
