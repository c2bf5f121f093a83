// Tables whose rows belong to a year.

extension CaseSchema {
  private static let years = CellType.whole(CalendarDate.years)

  private static func year<Row>(
    _ field: Field<Row>, zh: String, en: String, readBy: [ColumnReader]
  ) -> RowColumn<Row> {
    .column(
      "year", "年度", years, field, needed: true, example: both("2026"), readBy: [.keys] + readBy,
      zh: "学年开始的那个秋季所在的年份。" + zh, en: "Of the autumn in which the school year begins." + en)
  }

  private static func specialtyClass<Row>() -> RowColumn<Row> {
    .column(
      "specialty_class", "专业类", .specialtyCode(digits: [4]), needed: true, example: both("7307"),
      readBy: [.keys], zh: "四位专业类代码。", en: "The specialty class: four digits.")
  }

  private static func district<Row>(_ field: Field<Row>) -> RowColumn<Row> {
    .column(
      "district", "区县", .label, field, example: Text(zh: "上城区", en: "Shangcheng"), readBy: [.keys],
      zh: "区县，写法与学校表一致；留空即未填区县的学校。",
      en: "The district, as schools.csv writes it; empty: of schools without one.")
  }

  public static let demand = RowSchema(
    "demand.csv", "需求", zh: "一行是一年里一个区县对一个专业类的用工需求，以及是谁说的。",
    en: "One row is a year's demand for a specialty class in a district, and who says so.", fresh: Demand(),
    columns: [
      year(
        .whole(\.year), zh: "只显示本学年的。", en: " The policy's academic_year is shown.", readBy: [.plan]),
      specialtyClass(), district(.text(\.district)),
      .column(
        "demand", "需求数", .count, .whole(\.demand), needed: true, unit: .people, example: both("120"),
        readBy: [.plan], zh: "需要多少人。", en: "How many people are asked for."),
      .column(
        "source", "来源", .text, .text(\.source),
        example: Text(zh: "2026年企业用工调查", en: "Employers' survey 2026"), readBy: [.plan],
        zh: "需求数从哪里来。", en: "Where the figure comes from."),
    ])

  public static let history = RowSchema(
    "history.csv", "历年",
    zh: "一行是一年里一个专业类在一个区县的结果；placement publish --close-year 添上当年的各行。",
    en:
      "One row is what a year came to for a specialty class and a district; placement publish --close-year adds the "
      + "year's.", fresh: SpecialtyYear(),
    columns: [
      year(
        .whole(\.year), zh: "本学年及以后的行不计入。", en: " Rows of academic_year or later are ignored.",
        readBy: [.signals]),
      specialtyClass(), district(.text(\.district)),
      .column(
        "students", "学生数", .count, .whole(\.students), needed: true, unit: .people, example: both("86"),
        readBy: [.signals], zh: "参加的学生数。", en: "Students taking part."),
      .column(
        "seats", "名额", .count, .whole(\.seats), needed: true, unit: .people, example: both("92"),
        readBy: [.signals], zh: "当年的名额，算法与供需表相同。", en: "The year's seats, counted as in supply-demand.csv."),
      .column(
        "placed", "已安排", .count, .optionalWhole(\.placed), unit: .people, example: both("80"),
        readBy: [.nothing], zh: "已安排的学生数。", en: "Students with a post."),
      .column(
        "matched", "对口人数", .count, .optionalWhole(\.matched), unit: .people, example: both("78"),
        readBy: [.nothing], zh: "其中专业或专业类对口的人数。", en: "Of these, those with a match by code or class."),
    ])

  public static let hostRecord = RowSchema(
    "host-record.csv", "单位记录",
    zh: "一行是一家企业一年接收实习生的情况；placement publish --close-year 添上当年的各行。",
    en:
      "One row is what an enterprise did for interns in a year; placement publish --close-year adds the year's.",
    fresh: HostYear(),
    columns: [
      year(
        .whole(\.year), zh: "认定只计本学年之前的几年。",
        en: " Certification counts the years before academic_year.", readBy: [.certification]),
      .column(
        "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), needed: true, example: both("E0001"),
        readBy: [.keys], zh: "哪家企业。", en: "Which enterprise."),
      .column(
        "interns", "实习生数", .count, .optionalWhole(\.interns), unit: .people, example: both("12"),
        readBy: [.nothing], zh: "当年接收的实习生，含自行联系的。",
        en: "The year's interns, those who found the place alone included."),
      .column(
        "interns_long", "满期实习生数", .count, .optionalWhole(\.internsLong), unit: .people, example: both("9"),
        readBy: [.certification], zh: "其中实习满政策“certification.months”个月的。",
        en: "Of these, those of at least certification.months whole months."),
      .column(
        "intern_months", "实习人月", .count, .optionalWhole(\.internMonths), example: both("66"),
        readBy: [.nothing], zh: "各人实习整月数之和。", en: "The whole months of all of them."),
      .column(
        "matched", "对口人数", .count, .optionalWhole(\.matched), unit: .people, example: both("11"),
        readBy: [.nothing], zh: "其中专业或专业类对口的人数。", en: "Of these, those with a match by code or class."),
      .column(
        "hired", "留用人数", .count, .optionalWhole(\.hired), unit: .people, example: both("5"),
        readBy: [.nothing], zh: "实习后留用的人数，由人填写；程序从不改动它。",
        en: "How many were employed afterwards: typed in, and never changed by the program."),
    ])

  public static let targets = RowSchema(
    "targets.csv", "目标", zh: "一行是年度报告的一项指标：目标，或由人填报的数。",
    en: "One row is an indicator of the yearly report: its target, or a figure that somebody reports.",
    fresh: IndicatorTarget(),
    columns: [
      .column(
        "indicator", "指标", .label, needed: true, example: Text(zh: "市级产教融合联盟数", en: "alliances"),
        readBy: [.yearly],
        zh: "程序计算的指标写其名称（"
          + YearlyIndicator.allCases.map(\.chinese).joined(separator: "、") + "），其他名称即填报的指标。",
        en: "One that the program computes by its name ("
          + YearlyIndicator.allCases.map(\.rawValue).joined(separator: ", ")
          + "); any other name is a reported one's."),
      .column(
        "target", "目标", .amount, .optionalDecimal(\.target), example: both("15"), readBy: [.yearly],
        zh: "要达到的值；程序计算的指标写 0 至 1 的比例。",
        en: "The value aimed at; of a computed indicator a share from 0 to 1."),
      .column(
        "due_year", "年限", years, .optionalWhole(\.dueYear), example: both("2027"), readBy: [.yearly],
        zh: "到哪一年达到。", en: "The year by which it is to be reached."),
      .column(
        "value", "值", .amount, .optionalDecimal(\.value), example: both("12"), readBy: [.yearly],
        zh: "填报的值；程序计算的指标必须留空。", en: "The reported value; of a computed indicator it must be empty."),
      .column(
        "as_of", "截至日期", .date, .optionalDay(\.asOf), readBy: [.yearly], zh: "填报的值截至哪天。",
        en: "The day of which the reported value speaks."),
      .column(
        "source", "来源", .text, .text(\.source),
        example: Text(zh: "杭政办函〔2020〕4号（八）", en: "杭政办函〔2020〕4号 (八)"), readBy: [.yearly],
        zh: "目标或数值的依据。", en: "Where the target or the value comes from."),
    ])
}

// MARK: yearly.csv

extension PlanSchema {
  /// A share with four places, or a reported value.
  private static let figure = CellType.amount

  public static let yearly = TableSchema(
    "yearly.csv", "年度报告", zh: "一行是年度报告的一项指标。", en: "One row is an indicator of the yearly report.",
    columns: [
      column("indicator", "指标", zh: "哪项指标。", en: "Which indicator."),
      column(
        "numerator", "分子", .count, zh: "计入的数；缺数据而无从计算则空。",
        en: "What counts; empty where the data are missing."),
      column(
        "denominator", "分母", .count, zh: "占什么的比例；为 0 时“值”留空。", en: "Of what; where it is 0, value is empty."),
      column(
        "value", "值", figure, zh: "分子除以分母，四位小数；填报的指标为所填的值。",
        en: "The share, four places; of a reported indicator the value reported."),
      column("target", "目标", figure, zh: "目标。", en: "The target."),
      column(
        "due_year", "年限", .whole(CalendarDate.years), zh: "到哪一年达到。",
        en: "The year by which it is to be reached."),
      column(
        "met", "是否达到", .boolean, zh: "是否达到目标，按分子和分母的准确比例；没有值或目标则空。",
        en: "Whether the target is reached, by the exact share; empty without a value or a target."),
      column("from", "取值方式", .words(FigureOrigin.allCases), zh: "计算还是填报。", en: "Computed or reported."),
    ])
}
