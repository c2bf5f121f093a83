import Placement

/// Who supervises whom, by assignments.csv, and whether that may be: the teacher is one of the student's school, those
/// who are held to a teacher have no other, and every teacher is within both limits.
struct AuditSupervision {
  /// A host that the case does not know is one by its name.
  enum Host: Hashable {
    case known(Int)
    case named(String)

    init(_ internship: AuditInternship) {
      self = internship.enterprise.map(Host.known) ?? .named(internship.hostName)
    }
  }

  let placementCase: PlacementCase
  let internships: [AuditInternship]
  /// By student.
  private(set) var teacherOf: [Int?]
  /// Students and hosts of every teacher.
  private(set) var students: [[Int]]
  private(set) var hosts: [Set<Host>]
  private(set) var faults: [AuditFault] = []

  init(_ placementCase: PlacementCase, _ internships: [AuditInternship], _ table: PlanTable?) {
    self.placementCase = placementCase
    self.internships = internships
    teacherOf = Array(repeating: nil, count: placementCase.students.count)
    students = Array(repeating: [], count: placementCase.teachers.count)
    hosts = Array(repeating: [], count: placementCase.teachers.count)
    guard let table else { return }
    read(table)
    checkLimits()
  }

  // MARK: Reading

  private mutating func read(_ table: PlanTable) {
    guard let studentColumn = table.columns.firstIndex(of: "student_id"),
      let supervisorColumn = table.columns.firstIndex(of: "supervisor_id")
    else { return }
    let numbers = Dictionary(
      placementCase.students.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let teachers = Dictionary(
      placementCase.teachers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let places = Dictionary(uniqueKeysWithValues: internships.map { ($0.student, $0) })
    var seen: Set<Int> = []
    for (row, cells) in table.rows.enumerated() where max(studentColumn, supervisorColumn) < cells.count {
      guard let student = numbers[cells[studentColumn]], seen.insert(student).inserted,
        !cells[supervisorColumn].isEmpty
      else { continue }
      let teacher = teachers[cells[supervisorColumn]]
      if let fault = fault(student, teacher, isAtWork: places[student] != nil) {
        faults.append(
          AuditFault(.supervision, file: table.file, row: row + 2, column: "supervisor_id", fault))
      }
      guard let teacher, let place = places[student] else { continue }
      teacherOf[student] = teacher
      students[teacher].append(student)
      hosts[teacher].insert(Host(place))
    }
  }

  private func fault(_ student: Int, _ teacher: Int?, isAtWork: Bool) -> Text? {
    guard let teacher else { return Text(zh: "没有这名教师", en: "there is no such teacher") }
    let (person, supervisor) = (placementCase.students[student], placementCase.teachers[teacher])
    if !isAtWork { return Text(zh: "没有岗位的学生不应有指导教师", en: "a student without a post has no supervisor") }
    if person.schoolID != supervisor.schoolID {
      return Text(zh: "指导教师不是该生学校的", en: "the supervisor is of another school")
    }
    if let held = person.teacherID, held != supervisor.id {
      return Text(zh: "该生指定了另一名教师", en: "the student is held to another teacher")
    }
    return nil
  }

  // MARK: Limits

  private mutating func checkLimits() {
    let policy = placementCase.policy
    for (index, teacher) in placementCase.teachers.enumerated() {
      if let most = policy.maxStudents(of: teacher), students[index].count > most {
        add(
          Text(
            zh: "教师 \(teacher.id) 指导 \(students[index].count) 名学生，上限为 \(most) 名",
            en: "teacher \(teacher.id) has \(students[index].count) students, at most \(most) are allowed"))
      }
      if let most = policy.maxHosts(of: teacher), hosts[index].count > most {
        add(
          Text(
            zh: "教师 \(teacher.id) 要去 \(hosts[index].count) 家单位，上限为 \(most) 家",
            en: "teacher \(teacher.id) has \(hosts[index].count) hosts, at most \(most) are allowed"))
      }
    }
  }

  private mutating func add(_ message: Text) {
    faults.append(AuditFault(.supervision, file: "assignments.csv", column: "supervisor_id", message))
  }

  /// Whether the teacher could take one more at the host.
  func hasRoom(_ teacher: Int, at host: Host) -> Bool {
    let person = placementCase.teachers[teacher]
    let policy = placementCase.policy
    guard policy.maxStudents(of: person).map({ students[teacher].count < $0 }) ?? true else { return false }
    return hosts[teacher].contains(host)
      || (policy.maxHosts(of: person).map { hosts[teacher].count < $0 } ?? true)
  }
}

// MARK: Objectives

extension Expectation {
  /// Students without a supervisor, pairs of supervisor and host, points of the specialties.
  var supervisionValues: [Int] {
    let without = supervision.internships.filter { supervision.teacherOf[$0.student] == nil }.count
    var points = 0
    for (teacher, students) in supervision.students.enumerated() {
      let listed = placementCase.teachers[teacher].specialtyCodes
      guard !listed.isEmpty else { continue }
      for student in students {
        let reading = SpecialtyReading(placementCase.students[student].specialty, placementCase.equivalences)
        points += placementCase.policy.penalty(for: within(reading.level(with: listed)))
      }
    }
    return [without, supervision.hosts.reduce(0) { $0 + $1.count }, points]
  }

  /// A match that is too wide is none.
  func within(_ level: MatchLevel) -> MatchLevel { level <= placementCase.policy.widestMatch ? level : .none }
}
