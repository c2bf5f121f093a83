import Placement

/// The names that the files of a case may have.
public enum CaseFileNames {
  private static let policy = (english: "policy", chinese: "政策")

  private static let all: [(name: String, table: String)] =
    CaseSchema.tables.flatMap { table in
      let english = String(table.file.dropLast(4))
      return [english, table.chinese].flatMap { name in
        ["csv", "xlsx"].map { ("\(name).\($0)", english) }
      }
    } + [policy.english, policy.chinese].map { ($0 + ".yaml", policy.english) } + [("case.xlsx", "case")]

  private static let tableByName = Dictionary(
    all.map { ($0.name, $0.table) }, uniquingKeysWith: { a, _ in a })

  /// Every table and the policy, by the English name without ending.
  public static let tables = Set(all.map(\.table)).sorted()

  /// Every name that a file of a case may have, in both languages.
  public static let names = tableByName.keys.sorted()

  /// What a file of this name holds: a table's name, `policy`, or `case` for a workbook of them all; nil where
  /// it is no file of a case.
  public static func table(of file: String) -> String? { tableByName[file] }
}
