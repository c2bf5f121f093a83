import Placement

/// Reads the columns of a table that go into one property each. A column is looked up once, not once a row.
struct RowReader<Row: Sendable> {
  private struct Part {
    let column: InputTable.Column
    let field: Field<Row>
  }

  let table: InputTable
  private let parts: [Part]

  /// - Parameter schema: what `table` was read by.
  init(_ table: InputTable, _ schema: RowSchema<Row>) {
    self.table = table
    parts = schema.columns.compactMap { column in
      // The row's own id is read where it must be unique.
      guard let field = column.field, column.schema.type != .id || !column.schema.isNeeded else { return nil }
      let found = table.column(column.schema.name)
      return found.index == nil ? nil : Part(column: found, field: field)
    }
  }

  /// Cells that are empty or wrong leave what `row` holds; those that are wrong leave a fault too.
  func read(_ record: Int, into row: inout Row) {
    for part in parts { read(part.column, part.field, record, into: &row) }
  }

  private func read(_ column: InputTable.Column, _ field: Field<Row>, _ record: Int, into row: inout Row) {
    guard column.isNeeded || !table.isEmpty(column, record) else { return }
    switch field {
    case .text(let path): row[keyPath: path] = text(column, record)
    case .optionalText(let path): row[keyPath: path] = text(column, record).nonEmpty
    case .list(let path): row[keyPath: path] = table.list(column, record)
    case .words(_, let set):
      let words = table.words(column, record)
      if !words.isEmpty { set(&row, words) }
    case .flag(let path): replace(path, table.boolean(column, record), &row)
    case .day(let path): replace(path, table.date(column, record), &row)
    case .optionalDay(let path): replace(path, table.date(column, record), &row)
    case .whole(let path): replace(path, table.whole(column, record), &row)
    case .optionalWhole(let path): replace(path, table.whole(column, record), &row)
    case .decimal(let path): replace(path, table.decimal(column, record), &row)
    case .optionalDecimal(let path): replace(path, table.decimal(column, record), &row)
    case .double(let path): replace(path, table.decimal(column, record)?.doubleValue, &row)
    }
  }

  private func replace<Value>(_ path: FieldPath<Row, Value>, _ value: Value?, _ row: inout Row) {
    if let value { row[keyPath: path] = value }
  }

  private func replace<Value>(_ path: FieldPath<Row, Value?>, _ value: Value?, _ row: inout Row) {
    if let value { row[keyPath: path] = value }
  }

  private func text(_ column: InputTable.Column, _ record: Int) -> String {
    switch column.type {
    case .id, .reference: table.id(column, record) ?? ""
    case .reason, .filing: table.statement(column, record)
    case .areaCode: table.areaCode(column, record)
    default: table.filledText(column, record)
    }
  }
}

extension InputTable {
  /// Whether there is nothing at all in the cell, not even space.
  func isEmpty(_ column: Column, _ record: Int) -> Bool {
    guard let index = column.index, let cell = cell(record, index) else { return true }
    return cell.length == 0
  }
}
