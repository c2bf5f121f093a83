import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Cuts a plan up: each school its own students, each enterprise those whom it takes.
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split", abstract: "Cut a plan up by school or enterprise. 按学校或企业拆分。",
    discussion: """
      One file an id. A school's file has every column of assignments.csv and is ready for `decide`; an
      enterprise's says whom to expect, when and with which teacher.

      Examples:
        placement split plan --by school --output schools
        placement split plan --by enterprise --output enterprises
      """)

  @Argument(help: "The plan folder. · 方案文件夹。") var planFolder: String
  @Option(help: "school or enterprise. · 按学校（school）或企业（enterprise）。") var by: SplitBy
  @Option(help: "The folder to make. · 要生成的文件夹。") var output: String
  @Flag(help: "Replace a folder that is there. · 覆盖已有文件夹。") var force = false
  @Flag(help: "Faults and warnings only. · 只报告错误和提醒。") var quiet = false

  func run() throws {
    let split = splitPlan(at: URL(fileURLWithPath: planFolder), by: by)
    let console = Console(language: split.language, quiet: quiet)
    console.report(split.diagnostics)
    if let code = ExitCode(split.diagnostics) { throw code }
    do {
      try OutputWriter().writeFolder(files: split.files, to: URL(fileURLWithPath: output), replacing: force)
    } catch {
      console.fault(error.message)
      throw ExitCode.cannotWrite
    }
    console.result(Text(zh: "已写出 \(split.files.count) 个文件", en: "\(split.files.count) files written"))
  }
}

extension SplitBy: ExpressibleByArgument {}
