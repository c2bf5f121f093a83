/// The tables of a plan, and of a what-if: names, headers, what each column says. What every cell means to
/// the letter stands in PlanFiles.md.
public enum PlanSchema {
  public static let tables: [TableSchema] = [
    assignments, unplaced, changes, quotas, supplyDemand, compliance, filing, hosts,
    supervisors, teacherPractice, subsidies, yearly,
  ]

  public static let whatIfTables: [TableSchema] = [comparison, whatIfChanges, suggestions]

  /// The table of a file name; nil where a plan has no such file.
  public static func table(_ file: String) -> TableSchema? { tables.first { $0.file == file } }

  /// A figure that may be negative.
  static let signed = CellType.whole(-CellType.largest...CellType.largest)

  static func column(
    _ name: String, _ chinese: String, _ type: CellType = .label, unit: Text? = nil, zh: String, en: String
  ) -> ColumnSchema {
    ColumnSchema(name, chinese, type, unit: unit, zh: zh, en: en)
  }

  // MARK: Columns that several tables have

  static let studentID = column(
    "student_id", "学号", .reference(to: "students.csv"), zh: "学号。", en: "The student.")
  static let studentName = column("student_name", "姓名", .text, zh: "姓名。", en: "The student's name.")
  static let schoolID = column(
    "school_id", "学校编号", .reference(to: "schools.csv"), zh: "学生所在学校。", en: "The student's school.")
  static let specialtyCode = column(
    "specialty_code", "专业代码", .specialtyCode(digits: [6]), zh: "六位专业代码。", en: "Six digits.")
  public static let postID = column(
    "post_id", "岗位编号", .reference(to: "posts.csv"), zh: "安排的岗位；没有则空。",
    en: "The post; empty without one.")
  static let previousPostID = column(
    "previous_post_id", "原岗位编号", .reference(to: "posts.csv"), zh: "之前公布的岗位。",
    en: "The post that was published before.")
  static let status = column(
    "status", "安排状态", .words(PlacementStatus.allCases), zh: "安排的结果。", en: "What became of the student.")
}

// MARK: assignments.csv

extension PlanSchema {
  public static let assignments = TableSchema(
    "assignments.csv", "安排", zh: "一行是一名学生及其安排。", en: "One row is a student, and the post.",
    columns: assignedStudent + assignedPost + assignedHow + assignedDecision)

  private static let assignedStudent: [ColumnSchema] = [
    studentID, studentName, schoolID,
    column("school_name", "学校名称", .text, zh: "学校名称。", en: "The school's name."),
    column("class_name", "班级", .text, zh: "班级。", en: "The student's class."),
    column("teacher", "指导教师", .text, zh: "负责的教师。", en: "The teacher in charge."),
    column(
      "supervisor_id", "校方指导教师工号", .reference(to: "teachers.csv"), zh: "学校指派的指导教师；没有教师表则空。",
      en: "The school's supervisor; empty without teachers.csv."),
    column("supervisor_name", "校方指导教师", .text, zh: "该教师的姓名。", en: "The supervisor's name."),
    specialtyCode, status,
  ]

  private static let assignedPost: [ColumnSchema] = [
    postID,
    column("post_title", "岗位名称", .text, zh: "岗位名称。", en: "What the post is called."),
    column(
      "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), zh: "岗位所在企业。", en: "The host."),
    column("enterprise_name", "企业名称", .text, zh: "企业名称。", en: "The host's name."),
    column("district", "区县", zh: "企业所在区县。", en: "The host's district."),
    column("address", "实习地址", .text, zh: "实习地址。", en: "Where the work is."),
  ]

  private static let assignedHow: [ColumnSchema] = [
    column(
      "match", "对口程度", .words(MatchLevel.allCases), zh: "专业对口到哪一级。", en: "How well the specialty matches."),
    column(
      "distance_km", "距离公里", .amount, unit: .kilometres, zh: "学生到岗位的距离。",
      en: "From the student to the post."),
    column(
      "preference_rank", "志愿顺序", .count, zh: "是学生的第几志愿；不在志愿中则空。", en: "The rank among the student's wishes."),
    column("monthly_pay", "月报酬", .amount, unit: .yuan, zh: "每月报酬。", en: "Pay a month."),
    column("start_date", "开始日期", .date, zh: "第一天。", en: "The first day."),
    column("end_date", "结束日期", .date, zh: "最后一天。", en: "The last day."),
    previousPostID,
    column(
      "overridden_rules", "突破规则", .list(of: .words(Rule.allCases)), zh: "锁定突破了哪些规则。",
      en: "The rules that a pin overrides here."),
    column(
      "alternatives", "备选岗位", .list(of: .reference(to: "posts.csv")),
      zh: "最近的三个仍有空位、该生可以去的岗位；任何方案都无法安排该生时为空。",
      en:
        "The nearest three posts with a free seat that the student may take; none where no plan can place the student."
    ),
    column(
      "alternatives_detail", "备选岗位说明", .list(of: .text), zh: "这些岗位的名称、企业、距离和剩余名额。",
      en: "Their title, enterprise, distance and free seats."),
    column(
      "wishes", "志愿", .list(of: .label), zh: "学生的志愿，按志愿顺序列出岗位或企业编号。",
      en: "The student's wishes: ids of posts and enterprises, by rank."),
    column(
      "team", "小组", .list(of: .reference(to: "students.csv")), zh: "同组其他参加学生的学号。",
      en: "The ids of the mates who take part."),
    column("contact", "联系人", .text, zh: "企业的联系方式。", en: "Whom to ask at the enterprise."),
    column(
      "reason", "未安排原因", .words(UnplacedReason.allCases), zh: "为什么没有岗位；有岗位则空。",
      en: "Why there is no post; empty with one."),
    column("note", "备注", .text, zh: "不参加、锁定或维持的缘由。", en: "Why excluded, pinned or held."),
  ]

  private static let assignedDecision: [ColumnSchema] = [
    column(
      "decision", "决定", .word([DecisionWord.pin, DecisionWord.ban, DecisionWord.clear]),
      zh: "留给负责人填写：锁定、不安排或撤销。", en: "For the coordinator: pin, ban or clear."),
    column(
      "decision_post_id", "决定岗位编号", .reference(to: "posts.csv"),
      zh: "决定的岗位；留空即本行的岗位；写企业编号则不安排到该企业。",
      en: "The post decided on; empty: the row's own; an enterprise's id bans the enterprise."),
    column("decision_reason", "决定理由", .text, zh: "决定的理由。", en: "Why it is decided so."),
  ]
}

// MARK: unplaced.csv, changes.csv

extension PlanSchema {
  public static let unplaced = TableSchema(
    "unplaced.csv", "未安排", zh: "一行是一名参加而未安排的学生，及其原因。",
    en: "One row is a student taking part without a post, and why.",
    columns: [
      studentID, studentName, schoolID, specialtyCode,
      column("reason", "未安排原因", .words(UnplacedReason.allCases), zh: "为什么没有岗位。", en: "Why there is no post."),
      column("eligible_posts", "可选岗位数", .count, zh: "按规则可去的岗位数。", en: "How many posts the student may take."),
      column(
        "nearest_post_id", "最近岗位编号", .reference(to: "posts.csv"), zh: "最近的可去岗位；没有则为最近的对口岗位。",
        en: "The nearest post that is open, else the nearest that matches."),
      column("nearest_blocked_by", "受限于", zh: "那个岗位被什么挡住。", en: "What is in the way there."),
      column("detail", "说明", .text, zh: "用一句话说明。", en: "The same as a sentence."),
    ])

  public static let changes = TableSchema(
    "changes.csv", "调整", zh: "一行是一名岗位与已公布的不同的学生。",
    en: "One row is a student whose post differs from the published one.",
    columns: [
      studentID, studentName, schoolID, status, previousPostID, postID,
      column(
        "serves", "调整原因", zh: "为什么变动：哪条规则、锁定或名额。", en: "What the change serves: a rule, a pin or quotas."),
      column("detail", "说明", .text, zh: "用一句话说明。", en: "The same as a sentence."),
    ])
}

// MARK: Overviews

extension PlanSchema {
  public static let quotas = TableSchema(
    "quotas.csv", "名额", zh: "一行是一家企业、一个同类岗位组或一个岗位的名额。",
    en: "One row is the quota of an enterprise, a job group or a post.",
    columns: [
      column("kind", "类别", .words(QuotaKind.allCases), zh: "企业、同类岗位组或岗位。", en: "What the quota belongs to."),
      column("id", "编号", .id, zh: "编号。", en: "Its id."),
      column("name", "名称", .text, zh: "名称。", en: "Its name."),
      column("district", "区县", zh: "企业所在区县。", en: "The enterprise's district."),
      column(
        "limit", "上限", .count, unit: .people, zh: "扣除在岗实习生之后的上限。", en: "The quota after current interns."),
      column("limit_from", "上限来源", .words(LimitTerm.allCases), zh: "由哪一项决定上限。", en: "The term that binds."),
      column(
        "offered", "提供名额", .count, unit: .people, zh: "其中各岗位的名额之和。", en: "The seats of the posts within it."),
      column(
        "placed", "已安排", .count, unit: .people,
        zh: "安排的学生数，各时段合计：上限逐日计算，时段错开的，合计可以大于上限。",
        en: "Students placed, over all periods; a limit holds day by day, so they may be more."),
      column("free", "剩余", signed, unit: .people, zh: "上限减去最满一天的人数。", en: "The limit less the fullest day."),
      column(
        "target_low", "目标下限", .count, unit: .people, zh: "规模以上企业的目标下限。",
        en: "The lower target of an above-scale enterprise."),
      column("target_high", "目标上限", .count, unit: .people, zh: "规模以上企业的目标上限。", en: "The higher target."),
      column("target_met", "是否达标", .boolean, zh: "是否达到目标下限。", en: "Whether the lower target is reached."),
      column(
        "worth", "增一名额可多安排", .count, zh: "名额已满时，多一个名额可以多安排多少。",
        en: "Of a full quota: what one more seat would bring."),
      column(
        "worth_at_most", "至多可多安排", .count, zh: "多一个名额至多可以多安排多少；已精确算出的与前一列相同。",
        en: "The most that it could bring; where worth is exact, the same."),
      column(
        "interns_3y", "近三年接收", .count, unit: .people, zh: "企业在本学年之前几年接收的满期实习生；没有单位记录或政策没有认定要求则空。",
        en:
          "Interns of full length in the years before; empty without host-record.csv, or where the policy asks for none."
      ),
      column(
        "certification_gap", "认定差额", .count, unit: .people, zh: "离认定要求还差多少人；没有前一列则空。",
        en: "How many are missing for certification; empty where the column before is."),
    ])

  public static let supplyDemand = TableSchema(
    "supply-demand.csv", "供需", zh: "一行是一个专业类在一个区县的供需。",
    en: "One row is a specialty class and a district of schools.",
    columns: [
      column("specialty_class", "专业类", .specialtyCode(digits: [4]), zh: "四位专业类代码。", en: "Four digits."),
      column(
        "district", "区县", zh: "学校（和提供名额的企业）所在区县；只列有该专业类学生的区县。",
        en:
          "The district of schools, and of the posts behind seats; those alone that have students of the class."
      ),
      column("students", "学生数", .count, unit: .people, zh: "参加的学生数。", en: "Students taking part."),
      column(
        "seats", "名额", .count, unit: .people,
        zh: "该区县列有该专业类（或其专业、大类）的各岗位名额之和；每个岗位不超过其同类岗位组和企业的上限，同一企业几个岗位合计可能超过企业的上限。",
        en:
          "Seats of the district's posts that list the class, each within the limits of its job group and enterprise; posts "
          + "of one enterprise may come to more than its limit together."),
      column(
        "placed", "已安排", .count, unit: .people, zh: "已安排的学生数，不论岗位在哪个区县。",
        en: "Those with a post, wherever it is."),
      column("unplaced", "未安排数", .count, unit: .people, zh: "未安排的学生数。", en: "Those without."),
      column(
        "demand", "需求数", .count, unit: .people, zh: "本学年的用工需求；没有需求表则空。",
        en: "The year's demand; empty without demand.csv."),
      column(
        "seats_last_year", "上年名额", .count, unit: .people, zh: "上一年的名额；没有历年表则空。",
        en: "Seats the year before; empty without history.csv."),
      column(
        "seats_expected", "预计名额", .count, unit: .people, zh: "按历年变化预计的下一年名额。",
        en: "Seats expected next year, by the years before."),
      column("low", "低", .count, unit: .people, zh: "预计的低值。", en: "The lowest expectation."),
      column("high", "高", .count, unit: .people, zh: "预计的高值。", en: "The highest expectation."),
      column(
        "signal", "建议", .words(SupplySignal.allCases), zh: "该专业类（全部区县合计）宜增设还是缩减；无结论则空。",
        en: "Whether the class, over all districts, should grow or shrink; empty: neither."),
    ])

  public static let compliance = TableSchema(
    "compliance.csv", "合规", zh: "一行是一条规则及其检查结果。", en: "One row is a rule, and how often it was checked.",
    columns: [
      column("rule", "规则", zh: "规则。", en: "The rule."),
      column("source", "来源", .text, zh: "规则的依据。", en: "Where the rule comes from."),
      column("checked", "检查数", .count, zh: "检查了多少次。", en: "How often it was checked."),
      column("refused", "不符数", .count, zh: "不符合的次数。", en: "How often it refused."),
      column("overridden", "突破数", .count, zh: "被锁定突破的次数。", en: "How often a pin overrode it."),
      column(
        "data_missing", "缺数据数", .count, zh: "缺少数据而无从检查的次数。",
        en: "How often the data to judge by were missing."),
    ])
}

// MARK: split and letters

extension PlanSchema {
  /// What `split` writes beside its files: which one is whose.
  public static let splitIndex = TableSchema(
    "index.csv", "索引", zh: "一行是一个文件，及其所属的学校或企业。", en: "One row is a file, and whose it is.",
    columns: [
      column("id", "编号", .id, zh: "学校或企业的编号。", en: "The school's or the enterprise's id."),
      column("name", "名称", .text, zh: "学校或企业的名称。", en: "Its name."),
      column("file", "文件", .text, zh: "文件名。", en: "The file."),
      column("students", "学生数", .count, zh: "其中的学生数。", en: "Students in it."),
    ])

  /// What `letters` writes for a mail merge.
  public static let letters = TableSchema(
    "letters.csv", "通知", zh: "一行是一份通知。", en: "One row is a letter.",
    columns: [
      column(
        "kind", "对象", .words(LetterKind.allCases), zh: "给学生、企业还是学校。",
        en: "For a student, an enterprise or a school."),
      column("id", "编号", .id, zh: "学号、企业编号或学校编号。", en: "The student's, the enterprise's or the school's id."),
      column("name", "名称", .text, zh: "姓名或名称。", en: "The name."),
      column("school_id", "学校编号", .reference(to: "schools.csv"), zh: "学生所在学校。", en: "The student's school."),
      column("file", "文件", .text, zh: "文件名。", en: "The file."),
      column("text", "内容", .text, zh: "全文。", en: "The whole text."),
    ])
}
