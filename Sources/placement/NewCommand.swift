import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// `placement new`: an empty case to fill in.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: Text(zh: "新建空案例，每个表都有表头。", en: "Make an empty case, every table with its header.").spoken,
    discussion: Text(
      zh: """
        文件夹中有 policy.yaml（每个键都有说明和默认值）和每个表（只有表头）。
        填写学生、企业、岗位；不需要的可选文件请删去。
        --xlsx 把所有表做成一个工作簿 case.xlsx，表头有说明，“是/否”等有下拉列表，可直接发给学校填写。

        示例：
          placement new city
          placement new city --xlsx
          placement new city --language en
        """,
      en: """
        The folder holds policy.yaml, every key explained and with its default,
        and every table with its header. Fill in students, enterprises and posts;
        delete the optional files that you do not need.
        --xlsx makes all tables one workbook, case.xlsx, to be sent to schools: headers explain
        themselves, and there are lists for yes and no and other words.

        Examples:
          placement new city
          placement new city --xlsx
          placement new city --language en
        """
    ).spokenParagraphs)

  @Argument(help: .text(zh: "要新建的案例文件夹。", en: "The case folder to make.")) var caseFolder: String
  @Flag(help: .text(zh: "所有表做成一个 Excel/WPS 工作簿 case.xlsx。", en: "All tables as one workbook, case.xlsx."))
  var xlsx = false
  @Option(
    help: .text(zh: "表头、说明和消息的语言；默认按 LANG。", en: "Of headers, explanations and messages; by default LANG's."))
  var language: Language?

  func run() throws {
    let folder = URL(fileURLWithPath: caseFolder).standardizedFileURL
    let console = Console()
    let name = folder.lastPathComponent
    let files =
      xlsx
      ? try emptyCaseWorkbook(named: name, language: console.language)
      : emptyCaseFiles(named: name, language: console.language)
    do {
      try OutputWriter().writeFolder(files: files, as: .caseFolder, to: folder, replacing: false)
    } catch {
      guard case .exists(let path) = error else { throw error }
      // There is nothing to replace a case with: no `--force`.
      throw Refusal(
        .cannotWrite, Text(zh: "\(path) 已存在；请换一个文件夹名", en: "\(path) exists: give the new case another name"))
    }
    if xlsx {
      return console.result(
        Text(
          zh: "已新建 \(caseFolder)：填写 case.xlsx 的各工作表，然后运行 placement check \(caseFolder)",
          en: "\(caseFolder) is made: fill in the sheets of case.xlsx, then run placement check \(caseFolder)"
        ))
    }
    let needed = CaseSchema.tables.filter(\.isNeeded).map(\.file)
    console.result(
      Text(
        zh: "已新建 \(caseFolder)：填写 \(needed.joined(separator: "、"))，不需要的可选文件请删去，"
          + "然后运行 placement check \(caseFolder)",
        en:
          "\(caseFolder) is made: fill in \(needed.joined(separator: ", ")), delete optional files you do not "
          + "need, then run placement check \(caseFolder)"))
  }
}
