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

  /// Each student's cell of a column; nil where the table lacks the column, or students.
  public func byStudent(_ column: String) -> [String: String]? {
    guard let student = columns.firstIndex(of: "student_id"), let cell = columns.firstIndex(of: column) else {
      return nil
    }
    return Dictionary(rows.map { ($0[student], $0[cell]) }, uniquingKeysWith: { first, _ in first })
  }
}
