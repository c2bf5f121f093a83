import Allocation
import Placement

/// A student who needs a supervisor, and where: somebody placed, or who found a place alone.
public struct Supervisee: Hashable, Sendable {
  /// Where a student works: an enterprise of the case, or one known by its name alone.
  public enum Host: Hashable, Sendable {
    /// Index into the case.
    case enterprise(Int)
    /// A host that the case does not know is one by its name.
    case named(String)
  }

  /// Index into the case.
  public let student: Int
  public let host: Host

  public init(student: Int, host: Host) {
    self.student = student
    self.host = host
  }
}

/// Who may supervise whom at one school: the sets and numbers of its program.
///
/// Students whom nothing tells apart (one host, one specialty as the teachers see it, held to one teacher or to none)
/// are one group, so that there is one number to decide instead of many that could be exchanged.
struct SchoolProblem: Sendable {
  struct Group: Sendable {
    let host: Int
    /// Row of `penalty`.
    let kind: Int
    /// The teacher that the students are held to.
    let held: Int?
    /// Indices into the case, increasing.
    let students: [Int]

    var size: Int { students.count }
  }

  /// Indices into the case, increasing.
  let teachers: [Int]
  /// Limits of every teacher, at most the students and hosts that there are.
  let studentLimit: [Int]
  let hostLimit: [Int]
  /// Points of a student of a kind with every teacher.
  private(set) var penalty: [[Int]]
  /// Teachers that nothing tells apart have one number; numbers count from 0 in order of their first teacher.
  private(set) var typeOf: [Int]
  /// In order of host.
  let groups: [Group]
  /// The groups of every host, and how many students they are.
  let groupsOf: [Range<Int>]
  let sizeOf: [Int]
  let studentCount: Int
  /// Of a part, the groups of the whole.
  private(set) var groupOf: [Int] = []

  var hostCount: Int { groupsOf.count }

  init(
    _ placementCase: PlacementCase, teachers: [Int], supervisees: [Supervisee], matching: SpecialtyMatching
  ) {
    let people = teachers.map { placementCase.teachers[$0] }
    let policy = placementCase.policy
    self.teachers = teachers
    var kinds = Kinds(people, policy: policy, matching: matching)
    let held = Dictionary(uniqueKeysWithValues: people.enumerated().map { ($1.id, $0) })
    let hosts = Dictionary(grouping: supervisees, by: \.host).sorted { Self.precedes($0.key, $1.key) }
    var groups: [Group] = []
    var groupsOf: [Range<Int>] = []
    for (host, supervisees) in hosts.map(\.value).enumerated() {
      let first = groups.count
      let split = Dictionary(grouping: supervisees.map(\.student)) { student in
        let person = placementCase.students[student]
        return Key(kind: kinds.kind(of: person.specialty), held: person.teacherID.flatMap { held[$0] } ?? -1)
      }
      for (key, students) in split.sorted(by: { ($0.key.kind, $0.key.held) < ($1.key.kind, $1.key.held) }) {
        let group = Group(
          host: host, kind: key.kind, held: key.held < 0 ? nil : key.held, students: students.sorted())
        groups.append(group)
      }
      groupsOf.append(first..<groups.count)
    }
    self.groups = groups
    self.groupsOf = groupsOf
    sizeOf = groupsOf.map { groups[$0].reduce(0) { $0 + $1.size } }
    studentCount = supervisees.count
    penalty = kinds.penalty
    let (studentCount, hostCount) = (supervisees.count, groupsOf.count)
    studentLimit = people.map { min(studentCount, policy.maxStudents(of: $0) ?? studentCount) }
    hostLimit = people.map { min(hostCount, policy.maxHosts(of: $0) ?? hostCount) }
    typeOf = []
    tellTeachersApart()
  }

  private mutating func tellTeachersApart() {
    let isHeldTo = Set(groups.compactMap(\.held))
    var types: [[Int]: Int] = [:]
    typeOf = teachers.indices.map { teacher in
      let column = penalty.map { $0[teacher] }
      let own = isHeldTo.contains(teacher) ? teacher : -1
      let key = [studentLimit[teacher], hostLimit[teacher], own] + column
      if let known = types[key] { return known }
      types[key] = types.count
      return types.count - 1
    }
  }

  /// The same without specialties, for how many pairs there are at all: more teachers are alike.
  var withoutPoints: SchoolProblem {
    var plain = self
    plain.penalty = penalty.map { $0.map { _ in 0 } }
    plain.tellTeachersApart()
    return plain
  }

  private struct Key: Hashable {
    let kind: Int
    let held: Int
  }

  /// Known hosts by index, then the others by name.
  private static func precedes(_ a: Supervisee.Host, _ b: Supervisee.Host) -> Bool {
    switch (a, b) {
    case (.enterprise(let a), .enterprise(let b)): a < b
    case (.enterprise, .named): true
    case (.named, .enterprise): false
    case (.named(let a), .named(let b)): String.utf8Precedes(a, b)
    }
  }

  /// Some teachers, and the students that they have in an answer.
  init(_ whole: SchoolProblem, _ answer: SchoolSolution, teachers chosen: [Int]) {
    let place = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, $0) })
    var groups: [Group] = []
    var groupsOf: [Range<Int>] = []
    var origin: [Int] = []
    for own in whole.groupsOf {
      let first = groups.count
      for group in own {
        let count = chosen.reduce(0) { $0 + answer.counts[group][$1] }
        guard count > 0 else { continue }
        let item = whole.groups[group]
        groups.append(
          Group(
            host: groupsOf.count, kind: item.kind, held: item.held.flatMap { place[$0] },
            students: Array(item.students.prefix(count))))
        origin.append(group)
      }
      if groups.count > first { groupsOf.append(first..<groups.count) }
    }
    (self.groups, self.groupsOf, groupOf) = (groups, groupsOf, origin)
    teachers = chosen
    studentLimit = chosen.map { whole.studentLimit[$0] }
    hostLimit = chosen.map { whole.hostLimit[$0] }
    penalty = whole.penalty.map { row in chosen.map { row[$0] } }
    let types = Set(chosen.map { whole.typeOf[$0] }).sorted()
    typeOf = chosen.map { types.firstIndex(of: whole.typeOf[$0])! }
    sizeOf = groupsOf.map { $0.reduce(0) { $0 + groups[$1].size } }
    studentCount = sizeOf.reduce(0, +)
  }

  func mayTake(_ group: Int, _ teacher: Int) -> Bool { groups[group].held.map { $0 == teacher } ?? true }

  /// Points of a student of the group with the teacher.
  func points(_ group: Int, _ teacher: Int) -> Int { penalty[groups[group].kind][teacher] }

  /// The largest penalty, at least 1.
  var largestPenalty: Int { max(1, penalty.joined().max() ?? 1) }

  /// Every sum of points is a multiple of this.
  var pointsUnit: Int {
    func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
    return max(1, penalty.joined().reduce(0, divisor))
  }
}

/// Specialties as the teachers of a school see them: those with the same points everywhere are one kind.
private struct Kinds {
  private(set) var penalty: [[Int]] = []
  private var kindOf: [SpecialtyCode: Int] = [:]
  private var kindOfRow: [[Int]: Int] = [:]
  private let teachers: [Teacher]
  private let policy: Policy
  private let matching: SpecialtyMatching

  init(_ teachers: [Teacher], policy: Policy, matching: SpecialtyMatching) {
    self.teachers = teachers
    self.policy = policy
    self.matching = matching
  }

  mutating func kind(of specialty: SpecialtyCode) -> Int {
    if let known = kindOf[specialty] { return known }
    let row = teachers.map { points(specialty, $0) }
    let kind = kindOfRow[row] ?? penalty.count
    if kind == penalty.count { penalty.append(row) }
    kindOfRow[row] = kind
    kindOf[specialty] = kind
    return kind
  }

  /// A teacher who names no specialty teaches any; a match that is too wide is none.
  private func points(_ specialty: SpecialtyCode, _ teacher: Teacher) -> Int {
    guard !teacher.specialtyCodes.isEmpty else { return 0 }
    let level = matching.level(of: specialty, in: teacher.specialtyCodes)
    return policy.penalty(for: level <= policy.widestMatch ? level : .none)
  }
}
