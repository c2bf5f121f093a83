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
    commandName: "explain", abstract: "Why a student, a post or an enterprise stands as the plan says. 说明原因。",
    discussion: """
      Costs are exact: the case is solved again with the student held at the other post.

      Examples:
        placement explain Fixtures/hangzhou plan --student S0001
        placement explain Fixtures/hangzhou plan --enterprise E0003 --names
      """)

  @Argument(help: "The case folder. · 案例文件夹。") var caseFolder: String
  @Argument(help: "The plan folder. · 方案文件夹。") var planFolder: String
  @Option(help: "A student's id. · 学号。") var student: String?
  @Option(help: "A post's id. · 岗位编号。") var post: String?
  @Option(help: "An enterprise's id. · 企业编号。") var enterprise: String?
  @Option(help: "Other posts to price for a student. · 为学生估算代价的其他岗位数。") var posts = 3
  @Option(help: "Seconds for each solve. · 每次求解的时限（秒）。") var timeLimit: Double?
  @Option(help: "Threads. · 线程数。") var threads = 2
  @Flag(help: "Tell the ids of other students too. · 同时列出其他学生的学号。") var names = false
  @Flag(help: "No progress. · 不显示进度。") var quiet = false

  func validate() throws {
    guard [student, post, enterprise].filter({ $0 != nil }).count == 1 else {
      throw ValidationError(
        "Give one of --student, --post and --enterprise. · 请从 --student、--post、--enterprise 中选一个。")
    }
    guard posts >= 0, timeLimit ?? 1 > 0, (1...256).contains(threads) else {
      throw ValidationError(
        "--posts, --time-limit or --threads is out of range. · --posts、--time-limit 或 --threads 超出范围。")
    }
  }

  func run() throws {
    Interruption.watch()
    let (placementCase, console) = try loadCase(caseFolder, quiet: quiet)
    let plan = readPlanFolder(at: URL(fileURLWithPath: planFolder, isDirectory: true))
    console.report(plan.diagnostics)
    if let code = ExitCode(plan.diagnostics) { throw code }
    try refuseOtherInputs(plan, placementCase, console)
    let placement = try placement(plan, placementCase, console)
    let limits = SolverLimits(seconds: timeLimit, isCancelled: { Interruption.isSet })
    let lines = try allocationFailuresReported(console) {
      do {
        var explainer = try Explainer(
          placementCase, placement: placement,
          resolver: Resolver(using: GLPKSolver(), limits: limits), threads: threads)
        if let student { return try explainer.explainStudent(student, names: names, count: posts) }
        if let post { return try explainer.explainPost(post, names: names) }
        return try explainer.explainEnterprise(enterprise ?? "", names: names)
      } catch let fault as RequestFault {
        console.fault(fault.text)
        throw ExitCode.validationFailure
      }
    }
    // Costs from cancelled solves would be no costs.
    guard !Interruption.isSet else {
      console.fault(Text(zh: "已中断", en: "interrupted"))
      throw ExitCode.noPlan
    }
    for line in lines { console.result(line) }
  }

  /// What is said of one case's plan must not be computed from another's files. A case in which this very plan was
  /// published since is no other.
  private func refuseOtherInputs(
    _ plan: PlanFolder, _ placementCase: PlacementCase, _ console: Console
  ) throws {
    let differing = plan.differingInputs(from: placementCase)
    guard !differing.isEmpty else { return }
    if differing == ["published.csv"] {
      let publication = preparePublication(
        caseFolder: URL(fileURLWithPath: caseFolder), planFolder: URL(fileURLWithPath: planFolder))
      if publication.isUnchanged { return }
    }
    let names = differing.joined(separator: ", ")
    console.fault(
      Text(
        zh: "方案不是用此案例现在的数据生成的，这些文件不同：\(names)；请重新运行 allocate",
        en: "the plan was not made from the case as it is; these files differ: \(names); run allocate again"))
    throw ExitCode.badInput
  }

  /// The post of every student by assignments.csv.
  private func placement(
    _ plan: PlanFolder, _ placementCase: PlacementCase, _ console: Console
  ) throws -> [Int?] {
    guard let table = plan.table("assignments.csv"),
      let studentColumn = table.columns.firstIndex(of: "student_id"),
      let postColumn = table.columns.firstIndex(of: "post_id")
    else {
      console.fault(
        Text(zh: "\(planFolder) 中没有 assignments.csv", en: "\(planFolder) has no assignments.csv"))
      throw ExitCode.inputMissing
    }
    let posts = Dictionary(
      placementCase.posts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    var placed: [String: Int] = [:]
    for row in table.rows where max(studentColumn, postColumn) < row.count {
      if let post = posts[row[postColumn]] { placed[row[studentColumn]] = post }
    }
    guard table.rows.count == placementCase.students.count else {
      console.fault(
        Text(
          zh: "方案有 \(table.rows.count) 名学生，案例有 \(placementCase.students.count) 名：二者不是一套",
          en: "the plan has \(table.rows.count) students, the case \(placementCase.students.count): "
            + "they do not belong together"))
      throw ExitCode.badInput
    }
    return placementCase.students.map { placed[$0.id] }
  }
}
