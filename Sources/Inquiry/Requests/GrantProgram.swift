import AssignmentSolver
import IntegerProgram

/// The largest set of requests that can be granted together while everybody else stays and no objective gets worse, as an
/// integer program.
///
/// - Sets: moves (a unit goes to a post, or to none), and grants (a request by one way, which is some moves).
/// - Variables: `go` (move), `grant` (grant) ∈ {0, 1}; `relieved` (member whom a ban keeps from the published post) in
///   [0, 1]; `open` (post with a minimum) ∈ {0, 1}; `short` (target) ≥ 0.
/// - Rows: a unit goes one way at most; what is granted goes, and nobody goes for nothing; whoever comes to a worse place
///   asks for it; a member is relieved by a grant that names it; posts, minimums, capacity rows and targets as in
///   ``AssignmentProgram``, with everybody else in place, and so side rows; no stage costs more than the plan does.
/// - Objectives, one after the other: the requests that are granted, the most; of as many those that come first.
struct GrantProgram {
  struct Move {
    let move: UnitMove
    /// What it adds to every stage, targets aside; what a pin takes off is taken off.
    let stages: [Int64]
    /// Members who come to a worse place by it.
    let worseOff: [Int]
    /// Of a move to no post: the members who then leave a published post that they could keep.
    let leavers: [Int]
  }

  struct Grant {
    /// Index of the request.
    let request: Int
    /// Who asks, and who else is named.
    let student: Int
    let named: [Int]
    /// Indices of the moves.
    let moves: [Int]
    /// The request's place in the order in which they were made.
    let place: Int
  }

  let program: AssignmentProgram
  let former: [Int32]
  let moves: [Move]
  let grants: [Grant]
  /// Weight of `moves` in every stage.
  let movesWeight: [Int64]
  let load: [Int64]
  /// Grants by move.
  let grantsOf: [[Int]]
  /// Sets that break a stage by less than the solver can tell.
  private(set) var refused: [Set<Int>] = []

  init(
    _ program: AssignmentProgram, former: [Int32], moves: [Move], grants: [Grant], movesWeight: [Int64]
  ) {
    self.program = program
    self.former = former
    self.moves = moves
    self.grants = grants
    self.movesWeight = movesWeight
    load = PlanValue(program: program).loads(former)
    grantsOf = moves.indices.map { move in grants.indices.filter { grants[$0].moves.contains(move) } }
  }

  // MARK: Solving

  /// - Returns: grants, and the most requests that any set could grant.
  /// - Throws: `SolverFailure`
  mutating func largest(
    using solver: some IntegerProgramSolver, limits: SolverLimits
  ) throws -> (chosen: Set<Int>, bound: Int) {
    guard !grants.isEmpty else { return ([], 0) }
    let most = try best(grants.map { _ in -1 }, atLeast: 0, using: solver, limits)
    let asked = Set(grants.map(\.request)).count
    let bound = max(most.chosen.count, min(asked, Int((-most.bound + 1e-6).rounded(.down))))
    guard most.chosen.count == bound else {
      let one = oneByOne()
      return (one.count > most.chosen.count ? one : most.chosen, bound)
    }
    let order = grants.map { Double($0.place + 1) }
    let first = try best(order, atLeast: most.chosen.count, using: solver, limits)
    return (first.isOptimal ? first.chosen : most.chosen, bound)
  }

  /// What can be granted in the order in which it was asked for, whatever comes later: what there is where the time is up.
  private func oneByOne() -> Set<Int> {
    var chosen: Set<Int> = []
    var granted: Set<Int> = []
    for grant in grants.indices.sorted(by: { (grants[$0].place, $0) < (grants[$1].place, $1) })
    where !granted.contains(grants[grant].request) && holds(chosen.union([grant])) {
      chosen.insert(grant)
      granted.insert(grants[grant].request)
    }
    return chosen
  }

  /// - Parameter least: requests that must be granted.
  private mutating func best(
    _ costs: [Double], atLeast least: Int, using solver: some IntegerProgramSolver, _ limits: SolverLimits
  ) throws -> (chosen: Set<Int>, bound: Double, isOptimal: Bool) {
    while !limits.haveStruck {
      var statement = GrantStatement(self, costs: costs, atLeast: least)
      switch try solver.solve(statement.made(), limits: limits) {
      case .optimal(let values, _, let bound):
        let chosen = chosen(values)
        if holds(chosen) { return (chosen, bound, true) }
        refused.append(chosen)
      case .feasible(let values, _, let bound):
        let chosen = chosen(values)
        return (holds(chosen) ? chosen : [], bound, false)
      case .noSolutionInTime(let bound): return ([], max(bound, -Double(grants.count)), false)
      case .infeasible, .unbounded: throw SolverFailure("the solver lost the plan that grants nothing")
      }
    }
    return ([], -Double(grants.count), false)
  }

  private func chosen(_ values: [Double]) -> Set<Int> { Set(grants.indices.filter { values[$0] > 0.5 }) }

  // MARK: In whole numbers

  /// The plan in which these grants hold.
  func plan(_ chosen: Set<Int>) -> [Int32] {
    var plan = former
    for move in Set(chosen.flatMap { grants[$0].moves }) {
      plan[moves[move].move.unit] = moves[move].move.post
    }
    return plan
  }

  /// Whether the set breaks nothing.
  private func holds(_ chosen: Set<Int>) -> Bool {
    let value = PlanValue(program: program)
    let going = Set(chosen.flatMap { grants[$0].moves })
    guard Set(going.map { moves[$0].move.unit }).count == going.count,
      let before = value.stages(former), let after = value.stages(plan(chosen))
    else { return false }
    var relief = [Int64](repeating: 0, count: program.stageCount)
    for index in going {
      let own = grantsOf[index].filter(chosen.contains)
      guard moves[index].worseOff.allSatisfy({ member in own.contains { grants[$0].student == member } })
      else {
        return false
      }
      let leavers = moves[index].leavers.count { member in own.contains { grants[$0].named.contains(member) }
      }
      let counted = program.added(moves[index].move, from: former[moves[index].move.unit])
      for stage in relief.indices {
        relief[stage] += counted[stage] - moves[index].stages[stage] + movesWeight[stage] * Int64(leavers)
      }
    }
    return after.indices.allSatisfy { after[$0] - relief[$0] <= before[$0] }
  }
}

extension AssignmentProgram {
  /// What a move adds to every stage, targets aside.
  ///
  /// - Parameter former: the post that the unit comes from.
  func added(_ move: UnitMove, from former: Int32) -> [Int64] {
    func cost(_ post: Int32, _ stage: Int) -> Int64 {
      guard post >= 0 else { return unplacedCost[stage][move.unit] }
      return pair(move.unit, post).map { pairCost[stage][$0] } ?? 0
    }
    return (0..<stageCount).map { cost(move.post, $0) - cost(former, $0) }
  }
}
