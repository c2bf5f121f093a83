import CaseGenerator
import Placement
import Supervisors

/// One made-up school: who works where, and who may supervise.
struct RandomSchool {
  struct Size {
    var students: Int
    var hosts: Int
    var teachers: Int
    var maxStudents: ClosedRange<Int>
    var maxHosts: ClosedRange<Int>
    /// Of students held to a teacher.
    var held = 0.1

    /// Small enough to go through all answers.
    static let tiny = Size(students: 6, hosts: 3, teachers: 3, maxStudents: 0...4, maxHosts: 0...2)
    /// Too large for that, and quickly solved by any solver.
    static let small = Size(students: 20, hosts: 6, teachers: 3, maxStudents: 4...8, maxHosts: 2...4)
    static let middle = Size(students: 40, hosts: 12, teachers: 5, maxStudents: 6...12, maxHosts: 2...4)
    static let large = Size(
      students: 600, hosts: 150, teachers: 40, maxStudents: 14...18, maxHosts: 5...5, held: 0.02)
  }

  private(set) var placementCase: PlacementCase
  private(set) var supervisees: [Supervisee] = []

  private static let codes = ["730701", "730702", "710201", "660301", "660101", "740201"]

  init(_ size: Size, seed: UInt64, exactly: Bool = false) {
    var random = SplitMix64(seed: seed)
    var policy = Policy()
    policy.widestMatch = random.pick([.exact, .specialtyClass, .category])
    let teachers = exactly ? size.teachers : random.whole(0...size.teachers)
    let codes = Array(Self.codes.prefix(random.whole(1...Self.codes.count)))
    let numbers = 0..<(exactly ? size.students : random.whole(1...size.students))
    let students = numbers.map { number in
      var student = Student(
        id: "S\(1000 + number)", schoolID: "X1", specialty: SpecialtyCode(random.pick(codes))!, grade: 2,
        birthDate: CalendarDate(dayNumber: 0), location: Coordinates(latitude: 30, longitude: 120))
      if teachers > 0, random.chance(size.held) { student.teacherID = "T\(100 + random.whole(1...teachers))" }
      return student
    }
    placementCase = PlacementCase(policy: policy, students: students, enterprises: [], posts: [])
    placementCase.hasTeachers = true
    placementCase.teachers = (0..<teachers).map { number in
      var teacher = Teacher(id: "T\(101 + number)")
      teacher.schoolID = "X1"
      teacher.maxStudents = random.whole(size.maxStudents)
      teacher.maxHosts = random.chance(0.7) ? random.whole(size.maxHosts) : nil
      if random.chance(0.8) {
        let own = SpecialtyCode(random.pick(codes))!
        teacher.specialtyCodes = [random.pick([own, own.prefix(4)!, own.prefix(2)!])]
      }
      return teacher
    }
    // The first hosts have most of the students, as hosts have.
    supervisees = numbers.map { student in
      let host =
        exactly && student < size.hosts ? student : random.whole(0...random.whole(0...(size.hosts - 1)))
      return Supervisee(student: student, host: host % 3 == 2 ? .named("host \(host)") : .enterprise(host))
    }
  }

  // MARK: Judged by itself

  /// Points of a student with a teacher, from the contract's words.
  func points(_ student: Int, _ teacher: Int) -> Int {
    let codes = placementCase.teachers[teacher].specialtyCodes.map(\.description)
    let own = placementCase.students[student].specialty.description
    let policy = placementCase.policy
    if codes.isEmpty { return 0 }
    if codes.contains(where: { own.hasPrefix($0) }) { return policy.exactPenalty }
    if policy.widestMatch != .exact, codes.contains(where: { $0.count >= 4 && own.prefix(4) == $0.prefix(4) })
    {
      return policy.classPenalty
    }
    return policy.categoryPenalty
  }

  func may(_ student: Int, _ teacher: Int) -> Bool {
    placementCase.students[student].teacherID.map { $0 == placementCase.teachers[teacher].id } ?? true
  }

  /// Students without a supervisor, pairs and points; nil where a limit is broken. Teachers by supervisee, −1 for none.
  func value(_ teachers: [Int]) -> [Int]? {
    var load = [Int](repeating: 0, count: placementCase.teachers.count)
    var pairs: Set<[String]> = []
    var sum = 0
    for (supervisee, teacher) in zip(supervisees, teachers) where teacher >= 0 {
      guard may(supervisee.student, teacher) else { return nil }
      load[teacher] += 1
      pairs.insert(["\(teacher)", "\(supervisee.host)"])
      sum += points(supervisee.student, teacher)
    }
    for (number, teacher) in placementCase.teachers.enumerated() {
      if let most = teacher.maxStudents, load[number] > most { return nil }
      if let most = teacher.maxHosts, pairs.count(where: { $0[0] == "\(number)" }) > most { return nil }
    }
    return [teachers.count { $0 < 0 }, pairs.count, sum]
  }

  /// The best of all answers, gone through one by one.
  var best: [Int] {
    var best = [supervisees.count, 0, 0]
    var teachers = [Int](repeating: -1, count: supervisees.count)
    while true {
      if let value = value(teachers), value.lexicographicallyPrecedes(best) { best = value }
      guard let next = teachers.indices.first(where: { teachers[$0] < placementCase.teachers.count - 1 })
      else {
        return best
      }
      teachers[next] += 1
      for index in 0..<next { teachers[index] = -1 }
    }
  }
}
