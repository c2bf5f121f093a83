import Placement
import Workbooks

/// What a spreadsheet's own notion of a cell has done to a table: numbers for ids, failed formulas, merged cells.
struct SheetRemarks {
  private let table: InputTable
  private let sheet: SheetTable

  init(_ table: InputTable, _ sheet: SheetTable) {
    self.table = table
    self.sheet = sheet
  }

  func add() {
    addMerges()
    let columns = table.columnsByName.values.filter { $0.index != nil } + table.wishColumns.map(\.column)
    for column in columns.sorted(by: { $0.index! < $1.index! }) { check(column) }
  }

  private func check(_ column: InputTable.Column) {
    let isID = column.type.isID
    var (numbers, first) = (0, 0)
    for record in 0..<table.rowCount {
      guard let cell = table.cell(record, column.index!) else { continue }
      switch table.spoiling(cell, column) {
      case let (message, mend)?: table.faultSpoilt(column, record, message, mend)
      case nil where isID && cell.kind == .number:
        if numbers == 0 { first = record }
        numbers += 1
      case nil: break
      }
    }
    if numbers > 0 {
      table.warn(column, first, WorkbookMessages.numbers(numbers), mend: CellMessages.formatAsText)
    }
  }

  private func addMerges() {
    let header = sheet.merges.filter { $0.first.row <= table.headerRow && $0.last.row >= table.headerRow }
    for area in header { table.log.add(WorkbookMessages.mergedHeader(area, table.file, table.headerRow)) }
    let width = table.headers.count
    let rows = sheet.merges.filter { $0.first.row > table.headerRow && $0.first.column <= width }
    let first = rows.min { ($0.first.row, $0.first.column) < ($1.first.row, $1.first.column) }
    if let first { table.log.add(WorkbookMessages.mergedCells(first, rows.count, table.file)) }
  }
}

extension InputTable {
  /// What a spreadsheet has made of a cell so that nobody can tell what it was; nil where it is whole.
  func spoiling(_ cell: TableRecords.Cell, _ column: Column) -> (message: Text, mend: Text)? {
    switch cell.kind {
    // Saved as CSV or pasted as text, a formula's failure looks like any text.
    case .text where CellShapes.isErrorValue(records.bytes[cell.range]):
      (WorkbookMessages.error, WorkbookMessages.mendFormula)
    case .text, .doubledQuotes: nil
    case .error where cell.length == 0: (WorkbookMessages.uncomputed, WorkbookMessages.compute)
    case .error: (WorkbookMessages.error, WorkbookMessages.mendFormula)
    case .date: column.type.isID ? (WorkbookMessages.dateForID, CellMessages.formatAsText) : nil
    case .number:
      // Past fifteen digits a spreadsheet keeps zeros.
      column.type.isIdentifying && cell.length > 15 && !records.bytes[cell.range].contains(UInt8(ascii: "."))
        ? (WorkbookMessages.lostDigits, CellMessages.formatAsText) : nil
    }
  }
}

extension CellType {
  /// Whether cells tell rows apart or refer to them.
  fileprivate var isID: Bool {
    switch self {
    case .id, .reference: true
    case .list(let item): item.isID
    default: false
    }
  }

  /// Whether every digit of a cell counts, though no sum is made of it.
  fileprivate var isIdentifying: Bool {
    switch self {
    case .id, .reference, .label, .filing, .specialtyCode, .areaCode: true
    case .list(let item): item.isIdentifying
    default: false
    }
  }
}
