import Placement

// schools.csv and students.csv

extension CaseReader {
  func readSchools() {
    guard let table = table(.schools) else { return }
    hasSchools = true
    let (id, name, district) = (
      table.column("school_id"), table.column("name"), table.column("district")
    )
    var ids = UniqueIDs()
    var rows: [(id: String, value: School)] = []
    for record in 0..<table.rowCount {
      let location = table.coordinates(record).value
      guard let schoolID = ids.take(table, id, record) else { continue }
      var school = School(id: schoolID)
      school.name = table.text(name, record)
      school.district = table.text(district, record)
      school.location = location
      rows.append((schoolID, school))
    }
    schools = Registry(rows, isComplete: table.isComplete)
  }

  func readStudents() {
    guard let table = table(.students, isNeeded: true) else { return }
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

/// Rows of students.csv. A column is looked up once, not once a row.
private struct StudentRows {
  let table: InputTable
  let caseReader: CaseReader
  let id, name, school, className, teacher, specialty, program, grade, birth, sex: InputTable.Column
  let zone, boarding, distance, certificates, priority, team, from, to, excluded: InputTable.Column

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    id = table.column("student_id")
    name = table.column("name")
    school = table.column("school_id")
    className = table.column("class_name")
    teacher = table.column("teacher")
    specialty = table.column("specialty_code")
    program = table.column("program")
    grade = table.column("grade")
    birth = table.column("birth_date")
    sex = table.column("sex")
    zone = table.column("zone")
    boarding = table.column("accepts_boarding")
    distance = table.column("max_distance_km")
    certificates = table.column("certificates")
    priority = table.column("priority")
    team = table.column("team_id")
    from = table.column("available_from")
    to = table.column("available_to")
    excluded = table.column("excluded")
  }

  func student(_ record: Int, id: String) -> Student {
    let schoolID = schoolID(record)
    var student = Student(
      id: id, schoolID: schoolID, specialty: specialtyCode(record), grade: yearOfStudy(record),
      birthDate: table.date(birth, record, isPrivate: true) ?? CalendarDate(dayNumber: 0),
      location: location(record, schoolID: schoolID))
    student.name = table.text(name, record)
    student.className = table.text(className, record)
    student.teacher = table.text(teacher, record)
    student.program = table.text(program, record).nonEmpty
    student.sex = sex(record)
    student.zone = table.text(zone, record).nonEmpty
    student.acceptsBoarding = table.boolean(boarding, record, default: false)
    student.maxDistance = table.amount(distance, record)
    student.certificates = table.list(certificates, record)
    student.priority = table.whole(priority, record, in: 1...100) ?? 1
    student.teamID = table.id(team, record)
    student.availableFrom = table.date(from, record)
    student.availableTo = table.date(to, record)
    student.excluded = table.reasonText(excluded, record)
    table.checkOrder(from, student.availableFrom, to, student.availableTo, record)
    return student
  }

  private func schoolID(_ record: Int) -> String {
    guard caseReader.hasSchools else { return table.id(school, record) ?? "" }
    let index = table.reference(school, record, to: caseReader.schools, of: "schools.csv")
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

  private func sex(_ record: Int) -> Student.Sex? {
    let text = table.text(sex, record)
    switch text.lowercased() {
    case "": return nil
    case "f", "女": return .female
    case "m", "男": return .male
    default:
      table.fault(
        sex, record,
        Text(zh: "\(CellShapes.quoted(text))不是性别", en: "\(CellShapes.quoted(text)) is no sex"),
        mend: Text(zh: "写“女”或“男”", en: "write f or m"))
      return nil
    }
  }
}

extension String {
  var nonEmpty: String? { isEmpty ? nil : self }
}

extension InputTable {
  /// A text that is asked for; a bare yes or no in its place is a fault.
  func reasonText(_ column: Column, _ record: Int) -> String? {
    let text = text(column, record)
    if CellShapes.isBareBoolean(Normalisation.normalised(text)) {
      fault(
        column, record,
        Text(zh: "这里不能只写“是”“否”", en: "a bare yes or no does not do here"),
        mend: Text(
          zh: "写明原因或备案号；不适用则留空", en: "write the reason or the number; leave it empty where there is none"))
    }
    return text.nonEmpty
  }

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
