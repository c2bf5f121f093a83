import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles
import Plan

/// Takes the decision columns of edited assignment files into decisions.csv.
struct DecideCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: Text(zh: "把安排文件中填写的决定导入案例。", en: "Take edited assignment files' decisions into the case.")
      .spoken,
    discussion: Text(
      zh: """
        读取“决定”“决定岗位编号”“决定理由”三列，空白不作改动。“锁定”把学生安排到该岗位，“不安排”排除一个岗位（填企业编号
        则排除整个企业），“撤销”删去该学生的决定。任何一行有错都不写入。原来的文件以 decisions.previous.csv 留在旁边。

        示例：
          placement decide Fixtures/hangzhou edited.csv
          placement decide Fixtures/hangzhou schools/*.csv
        """,
      en: """
        The columns decision, decision_post_id and decision_reason are read; empty cells change nothing.
        pin puts the student there, ban closes a post (or, with an enterprise id, an enterprise),
        clear drops the student's decisions. Nothing is written where any row has a fault. The old
        file stays beside the new one as decisions.previous.csv.

        Examples:
          placement decide Fixtures/hangzhou edited.csv
          placement decide Fixtures/hangzhou schools/*.csv
        """
    ).spoken)

  @Argument(help: .text(zh: "案例文件夹。", en: "The case folder.")) var caseFolder: String
  @Argument(help: .text(zh: "填好决定的安排文件。", en: "Edited assignment files.")) var files: [String]
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let folder = URL(fileURLWithPath: caseFolder)
    let lock = try holdLock(of: folder)
    defer { withExtendedLifetime(lock) {} }
    let result = importDecisions(caseFolder: folder, files: files, day: .today)
    let console = speech.console
    if result.diagnostics.contains(where: \.isFault) { throw refusal(result.diagnostics) }
    console.report(result.diagnostics)
    try checkRules(result)
    if let data = result.data {
      try OutputWriter().writeFileAtomically(
        data, to: folder.appendingPathComponent(result.file), keepingBackup: true)
    }
    // Said once it is done: what could not be written must not read like it.
    for change in result.changes { console.result(change.text) }
    OutputWriter().noteTakenIn(result.files)
    console.result(summary(result))
  }

  /// Pins that no run could hold are refused here, while whoever wrote them is at hand.
  private func checkRules(_ result: DecisionImport) throws {
    guard result.data != nil, let placementCase = result.placementCase else { return }
    // Without the solver's help the check counts.
    let check =
      (try? CaseCheck(placementCase, threads: 2, using: GLPKSolver()))
      ?? CaseCheck(placementCase, threads: 2)
    let findings = check.diagnostics.map(result.located)
    if findings.contains(where: \.isFault) { throw refusal(findings.filter(\.isFault)) }
  }

  private func refusal(_ diagnostics: [Diagnostic]) -> InputFaults {
    InputFaults(
      diagnostics: diagnostics,
      remark: Text(zh: "有错误，decisions.csv 没有改动", en: "refused: decisions.csv is as it was"))
  }

  private func summary(_ result: DecisionImport) -> Text {
    func count(_ kind: DecisionChange.Kind) -> Int { result.changes.count { $0.kind == kind } }
    let (added, changed, dropped) = (count(.added), count(.changed), count(.dropped))
    return Text(
      zh: "新增 \(added) 条，修改 \(changed) 条，删除 \(dropped) 条；\(result.unchanged) 条原已有",
      en: "\(added) added, \(changed) changed, \(dropped) dropped; \(result.unchanged) were there already")
  }
}
