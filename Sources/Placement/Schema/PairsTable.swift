extension CaseSchema {
  public static let pairs = TableSchema(
    "pairs.csv", "学生关系", zh: "一行是两名学生的一种关系：不能在一起，或希望在一起。其中一名不参加的不计，但自行联系的学生仍占“不同单位”。",
    en:
      "One row is how two students are to sit: apart, or together. Where one of the two takes no part it counts "
      + "nothing, but for apart_host of one who has found a place alone.",
    columns: [
      ColumnSchema(
        "student_a", "学号一", .reference(to: "students.csv"), needed: true, example: both("S00001"),
        readBy: [.pairs, .objective(.together)], zh: "一名学生。", en: "One student."),
      ColumnSchema(
        "student_b", "学号二", .reference(to: "students.csv"), needed: true, example: both("S00002"),
        readBy: [.pairs, .objective(.together)], zh: "另一名学生；两人不分先后，一对只写一种关系。",
        en: "The other, in either order; a pair has one relation."),
      ColumnSchema(
        "relation", "关系", .words(PairRelation.allCases), needed: true,
        readBy: [.pairs, .objective(.together)],
        zh: "不同岗位：不得同时在同一岗位；不同单位：不得在同一企业；同单位：希望在同一企业。",
        en:
          "apart: never at one post at the same time; apart_host: never at one enterprise; together: a wish for one "
          + "enterprise."),
    ])
}
