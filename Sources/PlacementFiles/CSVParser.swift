/// A byte-level reader of RFC 4180: CRLF or LF, quoted line breaks, doubled quotes.
///
/// It keeps ranges of bytes, not strings: a cell becomes a string when somebody asks for it. Nothing is
/// swallowed silently: every departure from the format is a fault of the row in which it begins.
struct CSVParser {
  /// A cell's content: bytes `start..<end`, doubled quotes still doubled.
  struct Field {
    var start: Int
    var end: Int
    var hasDoubledQuotes: Bool
  }

  enum Fault: Hashable {
    case unterminatedQuote
    case textAfterQuote
    case strayQuote
    case bareCarriageReturn
    case cellTooLong
    case nulByte
    /// How many cells a row has, and how many it should have.
    case ragged(Int, expected: Int)
    case tooManyFaults
    case tooManyColumns
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

  let bytes: [UInt8]
  private(set) var header: [Field] = []
  private(set) var headerRow = 1
  /// `header.count` cells for every record that is not empty and has that many.
  private(set) var cells: [Field] = []
  private(set) var rowNumbers: [Int] = []
  private(set) var faults: [LocatedFault] = []

  private var record: [Field] = []
  private var fieldCount = 0
  private var isRecordBlank = true
  private var row = 1
  private var quoteFaults = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    parse()
  }

  private mutating func parse() {
    var position = 0
    let bytes = self.bytes
    let end = bytes.count
    bytes.withUnsafeBufferPointer { buffer in
      while position < end {
        position = parseRecord(buffer, from: position)
        if quoteFaults > CSVParser.mostQuoteFaults {
          faults.append(LocatedFault(row: row, column: nil, fault: .tooManyFaults))
          break
        }
        if header.count > CSVParser.mostColumns { break }
        row += 1
      }
    }
  }

  /// Parses the record that begins at `start`, keeps it, and returns where the next one begins.
  private mutating func parseRecord(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    record.removeAll(keepingCapacity: true)
    fieldCount = 0
    isRecordBlank = true
    let faultsBefore = faults.count
    var position = start
    while true {
      let (field, next, broken) = parseField(buffer, from: position)
      if broken {
        // Where the quote was meant to close is unknown: take the line for lost, go on behind it.
        quoteFaults += 1
        return lineEnd(buffer, from: start)
      }
      keep(field, isBlank: isRecordBlank && isBlank(buffer, field))
      position = next
      if position < buffer.count, buffer[position] == UInt8(ascii: ",") {
        position += 1
        continue
      }
      break
    }
    if position < buffer.count, buffer[position] == 0x0D { position += 1 }
    if position < buffer.count, buffer[position] == 0x0A { position += 1 }
    finishRecord(isSound: faults.count == faultsBefore)
    return position
  }

  private mutating func keep(_ field: Field, isBlank: Bool) {
    isRecordBlank = isBlank
    if field.end - field.start > CSVParser.longestCell { note(.cellTooLong) }
    fieldCount += 1
    if header.isEmpty ? fieldCount <= CSVParser.mostColumns + 1 : fieldCount <= header.count {
      record.append(field)
    }
  }

  private mutating func note(_ fault: Fault) {
    let located = LocatedFault(row: row, column: fieldCount + 1, fault: fault)
    if faults.last != located { faults.append(located) }
  }

  private mutating func finishRecord(isSound: Bool) {
    if isRecordBlank { return }
    if header.isEmpty {
      header = record
      headerRow = row
      if header.count > CSVParser.mostColumns {
        faults.append(LocatedFault(row: row, column: nil, fault: .tooManyColumns))
      }
    } else if fieldCount != header.count {
      faults.append(
        LocatedFault(row: row, column: nil, fault: .ragged(fieldCount, expected: header.count)))
    } else if isSound {
      cells.append(contentsOf: record)
      rowNumbers.append(row)
    }
  }

  private func isBlank(_ buffer: UnsafeBufferPointer<UInt8>, _ field: Field) -> Bool {
    var position = field.start
    while position < field.end {
      if buffer[position] <= 0x20, buffer[position] != 0 {
        position += 1
      } else if position + 2 < field.end, buffer[position] == 0xE3, buffer[position + 1] == 0x80,
        buffer[position + 2] == 0x80
      {
        position += 3  // U+3000, the full-width space
      } else {
        return false
      }
    }
    return true
  }

  // MARK: One cell

  private mutating func parseField(
    _ buffer: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (field: Field, next: Int, broken: Bool) {
    if start < buffer.count, buffer[start] == UInt8(ascii: "\"") {
      return parseQuoted(buffer, from: start + 1)
    }
    var position = start
    scan: while position < buffer.count {
      switch buffer[position] {
      case UInt8(ascii: ","), 0x0A: break scan
      case 0x0D:
        if position + 1 == buffer.count || buffer[position + 1] == 0x0A { break scan }
        note(.bareCarriageReturn)
      case UInt8(ascii: "\""): note(.strayQuote)
      case 0: note(.nulByte)
      default: break
      }
      position += 1
    }
    return (Field(start: start, end: position, hasDoubledQuotes: false), position, false)
  }

  /// `start` is behind the opening quote.
  private mutating func parseQuoted(
    _ buffer: UnsafeBufferPointer<UInt8>, from start: Int
  ) -> (field: Field, next: Int, broken: Bool) {
    var position = start
    var hasDoubledQuotes = false
    while position < buffer.count {
      if buffer[position] == UInt8(ascii: "\"") {
        let after = position + 1
        if after < buffer.count, buffer[after] == UInt8(ascii: "\"") {
          hasDoubledQuotes = true
          position += 2
          continue
        }
        let field = Field(start: start, end: position, hasDoubledQuotes: hasDoubledQuotes)
        if endsCell(buffer, at: after) { return (field, after, false) }
        note(.textAfterQuote)
        return (field, after, true)
      }
      if buffer[position] == 0 { note(.nulByte) }
      position += 1
    }
    note(.unterminatedQuote)
    return (Field(start: start, end: position, hasDoubledQuotes: false), position, true)
  }

  private func endsCell(_ buffer: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    guard position < buffer.count else { return true }
    switch buffer[position] {
    case UInt8(ascii: ","), 0x0A: return true
    case 0x0D: return position + 1 == buffer.count || buffer[position + 1] == 0x0A
    default: return false
    }
  }

  private func lineEnd(_ buffer: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < buffer.count, buffer[position] != 0x0A { position += 1 }
    return min(position + 1, buffer.count)
  }

  /// The record in which the byte at `offset` stands. Works on GB18030 as well: no second byte of its
  /// characters looks like a quote, a comma or a line break.
  static func row(ofByteAt offset: Int, in bytes: [UInt8]) -> Int {
    var row = 1
    var isQuoted = false
    for byte in bytes.prefix(offset) {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted { row += 1 }
    }
    return row
  }
}
