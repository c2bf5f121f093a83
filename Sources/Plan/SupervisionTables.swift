import Allocation
import Placement
import Supervisors

extension Allocation {
  /// Who needs a supervisor, and at which host: everybody who is placed or has found an approved place alone.
  package var supervisees: [Supervisee] {
    let placementCase = placementProgram.context.placementCase
    return placementCase.students.indices.compactMap { student in
      if let place = placementProgram.selfArranged[student]?.place {
        let host = place.enterprise.map(Supervisee.Host.enterprise) ?? .named(place.enterpriseName)
        return Supervisee(student: student, host: host)
      }
      return placement[student].map {
        Supervisee(student: student, host: .enterprise(placementCase.posts[$0].enterprise))
      }
    }
  }
}

extension PlanFacts {
  /// The supervisor of a student; nil for none.
  func supervisor(of student: Int) -> Teacher? {
    supervision?.teacherOf[student].map { placementCase.teachers[$0] }
  }

  /// The names of some students' supervisors, by their ids.
  func supervisorNames(of students: [Int]) -> [String] {
    let teachers = Set(students.compactMap { supervision?.teacherOf[$0] })
    return teachers.sorted().map { placementCase.teachers[$0].name }.filter { !$0.isEmpty }
  }

  // MARK: supervisors.csv

  /// A row a pair of supervisor and host, then a row a student without a supervisor.
  func supervisorRows(_ supervision: Supervision) -> [SupervisorRow] {
    pairRows(supervision) + unsupervisedRows(supervision)
  }

  private func pairRows(_ supervision: Supervision) -> [SupervisorRow] {
    let schools = schoolLocations
    var rows: [Pair: SupervisorRow] = [:]
    for supervisee in supervision.supervisees {
      guard let index = supervision.teacherOf[supervisee.student] else { continue }
      let teacher = placementCase.teachers[index]
      let key = Pair(teacher: index, host: supervisee.host)
      var row = rows[key] ?? row(teacher.schoolID, supervisee.host)
      (row.teacherID, row.teacherName) = (teacher.id, teacher.name)
      row.students = (row.students ?? 0) + 1
      if let post = placement[supervisee.student], let school = schools[teacher.schoolID] {
        let distance = placementProgram.context.geography.distance(from: school, post: post)
        row.distance = min(row.distance ?? distance, distance)
      }
      rows[key] = row
    }
    return rows.values.sorted()
  }

  private struct Pair: Hashable {
    let teacher: Int
    let host: Supervisee.Host
  }

  private func unsupervisedRows(_ supervision: Supervision) -> [SupervisorRow] {
    let staffed = Set(placementCase.teachers.map(\.schoolID))
    return supervision.supervisees.filter { supervision.teacherOf[$0.student] == nil }.map { supervisee in
      let student = placementCase.students[supervisee.student]
      var row = row(student.schoolID, supervisee.host)
      row.studentID = student.id
      row.reason =
        student.teacherID != nil
        ? .teacherFull : staffed.contains(student.schoolID) ? .limitsFull : .noTeacher
      return row
    }.sorted()
  }

  private func row(_ school: String, _ host: Supervisee.Host) -> SupervisorRow {
    var row = SupervisorRow(schoolID: school)
    switch host {
    case .enterprise(let index):
      (row.enterpriseID, row.enterpriseName) = (
        placementCase.enterprises[index].id, placementCase.enterprises[index].name
      )
    case .named(let name): row.enterpriseName = name
    }
    return row
  }

  private var schoolLocations: [String: Coordinates] {
    Dictionary(
      placementCase.schools.compactMap { school in school.location.map { (school.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  // MARK: teacher-practice.csv

  /// A row a teacher.
  func practiceRows(_ supervision: Supervision) -> [PracticeRow] {
    let schools = schoolLocations
    let mostSupervised = mostSupervisedHosts(supervision)
    return placementCase.teachers.indices.map { index in
      let teacher = placementCase.teachers[index]
      var row = PracticeRow(teacherID: teacher.id, schoolID: teacher.schoolID)
      row.months = teacher.practiceMonths
      if teacher.isSpecialist {
        row.required = policy.practiceMonths
        row.missing = teacher.practiceMonths.map { max(0, policy.practiceMonths - $0) }
      }
      let suggested = mostSupervised[index] ?? nearestMatchingHost(teacher, from: schools[teacher.schoolID])
      row.suggestedEnterpriseID = suggested.map { placementCase.enterprises[$0].id } ?? ""
      return row
    }
  }

  /// The enterprise at which each teacher supervises most students; the first of several.
  private func mostSupervisedHosts(_ supervision: Supervision) -> [Int: Int] {
    var counts: [Int: [Int: Int]] = [:]
    for supervisee in supervision.supervisees {
      guard let teacher = supervision.teacherOf[supervisee.student],
        case .enterprise(let host) = supervisee.host
      else { continue }
      counts[teacher, default: [:]][host, default: 0] += 1
    }
    return counts.compactMapValues { $0.min { (-$0.value, $0.key) < (-$1.value, $1.key) }?.key }
  }

  /// Of the hosts that may take students, the nearest with a post of the teacher's specialties.
  private func nearestMatchingHost(_ teacher: Teacher, from school: Coordinates?) -> Int? {
    guard let school, !teacher.specialtyCodes.isEmpty else { return nil }
    let matching = SpecialtyMatching(placementCase.equivalences)
    let near = placementCase.posts.enumerated().filter { index, post in
      placementProgram.context.isFitHost(post: index)
        && matching.overlap(of: teacher.specialtyCodes, with: post.specialtyCodes) <= policy.widestMatch
    }
    return near.map {
      (placementProgram.context.geography.distance(from: school, post: $0.offset), $0.element.enterprise)
    }
    .min { $0 < $1 }?.1
  }
}

extension SpecialtyMatching {
  /// The best match of two lists, whichever of two codes is the longer.
  fileprivate func overlap(of codes: [SpecialtyCode], with others: [SpecialtyCode]) -> MatchLevel {
    let levels = codes.map { level(of: $0, in: others) } + others.map { level(of: $0, in: codes) }
    return levels.min() ?? .none
  }
}
