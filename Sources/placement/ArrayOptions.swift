import ArgumentParser
import Foundation
import Placement

/// A sweep as an array job.
struct ArrayOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .text(zh: "作业数组：每项任务的情景个数。", en: "As an array job: scenarios a task.")) var perTask: Int?
  @Option(
    parsing: .unconditional,
    help: .text(
      zh: "任务号，从 0 起；默认取自作业系统的环境变量。", en: "The task's number, from 0; by default as the batch system says."))
  var task: Int?
  @Flag(help: .text(zh: "只要比较表，不写各情景的方案。", en: "The comparison alone, without the scenarios' plans."))
  var rowsOnly = false
  @Flag(help: .text(zh: "打印 Slurm 作业数组的脚本。", en: "Print a script for Slurm: an array job.")) var printSlurm =
    false
  @Flag(
    help: .text(
      zh: "打印 Kubernetes 的 Indexed Job；镜像和存储声明名为 placement。",
      en: "Print an Indexed Job for Kubernetes; image and volume claim are named placement."))
  var printKubernetes =
    false

  var isUsed: Bool { perTask != nil || task != nil || rowsOnly || prints }

  func validate() throws {
    guard perTask != nil || (task == nil && !prints) else {
      throw ValidationError(Text(zh: "请给出 --per-task", en: "Give --per-task"))
    }
    guard perTask ?? 1 > 0, task ?? 0 >= 0 else {
      throw ValidationError(
        Text(
          zh: "--per-task 应为大于 0 的整数，--task 应为不小于 0 的整数",
          en: "--per-task takes a whole number above 0, --task one from 0"))
    }
    guard perTask == nil || prints || sweepTask != nil else {
      let names = SweepTask.variables.map(\.0).joined(separator: ", ")
      throw ValidationError(
        Text(
          zh: "不知是哪一项任务：没有 --task，环境变量 \(names) 也都没有",
          en: "which task is it? There is no --task, and none of \(names) is set"))
    }
  }

  /// The task that this run is; nil where it is no array job.
  var sweepTask: SweepTask? {
    perTask.flatMap { perTask in
      (task ?? SweepTask.number(in: ProcessInfo.processInfo.environment)).map {
        SweepTask(number: $0, perTask: perTask)
      }
    }
  }

  /// Whether a file is asked for, and no results.
  var prints: Bool { printSlurm || printKubernetes }

  /// The file that was asked for; nil: none.
  func script(_ command: WhatIfCommand, scenarios count: Int) throws -> String? {
    guard prints, let perTask else { return nil }
    let paths = [command.caseFolder, command.scenarios ?? "", command.target.output].map {
      URL(fileURLWithPath: $0).standardizedFileURL.path
    }
    let scripts = SweepScripts(
      command: [Self.program, "what-if", paths[0], "--scenarios", paths[1], "--output", paths[2]]
        + ["--per-task", "\(perTask)"] + command.wordsForTasks + (rowsOnly ? ["--rows-only"] : []),
      tasks: (count + perTask - 1) / perTask, threads: command.solving.threads, output: paths[2],
      root: SweepScripts.commonFolder(paths))
    guard printSlurm || scripts.root != "/" else {
      throw Refusal(
        .validationFailure,
        Text(
          zh: "案例、情景文件和 --output 须在同一个文件夹之下，存储声明挂载在那里",
          en: "case, scenario file and --output must lie in one folder: there the volume claim is mounted"))
    }
    return (printSlurm ? scripts.slurm : scripts.kubernetes).trimmingCharacters(in: .newlines)
  }

  /// Where this program lies.
  private static var program: String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
  }
}

extension WhatIfCommand {
  /// What a task must be told to do the same as this run: its day above all, which may have passed when it begins.
  fileprivate var wordsForTasks: [String] {
    func option(_ name: String, _ value: (some CustomStringConvertible)?) -> [String] {
      value.map { [name, $0.description] } ?? []
    }
    return option("--as-of", Optional(date.day)) + option("--time-limit", solving.timeLimit)
      + option("--relative-gap", solving.relativeGap) + option("--threads", Optional(solving.threads))
      + option("--explain-budget", explainBudget) + option("--language", speech.language?.rawValue)
  }
}
