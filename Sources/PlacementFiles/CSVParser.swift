import Foundation

/// A byte-level reader of RFC 4180: cells between separators, records that end with CRLF, LF or CR, quoted
/// line breaks, doubled quotes.
///
/// It keeps ranges of bytes, not strings: a cell becomes a string when somebody asks for it. Nothing is
/// swallowed silently: every departure from the format is a fault of the row in which it begins.
struct CSVParser {
  enum Fault: Hashable {
    case unterminatedQuote
    case textAfterQuote
    case strayQuote
    case cellTooLong
    case nulByte
    case tooManyFaults
  }

  struct LocatedFault: Hashable {
    /// As a spreadsheet counts records.
    let row: Int
    /// Position of the cell in its row, where it is a matter of one cell.
    let column: Int?
    let fault: Fault
  }

  static let longestCell = 1_000_000
  static let mostColumns = 10_000
  /// Past this many broken quotes a file is beyond repair: each costs a scan to its end.
  static let mostQuoteFaults = 20

  /// Every record that is not blank and has no fault.
  private(set) var records: TableRecords
  /// The first thousand of each kind.
  private(set) var faults: [LocatedFault] = []
  /// How many more there are of a kind.
  private(set) var omitted: [Fault: Int] = [:]

  /// How far into a file its header is looked for.
  private static let beginning = 2_000_000

  private let separator: UInt8
  private let mostRecords: Int
  private var fieldCount = 0
  private var isRecordBlank = true
  private var recordIsSound = true
  private var hasOverflow = false
  private var row: Int
  private var quoteFaults = 0
  private var counts: [Fault: Int] = [:]

  /// - Parameters:
  ///   - start: where the first record begins, which is row `row`.
  ///   - most: how many records are wanted; those of a whole file unless said otherwise.
  init(
    _ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ","), from start: Int = 0, row: Int = 1,
    most: Int = .max
  ) {
    records = TableRecords(bytes)
    self.separator = separator
    self.row = row
    mostRecords = most
    let length = most == .max ? bytes.count : min(bytes.count, CSVParser.beginning)
    bytes.withUnsafeBufferPointer { parse(UnsafeBufferPointer(rebasing: $0[..<length]), from: start) }
  }

  private mutating func parse(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) {
    if mostRecords == .max { reserve(for: buffer) }
    var position = start
    while position < buffer.count, records.count < mostRecords {
      position = parseRecord(buffer, from: position)
      if quoteFaults > CSVParser.mostQuoteFaults {
        note(.tooManyFaults, column: nil)
        break
      }
      row += 1
    }
  }

  /// Room for as many cells and records as there can be: growing step by step would take twice as much.
  private mutating func reserve(for buffer: UnsafeBufferPointer<UInt8>) {
    let lineEnds = ByteSearch.count(0x0A, in: buffer) + ByteSearch.count(0x0D, in: buffer)
    let separators = ByteSearch.count(separator, in: buffer)
    records.reserve(records: lineEnds + 1, cells: separators + lineEnds + 1)
  }

  /// Parses the record that begins at `start`, keeps it, and returns where the next one begins.
  private mutating func parseRecord(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    fieldCount = 0
    isRecordBlank = true
    recordIsSound = true
    hasOverflow = false
    var position = start
    while true {
      let (cell, next, broken) = parseCell(buffer, from: position)
      if broken {
        // Where the quote was meant to close is unknown: take the line for lost, go on behind it.
        quoteFaults += 1
        records.dropCells()
        return lineEnd(buffer, from: start)
      }
      keep(cell, buffer)
      position = next
      guard position < buffer.count, buffer[position] == separator else { break }
      position += 1
    }
    let end = afterLineEnd(buffer, position)
    finishRecord(isOpen: end == position)
    return end
  }

  private mutating func keep(_ cell: TableRecords.Cell, _ buffer: UnsafeBufferPointer<UInt8>) {
    fieldCount += 1
    if cell.length > CSVParser.longestCell { note(.cellTooLong, column: fieldCount) }
    let isBlank = Blank.isBlank(buffer, cell.range)
    if !isBlank { isRecordBlank = false }
    // Past the last column that a header may have, one cell that is filled tells as much as all.
    if fieldCount > CSVParser.mostColumns {
      guard !isBlank, !hasOverflow else { return }
      hasOverflow = true
    }
    records.append(cell)
  }

  private mutating func finishRecord(isOpen: Bool) {
    guard !isRecordBlank, recordIsSound else { return records.dropCells() }
    records.endRecord(row: row)
    records.lastIsOpen = isOpen
  }

  private mutating func note(_ fault: Fault, column: Int?) {
    recordIsSound = false
    let located = LocatedFault(row: row, column: column, fault: fault)
    if faults.last == located { return }
    counts[fault, default: 0] += 1
    if counts[fault]! <= DiagnosticLog.mostOfAKind {
      faults.append(located)
    } else {
      omitted[fault, default: 0] += 1
    }
  }

  // MARK: One cell

  private mutating func parseCell(
    _ buffer: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (cell: TableRecords.Cell, next: Int, broken: Bool) {
    if start < buffer.count, buffer[start] == UInt8(ascii: "\"") {
      return parseQuoted(buffer, from: start + 1)
    }
    if let end = endOfTextFormula(buffer, from: start) {
      return (TableRecords.Cell(start: start, end: end), end, false)
    }
    var position = start
    while position < buffer.count {
      let byte = buffer[position]
      if byte > UInt8(ascii: "\""), byte != separator {
        position += 1
        continue
      }
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      if byte == UInt8(ascii: "\"") { note(.strayQuote, column: fieldCount + 1) }
      if byte == 0 { note(.nulByte, column: fieldCount + 1) }
      position += 1
    }
    return (TableRecords.Cell(start: start, end: position), position, false)
  }

  /// `start` is behind the opening quote.
  private mutating func parseQuoted(
    _ buffer: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (cell: TableRecords.Cell, next: Int, broken: Bool) {
    var position = start
    var hasDoubledQuotes = false
    while let quote = ByteSearch.first(UInt8(ascii: "\""), in: buffer, from: position) {
      let after = quote + 1
      if after < buffer.count, buffer[after] == UInt8(ascii: "\"") {
        hasDoubledQuotes = true
        position = after + 1
        continue
      }
      if ByteSearch.first(0, in: buffer, from: start, to: quote) != nil {
        note(.nulByte, column: fieldCount + 1)
      }
      let cell = TableRecords.Cell(
        start: start, end: quote, kind: hasDoubledQuotes ? .doubledQuotes : .text)
      if endsCell(buffer, at: after) { return (cell, after, false) }
      note(.textAfterQuote, column: fieldCount + 1)
      return (cell, after, true)
    }
    note(.unterminatedQuote, column: fieldCount + 1)
    return (TableRecords.Cell(start: start, end: start), buffer.count, true)
  }

  /// The end of `="001"`, typed into a file as it is typed into a spreadsheet: its quotes stand for themselves. Nil for
  /// any other cell.
  private func endOfTextFormula(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start + 2 < buffer.count, buffer[start] == UInt8(ascii: "="),
      buffer[start + 1] == UInt8(ascii: "\"")
    else { return nil }
    var position = start + 2
    while position < buffer.count, buffer[position] > UInt8(ascii: "\""), buffer[position] != separator {
      position += 1
    }
    guard position < buffer.count, buffer[position] == UInt8(ascii: "\""), endsCell(buffer, at: position + 1)
    else { return nil }
    return position + 1
  }

  private func endsCell(_ buffer: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    guard position < buffer.count else { return true }
    let byte = buffer[position]
    return byte == separator || byte == 0x0A || byte == 0x0D
  }

  // MARK: Line ends

  /// Behind the CRLF, LF or CR at `position`; `position` itself at the end of the file.
  private func afterLineEnd(_ buffer: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
    guard position < buffer.count else { return position }
    let isPair =
      buffer[position] == 0x0D && position + 1 < buffer.count && buffer[position + 1] == 0x0A
    return position + (isPair ? 2 : 1)
  }

  private func lineEnd(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < buffer.count, buffer[position] != 0x0A, buffer[position] != 0x0D { position += 1 }
    return afterLineEnd(buffer, position)
  }

  /// The record in which the byte at `offset` stands. Works on GB18030 as well: no second byte of its
  /// characters looks like a quote, a separator or a line break.
  static func row(ofByteAt offset: Int, in bytes: [UInt8]) -> Int {
    var row = 1
    var isQuoted = false
    var previous: UInt8 = 0
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == 0x0D || byte == 0x0A && previous != 0x0D { row += 1 }
      previous = byte
    }
    return row
  }
}

/// Bytes found at the speed of memory.
enum ByteSearch {
  static func first(_ byte: UInt8, in buffer: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int? = nil)
    -> Int?
  {
    let end = end ?? buffer.count
    guard let base = buffer.baseAddress, start < end,
      let found = memchr(base + start, Int32(byte), end - start)
    else { return nil }
    return UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }

  static func count(_ byte: UInt8, in buffer: UnsafeBufferPointer<UInt8>) -> Int {
    var (count, position) = (0, 0)
    while let found = first(byte, in: buffer, from: position) {
      count += 1
      position = found + 1
    }
    return count
  }
}
