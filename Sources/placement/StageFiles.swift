import Allocation
import ArgumentParser
import AssignmentSolver
import Placement
import PlacementFiles

/// Files of a folder, one a stage, written while there is time: half of one is worth nothing, so that a small one may be ended a
/// little after the time is up, and what is not whole by then is gone.
struct StageFiles {
  /// In bytes: what is larger would take more than a moment to end, and takes one to take back.
  private static let smallSize = 64 << 20

  let folder: GrowingFolder
  let clock: RunClock
  private(set) var count = 0

  init(_ folder: GrowingFolder, _ clock: RunClock) {
    self.folder = folder
    self.clock = clock
  }

  /// - Parameters:
  ///   - name: of the file.
  ///   - fill: makes it; what is handed to `append` is its next piece.
  /// - Returns: nil: there was no time for it.
  /// - Throws: ``AllocationFailure/noPlanInTime`` where there was none for the first, which is begun whatever the clock says.
  mutating func writeNext<Result>(
    _ name: String, _ fill: (_ append: @escaping ([UInt8]) throws -> Void) throws -> Result
  ) throws -> Result? {
    if Interruption.isSet { throw Interrupted() }
    if count > 0 && clock.mustStop() { return nil }
    let (mustStop, mustLeave) = (clock.mustStop, clock.mustLeave)
    var size = 0
    do {
      let result = try folder.writeFile(name) { file in
        try fill { piece in
          if size < Self.smallSize ? mustLeave() : mustStop() { throw SolvePathError.noPlanInTime }
          try file.append(piece)
          size += piece.count
        }
      }
      count += 1
      return result
    } catch SolvePathError.noPlanInTime where Interruption.isSet {
      throw Interrupted()
    } catch SolvePathError.noPlanInTime where count > 0 {
      return nil
    } catch SolvePathError.noPlanInTime {
      throw AllocationFailure.noPlanInTime
    }
  }
}

extension Console {
  /// Ends a command that writes a file a stage, where some are missing.
  ///
  /// A stage's rows hold the optima of those before, so that it can be stated only once all of these are proven.
  ///
  /// - Parameters:
  ///   - written: how many there are.
  ///   - stated: how many stages could have been written.
  ///   - count: how many stages there are.
  func endStages(written: Int, stated: Int, of count: Int) throws {
    guard written < count else { return }
    fault(
      written < stated
        ? Text(
          zh: "时限内未能写出第 \(written + 1) 级（共 \(count) 级）；请延长 --time-limit",
          en: "the time was up before stage \(written + 1) of \(count) was written; "
            + "allow a longer --time-limit")
        : Text(
          zh: "第 \(written) 级的最优值未能证明，其后各级无法写出；请延长 --time-limit",
          en: "stage \(written) is not proven, so the stages after it cannot be stated; "
            + "allow a longer --time-limit"))
    throw ExitCode.notProven
  }
}
