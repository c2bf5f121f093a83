/// One CSV file of a plan: cells as a reader sees them, before they are quoted and marked as text for spreadsheets.
public struct PlanTable: Sendable, Equatable {
  /// `assignments.csv`
  public var file: String
  /// English column names; the file's headers follow the plan's language.
  public var columns: [String]
  public var rows: [[String]]

  public init(file: String, columns: [String], rows: [[String]] = []) {
    self.file = file
    self.columns = columns
    self.rows = rows
  }
}
