import Placement

// schools.csv and students.csv

extension CaseReader {
  func readSchools() {
    guard let table = table(CaseSchema.schools.table) else { return }
    hasSchools = true
    let id = table.column("school_id")
    let fields = RowReader(table, CaseSchema.schools)
    var ids = UniqueIDs()
    var rows: [(id: String, value: School)] = []
    for record in 0..<table.rowCount {
      var school = CaseSchema.schools.fresh
      fields.read(record, into: &school)
      school.location = table.coordinates(record).value
      if let id = ids.take(table, id, record) { rows.append((id, school)) }
    }
    schools = Registry(rows, isComplete: table.isComplete)
  }

  func readStudents() {
    guard let table = table(CaseSchema.students.table) else { return }
    let reader = StudentRows(table: table, caseReader: self)
    var ids = UniqueIDs()
    var rows: [(id: String, value: Student)] = []
    for record in 0..<table.rowCount {
      let id = ids.take(table, reader.id, record)
      let student = reader.student(record, id: id ?? "")
      if let id { rows.append((id, student)) }
    }
    students = Registry(rows, isComplete: table.isComplete)
  }
}

/// Rows of students.csv: the columns that are more than a property each.
private struct StudentRows {
  let table: InputTable
  let caseReader: CaseReader
  let fields: RowReader<Student>
  let id, school, specialty, grade, birth, from, to: InputTable.Column

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    fields = RowReader(table, CaseSchema.students)
    id = table.column("student_id")
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
    student.schoolID = schoolID(record)
    student.specialty = specialtyCode(record)
    student.grade = yearOfStudy(record)
    student.birthDate = table.date(birth, record, isPrivate: true) ?? student.birthDate
    student.location = location(record, schoolID: student.schoolID)
    table.checkOrder(from, student.availableFrom, to, student.availableTo, record)
    return student
  }

  private func schoolID(_ record: Int) -> String {
    guard caseReader.hasSchools else { return table.id(school, record) ?? "" }
    let index = table.reference(school, record, to: caseReader.schools)
    return index.map { caseReader.schools.values[$0].id } ?? ""
  }

  private func location(_ record: Int, schoolID: String) -> Coordinates {
    let own = table.coordinates(record)
    if let value = own.value { return value }
    let school = caseReader.schools.indices[schoolID].map { caseReader.schools.values[$0] }
    if let value = school?.location { return value }
    // An unknown school is its own fault, and so is a half-filled pair.
    let schoolIsUnknown = caseReader.hasSchools && school == nil
    if !own.isFaulty, !schoolIsUnknown {
      table.fault(
        table.column("latitude"), record,
        Text(zh: "学生没有坐标，其学校也没有", en: "neither the student nor the school has coordinates"),
        mend: Text(
          zh: "填写学生的经纬度，或在 schools.csv 中填写学校的", en: "give the student's, or the school's in schools.csv"))
    }
    return Coordinates(latitude: 0, longitude: 0)
  }

  private func specialtyCode(_ record: Int) -> SpecialtyCode {
    let text = table.filledText(specialty, record)
    if let code = SpecialtyCode(text), code.length == 6 { return code }
    if !text.isEmpty {
      table.fault(
        specialty, record,
        Text(
          zh: "\(CellShapes.quoted(text))不是六位专业代码",
          en: "\(CellShapes.quoted(text)) is no six-digit specialty code"),
        mend: Text(
          zh: "写六位数字；如开头的 0 丢失，请把列设为“文本”",
          en: "write six digits; if leading zeros are lost, format the column as text"))
    }
    return SpecialtyCode("000000")!
  }

  /// The year of study itself, or an entry year turned into one.
  private func yearOfStudy(_ record: Int) -> Int {
    var text = table.filledText(grade, record)
    if text.isEmpty { return 1 }
    let isMarked = text.hasSuffix("级")
    if isMarked { text = Normalisation.trimmed(String(text.dropLast())) }
    guard let number = ExactDecimal(text), number.scale == 0, number.digits >= 0 else {
      table.fault(
        grade, record,
        Text(zh: "\(CellShapes.quoted(text))不是年级", en: "\(CellShapes.quoted(text)) is no year of study"),
        mend: gradeMend)
      return 1
    }
    let isEntryYear = isMarked || number.digits >= 1000
    let year = isEntryYear ? Int64(caseReader.policy.academicYear) - number.digits + 1 : number.digits
    if (1...6).contains(year) { return Int(year) }
    if !isEntryYear || caseReader.policyIsSound {
      table.fault(
        grade, record,
        isEntryYear
          ? Text(
            zh: "\(number) 级在 \(caseReader.policy.academicYear) 学年是第 \(year) 年，应为 1 至 6",
            en: "entry year \(number) makes year of study \(year) in \(caseReader.policy.academicYear): "
              + "it must be 1 to 6")
          : CellMessages.outside(number.description, 1, 6), mend: gradeMend)
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
    guard let from, let to, from > to else { return }
    fault(
      toColumn, record,
      Text(
        zh: "\(to) 早于“\(fromColumn.header)”的 \(from)",
        en: "\(to) is before \(fromColumn.header), which is \(from)"),
      mend: Text(zh: "检查两个日期是否填反", en: "check that the two dates are not exchanged"))
  }
}
