import Allocation
import ArgumentParser
import AssignmentSolver
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles
import Plan

/// Reads everything and says what is wrong, what quotas come to, and whom no post is open to.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read a case and list every fault. 检查数据。",
    discussion: """
      Examples:
        placement check Fixtures/hangzhou
        placement check Fixtures/hangzhou --all > quotas.txt
      """)

  @Argument(help: "The case folder. · 案例文件夹。") var caseFolder: String
  @Option(help: "Threads. · 线程数。") var threads = 2
  @Flag(help: "List every quota and every student whom no post is open to. · 列出全部名额和无岗位可选的学生。") var all =
    false
  @Flag(help: "Faults and warnings only. · 只报告错误和提醒。") var quiet = false

  func validate() throws {
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads takes a whole number from 1 to 256. · --threads 应为 1 至 256 的整数。")
    }
  }

  func run() throws {
    var found: CaseCheck?
    let (placementCase, console) = try loadCase(caseFolder, quiet: quiet) { placementCase in
      // Without the solver's help the check counts.
      let check =
        (try? CaseCheck(placementCase, threads: threads, using: GLPKSolver()))
        ?? CaseCheck(placementCase, threads: threads)
      found = check
      return check.diagnostics
    }
    guard let check = found else { return }
    if let code = ExitCode(check.diagnostics) { throw code }
    guard !quiet else { return }
    let report = CheckReport(check: check, language: console.language, cap: all ? .max : 20)
    for line in report.lines { console.result(Text(verbatim: line)) }
    console.result(
      Text(
        zh: "学生 \(placementCase.students.count)，企业 \(placementCase.enterprises.count)，岗位 "
          + "\(placementCase.posts.count)，可行配对 \(check.pairCount)；没有错误",
        en: "\(placementCase.students.count) students, \(placementCase.enterprises.count) enterprises, "
          + "\(placementCase.posts.count) posts, \(check.pairCount) eligible pairs; no fault"))
  }
}
