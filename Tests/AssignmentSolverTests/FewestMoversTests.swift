import Testing

@testable import AssignmentSolver

/// How few move: against every plan of small programs.
@Suite struct FewestMoversTests {
  private func movers(_ plan: [Int32], _ former: [Int32], _ program: AssignmentProgram) -> Int {
    plan.indices.reduce(0) { plan[$1] == former[$1] ? $0 : $0 + Int(program.unitSize[$1]) }
  }

  /// No plan that is as good moves fewer than is said, and mostly it is said to the last mover: of the best plans, and of
  /// any other, with minimums, teams and rows that cross.
  @Test(arguments: 0..<10) func noPlanAsGoodMovesFewer(_ part: UInt64) throws {
    var (asked, exact, betters) = (0, 0, 0)
    for seed in (part * 60)..<(part * 60 + 60) {
      let program = Reduction(TinyPrograms.make(seed: seed)).program
      let plans = ExhaustiveSearch.plans(program)
      guard let first = plans.first else { continue }
      let former = plans[Int(seed * 7_919) % plans.count].post
      let best = plans.map(\.value).min { $0.lexicographicallyPrecedes($1) } ?? first.value
      for value in [best, plans[Int(seed * 104_729) % plans.count].value] {
        let alike = plans.filter { $0.value == value }
        let known = try #require(
          alike.max { movers($0.post, former, program) < movers($1.post, former, program) })
        let asGood = plans.filter { zip($0.value, value).allSatisfy { $0 <= $1 } }
        let least = asGood.map { movers($0.post, former, program) }.min()!
        let answer = try #require(
          FewestMovers.search(
            program, known: known.post, near: FormerPlan(former, of: program), shouldStop: { false }),
          "seed \(seed)")
        #expect(answer.least <= least, "seed \(seed)")
        #expect(alike.contains { $0.post == answer.plan }, "seed \(seed)")
        #expect(answer.moved == movers(answer.plan, former, program))
        #expect(answer.moved <= movers(known.post, former, program))
        asked += 1
        exact += answer.least == answer.moved ? 1 : 0
        betters += answer.moved < movers(known.post, former, program) ? 1 : 0
      }
    }
    #expect(exact * 10 >= asked * 8 && betters > 0, "\(exact) of \(asked), \(betters)")
  }

  @Test func whereItIsStoppedItSaysWhatIsSure() throws {
    for seed in UInt64(0)..<60 {
      let program = Reduction(TinyPrograms.make(seed: seed)).program
      let plans = ExhaustiveSearch.plans(program)
      guard let known = plans.last?.post, let former = plans.first?.post else { continue }
      let answer = FewestMovers.search(
        program, known: known, near: FormerPlan(former, of: program), shouldStop: { true })
      #expect(answer?.plan == known && answer?.least == 0 || known == former)
    }
  }
}
