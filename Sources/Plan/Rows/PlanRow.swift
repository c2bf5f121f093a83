import Placement

/// A row of a plan's table. It holds values, no words: what a reader sees is made of its cells last, in the plan's
/// language, in one place (``PlanCell``).
public protocol PlanRow: Sendable, Equatable {
  /// The table's file and columns.
  static var schema: TableSchema { get }
  /// One a column of ``schema``, in its order.
  var cells: [PlanCell] { get }
}

/// What a cell holds, before it is words of a language. A missing value is an empty cell.
public enum PlanCell: Sendable, Equatable {
  case text(String)
  /// A word or a sentence.
  case said(Text)
  case whole(Int?)
  case amount(ExactDecimal?)
  /// In units of 100 m.
  case kilometres(Int32?)
  case date(CalendarDate?)
  case list([Text])

  static func word(_ word: (some Word)?) -> PlanCell { word.map { .said($0.text) } ?? .text("") }
  static func yesNo(_ value: Bool?) -> PlanCell { word(value.map { YesNo($0) }) }
  static func ids(_ ids: [String]) -> PlanCell { .list(ids.map(Text.init(verbatim:))) }

  /// As it is written.
  public func callAsFunction(_ language: Language) -> String {
    switch self {
    case .text(let text): text
    case .said(let text): text(language)
    case .whole(let number): number.map(String.init) ?? ""
    case .amount(let amount): amount?.description ?? ""
    case .kilometres(let units): units.map { "\($0 / 10).\($0 % 10)" } ?? ""
    case .date(let date): date?.description ?? ""
    case .list(let items): items.map { $0(language) }.joined(separator: ";")
    }
  }
}

extension PlanTable {
  /// The rows as a reader sees them.
  public init<Row: PlanRow>(_ rows: [Row], in language: Language) {
    self.init(
      file: Row.schema.file, columns: Row.schema.columns.map(\.name),
      rows: rows.map { row in row.cells.map { $0(language) } })
  }
}
