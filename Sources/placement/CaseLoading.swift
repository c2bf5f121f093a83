import Allocation
import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Reads a case and reports what is wrong with it.
/// - Parameters:
///   - asOf: the day on which the case is looked at.
///   - others: what was found in other inputs: their faults are told together with the case's.
///   - remarks: what there is to say of a case that reads well; reported with the reader's own.
///   - isBrief: whether warnings of the case are only counted: somebody asks about a plan, and `check` has told them.
///   - isOfPlan: whether `asOf` is a plan's day: what has been done since, and filled in, lies behind it and is no fault.
///   - preface: what is said before all else of a case that reads well.
/// - Throws: ``InputFaults``
func loadCase(
  _ path: String, _ speech: SpeechOptions, asOf: CalendarDate = .today, isOfPlan: Bool = false,
  isBrief: Bool = false, beside others: [Diagnostic] = [],
  remarks: (PlacementCase) -> [Diagnostic] = { _ in [] },
  preface: (PlacementCase) -> Text? = { _ in nil }
) throws -> PlacementCase {
  var reading = readCase(at: URL(fileURLWithPath: path), asOf: asOf)
  if isOfPlan, reading.placementCase == nil, asOf < .today {
    let later = readCase(at: URL(fileURLWithPath: path))
    if var found = later.placementCase {
      found.asOf = asOf
      reading = CaseReading(placementCase: found, diagnostics: later.diagnostics, language: later.language)
    }
  }
  let remarks = reading.placementCase.map { found in remarks(found).map { $0.placed(in: found.places) } }
  let faults = reading.faultyCase?.faultsBeyondReading ?? []
  let diagnostics = reading.diagnostics + others + (remarks ?? faults)
  guard var placementCase = reading.placementCase, !others.contains(where: \.isFault) else {
    throw InputFaults(diagnostics: diagnostics)
  }
  if let text = preface(placementCase) { speech.console.fault(text) }
  speech.console.report(isBrief ? others : diagnostics)
  if isBrief { speech.console.count(reading.diagnostics + (remarks ?? [])) }
  // What is asked for goes before the policy's: plan and messages are in one language.
  if let language = speech.language { placementCase.policy.language = language }
  return placementCase
}

extension Console {
  /// How many warnings there are, and where to read them; nothing of none.
  fileprivate func count(_ warnings: [Diagnostic]) {
    let count = Diagnostic.count(warnings)
    guard count > 0 else { return }
    progress(
      Text(
        zh: "案例有 \(count) 处提醒，由 placement check 列出",
        en: "the case has \(count) \(count == 1 ? "warning" : "warnings"): placement check lists them"))
  }
}

/// Reads a case and a plan that was made from it as it is; the faults of both are told together.
/// - Throws: ``InputFaults``; ``Refusal`` where the case has changed since.
func loadPlan(
  _ planFolder: String, of caseFolder: String, _ speech: SpeechOptions, isBrief: Bool = true
) throws -> (placementCase: PlacementCase, plan: PlanFolder) {
  let plan = readPlanFolder(at: URL(fileURLWithPath: planFolder, isDirectory: true))
  let placementCase = try loadCase(
    caseFolder, speech, asOf: plan.asOf ?? .today, isOfPlan: true, isBrief: isBrief, beside: plan.diagnostics)
  try plan.refuseOtherInputs(than: placementCase, in: caseFolder, planFolder: planFolder)
  return (placementCase, plan)
}

/// The case's lock, which `decide`, `publish` and the nightly run take in turn.
/// - Throws: ``Refusal``: 75 where another run holds it, 66 where there is no such folder, 73 where it cannot be
///   written.
func holdLock(of folder: URL) throws -> CaseLock {
  do {
    return try CaseLock(folder: folder)
  } catch {
    throw refusal(error, folder)
  }
}

private func refusal(_ failure: CaseLock.Failure, _ folder: URL) -> Refusal {
  let path = Text(zh: "\(folder.path)：", en: "\(folder.path): ")
  if let fault = FolderAccess(folder).fault { return Refusal(.inputMissing, path + fault.message) }
  switch failure {
  case .held(let process):
    let holder = process.map { Text(zh: "（进程 \($0)）", en: " (process \($0))") } ?? Text(verbatim: "")
    return Refusal(
      .locked,
      Text(
        zh: "另一个运行\(holder.zh)正在使用此案例，请稍后再试",
        en: "another run\(holder.en) holds the case; try again later"))
  case .unusable(let code):
    return Refusal(.cannotWrite, FileOperationError(operation: "open", code: code).text(folder.path))
  }
}
