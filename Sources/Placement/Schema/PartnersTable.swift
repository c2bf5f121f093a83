extension CaseSchema {
  public static let partners = RowSchema(
    "partners.csv", "合作单位", zh: "一行是一所学校与一家企业的一种关系：学校已考察并准入该单位。",
    en: "One row is a tie between a school and an enterprise, which the school has inspected and admitted.",
    fresh: Partner(),
    columns: [
      .column(
        "school_id", "学校编号", .reference(to: "schools.csv"), needed: true, example: both("X01"),
        readBy: [.keys], zh: "哪所学校；有任何一行的学校，其学生只能去它的合作单位。",
        en: "Which school; where it has any row, its students go only to its hosts."),
      .column(
        "enterprise_id", "企业编号", .reference(to: "enterprises.csv"), needed: true, example: both("E0001"),
        readBy: [.keys], zh: "哪家企业。", en: "Which enterprise."),
      .column(
        "tie", "关系", .words(Tie.allCases), .word(\.tie), readBy: [.objective(.cooperation)],
        zh: "什么关系；同一对学校与企业可以有几行。", en: "What tie it is; one pair may have several rows."),
      .column(
        "from", "起", .date, .optionalDay(\.from), readBy: [.rule(.admitted), .objective(.cooperation)],
        zh: "从哪天起；留空则不限。岗位的整个期间须在起止之内。",
        en: "The first day; empty: open. A post's whole period must lie within from and to."),
      .column(
        "to", "止", .date, .optionalDay(\.to), example: both("2029-08-31"),
        readBy: [.rule(.admitted), .objective(.cooperation)], zh: "到哪天为止；留空则不限。",
        en: "The last day; empty: open."),
      .column(
        "inspected_on", "考察日期", .date, .optionalDay(\.inspectedOn), example: both("2026-05-20"),
        readBy: [.rule(.admitted)], zh: "学校实地考察的日期；留空按无数据计。",
        en: "When the school inspected the host; empty counts as missing data."),
      .column(
        "published_on", "公示日期", .date, .optionalDay(\.publishedOn), example: both("2026-06-01"),
        readBy: [.plan], zh: "准入结果公示的日期。", en: "When the admission was made public."),
    ])
}
