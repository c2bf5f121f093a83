import Allocation
import AssignmentSolver
import Foundation
import PlacementFiles
import Testing

@testable import placement

/// Large files, one a stage, while there is time.
@Suite struct StageFilesTests {
  private let place = FileManager.default.temporaryDirectory
    .appendingPathComponent("stages-\(UInt64.random(in: 0 ... .max))")

  private var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [])
      .filter { $0 != FolderMarker.fileName }.sorted()
  }

  private func expect(_ isWritten: Bool, _ result: Void?) { #expect((result != nil) == isWritten) }

  private func write(_ fill: (GrowingFolder) throws -> Void) throws {
    try OutputWriter().writeFolder(as: .model, to: place, replacing: false, fill)
  }

  @Test func withoutALimitAllAreWritten() throws {
    defer { try? FileManager.default.removeItem(at: place) }
    try write { folder in
      var files = StageFiles(folder, RunClock())
      for name in ["1.mps", "2.mps"] {
        let result: Int? = try files.writeNext(name) { append in
          try append([1])
          return 7
        }
        #expect(result == 7)
      }
      #expect(files.count == 2)
    }
    #expect(names == ["1.mps", "2.mps"])
  }

  /// The first may be ended a little later; a second is not begun.
  @Test func afterTheLimitOnlyTheFirstIsBegun() throws {
    defer { try? FileManager.default.removeItem(at: place) }
    try write { folder in
      var files = StageFiles(folder, RunClock(limit: 60))
      try expect(true, files.writeNext("1.mps") { try $0([1]) })
      files = StageFiles(folder, RunClock(limit: 1e-6))
      try expect(true, files.writeNext("2.mps") { _ in })
      try expect(false, files.writeNext("3.mps") { _ in Issue.record("begun") })
    }
    #expect(names == ["1.mps", "2.mps"])
  }

  /// What is half written when the time is up is gone, with what was set aside for it; what was whole before stays.
  @Test func halfAFileIsTakenBack() throws {
    defer { try? FileManager.default.removeItem(at: place) }
    try write { folder in
      var files = StageFiles(folder, RunClock(limit: 2))
      var isBegun = false
      try expect(true, files.writeNext("1.mps") { try $0([1]) })
      let second: Void? = try files.writeNext("2.mps") { append in
        try folder.withScratchFile { scratch in
          try scratch.append([2])
          try append([2])
          // The clock of the machine can only be waited for.
          isBegun = true
          Thread.sleep(forTimeInterval: 3.2)
          try append([3])
          Issue.record("went on")
        }
      }
      #expect(isBegun)
      #expect(second == nil)
      #expect(files.count == 1)
    }
    #expect(names == ["1.mps"])
  }

  @Test func withoutOneThereIsNoFolder() throws {
    #expect {
      try write { folder in
        var files = StageFiles(folder, RunClock())
        _ = try files.writeNext("1.mps") { append in
          try append([1])
          throw SolvePathError.noPlanInTime
        }
      }
    } throws: { if case AllocationFailure.noPlanInTime = $0 { true } else { false } }
    #expect(!FileManager.default.fileExists(atPath: place.path))
  }

  /// A certificate that no memory holds is not begun.
  @Test func moreThanTheMemoryIsRefused() throws {
    try ProofExport.checkMemory(pairs: 7_000_000, memory: 2_000_000_000)
    #expect {
      try ProofExport.checkMemory(pairs: 280_000_000, memory: 24_000_000_000)
    } throws: { error in
      guard let refusal = error as? Refusal else { return false }
      return refusal.message.en.contains("about 50.4 GB") && refusal.message.en.contains("has 24.0 GB")
        && refusal.message.zh.contains("50.4 GB")
    }
  }
}
