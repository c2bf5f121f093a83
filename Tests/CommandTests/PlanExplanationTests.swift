import Allocation
import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import PlacementFiles
import Plan
import Testing

@testable import placement

/// A solver that fails on purpose once it has been asked so many times.
private struct FailingSolver: IntegerProgramSolver {
  let failure = SolverFailure("out of luck")

  func solve(_ program: IntegerProgram, limits: SolverLimits) throws -> SolverOutcome { throw failure }
  func makeSession() throws -> any LinearProgramSession { throw failure }
}

/// A plan that is proven is written whatever becomes of its reasons.
@Suite struct PlanExplanationTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

  private func allocation(_ fixture: String) throws -> Allocation {
    let reading = readCase(at: Self.fixtures.appendingPathComponent(fixture))
    return try allocate(
      try #require(reading.placementCase), using: GLPKSolver(), options: AllocationOptions(threads: 1))
  }

  @Test func aSolverThatFailsCostsReasonsAndNoPlan() throws {
    let allocation = try allocation("hangzhou")
    let explanation = PlanExplanation(relativeGap: 0, threads: 1, budget: 10)
    let (plan, failure) = explanation.plan(
      allocation, using: FailingSolver(), clock: RunClock())
    #expect(failure?.message == "out of luck")
    let assignments = try #require(plan.tables.first { $0.file == "assignments.csv" })
    #expect(assignments.rows.count == allocation.placement.count)
    // Every price has its range without a solve; that it is exact is what the failure costs.
    #expect(plan.summary.status == .optimal && plan.summary.reasonsNotPriced == 0)
    // What is known without solving is there all the same.
    let told = try #require(plan.tables.first { $0.file == "unplaced.csv" })
    let reason = try #require(told.columns.firstIndex(of: "reason"))
    #expect(!told.rows.isEmpty && told.rows.allSatisfy { !$0[reason].isEmpty && !$0.last!.isEmpty })
    let (whole, none) = explanation.plan(allocation, using: GLPKSolver(), clock: RunClock())
    let wholeTold = try #require(whole.tables.first { $0.file == "unplaced.csv" })
    func ranges(_ table: PlanTable) -> Int {
      table.rows.count { $0.last!.contains("至少：") || $0.last!.contains(/[+−]\d+ 至 [+−]\d+/) }
    }
    #expect(none == nil && whole.summary.reasonsNotPriced == 0)
    #expect(ranges(wholeTold) < ranges(told))
    #expect(whole.tables.first?.rows == assignments.rows)
  }

  @Test func noReSolveIsMadeOnceTheTimeIsUp() throws {
    let allocation = try allocation("hangzhou")
    let (plan, failure) = PlanExplanation(relativeGap: 0, threads: 1).plan(
      allocation, using: FailingSolver(), clock: RunClock(limit: 0))
    #expect(failure == nil && plan.summary.reasonsNotPriced > 0)
  }
}
