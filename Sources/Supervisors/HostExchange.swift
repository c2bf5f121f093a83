import Foundation
import Placement

/// Betters the points of an answer by simulated annealing over whole parts: a part is what one teacher has of one host,
/// and goes to another teacher as it is, or changes places with another part. Teachers of one host also pass single
/// students to each other. How many are supervised and how many pairs there are stays.
///
/// It is the walk of ``Annealing`` with less to choose from, on flat arrays: a step takes a tenth of the time, and for who
/// fits whom millions of them are what counts. Limits may be broken on the way, at a price that rises.
struct HostExchange {
  /// Steps of a walk for each part, and in all: four walks of a large school take about two seconds.
  private static let stepsEach = 40_000
  private static let mostSteps = 5_000_000
  private static let walks = 4
  /// Somebody of the part is held to another teacher.
  private static let barred = Int32.max

  private let problem: SchoolProblem
  private let teacherCount: Int
  private var parts: [Part] = []
  /// Part × teacher: points, and teachers with the fewest points first.
  private var points: [Int32] = []
  private var order: [Int32] = []
  /// The teacher of every part; the parts of every teacher, and where each stands among them.
  private var place: [Int] = []
  private var partsOf: [[Int]]
  private var position: [Int] = []
  /// Parts of hosts that several teachers share.
  private var shared: [Int] = []
  /// Left of the teachers' limits; less than nothing beyond them.
  private var room: [Int]
  private var hostRoom: [Int]
  private var value = 0
  /// Students and hosts beyond the limits, a host for four students.
  private var excess = 0
  private var temperature = 0.0
  private var price = 0.0
  private var random = SplitMix64(seed: 2028)

  private struct Part {
    let host: Int
    /// Of each group of the host.
    var counts: [Int]
    /// Teachers who may have it.
    var choices = 0
    /// The other parts of the host.
    var siblings: [Int] = []

    var size: Int
  }

  init(_ problem: SchoolProblem, _ answer: SchoolSolution) {
    self.problem = problem
    teacherCount = problem.teachers.count
    room = problem.studentLimit
    hostRoom = problem.hostLimit
    partsOf = problem.teachers.map { _ in [] }
    for (host, groups) in problem.groupsOf.enumerated() {
      let first = parts.count
      for teacher in problem.teachers.indices {
        let counts = groups.map { answer.counts[$0][teacher] }
        let size = counts.reduce(0, +)
        guard size > 0 else { continue }
        parts.append(Part(host: host, counts: counts, size: size))
        place.append(teacher)
        position.append(partsOf[teacher].count)
        partsOf[teacher].append(parts.count - 1)
        room[teacher] -= size
        hostRoom[teacher] -= 1
      }
      for part in first..<parts.count { parts[part].siblings = (first..<parts.count).filter { $0 != part } }
      if parts.count - first > 1 { shared += first..<parts.count }
    }
    points = Array(repeating: 0, count: parts.count * teacherCount)
    order = points
    for part in parts.indices {
      price(part)
      value += Int(points[part * teacherCount + place[part]])
    }
  }

  /// What the part comes to with every teacher.
  private mutating func price(_ part: Int) {
    let start = part * teacherCount
    let groups = problem.groupsOf[parts[part].host]
    parts[part].choices = 0
    for teacher in 0..<teacherCount {
      var sum: Int32 = 0
      for (group, count) in zip(groups, parts[part].counts) where count > 0 && sum != Self.barred {
        sum =
          problem.mayTake(group, teacher)
          ? sum + Int32(clamping: count * problem.points(group, teacher)) : Self.barred
      }
      points[start + teacher] = sum
      if sum != Self.barred { parts[part].choices += 1 }
    }
    let sorted = problem.teachers.indices.sorted { (points[start + $0], $0) < (points[start + $1], $1) }
    for (rank, teacher) in sorted.enumerated() { order[start + rank] = Int32(teacher) }
  }

  private struct Best {
    var value: Int
    var place: [Int]
    var parts: [Part]
  }

  /// - Parameters:
  ///   - share: of the usual steps, where many schools share the time.
  ///   - isGoodEnough: whether these points leave nothing to find.
  mutating func run(share: Double, until isGoodEnough: (Int) -> Bool, shouldStop: () -> Bool)
    -> SchoolSolution
  {
    var best = Best(value: value, place: place, parts: parts)
    let steps = Int(share * Double(min(Self.mostSteps, Self.stepsEach * parts.count)))
    guard parts.count > 1, teacherCount > 1 else { return answer(best) }
    let unit = Double(problem.largestPenalty)
    for walk in 0..<Self.walks {
      for step in 0..<steps {
        if step % 1024 == 0 {
          if isGoodEnough(best.value) || shouldStop() { return answer(best) }
          // From a host's worth to less than the least difference that there is.
          let progress = Double(step) / Double(steps)
          let (hot, cold) = (walk == 0 ? 2 * unit : unit, Double(problem.pointsUnit) / 4)
          temperature = hot * pow(cold / hot, progress)
          price = unit / 4 * pow(64, min(1, 1.5 * progress))
        }
        if !shared.isEmpty, random.index(below: 16) == 0 { pass() } else { exchange() }
        if excess == 0, value < best.value { best = Best(value: value, place: place, parts: parts) }
      }
      restore(best)
    }
    return answer(best)
  }

  private func answer(_ best: Best) -> SchoolSolution {
    var counts = problem.groups.map { _ in [Int](repeating: 0, count: teacherCount) }
    for (part, teacher) in zip(best.parts, best.place) {
      for (group, count) in zip(problem.groupsOf[part.host], part.counts) { counts[group][teacher] += count }
    }
    return SchoolSolution(counts, of: problem)
  }

  private mutating func restore(_ best: Best) {
    for part in parts.indices {
      let isChanged = parts[part].counts != best.parts[part].counts
      room[place[part]] += parts[part].size
      hostRoom[place[part]] += 1
      parts[part] = best.parts[part]
      place[part] = best.place[part]
      room[place[part]] -= parts[part].size
      hostRoom[place[part]] -= 1
      if isChanged { price(part) }
    }
    partsOf = partsOf.map { _ in [] }
    for part in parts.indices {
      position[part] = partsOf[place[part]].count
      partsOf[place[part]].append(part)
    }
    (value, excess) = (best.value, 0)
  }

  // MARK: Steps

  /// Metropolis: what is better always, what is worse now and then.
  private mutating func accepts(_ difference: Int, _ excess: Int) -> Bool {
    let energy = Double(difference) + price * Double(excess)
    return energy <= 0 || random.unit() < exp(-energy / temperature)
  }

  /// How much further beyond their limits two teachers are where students and hosts go from one to the other.
  @inline(__always)
  private func excess(_ from: Int, _ to: Int, students: Int, hosts: Int) -> Int {
    func beyond(_ students: Int, _ hosts: Int) -> Int { max(0, -students) + 4 * max(0, -hosts) }
    return beyond(room[from] + students, hostRoom[from] + hosts)
      + beyond(room[to] - students, hostRoom[to] - hosts)
      - beyond(room[from], hostRoom[from]) - beyond(room[to], hostRoom[to])
  }

  private mutating func book(
    _ from: Int, _ to: Int, students: Int, hosts: Int, _ difference: Int, _ excess: Int
  ) {
    room[from] += students
    room[to] -= students
    hostRoom[from] += hosts
    hostRoom[to] -= hosts
    value += difference
    self.excess += excess
  }

  /// Whether no other part of the host is with the teacher.
  @inline(__always)
  private func isFree(_ part: Int, _ teacher: Int) -> Bool {
    for sibling in parts[part].siblings where place[sibling] == teacher { return false }
    return true
  }

  /// A part goes to another teacher, more often to one it fits; mostly one of that teacher's comes back.
  private mutating func exchange() {
    let part = random.index(below: parts.count)
    let draw = random.unit()
    guard parts[part].choices > 1 else { return }
    let rank = Int(draw * draw * Double(parts[part].choices))
    let (from, to) = (place[part], Int(order[part * teacherCount + rank]))
    guard from != to, isFree(part, to) else { return }
    var other: Int?
    if random.index(below: 4) > 0, !partsOf[to].isEmpty {
      let back = partsOf[to][random.index(below: partsOf[to].count)]
      guard points[back * teacherCount + from] != Self.barred, isFree(back, from) else { return }
      other = back
    }
    func gain(_ part: Int, _ from: Int, _ to: Int) -> Int {
      Int(points[part * teacherCount + to]) - Int(points[part * teacherCount + from])
    }
    let difference = gain(part, from, to) + (other.map { gain($0, to, from) } ?? 0)
    let students = parts[part].size - (other.map { parts[$0].size } ?? 0)
    let hosts = other == nil ? 1 : 0
    let beyond = excess(from, to, students: students, hosts: hosts)
    guard accepts(difference, beyond) else { return }
    book(from, to, students: students, hosts: hosts, difference, beyond)
    hand(part, to, instead: other)
  }

  private mutating func hand(_ part: Int, _ to: Int, instead other: Int?) {
    let from = place[part]
    if let other {
      partsOf[from][position[part]] = other
      partsOf[to][position[other]] = part
      position.swapAt(part, other)
      place[other] = from
    } else {
      let last = partsOf[from].removeLast()
      if last != part {
        partsOf[from][position[part]] = last
        position[last] = position[part]
      }
      position[part] = partsOf[to].count
      partsOf[to].append(part)
    }
    place[part] = to
  }

  /// One student of a shared host goes to another of its teachers; or one of another group comes back.
  private mutating func pass() {
    let part = shared[random.index(below: shared.count)]
    let other = parts[part].siblings[random.index(below: parts[part].siblings.count)]
    let first = problem.groupsOf[parts[part].host].lowerBound
    let (from, to) = (place[part], place[other])
    let groups = parts[part].counts.count
    let (group, back) = (random.index(below: groups), random.index(below: groups))
    let comesBack = random.index(below: 2) == 0
    guard parts[part].counts[group] > 0, problem.mayTake(first + group, to) else { return }
    if comesBack {
      guard back != group, parts[other].counts[back] > 0, problem.mayTake(first + back, from) else { return }
    } else if parts[part].size == 1 {
      return
    }
    var difference = problem.points(first + group, to) - problem.points(first + group, from)
    if comesBack {
      difference += problem.points(first + back, from) - problem.points(first + back, to)
    }
    let students = comesBack ? 0 : 1
    let beyond = excess(from, to, students: students, hosts: 0)
    guard accepts(difference, beyond) else { return }
    book(from, to, students: students, hosts: 0, difference, beyond)
    parts[part].size -= students
    parts[other].size += students
    parts[part].counts[group] -= 1
    parts[other].counts[group] += 1
    if comesBack {
      parts[part].counts[back] += 1
      parts[other].counts[back] -= 1
    }
    price(part)
    price(other)
  }
}
