import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Cuts a plan up: each school its own students, each enterprise those whom it takes.
struct SplitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "split",
    abstract: Text(zh: "按学校或企业拆分方案。", en: "Cut a plan up by school or enterprise.").spoken,
    discussion: Text(
      zh: """
        每个编号一个文件。学校的文件有 assignments.csv 的全部列，填好决定后可直接交给 decide；企业的文件写明有哪些学生、
        何时到岗、指导教师是谁。

        --force 不会抹掉学校填好的决定：原文件夹里有填好而 decide 尚未导入的决定时不予覆盖，并指出文件和行；被替换的
        文件夹改名留在旁边。

        示例：
          placement split plan --by school --output schools --xlsx
          placement split plan --by enterprise --output enterprises
        """,
      en: """
        One file an id. A school's file has every column of assignments.csv and is ready for `decide`; an
        enterprise's says whom to expect, when and with which teacher.

        --force never wipes out what schools have decided: a folder with decisions that are filled in and that
        `decide` has not taken in yet is not replaced, and they are named by file and row; a replaced folder is kept
        beside.

        Examples:
          placement split plan --by school --output schools --xlsx
          placement split plan --by enterprise --output enterprises
        """
    ).spokenParagraphs)

  @Argument(help: .planFolder) var planFolder: String
  @Option(help: .text(zh: "按学校（school）或企业（enterprise）。", en: "school or enterprise.")) var by: SplitBy
  @OptionGroup var workbook: WorkbookOptions
  @OptionGroup var target: OutputOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let split = try splitPlan(at: URL(fileURLWithPath: planFolder), by: by, withWorkbooks: workbook.xlsx)
    let console = speech.console
    if split.diagnostics.contains(where: \.isFault) { throw InputFaults(diagnostics: split.diagnostics) }
    console.report(split.diagnostics)
    try target.write(split.files, as: .split, reading: [planFolder], keepingOld: true)
    console.result(
      Text(
        zh: "已写出 \(split.files.count) 个文件；在 \(target.url.path)",
        en: "\(split.files.count) files written; in \(target.url.path)"))
  }
}

extension SplitBy: ExpressibleByArgument {}
