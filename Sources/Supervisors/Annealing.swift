import Foundation
import IntegerProgram
import Placement

/// A good first answer by simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983): students of one host move to
/// another teacher, or change places with those of another host. Limits may be broken on the way, at a price that
/// rises; only answers within them count. The steps are counted and drawn from a fixed seed, so that equal schools have
/// equal answers.
struct Annealing {
  /// Steps for each host and teacher, and in all: 600 students at 150 hosts with 40 teachers take about two seconds.
  private static let stepsEach = 10_000
  private static let mostSteps = 3_000_000

  private let problem: SchoolProblem
  private let limits: SolverLimits
  private let weights: Weights
  /// Of every host, all teachers, those with the fewest points for its students first.
  private let byPoints: [[Int]]
  private var state: AnnealingState
  private var random = SplitMix64(seed: 2026)

  /// Of one scale, so that a temperature speaks to all of them; the largest penalty is the unit.
  private struct Weights {
    let pair: Double
    let student: Double
    /// Of a student beyond a limit, at first and at last.
    let excess: (first: Double, last: Double)

    /// Where all can be supervised, being beyond a limit may cost less than being without a supervisor: it goes in the
    /// end. Otherwise somebody must be without, and that has to be the cheaper.
    init(_ problem: SchoolProblem) {
      let unit = Double(problem.largestPenalty)
      pair = 16 * unit
      student = 2 * pair
      excess = problem.leastUnsupervised == 0 ? (unit / 4, 1.5 * student) : (1.25 * student, 1.25 * student)
    }
  }

  init(_ problem: SchoolProblem, limits: SolverLimits) {
    self.problem = problem
    self.limits = limits
    weights = Weights(problem)
    byPoints = problem.groupsOf.map { groups in
      let points = problem.teachers.indices.map { teacher in
        groups.reduce(0) { $0 + problem.groups[$1].size * problem.points($1, teacher) }
      }
      return problem.teachers.indices.sorted { (points[$0], $0) < (points[$1], $1) }
    }
    state = AnnealingState(problem)
  }

  /// - Parameter isGoodEnough: nothing better is to be had.
  mutating func run(until isGoodEnough: (SchoolValue) -> Bool) -> SchoolSolution {
    state.fill()
    guard problem.hostCount > 0, !problem.teachers.isEmpty else {
      return SchoolSolution(state.counts, of: problem)
    }
    let steps = min(Self.mostSteps, Self.stepsEach * (problem.hostCount + problem.teachers.count))
    let unit = Double(problem.largestPenalty)
    var best = Best(value: state.value, counts: state.counts)
    // First who goes where at all, then twice from the best so far, cooler: who fits whom.
    for hot in [weights.pair / 4, 2 * unit, unit] {
      state = AnnealingState(problem, counts: best.counts)
      guard walk(steps / 3, from: hot, &best, until: isGoodEnough) else { break }
    }
    state = AnnealingState(problem, counts: best.counts)
    state.fill()
    return SchoolSolution(state.counts, of: problem)
  }

  private struct Best {
    var value: SchoolValue
    var counts: [[Int]]
  }

  /// - Returns: whether there is anything left to do.
  private mutating func walk(
    _ steps: Int, from hot: Double, _ best: inout Best, until isGoodEnough: (SchoolValue) -> Bool
  ) -> Bool {
    let cold = Double(problem.pointsUnit) / 32
    var (temperature, excess) = (hot, weights.excess.first)
    for step in 0..<steps {
      if step % 1024 == 0 {
        if isGoodEnough(best.value) || limits.haveStruck { return false }
        let progress = Double(step) / Double(steps)
        temperature = hot * pow(cold / hot, progress)
        excess = weights.excess.first * pow(weights.excess.last / weights.excess.first, progress)
      }
      let before = energy(excess)
      guard propose() else {
        state.undo()
        continue
      }
      let difference = energy(excess) - before
      guard difference <= 0 || random.unit() < exp(-difference / temperature) else {
        state.undo()
        continue
      }
      state.keep()
      if state.isWithinLimits, state.value < best.value {
        best = Best(value: state.value, counts: state.counts)
      }
    }
    return true
  }

  private func energy(_ excess: Double) -> Double {
    Double(state.value.points) + weights.pair * Double(state.value.pairs)
      + weights.student * Double(state.value.unsupervised)
      + excess * Double(state.excessStudents + 4 * state.excessHosts)
  }

  /// Changes the state; false where the change is none.
  private mutating func propose() -> Bool {
    let host = random.index(below: problem.hostCount)
    let sources = state.places(of: host)
    let from = sources[random.index(below: sources.count)]
    let kind = random.index(below: 8)
    if kind == 0 { return split(host, from) }
    // Now and then somebody goes without, to make room.
    let to = kind == 1 ? -1 : teacher(for: host)
    guard to != from, state.move(host, from, to) > 0 else { return false }
    guard to >= 0, kind > 3, !state.isWithin(to) else { return true }
    // There is no room: somebody else's students come back instead.
    let others = state.hosts(of: to)
    let other = others[random.index(below: others.count)]
    return other != host && state.move(other, to, from) > 0
  }

  /// Any, more often one of those whom the host's students fit.
  private mutating func teacher(for host: Int) -> Int {
    let draw = random.unit()
    return byPoints[host][Int(draw * draw * Double(problem.teachers.count))]
  }

  /// Some students of one group move to another teacher, by preference one who is at the host already; where there is
  /// no room, one comes back for each.
  private mutating func split(_ host: Int, _ from: Int) -> Bool {
    let places = state.places(of: host).filter { $0 != from && $0 >= 0 }
    let isAlreadyThere = !places.isEmpty && random.index(below: 4) > 0
    let to =
      isAlreadyThere ? places[random.index(below: places.count)] : random.index(below: problem.teachers.count)
    guard to != from else { return false }
    let groups = problem.groupsOf[host].filter { state.count($0, from) > 0 && problem.mayTake($0, to) }
    guard !groups.isEmpty else { return false }
    let group = groups[random.index(below: groups.count)]
    let moving = 1 + random.index(below: state.count(group, from))
    state.transfer(group, from, to, moving)
    guard !state.isWithin(to) else { return true }
    let back = problem.groupsOf[host].filter {
      $0 != group && state.count($0, to) > 0 && state.mayHave($0, from)
    }
    guard !back.isEmpty else { return false }
    let other = back[random.index(below: back.count)]
    state.transfer(other, to, from, min(moving, state.count(other, to)))
    return true
  }
}
