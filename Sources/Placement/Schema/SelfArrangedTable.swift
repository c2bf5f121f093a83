extension CaseSchema {
  public static let selfArranged = RowSchema(
    "self-arranged.csv", "自行联系",
    zh: "一行是一名学生自行联系的实习。学校审核后，该生不再参加安排，但法定要求照样检查，并占用企业的名额。",
    en:
      "One row is a place that a student found alone. Once the school has approved it the student is placed no more, "
      + "but the tests of the law hold and the enterprise's quota is used up.",
    fresh: SelfArranged(), columns: selfWho + selfWork + selfConditions + selfApproval)

  private static let selfWho: [RowColumn<SelfArranged>] = [
    .column(
      "student_id", "学号", .reference(to: "students.csv"), needed: true, example: both("S00001"),
      readBy: [.keys], zh: "哪名学生；一名学生一行。", en: "Which student, once in the file."),
    .column(
      "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), example: both("E0001"),
      readBy: [.keys, .rule(.host), .rule(.admitted), .quota(.staffShareMax)],
      zh: "企业表中的单位；与单位名称填且只填一个。",
      en: "A host of enterprises.csv; give this or enterprise_name."),
    .column(
      "enterprise_name", "单位名称", .text, .text(\.enterpriseName),
      example: Text(zh: "示例小店", en: "Example shop"),
      readBy: [.plan], zh: "企业表中没有的单位的名称。", en: "The name of a host that enterprises.csv does not have."),
    .column(
      "post_title", "岗位名称", .text, .text(\.work.title), example: Text(zh: "网店客服实习", en: "Shop trainee"),
      readBy: [.plan], zh: "岗位名称，在方案中显示。", en: "What the work is called: shown in the plan."),
    .column(
      "address", "实习地址", .text, .text(\.work.address), example: Text(zh: "示例路2号", en: "2 Example Road"),
      readBy: [.plan], zh: "实习地点的地址，在方案中显示。", en: "The address of the place of work: shown in the plan."),
    .column(
      "specialty_codes", "对口专业", .list(of: .specialtyCode(digits: [2, 4, 6])),
      example: both("7307"), readBy: [.rule(.specialty)], zh: "对口的专业、专业类或专业大类代码；留空则不判断是否对口。",
      en: "The specialties, classes or categories that match; empty: nobody can tell."),
  ]

  private static let selfWork: [RowColumn<SelfArranged>] = [
    .column(
      "start_date", "开始日期", .date, .day(\.work.start), needed: true,
      readBy: [.rule(.age), .rule(.period), .quota(.staffShareMax)], zh: "第一天，计入期间。",
      en: "The first day; it counts."),
    .column(
      "end_date", "结束日期", .date, .day(\.work.end), needed: true, example: both("2027-01-31"),
      readBy: [.rule(.period), .quota(.staffShareMax)], zh: "最后一天，计入期间。", en: "The last day; it counts."),
    .column(
      "monthly_pay", "月报酬", .amount, .decimal(\.work.monthlyPay), needed: true, unit: .yuan,
      example: both("2600"), readBy: [.rule(.pay), .plan], zh: "每月实习报酬。", en: "Pay a month."),
  ]

  /// Columns that are a post's too, with the words of posts.csv.
  private static let selfConditions: [RowColumn<SelfArranged>] = [
    ofPost("reference_pay", .optionalDecimal(\.work.referencePay)),
    ofPost("lowest_grade_pay", .optionalDecimal(\.work.lowestGradePay)),
    ofPost("independent_work", .flag(\.work.independentWork)),
    ofPost("night_shift", .flag(\.work.nightShift)),
    ofPost("rest_day_work", .flag(\.work.restDayWork)),
    ofPost("overtime", .flag(\.work.overtime)),
    ofPost("hazardous", .flag(\.work.hazardous)),
    ofPost("prohibited_venue", .flag(\.work.prohibitedVenue)),
    ofPost("women_prohibited", .flag(\.work.womenProhibited)),
    ofPost("minors_prohibited", .flag(\.work.minorsProhibited)),
    ofPost("labour_grade", .optionalWhole(\.work.labourGrade)),
    ofPost("exemption", .optionalText(\.work.exemption)),
    ofPost("exempt_from", .words(\.work.exemptFrom)),
  ]

  private static func ofPost(_ name: String, _ field: Field<SelfArranged>) -> RowColumn<SelfArranged> {
    guard let column = posts.table[name] else { preconditionFailure("posts.csv has no column \(name)") }
    return RowColumn(schema: column, field: field)
  }

  private static let selfApproval: [RowColumn<SelfArranged>] = [
    .column(
      "applied_on", "申请日期", .date, .optionalDay(\.appliedOn), example: both("2026-05-10"),
      readBy: [.nothing], zh: "学生哪天提出申请。", en: "When the student applied."),
    .column(
      "guardian_consent", "监护人同意", .boolean, .flag(\.guardianConsent), readBy: [.nothing],
      zh: "监护人是否同意；没有同意的不得审核通过。", en: "Whether the guardian agrees; without it nothing is approved."),
    .column(
      "approved_on", "学校审核日期", .date, .optionalDay(\.approvedOn), example: both("2026-05-20"),
      readBy: [.plan], zh: "学校哪天审核通过；留空则该生仍参加安排。",
      en: "When the school approved it; empty: the student stays in the allocation."),
    .column(
      "host_mentor", "单位指导人", .text, .text(\.hostMentor),
      example: Text(zh: "指导人甲", en: "Mentor A"), readBy: [.plan], zh: "单位指派的指导人。",
      en: "Who looks after the student at the host."),
  ]
}
