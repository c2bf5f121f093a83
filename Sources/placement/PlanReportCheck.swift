import Foundation
import Placement
import PlacementAudit
import PlacementFiles
import Plan
import PlanReport

/// report.html, made anew from the plan's own tables.
enum PlanReportCheck {
  /// What the report calls the plan: the first digits of its assignments' hash.
  static func planID(_ assignmentsHash: String) -> String { String(assignmentsHash.prefix(12)) }

  /// - Returns: what is wrong with the report; nil where it is there byte for byte.
  static func fault(_ placementCase: PlacementCase, _ folder: PlanFolder) -> AuditFault? {
    func fault(_ message: Text) -> AuditFault { AuditFault(.file, file: "report.html", message) }
    guard let found = folder.otherFiles["report.html"] else {
      return fault(Text(zh: "缺少这个文件", en: "the file is missing"))
    }
    guard let data = folder.otherFiles["summary.json"], let hash = folder.hashes["assignments.csv"],
      let summary = try? JSONDecoder().decode(PlanSummary.self, from: data),
      let plan = Plan(reading: folder.tables, summary: summary)
    else { return nil }  // The tables or the summary have faults of their own.
    var placementCase = placementCase
    placementCase.policy.language = plan.language
    let page = ReportPage(placementCase, plan: plan).html(planID: planID(hash))
    guard Data(page.utf8) != found else { return nil }
    return fault(Text(zh: "与按本方案各表重新生成的报告不同", en: "is not the report that the plan's own tables make"))
  }
}
