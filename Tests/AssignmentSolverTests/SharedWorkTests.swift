import GLPKSolver
import IntegerProgram
import Testing

@testable import AssignmentSolver

/// Work that threads share comes to the same, step by step, as that of one.
@Suite struct SharedWorkTests {
  private func cities() -> [AssignmentProgram] {
    (1...6).map { seed in
      MadeUpCity(
        students: 60 + 20 * Int(seed), seed: seed, groups: true, teams: seed % 2 == 0, periods: seed % 3 == 0,
        published: seed % 2 == 1
      ).make()
    }
  }

  @Test func aSolveGoesTheSameWay() throws {
    var walks = 0
    for (number, program) in cities().enumerated() {
      var found: [(post: [Int32], stages: [StageOutcome], iterations: Int, nodes: Int)] = []
      for (threads, alone) in [(1, Int.max), (1, 0), (2, 0), (5, 0)] {
        var parameters = SolverParameters(threads: threads)
        parameters.pricedAlone = alone
        let meter = SolveMeter()
        let solution = try SolvePath.solve(
          program, using: GLPKSolver(), limits: SolverLimits(), parameters: parameters, meter: meter,
          withPrices: true)
        found.append((solution.post, solution.stages, meter.totals.iterations, meter.totals.nodes))
      }
      for other in found.dropFirst() {
        #expect(other.post == found[0].post, "city \(number)")
        #expect(other.stages == found[0].stages, "city \(number)")
        #expect(other.iterations == found[0].iterations && other.nodes == found[0].nodes, "city \(number)")
      }
      walks += found[0].iterations
    }
    // Flows alone would walk over no pairs.
    #expect(walks > 0)
  }

  @Test func aNetworkInPartsIsTheSame() throws {
    for (number, program) in cities().enumerated() {
      let plan = try SolvePath.solve(program, using: GLPKSolver(), limits: SolverLimits()).post
      guard let whole = ResidualNetwork(program, plan: plan) else { continue }
      for (parts, threads) in [(2, 1), (7, 2), (32, 3)] {
        let other = try #require(ResidualNetwork(program, plan: plan, threads: threads, parts: parts))
        #expect(other.arcs.start == whole.arcs.start, "city \(number), \(parts) parts")
        #expect(other.arcs.head == whole.arcs.head && other.arcs.tail == whole.arcs.tail)
        #expect(other.arcs.cost == whole.arcs.cost && other.arcs.unit == whole.arcs.unit)
        #expect(other.arcs.byHead == whole.arcs.byHead)
        other.findRootPaths(threads: threads)
        #expect(other.toRoot.distance == whole.toRoot.distance)
        #expect(other.fromRoot.distance == whole.fromRoot.distance)
      }
    }
  }
}
