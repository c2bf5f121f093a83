import Placement

// teachers.csv

extension CaseReader {
  /// Before the students, some of whom are held to a teacher.
  func readTeachers() {
    hasTeachers = files.holds(CaseSchema.teachers.table)
    guard let table = table(CaseSchema.teachers.table) else { return }
    teachersTable = table
    let (id, school) = (table.column("teacher_id"), table.column("school_id"))
    let (codes, limit) = (table.column("specialty_codes"), table.column("max_students"))
    let fields = RowReader(table, CaseSchema.teachers)
    var ids = UniqueIDs()
    var rows: [(id: String, value: Teacher)] = []
    for record in 0..<table.rowCount {
      var teacher = CaseSchema.teachers.fresh
      fields.read(record, into: &teacher)
      teacher.schoolID = schoolID(teacher.schoolID, of: table, school, record)
      let listed = table.list(codes, record).compactMap { table.specialtyCode($0, codes, record) }
      teacher.specialtyCodes = Set(listed).sorted { String.utf8Precedes($0.description, $1.description) }
      if isSound(policy: "supervision.max_students"), policy.maxStudents(of: teacher) == nil,
        table.text(limit, record).isEmpty
      {
        faultMissingLimit(table, limit, record)
      }
      guard let id = ids.take(table, id, record), !table.isBeyondRepair else { continue }
      teacher.id = id
      rows.append((id, teacher))
    }
    teachers = Registry(rows, of: table, id, ids)
  }

  /// Without schools.csv: once the students are read, whose schools are those that are known.
  func restoreTeachersSchools() {
    guard !hasSchools, let table = teachersTable, let schools = schoolsOfStudents else { return }
    let column = table.column("school_id")
    for record in 0..<table.rowCount {
      guard let id = table.id(column, record), case .padded = schools.lookup.match(id) else { continue }
      table.warnOfRestored(id, column, record)
    }
    teachers.update { teacher in
      if case .padded(let index) = schools.lookup.match(teacher.schoolID) {
        teacher.schoolID = schools.ids[index]
      }
    }
  }

  private func faultMissingLimit(_ table: InputTable, _ column: InputTable.Column, _ record: Int) {
    table.fault(
      column, record,
      Text(zh: "没有指导人数上限，政策也没有", en: "there is no limit of students here, nor in the policy"),
      mend: Text(
        zh: "填写人数，或在 policy.yaml 中写 supervision: {max_students: …}",
        en: "give a number, or write supervision: {max_students: …} in policy.yaml"))
  }

  /// The id as schools.csv has it, where that file is there; as it stands where it has lost rows to faults; empty, with a
  /// fault, where there is no such school.
  func schoolID(_ id: String, of table: InputTable, _ column: InputTable.Column, _ record: Int) -> String {
    guard hasSchools, !id.isEmpty else { return id }
    return knownSchool(id, table, column, record) ?? ""
  }

  /// The teacher that a student is held to; nil, with a fault, where there is none such at the student's school.
  func heldTeacher(of student: Student, _ table: InputTable, _ record: Int) -> String? {
    guard let id = student.teacherID else { return nil }
    let column = table.column("teacher_id")
    guard hasTeachers else {
      table.warn(
        column, record,
        Text(zh: "没有教师表，指导教师工号不起作用", en: "without teachers.csv this says nothing"),
        mend: Text(zh: "把教师表放进案例文件夹", en: "put teachers.csv into the case folder"))
      return nil
    }
    guard let index = table.index(of: id, column, record, in: teachers) else { return nil }
    let teacher = teachers.values[index]
    // A school that is not known is its own fault. Zeros that the teacher's has lost are restored later.
    guard
      teacher.schoolID == student.schoolID || teacher.schoolID.isEmpty || student.schoolID.isEmpty
        || mayBeOne(teacher.schoolID, student.schoolID)
    else {
      table.fault(
        column, record, id: teacher.id,
        Text(zh: "这名教师不是该生所在学校的", en: "this teacher is of another school than the student"),
        mend: Text(zh: "改为本校教师，或留空", en: "name a teacher of the student's school, or leave it empty"))
      return nil
    }
    return teacher.id
  }

  /// Whether zeros that are lost are all that two schools differ in. With schools.csv, where all of it is known, both are
  /// written as there; without it, as the students' are.
  private func mayBeOne(_ teachers: String, _ students: String) -> Bool {
    func hasLost(_ id: String, of whole: String) -> Bool { LostZeros([whole: 0]).match(id) == .padded(0) }
    if hasSchools && schools.isComplete { return false }
    return hasLost(teachers, of: students) || hasSchools && hasLost(students, of: teachers)
  }
}
