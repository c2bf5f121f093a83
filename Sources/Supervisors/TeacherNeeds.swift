/// How many teachers hosts need at least where all their students are supervised.
///
/// A host needs those its students are held to, and as many of the largest rooms as hold the rest. Beyond that, who is
/// held to one teacher at several hosts may be too many hosts for that teacher: some of these need one teacher more.
struct TeacherNeeds {
  /// Hosts among which so many more teachers are needed, without its being known at which; never two at one.
  struct Pool {
    /// Increasing.
    var hosts: [Int]
    var extra: Int
  }

  /// By host.
  private(set) var teachers: [Int] = []
  /// No host is in two.
  private(set) var pools: [Pool] = []

  /// No answer has fewer pairs.
  var pairs: Int { teachers.reduce(0, +) + pools.reduce(0) { $0 + $1.extra } }

  private let problem: SchoolProblem
  /// Students held, by host and teacher; by teacher; and hosts of these by teacher.
  private let heldAt: [[Int: Int]]
  private var heldTo: [Int]
  private var hostsHeldTo: [Int]

  init(_ problem: SchoolProblem) {
    self.problem = problem
    heldTo = Array(repeating: 0, count: problem.teachers.count)
    hostsHeldTo = heldTo
    heldAt = problem.groupsOf.map { groups in
      groups.reduce(into: [:]) { held, group in
        if let teacher = problem.groups[group].held {
          held[teacher, default: 0] += problem.groups[group].size
        }
      }
    }
    for held in heldAt {
      for (teacher, count) in held {
        heldTo[teacher] += count
        hostsHeldTo[teacher] += 1
      }
    }
    let rooms = problem.teachers.indices.map { (room: room($0, heldHere: 0), teacher: $0) }
      .sorted { ($1.room, $0.teacher) < ($0.room, $1.teacher) }
    let others = problem.groupsOf.indices.map { host in
      rooms.lazy.filter { [heldAt] in heldAt[host][$0.teacher] == nil }.map(\.room)
    }
    teachers = problem.groupsOf.indices.map { host in
      var room = heldAt[host].reduce(0) { $0 + self.room($1.key, heldHere: $1.value) }
      var needed = heldAt[host].count
      for other in others[host] where room < problem.sizeOf[host] {
        room += other
        needed += 1
      }
      return needed
    }
    addExtra(
      roomOfOthers: problem.groupsOf.indices.map { host in
        others[host].prefix(teachers[host] - heldAt[host].count).reduce(0, +)
      })
  }

  /// Students of a host that the teacher has room for, beside those held at other hosts.
  private func room(_ teacher: Int, heldHere: Int) -> Int {
    let mayCome = heldHere > 0 || hostsHeldTo[teacher] < problem.hostLimit[teacher]
    return mayCome ? max(0, problem.studentLimit[teacher] - heldTo[teacher] + heldHere) : 0
  }

  /// - Parameter roomOfOthers: by host, what those have at the most who are needed there and to whom nobody is held.
  private mutating func addExtra(roomOfOthers: [Int]) {
    // What is left to a teacher of a host that has no more teachers than it needs.
    let left = heldAt.enumerated().map { host, held in
      let room = held.reduce(roomOfOthers[host]) { $0 + self.room($1.key, heldHere: $1.value) }
      return Dictionary(
        uniqueKeysWithValues: held.map { teacher, count in
          (teacher, max(count, problem.sizeOf[host] - room + self.room(teacher, heldHere: count)))
        })
    }
    var beyond = problem.studentLimit.map { -$0 }
    for held in left { for (teacher, count) in held { beyond[teacher] += count } }
    // A host counts with the teacher who has least room for all that is left to them.
    var hostsOf = problem.teachers.map { _ in [Int]() }
    for (host, held) in left.enumerated() {
      if let teacher = held.keys.min(by: { (beyond[$1], $0) < (beyond[$0], $1) }) {
        hostsOf[teacher].append(host)
      }
    }
    for (teacher, hosts) in hostsOf.enumerated() {
      let savings = hosts.map { (host: $0, students: left[$0][teacher]! - heldAt[$0][teacher]!) }
      let excess =
        heldTo[teacher] - problem.studentLimit[teacher] + savings.reduce(0) { $0 + $1.students }
      add(savings.filter { $0.students > 0 }, excess)
    }
  }

  /// - Parameters:
  ///   - savings: students that a teacher more at a host takes over.
  ///   - excess: how many have to be.
  private mutating func add(_ savings: [(host: Int, students: Int)], _ excess: Int) {
    guard excess > 0, !savings.isEmpty else { return }
    let sorted = savings.sorted { ($1.students, $0.host) < ($0.students, $1.host) }
    var (extra, sum) = (0, 0)
    while extra < sorted.count, sum < excess {
      sum += sorted[extra].students
      extra += 1
    }
    // With the largest others beside it a host has to save enough.
    let before = sorted.prefix(extra - 1).reduce(0) { $0 + $1.students }
    let hosts = sorted.enumerated()
      .filter { $0.offset < extra || before + $0.element.students >= excess }.map(\.element.host)
    if hosts.count == extra {
      for host in hosts { teachers[host] += 1 }
    } else {
      pools.append(Pool(hosts: hosts.sorted(), extra: extra))
    }
  }
}
