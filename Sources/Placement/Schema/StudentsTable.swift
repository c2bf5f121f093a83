extension CaseSchema {
  public static let students = RowSchema(
    "students.csv", "学生", needed: true, zh: "一行是一名应参加实习的学生。",
    en: "One row is a student due for an internship.",
    fresh: Student(
      id: "", schoolID: "", specialty: SpecialtyCode("000000")!, grade: 1,
      birthDate: CalendarDate(dayNumber: 0), location: Coordinates(latitude: 0, longitude: 0)),
    columns: studentWhoAndWhat + studentHomeAndTravel + studentConditions)

  private static let studentWhoAndWhat: [RowColumn<Student>] = [
    .column(
      "student_id", "学号", .id, needed: true, example: both("S00001"), readBy: [.keys],
      zh: "学号，本案例中不得重复；整列设为“文本”，开头的 0 才不会丢。",
      en: "The student's number, once in the case; format the column as text so that leading zeros stay."),
    .column(
      "name", "姓名", .text, .text(\.name), example: Text(zh: "学生甲", en: "Student A"), readBy: [.plan],
      zh: "姓名，只在方案中显示，从不出现在消息和日志里。",
      en: "The name: shown in the plan, never in messages or logs."),
    .column(
      "school_id", "学校编号", .reference(to: "schools.csv"), .text(\.schoolID), needed: true,
      example: both("X01"), readBy: [.keys, .rule(.reserved)],
      zh: "所在学校；有 schools.csv 时必须是其中的编号。",
      en: "The student's school; where there is a schools.csv, one of its ids."),
    .column(
      "class_name", "班级", .text, .text(\.className), example: Text(zh: "2024级电子商务1班", en: "EC 1"),
      readBy: [.plan], zh: "班级，只在方案中显示。", en: "The class: shown in the plan."),
    .column(
      "teacher", "指导教师", .text, .text(\.teacher), example: Text(zh: "教师甲", en: "Teacher A"),
      readBy: [.plan], zh: "负责的教师，只在方案中显示。", en: "The teacher in charge: shown in the plan."),
    .column(
      "specialty_code", "专业代码", .specialtyCode(digits: [6]), needed: true, example: both("730701"),
      readBy: [.rule(.specialty), .objective(.match)],
      zh: "六位专业代码：前两位是专业大类，前四位是专业类；后面的字母不计。",
      en: "Six digits: two for the major category, four for the class, six for the specialty; "
        + "a letter after them is ignored."),
    .column(
      "program", "订单班", .label, .optionalText(\.program), example: Text(zh: "示例订单班", en: "Order class A"),
      readBy: [.rule(.program)], zh: "所在订单班或学徒制班；岗位的“定向班”写同一个名称。",
      en: "The order class or apprenticeship class; a post's reserved_programs bears the same name."),
    .column(
      "grade", "年级", .yearOfStudy, needed: true, example: Text(zh: "2024级", en: "3"),
      readBy: [.rule(.grade)], zh: "在读第几年（1 至 6），或入学年份（2024 或 2024级，按政策的学年换算）。",
      en:
        "The year of study, 1 to 6, or the entry year (2024), turned into one by the policy's academic_year."),
    .column(
      "birth_date", "出生日期", .date, needed: true, example: both("2008-01-15"),
      readBy: [.rule(.age), .rule(.nightShift), .rule(.hazardous), .rule(.minorsProhibited)],
      zh: "出生日期；年龄按岗位开始之日的周岁算。",
      en: "The day of birth; age counts in full years at the post's start."),
    .column(
      "sex", "性别", .words([Student.Sex.female, .male]), .word(\.sex), readBy: [.rule(.womenProhibited)],
      zh: "性别；只用于女职工禁忌岗位。", en: "f or m; only work barred to women asks for it."),
  ]

  private static let studentHomeAndTravel: [RowColumn<Student>] = [
    .column(
      "latitude", "纬度", .degrees(limit: 90), example: both("30.25"),
      readBy: [.rule(.distance), .objective(.distance)],
      zh: "学生出发地的纬度；留空则用学校的，学校也没有就是错误。",
      en: "Where the student travels from; empty: the school's; neither: a fault."),
    .column(
      "longitude", "经度", .degrees(limit: 180), example: both("120.17"),
      readBy: [.rule(.distance), .objective(.distance)], zh: "学生出发地的经度；与纬度同填或同空。",
      en: "With latitude: both or neither."),
    .column(
      "zone", "片区", .label, .optionalText(\.zone), example: Text(zh: "上城区北片", en: "north"),
      readBy: [.rule(.distance), .objective(.distance)],
      zh: "出发地所在片区；travel.csv 有这一对片区时用其中的距离。",
      en: "The zone the student travels from, looked up in travel.csv."),
    .column(
      "accepts_boarding", "接受住宿", .boolean, .flag(\.acceptsBoarding),
      readBy: [.rule(.lodging), .rule(.distance)],
      zh: "愿意住在岗位提供的宿舍；是则适用住宿距离上限。",
      en: "Whether the student would live in a post's dormitory; the limit for boarders then holds."),
    .column(
      "max_distance_km", "最远距离公里", .amount, .optionalDecimal(\.maxDistance), unit: .kilometres,
      example: both("15"), readBy: [.rule(.distance)], zh: "本人的距离上限；只能比政策的更严。",
      en: "The student's own limit; it can only narrow the policy's."),
  ]

  private static let studentConditions: [RowColumn<Student>] = [
    .column(
      "certificates", "证书", .list(of: .label), .list(\.certificates),
      example: Text(zh: "电工证；健康证", en: "electrician;health"), readBy: [.rule(.certificates)],
      zh: "已有证书，几个之间用分号隔开；名称与岗位“所需证书”一致。",
      en: "Certificates held, separated by semicolons, named as in a post's required_certificates."),
    .column(
      "priority", "权重", .whole(1...100), .whole(\.priority), example: both("10"),
      readBy: [.objective(.unplaced)], zh: "不安排该生的代价；数越大越优先安排。",
      en: "How much it weighs to leave this student without a post."),
    .column(
      "team_id", "小组", .id, .optionalText(\.teamID), example: both("T1"), readBy: [.team],
      zh: "同一小组的学生去同一岗位，或都不安排。",
      en: "Students of one team go to one post together, or all stay without."),
    .column(
      "available_from", "可实习起", .date, .optionalDay(\.availableFrom), readBy: [.rule(.period)],
      zh: "从哪天起可以实习；岗位的整个期间须在可实习期内。",
      en: "The first day the student can work; a post's whole period must lie inside."),
    .column(
      "available_to", "可实习止", .date, .optionalDay(\.availableTo), example: both("2027-06-30"),
      readBy: [.rule(.period)], zh: "到哪天为止可以实习。", en: "The last day the student can work."),
    .column(
      "own_lodging_consent", "自宿同意", .boolean, .flag(\.ownLodgingConsent), readBy: [.rule(.lodging)],
      zh: "监护人是否书面同意学生不住学校或单位安排的住处。",
      en:
        "Whether the guardian has agreed in writing that the student lives elsewhere than in lodgings of school "
        + "or host."),
    .column(
      "teacher_id", "指导教师工号", .reference(to: "teachers.csv"), .optionalText(\.teacherID),
      example: both("T001"), readBy: [.supervision], zh: "只由这名教师指导；须是本校教师。",
      en: "Only this teacher, of the student's school, may supervise the student."),
    .column(
      "graduation_year", "毕业年份", .whole(CalendarDate.years), .optionalWhole(\.graduationYear),
      example: both("2027"),
      readBy: [.subsidies], zh: "毕业的年份；只用于计算补助。", en: "The year of graduation; only subsidies read it."),
    .column(
      "excluded", "不参加", .reason, .optionalText(\.excluded),
      example: Text(zh: "自主创业", en: "runs a business"), readBy: [.rule(.excluded)],
      zh: "不参加的原因；参加的学生留空。",
      en: "Why the student takes no part; empty for those who do."),
  ]
}
