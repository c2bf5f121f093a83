import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import Supervisors
import TestSupport
import Testing

/// The exported program against ours, solved by glpsol.
@Suite struct SupervisionModelTests {
  private static let hasSolver = Tools.isInstalled(
    "/usr/bin/glpsol", for: "the supervisors' program by glpsol")

  /// `PLACEMENT_TEST_MODELS=200` for the long comparison.
  @Test(.enabled(if: hasSolver)) func glpsolAgrees() throws {
    let all = ProcessInfo.processInfo.environment["PLACEMENT_TEST_MODELS"].flatMap(UInt64.init) ?? 4
    for seed in 1...all {
      let school = RandomSchool(.small, seed: seed)
      let model = try SupervisionModel(
        school.placementCase, supervisees: school.supervisees, using: GLPKSolver(), limits: SolverLimits(),
        threads: 1
      )
      let figures = model.supervision.figures.figures
      #expect(figures.allSatisfy { $0.bound == $0.value }, "school \(seed): not proven")
      for stage in 0..<model.statedCount {
        var bytes: [UInt8] = []
        try MPSWriter.write(model.stage(stage), name: "stage\(stage + 1)") { bytes += $0 }
        switch try IndependentSolver.solve(freeMPS: bytes, seconds: 60) {
        case .optimal(let value):
          #expect(value == Double(figures[stage].value), "school \(seed), stage \(stage)")
        case .undecided(let value): #expect(value >= Double(figures[stage].value), "school \(seed)")
        case .none(let words): Issue.record("school \(seed), stage \(stage): \(words)")
        }
      }
    }
  }
}
