import Foundation
import GLPKSolver
import IntegerProgram
import NetworkFlow
import Testing
import Placement

@testable import AssignmentSolver

/// Bounds, cuts and weights against every plan there is.
@Suite struct BoundTests {
  private func plans(_ program: AssignmentProgram) -> [ExhaustiveSearch.Plan] {
    ExhaustiveSearch.plans(program)
  }

  private func value(of post: [Int32], _ program: AssignmentProgram) -> [Int64]? {
    var load = [Int32](repeating: 0, count: program.postCount)
    var value = [Int64](repeating: 0, count: program.stageCount)
    for (unit, at) in post.enumerated() {
      let pair = (program.pairStart[unit]..<program.pairStart[unit + 1]).first { program.pairPost[$0] == at }
      if at >= 0 { load[Int(at)] += program.unitSize[unit] }
      for stage in value.indices {
        value[stage] += pair.map { program.pairCost[stage][$0] } ?? program.unplacedCost[stage][unit]
      }
    }
    for (at, load) in load.enumerated() where load > 0 {
      if load > program.postLimit[at] || load < program.postMinimum[at] { return nil }
    }
    func sum(_ posts: [Int32]) -> Int32 { posts.reduce(0) { $0 + load[Int($1)] } }
    for row in program.capacityRows where sum(row.posts) > row.limit { return nil }
    for row in program.targetRows {
      let short = Int64(max(0, row.target - sum(row.posts)))
      for stage in value.indices { value[stage] += short * row.weight[stage] }
    }
    var paid: Set<Int> = []
    for row in program.sideRows {
      let counted = zip(row.units, row.weights).filter { row.posts.contains(post[Int($0.0)]) }
      if counted.reduce(0, { $0 + $1.1 }) <= row.limit { continue }
      guard let penalty = row.penalty else { return nil }
      paid.insert(penalty)
    }
    for stage in value.indices { value[stage] += paid.reduce(0) { $0 + program.penalties[$1][stage] } }
    return value
  }

  /// The master of a stage with the stages before at their optimum; the flow and a plan say who is fixed.
  private func master(
    _ program: AssignmentProgram, stage: Int, optimum: [Int64], plan: [Int32]?
  ) throws -> RestrictedMaster? {
    let flow = FlowRelaxation(program)
    guard flow.solve() else { return nil }
    let held = Array(optimum[..<stage])
    let master = try RestrictedMaster(
      program, stage: stage, holding: held, atLeast: held, ceilings: [],
      pairs: flow.promisingPairs(2, plan), fixedPairs: flow.fixedPairs(plan), meter: SolveMeter(),
      using: GLPKSolver())
    let basis = flow.basis(for: master)
    try master.session.setBasis(rows: basis.rows, columns: basis.columns)
    return master
  }

  @Test(arguments: 0..<60 as Range<UInt64>) func aBoundAtAnyDualsIsBelowTheOptimum(_ seed: UInt64) throws {
    let program = Reduction(TinyPrograms.costs(seed: seed, sides: seed % 2 == 1)).program
    guard let best = plans(program).min(by: { $0.value.lexicographicallyPrecedes($1.value) }) else { return }
    var random = SplitMix64(seed: seed)
    for stage in 0..<program.stageCount {
      for plan in [nil, best.post] {
        guard let master = try master(program, stage: stage, optimum: best.value, plan: plan) else {
          continue
        }
        for size in [0, 1, 30, 1e6, 1e12] {
          let duals = (0..<master.session.rowCount).map { _ in
            size * Double.random(in: -1...1, using: &random)
          }
          guard let bound = master.lagrangianBound(at: duals)?.whole else { continue }
          #expect(bound <= best.value[stage], "seed \(seed), stage \(stage), duals of \(size)")
        }
      }
    }
  }

  /// The linear program of all stages at once, turned to each in order: its bound is one whatever the duals.
  @Test(arguments: 0..<60 as Range<UInt64>) func aMasterTurnedToAStageBoundsIt(_ seed: UInt64) throws {
    let program = Reduction(TinyPrograms.costs(seed: seed, sides: seed % 2 == 1)).program
    guard let best = plans(program).min(by: { $0.value.lexicographicallyPrecedes($1.value) }) else { return }
    let (flow, last) = (FlowRelaxation(program), program.stageCount - 1)
    guard flow.solve() else { return }
    let master = try RestrictedMaster(
      program, stage: last, holding: nil, atLeast: Array(repeating: 0, count: last),
      ceilings: [best.value[0]],
      pairs: flow.promisingPairs(2, nil), fixedPairs: flow.fixedPairs(best.post), meter: SolveMeter(),
      using: GLPKSolver())
    let basis = flow.basis(for: master)
    try master.session.setBasis(rows: basis.rows, columns: basis.columns)
    _ = try master.optimise(.dual, cutoff: .max, limits: SolverLimits())
    master.refresh()
    _ = try master.cuts.separate(master)
    var random = SplitMix64(seed: seed)
    for stage in 0..<program.stageCount {
      try master.turn(to: stage, held: best.value[..<stage].map { ($0, $0) })
      let bound = try master.optimise(.primal, cutoff: .max, limits: SolverLimits()).bound
      #expect(bound <= best.value[stage], "seed \(seed), stage \(stage)")
      for size in [0, 1, 30, 1e6, 1e12] {
        let duals = (0..<master.session.rowCount).map { _ in
          size * Double.random(in: -1...1, using: &random)
        }
        guard let bound = master.lagrangianBound(at: duals)?.whole else { continue }
        #expect(bound <= best.value[stage], "seed \(seed), stage \(stage), duals of \(size)")
      }
    }
  }

  /// Whoever holds the master to a plan's loads finds a bound that is not above the plan's value: no cut is in its way.
  @Test(arguments: 0..<60 as Range<UInt64>) func cutsLeaveEveryPlan(_ seed: UInt64) throws {
    var program = TinyPrograms.costs(seed: seed)
    // Minimums and shared quotas, which is what cuts are about.
    program.postMinimum = program.postMinimum.indices.map { 1 + Int32(($0 + Int(seed)) % 3) }
    if program.postCount >= 2 {
      program.capacityRows.append(.init(posts: Array(0..<Int32(program.postCount)), limit: 4))
    }
    program = Reduction(program).program
    let plans = plans(program)
    guard let best = plans.min(by: { $0.value.lexicographicallyPrecedes($1.value) }),
      let master = try master(program, stage: 0, optimum: best.value, plan: nil)
    else { return }
    var cuts = CutSeparation()
    var isViolated = true
    while isViolated {
      let (_, bound, _) = try master.optimise(.dual, cutoff: .max / 4, limits: SolverLimits())
      #expect(bound <= best.value[0], "seed \(seed)")
      master.refresh()
      isViolated = try cuts.separate(master) > 0
    }
    for plan in plans.prefix(40) {
      var load = [Int64](repeating: 0, count: program.postCount)
      for (unit, post) in plan.post.enumerated() where post >= 0 {
        load[Int(post)] += Int64(program.unitSize[unit])
      }
      for post in load.indices {
        try master.setBounds(load[post], load[post], column: master.loadColumn(post))
        let open = master.layout.openColumn[post]
        if open >= 0 { try master.setBounds(load[post] > 0 ? 1 : 0, load[post] > 0 ? 1 : 0, column: open) }
      }
      let (_, bound, _) = try master.optimise(.dual, cutoff: .max / 4, limits: SolverLimits())
      #expect(bound <= plan.value[0], "seed \(seed), plan \(plan.post)")
    }
  }

  /// Capacity rows told by their differences: the same optimum.
  @Test(arguments: 1...3 as ClosedRange<UInt64>) func overlappingRowsToldByDifferences(_ seed: UInt64) throws
  {
    let program = MadeUpCity(students: 80, seed: seed, groups: true, periods: true).make()
    let plain = try SolvePath.solve(program, using: GLPKSolver())
    var parameters = SolverParameters()
    parameters.denseEntries = 0
    let told = try SolvePath.solve(
      program, using: GLPKSolver(), limits: SolverLimits(), parameters: parameters)
    #expect(told.stages.map(\.value) == plain.stages.map(\.value))
    let isProven = told.stages.allSatisfy(\.isProven)
    #expect(isProven)
  }

  /// The least weighted sum is the optimum of all stages in order.
  @Test(arguments: 0..<200 as Range<UInt64>) func weightsPutStagesInOrder(_ seed: UInt64) throws {
    var program = TinyPrograms.costs(seed: seed)
    program.unitSize = program.unitSize.map { _ in 1 }
    program.postMinimum = program.postMinimum.map { _ in 1 }
    let weights = StageWeights(program, scale: 1).weight
    let plans = plans(program)
    guard weights.count == program.stageCount,
      let best = plans.min(by: { $0.value.lexicographicallyPrecedes($1.value) })
    else { return }
    func sum(_ value: [Int64]) -> Int64 { zip(value, weights).reduce(0) { $0 + $1.0 * $1.1 } }
    #expect(sum(best.value) == plans.map { sum($0.value) }.min())
    #expect(zip(weights, weights.dropFirst()).allSatisfy { $0 >= $1 })
  }

  /// The flow bounds every stage as long as those before are at their best, be costs of teams scaled or rounded.
  @Test(arguments: [1, 1000] as [Int64]) func theFlowBoundsEveryStage(_ mostScale: Int64) throws {
    var asked = 0
    for seed in 0..<UInt64(Self.programs) {
      var program = TinyPrograms.costs(seed: seed, sides: seed % 2 == 1)
      if mostScale == 1 { program.makeEven(allBut: program.stageCount - 1) }
      guard let best = plans(program).min(by: { $0.value.lexicographicallyPrecedes($1.value) }) else {
        continue
      }
      let flow = FlowRelaxation(Reduction(program).program, mostScale: mostScale)
      guard flow.solve() else { continue }
      let bounds = flow.stageBounds()
      asked += bounds.isEmpty ? 0 : 1
      for (stage, bound) in bounds.enumerated() where best.value[..<stage] == bounds[..<stage] {
        #expect(bound <= best.value[stage], "seed \(seed), stage \(stage)")
      }
    }
    #expect(asked > Self.programs / 3)
  }

  /// So it does the first stages where no weights fit all of them, and the first alone where costs of teams are rounded.
  @Test(arguments: [1, 1000] as [Int64]) func theFlowBoundsTheFirstStages(_ mostScale: Int64) throws {
    var (partly, tight) = (0, 0)
    for seed in 0..<UInt64(Self.programs) {
      var program = TinyPrograms.costs(seed: seed, sides: seed % 2 == 1)
      let last = program.stageCount - 1
      // As large as a case may make it in all.
      let most = Int64(4e15) / max(1, program.largestCost(last) * Int64(program.unitCount))
      if mostScale > 1 { program.multiply(stage: last, by: most) }
      let plans = plans(program)
      guard let best = plans.min(by: { $0.value.lexicographicallyPrecedes($1.value) }) else { continue }
      let flow = FlowRelaxation(Reduction(program).program, mostScale: mostScale)
      guard !flow.isExactRelaxation, flow.solve() else { continue }
      let bounds = flow.stageBounds()
      partly += bounds.isEmpty ? 0 : 1
      for (stage, bound) in bounds.enumerated() where best.value[..<stage] == bounds[..<stage] {
        #expect(bound <= best.value[stage], "seed \(seed), stage \(stage)")
        tight += bound == best.value[stage] && bound > 0 ? 1 : 0
      }
      var parameters = SolverParameters()
      parameters.largeProgram = seed % 4 < 2 ? 0 : parameters.largeProgram
      guard mostScale > 1, seed % 8 < 4 else { continue }
      let solution = try SolvePath.solve(
        program, using: GLPKSolver(), limits: SolverLimits(), parameters: parameters)
      #expect(solution.stages.map(\.value) == best.value, "seed \(seed)")
    }
    #expect(partly > Self.programs / 10 && tight > Self.programs / 20)
  }

  /// Random programs of a comparison.
  private static let programs =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_PROGRAMS"].flatMap(Int.init) ?? 300

  /// Priced rows bound every plan that keeps them.
  @Test func pricedFlowsBoundEveryPlan() throws {
    var tight = 0
    for seed in 0..<UInt64(Self.programs) {
      let program = Reduction(TinyPrograms.costs(seed: seed, sides: seed % 2 == 1)).program
      let plans = plans(program)
      if plans.isEmpty { continue }
      let limits = plans[Int(seed * 7_919) % plans.count].value
      let flow = FlowRelaxation(program)
      guard flow.solve() else { continue }
      let tree = NetworkSimplex.Snapshot()
      flow.network.save(in: tree)
      let bounds = FlowBound(program, from: tree)
      for stage in 0..<program.stageCount {
        let least = plans.filter { plan in (0..<stage).allSatisfy { plan.value[$0] <= limits[$0] } }
          .map { $0.value[stage] }.min()!
        let bound = bounds.best(of: stage, within: limits, steps: 12, shouldStop: { false })
        #expect(bound <= least, "seed \(seed), stage \(stage)")
        tight += bound == least && least > 0 ? 1 : 0
      }
    }
    #expect(tight > Self.programs / 20)
  }

  /// Exchanging places makes a plan that is no worse, unless a target crosses other rows, which the flow does not see;
  /// where neither teams stay nor rows cross it is the best with these posts open.
  @Test func exchangedPlacesAreTheBestPlan() throws {
    var compared = 0
    for number in 0..<UInt64(2 * Self.programs) {
      // Each with side rows and without.
      let seed = number / 2
      let program = Reduction(TinyPrograms.costs(seed: seed, sides: number % 2 == 1)).program
      let plans = plans(program)
      let flow = FlowRelaxation(program)
      guard flow.isExactRelaxation, let plan = plans.isEmpty ? nil : plans[Int(seed * 7_919) % plans.count]
      else { continue }
      let post = try #require(CyclicExchange.best(program, from: plan.post, shouldStop: { false }))
      let value = try #require(self.value(of: post, program), "seed \(seed)")
      let seesTargets = flow.family.setOfTarget.allSatisfy { $0 >= 0 }
      #expect(!seesTargets || !plan.value.lexicographicallyPrecedes(value), "seed \(seed)")
      guard flow.isWhole else { continue }
      compared += 1
      func open(_ plan: [Int32]) -> Set<Int32> {
        Set(plan).filter { $0 >= 0 && program.postMinimum[Int($0)] > 1 }
      }
      let best = plans.filter { open($0.post) == open(plan.post) }.map(\.value)
        .min { $0.lexicographicallyPrecedes($1) }
      #expect(value == best, "seed \(seed)")
    }
    #expect(compared > Self.programs / 5)
  }

  /// In a city with teams and every stage in use the weights fit, so that the flow bounds them all.
  @Test func weightsFitACity() {
    let (posts, units, pairs) = (4_000, 6_000, 40)
    var size = [Int32](repeating: 1, count: units)
    for (number, unit) in stride(from: 0, to: units, by: 12).enumerated() {
      size[unit] = Int32(2 + number % 5)
    }
    let start = Array(stride(from: 0, through: units * pairs, by: pairs))
    var post: [Int32] = []
    var points: [Int32] = []
    var moves: [Int32] = []
    for unit in 0..<units {
      for pair in 0..<pairs {
        post.append(Int32(unit % 100 + pair * 97))
        points.append(Int32((unit * 31 + pair * 7_919) % 1_000) * size[unit])
        moves.append(pair % 3 == 0 ? 0 : size[unit])
      }
    }
    let members = size.map(Int64.init)
    let program = AssignmentProgram(
      stageCount: 3, unitSize: size, mustPlace: size.map { _ in false },
      unplacedCost: [members.map { $0 * 6 }, members, members.map { _ in 0 }],
      postLimit: Array(repeating: 8, count: posts), postMinimum: Array(repeating: 1, count: posts),
      capacityRows: [], targetRows: [.init(posts: [0, 1], target: 9, weight: [0, 0, 500])],
      pairStart: start, pairPost: post, pairCost: [.zero, .narrow(moves), .narrow(points)])
    #expect(FlowRelaxation(program).isExactRelaxation)
  }
}

extension AssignmentProgram {
  /// Makes a stage so much dearer.
  fileprivate mutating func multiply(stage: Int, by factor: Int64) {
    unplacedCost[stage] = unplacedCost[stage].map { $0 * factor }
    pairCost[stage] = .wide((0..<pairCount).map { pairCost[stage][$0] * factor })
  }

  /// Makes every cost of a unit a multiple of its size, but for one stage's.
  fileprivate mutating func makeEven(allBut last: Int) {
    for stage in 0..<stageCount where stage != last {
      unplacedCost[stage] = unplacedCost[stage].indices.map { unplacedCost[stage][$0] * Int64(unitSize[$0]) }
      let costs = (0..<unitCount).flatMap { unit in
        (pairStart[unit]..<pairStart[unit + 1]).map { pairCost[stage][$0] * Int64(unitSize[unit]) }
      }
      pairCost[stage] = .wide(costs)
    }
  }
}
