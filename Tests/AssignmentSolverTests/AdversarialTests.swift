import GLPKSolver
import IntegerProgram
import Testing

@testable import AssignmentSolver

/// Programs that are hard on a solve path by their shape: ties everywhere, nothing to choose, nothing possible.
@Suite struct AdversarialTests {
  /// Units of a size that may all go to the same posts.
  private func crowd(
    units: Int, size: (Int) -> Int32 = { _ in 1 }, posts: [(limit: Int32, minimum: Int32)],
    rows: [AssignmentProgram.CapacityRow] = [], cost: (_ unit: Int, _ post: Int) -> Int32 = { _, _ in 7 }
  ) -> AssignmentProgram {
    let sizes = (0..<units).map(size)
    let costs = (0..<units).flatMap { unit in posts.indices.map { cost(unit, $0) * sizes[unit] } }
    return AssignmentProgram(
      stageCount: 2, unitSize: sizes, mustPlace: Array(repeating: false, count: units),
      unplacedCost: [sizes.map(Int64.init), Array(repeating: 0, count: units)],
      postLimit: posts.map(\.limit), postMinimum: posts.map(\.minimum), capacityRows: rows, targetRows: [],
      pairStart: (0...units).map { $0 * posts.count },
      pairPost: (0..<units).flatMap { _ in posts.indices.map(Int32.init) },
      pairCost: [.zero, .narrow(costs)])
  }

  private func expectTheOptimum(_ program: AssignmentProgram) throws {
    let ours = try SolvePath.solve(program, using: GLPKSolver())
    let whole = try WholeProgramSearch.solve(program, using: GLPKSolver(), limits: SolverLimits())
    #expect(ours.stages.map(\.value) == whole.stages.map(\.value))
    let isProven = ours.stages.allSatisfy(\.isProven)
    #expect(isProven)
  }

  @Test func allDistancesEqual() throws {
    let row = AssignmentProgram.CapacityRow(posts: [0, 1, 2, 3], limit: 20)
    try expectTheOptimum(crowd(units: 40, posts: Array(repeating: (12, 7), count: 4), rows: [row]))
  }

  @Test func onePostForEverybody() throws {
    try expectTheOptimum(
      crowd(units: 200, posts: [(50, 20)], cost: { unit, _ in Int32(unit * 37 % 101) }))
  }

  @Test func noPairAtAll() throws {
    let solution = try SolvePath.solve(crowd(units: 30, posts: []), using: GLPKSolver())
    #expect(solution.post.allSatisfy { $0 == -1 } && solution.stages.map(\.bound) == [30, 0])
  }

  @Test func everyUnitATeam() throws {
    try expectTheOptimum(
      crowd(
        units: 24, size: { Int32(2 + $0 % 3) }, posts: [(11, 1), (13, 6), (7, 5)],
        rows: [.init(posts: [0, 1], limit: 17)], cost: { unit, post in Int32((unit * 31 + post * 17) % 50) }))
  }

  @Test func quotasOfZero() throws {
    let row = AssignmentProgram.CapacityRow(posts: [0, 1], limit: 0)
    try expectTheOptimum(crowd(units: 20, posts: [(5, 1), (5, 3), (0, 1)], rows: [row]))
  }

  /// A post takes as many as it has seats, or none.
  @Test func everyPostHeldOpenByItsMinimum() throws {
    try expectTheOptimum(
      crowd(
        units: 30, posts: [(9, 9), (11, 11), (8, 8), (7, 7)], rows: [.init(posts: [0, 1, 2], limit: 21)],
        cost: { unit, post in Int32((unit * 13 + post * 29) % 40) }))
  }

  @Test func fiftyThousandWithTheSameHome() throws {
    let posts = (0..<30).map { index -> (limit: Int32, minimum: Int32) in
      let minimum: Int32 = index % 3 == 0 ? 700 : 1
      return (limit: 1000 + 20 * Int32(index), minimum: minimum)
    }
    let solution = try SolvePath.solve(
      crowd(units: 50_000, posts: posts, cost: { _, post in Int32(post * 11 % 400) }), using: GLPKSolver(),
      limits: SolverLimits(seconds: 60, relativeGap: 0.0001))
    let seats = posts.reduce(Int64(0)) { $0 + Int64($1.limit) }
    #expect(solution.stages[0].value == 50_000 - seats)
    let isProven = solution.stages.allSatisfy(\.isProven)
    #expect(isProven)
  }
}
