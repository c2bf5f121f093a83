import Foundation
import GLPKSolver
import IntegerProgram
import Testing

@testable import AssignmentSolver

/// Prices of all units from one search tree, against exhaustive search and against a solve for each.
@Suite struct PriceSearchTests {
  /// Random programs a part: few by default, `PLACEMENT_RANDOM_TOWNS` as many as wanted.
  private static let programs = UInt64(
    ProcessInfo.processInfo.environment["PLACEMENT_RANDOM_TOWNS"].flatMap(Int.init) ?? 60)

  private func solved(_ program: AssignmentProgram) throws -> AssignmentSolution? {
    do {
      return try SolvePath.solve(
        program, using: GLPKSolver(), limits: SolverLimits(relativeGap: 0), withPrices: true)
    } catch SolvePathError.infeasible {
      return nil
    }
  }

  /// Does what is told of a price hold the real one? And is it the real one, to the point?
  private func check(
    _ least: [Int64], _ most: [Int64]?, _ real: [Int64]?
  ) -> (holds: Bool, isExact: Bool) {
    guard let real else { return (most == nil, false) }
    let first = zip(least, real).first { $0 != $1 }
    let isBelow = first.map { $0 < $1 } ?? true
    let isAbove = most.map { !$0.lexicographicallyPrecedes(real) } ?? true
    return (isBelow && isAbove, least == most)
  }

  private func expectPrices(
    _ program: AssignmentProgram, _ solution: AssignmentSolution, _ what: String,
    optimum: (AssignmentProgram) throws -> [Int64]?
  ) throws -> Found {
    var found = Found()
    guard let prices = solution.prices else { return found }
    let values = solution.stages.map(\.value)
    for (unit, least) in prices.least.sorted(by: { $0.key < $1.key }) {
      let changed = try #require(program.applying([.place(unit)]))
      let real = try optimum(changed).map { zip($0, values).map { $0 - $1 } }
      let most = prices.most[unit]
      let told = check(least, most?.stages, real)
      #expect(told.holds, "\(what), unit \(unit): \(least) to \(most?.stages ?? []), really \(real ?? [])")
      if let most {
        #expect(
          PlanValue(program: changed).stages(most.applied(to: solution.post))
            == zip(values, most.stages).map { $0 + $1 }, "\(what), unit \(unit)")
      }
      found.asked += 1
      guard told.isExact, let real else { continue }
      found.exact += 1
      if real.dropLast().contains(where: { $0 != 0 }) { found.above += 1 }
      if program.unitSize[unit] > 1 { found.teams += 1 }
      // One unit off is found out.
      for stage in real.indices {
        for step: Int64 in [-1, 1] {
          var wrong = real
          wrong[stage] += step
          #expect(!check(wrong, wrong, real).holds)
        }
      }
    }
    return found
  }

  private struct Found {
    var asked = 0
    var exact = 0
    /// Of these, prices that are paid in a stage before the last, and prices of teams.
    var above = 0
    var teams = 0

    static func += (a: inout Found, b: Found) {
      a.asked += b.asked
      a.exact += b.exact
      a.above += b.above
      a.teams += b.teams
    }
  }

  @Test(arguments: 0..<4) func tinyProgramsByExhaustiveSearch(_ part: UInt64) throws {
    var found = Found()
    for seed in (part * 1_000_000)..<(part * 1_000_000 + 4 * Self.programs) {
      let program = TinyPrograms.make(seed: seed, sides: seed % 2 == 1)
      guard let solution = try solved(program) else { continue }
      found += try expectPrices(
        program, solution, "seed \(seed)", optimum: ExhaustiveSearch.optimum)
    }
    #expect(found.asked > 20 && found.exact > 0, "\(found)")
    #expect(found.above > 0 && found.teams > 0, "\(found)")
  }

  @Test(arguments: 0..<4) func townsByASolveEach(_ part: UInt64) throws {
    var found = Found()
    for seed in (part * 1_000_000)..<(part * 1_000_000 + Self.programs / 10) {
      let program = MadeUpCity(
        students: 60 + Int(seed % 60), seed: seed, groups: seed % 4 > 0, teams: seed % 3 == 0,
        periods: seed % 4 != 1, published: seed % 2 == 0, pins: seed % 8 == 0
      ).make()
      guard let solution = try solved(program) else { continue }
      found += try expectPrices(program, solution, "seed \(seed)") { changed in
        do {
          return try SolvePath.solve(changed, using: GLPKSolver(), limits: SolverLimits(relativeGap: 0))
            .stages.map(\.value)
        } catch SolvePathError.infeasible {
          return nil
        }
      }
    }
    #expect(found.asked > 10 && found.exact * 5 > found.asked, "\(found)")
  }

  /// What is told while prices are searched for: no more than were asked for, and in the end all that came out exact.
  @Test func progressCountsWhatIsKnown() throws {
    var told = 0
    for seed in UInt64(1)...6 {
      let program = MadeUpCity(
        students: 60 + Int(seed), seed: seed, groups: true, teams: seed % 2 == 0, periods: seed % 3 == 0
      ).make()
      var counts: [(known: Int, of: Int)] = []
      let solution = try SolvePath.solve(
        program, using: GLPKSolver(), limits: SolverLimits(relativeGap: 0), withPrices: true
      ) { if let prices = $0.prices { counts.append(prices) } }
      let asked = solution.post.indices.count {
        solution.post[$0] < 0 && program.pairStart[$0] < program.pairStart[$0 + 1]
      }
      #expect(counts.isEmpty == (solution.prices == nil), "seed \(seed)")
      #expect(counts.allSatisfy { $0.of <= asked && (0...$0.of).contains($0.known) }, "seed \(seed)")
      guard let prices = solution.prices, let last = counts.last else { continue }
      let exact = prices.least.count { $0.value == prices.most[$0.key]?.stages }
      #expect(last.known >= exact, "seed \(seed)")
      told += counts.count
    }
    #expect(told > 6)
  }
}
