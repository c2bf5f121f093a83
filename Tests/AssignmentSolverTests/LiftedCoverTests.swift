import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import Testing

@testable import AssignmentSolver

/// Covers of teams against every plan there is.
@Suite struct LiftedCoverTests {
  /// Few seats for many teams, at posts, some with a minimum, and rows of any posts.
  private func program(seed: UInt64) -> AssignmentProgram {
    var random = SplitMix64(seed: seed)
    let (units, posts) = (Int.random(in: 3...7, using: &random), Int.random(in: 1...3, using: &random))
    let largest: Int32 = [2, 3, 6][Int.random(in: 0..<3, using: &random)]
    let sizes = (0..<units).map { _ in Int32.random(in: 1...largest, using: &random) }
    var start = [0]
    var pairPost: [Int32] = []
    for _ in 0..<units {
      pairPost += (0..<Int32(posts)).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      start.append(pairPost.count)
    }
    let limits = (0..<posts).map { _ in Int32.random(in: largest...(2 * largest + 3), using: &random) }
    let hasMinimums = Bool.random(using: &random)
    let rows = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      AssignmentProgram.CapacityRow(
        posts: (0..<Int32(posts)).filter { $0 == 0 || Bool.random(using: &random) },
        limit: Int32.random(in: largest...(3 * largest), using: &random))
    }
    let minimums = limits.map { hasMinimums ? Int32.random(in: 1...$0, using: &random) : 1 }
    let costs = pairPost.map { _ in Int32.random(in: 0...40, using: &random) }
    return Reduction(
      AssignmentProgram(
        stageCount: 1, unitSize: sizes, mustPlace: sizes.map { _ in false },
        unplacedCost: [sizes.map { 40 * Int64($0) }], postLimit: limits,
        postMinimum: minimums, capacityRows: rows.filter { $0.posts.count > 1 }, targetRows: [],
        pairStart: start, pairPost: pairPost, pairCost: [.narrow(costs)])
    ).program
  }

  private func master(_ program: AssignmentProgram, _ plan: [Int32]?) throws -> RestrictedMaster? {
    let flow = FlowRelaxation(program)
    guard flow.solve() else { return nil }
    let master = try RestrictedMaster(
      program, stage: 0, holding: [], atLeast: [], ceilings: [], pairs: flow.promisingPairs(2, plan),
      fixedPairs: flow.fixedPairs(plan), meter: SolveMeter(), using: GLPKSolver())
    let basis = flow.basis(for: master)
    try master.session.setBasis(rows: basis.rows, columns: basis.columns)
    return master
  }

  private static let count =
    ProcessInfo.processInfo.environment["PLACEMENT_TEST_PROGRAMS"].flatMap(Int.init) ?? 500

  /// No cover cuts off a plan, each was broken by the solution that it was made for, and the bound with them is one.
  @Test(arguments: 0..<4) func coversLeaveEveryPlan(_ part: Int) throws {
    var (count, raised) = (0, 0)
    for seed in 0..<Self.count {
      let name: Comment = "seed \(part * 100_000 + seed)"
      let program = program(seed: UInt64(part * 100_000 + seed))
      let plans = ExhaustiveSearch.plans(program)
      let best = try #require(plans.map { $0.value[0] }.min(), name)
      // Units that the flow and the best plan send the same way are fixed in every second.
      let plan = seed % 2 == 0 ? nil : plans.first { $0.value[0] == best }?.post
      guard let master = try master(program, plan) else { continue }
      var first: Int64?
      for _ in 0..<20 {
        let (_, bound, _) = try master.optimise(.dual, cutoff: .max / 4, limits: SolverLimits())
        #expect(bound <= best, name)
        first = first ?? bound
        raised += bound > first! ? 1 : 0
        master.refresh()
        let known = master.covers.count
        if try master.cuts.separate(master, withCovers: true) == 0 { break }
        for cover in master.covers[known...] {
          #expect(program.isBroken(cover, by: master), name)
          let isKept = plans.allSatisfy { cover.load($0.post) <= Int64(cover.limit) }
          #expect(isKept, name)
        }
      }
      count += master.covers.count
    }
    #expect(count > Self.count / 10)
    #expect(raised > Self.count / 50)
  }
}

extension AssignmentProgram {
  /// Does the solution that the master read last break the cover?
  fileprivate func isBroken(_ cover: SideRow, by master: RestrictedMaster) -> Bool {
    var load = 0.0
    for (unit, weight) in zip(cover.units, cover.weights) {
      let unit = Int(unit)
      if let post = master.fixedPost(unit), cover.holds(Int32(post)) { load += Double(weight) }
      for pair in pairStart[unit]..<pairStart[unit + 1] where cover.holds(pairPost[pair]) {
        let number = Int(master.pairNumber[pair])
        if number < 0 { continue }
        // Who has come in since was all there.
        let value =
          number < master.solverValues.count
          ? master.solverValues[number] : master.fixed.pair[unit] == Int32(pair) ? 1 : 0
        load += Double(weight) * value
      }
    }
    let open = cover.posts.count == 1 ? master.layout.openColumn[Int(cover.posts[0])] : -1
    return load > Double(cover.limit) * (open < 0 ? 1 : master.values[open]) + 1e-6
  }
}
