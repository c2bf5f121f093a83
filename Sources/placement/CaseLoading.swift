import ArgumentParser
import Foundation
import Placement
import PlacementFiles

/// Reads a case and reports what is wrong with it.
/// - Throws: the exit code of its faults.
func loadCase(_ path: String, quiet: Bool) throws -> (placementCase: PlacementCase, console: Console) {
  let reading = readCase(at: URL(fileURLWithPath: path))
  let console = Console(language: reading.language, quiet: quiet)
  console.report(reading.diagnostics)
  guard let placementCase = reading.placementCase else {
    let count = reading.diagnostics.filter(\.isFault).count
    console.fault(
      Text(zh: "共 \(count) 处错误，未生成任何结果", en: "\(count) faults; nothing was written"))
    throw ExitCode(reading.diagnostics) ?? .badInput
  }
  return (placementCase, console)
}
