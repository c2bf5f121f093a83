/// The tables of a case, a column stated once: reader, writer, what-if, `placement schema`, `placement new`
/// and the documentation all come from here. The tables themselves stand beside this file.
public enum CaseSchema {
  /// In the order in which somebody fills them in.
  public static let tables: [TableSchema] = [
    students.table, enterprises.table, posts.table, schools.table, preferences, decisions, published, travel,
    equivalences, pairs,
    partners.table, hostRanks, selfArranged.table, teachers.table, certificates.table,
    demand.table, history.table, hostRecord.table, targets.table, requests,
  ]

  /// The table of a file name; nil where a case has no such file.
  public static func table(_ file: String) -> TableSchema? { tables.first { $0.file == file } }
}

/// The same in both languages.
func both(_ text: String) -> Text { Text(verbatim: text) }

extension Text {
  static let kilometres = Text(zh: "公里", en: "km")
  static let yuan = Text(zh: "元", en: "yuan")
  static let people = Text(zh: "人", en: "people")
  static let points = Text(zh: "分", en: "points")
}
