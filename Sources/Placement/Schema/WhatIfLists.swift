// The tables of a what-if.
extension PlanSchema {
  public static let comparison = TableSchema(
    "comparison.csv", "比较", zh: "一行是一项指标的前后对比，或一个情景。",
    en: "One row is a figure before and after, or a scenario.",
    columns: comparedFigures + comparedScenarios)

  private static let comparedFigures: [ColumnSchema] = [
    column("figure", "指标", zh: "哪项指标。", en: "Which figure."),
    column("of", "范围", zh: "哪个区县、专业类等。", en: "Of which district, class or the like."),
    column("before", "之前", signed, zh: "没有设定时。", en: "Without the settings."),
    column("after", "之后", signed, zh: "有设定时。", en: "With the settings."),
    column("difference", "变化", signed, zh: "之后减之前。", en: "After less before."),
    column("before_bound", "之前下界", .count, zh: "没有设定时的下界。", en: "The bound without the settings."),
    column(
      "before_proven", "之前已证明最优", .boolean, zh: "没有设定时是否证明最优。", en: "Whether it is proven without them."),
    column("after_bound", "之后下界", .count, zh: "有设定时的下界。", en: "The bound with the settings."),
    column("after_proven", "之后已证明最优", .boolean, zh: "有设定时是否证明最优。", en: "Whether it is proven with them."),
  ]

  private static let comparedScenarios: [ColumnSchema] = [
    column("scenario", "情景", .text, zh: "情景的名称。", en: "The scenario's name."),
    column("settings", "设定", .text, zh: "它改变什么。", en: "What it changes."),
    column("placed", "已安排", .count, unit: .people, zh: "已安排的学生数。", en: "Students with a post."),
    column("unplaced", "未安排数", .count, unit: .people, zh: "未安排的学生数。", en: "Students without."),
    column("mean_distance_km", "平均距离公里", .amount, unit: .kilometres, zh: "平均距离。", en: "The mean distance."),
    column(
      "worst_distance_km", "最远距离公里", .amount, unit: .kilometres, zh: "最远距离。", en: "The longest distance."),
    column(
      "exact_matches", "专业对口人数", .count, unit: .people, zh: "专业对口的学生数。", en: "Students with an exact match."),
    column(
      "target_met", "达标企业数", .count, zh: "达到目标的规模以上企业数。",
      en: "Above-scale enterprises that reach their target."),
    column("proven", "已证明最优", .boolean, zh: "是否各级都证明最优。", en: "Whether every stage is proven."),
  ]

  public static let whatIfChanges = TableSchema(
    "changes.csv", "变动", zh: "一行是一名因设定而变动的学生。", en: "One row is a student whom the settings move.",
    columns: [
      studentID, schoolID, previousPostID, postID,
      column("why", "变动原因", .text, zh: "为什么不能留在原处。", en: "Why the student does not stay."),
    ])

  public static let suggestions = TableSchema(
    "suggestions.csv", "建议", zh: "一行是一项最有用的单项改变。", en: "One row is a single change that helps most.",
    columns: [
      column("suggestion", "建议", .text, zh: "写成设定的样子。", en: "As a setting."),
      column("detail", "说明", .text, zh: "用一句话说明。", en: "The same as a sentence."),
      column("placed_more", "增加安排人数", signed, unit: .people, zh: "多安排多少学生。", en: "How many students more."),
    ])
}
