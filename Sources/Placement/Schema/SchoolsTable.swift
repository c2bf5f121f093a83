extension CaseSchema {
  public static let schools = RowSchema(
    "schools.csv", "学校", zh: "一行是一所学校。", en: "One row is a school.", fresh: School(id: ""),
    columns: [
      .column(
        "school_id", "学校编号", .id, .text(\.id), needed: true, example: both("X01"), readBy: [.keys],
        zh: "学校编号，不得重复。", en: "The school's id, once in the file."),
      .column(
        "name", "学校名称", .text, .text(\.name), example: Text(zh: "示例职业学校", en: "Example School"),
        readBy: [.plan], zh: "学校名称，在方案中显示。", en: "The school's name: shown in the plan."),
      .column(
        "district", "区县", .label, .text(\.district), example: Text(zh: "上城区", en: "Shangcheng"),
        readBy: [.plan], zh: "学校所在区县，供需表按它分列。",
        en: "The school's district: supply-demand.csv counts by it."),
      .column(
        "latitude", "纬度", .degrees(limit: 90), example: both("30.2936"),
        readBy: [.rule(.distance), .objective(.distance)], zh: "学校的纬度；学生没有坐标时用它。",
        en: "Stands for students who have no coordinates of their own."),
      .column(
        "longitude", "经度", .degrees(limit: 180), example: both("120.1646"),
        readBy: [.rule(.distance), .objective(.distance)], zh: "学校的经度；与纬度同填或同空。",
        en: "With latitude: both or neither."),
      .column(
        "alliances", "联盟", .list(of: .label), .list(\.alliances),
        example: Text(zh: "示例产教联盟", en: "Alliance A"), readBy: [.objective(.cooperation)],
        zh: "学校所在的产教联盟，几个之间用分号隔开。",
        en: "The alliances the school belongs to, separated by semicolons."),
      .column(
        "area_code", "区划代码", .areaCode, .optionalText(\.areaCode), example: both("330106"),
        readBy: [.rule(.crossProvince), .rule(.lodging)],
        zh: "学校所在地的六位行政区划代码：前两位是省，前四位是地市；留空按无数据计。",
        en: "The school's administrative division: two digits for the province, four for the city; "
          + "empty counts as missing data."),
      .column(
        "level", "办学层次", .label, .optionalText(\.level), example: Text(zh: "中职", en: "secondary"),
        readBy: [.subsidies], zh: "学校的办学层次，用政策中补助项目的写法；只用于计算补助。",
        en: "The school's level, in the words of the policy's subsidies; only subsidies read it."),
    ])
}
