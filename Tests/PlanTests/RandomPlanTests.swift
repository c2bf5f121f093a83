import Allocation
import Foundation
import GLPKSolver
import Inquiry
import IntegerProgram
import Placement
import PlacementAudit
import Plan
import TestSupport
import Testing

/// Whole plans of random cases against the audit's second reading, with the lists that are drawn from them.
@Suite struct RandomPlanTests {
  /// PLACEMENT_TEST_PLANS asks for more.
  private static let count =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_PLANS"].flatMap(Int.init) ?? 120

  private func plan(_ placementCase: PlacementCase) throws -> Plan? {
    do {
      let allocation = try allocate(
        placementCase, using: GLPKSolver(), options: .init(limits: SolverLimits(relativeGap: 0), threads: 1))
      return allocation.plan(relativeGap: 0, threads: 1)
    } catch AllocationFailure.faults {
      return nil
    }
  }

  private func faults(_ placementCase: PlacementCase, _ tables: [PlanTable], _ summary: Data) -> [String] {
    PlanAudit(placementCase, tables: tables, summary: summary, fileHashes: nil).faults
      .map { $0.description(in: .english) }
  }

  private static func draw(_ seed: Int) -> PlacementCase {
    RandomCase.draw(seed: UInt64(7_000 + seed), size: seed % 4 == 0 ? .middle(students: 40) : .tiny)
  }

  @Test func everyPlanPassesTheAudit() throws {
    var (alone, told) = (0, 0)
    var subsidised = 0
    for seed in 0..<Self.count {
      let placementCase = Self.draw(seed)
      guard let plan = try plan(placementCase) else { continue }
      let found = try faults(placementCase, plan.tables, plan.summary.jsonFile())
      #expect(found.isEmpty, "seed \(seed): \(found.prefix(3))")
      #expect(plan.told.changed == plan.changes?.count ?? 0, "seed \(seed)")
      #expect(plan.told.all == placementCase.published.count { $0 != nil }, "seed \(seed)")
      told += plan.told.all
      alone += plan.assignments.count { $0.status == .selfArranged }
      subsidised += plan.subsidies?.count ?? 0
    }
    // Comparisons that compare nothing say nothing.
    #expect(alone > Self.count / 20 && subsidised > Self.count / 12, "\(alone) \(subsidised)")
    #expect(told > Self.count / 4, "\(told)")
  }

  /// Any cell of the lists for others, or of subsidies.csv, that is changed is found.
  @Test(arguments: ["filing.csv", "hosts.csv", "subsidies.csv"]) func everyCellCounts(_ file: String) throws {
    var changed = 0
    for seed in 0..<Self.count where changed < 400 {
      let placementCase = Self.draw(seed)
      guard file != "filing.csv" || !placementCase.approvedSelfArranged.isEmpty,
        let plan = try plan(placementCase),
        let number = plan.tables.firstIndex(where: { $0.file == file })
      else { continue }
      let made = plan.tables
      let summary = try plan.summary.jsonFile()
      for row in made[number].rows.indices.prefix(3) {
        for column in made[number].columns.indices {
          var tables = made
          tables[number].rows[row][column] += "1"
          changed += 1
          let name = tables[number].columns[column]
          #expect(!faults(placementCase, tables, summary).isEmpty, "seed \(seed), row \(row), \(name)")
        }
      }
    }
    #expect(changed > 50)
  }
}
