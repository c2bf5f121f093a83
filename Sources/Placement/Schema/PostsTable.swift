extension CaseSchema {
  public static let posts = RowSchema(
    "posts.csv", "岗位", needed: true, zh: "一行是一个实习岗位：一种工作、一处地点、一段时间、若干名额。",
    en: "One row is a training post: one kind of work, at one place, in one period, with several seats.",
    fresh: Post(
      id: "", enterprise: 0, title: "", specialtyCodes: [], seats: 0,
      location: Coordinates(latitude: 0, longitude: 0), start: CalendarDate(dayNumber: 0),
      end: CalendarDate(dayNumber: 0), monthlyPay: ExactDecimal(0)),
    columns: postWhat + postSeats + postWhereAndWhen + postPay + postConditions + postDoors)

  private static let postWhat: [RowColumn<Post>] = [
    .column(
      "post_id", "岗位编号", .id, .text(\.id), needed: true, example: both("P0001"), readBy: [.keys],
      zh: "岗位编号，不得重复。", en: "The post's id, once in the file."),
    .column(
      "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), needed: true, example: both("E0001"),
      readBy: [.keys], zh: "提供岗位的企业。", en: "The enterprise that offers the post."),
    .column(
      "title", "岗位名称", .text, .text(\.title), needed: true,
      example: Text(zh: "网店运营实习", en: "Online shop trainee"), readBy: [.plan],
      zh: "岗位名称，在方案中显示。", en: "What the post is called: shown in the plan."),
    .column(
      "address", "实习地址", .text, .text(\.address), example: Text(zh: "示例路1号", en: "1 Example Road"),
      readBy: [.plan], zh: "实习地点的地址，在方案中显示。", en: "The address of the place of work: shown in the plan."),
    .column(
      "specialty_codes", "对口专业", .list(of: .specialtyCode(digits: [2, 4, 6])), needed: true,
      example: Text(zh: "7307；730801", en: "7307;730801"), readBy: [.rule(.specialty), .objective(.match)],
      zh: "对口的专业、专业类或专业大类代码，几个之间用分号隔开。",
      en: "The specialties, classes or categories that match, separated by semicolons."),
  ]

  private static let postSeats: [RowColumn<Post>] = [
    .column(
      "seats", "名额", .count, .whole(\.seats), needed: true, unit: .people, example: both("5"),
      readBy: [.quota(.seats)], zh: "同一天最多容纳的学生数。",
      en: "How many students the post takes on any one day."),
    .column(
      "min_students", "最少人数", .whole(1...CellType.largest), .whole(\.minStudents), unit: .people,
      example: both("3"), readBy: [.minimum], zh: "要么不安排，要么至少安排这么多人。",
      en: "The post takes none, or at least this many."),
    .column(
      "target_students", "目标人数", .count, .optionalWhole(\.targetStudents), unit: .people,
      example: both("4"), readBy: [.objective(.targetGap)],
      zh: "希望安排到这个岗位的学生数，多或少都计入目标人数偏差；留空则不计。",
      en: "How many students are wanted at the post: each more or fewer counts in target_gap; empty: none."),
    .column(
      "max_per_school", "每校上限", .count, .optionalWhole(\.maxPerSchool), unit: .people, example: both("2"),
      readBy: [.perSchool], zh: "同一所学校的学生在本岗位最多几名；留空则不限。",
      en: "How many students of one school the post takes on any one day; empty: no such limit."),
    .column(
      "job_group", "同类岗位组", .id, .optionalText(\.jobGroup), example: Text(zh: "同类组1", en: "G1"),
      readBy: [.quota(.postShareMax)],
      zh: "同一企业中填同一组名的岗位是同一类工作；留空则自成一类。",
      en: "Posts of one enterprise with one job group are the same kind of work; empty: a kind of its own."),
    .column(
      "same_post_staff", "同类岗位在岗职工", .count, .optionalWhole(\.samePostStaff), unit: .people,
      example: both("40"), readBy: [.quota(.postShareMax)],
      zh: "同类岗位的在岗职工数，同组各行填同一个数；留空则同类岗位比例无法检查。",
      en: "Staff on duty in the same kind of post, the same in all posts of a job group; "
        + "empty: that limit cannot be checked."),
    .column(
      "current_interns", "本岗位在岗实习生", .count, .whole(\.currentInterns), unit: .people,
      example: both("1"), readBy: [.quota(.postShareMax)],
      zh: "本岗位已经在岗的实习生，是企业“在岗实习生”的一部分。",
      en: "Interns at this post already, part of the enterprise's."),
  ]

  private static let postWhereAndWhen: [RowColumn<Post>] = [
    .column(
      "latitude", "纬度", .degrees(limit: 90), needed: true, example: both("30.194"),
      readBy: [.rule(.distance), .objective(.distance)], zh: "实习地点的纬度。",
      en: "Where the place of work is."),
    .column(
      "longitude", "经度", .degrees(limit: 180), needed: true, example: both("119.94"),
      readBy: [.rule(.distance), .objective(.distance)], zh: "实习地点的经度。",
      en: "Where the place of work is."),
    .column(
      "zone", "片区", .label, .optionalText(\.zone), example: Text(zh: "余杭区南片", en: "south"),
      readBy: [.rule(.distance), .objective(.distance)], zh: "实习地点所在片区，在 travel.csv 中查找。",
      en: "The zone of the place of work, looked up in travel.csv."),
    .column(
      "start_date", "开始日期", .date, .day(\.start), needed: true,
      readBy: [.rule(.period), .rule(.age), .plan], zh: "第一天，计入期间。", en: "The first day; it counts."),
    .column(
      "end_date", "结束日期", .date, .day(\.end), needed: true, example: both("2027-01-31"),
      readBy: [.rule(.period), .plan], zh: "最后一天，计入期间。", en: "The last day; it counts."),
  ]

  private static let postPay: [RowColumn<Post>] = [
    .column(
      "monthly_pay", "月报酬", .amount, .decimal(\.monthlyPay), needed: true, unit: .yuan,
      example: both("2600"), readBy: [.rule(.pay), .plan], zh: "每月实习报酬。", en: "Pay a month."),
    .column(
      "reference_pay", "相同岗位工资", .positiveAmount, .optionalDecimal(\.referencePay), unit: .yuan,
      example: both("3100"), readBy: [.rule(.pay)], zh: "相同岗位（试用期）的月工资；报酬按它的规定比例要求。",
      en: "What staff in the same post earn a month; pay must reach a share of it."),
    .column(
      "lowest_grade_pay", "本单位最低档工资", .positiveAmount, .optionalDecimal(\.lowestGradePay), unit: .yuan,
      example: both("2550"), readBy: [.rule(.pay)], zh: "本单位相同岗位最低档的月工资；报酬达到它也可以。",
      en: "The lowest grade of the enterprise's pay scale a month; reaching it is enough too."),
    .column(
      "independent_work", "独立上岗", .boolean, .flag(\.independentWork), readBy: [.rule(.pay)],
      zh: "学生是否初步具备独立工作能力而独立上岗；否则不检查报酬。",
      en: "Whether the student works independently; otherwise pay is not tested."),
  ]

  private static let postConditions: [RowColumn<Post>] = [
    .column(
      "night_shift", "夜班", .boolean, .flag(\.nightShift), readBy: [.rule(.nightShift)],
      zh: "有夜班；除非已备案，不得安排。", en: "Has night shifts: only with a filed exemption."),
    .column(
      "rest_day_work", "休息日实习", .boolean, .flag(\.restDayWork), readBy: [.rule(.restDayWork)],
      zh: "法定节假日或休息日实习；除非已备案，不得安排。",
      en: "Has work on rest days: only with a filed exemption."),
    .column(
      "overtime", "加班", .boolean, .flag(\.overtime), readBy: [.rule(.overtime)],
      zh: "有加班；除非已备案，不得安排。", en: "Has overtime: only with a filed exemption."),
    .column(
      "hazardous", "危险作业", .boolean, .flag(\.hazardous), readBy: [.rule(.hazardous)],
      zh: "高空、井下、放射性、有毒、易燃易爆等危险作业；除非已备案且年满 18 周岁，不得安排。",
      en: "Work at height, underground, with radiation, poison, fire or explosives: "
        + "only with a filed exemption, and never under 18."),
    .column(
      "prohibited_venue", "禁止场所", .boolean, .flag(\.prohibitedVenue), readBy: [.rule(.prohibitedVenue)],
      zh: "酒吧、夜总会、歌厅、洗浴中心等禁止场所，一律不得安排。",
      en: "A bar, night club, karaoke parlour, bathhouse or the like: never."),
    .column(
      "women_prohibited", "女职工禁忌", .boolean, .flag(\.womenProhibited), readBy: [.rule(.womenProhibited)],
      zh: "属于女职工禁忌从事的劳动范围。", en: "Work that is barred to women."),
    .column(
      "minors_prohibited", "未成年工禁忌", .boolean, .flag(\.minorsProhibited), readBy: [.rule(.minorsProhibited)],
      zh: "属于未成年工禁忌从事的劳动范围；未满 18 周岁不得安排。", en: "Work that is barred to those under 18."),
    .column(
      "labour_grade", "体力劳动强度等级", .whole(1...4), .optionalWhole(\.labourGrade),
      readBy: [.rule(.labourGrade)], zh: "体力劳动强度等级；留空按无数据计，不关闭岗位。",
      en: "The grade of physical labour intensity; empty counts as missing data and closes nothing."),
    .column(
      "exemption", "备案号", .filing, .optionalText(\.exemption),
      example: Text(zh: "杭教备〔2026〕1号", en: "F-2026-1"),
      readBy: Rule.exemptible.map { .rule($0) },
      zh: "备案的文号；没有文号，备案事项不起作用。",
      en: "The number of a filed exemption; without it exempt_from counts nothing."),
    .column(
      "exempt_from", "备案事项", .list(of: .words(Rule.exemptible)), .words(\.exemptFrom),
      readBy: Rule.exemptible.map { .rule($0) },
      zh: "备案的是哪些事项，几个之间用分号隔开。", en: "What the exemption is from, separated by semicolons."),
  ]

  private static let postDoors: [RowColumn<Post>] = [
    .column(
      "area_code", "区划代码", .areaCode, .optionalText(\.areaCode), example: both("330110"),
      readBy: [.rule(.crossProvince), .rule(.lodging)],
      zh: "实习地点的六位行政区划代码；与学校不同省须有跨省备案，不同地市须有住宿安排。",
      en:
        "The administrative division of the place of work: in another province than the school it needs a filing, "
        + "in another city lodgings."),
    .column(
      "cross_province_filing", "跨省备案号", .filing, .optionalText(\.crossProvinceFiling),
      example: Text(zh: "浙教跨备〔2026〕1号", en: "X-2026-1"), readBy: [.rule(.crossProvince)],
      zh: "跨省实习备案的文号。", en: "The number of the filing that lets students of another province come."),
    .column(
      "dormitory", "提供住宿", .boolean, .flag(\.dormitory), readBy: [.rule(.lodging), .rule(.distance)],
      zh: "提供住宿；对接受住宿的学生适用住宿距离上限。",
      en: "Has a dormitory: for students who accept boarding the wider limit of distance holds."),
    .column(
      "required_certificates", "所需证书", .list(of: .label), .list(\.requiredCertificates),
      example: Text(zh: "电工证；健康证", en: "electrician;health"), readBy: [.rule(.certificates)],
      zh: "须全部具备的证书，几个之间用分号隔开。", en: "Certificates that are needed, all of them, separated by semicolons."),
    .column(
      "reserved_for", "定向学校", .list(of: .reference(to: "schools.csv")), .list(\.reservedFor),
      example: both("X01"), readBy: [.rule(.reserved)], zh: "只对这些学校开放，几个之间用分号隔开；留空则对所有学校开放。",
      en: "Open to these schools only, separated by semicolons; empty: to all."),
    .column(
      "reserved_programs", "定向班", .list(of: .label), .list(\.reservedPrograms),
      example: Text(zh: "示例订单班", en: "Order class A"), readBy: [.rule(.program)],
      zh: "只对这些订单班开放；有岗位定向的订单班，其学生也只能去定向岗位。",
      en: "Open to these order classes only; whose class has such posts may take no others."),
  ]
}
