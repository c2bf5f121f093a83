import Foundation
import TestSupport
import Testing

@testable import Nightly

/// SIGKILL at random moments of real runs.
@Suite(.waits, .serialized) struct KillTests {
  private let town: Town

  init() throws { town = try Town() }

  /// A handful here; `PLACEMENT_TEST_KILLS` says how many for a long watch.
  private static let kills =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_KILLS"].flatMap { Int($0) } ?? 6

  private var latestFiles: [String: Data] { Town.contents(town.plans.appendingPathComponent("latest")) }

  @Test func aKillAtAnyMomentLeavesAWholePlan() throws {
    let config = try town.configurationFile("allow_missing: students\n")
    try town.leaveAlone()
    let start = ContinuousClock.now
    #expect(try town.run(["nightly", config]).code == 0)
    let whole = (ContinuousClock.now - start).seconds
    var random = SystemRandomNumberGenerator()
    var (hit, stayed, round) = (0, 0, 0)
    // Those count that found the run alive.
    while hit < Self.kills, round < 10 * Self.kills {
      round += 1
      try town.writeStudents(round % 4 + 1)
      try town.leaveAlone()
      let before = latestFiles
      let run = try Town.Running(["nightly", config, "--force"], in: town.folder)
      usleep(UInt32(Double.random(in: 0...whole, using: &random) * 1e6))
      kill(run.process.processIdentifier, SIGKILL)
      guard run.wait().code == SIGKILL else { continue }
      hit += 1
      if latestFiles == before { stayed += 1 } else { #expect(try town.latestIsRight(), "round \(round)") }
      // The next night needs nobody.
      let next = try town.run(["nightly", config])
      #expect(next.code == 0, "round \(round): \(next.words)")
      #expect(try town.latestIsRight(), "round \(round)")
      #expect(PlansFolder.entries(town.plans).allSatisfy { !$0.hasPrefix(PlansFolder.workPrefix) })
    }
    #expect(hit == Self.kills)
    if Self.kills > 50 {
      print("\(hit) kills within \(whole) s of \(round) runs: after \(stayed) of them the old plan stood")
    }
  }
}
