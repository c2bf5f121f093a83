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

        示例：
          placement new city
          placement new city --language en
        """,
      en: """
        The folder holds policy.yaml, every key explained and with its default,
        and every table with its header. Fill in students, enterprises and posts;
        delete the optional files that you do not need.

        Examples:
          placement new city
          placement new city --language en
        """
    ).spoken)

  @Argument(help: .text(zh: "要新建的案例文件夹。", en: "The case folder to make.", valueName: "case"))
  var caseFolder: String
  @Option(
    help: .text(zh: "表头、说明和消息的语言；默认按 LANG。", en: "Of headers, explanations and messages; by default LANG's."))
  var language: Language?

  func run() throws {
    let folder = URL(fileURLWithPath: caseFolder).standardizedFileURL
    let console = Console()
    do {
      try OutputWriter().writeFolder(
        files: emptyCaseFiles(named: folder.lastPathComponent, language: console.language),
        as: .caseFolder, to: folder, replacing: false)
    } catch {
      guard case .exists(let path) = error else { throw error }
      // There is nothing to replace a case with: no `--force`.
      throw Refusal(
        .cannotWrite, Text(zh: "\(path) 已存在；请换一个文件夹名", en: "\(path) exists: give the new case another name"))
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
