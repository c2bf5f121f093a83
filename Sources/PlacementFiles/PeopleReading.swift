import Placement

// schools.csv and students.csv

extension CaseReader {
  func readSchools() {
    hasSchools = files.holds(CaseSchema.schools.table)
    guard let table = table(CaseSchema.schools.table) else { return }
    let id = table.column("school_id")
    let fields = RowReader(table, CaseSchema.schools)
    var ids = UniqueIDs()
    var rows: [(id: String, value: School)] = []
    for record in 0..<table.rowCount {
      var school = CaseSchema.schools.fresh
      fields.read(record, into: &school)
      let place = table.coordinates(record)
      school.location = place.value
      let taken = ids.take(table, id, record)
      if place.isFaulty || taken == nil {
        schoolsInDoubt.insert(taken ?? FormulaDefusing.unmarked(table.text(id, record)))
      }
      guard let id = taken, !table.isBeyondRepair else { continue }
      school.id = id
      rows.append((id, school))
    }
    schools = Registry(rows, of: table, id, ids)
  }

  func readStudents() {
    guard let table = table(CaseSchema.students.table) else { return }
    let (id, certificates) = (table.column("student_id"), table.column("certificates"))
    var ids = UniqueIDs()
    let taken = (0..<table.rowCount).map { ids.take(table, id, $0) }
    let found = mapRows(of: table) { caseReader, part in
      let rows = StudentRows(table: part, caseReader: caseReader)
      return { rows.student($0, id: taken[$0] ?? "") }
    }
    var rows: [(id: String, value: Student)] = []
    for (record, student) in (found ?? []).enumerated() {
      names.noteHeld(student.certificates, table, certificates, record)
      names.noteProgram(student.program)
      if let id = taken[record] { rows.append((id, student)) }
    }
    students = Registry(rows, of: table, id, ids)
  }
}

/// Rows of students.csv: the columns that are more than a property each.
private struct StudentRows {
  let table: InputTable
  let caseReader: CaseReader
  let fields: RowReader<Student>
  let school, specialty, grade, birth, from, to: InputTable.Column

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    fields = RowReader(table, CaseSchema.students)
    school = table.column("school_id")
    specialty = table.column("specialty_code")
    grade = table.column("grade")
    birth = table.column("birth_date")
    from = table.column("available_from")
    to = table.column("available_to")
  }

  func student(_ record: Int, id: String) -> Student {
    var student = CaseSchema.students.fresh
    fields.read(record, into: &student)
    student.id = id
    student.row = table.rowNumber(record)
    student.schoolID = caseReader.schoolID(student.schoolID, of: table, school, record)
    student.teacherID = caseReader.heldTeacher(of: student, table, record)
    student.specialty = specialtyCode(record)
    student.grade = yearOfStudy(record)
    if let date = table.date(birth, record) {
      student.birthDate = date
      warnOfAge(date, record)
    }
    student.location = location(record, schoolID: student.schoolID)
    table.checkOrder(from, student.availableFrom, to, student.availableTo, record)
    return student
  }

  /// A slip in the year, which no rule would find: eighty years too old is old enough.
  private func warnOfAge(_ date: CalendarDate, _ record: Int) {
    guard !(12...50).contains(caseReader.policy.academicYear - date.components.year) else { return }
    table.warn(
      birth, record,
      Text(
        zh: "学年开始那年不满 12 岁或超过 50 岁，不像是学生",
        en: "in the year in which the school year begins this is below 12 or above 50 years of age"),
      mend: Text(zh: "检查年份", en: "check the year"))
  }

  private func location(_ record: Int, schoolID: String) -> Coordinates {
    let own = table.coordinates(record)
    if let value = own.value { return value }
    let school = caseReader.schools.indices[schoolID].map { caseReader.schools.values[$0] }
    if let value = school?.location { return value }
    // An unknown school is its own fault, and so is a half-filled pair, the school's too.
    let isUnknown = caseReader.hasSchools && school == nil || caseReader.schoolsInDoubt.contains(schoolID)
    if !own.isFaulty, !isUnknown {
      table.fault(
        table.column("latitude"), record,
        Text(zh: "学生没有坐标，其学校也没有", en: "neither the student nor the school has coordinates"),
        mend: Text(
          zh: "填写学生的经纬度，或在 \(caseReader.schools.file) 中填写学校的",
          en: "give the student's, or the school's in \(caseReader.schools.file)"))
    }
    return Coordinates(latitude: 0, longitude: 0)
  }

  private func specialtyCode(_ record: Int) -> SpecialtyCode {
    let text = table.filledText(specialty, record)
    if let code = table.specialtyCode(text, specialty, record) { return code }
    return SpecialtyCode("000000")!
  }

  /// The year of study itself, or an entry year turned into one.
  private func yearOfStudy(_ record: Int) -> Int {
    var text = table.filledText(grade, record)
    if text.isEmpty { return 1 }
    let isMarked = text.utf8.suffix(3).elementsEqual("级".utf8)
    if isMarked { text = Normalisation.trimmed(String(text.dropLast())) }
    guard let number = ExactDecimal(FormulaDefusing.unmarked(text)), number.scale == 0, number.digits >= 0
    else {
      table.fault(
        grade, record,
        Text(zh: "这不是年级", en: "this is no year of study"),
        mend: gradeMend)
      return 1
    }
    let isEntryYear = isMarked || number.digits >= 1000
    let year = isEntryYear ? Int64(caseReader.policy.academicYear) - number.digits + 1 : number.digits
    if (1...6).contains(year) { return Int(year) }
    if !isEntryYear || caseReader.isSound(policy: "academic_year") {
      table.fault(
        grade, record,
        isEntryYear
          ? Text(
            zh: "按此入学年份，\(caseReader.policy.academicYear) 学年的年级不在 1 至 6 之间",
            en: "with this entry year the year of study in \(caseReader.policy.academicYear) is not 1 to 6")
          : CellMessages.outside(1, 6), mend: gradeMend)
    }
    return 1
  }

  private var gradeMend: Text {
    Text(
      zh: "写 1 至 6，或入学年份如 2024 或 2024级", en: "write 1 to 6, or the entry year, like 2024 or 2024级")
  }
}

extension String {
  var nonEmpty: String? { isEmpty ? nil : self }
}

extension InputTable {
  func checkOrder(
    _ fromColumn: Column, _ from: CalendarDate?, _ toColumn: Column, _ to: CalendarDate?, _ record: Int
  ) {
    // A cell that is no date has been said to be none, and stands for whatever day there is.
    guard let from, let to, from > to, holdsDate(fromColumn, record), holdsDate(toColumn, record) else {
      return
    }
    fault(
      toColumn, record,
      Text(
        zh: "早于同一行的“\(fromColumn.header)”", en: "this is before the same row’s \(fromColumn.header)"),
      mend: Text(zh: "检查两个日期是否填反", en: "check that the two dates are not exchanged"))
  }
}
