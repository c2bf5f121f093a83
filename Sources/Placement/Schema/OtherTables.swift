// Tables whose rows tie others together.

extension CaseSchema {
  private static let student = ColumnSchema(
    "student_id", "学号", .reference(to: "students.csv"), needed: true, example: both("S00001"),
    readBy: [.keys], zh: "哪名学生。", en: "Which student.")
  private static func post(needed: Bool = false, zh: String, en: String) -> ColumnSchema {
    ColumnSchema(
      "post_id", "岗位编号", .reference(to: "posts.csv"), needed: needed, example: both("P0001"),
      readBy: [.keys], zh: zh, en: en)
  }
  private static func enterprise(zh: String, en: String) -> ColumnSchema {
    ColumnSchema(
      "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), example: both("E0001"),
      readBy: [.keys], zh: zh, en: en)
  }

  public static let preferences = TableSchema(
    "preferences.csv", "志愿",
    zh: "一行是一名学生的一个志愿：一个岗位，或一家企业。也可一名学生一行：学号之后是志愿1、志愿2……各列，"
      + "每格填一个岗位编号或企业编号，列的序号就是志愿顺序，此时没有其他列。",
    en: "One row is a student's ranked wish for a post or an enterprise. Or one row is a student: "
      + "student_id, then wish_1, wish_2 and so on, each a post's or an enterprise's id, the column's number "
      + "being the rank, and no other columns.",
    columns: [
      student,
      ColumnSchema(
        "rank", "志愿顺序", .whole(1...1_000_000), needed: true,
        readBy: [.objective(.preference), .rule(.wishes)],
        zh: "第几志愿，1 最优先；可以并列，可以跳号。", en: "1 is best; ranks may tie or skip."),
      post(zh: "想去的岗位；与企业编号填且只填一个。", en: "The post wished for; give this or enterprise_id."),
      enterprise(zh: "想去的企业（其任一岗位）。", en: "The enterprise wished for, any of its posts."),
    ])

  public static let hostRanks = TableSchema(
    "host-ranks.csv", "单位排序",
    zh: "一行是一家单位对一名学生的意见：排第几，或者不接收。岗位的一行先于其企业的一行。"
      + "这些意见只告诉该生的学校，不告诉其他学校和单位。",
    en:
      "One row is what a host thinks of a student: a rank, or that it refuses the student. A post's row goes before "
      + "its enterprise's. Told to the student's own school at most, to no other school or host.",
    columns: [
      enterprise(zh: "哪家企业（其全部岗位）；与岗位编号填且只填一个。", en: "The enterprise, all its posts; give this or post_id."),
      post(zh: "哪个岗位。", en: "The post."),
      student,
      ColumnSchema(
        "rank", "排序", .whole(1...1_000_000), readBy: [.objective(.hostPreference)],
        zh: "单位把该生排在第几，1 最优先；可以并列，可以跳号。与“不接收”填且只填一个。",
        en: "The host's rank of the student, 1 is best; ranks may tie or skip. Give this or refuse."),
      ColumnSchema(
        "refuse", "不接收", .boolean, readBy: [.rule(.refusedByHost)],
        zh: "单位不接收该生；锁定也不能突破。", en: "The host refuses the student; no pin overrides it."),
    ])

  public static let decisions = TableSchema(
    "decisions.csv", "决定", zh: "一行是一项人工决定：锁定到某岗位，或不安排到某岗位或企业。",
    en: "One row is a coordinator's decision: a pin to a post, or a ban of a post or an enterprise.",
    columns: [
      student,
      post(zh: "锁定或不安排的岗位。", en: "The post that is pinned or banned."),
      enterprise(zh: "不安排的企业；锁定只能写岗位。", en: "The enterprise that is banned; a pin names a post."),
      ColumnSchema(
        "decision", "决定", .word(DecisionWord.words), needed: true, readBy: [.decisions, .rule(.banned)],
        zh: "锁定：就去这里；不安排：不去这里。", en: "pin: the student goes there; ban: the student does not."),
      ColumnSchema(
        "reason", "理由", .text, needed: true, example: Text(zh: "校企双选", en: "agreed with the school"),
        readBy: [.plan], zh: "为什么；没有理由的决定是错误。", en: "Why; a decision without a reason is a fault."),
      ColumnSchema(
        "author", "决定人", .text, example: Text(zh: "市教育局", en: "education bureau"), readBy: [.plan],
        zh: "谁决定的。", en: "Who decided it."),
      ColumnSchema(
        "decided_on", "决定日期", .date, example: both("2026-07-10"), readBy: [.plan], zh: "哪天决定的。",
        en: "When it was decided."),
    ])

  public static let published = TableSchema(
    "published.csv", "公示", allowsOthers: true, zh: "一行是最近一次告知一名学生的安排；可以直接用方案的 assignments.csv。",
    en: "One row is what a student was last told; a plan's assignments.csv serves as it is.",
    columns: [
      student,
      post(needed: true, zh: "告知的岗位；没有岗位的行不计入。", en: "The post; a row without one counts nothing."),
      ColumnSchema(
        "stage", "进度", .word(StageWord.words), standard: PublishedPlacement.Stage.announced.text,
        readBy: [.published, .objective(.moves)],
        zh: "进行到哪一步；已签协议和已上岗的不再变动，已终止的不计入。",
        en: "How far it has come; what is signed or started stays, what has ended counts nothing."),
      duty(
        .consentOn, "知情同意日期", "2026-06-20", zh: "学生和监护人哪天签署知情同意书。",
        en: "When student and guardian signed the consent."),
      duty(
        .agreementOn, "协议日期", "2026-06-28", zh: "三方协议哪天签订。", en: "When the three-party agreement was signed."),
      duty(.insuredFrom, "保险起期", "2026-09-01", zh: "实习责任保险从哪天起。", en: "The first day of the insurance."),
      duty(.insuredTo, "保险止期", "2027-02-28", zh: "实习责任保险到哪天止。", en: "The last day of the insurance."),
      duty(.trainedOn, "培训日期", "2026-06-30", zh: "岗前安全培训哪天完成。", en: "When the safety training was done."),
    ])

  private static func duty(_ date: DutyDate, _ chinese: String, _ example: String, zh: String, en: String)
    -> ColumnSchema
  {
    let duties = StartDuty.allCases.filter { $0.dates.contains(date) }
    return ColumnSchema(
      date.rawValue, chinese, .date, example: both(example), readBy: duties.map { .duty($0) }, zh: zh, en: en)
  }

  public static let travel = TableSchema(
    "travel.csv", "通勤距离", zh: "一行是从一个片区到另一个片区的实测距离，代替按坐标的估算。",
    en: "One row is a measured distance from one zone to another, instead of the estimate by coordinates.",
    columns: [
      ColumnSchema(
        "from_zone", "起点片区", .id, needed: true, example: Text(zh: "上城区北片", en: "north"),
        readBy: [.rule(.distance), .objective(.distance)], zh: "学生的片区。", en: "The student's zone."),
      ColumnSchema(
        "to_zone", "终点片区", .id, needed: true, example: Text(zh: "余杭区南片", en: "south"),
        readBy: [.rule(.distance), .objective(.distance)], zh: "岗位的片区。", en: "The post's zone."),
      ColumnSchema(
        "distance_km", "距离公里", .decimal(DecimalRange(0, 100_000)), needed: true, unit: .kilometres,
        example: both("12.5"), readBy: [.rule(.distance), .objective(.distance)],
        zh: "距离，按原样使用，不再乘绕行系数。", en: "The distance as it stands, no detour factor."),
    ])

  public static let equivalences = TableSchema(
    "specialty-equivalences.csv", "专业等同", zh: "一行是两个视为相同的专业代码；不传递。",
    en: "One row is two catalogue codes that count as one; pairs do not chain.",
    columns: [
      ColumnSchema(
        "code_a", "代码一", .specialtyCode(digits: [2, 4, 6]), needed: true, example: both("730701"),
        readBy: [.rule(.specialty), .objective(.match)], zh: "一个代码。", en: "One code."),
      ColumnSchema(
        "code_b", "代码二", .specialtyCode(digits: [2, 4, 6]), needed: true, example: both("730801"),
        readBy: [.rule(.specialty), .objective(.match)], zh: "另一个代码，位数相同。",
        en: "The other, of as many digits."),
    ])
}

/// The words of a decision.
public enum DecisionWord {
  public static let pin = SchemaWord(Text(zh: "锁定", en: "pin"), alsoRead: ["指定"])
  public static let ban = SchemaWord(Text(zh: "不安排", en: "ban"), alsoRead: ["禁止"])
  /// Drops a student's decisions; stands in edited plans only.
  public static let clear = SchemaWord(Text(zh: "撤销", en: "clear"))

  public static let words = [pin, ban]

  /// The word for it, in both languages.
  public static func text(_ kind: Decision.Kind) -> Text { kind == .pin ? pin.text : ban.text }

  /// What a cell means; nil where it is no such word.
  public static func kind(_ word: String) -> Decision.Kind? {
    pin.isRead(word) ? .pin : ban.isRead(word) ? .ban : nil
  }
}

/// The words of a stage; `.some(nil)` stands for ended.
public enum StageWord {
  public static let ended = SchemaWord(Text(zh: "已终止", en: "ended"))
  public static let words = PublishedPlacement.Stage.allCases.map { SchemaWord($0.text) } + [ended]

  /// An empty word is the first stage.
  public static func stage(_ word: String) -> PublishedPlacement.Stage?? {
    if word.isEmpty { return .some(.announced) }
    if ended.isRead(word) { return .some(nil) }
    return PublishedPlacement.Stage.allCases.first { SchemaWord($0.text).isRead(word) }.map { .some($0) }
  }
}
