import ArgumentParser
import Foundation
import Placement
import PlacementAudit
import PlacementFiles

/// `placement verify`: a plan held against every rule, with no solver and no code of the solve path.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check a plan against every rule, recomputing every cell. 核验方案。",
    discussion: """
      Uses no solver and none of the solver's code. Exit 0 where all is right, 1 where anything is not.

      Example:
        placement verify Fixtures/hangzhou plan
      """)

  @Argument(help: ArgumentHelp("The case folder. · 案例文件夹。", valueName: "case"))
  var caseFolder: String

  @Argument(help: ArgumentHelp("The plan folder. · 方案文件夹。", valueName: "plan"))
  var planFolder: String

  @Flag(help: "No progress. · 不显示进度。")
  var quiet = false

  func run() throws {
    let (placementCase, console) = try loadCase(caseFolder, quiet: quiet)
    let language = placementCase.policy.language
    let plan = readPlanFolder(at: URL(fileURLWithPath: planFolder, isDirectory: true))
    guard !plan.hashes.isEmpty else {
      console.fault(Text(zh: "\(planFolder)：没有这个安排方案", en: "\(planFolder): there is no plan here"))
      throw ExitCode.inputMissing
    }
    console.progress(Text(zh: "正在核验…", en: "verifying …"))
    let audit = PlanAudit(placementCase, plan)
    let faults =
      plan.diagnostics.filter(\.isFault).map { $0.description(in: language) }
      + audit.faults.map { $0.description(in: language) }
    if !faults.isEmpty { console.result(Text(verbatim: Console.shortened(faults, language))) }
    let report = VerifyReport(audit: audit, placementCase: placementCase, faults: faults.count)
    console.result(Text(verbatim: report.text(language)))
    if !faults.isEmpty { throw ExitCode.auditFault }
  }
}

extension PlanAudit {
  /// Every file of the plan's folder, so that all who verify ask the same.
  init(_ placementCase: PlacementCase, _ plan: PlanFolder) {
    self.init(
      placementCase, tables: plan.tables, summary: plan.otherFiles["summary.json"], fileHashes: plan.hashes,
      run: plan.otherFiles["run.json"])
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
    return ([checked] + stages + [verdict]).map { $0(language) }.joined(separator: "\n")
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
