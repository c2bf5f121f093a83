import Placement
import Workbooks

/// A table with its columns found by their English or Chinese headers, whatever kind of file it came from.
final class InputTable {
  /// A column of the contract; `index` is nil where the file lacks it. One object, since every cell asks for it.
  final class Column: Sendable {
    let schema: ColumnSchema
    let index: Int?
    /// As it stands in the file, for messages.
    let header: String
    let isNeeded: Bool
    let type: CellType
    let isFreeText: Bool

    var name: String { schema.name }
    /// Needed, and not there: one fault of the file, and none of its rows.
    var isMissing: Bool { isNeeded && index == nil }

    init(schema: ColumnSchema, index: Int?, header: String, isNeeded: Bool) {
      self.schema = schema
      self.index = index
      self.header = header
      self.isNeeded = isNeeded
      type = schema.type
      isFreeText = schema.type.isFreeText
    }
  }

  let schema: TableSchema
  /// What the file is called where it lies.
  let file: String
  let log: DiagnosticLog
  let records: TableRecords
  let headerRow: Int
  /// Headers as they stand, trimmed and normalised.
  let headers: [String]
  private(set) var columnsByName: [String: Column] = [:]
  /// Columns of wishes where a student has one row, by rank.
  private(set) var wishColumns: [(rank: Int, column: Column)] = []
  /// False where rows are lost to faults, so that their ids are not known.
  private(set) var isComplete: Bool
  private var rows: TableRows
  /// Whether there are characters without width anywhere in the file.
  let hasZeroWidth: Bool
  var faultCount = 0
  /// Where the rows stand in a workbook.
  private let sheet: SheetTable?

  var rowCount: Int { rows.count }

  /// A table with so many faults that its values serve nobody: they are checked, and not kept.
  var isBeyondRepair: Bool { faultCount > 10 * DiagnosticLog.mostOfAKind }

  /// Reads CSV. Nil where the file cannot be read as a table at all; the log says why.
  ///
  /// - Parameter file: what the file is called where it lies, where that is not the schema's name.
  convenience init?(
    _ schema: TableSchema, bytes: [UInt8], file: String? = nil, isStrange: Bool = false, log: DiagnosticLog
  ) {
    let file = file ?? schema.file
    guard let text = CSVText(bytes, schema, file: file, log: log) else { return nil }
    self.init(
      schema, records: text.records, faults: text.parser, file: file, isStrange: isStrange, log: log)
  }

  /// - Parameters:
  ///   - faults: what the parser found, for those files that have one.
  ///   - isStrange: whether the file may be a table that the schema does not know: its first row is then its
  ///     header, whatever it says.
  init?(
    _ schema: TableSchema, records: TableRecords, faults parser: CSVParser? = nil, sheet: SheetTable? = nil,
    file: String, isStrange: Bool = false, log: DiagnosticLog
  ) {
    self.schema = schema
    self.sheet = sheet
    self.file = file
    self.log = log
    self.records = records
    let names = HeaderNames(schema)
    guard let header = InputTable.header(records, names, schema, parser, file, isStrange, log) else {
      return nil
    }
    headerRow = records.rowNumber(header)
    headers = records.cells(header).map { HeaderNames.normalised(records.string($0)) }
    isComplete = parser?.faults.isEmpty ?? true
    hasZeroWidth = ZeroWidth.isIn(records.bytes)
    rows = TableRows(header: header, of: records)
    if header > 0 { log.add(FormatMessages.rowsAboveHeader(header, file, headerRow)) }
    if sheet != nil { log.letters[file] = letters }
    if let parser { FormatMessages.add(parser, file: file, to: log, column: columnName(at:)) }
    resolveColumns(names)
    checkRows(looksForHeaders: !isStrange)
    if let sheet { SheetRemarks(self, sheet).add() }
    InputTableRemarks(self).add()
  }

  /// Where the table lies; nil where everything there has its English name.
  var place: TablePlace? {
    let others = columnsByName.filter { name, column in
      // A second column of that name is a fault, and called by its own header.
      column.index != nil && !headers.contains(name)
    }
    let letters = log.letters[file] ?? [:]
    guard file != schema.file || !others.isEmpty || !letters.isEmpty else { return nil }
    return TablePlace(file: file, headers: others.mapValues(\.header), letters: letters)
  }

  /// The letter of each column by its header, and by itself where it has none that is known.
  private var letters: [String: String] {
    let all = headers.indices.map { CellPlace.letters($0 + 1) }
    return Dictionary(zip(headers, all).filter { !$0.0.isEmpty } + all.map { ($0, $0) }) { first, _ in first }
  }

  /// The record that is the header; nil, with one fault, where there is none.
  private static func header(
    _ records: TableRecords, _ names: HeaderNames, _ schema: TableSchema, _ parser: CSVParser?,
    _ file: String, _ isStrange: Bool, _ log: DiagnosticLog
  ) -> Int? {
    let found = HeaderSearch.header(in: records, names)?.record
    if let header = found ?? (isStrange && records.count > 0 ? 0 : nil) {
      guard records.cellCount(header) > CSVParser.mostColumns else { return header }
      log.add(FormatMessages.tooManyColumns(file, row: records.rowNumber(header)))
    } else if let parser, !parser.faults.isEmpty {
      FormatMessages.addWithoutHeader(parser, file: file, to: log)
    } else if records.count == 0 {
      log.add(FormatMessages.emptyFile(file))
    } else {
      if let (record, other) = HeaderSearch.other(than: schema, in: records) {
        log.add(FormatMessages.otherTable(other, than: schema, file, row: records.rowNumber(record), .input))
        return nil
      }
      let separator = HeaderSearch.strangeSeparator(records.bytes, names)
      log.add(FormatMessages.noHeader(file, schema, separator: separator))
    }
    return nil
  }

  private func checkRows(looksForHeaders: Bool) {
    let named = 1 + (headers.lastIndex { !$0.isEmpty } ?? 0)
    let check = rows.check(records, width: headers.count, named: named, looksForHeaders: looksForHeaders)
    if let row = check.joinedAt { fault(row: row, FormatMessages.secondHeader, FormatMessages.onlyOneHeader) }
    for row in check.surplus {
      fault(row: row, FormatMessages.surplus(headers.count), FormatMessages.quoteCells)
    }
    if let row = check.cutOff { fault(row: row, FormatMessages.cutOff, FormatMessages.getWhole) }
    if check.shortCount + check.paddedCount > 0 { log.add(FormatMessages.uneven(check, file)) }
    isComplete = isComplete && check.isSound
  }

  private func fault(row: Int, _ message: Text, _ mend: Text) {
    log.add(Diagnostic(.input, file: file, row: row, message, mend: mend))
  }

  // MARK: Columns

  /// Needed columns that are not there, by name. What the others hold is read all the same.
  var missingColumns: Set<String> { Set(columnsByName.values.filter(\.isMissing).map(\.name)) }

  /// The table, where every needed column is there: for those who read nothing where one is not.
  var withNeededColumns: InputTable? { missingColumns.isEmpty ? self : nil }

  private func resolveColumns(_ names: HeaderNames) {
    var found: [String: Int] = [:]
    for (index, header) in headers.enumerated() where !header.isEmpty {
      guard let name = names.name(of: header) else {
        if !schema.allowsOthers {
          let nearest = names.nearest(to: header)
          log.add(
            FormatMessages.unknownHeader(CellPlace.letters(index + 1), file, headerRow, nearest: nearest))
        }
        continue
      }
      if let first = found[name] {
        log.add(FormatMessages.doubledHeader(headers[first], header, file, headerRow))
      } else {
        found[name] = index
      }
    }
    findWishColumns(found)
    defer { warnOfOtherTable() }
    for column in schema.columns {
      let index = found[column.name]
      // Where wishes have a column each, their number is the rank.
      let isNeeded = column.isNeeded && !(column.name == "rank" && !wishColumns.isEmpty)
      columnsByName[column.name] = Column(
        schema: column, index: index, header: index.map { headers[$0] } ?? column.name, isNeeded: isNeeded)
      if isNeeded, index == nil {
        log.add(FormatMessages.missingColumn(column, file, headerRow))
      }
    }
  }

  /// Columns are missing, and the header is whole as another table's.
  private func warnOfOtherTable() {
    let own = columnsByName.values.count { $0.index != nil }
    guard !missingColumns.isEmpty,
      let (record, other) = HeaderSearch.other(than: schema, in: records, beyond: own),
      records.rowNumber(record) == headerRow
    else { return }
    log.add(FormatMessages.otherTable(other, than: schema, file, row: headerRow, .warning))
  }

  private func findWishColumns(_ found: [String: Int]) {
    let columns = found.compactMap { name, index -> (rank: Int, column: Column)? in
      guard let rank = WishColumn.number(name) else { return nil }
      return (
        rank, Column(schema: WishColumn.schema(rank), index: index, header: headers[index], isNeeded: false)
      )
    }
    wishColumns = columns.sorted { $0.rank < $1.rank }
  }

  func column(_ name: String) -> Column {
    guard let column = columnsByName[name] else { preconditionFailure("no column \(name) in \(file)") }
    return column
  }

  /// What a message calls a column: its header where the contract knows it, else its letter.
  func columnName(at index: Int) -> String {
    guard headers.indices.contains(index), HeaderNames(schema).name(of: headers[index]) != nil else {
      return CellPlace.letters(index + 1)
    }
    return headers[index]
  }

  // MARK: Cells

  /// Row number as a spreadsheet counts.
  func rowNumber(_ record: Int) -> Int { records.rowNumber(rows[record]) }

  /// Nil where the row ends before the column.
  func cell(_ record: Int, _ index: Int) -> TableRecords.Cell? { records.cell(rows[record], index) }

  /// The cell as text: trimmed, and NFKC-normalised unless the column is free text. Empty where absent.
  /// What keeps a spreadsheet from running it as a formula, or from making a number of it, is taken off.
  func text(_ column: Column, _ record: Int) -> String {
    guard let index = column.index, let cell = cell(record, index), cell.length > 0 else { return "" }
    if let plain = records.plainText(cell) { return plain }
    let raw = records.string(cell)
    if column.isFreeText {
      let text = Normalisation.trimmed(FormulaDefusing.restored(Normalisation.trimmed(raw)))
      // Nothing that anybody sees: a student is not excluded for that.
      return hasZeroWidth && Normalisation.trimmed(ZeroWidth.removed(from: text)).isEmpty ? "" : text
    }
    let text = Normalisation.normalised(hasZeroWidth ? ZeroWidth.removed(from: raw) : raw)
    guard let first = text.utf8.first, first == UInt8(ascii: "'") || first == UInt8(ascii: "=") else {
      return text
    }
    return Normalisation.trimmed(FormulaDefusing.unwrapped(FormulaDefusing.restored(text)))
  }

  /// Days to add to a spreadsheet's number of a day in this cell.
  func firstDay(_ column: Column, _ record: Int) -> Int {
    guard let sheet, let index = column.index, cell(record, index)?.kind == .number else { return 0 }
    return sheet.firstDay
  }

  /// The cell as it stands.
  func raw(_ record: Int, _ index: Int) -> String { cell(record, index).map(records.string) ?? "" }

  /// Reads a cell from its bytes as they stand; nil where it is empty or `read` makes nothing of them.
  func fromBytes<Value>(
    _ column: Column, _ record: Int, _ read: (UnsafeBufferPointer<UInt8>) -> Value?
  ) -> Value? {
    guard let index = column.index, let cell = cell(record, index), cell.length > 0 else { return nil }
    return records.bytes.withUnsafeBufferPointer { read(UnsafeBufferPointer(rebasing: $0[cell.range])) }
  }

  /// The same table, whose findings go into a log of their own.
  init(viewOf table: InputTable) {
    schema = table.schema
    sheet = table.sheet
    file = table.file
    log = DiagnosticLog()
    records = table.records
    headerRow = table.headerRow
    headers = table.headers
    columnsByName = table.columnsByName
    wishColumns = table.wishColumns
    isComplete = table.isComplete
    hasZeroWidth = table.hasZeroWidth
    rows = table.rows
  }
}
