import AssignmentSolver
import Foundation
import Placement
import PlacementFiles

/// `--solve-log`: a JSON object a line, a line an event of the solve. Holds ids of nothing and nobody's names.
final class SolveLogFile {
  private let handle: FileHandle?
  private let encoder = JSONEncoder()
  /// As of the last event.
  private(set) var totals: SolveTotals?

  /// - Parameter path: nil: nothing is written, totals are kept all the same.
  /// - Throws: exit code 73 where the file cannot be made.
  init(_ path: String?) throws {
    encoder.outputFormatting = [.sortedKeys]
    guard let path else {
      handle = nil
      return
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw Refusal(
        .cannotWrite,
        FileOperationError(operation: "open", code: errno).text(path))
    }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  func write(_ event: SolveEvent) {
    totals = event.totals
    guard let handle, let line = try? encoder.encode(event) else { return }
    // A log that cannot be written any more is no reason to lose the plan.
    try? handle.write(contentsOf: line + Data("\n".utf8))
  }
}

extension Console {
  /// The linear solver failed on the way; the plan stands.
  func noteFailure(_ words: String) {
    fault(
      Text(
        zh: "注意：方案有效，但求解途中求解器出错（\(words)），证明可能因此不完整",
        en: "note: the plan is good, but the solver failed on the way (\(words)), so that less may be proven")
    )
  }
}
