import Foundation
import IntegerProgram

/// A good first answer by simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983): students of one host move to
/// another teacher, or change places with those of another host. Limits may be broken on the way, at a price that
/// rises; only answers within them count. The steps are counted and drawn from a fixed seed, so that equal schools have
/// equal answers.
struct Annealing {
  /// Steps for each host and teacher, and in all: 600 students at 150 hosts with 40 teachers take about a second, and
  /// twice as many steps find hardly anything better there.
  private static let stepsEach = 10_000
  private static let mostSteps = 3_000_000

  private let problem: SchoolProblem
  private let limits: SolverLimits
  private let weights: Weights
  private var state: AnnealingState
  private var random = Draws(seed: 2026)

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
      excess = problem.leastUnsupervised == 0 ? (unit / 2, 8 * unit) : (1.25 * student, 1.25 * student)
    }
  }

  init(_ problem: SchoolProblem, limits: SolverLimits) {
    self.problem = problem
    self.limits = limits
    weights = Weights(problem)
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
    let (hot, cold) = (weights.pair, Double(problem.pointsUnit) / 8)
    var (temperature, excess) = (hot, weights.excess.first)
    for step in 0..<steps {
      if step % 1024 == 0 {
        if isGoodEnough(best.value) || limits.haveStruck { break }
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
      if state.isWithinLimits, state.value < best.value { best = (state.value, state.counts) }
    }
    state = AnnealingState(problem, counts: best.counts)
    state.fill()
    return SchoolAnswer(state.counts, of: problem)
  }

  private func energy(_ excess: Double) -> Double {
    Double(state.value.points) + weights.pair * Double(state.value.pairs)
      + weights.student * Double(state.value.unsupervised)
      + excess * Double(state.excessStudents + 4 * state.excessHosts)
  }

  /// Changes the state; false where the change is none.
  private mutating func propose() -> Bool {
    let host = random.below(problem.hostCount)
    let sources = state.places(of: host)
    let from = sources[random.below(sources.count)]
    let kind = random.below(8)
    if kind == 0 { return split(host, from) }
    // Now and then somebody goes without, to make room.
    let to = kind == 1 ? -1 : random.below(problem.teachers.count)
    guard to != from, state.move(host, from, to) > 0 else { return false }
    guard to >= 0, kind > 3, !state.isWithin(to) else { return true }
    // There is no room: somebody else's students come back instead.
    let others = state.hosts(of: to)
    let other = others[random.below(others.count)]
    return other != host && state.move(other, to, from) > 0
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
    return true
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
