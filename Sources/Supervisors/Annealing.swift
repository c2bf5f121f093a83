import Foundation
import IntegerProgram

/// A good first answer by simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983): students of one host move to
/// another teacher, or change places with those of another host. The steps are counted and drawn from a fixed seed, so
/// that equal schools have equal answers.
struct Annealing {
  /// Steps for each host and teacher, and in all: 600 students at 150 hosts with 40 teachers take under a second, and
  /// twice as many steps find nothing better there.
  private static let stepsEach = 5000
  private static let mostSteps = 2_000_000

  private let problem: SchoolProblem
  private let limits: SolverLimits
  /// Weights of the objectives: of one scale, so that a temperature speaks to all of them.
  private let weightOfPair: Double
  private let weightOfStudent: Double
  private var state: AnnealingState
  private var random = Draws(seed: 2026)

  init(_ problem: SchoolProblem, limits: SolverLimits) {
    self.problem = problem
    self.limits = limits
    let largest = Double(problem.largestPenalty)
    weightOfPair = 16 * largest
    weightOfStudent = 8 * weightOfPair
    state = AnnealingState(problem)
  }

  /// - Parameter isGoodEnough: nothing better is to be had.
  mutating func run(until isGoodEnough: (SchoolValue) -> Bool) -> SchoolAnswer {
    state.fill()
    var best = (value: state.value, counts: state.counts)
    guard problem.hostCount > 0, !problem.teachers.isEmpty else {
      return SchoolAnswer(best.counts, of: problem)
    }
    let steps = min(Self.mostSteps, Self.stepsEach * (problem.hostCount + problem.teachers.count))
    let (hot, cold) = (weightOfPair, Double(problem.pointsUnit) / 8)
    for step in 0..<steps {
      if step % 1024 == 0, isGoodEnough(best.value) || limits.haveStruck { break }
      let before = energy(state.value)
      guard propose() else {
        state.undo()
        continue
      }
      let difference = energy(state.value) - before
      let temperature = hot * pow(cold / hot, Double(step) / Double(steps))
      guard difference <= 0 || random.unit() < exp(-difference / temperature) else {
        state.undo()
        continue
      }
      state.keep()
      if state.value < best.value { best = (state.value, state.counts) }
    }
    state = AnnealingState(problem, counts: best.counts)
    state.fill()
    return SchoolAnswer(state.counts, of: problem)
  }

  private func energy(_ value: SchoolValue) -> Double {
    Double(value.points) + weightOfPair * Double(value.pairs) + weightOfStudent * Double(value.unsupervised)
  }

  /// Changes the state; false where the change is none or is not allowed, and must be undone.
  private mutating func propose() -> Bool {
    let host = random.below(problem.hostCount)
    let sources = state.places(of: host)
    let from = sources[random.below(sources.count)]
    if random.below(8) == 0 { return split(host, from) }
    let to = random.below(problem.teachers.count)
    guard to != from, state.move(host, from, to) > 0 else { return false }
    guard !state.isWithin(to) else { return true }
    // There is no room: somebody else's students come back instead.
    let others = state.hosts(of: to)
    let other = others[random.below(others.count)]
    guard other != host, state.move(other, to, from) > 0 else { return false }
    return state.isWithin(to) && state.isWithin(from)
  }

  /// Some students of one group move to another teacher, by preference one who is at the host already; where there is
  /// no room, one comes back for each.
  private mutating func split(_ host: Int, _ from: Int) -> Bool {
    let places = state.places(of: host).filter { $0 != from && $0 >= 0 }
    let isAlreadyThere = !places.isEmpty && random.below(4) > 0
    let to = isAlreadyThere ? places[random.below(places.count)] : random.below(problem.teachers.count)
    guard to != from else { return false }
    let groups = problem.groupsOf[host].filter { state.count($0, from) > 0 && problem.mayTake($0, to) }
    guard !groups.isEmpty else { return false }
    let group = groups[random.below(groups.count)]
    let moving = 1 + random.below(state.count(group, from))
    state.transfer(group, from, to, moving)
    guard !state.isWithin(to) else { return true }
    let back = problem.groupsOf[host].filter {
      $0 != group && state.count($0, to) > 0 && state.mayHave($0, from)
    }
    guard !back.isEmpty else { return false }
    let other = back[random.below(back.count)]
    state.transfer(other, to, from, min(moving, state.count(other, to)))
    return state.isWithin(to) && state.isWithin(from)
  }
}

/// Whole numbers that look random and are always the same (SplitMix64).
struct Draws {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

  /// 0 ..< 1
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
