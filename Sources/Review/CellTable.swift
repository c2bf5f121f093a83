import Placement

/// A table's cells in one run of UTF-8: as strings of their own they would take several times the memory.
final class CellTable: Sendable {
  /// Positions of columns by their English names.
  let columns: [String: Int]
  private let width: Int
  private let text: [UInt8]
  /// Where each cell ends, row after row; the first begins at 0.
  private let ends: [UInt32]

  /// - Parameter order: the table's rows in the order that they are to have.
  init(_ table: PlanTable, in order: [Int]) {
    columns = Dictionary(
      table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    width = table.columns.count
    var (text, ends) = ([UInt8](), [UInt32]())
    ends.reserveCapacity(order.count * width)
    for row in order {
      for column in 0..<width {
        if table.rows[row].indices.contains(column) { text += table.rows[row][column].utf8 }
        ends.append(UInt32(text.count))
      }
    }
    (self.text, self.ends) = (text, ends)
  }

  var rowCount: Int { width == 0 ? 0 : ends.count / width }

  /// Empty where the table has no such column.
  subscript(row: Int, column: String) -> String {
    columns[column].map { cell(row * width + $0) } ?? ""
  }

  /// A row's cells, in the order of the columns.
  func cells(_ row: Int) -> [String] { (row * width..<(row + 1) * width).map(cell) }

  private func cell(_ index: Int) -> String {
    let start = index == 0 ? 0 : Int(ends[index - 1])
    return String(decoding: text[start..<Int(ends[index])], as: UTF8.self)
  }
}

/// Rows that are found by what stands in some of their columns.
struct KeyedRows: Sendable {
  private let table: CellTable?
  private let rows: [String: Int]

  /// Empty where there is no table.
  init(_ table: PlanTable?, by key: [String]) {
    let cells = table.map { CellTable($0, in: Array($0.rows.indices)) }
    self.table = cells
    rows = Dictionary(
      (0..<(cells?.rowCount ?? 0)).map { row in (Self.key(key.map { cells![row, $0] }), row) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The cells of a row by the names of their columns; empty where there is no such row.
  subscript(key: String...) -> [String: String] {
    guard let table, let row = rows[Self.key(key)] else { return [:] }
    let cells = table.cells(row)
    return table.columns.mapValues { cells[$0] }
  }

  /// One cell of a row; empty where there is none.
  func cell(_ column: String, of key: String...) -> String {
    guard let table, let row = rows[Self.key(key)] else { return "" }
    return table[row, column]
  }

  private static func key(_ parts: [String]) -> String { parts.joined(separator: "\u{1F}") }
}
