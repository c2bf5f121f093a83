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
    let move: RequestOption.Move
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

  private let program: AssignmentProgram
  private let former: [Int32]
  private let moves: [Move]
  private let grants: [Grant]
  /// Weight of `moves` in every stage.
  private let movesWeight: [Int64]
  private let load: [Int64]
  /// Grants by move.
  private let grantsOf: [[Int]]
  /// Sets that break a stage by less than the solver can tell.
  private var refused: [Set<Int>] = []

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

  // MARK: Rows

  /// The program in the solver's terms: grants first, then moves, then what follows from them.
  private struct GrantStatement {
    let search: GrantProgram
    let costs: [Double]
    let least: Int
    private var stated = IntegerProgram()

    private typealias Term = (column: Int, value: Double)

    init(_ search: GrantProgram, costs: [Double], atLeast least: Int) {
      self.search = search
      self.costs = costs
      self.least = least
    }

    private var grants: Range<Int> { search.grants.indices }
    private func column(ofMove move: Int) -> Int { search.grants.count + move }

    mutating func made() -> IntegerProgram {
      stated.columns = costs.map { .init(lower: 0, upper: 1, isInteger: true, cost: $0) }
      for _ in search.moves { addColumn(upper: 1, isInteger: true) }
      addWays()
      let relieved = addRelieved()
      addPosts()
      for row in search.program.capacityRows {
        let posts = row.posts.map(Int.init)
        add(-.infinity, Double(Int64(max(0, row.limit)) - load(posts)), change(posts))
      }
      addStages(relieved, addTargets() + addSides())
      if least > 0 { add(Double(least), .infinity, grants.map { ($0, 1) }) }
      for set in search.refused {
        add(-.infinity, Double(set.count - 1), grants.map { ($0, set.contains($0) ? 1 : -1) })
      }
      return stated
    }

    @discardableResult
    private mutating func addColumn(upper: Double = .infinity, isInteger: Bool = false) -> Int {
      stated.columns.append(.init(lower: 0, upper: upper, isInteger: isInteger))
      return stated.columns.count - 1
    }

    private mutating func add(_ lower: Double, _ upper: Double, _ terms: [Term]) {
      let terms = terms.filter { $0.value != 0 }
      guard !terms.isEmpty else { return }
      stated.rows.append(
        .init(
          lower: lower, upper: upper, columns: terms.map { Int32($0.column) }, values: terms.map(\.value)))
    }

    /// `column` is no more than the sum of some grants.
    private mutating func add(_ column: Int, atMost grants: [Int]) {
      add(-.infinity, 0, [(column, 1)] + grants.map { ($0, -1) })
    }

    private mutating func addWays() {
      let byUnit = Dictionary(grouping: search.moves.indices) { search.moves[$0].move.unit }
      for unit in byUnit.keys.sorted() where byUnit[unit]!.count > 1 {
        add(-.infinity, 1, byUnit[unit]!.map { (column(ofMove: $0), 1) })
      }
      for grant in grants {
        for move in search.grants[grant].moves {
          add(-.infinity, 0, [(grant, 1), (column(ofMove: move), -1)])
        }
      }
      for (move, grants) in search.grantsOf.enumerated() {
        add(column(ofMove: move), atMost: grants)
        for member in search.moves[move].worseOff {
          add(column(ofMove: move), atMost: grants.filter { search.grants[$0].student == member })
        }
      }
    }

    /// A column a member who leaves a published post, once a ban names it.
    private mutating func addRelieved() -> [Int] {
      search.moves.indices.flatMap { move in
        search.moves[move].leavers.map { member in
          let column = addColumn(upper: 1)
          add(column, atMost: search.grantsOf[move].filter { search.grants[$0].named.contains(member) })
          return column
        }
      }
    }

    private mutating func addPosts() {
      let (program, former) = (search.program, search.former)
      let touched = Set(search.moves.flatMap { [former[$0.move.unit], $0.move.post] }.filter { $0 >= 0 })
      for post in touched.map(Int.init).sorted() {
        let (terms, now) = (change([post]), Double(load([post])))
        let (limit, minimum) = (Double(program.postLimit[post]), Double(program.postMinimum[post]))
        guard minimum > 1 else {
          add(-.infinity, limit - now, terms)
          continue
        }
        let open = addColumn(upper: 1, isInteger: true)
        add(-.infinity, -now, terms + [(open, -limit)])
        add(-now, .infinity, terms + [(open, -minimum)])
      }
    }

    private typealias Target = (column: Int, weight: [Int64], now: Int64)

    private mutating func addTargets() -> [Target] {
      var targets: [Target] = []
      for row in search.program.targetRows {
        let posts = row.posts.map(Int.init)
        let (terms, lacking) = (change(posts), Int64(row.target) - load(posts))
        guard !terms.isEmpty else { continue }
        let column = addColumn()
        add(Double(lacking), .infinity, terms + [(column, 1)])
        targets.append((column, row.weight, max(0, lacking)))
      }
      return targets
    }

    /// A column a penalty.
    private mutating func addSides() -> [Target] {
      let (program, former) = (search.program, search.former)
      let isPaid = program.penaltiesPaid(former) ?? []
      let penalties = program.penalties.indices.map { penalty -> Target in
        (addColumn(upper: 1, isInteger: true), program.penalties[penalty], isPaid[penalty] ? 1 : 0)
      }
      for row in program.sideRows {
        let weights = Dictionary(uniqueKeysWithValues: zip(row.units, row.weights))
        let terms = search.moves.enumerated().compactMap { index, move -> Term? in
          let change = (row.holds(move.move.post) ? 1 : 0) - (row.holds(former[move.move.unit]) ? 1 : 0)
          guard change != 0, let weight = weights[Int32(move.move.unit)] else { return nil }
          return (column(ofMove: index), Double(change) * Double(weight))
        }
        if terms.isEmpty && row.penalty == nil { continue }
        let room = Double(Int64(row.limit) - row.load(former))
        add(-.infinity, room, terms + (row.penalty.map { [(penalties[$0].column, -1)] } ?? []))
      }
      return penalties
    }

    private mutating func addStages(_ relieved: [Int], _ targets: [Target]) {
      for stage in 0..<search.program.stageCount {
        let weight = search.movesWeight[stage]
        let costs =
          search.moves.indices.map { (column(ofMove: $0), search.moves[$0].stages[stage]) }
          + relieved.map { ($0, -weight) } + targets.map { ($0.column, $0.weight[stage]) }
        let divisor = max(1, costs.reduce(Int64(0)) { Self.commonDivisor($0, abs($1.1)) })
        let now = targets.reduce(Int64(0)) { $0 + $1.weight[stage] * $1.now }
        add(
          -.infinity, Double(now) / Double(divisor),
          costs.map { (column: $0.0, value: Double($0.1 / divisor)) })
      }
    }

    private static func commonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
      b == 0 ? a : commonDivisor(b, a % b)
    }

    private func load(_ posts: [Int]) -> Int64 { posts.reduce(0) { $0 + search.load[$1] } }

    /// Members that moves bring to these posts together, or take away.
    private func change(_ posts: [Int]) -> [Term] {
      let own = Set(posts.map(Int32.init))
      return search.moves.indices.compactMap { index in
        let move = search.moves[index].move
        let sign = (own.contains(move.post) ? 1 : 0) - (own.contains(search.former[move.unit]) ? 1 : 0)
        return sign == 0
          ? nil : (column(ofMove: index), Double(sign) * Double(search.program.unitSize[move.unit]))
      }
    }
  }
}

extension AssignmentProgram {
  /// What a move adds to every stage, targets aside.
  ///
  /// - Parameter former: the post that the unit comes from.
  func added(_ move: RequestOption.Move, from former: Int32) -> [Int64] {
    func cost(_ post: Int32, _ stage: Int) -> Int64 {
      guard post >= 0 else { return unplacedCost[stage][move.unit] }
      return pair(move.unit, post).map { pairCost[stage][$0] } ?? 0
    }
    return (0..<stageCount).map { cost(move.post, $0) - cost(former, $0) }
  }
}
