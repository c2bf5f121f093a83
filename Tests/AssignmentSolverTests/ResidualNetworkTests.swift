import Foundation
import GLPKSolver
import IntegerProgram
import Testing

@testable import AssignmentSolver

/// Prices from a plan's residual network against solves of the changed program, and against exhaustive search.
@Suite struct ResidualNetworkTests {
  /// Random programs a part: few by default, `PLACEMENT_RANDOM_TOWNS` as many as wanted.
  private static let programs = UInt64(
    ProcessInfo.processInfo.environment["PLACEMENT_RANDOM_TOWNS"].flatMap(Int.init) ?? 60)

  /// Flows of all kinds: towns, and tiny programs out of proportion.
  private func flow(_ seed: UInt64) -> AssignmentProgram {
    if seed % 4 == 0 {
      return MadeUpCity(
        students: 40 + Int(seed % 50), seed: seed, published: seed % 3 == 0, pins: seed % 8 == 0
      ).make()
    }
    var program = TinyPrograms.make(seed: seed)
    program.unitSize = program.unitSize.map { _ in 1 }
    program.postMinimum = program.postMinimum.map { _ in 1 }
    return program
  }

  private func optimum(_ program: AssignmentProgram) throws -> [Int32]? {
    do {
      return try SolvePath.solve(program, using: GLPKSolver(), limits: SolverLimits(relativeGap: 0)).post
    } catch SolvePathError.infeasible {
      return nil
    }
  }

  /// What the program's changed optimum is above the plan, movers counted last; nil: no plan.
  private func difference(
    _ near: Reoptimisation, _ changes: [ProgramChange]
  ) -> (stages: [Int64], movers: Int64)? {
    guard let solution = near.solve(changes), let now = near.solution else { return nil }
    var stages = zip(solution.stages, now.stages).map { $0.value - $1.value }
    let movers = stages.removeLast()
    return (stages, movers)
  }

  private func expect(
    _ told: PlanChange?, _ real: (stages: [Int64], movers: Int64)?, _ what: String,
    _ network: ResidualNetwork
  ) {
    #expect(told?.stages == real?.stages, "\(what)")
    guard let told, let real else { return }
    #expect(Int64(told.moves.count { $0.post != network.plan[$0.unit] }) == real.movers, "\(what)")
  }

  @Test(arguments: 0..<4) func pathsAreWhatASolveSays(_ part: UInt64) throws {
    var (asked, gained) = (0, 0)
    for seed in (part * 1_000_000)..<(part * 1_000_000 + Self.programs) {
      var program = flow(seed)
      // Seats are scarce, so that one more is worth something.
      if seed % 3 == 0 { program.postLimit = program.postLimit.map { ($0 + 1) / 2 } }
      guard let plan = try optimum(program), let near = Reoptimisation(program.staying(near: plan)) else {
        continue
      }
      let network = try #require(ResidualNetwork(program, plan: plan), "seed \(seed)")
      #expect(network.isExact)
      for unit in 0..<program.unitCount {
        let what = "seed \(seed), unit \(unit)"
        if plan[unit] < 0 { expect(network.placing(unit), difference(near, [.place(unit)]), what, network) }
        if !program.mustPlace[unit] {
          expect(network.leaving(unit), difference(near, [.leave(unit)]), what, network)
        }
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1] where pair % 3 == Int(seed % 3) {
          let post = program.pairPost[pair]
          expect(
            network.holding(unit, at: post), difference(near, [.hold(unit, at: post)]),
            what + " at \(post)", network)
          asked += 1
        }
      }
      for change in seats(program, by: 1) {
        guard let told = network.gain(raising: [change]) else { continue }
        expect(told, difference(near, [change]), "seed \(seed), \(change)", network)
        if told.stages.contains(where: { $0 != 0 }) { gained += 1 }
      }
    }
    #expect(asked > 100 && gained > 10)
  }

  private func seats(_ program: AssignmentProgram, by step: Int32) -> [ProgramChange] {
    let posts = program.postLimit.enumerated().filter { $0.element + step >= 0 }
      .map { ProgramChange.postLimit($0.offset, $0.element + step) }
    let rows = program.capacityRows.enumerated().filter { $0.element.limit + step >= 0 }
      .map { ProgramChange.rowLimit($0.offset, $0.element.limit + step) }
    return posts + rows
  }

  @Test(arguments: 0..<4) func aSeatIsWorthWhatASolveSays(_ part: UInt64) throws {
    var (told, helpful) = (0, 0)
    for seed in (part * 1_000_000)..<(part * 1_000_000 + Self.programs) {
      var program = flow(seed)
      program.pairCost[0] = .zero
      program.postLimit = program.postLimit.map { ($0 + 1) / 3 }
      for row in program.targetRows.indices {
        program.targetRows[row].weight[0] = 0
        if !program.targetRows[row].surplus.isEmpty { program.targetRows[row].surplus[0] = 0 }
      }
      guard let plan = try optimum(program), let near = Reoptimisation(program),
        let network = ResidualNetwork(program, plan: plan)
      else { continue }
      for change in seats(program, by: 1) {
        guard let gain = network.firstStageGain(raising: [change]) else { continue }
        let value = near.solve([change])?.stages[0].value
        #expect(value == near.solution!.stages[0].value - gain, "seed \(seed), \(change)")
        told += 1
        if gain > 0 { helpful += 1 }
      }
    }
    #expect(told > 60 && helpful > 10)
  }

  /// With minimums, teams and rows that cross, what a path says is a plan: never below the optimum, and it holds.
  @Test(arguments: 0..<4) func pathsArePlans(_ part: UInt64) throws {
    var (asked, equal, narrow, wide) = (0, 0, 0, 0)
    for seed in (part * 1_000_000)..<(part * 1_000_000 + 2 * Self.programs) {
      let program = TinyPrograms.make(seed: seed, sides: seed % 2 == 1)
      guard let plan = try optimum(program), let network = ResidualNetwork(program, plan: plan) else {
        continue
      }
      if case .narrow = network.arcs.cost { narrow += 1 } else { wide += 1 }
      let values = PlanValue(program: program).stages(plan)!
      for unit in 0..<program.unitCount {
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
          let post = program.pairPost[pair]
          guard let told = network.holding(unit, at: post) else { continue }
          let changed = try #require(program.applying([.hold(unit, at: post)]))
          let real = PlanValue(program: changed).stages(told.applied(to: plan))
          #expect(real == zip(values, told.stages).map { $0 + $1 }, "seed \(seed)")
          let best = try #require(ExhaustiveSearch.optimum(changed))
          #expect(real.map { !$0.lexicographicallyPrecedes(best) } == true)
          asked += 1
          if real == best { equal += 1 }
        }
      }
    }
    #expect(asked > 100 && equal * 2 > asked)
    #expect(narrow > 0 && wide > 0, "\(narrow) with narrow costs, \(wide) with wide ones")
  }

  /// A plan that moving units round would better has no prices.
  @Test func aPlanThatIsNoOptimumHasNone() throws {
    var refused = 0
    for seed in 0..<40 {
      let program = flow(UInt64(4 * seed))
      guard let plan = try optimum(program), let seated = plan.firstIndex(where: { $0 >= 0 }),
        !program.mustPlace[seated], program.unplacedCost[0][seated] > 0
      else { continue }
      var worse = plan
      worse[seated] = -1
      #expect(ResidualNetwork(program, plan: worse) == nil)
      refused += 1
    }
    #expect(refused > 10)
  }
}

/// What is known of prices without solving, against exhaustive search.
@Suite struct PriceRangeTests {
  private static let programs = UInt64(
    ProcessInfo.processInfo.environment["PLACEMENT_RANDOM_TOWNS"].flatMap(Int.init) ?? 60)

  private struct Case {
    let program: AssignmentProgram
    let values: [Int64]
    let plan: [Int32]
    let ranges: PriceRanges
  }

  private func towns(_ part: UInt64) -> [Case] {
    ((part * 1_000_000)..<(part * 1_000_000 + 2 * Self.programs)).compactMap { seed in
      let program = TinyPrograms.make(seed: seed, sides: seed % 2 == 1)
      guard
        let solution = try? SolvePath.solve(
          program, using: GLPKSolver(), limits: SolverLimits(relativeGap: 0))
      else { return nil }
      let network = ResidualNetwork(program, plan: solution.post)
      return Case(
        program: program, values: solution.stages.map(\.value), plan: solution.post,
        ranges: PriceRanges(program, plan: solution.post, network: network, stages: solution.stages))
    }
  }

  private func real(_ town: Case, _ change: ProgramChange) -> [Int64]? {
    town.program.applying([change]).flatMap(ExhaustiveSearch.optimum).map {
      zip($0, town.values).map { $0 - $1 }
    }
  }

  private func holds(_ least: [Int64], _ most: [Int64]?, _ real: [Int64]?) -> Bool {
    guard let real else { return most == nil }
    for (bound, value) in zip(least, real) where bound != value {
      if bound > value { return false }
      break
    }
    return most.map { !$0.lexicographicallyPrecedes(real) } ?? true
  }

  @Test(arguments: 0..<4) func rangesHoldThePrice(_ part: UInt64) throws {
    var (asked, exact) = (0, 0)
    for town in towns(part) {
      let program = town.program
      for unit in 0..<program.unitCount {
        var questions = (program.pairStart[unit]..<program.pairStart[unit + 1]).map {
          (
            ProgramChange.hold(unit, at: program.pairPost[$0]),
            town.ranges.holding(unit, at: program.pairPost[$0])
          )
        }
        if town.plan[unit] < 0 { questions.append((.place(unit), town.ranges.placing(unit))) }
        for (change, range) in questions {
          let real = real(town, change)
          #expect(holds(range.least, range.most?.stages, real), "part \(part), \(change)")
          if range.isImpossible { #expect(real == nil, "part \(part), \(change)") }
          asked += 1
          guard range.isExact, let real else { continue }
          exact += 1
          // One unit off is found out.
          for stage in real.indices {
            for step: Int64 in [-1, 1] {
              var wrong = real
              wrong[stage] += step
              #expect(!holds(wrong, wrong, real))
            }
          }
        }
      }
    }
    #expect(asked > 100 && exact > 10)
  }

  @Test(arguments: 0..<4) func rangesHoldWhatASeatIsWorth(_ part: UInt64) throws {
    var (asked, exact) = (0, 0)
    for town in towns(part) {
      var program = town.program
      program.pairCost[0] = .zero
      for row in program.targetRows.indices {
        program.targetRows[row].weight[0] = 0
        if !program.targetRows[row].surplus.isEmpty { program.targetRows[row].surplus[0] = 0 }
      }
      guard
        let solution = try? SolvePath.solve(
          program, using: GLPKSolver(), limits: SolverLimits(relativeGap: 0))
      else { continue }
      let ranges = PriceRanges(
        program, plan: solution.post, network: ResidualNetwork(program, plan: solution.post),
        stages: solution.stages)
      let seats =
        program.postLimit.enumerated().map { ProgramChange.postLimit($0, $1 + 1) }
        + program.capacityRows.enumerated().map { ProgramChange.rowLimit($0, $1.limit + 1) }
      for change in seats {
        let range = ranges.firstStageGain(raising: [change])
        let best = try #require(ExhaustiveSearch.optimum(program.applyingLimits([change])))
        let gain = solution.stages[0].value - best[0]
        #expect(range.least <= gain && gain <= range.most, "part \(part), \(change)")
        asked += 1
        if range.least == range.most { exact += 1 }
      }
    }
    #expect(asked > 100 && exact > 10)
  }
}
