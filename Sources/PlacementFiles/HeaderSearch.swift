import Placement

/// Where a table's header stands, and what separates its columns.
enum HeaderSearch {
  /// The header is one of so many rows that are not empty.
  static let rowsLookedAt = 6

  /// The first of the first rows with at least two names of this file (one, in a table of one column), and
  /// how many it has.
  static func header(in records: TableRecords, _ names: HeaderNames) -> (record: Int, names: Int)? {
    let rows = 0..<min(records.count, rowsLookedAt)
    let counts = rows.map { record in
      Set(
        records.cells(record).lazy.filter { (2...200).contains($0.length) }
          .compactMap { names.name(of: HeaderNames.normalised(records.string($0))) }
      ).count
    }
    if let record = rows.first(where: { counts[$0] >= 2 }) { return (record, counts[record]) }
    let alone = rows.first { record in
      counts[record] == 1
        && records.cells(record).lazy.filter { !records.isBlank($0) }.prefix(2).count == 1
    }
    return alone.map { ($0, 1) }
  }

  /// The table whose header stands in one of the first rows where another's is looked for: it has every column that
  /// the table needs. Of several the one with most names.
  ///
  /// - Parameter names: of the table that is looked for, where some are there: the other must have two more.
  static func other(
    than schema: TableSchema, in records: TableRecords, beyond names: Int = 0
  ) -> (record: Int, table: TableSchema)? {
    for record in 0..<min(records.count, rowsLookedAt) {
      let headers = records.cells(record).filter { (2...200).contains($0.length) }
        .map { HeaderNames.normalised(records.string($0)) }
      let found = CaseSchema.tables.filter { $0.file != schema.file }.map { table in
        let names = HeaderNames(table)
        return (table: table, names: Set(headers.compactMap(names.name)))
      }
      let whole = found.filter { table, found in
        found.count >= names + 2 && table.columns.allSatisfy { !$0.isNeeded || found.contains($0.name) }
      }
      if let most = whole.max(by: { $0.names.count < $1.names.count }) { return (record, most.table) }
    }
    return nil
  }

  /// Separators that nobody takes but that a file may have, where no header is found with those that are.
  private static let strangers: [(Character, Text)] = [
    ("，", Text(zh: "全角逗号“，”", en: "the full-width comma “，”")),
    ("；", Text(zh: "全角分号“；”", en: "the full-width semicolon “；”")),
    ("、", Text(zh: "顿号“、”", en: "the enumeration comma “、”")),
    ("|", Text(zh: "竖线“|”", en: "the bar “|”")), (" ", Text(zh: "空格", en: "spaces")),
    ("　", Text(zh: "全角空格", en: "full-width spaces")),
  ]

  /// What separates the columns of a file that none of the three separators does.
  static func strangeSeparator(_ bytes: [UInt8], _ names: HeaderNames) -> Text? {
    let beginning = String(decoding: bytes.prefix(20_000), as: UTF8.self)
    let lines = beginning.split(whereSeparator: \.isNewline).prefix(rowsLookedAt)
    return strangers.first { separator, _ in
      lines.contains { line in
        let words = line.split(separator: separator).map { Normalisation.normalised(String($0)) }
        return Set(words.compactMap { names.name(of: $0) }).count >= 2
      }
    }?.1
  }
}

/// The separator of a CSV file and where its records begin.
struct CSVShape {
  static let comma = UInt8(ascii: ",")
  static let candidates = [comma, UInt8(ascii: ";"), UInt8(ascii: "\t")]

  let separator: UInt8
  /// Behind the `sep=` line, where there is one.
  let start: Int
  let firstRow: Int
  /// How many names of the file its header has; 0 where there is none.
  let nameCount: Int

  /// The separator is the one that the `sep=` line names, else the one that yields most known names; a tie:
  /// comma, semicolon, tab.
  init(_ bytes: [UInt8], _ names: HeaderNames) {
    let line = CSVShape.separatorLine(bytes)
    if let line {
      let count = CSVShape.nameCount(bytes, line.separator, from: line.end, names)
      if count > 0 {
        (separator, start, firstRow, nameCount) = (line.separator, line.end, 2, count)
        return
      }
    }
    let counts = CSVShape.candidates.map { candidate in
      let count = CSVShape.nameCount(bytes, candidate, from: 0, names)
      // A table of one column has no separator: it is left to the comma.
      return candidate == CSVShape.comma || count >= 2 ? count : 0
    }
    nameCount = counts.max()!
    separator = CSVShape.candidates[counts.firstIndex(of: nameCount)!]
    (start, firstRow) = (0, 1)
  }

  private static func nameCount(
    _ bytes: [UInt8], _ separator: UInt8, from start: Int, _ names: HeaderNames
  ) -> Int {
    let beginning = CSVParser(bytes, separator: separator, from: start, most: HeaderSearch.rowsLookedAt)
    return HeaderSearch.header(in: beginning.records, names)?.names ?? 0
  }

  /// `sep=;`, as Excel writes and reads it in front of the header; nil where the file does not begin so.
  private static func separatorLine(_ bytes: [UInt8]) -> (separator: UInt8, end: Int)? {
    var line = bytes.prefix(64).prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.endIndex < bytes.count, [0x0A, 0x0D].contains(bytes[line.endIndex]) else { return nil }
    var end = line.endIndex + 1
    if bytes[line.endIndex] == 0x0D, end < bytes.count, bytes[end] == 0x0A { end += 1 }
    // A spreadsheet may have quoted it, or padded it to the table's width.
    let padding: Set<UInt8> = [0x20, UInt8(ascii: "\""), 0x2C, 0x3B, 0x09]
    let word = Array("sep=".utf8)
    line = line.drop { $0 == 0x20 || $0 == UInt8(ascii: "\"") }
    guard line.prefix(4).map({ $0 | 0x20 }) == word.map({ $0 | 0x20 }),
      let separator = line.dropFirst(4).first, candidates.contains(separator),
      line.dropFirst(5).allSatisfy({ padding.contains($0) })
    else { return nil }
    return (separator, end)
  }
}
