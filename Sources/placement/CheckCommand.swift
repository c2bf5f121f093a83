import Allocation
import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Reads everything and says what is wrong, what quotas come to, and whom no post is open to.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read a case and list every fault. 检查数据。",
    discussion: """
      Example:
        placement check Fixtures/hangzhou
      """)

  @Argument(help: "The case folder.") var caseFolder: String
  @Option(help: "Threads.") var threads = 2
  @Flag(help: "Faults only.") var quiet = false

  func validate() throws {
    guard (1...256).contains(threads) else {
      throw ValidationError("--threads takes a whole number from 1 to 256.")
    }
  }

  func run() throws {
    let (placementCase, console) = try loadCase(caseFolder, quiet: quiet)
    let check = CaseCheck(placementCase, threads: threads)
    console.report(check.diagnostics)
    if let code = ExitCode(check.diagnostics) { throw code }
    guard !quiet else { return }
    printQuotas(check, console)
    printWithoutPost(check, console)
    console.result(
      Text(
        zh: "学生 \(placementCase.students.count)，企业 \(placementCase.enterprises.count)，岗位 "
          + "\(placementCase.posts.count)，可行配对 \(check.pairCount)；没有错误",
        en: "\(placementCase.students.count) students, \(placementCase.enterprises.count) enterprises, "
          + "\(placementCase.posts.count) posts, \(check.pairCount) eligible pairs; no fault"))
  }

  private func printQuotas(_ check: CaseCheck, _ console: Console) {
    console.result(Text(zh: "类别\t编号\t上限\t上限来源\t提供名额", en: "kind\tid\tlimit\tlimit_from\toffered"))
    for quota in check.quotas {
      let limit = quota.limit.map(String.init) ?? ""
      console.result(
        Text(
          zh: "\(quota.kind.chinese)\t\(quota.id)\t\(limit)\t\(quota.term?.chinese ?? "")\t\(quota.offered)",
          en: "\(quota.kind.rawValue)\t\(quota.id)\t\(limit)\t\(quota.term?.rawValue ?? "")\t\(quota.offered)"
        ))
    }
  }

  private func printWithoutPost(_ check: CaseCheck, _ console: Console) {
    for id in check.studentsWithoutPost {
      console.result(Text(zh: "没有岗位对学生 \(id) 开放", en: "no post is open to student \(id)"))
    }
    for id in check.teamsWithoutPost {
      console.result(Text(zh: "没有岗位对小组 \(id) 整体开放", en: "no post is open to the whole of team \(id)"))
    }
  }
}
