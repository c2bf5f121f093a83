/// A way to a property that may cross threads.
public typealias FieldPath<Row, Value> = WritableKeyPath<Row, Value> & Sendable

/// Where a column's cell goes in the value that a row becomes. What an empty cell stands for is what a
/// fresh value holds there.
public enum Field<Row: Sendable>: Sendable {
  case text(FieldPath<Row, String>)
  case optionalText(FieldPath<Row, String?>)
  case whole(FieldPath<Row, Int>)
  case optionalWhole(FieldPath<Row, Int?>)
  case decimal(FieldPath<Row, ExactDecimal>)
  /// A decimal that is calculated with in floating point.
  case double(FieldPath<Row, Double>)
  case optionalDecimal(FieldPath<Row, ExactDecimal?>)
  case flag(FieldPath<Row, Bool>)
  case day(FieldPath<Row, CalendarDate>)
  case optionalDay(FieldPath<Row, CalendarDate?>)
  case list(FieldPath<Row, [String]>)
  /// Words of the column, by their English.
  case words(get: @Sendable (Row) -> [String], set: @Sendable (inout Row, [String]) -> Void)

  /// A property that is one of some words, or none.
  public static func word<W: Word>(_ path: FieldPath<Row, W?>) -> Field {
    .words(
      get: { $0[keyPath: path].map { [$0.rawValue] } ?? [] },
      set: { row, words in row[keyPath: path] = words.first.flatMap(W.init(rawValue:)) })
  }

  /// A property that is a set of words.
  public static func words<W: Word>(_ path: FieldPath<Row, Set<W>>) -> Field {
    .words(
      get: { row in W.allCases.filter { row[keyPath: path].contains($0) }.map(\.rawValue) },
      set: { row, words in row[keyPath: path] = Set(words.compactMap(W.init(rawValue:))) })
  }

  /// The cell as a spreadsheet holds it; empty for nothing.
  public func cell(_ row: Row, _ type: CellType, _ language: Language) -> String {
    switch self {
    case .text(let path): row[keyPath: path]
    case .optionalText(let path): row[keyPath: path] ?? ""
    case .whole(let path): String(row[keyPath: path])
    case .optionalWhole(let path): row[keyPath: path].map { String($0) } ?? ""
    case .decimal(let path): row[keyPath: path].description
    case .double(let path): row[keyPath: path].description
    case .optionalDecimal(let path): row[keyPath: path]?.description ?? ""
    case .flag(let path): YesNo(row[keyPath: path])(language)
    case .day(let path): row[keyPath: path].description
    case .optionalDay(let path): row[keyPath: path]?.description ?? ""
    case .list(let path): Field.joined(row[keyPath: path], language)
    case .words(let get, _): Field.joined(get(row).map { Field.word($0, type)(language) }, language)
    }
  }

  /// A list as one cell.
  public static func joined(_ items: [String], _ language: Language) -> String {
    items.joined(separator: language == .chinese ? "；" : ";")
  }

  private static func word(_ english: String, _ type: CellType) -> Text {
    switch type {
    case .word(let words): words.first { $0.text.en == english }?.text ?? Text(verbatim: english)
    case .list(let item): word(english, item)
    default: Text(verbatim: english)
    }
  }
}

/// A column and, where its cell goes into one property as it is, that property.
public struct RowColumn<Row: Sendable>: Sendable {
  public internal(set) var schema: ColumnSchema
  public let field: Field<Row>?

  static func column(
    _ name: String, _ chinese: String, _ type: CellType, _ field: Field<Row>? = nil, needed: Bool = false,
    alsoRead: [String] = [], standard: Text? = nil, unit: Text? = nil, example: Text? = nil,
    readBy: [ColumnReader], zh: String, en: String
  ) -> RowColumn {
    RowColumn(
      schema: ColumnSchema(
        name, chinese, type, needed: needed, alsoRead: alsoRead, standard: standard, unit: unit,
        example: example, readBy: readBy, zh: zh, en: en), field: field)
  }
}

/// A table each row of which becomes one value.
public struct RowSchema<Row: Sendable>: Sendable {
  public let table: TableSchema
  public let columns: [RowColumn<Row>]
  /// A value of which every field holds what an empty cell stands for.
  public let fresh: Row

  init(
    _ file: String, _ chinese: String, needed: Bool = false, zh: String, en: String, fresh: Row,
    columns: [RowColumn<Row>]
  ) {
    self.fresh = fresh
    self.columns = columns.map { column in
      var column = column
      if column.schema.standard == nil, !column.schema.isNeeded, let field = column.field {
        let cell = { (language: Language) in field.cell(fresh, column.schema.type, language) }
        let text = Text(zh: cell(.chinese), en: cell(.english))
        column.schema.standard = text.en.isEmpty ? nil : text
      }
      return column
    }
    table = TableSchema(file, chinese, needed: needed, zh: zh, en: en, columns: self.columns.map(\.schema))
  }
}
