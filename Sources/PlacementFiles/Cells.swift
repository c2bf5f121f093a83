import Placement

/// Cells of a plan's table by row and column.
public struct Cells {
  private let table: PlanTable?
  private let columns: [String: Int]

  /// - Parameter table: nil: there are no rows.
  public init(_ table: PlanTable?) {
    self.table = table
    columns = Dictionary(
      (table?.columns ?? []).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public var rows: Range<Int> { 0..<(table?.rows.count ?? 0) }

  /// Empty where the table has no such column, or the row ends before it.
  public subscript(row: Int, column: String) -> String {
    guard let place = columns[column], let cells = table?.rows[row], place < cells.count else { return "" }
    return cells[place]
  }

  /// Rows by the id in a column, ids in order; rows without one belong to nobody.
  func groups(by column: String) -> [(id: String, rows: [Int])] {
    let byID = Dictionary(grouping: rows, by: { self[$0, column] })
    return byID.keys.filter { !$0.isEmpty }.sorted(by: String.utf8Precedes).map { ($0, byID[$0]!) }
  }
}
