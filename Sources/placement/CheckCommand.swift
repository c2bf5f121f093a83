import Allocation
import ArgumentParser
import Foundation
import GLPKSolver
import Placement

/// Reads everything and says what is wrong, what quotas come to, and whom no post is open to.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: Text(zh: "读取数据，列出每一处错误。", en: "Read a case and list every fault.").spoken,
    discussion: Text(
      zh: """
        示例：
          placement check Fixtures/hangzhou
          placement check Fixtures/hangzhou --all > quotas.txt

        加 --all 时，全部名额和无岗位可选的学生也逐条列出。
        """,
      en: """
        Examples:
          placement check Fixtures/hangzhou
          placement check Fixtures/hangzhou --all > quotas.txt

        With --all, every quota and every student whom no post is open to is listed too.
        """
    ).spokenParagraphs)

  @Argument(help: .caseFolder) var caseFolder: String
  @OptionGroup var threading: ThreadOptions
  @OptionGroup var date: DayOptions
  @OptionGroup var speech: SpeechOptions

  func run() throws {
    var found: CaseCheck?
    let (console, threads) = (speech.console, threading.threads)
    let placementCase = try loadCase(caseFolder, speech, asOf: date.day) { placementCase in
      let check = CaseCheck.solvedOrCounted(placementCase, threads: threads, using: GLPKSolver())
      found = check
      return check.diagnostics
    }
    guard let check = found else { return }
    guard !speech.quiet else { return }
    let report = CheckReport(
      check: check, of: placementCase, language: console.language, cap: speech.all ? .max : 20)
    for line in report.lines { console.result(Text(verbatim: line)) }
    console.result(
      Text(
        zh: "学生 \(placementCase.students.count)，企业 \(placementCase.enterprises.count)，岗位 "
          + "\(placementCase.posts.count)，可行配对 \(check.pairCount)；没有错误",
        en: "\(placementCase.students.count) students, \(placementCase.enterprises.count) enterprises, "
          + "\(placementCase.posts.count) posts, \(check.pairCount) eligible pairs; no fault"))
  }
}
