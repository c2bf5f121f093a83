import Foundation
import IntegerProgram
import Placement

/// Betters the points (large neighbourhood search, Shaw 1998): all students of a few teachers are freed, everybody else
/// is held, and what is free is solved by itself.
extension SchoolSearch {
  // MARK: Where everybody is supervised

  /// How often without a time limit, and four times that where the answer is far from its bound; and to how many
  /// teachers: a deal to 10 takes a hundredth of a second, one to 20 a tenth. Schools of 40 teachers come nearest to
  /// their bounds by deals of these sizes.
  private static let rounds = 100
  private static let fewest = 10
  private static let most = 20
  /// Deals by teachers' sets. The prices tell which teachers have what costs more than it need; these are dealt to more
  /// often, and whether there is anything to gain at all is known before a deal is looked for.
  mutating func searchNeighbourhoods(
    _ sets: TeacherSets, at prices: TeacherSets.Prices, using solver: some IntegerProgramSolver
  ) throws {
    var random = SplitMix64(seed: 2027)
    // The proof of a small school wants its time too.
    let end = limits.deadline.share(isSmall ? 0.5 : 1)
    let rounds = limits.deadline == .never ? max(1, Int(share * Double(Self.rounds))) : .max
    var work = simplexWork
    for round in 0..<(rounds == .max ? rounds : 4 * rounds) {
      guard !isProven(2), !limits.haveStruck, !end.hasPassed, work > 0, round < rounds || isFar(2) else {
        return
      }
      let regrets = sets.regrets(answer, at: prices)
      let usual = regrets.reduce(0, +) / Double(regrets.count)
      // Drawn without putting back, by weight (Efraimidis and Spirakis 2006).
      let keys = regrets.map { Foundation.log(1 - random.unit()) / ($0 + usual) }
      let count = min(regrets.count, Self.fewest + random.index(below: Self.most - Self.fewest + 1))
      let chosen = regrets.indices.sorted { (-keys[$0], $0) < (-keys[$1], $1) }.prefix(count).sorted()
      work -= try deal(to: chosen, sets, at: prices, mostWork: work, using: solver)
      if count == regrets.count { return }
    }
  }

  /// - Returns: the simplex method's work.
  private mutating func deal(
    to teachers: [Int], _ sets: TeacherSets, at prices: TeacherSets.Prices, mostWork: Int,
    using solver: some IntegerProgramSolver
  ) throws -> Int {
    let (part, own) = part(of: teachers)
    let aim = own.value.points - part.pointsUnit
    guard part.leastPoints(leaving: 0) <= aim else { return 0 }
    let partSets = TeacherSets(part, pairs: own.value.pairs)
    var master = try TeacherSetMaster(
      part, own, pairs: own.value.pairs, at: sets.prices(prices, of: partSets), using: solver, limits: limits,
      mostWork: mostWork)
    try master.raiseBound(share: 1) { bound, _ in rounded(bound, 2) > aim }
    if rounded(master.bound, 2) <= aim, let found = try master.dive(atMost: aim) {
      put(found.counts, part, teachers)
    }
    return master.work
  }

  // MARK: Otherwise

  /// Teachers whose students are dealt anew together, how often, and the nodes for each: their program has some hundred
  /// columns and takes a fraction of a second.
  private static let teachersTogether = 6
  private static let programRounds = 60
  private static let nodes = 150

  /// Deals by branch and cut.
  mutating func searchNeighbourhoods(using solver: some IntegerProgramSolver) throws {
    guard problem.teachers.count > Self.teachersTogether else { return }
    var random = SplitMix64(seed: 2027)
    // The proof wants its time too.
    let end = limits.deadline.share(0.5)
    for _ in 0..<Self.programRounds {
      guard !isProven(2), !limits.haveStruck, !end.hasPassed else { return }
      var order = Array(problem.teachers.indices)
      for index in 0..<Self.teachersTogether {
        order.swapAt(index, index + random.index(below: order.count - index))
      }
      try deal(to: order.prefix(Self.teachersTogether).sorted(), using: solver)
    }
  }

  private mutating func deal(to teachers: [Int], using solver: some IntegerProgramSolver) throws {
    let (part, own) = part(of: teachers)
    guard own.value.points > part.leastPoints(leaving: 0) else { return }
    var program = SchoolProgram(part, stage: 2, holding: own.value)
    program.demand(atMost: own.value.points - part.pointsUnit)
    var few = limits
    few.nodes = Self.nodes
    switch try solver.solve(program.program, limits: few) {
    case .optimal(let values, _, _), .feasible(let values, _, _):
      put(program.answer(values).counts, part, teachers)
    case .infeasible, .noSolutionInTime: return
    case .unbounded: throw SolverFailure("the supervisors' program has no bound")
    }
  }

  // MARK: Parts

  private func part(of teachers: [Int]) -> (SchoolProblem, SchoolSolution) {
    let part = SchoolProblem(problem, answer, teachers: teachers)
    let counts = part.groupOf.map { group in teachers.map { answer.counts[group][$0] } }
    return (part, SchoolSolution(counts, of: part))
  }

  private mutating func put(_ counts: [[Int]], _ part: SchoolProblem, _ teachers: [Int]) {
    var whole = answer.counts
    for (group, row) in zip(part.groupOf, counts) {
      for (teacher, count) in zip(teachers, row) { whole[group][teacher] = count }
    }
    take(SchoolSolution(whole, of: problem))
  }
}
