import Placement

/// Students scattered about the districts' centres, most of them at a school of their own district.
func makeStudents(
  _ options: GeneratorOptions, _ schools: [MadeSchool], _ random: inout SplitMix64
) -> [Student] {
  let populations = cumulative(District.all.map(\.population))
  let schoolsByDistrict = District.all.indices.map { d in
    schools.indices.filter { schools[$0].district == d }
  }
  return (0..<options.students).map { index in
    let home = random.index(cumulative: populations)
    let near = schoolsByDistrict[home]
    let school =
      near.isEmpty || random.chance(0.25) ? random.index(below: schools.count) : random.pick(near)
    return makeStudent(
      index, of: options.students, home: District.all[home], schools[school], options.language, &random)
  }
}

private func makeStudent(
  _ index: Int, of count: Int, home: District, _ school: MadeSchool, _ language: Language,
  _ random: inout SplitMix64
) -> Student {
  let grade = random.chance(0.7) ? 3 : 2
  let specialty = random.pick(school.specialties)
  var student = Student(
    id: madeID("S", index + 1, of: count, atLeast: 5), schoolID: school.school.id, specialty: specialty,
    grade: grade, birthDate: birthDate(grade: grade, &random),
    location: home.centre.scattered(kilometres: home.remote ? 6 : 5, &random))
  let number = padded(index + 1, to: max(5, String(count).utf8.count))
  student.name = Text(zh: "学生\(number)", en: "Student \(number)")(language)
  student.sex = random.chance(0.45) ? .female : .male
  let entry = 2027 - grade
  let section = random.whole(1...2)
  let family = SpecialtyFamily.all.first { $0.specialty(1).prefix(4) == specialty.prefix(4) }!
  student.className = Text(
    zh: "\(entry)级\(family.name.zh)\(section)班", en: "\(entry) \(family.name.en) \(section)")(language)
  // Two teachers a class, the same for everybody in it.
  let teacher = Int(school.school.id.dropFirst())! * 100 + family.code % 7 * 10 + grade * 2 + section
  student.teacher = Text(zh: "教师\(padded(teacher, to: 5))", en: "Teacher \(padded(teacher, to: 5))")(
    language)
  return student
}

/// Of the age of their year, one in ten a year older; everybody is sixteen by September.
private func birthDate(grade: Int, _ random: inout SplitMix64) -> CalendarDate {
  let older = random.chance(0.1) ? 1 : 0
  let youngest = CalendarDate(year: 2013 - grade - older - 1, month: 8, day: 31)!
  return CalendarDate(dayNumber: youngest.dayNumber - Int32(random.index(below: 365)))
}
