extension CaseSchema {
  public static let enterprises = RowSchema(
    "enterprises.csv", "企业", needed: true, zh: "一行是一家接收企业（或学校办的实训基地）。",
    en: "One row is a host enterprise, or a training base run by a school.",
    fresh: Enterprise(id: "", name: "", district: "", staffTotal: 0, staffOnDuty: 0),
    columns: enterpriseIdentity + enterpriseQuotas)

  private static let enterpriseIdentity: [RowColumn<Enterprise>] = [
    .column(
      "enterprise_id", "企业编号", .id, .text(\.id), needed: true, example: both("E0001"), readBy: [.keys],
      zh: "企业编号，不得重复。", en: "The enterprise's id, once in the file."),
    .column(
      "name", "企业名称", .text, .text(\.name), needed: true, example: Text(zh: "示例企业", en: "Example Ltd"),
      readBy: [.plan], zh: "企业名称，在方案中显示。", en: "The enterprise's name: shown in the plan."),
    .column(
      "district", "区县", .label, .text(\.district), needed: true,
      example: Text(zh: "余杭区", en: "Yuhang"), readBy: [.rule(.pay), .plan],
      zh: "企业所在区县；最低工资可以按区县规定。",
      en: "The enterprise's district; the minimum wage may differ by district."),
    .column(
      "approved", "准入", .boolean, .flag(\.approved), readBy: [.rule(.host)],
      zh: "是否经考察准入为实习单位；否则不安排任何学生。",
      en: "Whether it was inspected and admitted as a host; otherwise nobody goes there."),
    .column(
      "dishonest", "失信", .boolean, .flag(\.dishonest), readBy: [.rule(.host)],
      zh: "是否被列为失信；是则不安排任何学生。",
      en: "Whether it is on the list of dishonest firms; then nobody goes there."),
    .column(
      "agency", "中介机构", .boolean, .flag(\.agency), readBy: [.rule(.host)],
      zh: "是否为中介机构或劳务派遣单位；不得通过它们组织实习。",
      en: "Whether it is an agency or a labour dispatcher, through which no internship may go."),
    .column(
      "last_safety_violation", "最近安全违法日期", .date, .optionalDay(\.lastSafetyViolation),
      example: both("2021-05-06"), readBy: [.rule(.host)],
      zh: "最近一次安全生产违法的日期；岗位开始前三年内有的，不安排学生。",
      en:
        "The last violation of work safety; within the three years before a post's start it closes the post."),
    .column(
      "credit_code", "统一社会信用代码", .label, .text(\.creditCode), example: both("91330100MA2EXAMPLJ"),
      readBy: [.plan], zh: "十八位统一社会信用代码（GB 32100-2015）；校验位不对会提醒。",
      en: "The unified social credit code of 18 characters (GB 32100-2015); a wrong check digit is a warning."
    ),
    .column(
      "certified", "产教融合型企业", .boolean, .flag(\.certified), readBy: [.yearly],
      zh: "是否为认定的产教融合型企业。", en: "Whether it is certified as an enterprise of industry-education integration."),
    .column(
      "alliances", "联盟", .list(of: .label), .list(\.alliances),
      example: Text(zh: "示例产教联盟", en: "Alliance A"), readBy: [.objective(.cooperation)],
      zh: "企业所在的产教联盟，几个之间用分号隔开。",
      en: "The alliances the enterprise belongs to, separated by semicolons."),
    .column(
      "contact", "联系人", .text, .text(\.contact), example: Text(zh: "人事部", en: "personnel office"),
      readBy: [.plan], zh: "企业的联系方式，在方案中显示。", en: "Whom to ask at the enterprise: shown in the plan."),
  ]

  private static let enterpriseQuotas: [RowColumn<Enterprise>] = [
    .column(
      "staff_total", "职工总数", .count, .whole(\.staffTotal), needed: true, unit: .people,
      example: both("120"), readBy: [.target, .objective(.shortfall)],
      zh: "职工总数；规模以上企业的目标比例按它算。",
      en: "All staff; the target of above-scale enterprises is a share of it."),
    .column(
      "staff_on_duty", "在岗职工", .count, .whole(\.staffOnDuty), needed: true, unit: .people,
      example: both("110"), readBy: [.quota(.staffShareMax)],
      zh: "在岗职工数；实习生不超过它的规定比例。",
      en: "Staff on duty; interns may not exceed a share of it."),
    .column(
      "above_scale", "规模以上", .boolean, .flag(\.aboveScale), readBy: [.target, .objective(.shortfall)],
      zh: "是否为规模以上企业（按主营业务收入认定，不按人数推断）。",
      en: "Whether it is above scale, by revenue; never inferred from staff."),
    .column(
      "current_interns", "在岗实习生", .count, .whole(\.currentInterns), unit: .people, example: both("2"),
      readBy: [.quota(.staffShareMax), .quota(.maxInterns), .target],
      zh: "已经在岗的实习生，占用同一名额。", en: "Interns who are there already: they use up the same quota."),
    .column(
      "max_interns", "接纳上限", .count, .optionalWhole(\.maxInterns), unit: .people, example: both("8"),
      readBy: [.quota(.maxInterns)], zh: "企业自己申报的接纳上限；留空则没有自己的上限。",
      en: "The limit that the enterprise declares; empty: none of its own."),
    .column(
      "max_per_school", "每校上限", .count, .optionalWhole(\.maxPerSchool), unit: .people, example: both("3"),
      readBy: [.perSchool], zh: "同一所学校的学生同一天在本企业各岗位合计最多几名；留空则不限。",
      en: "How many students of one school its posts take together on any one day; empty: no such limit."),
  ]
}
