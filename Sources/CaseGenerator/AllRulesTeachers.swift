import Placement

// Teachers for every school, some of them short of room.
extension AllRules {
  /// Students for each teacher, so that most schools have somewhat more room than students, and some less.
  private static let studentsPerTeacher = 15

  mutating func setTeachers() {
    placementCase.policy.supervisionMaxStudents = 18
    placementCase.policy.supervisionMaxHosts = 12
    let counts = Dictionary(grouping: placementCase.students.indices) { placementCase.students[$0].schoolID }
    let schools = placementCase.schools.map(\.id)
    let staff = schools.map { 1 + (counts[$0]?.count ?? 0) / Self.studentsPerTeacher }
    let all = staff.reduce(0, +)
    for (school, size) in zip(schools, staff) {
      for _ in 0..<size {
        let number = placementCase.teachers.count + 1
        placementCase.teachers.append(teacher(number, of: all, at: school, students: counts[school] ?? []))
      }
    }
    placementCase.hasTeachers = true
    holdSome(counts)
  }

  private mutating func teacher(_ number: Int, of all: Int, at school: String, students: [Int]) -> Teacher {
    var teacher = Teacher(id: madeID("T", number, of: all))
    teacher.name = Text(zh: "示例教师\(padded(number, to: 3))", en: "Teacher \(number)")(language)
    teacher.schoolID = school
    teacher.isSpecialist = random.chance(0.85)
    if teacher.isSpecialist, !students.isEmpty {
      let codes = (0..<random.whole(1...2)).map { _ in
        let own = placementCase.students[random.pick(students)].specialty
        return random.chance(0.2) ? own : own.prefix(4)!
      }
      teacher.specialtyCodes = Set(codes).sorted { String.utf8Precedes($0.description, $1.description) }
    }
    if random.chance(0.15) { teacher.maxStudents = random.whole(6...24) }
    if random.chance(0.15) { teacher.maxHosts = random.whole(3...15) }
    if random.chance(0.9) {
      teacher.practiceMonths = random.whole(0...10)
      teacher.practiceAsOf = day(2026, 8, 31)
    }
    teacher.isNew = random.chance(0.1)
    return teacher
  }

  /// One student in fifty is held to a teacher of the school.
  private mutating func holdSome(_ students: [String: [Int]]) {
    let staff = Dictionary(grouping: placementCase.teachers, by: \.schoolID).mapValues { $0.map(\.id) }
    for school in placementCase.schools.map(\.id) {
      for student in students[school] ?? [] where random.chance(0.02) {
        placementCase.students[student].teacherID = random.pick(staff[school]!)
      }
    }
  }
}
