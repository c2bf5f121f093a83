/// An answer that changes: counts by group and teacher, with the sums that tell quickly what a change comes to. The
/// place −1 is having no supervisor.
struct AnnealingState {
  private let problem: SchoolProblem
  private let teacherCount: Int
  /// Of every group, flat: the walk reads them millions of times.
  private let hostOf: [Int]
  private let points: [Int32]
  /// Group × (teachers, then nobody).
  private var flat: [Int32]
  /// Host × (teachers, then nobody).
  private var atHost: [Int32]
  private var load: [Int]
  /// The places of every host's students, and the hosts of every teacher, in no particular order but always the same.
  private var placesOf: [[Int]]
  private var hostsOf: [[Int]]
  private(set) var value = SchoolValue()
  /// Students and hosts beyond the teachers' limits.
  private(set) var excessStudents = 0
  private(set) var excessHosts = 0
  private var journal: [(group: Int, from: Int, to: Int, count: Int)] = []

  /// Nobody is supervised.
  init(_ problem: SchoolProblem) {
    self.problem = problem
    teacherCount = problem.teachers.count
    hostOf = problem.groups.map(\.host)
    points = problem.groups.flatMap { problem.penalty[$0.kind].map { Int32(clamping: $0) } }
    let width = teacherCount + 1
    flat = Array(repeating: 0, count: problem.groups.count * width)
    atHost = Array(repeating: 0, count: problem.hostCount * width)
    load = Array(repeating: 0, count: teacherCount)
    placesOf = Array(repeating: [-1], count: problem.hostCount)
    hostsOf = Array(repeating: [], count: teacherCount)
    for (group, item) in problem.groups.enumerated() {
      flat[group * width + teacherCount] = Int32(item.size)
      atHost[item.host * width + teacherCount] += Int32(item.size)
    }
    value = SchoolValue(unsupervised: problem.studentCount)
  }

  init(_ problem: SchoolProblem, counts: [[Int]]) {
    self.init(problem)
    for (group, row) in counts.enumerated() {
      for (teacher, count) in row.enumerated() where count > 0 { transfer(group, -1, teacher, count) }
    }
    keep()
  }

  var counts: [[Int]] {
    problem.groups.indices.map { group in (0..<teacherCount).map { count(group, $0) } }
  }

  private func slot(_ place: Int) -> Int { place < 0 ? teacherCount : place }

  func count(_ group: Int, _ place: Int) -> Int { Int(flat[group * (teacherCount + 1) + slot(place)]) }

  func places(of host: Int) -> [Int] { placesOf[host] }
  func hosts(of teacher: Int) -> [Int] { hostsOf[teacher] }

  var isWithinLimits: Bool { excessStudents == 0 && excessHosts == 0 }

  func isWithin(_ place: Int) -> Bool {
    place < 0
      || (load[place] <= problem.studentLimit[place] && hostsOf[place].count <= problem.hostLimit[place])
  }

  func mayHave(_ group: Int, _ place: Int) -> Bool { place < 0 || problem.mayTake(group, place) }

  /// All of a host's students that may move do; as many of those without a supervisor as there is room for.
  /// - Returns: how many.
  mutating func move(_ host: Int, _ from: Int, _ to: Int) -> Int {
    var moved = 0
    var room = Int.max
    if from < 0, to >= 0, load[to] < problem.studentLimit[to] { room = problem.studentLimit[to] - load[to] }
    for group in problem.groupsOf[host] where mayHave(group, to) {
      let count = min(room, count(group, from))
      guard count > 0 else { continue }
      transfer(group, from, to, count)
      moved += count
      room -= count
    }
    return moved
  }

  /// Limits are not asked.
  mutating func transfer(_ group: Int, _ from: Int, _ to: Int, _ count: Int) {
    shift(group, from, to, count)
    journal.append((group, from, to, count))
  }

  mutating func undo() {
    for entry in journal.reversed() { shift(entry.group, entry.to, entry.from, entry.count) }
    journal.removeAll(keepingCapacity: true)
  }

  mutating func keep() { journal.removeAll(keepingCapacity: true) }

  private mutating func shift(_ group: Int, _ from: Int, _ to: Int, _ count: Int) {
    let host = hostOf[group]
    let width = teacherCount + 1
    flat[group * width + slot(from)] -= Int32(count)
    flat[group * width + slot(to)] += Int32(count)
    let (old, new) = (host * width + slot(from), host * width + slot(to))
    if atHost[new] == 0 { arrive(host, to) }
    atHost[old] -= Int32(count)
    atHost[new] += Int32(count)
    if atHost[old] == 0 { leave(host, from) }
    account(group, from, -count)
    account(group, to, count)
  }

  private mutating func account(_ group: Int, _ place: Int, _ count: Int) {
    if place < 0 {
      value.unsupervised += count
    } else {
      let limit = problem.studentLimit[place]
      excessStudents += max(0, load[place] + count - limit) - max(0, load[place] - limit)
      load[place] += count
      value.points += count * Int(points[group * teacherCount + place])
    }
  }

  private mutating func arrive(_ host: Int, _ place: Int) {
    placesOf[host].append(place)
    guard place >= 0 else { return }
    if hostsOf[place].count >= problem.hostLimit[place] { excessHosts += 1 }
    hostsOf[place].append(host)
    value.pairs += 1
  }

  private mutating func leave(_ host: Int, _ place: Int) {
    placesOf[host].remove(at: placesOf[host].firstIndex(of: place)!)
    guard place >= 0 else { return }
    hostsOf[place].remove(at: hostsOf[place].firstIndex(of: host)!)
    if hostsOf[place].count >= problem.hostLimit[place] { excessHosts -= 1 }
    value.pairs -= 1
  }

  // MARK: Filling

  /// Gives everybody without a supervisor one who has room: whole hosts to whom they fit best, largest first.
  mutating func fill() {
    let order = problem.groupsOf.indices.sorted { a, b in
      let (heldA, heldB) = (isHeld(a) ? 0 : 1, isHeld(b) ? 0 : 1)
      return (heldA, -problem.sizeOf[a], a) < (heldB, -problem.sizeOf[b], b)
    }
    for host in order {
      fillHeld(host)
      while let teacher = bestTeacher(for: host) {
        let room = problem.studentLimit[teacher] - load[teacher]
        var left = room
        for group in problem.groupsOf[host] where left > 0 && mayHave(group, teacher) {
          let count = min(left, count(group, -1))
          if count > 0 { transfer(group, -1, teacher, count) }
          left -= count
        }
      }
    }
    keep()
  }

  private func isHeld(_ host: Int) -> Bool {
    problem.groupsOf[host].contains { problem.groups[$0].held != nil }
  }

  private mutating func fillHeld(_ host: Int) {
    for group in problem.groupsOf[host] {
      guard let teacher = problem.groups[group].held else { continue }
      let count = min(count(group, -1), room(teacher, host))
      if count > 0 { transfer(group, -1, teacher, count) }
    }
  }

  /// How many more of a host the teacher may have.
  private func room(_ teacher: Int, _ host: Int) -> Int {
    let isThere = atHost[host * (teacherCount + 1) + teacher] > 0
    guard isThere || hostsOf[teacher].count < problem.hostLimit[teacher] else { return 0 }
    return problem.studentLimit[teacher] - load[teacher]
  }

  /// Somebody who is there already, else who has room for all of them with the fewest points, else who has most.
  private func bestTeacher(for host: Int) -> Int? {
    let groups = problem.groupsOf[host].filter { problem.groups[$0].held == nil && count($0, -1) > 0 }
    let waiting = groups.reduce(0) { $0 + count($1, -1) }
    guard waiting > 0 else { return nil }
    var best: (rank: (Int, Int, Int), teacher: Int)?
    for teacher in 0..<teacherCount {
      let room = room(teacher, host)
      guard room > 0 else { continue }
      let points = groups.reduce(0) { $0 + count($1, -1) * problem.points($1, teacher) }
      let isThere = atHost[host * (teacherCount + 1) + teacher] > 0
      let rank = room >= waiting ? (isThere ? 0 : 1, points, room) : (2, -room, points)
      if best.map({ rank < $0.rank }) ?? true { best = (rank, teacher) }
    }
    return best?.teacher
  }
}
