import ArgumentParser
import CommandWords
import Foundation
import Placement
import PlacementAudit
import PlacementFiles

/// `placement verify`: a plan held against every rule, with no solver and no code of the solve path.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: Text(zh: "按全部规则核验方案，重算每一个单元格。", en: "Check a plan against every rule, recomputing every cell.")
      .spoken,
    discussion: Text(
      zh: """
        不用求解器，也不用求解部分的任何代码。全部正确时退出码为 0，否则为 1。

        示例：
          placement verify Fixtures/hangzhou plan
        """,
      en: """
        Uses no solver and none of the solver's code. Exit 0 where all is right, 1 where anything is not.

        Example:
          placement verify Fixtures/hangzhou plan
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Argument(help: .planFolder) var planFolder: String
  @OptionGroup var threading: ThreadOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    let (console, language) = (speech.console, RunLanguage.current)
    defer { console.endLive() }
    console.live(LiveStep(.reading))
    let plan = readPlanFolder(at: URL(fileURLWithPath: planFolder, isDirectory: true))
    let missing = plan.hashes.isEmpty ? [Diagnostic.noPlan(planFolder)] : []
    console.endLive()
    let sound = try readCase(of: plan, at: caseFolder).sound(beside: missing)
    let before = CaseBeforePublication(
      sound.placementCase, plan: plan, folder: URL(fileURLWithPath: caseFolder))
    if before == nil, let text = plan.otherCase(sound.placementCase) { console.fault(text) }
    console.report(sound.diagnostics)
    if let before { console.result(before.remark) }
    let placementCase = (before?.placementCase ?? sound.placementCase).spoken(speech)
    console.progress(Text(zh: "正在核验…", en: "verifying …"))
    let audit = PlanAudit(placementCase, plan, threads: threading.threads, onProgress: console.live)
    console.live(LiveStep(.report))
    let faults =
      (plan.diagnostics.filter(\.isFault) + plan.changedSinceWritten).map { $0.description(in: language) }
      + (audit.faults + [PlanReportCheck.fault(placementCase, plan)].compactMap { $0 }
      + PlanWorkbookCheck.faults(plan)).map {
        $0.description(in: language)
      }
    console.endLive()
    if !faults.isEmpty { console.result(Text(verbatim: Console.shortened(faults, language))) }
    let report = VerifyReport(audit: audit, placementCase: placementCase, faults: faults.count)
    console.result(Text(verbatim: report.text(language)))
    if !faults.isEmpty { throw ExitCode.auditFault }
  }
}

extension CaseBeforePublication {
  /// Which files publishing has changed, and what that means.
  var remark: Text {
    Text(
      zh: "方案公布之后，\(changed.joined(separator: "、")) 已由 placement publish 改动；以下按改动之前的数据核验",
      en:
        "changed by placement publish since the plan was made: \(changed.joined(separator: ", ")); verified with what "
        + "they were before")
  }
}

extension Diagnostic {
  /// There is no plan in the folder.
  static func noPlan(_ folder: String) -> Diagnostic {
    Diagnostic(.missing, file: folder, Text(zh: "没有这个安排方案", en: "there is no plan here"))
  }
}

extension PlanAudit {
  /// Every file of the plan's folder, so that all who verify ask the same.
  init(
    _ placementCase: PlacementCase, _ plan: PlanFolder, threads: Int = 1,
    onProgress: @escaping @Sendable (LiveStep) -> Void
  ) {
    var placementCase = placementCase
    // A plan may have been asked for in another language than the case's.
    if plan.otherFiles["summary.json"] != nil { placementCase.policy.language = plan.language }
    self.init(
      placementCase, tables: plan.tables, summary: plan.otherFiles["summary.json"], fileHashes: plan.hashes,
      run: plan.otherFiles["run.json"], threads: threads,
      onProgress: { onProgress(LiveStep($0)) })
  }
}

/// What was checked, in a few lines.
private struct VerifyReport {
  let audit: PlanAudit
  let placementCase: PlacementCase
  let faults: Int

  func text(_ language: Language) -> String {
    let checked = Text(
      zh: "学生 \(audit.students) 人，已安排 \(audit.placed) 人；逐一核对了 \(audit.pairs) 对学生与岗位，"
        + "重算了 \(audit.cells) 个单元格和数字。",
      en:
        "\(audit.students) students, \(audit.placed) placed; every rule asked about \(audit.pairs) pairs of "
        + "student and post; \(audit.cells) cells and figures recomputed.")
    let verdict =
      faults == 0
      ? Text(zh: "核验通过，未发现问题。", en: "The plan is right in every point checked.")
      : Text(zh: "核验未通过：发现 \(faults) 处问题。", en: "The plan is not right: faults found: \(faults).")
    return ([checked] + stages + audit.trusted + [verdict]).map { $0(language) }.joined(separator: "\n")
  }

  private var stages: [Text] {
    let isWeighted = placementCase.students.contains { $0.priority != 1 }
    return audit.stageValues.enumerated().map { index, value in
      let weights = placementCase.policy.objectives[index]
      let unit = isWeighted && (weights[.unplaced] ?? 0) > 0 ? ObjectiveTerm.byPriority : Text(verbatim: "")
      return ObjectiveTerm.stage(index + 1, weights) + Text(zh: "：\(value)", en: ": \(value)") + unit
    }
  }
}

extension PlanFolder {
  /// A plan of other inputs has faults without number, which say nothing of the plan: that comes first.
  fileprivate func otherCase(_ placementCase: PlacementCase) -> Text? {
    let names = inputHashes == nil ? [] : differingInputs(from: placementCase)
    guard !names.isEmpty else { return nil }
    if let text = ofAnotherCase(than: placementCase) { return text }
    return Text(
      zh: "案例在方案生成之后有改动（\(names.joined(separator: "、"))），以下问题可能由此而来；请用原来的数据核验，或重新运行 allocate",
      en:
        "the case has changed since the plan was made (\(names.joined(separator: ", "))), and what follows may come "
        + "of that; verify with the data it was made from, or run allocate again")
  }
}
