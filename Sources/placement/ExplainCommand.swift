import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementFiles
import Plan

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
          placement explain Fixtures/hangzhou plan --student S0001
          placement explain Fixtures/hangzhou plan --enterprise E0003 --names
        """,
      en: """
        Costs are the whole plan's: by how little the objectives change with the student held at the other post. What
        cannot be told to the point at once is given as a range.

        Examples:
          placement explain Fixtures/hangzhou plan --student S0001
          placement explain Fixtures/hangzhou plan --enterprise E0003 --names
        """
    ).spoken)

  @Argument(help: .text(zh: "案例文件夹。", en: "The case folder.")) var caseFolder: String
  @Argument(help: .text(zh: "方案文件夹。", en: "The plan folder.")) var planFolder: String
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
    try refuseOtherInputs(plan, placementCase)
    let placement = try placement(plan, placementCase)
    var explainer = try Explainer(
      placementCase, placement: placement, isProven: plan.isProven,
      resolver: Resolver(using: GLPKSolver(), limits: solving.limits(clock, gap: 0)), threads: solving.threads
    )
    let lines = try explained(&explainer)
    // Costs from cancelled solves would be no costs.
    if Interruption.isSet { throw Interrupted() }
    for line in lines + supervision(plan, placementCase) { speech.console.result(line) }
  }

  private func explained(_ explainer: inout Explainer) throws -> [Text] {
    if let student { return try explainer.explainStudent(student, names: names, count: posts) }
    if let post { return try explainer.explainPost(post, names: names) }
    return try explainer.explainEnterprise(enterprise ?? "", names: names)
  }

  /// What is said of one case's plan must not be computed from another's files. A case in which this very plan was
  /// published since is no other.
  private func refuseOtherInputs(_ plan: PlanFolder, _ placementCase: PlacementCase) throws {
    let differing = plan.differingInputs(from: placementCase)
    guard !differing.isEmpty else { return }
    if differing == [placementCase.location(of: "published.csv")] {
      let publication = preparePublication(
        caseFolder: URL(fileURLWithPath: caseFolder), planFolder: URL(fileURLWithPath: planFolder))
      if publication.isUnchanged { return }
    }
    let names = differing.joined(separator: ", ")
    throw Refusal(
      .badInput,
      Text(
        zh: "方案不是用此案例现在的数据生成的，这些文件不同：\(names)；请重新运行 allocate",
        en: "the plan was not made from the case as it is; these files differ: \(names); run allocate again"))
  }

  /// The post of every student by assignments.csv.
  private func placement(_ plan: PlanFolder, _ placementCase: PlacementCase) throws -> [Int?] {
    guard let table = plan.table("assignments.csv"),
      let studentColumn = table.columns.firstIndex(of: "student_id"),
      let postColumn = table.columns.firstIndex(of: "post_id")
    else {
      throw Refusal(
        .inputMissing,
        Text(zh: "\(planFolder) 中没有 assignments.csv", en: "\(planFolder) has no assignments.csv"))
    }
    let posts = Dictionary(
      placementCase.posts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var placed: [String: Int] = [:]
    for row in table.rows where max(studentColumn, postColumn) < row.count {
      if let post = posts[row[postColumn]] { placed[row[studentColumn]] = post }
    }
    guard table.rows.count == placementCase.students.count else {
      throw Refusal(
        .badInput,
        Text(
          zh: "方案有 \(table.rows.count) 名学生，案例有 \(placementCase.students.count) 名：二者不是一套",
          en: "the plan has \(table.rows.count) students, the case \(placementCase.students.count): "
            + "they do not belong together"))
    }
    return placementCase.students.map { placed[$0.id] }
  }
}
