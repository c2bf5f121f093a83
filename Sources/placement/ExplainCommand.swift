import ArgumentParser
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles

/// Why here, why not there, and what it would cost.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: Text(
      zh: "说明学生、岗位或企业为何如此安排。", en: "Why a student, a post or an enterprise stands as the plan says."
    )
    .spoken,
    discussion: Text(
      zh: """
        代价是整个方案的代价：把学生固定在另一岗位时，各级目标最少变多少。不能当即算准的给出上下限。

        示例：
          placement explain Fixtures/hangzhou plan --student S00255
          placement explain Fixtures/hangzhou plan --enterprise E0003 --names
        """,
      en: """
        Costs are the whole plan's: by how little the objectives change with the student held at the other post. What
        cannot be told to the point at once is given as a range.

        Examples:
          placement explain Fixtures/hangzhou plan --student S00255
          placement explain Fixtures/hangzhou plan --enterprise E0003 --names
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @Argument(help: .planFolder) var planFolder: String
  @Option(help: .text(zh: "学号。", en: "A student's id.")) var student: String?
  @Option(help: .text(zh: "岗位编号。", en: "A post's id.")) var post: String?
  @Option(help: .text(zh: "企业编号。", en: "An enterprise's id.")) var enterprise: String?
  @Option(
    parsing: .unconditional, help: .text(zh: "为学生估算代价的其他岗位数。", en: "Other posts to price for a student."))
  var posts = 3
  @Flag(help: .text(zh: "同时列出其他学生的学号。", en: "Tell the ids of other students too.")) var names = false
  @OptionGroup var solving: SolveOptions
  @OptionGroup var speech: SpeechOptions

  func validate() throws {
    guard [student, post, enterprise].count(where: { $0 != nil }) == 1 else {
      throw ValidationError(
        Text(
          zh: "请从 --student、--post、--enterprise 中选一个",
          en: "Give one of --student, --post and --enterprise"))
    }
    guard posts >= 0 else {
      throw ValidationError(Text(zh: "--posts 应为不小于 0 的整数", en: "--posts takes a whole number from 0"))
    }
  }

  func run() throws {
    Interruption.watch()
    let clock = solving.clock
    let (placementCase, plan) = try loadPlan(planFolder, of: caseFolder, speech)
    let placement = try plan.placement(of: placementCase, in: planFolder)
    let console = speech.console
    defer { console.endLive() }
    console.live(LiveStep(.candidates))
    var explainer = try Explainer(
      placementCase, placement: placement, isProven: plan.isProven,
      changeSolver: ChangeSolver(
        using: GLPKSolver(), limits: solving.limits(clock, gap: 0), onProgress: console.liveSolve),
      threads: solving.threads
    )
    let lines = try explained(&explainer)
    // Costs from cancelled solves would be no costs.
    if Interruption.isSet { throw Interrupted() }
    console.endLive()
    for line in lines + supervision(plan, placementCase) { console.result(line) }
  }

  private func explained(_ explainer: inout Explainer) throws -> [Text] {
    if let student { return try explainer.explainStudent(student, names: names, count: posts) }
    if let post { return try explainer.explainPost(post, names: names) }
    return try explainer.explainEnterprise(enterprise ?? "", names: names)
  }
}
