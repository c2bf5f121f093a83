import Placement

/// The records behind the header that are rows of the table.
struct TableRows {
  private let first: Int
  private let recordCount: Int
  /// The records that are rows; nil where all behind the header are.
  private var kept: [UInt32]?

  init(header: Int, of records: TableRecords) {
    first = header + 1
    recordCount = records.count
  }

  var count: Int { kept?.count ?? recordCount - first }

  /// The record of a row.
  subscript(row: Int) -> Int { kept.map { Int($0[row]) } ?? first + row }

  /// What is to be said of the rows' shape.
  struct Check {
    /// Rows that end before the header does, of which `firstShort` is the first.
    var shortCount = 0
    var firstShort = 0
    /// Rows with empty cells past the header's last.
    var paddedCount = 0
    var firstPadded = 0
    /// Rows with filled cells past the header's last.
    var surplus: [Int] = []
    /// The last row, where the file breaks off in it.
    var cutOff: Int?
    /// A header in the middle.
    var joinedAt: Int?

    var isSound: Bool { surplus.isEmpty && cutOff == nil && joinedAt == nil }
  }

  /// Takes out the rows that are none, and everything behind a second header.
  ///
  /// - Parameters:
  ///   - width: the header's cells.
  ///   - named: the header's cells up to the last one that is filled.
  mutating func check(
    _ records: TableRecords, width: Int, named: Int, looksForHeaders: Bool
  ) -> Check {
    var check = Check()
    for record in first..<max(first, records.count) {
      if looksForHeaders, KnownHeaders.shared.isHeader(records, record) {
        check.joinedAt = records.rowNumber(record)
        keepAll(before: record)
        break
      }
      let count = records.cellCount(record)
      if count < named {
        if record == records.count - 1, records.lastIsOpen {
          check.cutOff = records.rowNumber(record)
          keepAll(before: record)
          break
        }
        if !records.isSheet {
          if check.shortCount == 0 { check.firstShort = records.rowNumber(record) }
          check.shortCount += 1
        }
      } else if count > width {
        if records.cells(record).dropFirst(width).contains(where: { !records.isBlank($0) }) {
          check.surplus.append(records.rowNumber(record))
          keepAll(before: record)
          continue
        }
        if check.paddedCount == 0 { check.firstPadded = records.rowNumber(record) }
        check.paddedCount += 1
      }
      if kept != nil { kept!.append(UInt32(record)) }
    }
    return check
  }

  private mutating func keepAll(before record: Int) {
    if kept == nil { kept = (first..<record).map { UInt32($0) } }
  }
}

/// A CSV file's records: decoded, its separator told, parsed.
struct CSVText {
  let parser: CSVParser

  var records: TableRecords { parser.records }

  /// Nil, with a fault, where it is no text at all.
  init?(_ bytes: [UInt8], _ schema: TableSchema, file: String, log: DiagnosticLog) {
    // The first bytes of .xlsx (a ZIP archive) and of .xls (a compound file).
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      log.add(FormatMessages.workbook(file, isOld: bytes[0] != 0x50))
      return nil
    }
    let names = HeaderNames(schema)
    switch DecodedText.decode(bytes) {
    case .undecodable(let row):
      log.add(FormatMessages.undecodable(file, row: row))
      return nil
    case .utf8(let decoded, let doubt):
      let shape = CSVShape(decoded, names)
      if let doubt, shape.nameCount == 0, CSVShape(Array(doubt), names).nameCount > 0 {
        log.add(FormatMessages.undecodable(file, row: CSVParser.row(ofByteAt: doubt.count, in: bytes)))
        return nil
      }
      parser = CSVParser(decoded, separator: shape.separator, from: shape.start, row: shape.firstRow)
      if shape.separator != CSVShape.comma { log.add(FormatMessages.separator(shape.separator, file)) }
    }
  }
}
