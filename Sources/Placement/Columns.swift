/// Headers of the files' columns, and the columns of a plan's files by name; both from the schema.
public enum Columns {
  private static let allTables =
    CaseSchema.tables + PlanSchema.tables + PlanSchema.whatIfTables + PlanSchema.requestTables
    + [PlanSchema.splitIndex, PlanSchema.letters]

  /// Chinese headers by file and name; of two tables of one file both.
  private static let byFile: [String: [String: String]] = Dictionary(
    allTables.map { table in
      (table.file, Dictionary(table.columns.map { ($0.name, $0.chinese) }, uniquingKeysWith: { a, _ in a }))
    }, uniquingKeysWith: { $0.merging($1, uniquingKeysWith: { a, _ in a }) })

  /// The header of `column` in `file`; a name that the file does not have is left as it is.
  public static func header(_ column: String, in file: String, language: Language) -> String {
    if language == .english { return column }
    // What-if numbers its stages: `objective_2`, `objective_2_change`.
    if column.hasPrefix("objective_") {
      let number = column.dropFirst("objective_".count).prefix(while: \.isNumber)
      return "第 \(number) 级目标" + (column.hasSuffix("_change") ? "变化" : "")
    }
    return byFile[file]?[column] ?? column
  }

  /// Columns of figures that may be negative: the only ones in which a cell may begin with a minus and be no text.
  public static func isSigned(_ column: String) -> Bool {
    signed.contains(column) || column.hasPrefix("objective_")
  }

  private static let signed = Set(
    allTables.flatMap(\.columns).filter { column in
      if case .degrees = column.type { return true }
      return column.type == PlanSchema.signed
    }.map(\.name))

  /// The columns of a plan's files, in their order.
  public static let assignments = PlanSchema.assignments.columns.map(\.name)
  public static let unplaced = PlanSchema.unplaced.columns.map(\.name)
  public static let changes = PlanSchema.changes.columns.map(\.name)
  public static let quotas = PlanSchema.quotas.columns.map(\.name)
  public static let supplyDemand = PlanSchema.supplyDemand.columns.map(\.name)
  public static let compliance = PlanSchema.compliance.columns.map(\.name)
}
