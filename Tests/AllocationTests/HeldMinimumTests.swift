import Allocation
import AssignmentSolver
import Foundation
import GLPKSolver
import Placement
import PlacementFiles
import TestSupport
import Testing

/// Pins and signed placements that hold a post open whose minimum cannot be reached.
@Suite struct HeldMinimumTests {
  private func read(_ fixture: String) throws -> PlacementCase {
    try #require(readCase(at: Fixtures.folder.appendingPathComponent(fixture)).placementCase)
  }

  private func refusal(_ placementCase: PlacementCase) -> [Diagnostic] {
    do {
      _ = try allocate(placementCase, using: GLPKSolver(), options: OracleTests.exact)
      return []
    } catch AllocationFailure.faults(let faults) {
      return faults
    } catch {
      return []
    }
  }

  @Test(arguments: [
    ("refused-held-minimum", "published.csv", ["P1", "at least 2", "published.csv:2", "quota of 4"]),
    ("refused-pinned-minimums", "decisions.csv", ["P1", "P2", "decisions.csv:2", "decisions.csv:3"]),
  ])
  func checkAndAllocateSayTheSame(fixture: String, file: String, parts: [String]) throws {
    let placementCase = try read(fixture)
    let faults = try CaseCheck(placementCase, threads: 1, using: GLPKSolver()).diagnostics.filter(\.isFault)
    #expect(faults == refusal(placementCase))
    let fault = try #require(faults.first)
    #expect(faults.count == 1 && fault.kind == .input && fault.file == file && fault.row == 2)
    for part in parts {
      #expect(fault.message.en.contains(part), "\(fault.message.en)")
    }
  }

  /// Counting finds nobody for the one post; that two posts want the same student only a search finds.
  @Test func countingFindsWhatItCan() throws {
    #expect(CaseCheck(try read("refused-held-minimum"), threads: 1).diagnostics.contains(where: \.isFault))
    #expect(
      !CaseCheck(try read("refused-pinned-minimums"), threads: 1).diagnostics.contains(where: \.isFault))
  }

  @Test func aMinimumWithinReachIsNoFault() throws {
    var placementCase = try read("refused-pinned-minimums")
    placementCase.decisions.removeLast()
    #expect(try CaseCheck(placementCase, threads: 1, using: GLPKSolver()).diagnostics.isEmpty)
    #expect(refusal(placementCase).isEmpty)
  }
}
