import Allocation
import AssignmentSolver
import Foundation
import GLPKSolver
import IntegerProgram
import Synchronization
import TestSupport
import Testing

/// Cases of middle size: the whole program as it is exported, solved by another solver, stage by stage.
@Suite struct IndependentSolverTests {
  /// PLACEMENT_TEST_MIDDLE_CASES asks for more.
  static let caseCount =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_MIDDLE_CASES"].flatMap(Int.init) ?? 300
  static let blockSize = 15

  private struct Tally {
    var cases = 0
    var stages = 0
    var undecided = 0
    var refused = 0
  }

  private static let tally = Mutex(Tally())

  @Test("the exported program has our optima", arguments: 0..<caseCount / blockSize)
  func agrees(block: Int) throws {
    for seed in UInt64(block * Self.blockSize)..<UInt64((block + 1) * Self.blockSize) {
      try compare(seed: seed)
    }
    let tally = Self.tally.withLock { $0 }
    guard tally.cases == Self.caseCount else { return }
    // Comparisons that say nothing must stay rare.
    #expect(tally.undecided * 20 <= tally.stages, "\(tally)")
    #expect(tally.refused * 4 <= tally.cases, "\(tally)")
  }

  /// A seat that costs a hundred million in the first stage: within the simplex's tolerance of it ten students fit, and the
  /// bounds of later stages were a third too low.
  @Test func whatNoPlanCanAffordDoesNotBlurBounds() throws {
    let size = RandomCase.Size.middle(students: Self.students(seed: 353))
    var options = OracleTests.exact
    options.limits.seconds = 30
    let allocation = try allocate(
      RandomCase.draw(seed: 1_000_353, size: size, withLater: false), using: GLPKSolver(), options: options)
    #expect(allocation.solution.stages.map(\.value) == [83, 13_854, 34_766])
    #expect(allocation.solution.stages.map(\.bound) == [83, 13_854, 34_766])
  }

  /// Most are small, which makes many of them; one in ten has up to 400 students.
  static func students(seed: UInt64) -> Int {
    seed % 10 == 0 ? 150 + Int(seed * 17 % 251) : 50 + Int(seed * 37 % 71)
  }

  private func compare(seed: UInt64) throws {
    let size = RandomCase.Size.middle(students: Self.students(seed: seed))
    let placementCase = RandomCase.draw(seed: 1_000_000 + seed, size: size)
    Self.tally.withLock { $0.cases += 1 }
    let model: CaseModel
    do {
      model = try CaseModel(placementCase, using: GLPKSolver(), options: OracleTests.exact)
    } catch AllocationFailure.faults {
      // Decisions that cannot hold: no program to compare.
      Self.tally.withLock { $0.refused += 1 }
      return
    } catch AllocationFailure.noPlanInTime {
      // A stage of hundreds of millions, proven but for its last units: its optimum cannot be a row.
      Self.tally.withLock {
        $0.stages += 1
        $0.undecided += 1
      }
      return
    }
    for stage in 0..<model.stageCount {
      var mps: [UInt8] = []
      try model.writeMPS(stage) { mps += $0 }
      let value = Double(model.values[stage])
      let answer = try IndependentSolver.solve(freeMPS: mps, seconds: 5)
      switch answer {
      case .optimal(let other): #expect(abs(other - value) < 0.5, "seed \(seed), stage \(stage + 1)")
      case .undecided(let other):
        Self.tally.withLock { $0.undecided += 1 }
        #expect(other > value - 0.5, "seed \(seed), stage \(stage + 1)")
      case .none(let words): Issue.record("seed \(seed), stage \(stage + 1): \(words)")
      }
      Self.tally.withLock { $0.stages += 1 }
    }
  }
}
