// Teachers in a plan: supervisors.csv and teacher-practice.csv, where the case has teachers.csv.

extension PlanSchema {
  public static let supervisors = TableSchema(
    "supervisors.csv", "指导", zh: "一行是一名指导教师与一家单位；其后一行是一名没有指导教师的学生及其原因。",
    en:
      "One row is a supervisor and a host; after these, one row is a student without a supervisor, and why.",
    columns: [
      column(
        "school_id", "学校编号", .reference(to: "schools.csv"), zh: "教师和学生所在学校。",
        en: "The school of teacher and students."),
      column(
        "teacher_id", "工号", .reference(to: "teachers.csv"), zh: "指导教师；没有指导教师的学生一行为空。",
        en: "The supervisor; empty in the row of a student without one."),
      column("teacher_name", "教师姓名", .text, zh: "教师姓名。", en: "The supervisor's name."),
      column(
        "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), zh: "学生所在单位；没有编号的单位为空。",
        en: "The host; empty where it has no id."),
      column("enterprise_name", "企业名称", .text, zh: "单位名称。", en: "The host's name."),
      column(
        "student_id", "学号", .reference(to: "students.csv"), zh: "没有指导教师的学生。",
        en: "The student without a supervisor."),
      column(
        "students", "学生数", .count, unit: .people, zh: "该教师在该单位指导的学生数。",
        en: "How many students the supervisor has at the host."),
      column(
        "distance_km", "距离公里", .amount, unit: .kilometres, zh: "学校到这些学生的岗位中最近一个的距离；缺坐标则空。",
        en: "From the school to the nearest post of these students; empty where coordinates are missing."),
      column(
        "reason", "原因", .words(UnsupervisedReason.allCases), zh: "为什么没有指导教师。",
        en: "Why there is no supervisor."),
    ])

  public static let teacherPractice = TableSchema(
    "teacher-practice.csv", "教师实践", zh: "一行是一名教师到企业实践的情况。",
    en: "One row is a teacher and the practice in enterprises.",
    columns: [
      column("teacher_id", "工号", .reference(to: "teachers.csv"), zh: "教师。", en: "The teacher."),
      column("school_id", "学校编号", .reference(to: "schools.csv"), zh: "所在学校。", en: "The teacher's school."),
      column(
        "months", "实践月数", .count, zh: "近五年实践月数；不知道则空。", en: "Months within five years; empty: not known."),
      column(
        "required", "应有月数", .count, zh: "专业课教师应有的月数；其他教师为空。",
        en: "Months that a specialist needs; empty for others."),
      column("missing", "欠缺月数", .count, zh: "还缺多少个月。", en: "How many months are missing."),
      column(
        "suggested_enterprise_id", "建议企业编号", .reference(to: "enterprises.csv"),
        zh: "指导学生最多的企业；没有则为有对口岗位的最近企业。",
        en: "Where the teacher supervises most students, else the nearest host with a post that matches."),
    ])
}
