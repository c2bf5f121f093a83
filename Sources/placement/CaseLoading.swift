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
/// - Throws: ``InputFaults``
func loadCase(
  _ path: String, _ speech: SpeechOptions, asOf: CalendarDate, beside others: [Diagnostic] = [],
  remarks: (PlacementCase) -> [Diagnostic] = { _ in [] }
) throws -> PlacementCase {
  try loadWholeCase(path, speech, asOf: asOf, beside: others, remarks: remarks).spoken(speech)
}

/// The same of a case that parts are made of: they are in its own language, whatever is spoken.
/// - Throws: ``InputFaults``
func loadWholeCase(
  _ path: String, _ speech: SpeechOptions, asOf: CalendarDate, beside others: [Diagnostic] = [],
  remarks: (PlacementCase) -> [Diagnostic] = { _ in [] }
) throws -> PlacementCase {
  let reading = readCase(at: URL(fileURLWithPath: path), asOf: asOf)
  let sound = try reading.sound(beside: others, remarks: remarks)
  speech.console.report(sound.diagnostics)
  return sound.placementCase
}

/// Reads a case and a plan that was made from it as it is; the faults of both are told together.
/// - Parameter isBrief: whether warnings of the case are only counted: somebody asks about a plan, and `check` has told
///   them.
/// - Throws: ``InputFaults``; ``Refusal`` where the case has changed since.
func loadPlan(
  _ planFolder: String, of caseFolder: String, _ speech: SpeechOptions, isBrief: Bool = true
) throws -> (placementCase: PlacementCase, plan: PlanFolder) {
  let plan = readPlanFolder(at: URL(fileURLWithPath: planFolder, isDirectory: true))
  let reading = readCase(of: plan, at: caseFolder)
  let sound = try reading.sound(beside: plan.diagnostics)
  speech.console.report(isBrief ? plan.diagnostics : sound.diagnostics)
  if isBrief { speech.console.count(reading.diagnostics) }
  let placementCase = sound.placementCase.spoken(speech)
  try plan.refuseOtherInputs(than: placementCase, in: caseFolder, planFolder: planFolder)
  return (placementCase, plan)
}

/// Reads a case as of the day of a plan made from it: what has been done since, and filled in, lies behind that day and
/// is no fault.
func readCase(of plan: PlanFolder, at path: String) -> CaseReading {
  let (folder, asOf) = (URL(fileURLWithPath: path), plan.asOf ?? .today)
  let then = readCase(at: folder, asOf: asOf)
  guard then.placementCase == nil, asOf < .today else { return then }
  let now = readCase(at: folder)
  guard var placementCase = now.placementCase else { return then }
  placementCase.asOf = asOf
  return CaseReading(
    placementCase: placementCase, diagnostics: now.diagnostics, language: now.language)
}

extension CaseReading {
  /// The case, in its own language, with all that there is to say of it and of what was read beside it.
  /// - Throws: ``InputFaults`` where any of it is a fault.
  func sound(
    beside others: [Diagnostic], remarks: (PlacementCase) -> [Diagnostic] = { _ in [] }
  ) throws -> (placementCase: PlacementCase, diagnostics: [Diagnostic]) {
    let read = diagnostics + others
    guard let placementCase else {
      throw InputFaults(diagnostics: read + (faultyCase?.faultsBeyondReading ?? []))
    }
    let all = read + remarks(placementCase).map { $0.placed(in: placementCase.places) }
    guard !all.contains(where: \.isFault) else { throw InputFaults(diagnostics: all) }
    return (placementCase, all)
  }
}

extension PlacementCase {
  /// In the language that is asked for, which goes before the policy's: plan and messages are in one.
  func spoken(_ speech: SpeechOptions) -> PlacementCase {
    guard let language = speech.language else { return self }
    var placementCase = self
    placementCase.policy.language = language
    return placementCase
  }
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
  if let fault = FolderAccess(folder).sentence { return Refusal(.inputMissing, path + fault) }
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
