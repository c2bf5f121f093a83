import Placement

/// A parsed CSV file with its columns found by their English or Chinese headers.
final class InputTable {
  /// A column of the contract; `index` is nil where the file lacks it.
  struct Column {
    let schema: ColumnSchema
    let index: Int?
    /// As it stands in the file, for messages.
    let header: String
    let isNeeded: Bool

    var name: String { schema.name }
    var type: CellType { schema.type }
  }

  let schema: TableSchema
  let log: DiagnosticLog
  let parser: CSVParser
  /// Headers as they stand, trimmed.
  let headers: [String]
  private(set) var columnsByName: [String: Column] = [:]
  /// False where rows are lost to faults, so that their ids are not known.
  private(set) var isComplete = true

  var file: String { schema.file }
  var rowCount: Int { parser.rowNumbers.count }

  /// Nil where the file cannot be read as a table at all; the log says why.
  init?(_ schema: TableSchema, bytes: [UInt8], log: DiagnosticLog) {
    self.schema = schema
    self.log = log
    guard let decoded = InputTable.decode(bytes, file: schema.file, log: log) else { return nil }
    parser = CSVParser(decoded)
    headers = parser.header.map { Normalisation.normalised(InputTable.string($0, in: decoded)) }
    reportFormatFaults()
    guard !parser.header.isEmpty else {
      if parser.faults.isEmpty { log.add(FormatMessages.emptyFile(schema.file)) }
      return nil
    }
    guard parser.header.count <= CSVParser.mostColumns, resolveColumns() else { return nil }
    warnOfNationalIDs()
  }

  private static func decode(_ bytes: [UInt8], file: String, log: DiagnosticLog) -> [UInt8]? {
    if isWorkbook(bytes) {
      log.add(FormatMessages.workbook(file))
      return nil
    }
    switch DecodedText.decode(bytes) {
    case .utf8(let decoded): return decoded
    case .undecodable(let offset):
      log.add(FormatMessages.undecodable(file, row: CSVParser.row(ofByteAt: offset, in: bytes)))
      return nil
    }
  }

  /// The first bytes of .xlsx (a ZIP archive) and of .xls (a compound file).
  private static func isWorkbook(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
  }

  private func reportFormatFaults() {
    for fault in parser.faults {
      isComplete = false
      let header = fault.column.flatMap { headers.indices.contains($0 - 1) ? headers[$0 - 1] : nil }
      log.add(FormatMessages.diagnostic(fault, file: file, header: header))
    }
  }

  // MARK: Columns

  /// False where a needed column is not there.
  private func resolveColumns() -> Bool {
    var found: [String: Int] = [:]
    for (index, header) in headers.enumerated() where !header.isEmpty {
      guard let name = schema.column(called: header)?.name else {
        if !schema.allowsOthers { log.add(FormatMessages.unknownHeader(header, file, parser.headerRow)) }
        continue
      }
      if let first = found[name] {
        log.add(FormatMessages.doubledHeader(headers[first], header, file, parser.headerRow))
      } else {
        found[name] = index
      }
    }
    for column in schema.columns {
      let index = found[column.name]
      if column.isNeeded, index == nil {
        log.add(FormatMessages.missingColumn(column, file, parser.headerRow, headers: headers))
      }
      columnsByName[column.name] = Column(
        schema: column, index: index, header: index.map { headers[$0] } ?? column.name,
        isNeeded: column.isNeeded)
    }
    return schema.columns.allSatisfy { !$0.isNeeded || found[$0.name] != nil }
  }

  func column(_ name: String) -> Column {
    guard let column = columnsByName[name] else { preconditionFailure("no column \(name) in \(file)") }
    return column
  }

  // MARK: Cells

  private static func string(_ field: CSVParser.Field, in bytes: [UInt8]) -> String {
    let text = String(decoding: bytes[field.start..<field.end], as: UTF8.self)
    guard field.hasDoubledQuotes else { return text }
    return text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
  }

  /// Row number as a spreadsheet counts.
  func rowNumber(_ record: Int) -> Int { parser.rowNumbers[record] }

  /// The cell as text: trimmed, and NFKC-normalised unless the column is free text. Empty where absent.
  func text(_ column: Column, _ record: Int) -> String {
    guard let index = column.index else { return "" }
    let field = parser.cells[record * headers.count + index]
    guard field.end > field.start else { return "" }
    let raw = InputTable.string(field, in: parser.bytes)
    let text = column.type.isFreeText ? Normalisation.trimmed(raw) : Normalisation.normalised(raw)
    return Normalisation.trimmed(FormulaDefusing.restored(text))
  }

  /// The cell as it stands.
  func raw(_ record: Int, _ index: Int) -> String {
    InputTable.string(parser.cells[record * headers.count + index], in: parser.bytes)
  }

  // MARK: Faults

  func fault(_ column: Column, _ record: Int, _ message: Text, mend: Text? = nil) {
    log.add(
      Diagnostic(
        .input, file: file, row: rowNumber(record), column: column.header, message, mend: mend))
  }

  func warn(_ column: Column?, _ record: Int, _ message: Text, mend: Text? = nil) {
    log.add(
      Diagnostic(
        .warning, file: file, row: rowNumber(record), column: column?.header, message, mend: mend))
  }

  /// One warning a column, which names the first row and does not repeat the number.
  private func warnOfNationalIDs() {
    for (index, header) in headers.enumerated() {
      var first: Int?
      var count = 0
      for record in 0..<rowCount {
        let field = parser.cells[record * headers.count + index]
        guard field.end - field.start >= 15, field.end - field.start <= 24 else { continue }
        let bytes = parser.bytes[field.start..<field.end]
        let trimmed = bytes.drop(while: { $0 <= 0x20 || $0 == 0x27 })
          .prefix(while: { $0 > 0x20 })
        guard CellShapes.isNationalIDNumber(trimmed) else { continue }
        first = first ?? record
        count += 1
      }
      if let first {
        log.add(FormatMessages.nationalID(file, row: rowNumber(first), header: header, count: count))
      }
    }
  }
}
