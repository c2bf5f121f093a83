extension CaseSchema {
  public static let teachers = RowSchema(
    "teachers.csv", "教师", zh: "一行是一名可以担任校方指导教师的教师。",
    en: "One row is a teacher who may supervise students at their hosts.",
    fresh: Teacher(id: ""), columns: teacherWhoAndWhat + teacherPractice)

  private static let teacherWhoAndWhat: [RowColumn<Teacher>] = [
    .column(
      "teacher_id", "工号", .id, needed: true, example: both("T001"), readBy: [.keys],
      zh: "教师工号，本案例中不得重复。", en: "The teacher's number, once in the case."),
    .column(
      "name", "姓名", .text, .text(\.name), example: Text(zh: "教师甲", en: "Teacher A"), readBy: [.plan],
      zh: "姓名，只在方案中显示，从不出现在消息和日志里。",
      en: "The name: shown in the plan, never in messages or logs."),
    .column(
      "school_id", "学校编号", .reference(to: "schools.csv"), .text(\.schoolID), needed: true,
      example: both("X01"), readBy: [.keys, .supervision],
      zh: "所在学校；只指导本校学生。有 schools.csv 时必须是其中的编号。",
      en:
        "The teacher's school, whose students alone are supervised; where there is a schools.csv, one of its ids."
    ),
    .column(
      "specialty_codes", "任教专业", .list(of: .specialtyCode(digits: [2, 4, 6])), example: both("7307"),
      readBy: [.supervision], zh: "任教专业的代码，两位、四位或六位；留空则指导任何专业都不扣分。",
      en: "Codes of what the teacher teaches, of 2, 4 or 6 digits; empty: no specialty costs points."),
    .column(
      "max_students", "指导人数上限", .count, .optionalWhole(\.maxStudents), unit: .people, example: both("20"),
      readBy: [.supervision], zh: "最多指导多少学生；留空则取政策 supervision.max_students，两处都没有是错误。",
      en: "How many students at most; empty: the policy's supervision.max_students; neither: a fault."),
    .column(
      "max_hosts", "指导单位上限", .count, .optionalWhole(\.maxHosts), example: both("6"), readBy: [.supervision],
      zh: "最多去多少家单位；留空则取政策 supervision.max_hosts，两处都没有则不限。",
      en: "How many hosts at most; empty: the policy's supervision.max_hosts; neither: no limit."),
  ]

  private static let teacherPractice: [RowColumn<Teacher>] = [
    .column(
      "specialist", "专业课教师", .boolean, .flag(\.isSpecialist), readBy: [.plan],
      zh: "是否专业课教师；专业课教师须到企业实践。",
      en: "Whether the teacher teaches a specialty and so must practise in enterprises."),
    .column(
      "practice_months", "近五年实践月数", .whole(0...60), .optionalWhole(\.practiceMonths),
      unit: Text(zh: "个月", en: "months"), example: both("4"), readBy: [.plan],
      zh: "近五年到企业实践的月数；留空即不知道。", en: "Months of practice in enterprises within five years; empty: not known."),
    .column(
      "practice_as_of", "截至日期", .date, .optionalDay(\.practiceAsOf), example: both("2026-08-31"),
      readBy: [.nothing], zh: "实践月数截至哪一天。", en: "The day up to which the months are counted."),
    .column(
      "new_teacher", "新任教师", .boolean, .flag(\.isNew), readBy: [.nothing], zh: "是否新任教师。",
      en: "Whether the teacher is new."),
  ]
}
