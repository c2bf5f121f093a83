import IntegerProgram

/// The linear program over the sets that teachers can have, by column generation (Savelsbergh 1997 for the generalised
/// assignment problem): it bounds the points, and finds answers where the teachers are few.
///
/// Prices between those of the linear program and the best so far make it steady (Wentges 1997). Rows: every host as
/// often as it needs teachers, every group of a shared host its students, every kind its teachers, every pool the
/// teachers beyond.
struct TeacherSetMaster {
  private static let iterations = 400
  /// Hosts and groups of shared hosts of a large school; beyond, iterations are fewer.
  private static let usualRows = 300.0
  /// How far towards the best prices so far.
  private static let steadiness = 0.6

  let sets: TeacherSets
  private let session: any LinearProgramSession
  private let limits: SolverLimits
  /// What ``work`` may come to.
  private let mostWork: Int
  private var choices: [TeacherSets.Choice] = []
  private var known: Set<TeacherSets.Choice> = []
  /// Groups of shared hosts, which have a row.
  private let shared: [Int]
  private let groupRow: [Int: Int]
  private let kindRow: Int
  private let poolRow: Int
  private(set) var bound = -Double.infinity
  /// What the linear program comes to, or the answer that it began with.
  private(set) var most: Double
  private(set) var bestPrices: TeacherSets.Prices

  private var problem: SchoolProblem { sets.problem }

  /// - Parameters:
  ///   - answer: everybody is supervised in it.
  ///   - pairs: how many answers may have.
  ///   - prices: to begin with; nil for what the least points would pay.
  ///   - mostWork: after which it ends as by a limit.
  /// - Throws: `SolverFailure`
  init(
    _ problem: SchoolProblem, _ answer: SchoolSolution, pairs: Int, at prices: TeacherSets.Prices? = nil,
    using solver: some IntegerProgramSolver, limits: SolverLimits, mostWork: Int = .max
  ) throws {
    self.mostWork = mostWork
    sets = TeacherSets(problem, pairs: pairs)
    session = try solver.makeSession()
    self.limits = limits
    most = Double(answer.value.points)
    bestPrices = prices ?? sets.firstPrices
    let isWhole = sets.isWhole
    shared = problem.groups.indices.filter { !isWhole[problem.groups[$0].host] }
    groupRow = Dictionary(uniqueKeysWithValues: shared.enumerated().map { ($1, problem.hostCount + $0) })
    kindRow = problem.hostCount + shared.count
    poolRow = kindRow + sets.kinds.count
    try addRows()
    try addHelp()
    for (kind, item) in sets.kinds.enumerated() {
      for teacher in item.members {
        try add(sets.choice(of: teacher, kind, in: answer))
      }
    }
  }

  private func bounds(_ row: Int, of rest: TeacherSets.Rest) -> (lower: Double, upper: Double) {
    if row < problem.hostCount { return (Double(rest.needed[row]), Double(rest.needed[row])) }
    if row < kindRow {
      let students = Double(rest.students[shared[row - problem.hostCount]])
      return (students, students)
    }
    return (-.infinity, Double(row < poolRow ? rest.teachers[row - kindRow] : rest.spare[row - poolRow]))
  }

  private func addRows() throws {
    try session.addRows(
      (0..<poolRow + sets.pools.count).map { row in
        let bounds = bounds(row, of: sets.whole)
        return .init(lower: bounds.lower, upper: bounds.upper, columns: [], values: [])
      })
  }

  /// Columns that are no choices: what nobody has, at a price that no answer pays, and teachers beyond those needed.
  private mutating func addHelp() throws {
    let dear = Double(2 * problem.largestPenalty * max(4, problem.studentLimit.max() ?? 0))
    for row in 0..<kindRow { try addColumn(dear, [(row, 1)]) }
    for (index, pool) in sets.pools.enumerated() {
      for host in pool.hosts { try addColumn(0, [(host, -1), (poolRow + index, 1)]) }
    }
  }

  private func addColumn(_ cost: Double, _ entries: [(row: Int, value: Double)]) throws {
    try session.addColumns(
      lower: [0], upper: [.infinity], cost: [cost], starts: [0, entries.count],
      rowIndices: entries.map { Int32($0.row) }, values: entries.map(\.value))
  }

  /// - Returns: whether it is new.
  @discardableResult
  private mutating func add(_ choice: TeacherSets.Choice) throws -> Bool {
    // A part of a whole host, in an answer that has more pairs, is no set of these.
    let isAllowed = choice.hosts.allSatisfy { host in
      !sets.isWhole[host]
        || problem.groupsOf[host].allSatisfy { choice.counts[$0] == problem.groups[$0].size }
    }
    guard !choice.hosts.isEmpty, isAllowed, known.insert(choice).inserted else { return false }
    try addColumn(Double(sets.cost(choice)), entries(choice))
    choices.append(choice)
    return true
  }

  /// Coefficients of a choice's column.
  private func entries(_ choice: TeacherSets.Choice) -> [(row: Int, value: Double)] {
    let students = choice.counts.sorted { $0.key < $1.key }.compactMap { group, count in
      groupRow[group].map { (row: $0, value: Double(count)) }
    }
    return choice.hosts.sorted().map { (row: $0, value: 1.0) } + students + [(kindRow + choice.kind, 1)]
  }

  /// Iterations of the simplex method, times rows.
  var work: Int { session.iterationCount * session.rowCount }

  /// - Returns: false where a limit struck, or where the simplex method goes round and round: such programs take some
  /// hundred iterations, and a rare one would never end.
  private func solve(_ method: SimplexMethod = .primal) throws -> Bool {
    // Asked on this thread alone, while it solves.
    nonisolated(unsafe) let session = session
    let most = min(
      session.iterationCount + 20 * session.rowCount + 2000, mostWork / max(1, session.rowCount))
    var own = limits
    own.isCancelled = { [limits] in limits.isCancelled() || session.iterationCount > most }
    return try session.solve(method, limits: own) == .optimal
  }

  private func prices(_ duals: [Double]) -> TeacherSets.Prices {
    let student = problem.groups.indices.map { group in groupRow[group].map { duals[$0] } ?? 0 }
    let exact = TeacherSets.Prices(host: Array(duals.prefix(problem.hostCount)), student: student)
    return exact.mixed(with: exact, 0)
  }

  /// Raises ``bound`` as far as it goes, or until it is good enough.
  mutating func raiseBound(share: Double, until isGoodEnough: (_ bound: Double, _ most: Double) -> Bool)
    throws
  {
    let first = sets.best(at: bestPrices, of: sets.whole)
    bound = sets.bound(at: bestPrices, first)
    guard !isGoodEnough(bound, most) else { return }
    for (choice, _) in first { try add(choice) }
    // A linear program of twice the rows takes four times as long.
    let scale = min(1, Self.usualRows / Double(max(1, kindRow)))
    for _ in 0..<max(20, Int(share * scale * scale * Double(Self.iterations))) {
      guard !limits.haveStruck, try solve() else { return }
      let duals = session.rowDuals()
      most = session.objective
      let own = prices(duals)
      var isNew = false
      for steadiness in [Self.steadiness, 0] where !isNew {
        let prices = own.mixed(with: bestPrices, steadiness)
        let better = sets.best(at: prices, of: sets.whole)
        let found = sets.bound(at: prices, better)
        if found > bound { (bound, bestPrices) = (found, prices) }
        for (choice, _) in better where reduced(choice, own, duals) < -1e-7 {
          if try add(choice) { isNew = true }
        }
      }
      if !isNew || isGoodEnough(bound, most) { return }
    }
  }

  private func reduced(_ choice: TeacherSets.Choice, _ prices: TeacherSets.Prices, _ duals: [Double])
    -> Double
  {
    sets.value(choice, at: prices) - duals[kindRow + choice.kind]
  }
}

extension TeacherSetMaster {
  /// Prices are bettered so often between two decisions of a dive.
  private static let pricings = 4

  /// How many sets are tried before one is given.
  private static let candidates = 3

  /// An answer of so many points at most, by diving (Joncour et al. 2010): the set that the linear program has most of
  /// is given to a teacher, and what is left is priced and solved anew. Where that costs more than its share of the
  /// points left to lose, the next likely sets are tried as well, and the cheapest is given. Nil where that comes to
  /// nothing.
  /// - Throws: `SolverFailure`
  mutating func dive(atMost most: Int) throws -> SchoolSolution? {
    var rest = sets.whole
    var given: [Int] = []
    guard try price(rest) else { return nil }
    while !rest.isEmpty {
      let points = given.reduce(0) { $0 + sets.cost(choices[$1]) }
      let loss = Double(most) + 0.5 - Double(points) - session.objective
      guard loss > 0 else { return nil }
      let values = session.columnValues().suffix(choices.count)
      let likely = zip(values, choices.indices).filter { $0.0 > 1e-6 && rest.has(choices[$0.1]) }
        .sorted { ($1.0, $0.1) < ($0.0, $1.1) }
      let sure = likely.prefix { $0.0 > 0.9 }.map(\.1)
      if sure.isEmpty {
        let share = loss / Double(max(1, rest.teachers.reduce(0, +)))
        guard let choice = try cheapest(likely.map(\.1), of: rest, within: session.objective + share) else {
          return nil
        }
        rest.give(choices[choice])
        given.append(choice)
      } else {
        for choice in sure where rest.has(choices[choice]) {
          rest.give(choices[choice])
          given.append(choice)
        }
        guard try price(rest) else { return nil }
      }
    }
    return answer(given)
  }

  /// The likely set after which what is left comes to the least; the first that stays within what it may. The linear
  /// program has been solved for it.
  private mutating func cheapest(
    _ likely: [Int], of rest: TeacherSets.Rest, within most: Double
  ) throws -> Int? {
    var best: (sum: Double, choice: Int)?
    var last: Int?
    for choice in likely.prefix(Self.candidates) {
      guard try give(choice, of: rest) else { return nil }
      last = choice
      let sum = Double(sets.cost(choices[choice])) + session.objective
      if best.map({ sum < $0.sum - 1e-9 }) ?? true { best = (sum, choice) }
      if sum <= most { break }
    }
    if let best, best.choice != last, try !give(best.choice, of: rest) { return nil }
    return best?.choice
  }

  private mutating func give(_ choice: Int, of rest: TeacherSets.Rest) throws -> Bool {
    var left = rest
    left.give(choices[choice])
    return try price(left)
  }

  /// Solves for what is left, with the sets that better it.
  /// - Returns: false where a limit struck.
  private mutating func price(_ rest: TeacherSets.Rest) throws -> Bool {
    try hold(rest)
    for round in 0...Self.pricings {
      guard !limits.haveStruck, try solve(round == 0 ? .dual : .primal) else { return false }
      guard round < Self.pricings else { break }
      let duals = session.rowDuals()
      let prices = prices(duals)
      var isNew = false
      for (choice, _) in sets.best(at: prices, of: rest) where reduced(choice, prices, duals) < -1e-7 {
        if try add(choice) { isNew = true }
      }
      if !isNew { break }
    }
    return true
  }

  /// Nothing that asks for more than is left stays in the linear program.
  private func hold(_ rest: TeacherSets.Rest) throws {
    for row in 0..<poolRow + sets.pools.count {
      let bounds = bounds(row, of: rest)
      try session.setBounds(lower: bounds.lower, upper: bounds.upper, row: row)
    }
    let first = session.columnCount - choices.count
    for (index, choice) in choices.enumerated() {
      try session.setBounds(lower: 0, upper: rest.has(choice) ? .infinity : 0, column: first + index)
    }
  }

  private func answer(_ given: [Int]) -> SchoolSolution {
    var counts = problem.groups.map { _ in [Int](repeating: 0, count: problem.teachers.count) }
    var used = [Int](repeating: 0, count: sets.kinds.count)
    for choice in given.lazy.map({ choices[$0] }) {
      let teacher = sets.kinds[choice.kind].members[used[choice.kind]]
      used[choice.kind] += 1
      for (group, count) in choice.counts { counts[group][teacher] += count }
    }
    return SchoolSolution(counts, of: problem)
  }
}
