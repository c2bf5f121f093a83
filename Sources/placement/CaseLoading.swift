import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Reads a case and reports what is wrong with it.
/// - Parameters:
///   - asOf: the day on which the case is looked at.
///   - all: whether every finding has its own line, equal ones too.
///   - others: what was found in other inputs: their faults are told together with the case's.
///   - remarks: what there is to say of a case that reads well; reported with the reader's own.
/// - Throws: ``InputFaults``
func loadCase(
  _ path: String, _ speech: SpeechOptions, asOf: CalendarDate = .today, all: Bool = false,
  beside others: [Diagnostic] = [], remarks: (PlacementCase) -> [Diagnostic] = { _ in [] }
) throws -> PlacementCase {
  let reading = readCase(at: URL(fileURLWithPath: path), asOf: asOf)
  let remarks = reading.placementCase.map { found in remarks(found).map { $0.naming(found.fileNames) } }
  let diagnostics = reading.diagnostics + others + (remarks ?? [])
  guard var placementCase = reading.placementCase, !others.contains(where: \.isFault) else {
    throw InputFaults(diagnostics: diagnostics, all: all)
  }
  speech.console.report(diagnostics, all: all)
  // What is asked for goes before the policy's: plan and messages are in one language.
  if let language = speech.language { placementCase.policy.language = language }
  return placementCase
}

/// Reads a case and a plan of it; the faults of both are told together.
/// - Throws: ``InputFaults``
func loadPlan(
  _ planFolder: String, of caseFolder: String, _ speech: SpeechOptions
) throws -> (placementCase: PlacementCase, plan: PlanFolder) {
  let plan = readPlanFolder(at: URL(fileURLWithPath: planFolder, isDirectory: true))
  return (try loadCase(caseFolder, speech, asOf: plan.asOf ?? .today, beside: plan.diagnostics), plan)
}

/// The case's lock, which `decide`, `publish` and the nightly run take in turn.
/// - Throws: ``Refusal``: 75 where another run holds it, 66 where there is no such folder.
func holdLock(of folder: URL) throws -> CaseLock {
  if let lock = CaseLock(folder: folder) { return lock }
  var isDirectory: ObjCBool = false
  let isThere = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory)
  guard isThere, isDirectory.boolValue else {
    throw Refusal(
      .inputMissing, Text(zh: "没有文件夹 \(folder.path)", en: "there is no folder \(folder.path)"))
  }
  let holder =
    CaseLock.holder(of: folder).map { Text(zh: "（进程 \($0)）", en: " (process \($0))") } ?? Text(verbatim: "")
  throw Refusal(
    .locked,
    Text(
      zh: "另一个运行\(holder.zh)正在使用此案例，请稍后再试",
      en: "another run\(holder.en) holds the case; try again later"))
}
