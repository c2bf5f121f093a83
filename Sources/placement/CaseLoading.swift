import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Reads a case and reports what is wrong with it.
/// - Parameter remarks: what there is to say of a case that reads well; reported with the reader's own.
/// - Throws: the exit code of its faults.
func loadCase(
  _ path: String, quiet: Bool, remarks: (PlacementCase) -> [Diagnostic] = { _ in [] }
) throws -> (placementCase: PlacementCase, console: Console) {
  let reading = readCase(at: URL(fileURLWithPath: path))
  let console = Console(language: reading.language, quiet: quiet)
  console.report(reading.diagnostics + (reading.placementCase.map(remarks) ?? []))
  guard let placementCase = reading.placementCase else {
    let count = reading.diagnostics.filter(\.isFault).count
    console.fault(
      Text(
        zh: "共 \(count) 处错误，改正后请重新运行",
        en: "\(count) \(count == 1 ? "fault" : "faults"); mend and run again"))
    throw ExitCode(reading.diagnostics) ?? .badInput
  }
  return (placementCase, console)
}

/// Refuses, before any work, an output folder that is there already, unless `replacing`.
/// - Throws: exit code 73.
func checkOutput(_ folder: URL, replacing: Bool, _ console: Console) throws {
  do {
    try OutputWriter().checkFolder(folder, replacing: replacing)
  } catch {
    console.fault(error.message)
    throw ExitCode.cannotWrite
  }
}
