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
    commandName: "decide", abstract: "Take edited assignment files' decisions into the case. 导入决定。",
    discussion: """
      The columns decision, decision_post_id and decision_reason are read; empty cells change nothing.
      pin 锁定 puts the student there, ban 不安排 closes a post (or, with an enterprise id, an enterprise),
      clear 撤销 drops the student's decisions. Nothing is written where any row has a fault. The old
      file stays beside the new one as decisions.previous.csv.

      Examples:
        placement decide Fixtures/hangzhou edited.csv
        placement decide Fixtures/hangzhou schools/*.csv
      """)

  @Argument(help: "The case folder. · 案例文件夹。") var caseFolder: String
  @Argument(help: "Edited assignment files. · 填好决定的安排文件。") var files: [String]
  @Flag(help: "Faults and warnings only. · 只报告错误和提醒。") var quiet = false

  func validate() throws {
    if files.isEmpty { throw ValidationError("Give one edited assignment file at least. · 请至少给出一个安排文件。") }
  }

  func run() throws {
    let folder = URL(fileURLWithPath: caseFolder)
    let lock = try holdLock(of: folder)
    defer { withExtendedLifetime(lock) {} }
    let result = importDecisions(caseFolder: folder, files: files, day: .today)
    let console = Console(language: result.language, quiet: quiet)
    console.report(result.diagnostics)
    if let code = ExitCode(result.diagnostics) { throw refusal(code, console) }
    try checkRules(result, console)
    for change in result.changes { console.result(change.text) }
    if let data = result.data {
      do {
        try OutputWriter().writeFileAtomically(
          data, to: folder.appendingPathComponent("decisions.csv"), keepingBackup: true)
      } catch {
        console.fault(error.message)
        throw ExitCode.cannotWrite
      }
    }
    console.result(summary(result))
  }

  /// Pins that no run could hold are refused here, while whoever wrote them is at hand.
  private func checkRules(_ result: DecisionImport, _ console: Console) throws {
    guard result.data != nil, let placementCase = result.placementCase else { return }
    // Without the solver's help the check counts.
    let check =
      (try? CaseCheck(placementCase, threads: 2, using: GLPKSolver()))
      ?? CaseCheck(placementCase, threads: 2)
    let findings = check.diagnostics.map(result.located)
    console.report(findings.filter(\.isFault))
    if let code = ExitCode(findings) { throw refusal(code, console) }
  }

  private func refusal(_ code: ExitCode, _ console: Console) -> ExitCode {
    console.fault(Text(zh: "有错误，decisions.csv 没有改动", en: "refused: decisions.csv is as it was"))
    return code
  }

  private func summary(_ result: DecisionImport) -> Text {
    func count(_ kind: DecisionChange.Kind) -> Int { result.changes.count { $0.kind == kind } }
    let (added, changed, dropped) = (count(.added), count(.changed), count(.dropped))
    return Text(
      zh: "新增 \(added) 条，修改 \(changed) 条，删除 \(dropped) 条；\(result.unchanged) 条原已有",
      en: "\(added) added, \(changed) changed, \(dropped) dropped; \(result.unchanged) were there already")
  }
}

/// The case's lock, which `decide`, `publish` and the nightly run take in turn.
/// - Throws: 75 where another run holds it, 66 where there is no such folder.
func holdLock(of folder: URL) throws -> CaseLock {
  if let lock = CaseLock(folder: folder) { return lock }
  var isDirectory: ObjCBool = false
  let isThere = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory)
  let console = Console(language: .chinese)
  guard isThere, isDirectory.boolValue else {
    console.fault(
      Text(
        zh: "没有文件夹 \(folder.path) / there is no such folder", en: "there is no folder \(folder.path)"))
    throw ExitCode.inputMissing
  }
  let holder = CaseLock.holder(of: folder).map { Text(zh: "（进程 \($0)）", en: " (process \($0))") }
  let named = holder ?? Text(verbatim: "")
  console.fault(
    Text(
      zh: "另一个运行\(named.zh)正在使用此案例，请稍后再试 / another run\(named.en) holds the case",
      en: "another run\(named.en) holds the case"))
  throw ExitCode.locked
}

extension CalendarDate {
  /// By the machine's calendar and time zone.
  static var today: CalendarDate? {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .current
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
    return CalendarDate(year: year, month: month, day: day)
  }
}
