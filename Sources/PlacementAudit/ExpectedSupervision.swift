import Placement

// supervisors.csv and teacher-practice.csv.
extension Expectation {
  private struct Journey: Hashable {
    let teacher: Int
    let host: AuditSupervision.Host
  }

  var supervisors: ExpectedTable {
    ExpectedTable(
      file: "supervisors.csv", columns: PlanSchema.supervisors.columns.map(\.name), keyColumns: 6,
      rows: (sorted(journeyRows) + sorted(lonelyRows)).map { row in row.map { .text($0) } })
  }

  private func sorted(_ rows: [[String]]) -> [[String]] {
    rows.sorted { a, b in
      let column = a.indices.first { a[$0] != b[$0] }
      return column.map { String.utf8Precedes(a[$0], b[$0]) } ?? false
    }
  }

  private var journeyRows: [[String]] {
    var members: [Journey: [AuditInternship]] = [:]
    for internship in supervision.internships {
      guard let teacher = supervision.teacherOf[internship.student] else { continue }
      members[Journey(teacher: teacher, host: .init(internship)), default: []].append(internship)
    }
    return members.map { journey, internships in
      let teacher = placementCase.teachers[journey.teacher]
      let home = placementCase.schools.first { $0.id == teacher.schoolID }?.location
      let ways = internships.compactMap { internship -> Int? in
        guard let home, let post = internship.post else { return nil }
        return rules.distances.units(from: home, to: post)
      }
      return [teacher.schoolID, teacher.id, teacher.name] + names(of: journey.host)
        + ["", String(internships.count), ways.min().map { "\($0 / 10).\($0 % 10)" } ?? "", ""]
    }
  }

  private func names(of host: AuditSupervision.Host) -> [String] {
    switch host {
    case .known(let index): [placementCase.enterprises[index].id, placementCase.enterprises[index].name]
    case .named(let name): ["", name]
    }
  }

  private var lonelyRows: [[String]] {
    supervision.internships.filter { supervision.teacherOf[$0.student] == nil }.map { internship in
      let student = placementCase.students[internship.student]
      return [student.schoolID, "", ""] + names(of: .init(internship))
        + [student.id, "", "", word(reasonWithout(student))]
    }
  }

  private func reasonWithout(_ student: Student) -> UnsupervisedReason {
    if student.teacherID != nil { return .teacherFull }
    return placementCase.teachers.contains { $0.schoolID == student.schoolID } ? .limitsFull : .noTeacher
  }

  /// Nobody is without a supervisor beside a teacher who has room.
  var lonelyBesideRoom: [AuditFault] {
    let staff = Dictionary(grouping: placementCase.teachers.indices) { placementCase.teachers[$0].schoolID }
    return supervision.internships.filter { supervision.teacherOf[$0.student] == nil }.compactMap {
      internship in
      let student = placementCase.students[internship.student]
      let free = (staff[student.schoolID] ?? []).first { teacher in
        (student.teacherID ?? placementCase.teachers[teacher].id) == placementCase.teachers[teacher].id
          && supervision.hasRoom(teacher, at: .init(internship))
      }
      guard let free else { return nil }
      return AuditFault(
        .supervision, file: "supervisors.csv", column: "reason",
        Text(
          zh: "有学生没有指导教师，而教师 \(placementCase.teachers[free].id) 还有余量",
          en: "a student has no supervisor though teacher \(placementCase.teachers[free].id) has room"))
    }
  }

  /// The cell of filing.csv for some students.
  func supervisorNames(of students: [Int]) -> String {
    let teachers = students.compactMap { supervision.teacherOf[$0] }.map { placementCase.teachers[$0] }
    let byID = Dictionary(teachers.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    return byID.sorted { String.utf8Precedes($0.key, $1.key) }.map(\.value).filter { !$0.isEmpty }
      .joined(separator: ";")
  }

  // MARK: Practice

  var teacherPractice: ExpectedTable {
    let needed = placementCase.policy.practiceMonths
    let rows = placementCase.teachers.enumerated().map { index, teacher -> [ExpectedCell] in
      let missing = teacher.isSpecialist ? teacher.practiceMonths.map { $0 < needed ? needed - $0 : 0 } : nil
      let host = busiestHost(of: index) ?? nearestHost(for: teacher)
      return [
        .text(teacher.id), .text(teacher.schoolID), ExpectedCell(teacher.practiceMonths),
        ExpectedCell(teacher.isSpecialist ? needed : nil), ExpectedCell(missing),
        .text(host.map { placementCase.enterprises[$0].id } ?? ""),
      ]
    }
    return ExpectedTable(
      file: "teacher-practice.csv", columns: PlanSchema.teacherPractice.columns.map(\.name), keyColumns: 1,
      rows: rows)
  }

  /// Where the teacher has most students; the first of several.
  private func busiestHost(of teacher: Int) -> Int? {
    var counts = [Int](repeating: 0, count: placementCase.enterprises.count)
    for internship in supervision.internships where supervision.teacherOf[internship.student] == teacher {
      if let host = internship.enterprise { counts[host] += 1 }
    }
    guard let most = counts.max(), most > 0 else { return nil }
    return counts.firstIndex(of: most)
  }

  /// The nearest host, from the school, with a post whose codes and the teacher's match in either direction.
  private func nearestHost(for teacher: Teacher) -> Int? {
    guard let home = placementCase.schools.first(where: { $0.id == teacher.schoolID })?.location else {
      return nil
    }
    let readings = teacher.specialtyCodes.map { SpecialtyReading($0, placementCase.equivalences) }
    var best: (way: Int, host: Int)?
    for (index, post) in placementCase.posts.enumerated() where rules.isFitHost(index) {
      let matches =
        readings.contains { within($0.level(with: post.specialtyCodes)) != .none }
        || !teacher.specialtyCodes.isEmpty
          && post.specialtyCodes.contains { code in
            within(SpecialtyReading(code, placementCase.equivalences).level(with: teacher.specialtyCodes))
              != .none
          }
      guard matches else { continue }
      let found = (way: rules.distances.units(from: home, to: index), host: post.enterprise)
      if best.map({ found < $0 }) ?? true { best = found }
    }
    return best?.host
  }
}
