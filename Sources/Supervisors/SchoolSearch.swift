import IntegerProgram

/// One school: a first answer, what counting proves of it, and GLPK's branch and cut for the rest.
struct SchoolSearch {
  /// Columns of the program that a run without a time limit hands to the solver; beyond, one linear program takes tens
  /// of seconds there.
  private static let mostColumns = 4000
  /// Nodes times columns for one call, where there is no time limit: what takes about five seconds on one processor at
  /// any size; of a city with many schools less, lest proofs take longer than the plan.
  private static let mostWork = 600_000
  private static let workOfAll = 6_000_000
  /// Simplex iterations times rows, for the whole school and again for all deals, where there is no time limit: large
  /// schools take 2 to 16 million, but those without room to spare would take a hundred times that.
  private static let mostSimplexWork = 20_000_000
  /// How often the pairs' bound is raised by the sets of teachers.
  private static let mostRaises = 3

  let problem: SchoolProblem
  let limits: SolverLimits
  private let work: Int
  private(set) var answer: SchoolSolution
  /// Of every objective, holding what the earlier ones came to.
  private(set) var bounds: SchoolValue

  /// - Parameter schoolCount: of how many schools this is one.
  /// - Throws: `SolverFailure`
  init(
    _ problem: SchoolProblem, of schoolCount: Int, using solver: some IntegerProgramSolver,
    limits: SolverLimits
  ) throws {
    self.problem = problem
    self.limits = limits
    work = min(Self.mostWork, Self.workOfAll / schoolCount)
    let leastUnsupervised = problem.leastUnsupervised
    let least = SchoolValue(
      unsupervised: leastUnsupervised, pairs: problem.leastPairs(leaving: leastUnsupervised),
      points: problem.leastPoints(leaving: leastUnsupervised))
    var annealing = Annealing(problem, limits: limits)
    // Where everybody is supervised, the points are better sought afterwards.
    answer = annealing.run {
      $0 == least || leastUnsupervised == 0 && $0.unsupervised == 0 && $0.pairs == least.pairs
    }
    bounds = SchoolValue(unsupervised: leastUnsupervised)
    try improve(0, using: solver)
    bounds.pairs = problem.leastPairs(leaving: answer.value.unsupervised)
    try packHosts(using: solver)
    // The points want their time too.
    try improve(1, using: solver, until: limits.deadline.share(0.3))
    bounds.points = problem.leastPoints(leaving: answer.value.unsupervised)
    exchangeHosts()
    if answer.value.unsupervised == 0 {
      try searchTeacherSets(using: solver)
    } else {
      try searchNeighbourhoods(using: solver)
    }
    try improve(2, using: solver)
    // An answer that is better further on is better in all that comes after.
    bounds.points = min(bounds.points, answer.value.points)
  }

  /// Whether the whole program is one for the solver.
  var isSmall: Bool { SchoolProgram.columnCount(problem) <= Self.mostColumns }

  /// Of the usual work.
  var share: Double { Double(work) / Double(Self.mostWork) }

  var simplexWork: Int {
    limits.deadline == .never ? Int(share * Double(Self.mostSimplexWork)) : .max
  }

  func isProven(_ stage: Int) -> Bool {
    let value = answer.value[stage]
    return Double(value - bounds[stage]) <= limits.relativeGap * Double(max(1, value))
  }

  /// More than a hundredth from its bound.
  func isFar(_ stage: Int) -> Bool { 100 * (answer.value[stage] - bounds[stage]) > answer.value[stage] }

  /// A bound on a sum of points is rounded up to the next sum that there is.
  func rounded(_ bound: Double, _ stage: Int) -> Int {
    guard bound.isFinite else { return 0 }
    let unit = stage == 2 ? problem.pointsUnit : 1
    return Int((bound / Double(unit) - 1e-6).rounded(.up)) * unit
  }

  private mutating func raise(_ stage: Int, to bound: Int) {
    let bound = min(bound, answer.value[stage])
    switch stage {
    case 0: bounds.unsupervised = max(bounds.unsupervised, bound)
    case 1: bounds.pairs = max(bounds.pairs, bound)
    default: bounds.points = max(bounds.points, bound)
    }
  }

  private func limits(columns: Int, until end: Deadline = .never) -> SolverLimits {
    var own = limits
    own.deadline = limits.deadline.sooner(end)
    if limits.deadline == .never { own.nodes = max(20, work / max(1, columns)) }
    return own
  }

  /// Asks the solver for something better; that there is none is the proof.
  private mutating func improve(
    _ stage: Int, using solver: some IntegerProgramSolver, until end: Deadline = .never
  ) throws {
    let columns = SchoolProgram.columnCount(problem)
    guard !isProven(stage), !limits.haveStruck, isSmall || limits.deadline != .never else { return }
    var program = SchoolProgram(problem, stage: stage, holding: answer.value)
    program.demand(atMost: answer.value[stage] - (stage == 2 ? problem.pointsUnit : 1))
    switch try solver.solve(program.program, limits: limits(columns: columns, until: end)) {
    case .infeasible: raise(stage, to: answer.value[stage])
    case .optimal(let values, _, let bound), .feasible(let values, _, let bound):
      take(program.answer(values))
      raise(stage, to: rounded(bound, stage))
    case .noSolutionInTime(let bound): raise(stage, to: rounded(bound, stage))
    case .unbounded: throw SolverFailure("the supervisors' program has no bound")
    }
  }

  /// Who fits whom, before the solver is asked.
  private mutating func exchangeHosts() {
    guard !isProven(2), !limits.haveStruck else { return }
    var walk = HostExchange(problem, answer)
    let gap = limits.relativeGap
    let bound = bounds.points
    let end = limits.deadline.share(0.5)
    // Where everybody is supervised, dives do the most.
    let found = walk.run(share: answer.value.unsupervised == 0 ? share / 2 : share) {
      Double($0 - bound) <= gap * Double(max(1, $0))
    } shouldStop: {
      limits.haveStruck || end.hasPassed
    }
    take(found)
  }

  /// As few pairs as are proven to be needed, where everybody is supervised: by the sets that teachers can have, whatever
  /// they cost in points. Either not even their linear program has so few, which proves one more, or a dive looks for
  /// them: it packs hosts into limits that are nearly used up, as a walk seldom does.
  private mutating func packHosts(using solver: some IntegerProgramSolver) throws {
    guard answer.value.unsupervised == 0 else { return }
    let plain = problem.withoutPoints
    var own = limits
    own.deadline = limits.deadline.share(0.3)
    for _ in 0..<Self.mostRaises where !isProven(1) && !own.haveStruck {
      var master = try TeacherSetMaster(
        plain, SchoolSolution(answer.counts, of: plain), pairs: bounds.pairs, using: solver, limits: own,
        mostWork: simplexWork)
      try master.raiseBound(share: share / 4) { bound, most in bound > 0 || most < 1e-6 }
      if master.bound > 0 {
        raise(1, to: bounds.pairs + 1)
      } else {
        if let found = try master.dive(atMost: 0) { take(SchoolSolution(found.counts, of: problem)) }
        return
      }
    }
  }

  /// The points by what every teacher could have alone, where everybody is supervised.
  private mutating func searchTeacherSets(using solver: some IntegerProgramSolver) throws {
    guard !isProven(2), !limits.haveStruck else { return }
    var master = try TeacherSetMaster(
      problem, answer, pairs: answer.value.pairs, using: solver, limits: limits, mostWork: simplexWork)
    try master.raiseBound(share: share) { rounded($0, 2) >= rounded($1, 2) }
    raise(2, to: rounded(master.bound, 2))
    if !isProven(2), let found = try master.dive(atMost: answer.value.points - problem.pointsUnit) {
      take(found)
    }
    try searchNeighbourhoods(master.sets, at: master.bestPrices, using: solver)
  }

  mutating func take(_ found: SchoolSolution) {
    if found.value < answer.value, found.isAllowed(by: problem) { answer = found }
  }
}
