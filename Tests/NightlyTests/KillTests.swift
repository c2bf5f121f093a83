import Foundation
import Testing

@testable import Nightly

/// SIGKILL at random moments of real runs.
@Suite(.serialized) struct KillTests {
  private let town: Town

  init() throws { town = try Town() }

  /// A handful here; `PLACEMENT_TEST_KILLS` says how many for a long watch.
  private static let kills =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_KILLS"].flatMap { Int($0) } ?? 6

  private var latestFiles: [String: Data] { Town.contents(town.plans.appendingPathComponent("latest")) }

  @Test func aKillAtAnyMomentLeavesAWholePlan() throws {
    let config = try town.configurationFile()
    try town.leaveAlone()
    let start = ContinuousClock.now
    #expect(try town.run(["nightly", config]).code == 0)
    let whole = (ContinuousClock.now - start).seconds
    var random = SystemRandomNumberGenerator()
    var (hit, stayed) = (0, 0)
    for round in 0..<Self.kills {
      try town.writeStudents(round % 4 + 1)
      try town.leaveAlone()
      let before = latestFiles
      let run = try Town.Running(["nightly", config, "--force"], in: town.folder)
      usleep(UInt32(Double.random(in: 0...whole * 1.1, using: &random) * 1e6))
      kill(run.process.processIdentifier, SIGKILL)
      if run.wait().code == SIGKILL { hit += 1 }
      if latestFiles == before { stayed += 1 } else { #expect(try town.latestIsRight(), "round \(round)") }
      // The next night needs nobody.
      let next = try town.run(["nightly", config])
      #expect(next.code == 0, "round \(round): \(next.words)")
      #expect(try town.latestIsRight(), "round \(round)")
      #expect(PlansFolder.entries(town.plans).allSatisfy { !$0.hasPrefix(PlansFolder.workPrefix) })
    }
    if Self.kills > 50 {
      print("\(Self.kills) kills in \(whole) s: \(hit) hit a run, after \(stayed) the old plan stood")
    }
  }
}
