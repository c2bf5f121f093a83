// The lists for others: filing.csv for the authority, hosts.csv for the school's public notice. No student in them.

extension PlanSchema {
  private static let listedSchool: [ColumnSchema] = [
    schoolID, column("school_name", "学校名称", .text, zh: "学校名称。", en: "The school's name."),
    column(
      "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), zh: "接收单位。", en: "The host."),
    column("enterprise_name", "企业名称", .text, zh: "接收单位名称。", en: "The host's name."),
    column(
      "credit_code", "统一社会信用代码", zh: "接收单位的统一社会信用代码。", en: "The host's unified social credit code."),
  ]

  public static let filing = TableSchema(
    "filing.csv", "备案表", zh: "一行是一所学校、一家单位、一个岗位和一段时间，供向主管部门备案。",
    en: "One row is a school, a host, a post and a period, for the authority's file.",
    columns: listedSchool + [
      column("post_id", "岗位编号", .reference(to: "posts.csv"), zh: "岗位编号。", en: "The post."),
      column("post_title", "岗位名称", .text, zh: "岗位名称。", en: "What the post is called."),
      column("address", "实习地址", .text, zh: "实习地址。", en: "Where the work is."),
      column("area_code", "区划代码", .areaCode, zh: "实习地点的区划代码。", en: "Its administrative division."),
      column(
        "specialty_classes", "专业类", .list(of: .specialtyCode(digits: [4])), zh: "学生所学的专业类。",
        en: "The classes of the students' specialties."),
      column("students", "学生数", .count, unit: .people, zh: "安排的学生数。", en: "How many students go there."),
      column(
        "minors", "未成年人数", .count, unit: .people, zh: "上岗时未满 18 周岁的人数。",
        en: "How many of them are under 18 at the start."),
      column("start_date", "开始日期", .date, zh: "第一天。", en: "The first day."),
      column("end_date", "结束日期", .date, zh: "最后一天。", en: "The last day."),
      column("monthly_pay", "月报酬", .amount, unit: .yuan, zh: "每月报酬。", en: "Pay a month."),
      column("supervisors", "校方指导教师", .text, zh: "校方指导教师姓名。", en: "The school's supervisors by name."),
      column("exemption", "备案号", .filing, zh: "加班、夜班等的备案号。", en: "The number of a filed exemption."),
      column(
        "cross_province_filing", "跨省备案号", .filing, zh: "跨省实习的备案号。", en: "That of a filing across provinces."),
      column(
        "self_arranged", "自行联系", .boolean, zh: "是否学生自行联系。", en: "Whether students found the place alone."),
    ])

  public static let hosts = TableSchema(
    "hosts.csv", "公示名单", zh: "一行是一所学校与它派去学生的一家单位，供学校公示。",
    en: "One row is a school and a host that it sends students to, for the school's public notice.",
    columns: listedSchool + [
      column(
        "ties", "合作关系", .list(of: .words(Tie.allCases)), zh: "当日有效的各种关系。",
        en: "The ties that hold on the day."),
      column("posts", "岗位", .list(of: .text), zh: "用到的岗位名称。", en: "The titles of the posts used."),
      column("students", "学生数", .count, unit: .people, zh: "派去的学生数。", en: "How many students go there."),
      column(
        "lowest_pay", "最低报酬", .amount, unit: .yuan, zh: "所用岗位的最低月报酬。", en: "The lowest pay of the posts used."
      ),
      column(
        "highest_pay", "最高报酬", .amount, unit: .yuan, zh: "所用岗位的最高月报酬。",
        en: "The highest pay of the posts used."),
      column(
        "lodging", "提供住宿", .boolean, zh: "所用岗位中是否有提供住宿的。", en: "Whether any of these posts has a dormitory."),
      column("inspected_on", "考察日期", .date, zh: "最近一次考察的日期。", en: "When it was last inspected."),
      column("published_on", "公示日期", .date, zh: "最近一次公示的日期。", en: "When it was last made public."),
    ])

  public static let subsidies = TableSchema(
    "subsidies.csv", "补助", zh: "一行是一项补助、一名学生或一家企业、一种状态；政策没有 subsidies 则没有此表。",
    en:
      "One row is a subsidy, a student or an enterprise, and a state; there is no such file where the policy has no "
      + "subsidies.",
    columns: [
      column("scheme", "项目", .id, zh: "政策中补助项目的 id。", en: "The id of the policy's subsidy."),
      column("payee", "发放对象", .words(SubsidyScheme.Payee.allCases), zh: "发给学生还是企业。", en: "Who is paid."),
      column("id", "编号", .id, zh: "学生或企业的编号。", en: "The student's or the enterprise's id."),
      column("students", "学生数", .count, unit: .people, zh: "符合条件的学生数。", en: "How many students count."),
      column(
        "months", "月数", .count, unit: Text(zh: "个月", en: "months"), zh: "补助期内的整月数，各学生合计。",
        en: "Whole months within the days that are paid for, over these students."),
      column(
        "amount", "金额", .amount, unit: .yuan, zh: "金额，每名学生先四舍五入到分再合计。",
        en: "Rounded to the cent a student, then added."),
      column(
        "state", "状态", .words(SubsidyState.allCases), zh: "应发：实习已结束；预计：尚未结束；待证：只有证书表中没有的证书才可能符合。",
        en:
          "due: the placement has ended; forecast: it has not; unproven: only a certificate that is not listed could "
          + "qualify."),
      column("source", "来源", .text, zh: "该项补助的依据。", en: "Where the subsidy comes from."),
    ])
}
