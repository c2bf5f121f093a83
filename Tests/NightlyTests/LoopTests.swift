import Foundation
import RunHistory
import TestSupport
import Testing
import Placement

@testable import Nightly

/// Many nights in one process, inputs changed at random between them.
@Suite(.waits) struct LoopTests {
  private let town: Town

  init() throws { town = try Town() }

  /// A handful here; `PLACEMENT_TEST_NIGHTS` says how many for a long watch.
  private static let nights =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_NIGHTS"].flatMap { Int($0) } ?? 24

  /// Valid or broken; tells the exit code that must come of it.
  private func change(_ random: inout SplitMix64) throws -> Int32 {
    let count = Int(random.next() % 5) + 1
    switch random.next() % 6 {
    case 0:
      try town.writeStudents(count, tail: "S9,A,660101\n")
      return 65
    case 1:
      try town.writeStudents(count, tail: "S1,A,660101,3,2008-01-01,30.2,\"120\n")
      return 65
    case 2:
      try town.write("students.csv", "")
      return 65
    default:
      try town.writeStudents(count)
      return 0
    }
  }

  private func openFiles() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }

  /// Resident memory, MiB.
  private func memory() -> Int {
    let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
    return (pages.flatMap { Int($0[1]) } ?? 0) * 4096 / 1_048_576
  }

  @Test func manyNightsLeaveNothingOpenAndEveryBrokenOneExplained() throws {
    var random = SplitMix64(seed: 20_260_901)
    var first = (files: 0, memory: 0)
    for night in 0..<Self.nights {
      let expected = try change(&random)
      let before = town.latest
      let result = town.night { configuration, environment in
        environment.patience = 0.02
        configuration.keepPlans = 5
        configuration.allowMissing = ["students"]
      }
      #expect(result.exitCode == expected, "night \(night): \(result.message.en)")
      if expected == 65 {
        #expect(result.message.en.contains("students.csv"))
        #expect(town.latest == before)
      }
      if night == min(10, Self.nights / 2) { first = (openFiles(), memory()) }
    }
    if Self.nights > 100 {
      print("open files \(first.files) → \(openFiles()), MiB \(first.memory) → \(memory())")
    }
    // Other tests run beside this one: a leak of one a night would show all the same.
    #expect(openFiles() < first.files + 20 + Self.nights / 4)
    let history = try RunHistory(at: town.configuration.history)
    let ids = PlansFolder(town.plans).records().map(\.id)
    #expect(try history.runs().map(\.id).suffix(ids.count) == ids[...])
    #expect(PlansFolder(town.plans).planNames(in: town.plans).count <= 5)
  }
}
