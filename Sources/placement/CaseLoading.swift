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
      Text(
        zh: "共 \(count) 处错误，未写入任何文件",
        en: "\(count) \(count == 1 ? "fault" : "faults"); nothing was written"))
    throw ExitCode(reading.diagnostics) ?? .badInput
  }
  return (placementCase, console)
}

/// Refuses an output folder that is there already, unless `replacing` and what is there is such an output.
///
/// - Parameter mark: a file that only an output of this kind holds; `--force` never replaces anything else.
/// - Throws: exit code 73.
func checkOutput(_ folder: URL, replacing: Bool, mark: String, _ console: Console) throws {
  do {
    try OutputWriter().checkFolder(folder, replacing: replacing)
  } catch {
    console.fault(error.message)
    throw ExitCode.cannotWrite
  }
  let contents = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  guard contents.isEmpty || contents.contains(mark) else {
    console.fault(
      Text(
        zh: "\(folder.path) 里有别的文件（没有 \(mark)），--force 不会替换它；请换一个文件夹",
        en:
          "\(folder.path) holds something else (no \(mark)): --force does not replace it; name another folder"
      ))
    throw ExitCode.cannotWrite
  }
}
