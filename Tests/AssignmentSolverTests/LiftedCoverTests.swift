import Foundation
import GLPKSolver
import IntegerProgram
import Placement
import PlacementAudit
import Testing

@testable import AssignmentSolver

/// Covers of teams against every plan there is.
@Suite struct LiftedCoverTests {
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
      let source = TinyPrograms.teams(seed: UInt64(part * 100_000 + seed))
      let reduction = Reduction(source)
      let program = reduction.program
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
      try expectDerived(master.covers, source, reduction, plans, name)
    }
    #expect(count > Self.count / 10)
    #expect(raised > Self.count / 50)
  }
}

extension LiftedCoverTests {
  /// A certificate says of every cover what the cover does, in steps that a checker accepts.
  private func expectDerived(
    _ covers: [LiftedCovers.Cover], _ source: AssignmentProgram, _ reduction: Reduction,
    _ plans: [ExhaustiveSearch.Plan], _ name: Comment
  ) throws {
    guard !covers.isEmpty else { return }
    let whole = WholeProgram(source)
    let values = plans.map { whole.values(of: $0.post) }
    let certificate = try Certificate(
      whole.stage(0, holding: []), solution: values[0], derivations: Derivations())
    let facts = ProofFacts(certificate, source, reduction, whole.layout, ceilings: [])
    var text = Data()
    certificate.state { text.append(contentsOf: $0) }
    for cover in covers {
      let own = try #require(facts.cover(cover), name)
      for (plan, values) in zip(plans, values) {
        let isOpen = own.side < 0 || values[Int(own.columns.last!)] > 0
        let left = zip(own.columns, own.values).reduce(0) { $0 + values[Int($1.0)] * $1.1 }
        #expect(left - own.side == (isOpen ? Int64(cover.limit) : 0) - cover.load(plan.post), name)
      }
      _ = try facts.derive(own)
    }
    let plain = certificate.combine(.objective, [])
    try certificate.derive(.objective, atLeast: Int64(plain.wholeSide), by: plain)
    try certificate.finish(bound: Int64(plain.wholeSide)) { text.append(contentsOf: $0) }
    let range = try CertificateCheck.check(text)
    #expect(range.steps > covers.count, name)
    try expectAcceptedByOthers(text, name)
  }

  /// Cases are found for what is so, and for nothing else.
  @Test func casesProveWhatIsSo() {
    for seed in 0..<3000 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      let kinds = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        CoverCases.Kind(
          size: Int64.random(in: 1...7, using: &random), weight: Int64.random(in: 1...5, using: &random),
          count: Int64.random(in: 1...5, using: &random))
      }
      let limit = Int64.random(in: 1...40, using: &random)
      var most = [Int64](repeating: 0, count: Int(limit) + 1)
      for kind in kinds {
        for _ in 0..<kind.count {
          for seats in stride(from: limit, through: kind.size, by: -1) {
            most[Int(seats)] = max(most[Int(seats)], most[Int(seats - kind.size)] + kind.weight)
          }
        }
      }
      let best = most.max()!
      #expect(CoverCases.find(kinds, limit: limit, bound: best, most: 1000) != nil, "seed \(seed)")
      #expect(CoverCases.find(kinds, limit: limit, bound: best - 1, most: 1000) == nil, "seed \(seed)")
    }
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
