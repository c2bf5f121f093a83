// requests.csv: what students ask for once a plan is published, and what that would come to.

extension CaseSchema {
  private static func student(
    _ name: String, _ chinese: String, needed: Bool, _ example: String, zh: String, en: String
  )
    -> ColumnSchema
  {
    ColumnSchema(
      name, chinese, .reference(to: students.table.file), needed: needed, example: both(example),
      readBy: [.keys], zh: zh, en: en)
  }

  public static let requests = TableSchema(
    "requests.csv", "申请",
    zh: "一行是一名学生在公布之后的一项申请；只有 placement requests 用它，方案与它无关。",
    en:
      "One row is what a student asks for after publication; placement requests alone uses it, and no plan.",
    columns: [
      student("student_id", "学号", needed: true, "S00001", zh: "谁申请。", en: "Who asks."),
      ColumnSchema(
        "kind", "申请类型", .words(RequestKind.allCases), needed: true, readBy: [.requests],
        zh: "调到：到该岗位（或该企业的任一岗位）；离开：放弃岗位；互换：与对方互换岗位。",
        en:
          "to: the post, or any post of the enterprise; leave: the place is given up; swap: the two change places."
      ),
      ColumnSchema(
        "post_id", "岗位编号", .reference(to: posts.table.file), example: both("P0001"), readBy: [.requests],
        zh: "调到哪个岗位；与企业编号填且只填一个。", en: "The post to go to; give this or enterprise_id."),
      ColumnSchema(
        "enterprise_id", "企业编号", .reference(to: enterprises.table.file), example: both("E0001"),
        readBy: [.requests], zh: "调到哪家企业（其任一岗位）。", en: "The enterprise to go to, any of its posts."),
      student(
        "other_student_id", "对方学号", needed: false, "S00002", zh: "与谁互换。", en: "With whom to change places."),
      ColumnSchema(
        "reason", "理由", .text, needed: true, example: Text(zh: "离家太远", en: "too far from home"),
        readBy: [.nothing], zh: "为什么；只留在本表中，程序不在任何地方重复。",
        en: "Why; it stays in this table, the program repeats it nowhere."),
      ColumnSchema(
        "requested_on", "申请日期", .date, example: both("2026-09-20"), readBy: [.requests],
        zh: "哪天申请的；不能都满足时，同样多的申请中先申请的优先。",
        en: "When; of equally many requests that can be granted together the earlier ones are."),
    ])
}

extension PlanSchema {
  /// The tables of a folder of `placement requests`.
  public static let requestTables: [TableSchema] = [requests]

  /// requests.csv without reasons, and with what each request would come to.
  public static let requests = TableSchema(
    CaseSchema.requests.file, "申请", zh: "一行是一项申请，及单独满足它的代价。",
    en: "One row is a request, and what granting it alone would come to.",
    columns: asked + [
      column(
        "row", "行", .count, zh: "申请在案例的申请表中的行号。", en: "The request's row in the case's requests.csv."),
      column(
        "outcome", "结果", .words(RequestOutcome.allCases),
        zh: "无代价：各级目标不变差，其他学生不动；调换：其他学生要动，但都不变差；有代价；不可行；未计算（时限已到）。",
        en:
          "free: no objective gets worse, nobody else moves; swap: others move, none to a worse place; costs; "
          + "impossible; not_computed where the time was up."),
      column(
        "rule", "规则", zh: "不可行时：哪条规则、决定、进度或名额不允许。",
        en: "Of an impossible one: the rule, decision, stage or quota that forbids it."),
      column(
        "new_post_id", "新岗位编号", .reference(to: "posts.csv"), zh: "满足后该生的岗位；离开则空。",
        en: "The student's post if it is granted; empty where there is none."),
      column(
        "costs", "代价", .text, zh: "各级目标改变多少；不变则空。",
        en: "By how much objectives change; empty where none does."),
      column(
        "moved", "变动学生", .list(of: .text), zh: "其他变动的学生，各自从哪个岗位到哪个岗位。",
        en: "The others who move, each from which post to which."),
      column(
        "without_post", "失去岗位", .list(of: .reference(to: "students.csv")), zh: "其中失去岗位的学生。",
        en: "Those of them who lose their place."),
      column(
        "granted", "可一并满足", .boolean, zh: "是否在可以一并无代价满足的最大一组申请之中。",
        en: "Whether it is one of the largest set that can be granted together at no cost."),
      column("detail", "说明", .text, zh: "用一句话说明。", en: "The same as a sentence."),
    ])

  private static let asked = CaseSchema.requests.columns.filter { $0.name != "reason" }.map {
    ColumnSchema($0.name, $0.chinese, $0.type, zh: $0.sentence.zh, en: $0.sentence.en)
  }
}
