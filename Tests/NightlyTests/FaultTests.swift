import Foundation
import TestSupport
import Testing

@testable import Nightly

/// Every write, sync, rename and removal of a night, struck one after the other: the plan in place is the
/// old one or the new one, whole, and the next night succeeds with no hand laid on.
@Suite(.waits, .serialized) struct FaultTests {
  /// A plans folder with an old plan, and a program that answers with a new one at once.
  private final class Stage {
    let town: Town
    let program: [String]
    let old: [String: Data]
    let new: [String: Data]

    init() throws {
      town = try Town()
      let first = town.night().record?.id ?? ""
      old = Town.contents(town.plans.appendingPathComponent(first))
      try town.writeStudents(3)
      let made = town.folder.appendingPathComponent("made").path
      #expect(try town.run(["allocate", town.caseFolder.path, "--output", made]).code == 0)
      new = Town.contents(URL(fileURLWithPath: made))
      let script = town.folder.appendingPathComponent("quick.sh")
      try Data("if [ $1 = allocate ]; then cp -r '\(made)' \"$4\"; fi\n".utf8).write(to: script)
      program = ["/bin/sh", script.path]
      try FileManager.default.moveItem(at: town.plans, to: town.folder.appendingPathComponent("before"))
    }

    func reset() throws {
      try? FileManager.default.removeItem(at: town.plans)
      try? FileManager.default.removeItem(at: town.folder.appendingPathComponent("told"))
      try FileManager.default.copyItem(
        at: town.folder.appendingPathComponent("before"), to: town.plans)
    }

    func night(_ operations: FaultyOperations?) -> NightResult {
      town.night { configuration, environment in
        environment.program = program
        configuration.keepPlans = 1
        let told = town.folder.appendingPathComponent("told").path
        configuration.onSuccess = ["/bin/sh", "-c", "echo success > '\(told)'"]
        configuration.onFailure = ["/bin/sh", "-c", "echo failure > '\(told)'"]
        if let operations { environment.operations = operations }
      }
    }

    /// With the marker: a plan without one is half a plan.
    var latest: [String: Data] { Town.contents(town.plans.appendingPathComponent("latest")) }
  }

  private let stage: Stage

  init() throws { stage = try Stage() }

  /// Strikes at every step until a night gets through; tells how many there were.
  private func strikeEverywhere(
    _ fault: (Int) -> FaultyOperations.Fault, later: String? = nil,
    _ check: (FaultyOperations, NightResult) throws -> Void
  ) throws -> Int {
    for step in 0... {
      try stage.reset()
      let operations = FaultyOperations(at: step, fault(step), later: later)
      let result = stage.night(operations)
      guard operations.struck != nil else {
        #expect(result.exitCode == 0)
        return step
      }
      let latest = stage.latest
      #expect(latest == stage.old || latest == stage.new, "step \(step)")
      try check(operations, result)
      // The next night needs nobody. One code tells for all.
      if case .error(let code) = fault(step), code != ENOSPC { continue }
      #expect(stage.night(nil).exitCode == 0, "step \(step)")
      #expect(stage.latest == stage.new)
      let left = PlansFolder.entries(stage.town.plans).filter { $0.hasPrefix(PlansFolder.workPrefix) }
      #expect(left.isEmpty, "step \(step)")
      #expect(PlansFolder(stage.town.plans).records().allSatisfy { $0.outcome != .running })
    }
    return 0
  }

  @Test func deathAtAnyStepLeavesAWholePlan() throws {
    #expect(try strikeEverywhere({ _ in .death }) { _, _ in } > 40)
  }

  @Test func aFullDiskAtAnyStepEndsIn73AndLosesNothing() throws {
    #expect(try strikeEverywhere({ _ in .error(ENOSPC) }, checkError) > 40)
  }

  /// The other errors take turns from step to step; `PLACEMENT_TEST_FAULTS` walks every step with each.
  @Test func anErrorAtAnyStepEndsIn73AndLosesNothing() throws {
    let codes = [EIO, EACCES, EROFS]
    let turns = ProcessInfo.processInfo.environment["PLACEMENT_TEST_FAULTS"] == nil ? 1 : codes.count
    for turn in 0..<turns {
      #expect(try strikeEverywhere({ .error(codes[($0 + turn) % codes.count]) }, checkError) > 40)
    }
  }

  /// What would put things back fails as well.
  @Test(arguments: ["symlink", "rename", "fsync", "unlink"])
  func anErrorThatNothingUndoesLeavesAWholePlan(later: String) throws {
    #expect(try strikeEverywhere({ _ in .error(ENOSPC) }, later: later, checkError) > 40)
  }

  /// What a night that was killed while it wrote a record leaves goes with the next one.
  @Test func nothingPilesUpBesideTheRecords() throws {
    try stage.reset()
    for folder in ["runs", "crashes"] {
      let name = ".000009-2026-01-01T00-00-00Z.json.2000000000-1.placement-new"
      try Data("{".utf8).write(to: stage.town.plans.appendingPathComponent("\(folder)/\(name)"))
    }
    #expect(stage.night(nil).exitCode == 0)
    for folder in ["runs", "crashes"] {
      let left = PlansFolder.entries(stage.town.plans.appendingPathComponent(folder))
      #expect(left.allSatisfy { !$0.hasSuffix("placement-new") }, "\(left)")
    }
  }

  private func checkError(_ operations: FaultyOperations, _ result: NightResult) {
    // One of the two: the new plan and a success, or the old one and 73. Whoever is told hears the same.
    let isNew = stage.latest == stage.new
    #expect(result.exitCode == (isNew ? 0 : 73), "\(operations.struck ?? "")")
    let told = try? String(contentsOf: stage.town.folder.appendingPathComponent("told"), encoding: .utf8)
    #expect(told == (isNew ? "success\n" : "failure\n"))
  }

  @Test func tooLittleRoomIsSaidBeforeAnyWork() throws {
    try stage.reset()
    let result = stage.town.night { configuration, _ in configuration.minimumFree = .max }
    #expect(result.exitCode == 73)
    #expect(stage.latest == stage.old)
    // In the morning the disk is still full, and that is said once.
    #expect(result.record?.outcome == .unwritable)
    var configuration = stage.town.configuration
    configuration.minimumFree = .max
    let advice = NightStatus(configuration).lines[4]
    #expect(advice.en.hasPrefix("to do: only ") && advice.en.hasSuffix("; make room; run placement nightly"))
    #expect(advice.zh.hasSuffix("；请清理磁盘；运行 placement nightly"), "\(advice.zh)")
    #expect(advice.en.components(separatedBy: "make room").count == 2, "\(advice.en)")
    #expect(NightStatus(stage.town.configuration).lines[4].en.contains("make room or mend permissions"))
  }

  /// A full disk takes no record of the night that found it full: whoever looks in the morning is told all the same.
  @Test func statusSaysThatThereIsNoRoom() throws {
    try stage.reset()
    var configuration = stage.town.configuration
    #expect(NightStatus(configuration).isGood)
    configuration.minimumFree = .max
    let status = NightStatus(configuration)
    #expect(!status.isGood)
    #expect(status.lines[4].en.hasPrefix("to do: only "))
    #expect(status.lines[4].en.contains("\(Int.max) are needed"))
  }

  @Test func aPlansFolderThatCannotBeMadeEndsIn73() throws {
    try Data().write(to: stage.town.folder.appendingPathComponent("file"))
    let result = stage.town.night { configuration, _ in
      configuration.plans = stage.town.folder.appendingPathComponent("file/plans")
    }
    #expect(result.exitCode == 73)
  }
}
