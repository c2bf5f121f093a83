import IntegerProgram
import Placement

extension SchoolSearch {
  /// Teachers whose students are dealt anew together, how often, and the nodes for each: their program has some hundred
  /// columns and takes a fraction of a second.
  private static let teachersTogether = 6
  private static let rounds = 60
  private static let nodes = 150

  /// Betters the points (large neighbourhood search, Shaw 1998): all students of a few teachers are freed, everybody
  /// else is held, and what is free is solved by branch and cut.
  mutating func searchNeighbourhoods(using solver: some IntegerProgramSolver) throws {
    guard problem.teachers.count > Self.teachersTogether else { return }
    var random = SplitMix64(seed: 2027)
    // The proof wants its time too.
    let end = limits.deadline.share(0.5)
    for _ in 0..<Self.rounds {
      guard !isProven(2), !limits.haveStruck, !end.hasPassed else { return }
      var order = Array(problem.teachers.indices)
      for index in 0..<Self.teachersTogether {
        order.swapAt(index, index + random.index(below: order.count - index))
      }
      try deal(to: order.prefix(Self.teachersTogether).sorted(), using: solver)
    }
  }

  private mutating func deal(to teachers: [Int], using solver: some IntegerProgramSolver) throws {
    let part = SchoolProblem(problem, answer, teachers: teachers)
    let counts = part.groupOf.map { group in teachers.map { answer.counts[group][$0] } }
    let value = SchoolValue(counts, of: part)
    guard value.points > part.leastPoints(leaving: 0) else { return }
    var program = SchoolProgram(part, stage: 2, holding: value)
    program.demand(atMost: value.points - part.pointsUnit)
    var own = limits
    own.nodes = Self.nodes
    switch try solver.solve(program.program, limits: own) {
    case .optimal(let values, _, _), .feasible(let values, _, _):
      var whole = answer.counts
      for (group, row) in zip(part.groupOf, program.answer(values).counts) {
        for (teacher, count) in zip(teachers, row) { whole[group][teacher] = count }
      }
      take(SchoolAnswer(whole, of: problem))
    case .infeasible, .noSolutionInTime: return
    case .unbounded: throw SolverFailure("the supervisors' program has no bound")
    }
  }
}
