import Workbooks

/// A sheet's cells as rows of text.
final class SheetRows: SheetReceiver {
  private(set) var cells: [(place: CellPlace, kind: CellKind, text: String)] = []

  func take(_ kind: CellKind, _ text: UnsafeBufferPointer<UInt8>, at place: CellPlace) {
    cells.append((place, kind, String(decoding: text, as: UTF8.self)))
  }

  /// Cells of nothing but space at a row's end are left out, and rows of nothing else; times bear `TIME:`.
  var rows: [[String]] {
    var rows: [[String]] = []
    var last = 0
    for cell in cells {
      if cell.place.row != last { rows.append([]) }
      last = cell.place.row
      while rows[rows.count - 1].count < cell.place.column - 1 { rows[rows.count - 1].append("") }
      rows[rows.count - 1].append(cell.kind == .time ? "TIME:" + cell.text : cell.text)
    }
    return rows.map { row in
      Array(row.reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed())
    }.filter { !$0.isEmpty }
  }

  static func of(_ bytes: [UInt8], sheet: Int = 0) throws -> SheetRows {
    let workbook = try Workbook(bytes)
    let rows = SheetRows()
    _ = try workbook.read(workbook.sheets[sheet], into: rows)
    return rows
  }
}
