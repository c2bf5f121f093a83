/// A table's records as they stand, whatever kind of file they came from: text in UTF-8, and where each
/// cell stands in it.
///
/// What comes after (the header, the columns, the values) reads these and nothing else, so that another
/// kind of file needs no more than to fill them. A record whose cells are all empty is not kept, but counted.
/// A cell costs eight bytes and a record four: the shortest rows take no more than ten times their file.
struct TableRecords {
  /// Where a cell's content stands in `bytes`; doubled quotes are still doubled.
  struct Cell {
    /// What a cell is told to be; CSV has text alone.
    enum Kind: UInt32 {
      case text
      case doubledQuotes
      case number
      case date
      /// What a formula came to that failed.
      case error
    }

    private static let kindShift: UInt32 = 29
    private static let lengthMask: UInt32 = 1 << kindShift - 1

    let start: UInt32
    private let lengthAndKind: UInt32

    init(start: Int, end: Int, kind: Kind = .text) {
      self.start = UInt32(start)
      // Longer cells are faults anyway.
      lengthAndKind = min(UInt32(end - start), Cell.lengthMask) | kind.rawValue << Cell.kindShift
    }

    var length: Int { Int(lengthAndKind & Cell.lengthMask) }
    var range: Range<Int> { Int(start)..<Int(start) + length }
    var kind: Kind { Kind(rawValue: lengthAndKind >> Cell.kindShift)! }
  }

  /// From this record on, rows are counted from this row.
  private struct Jump {
    let record: UInt32
    let row: UInt32
  }

  private(set) var bytes: [UInt8]
  private var cells: [Cell] = []
  /// Where each record's cells begin; one entry more than there are records.
  private var starts: [UInt32] = [0]
  private var jumps: [Jump] = []
  /// Whether the file ends in the last record, without a line end.
  var lastIsOpen = false
  /// Of a sheet, which keeps no empty cells at a row's end.
  var isSheet = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func reserve(records: Int, cells count: Int) {
    starts.reserveCapacity(records + 1)
    cells.reserveCapacity(count)
  }

  mutating func append(_ cell: Cell) { cells.append(cell) }

  /// A cell whose text does not stand in `bytes` yet.
  mutating func append(_ kind: Cell.Kind, _ text: some Collection<UInt8>) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    cells.append(Cell(start: start, end: bytes.count, kind: kind))
  }

  /// The cells since the last record.
  var pending: ArraySlice<Cell> { cells[Int(starts[count])...] }

  /// Makes a record of the cells since the last one. `row`: as a spreadsheet counts, blank ones too.
  mutating func endRecord(row: Int) {
    if rowNumber(count) != row { jumps.append(Jump(record: UInt32(count), row: UInt32(row))) }
    starts.append(UInt32(cells.count))
  }

  /// Forgets the cells since the last record.
  mutating func dropCells() { cells.removeLast(cells.count - Int(starts[count])) }

  // MARK: Reading

  var count: Int { starts.count - 1 }

  func cellCount(_ record: Int) -> Int { Int(starts[record + 1] - starts[record]) }

  func cells(_ record: Int) -> ArraySlice<Cell> { cells[Int(starts[record])..<Int(starts[record + 1])] }

  /// Nil where the record has no such cell.
  func cell(_ record: Int, _ index: Int) -> Cell? {
    let position = Int(starts[record]) + index
    return position < Int(starts[record + 1]) ? cells[position] : nil
  }

  /// As a spreadsheet counts records.
  func rowNumber(_ record: Int) -> Int {
    var (low, high) = (0, jumps.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(jumps[middle].record) <= record { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return record + 1 }
    return Int(jumps[low - 1].row) + record - Int(jumps[low - 1].record)
  }

  /// The cell as it stands.
  func string(_ cell: Cell) -> String {
    let text = String(decoding: bytes[cell.range], as: UTF8.self)
    guard cell.kind == .doubledQuotes else { return text }
    return text.split(separator: "\"\"", omittingEmptySubsequences: false).joined(separator: "\"")
  }

  /// The cell's text, trimmed, where that is all that reading it takes: nothing but visible ASCII, spaces and
  /// U+4000…U+9FFF, which are their own normal form, and nothing at its beginning that marks it as text. Nil for others.
  func plainText(_ cell: Cell) -> String? {
    guard cell.kind != .doubledQuotes else { return nil }
    return bytes.withUnsafeBufferPointer { buffer in
      var (start, end) = (cell.range.lowerBound, cell.range.upperBound)
      while start < end, buffer[start] == 0x20 { start += 1 }
      while end > start, buffer[end - 1] == 0x20 { end -= 1 }
      guard start < end else { return "" }
      guard buffer[start] != UInt8(ascii: "'"), buffer[start] != UInt8(ascii: "=") else { return nil }
      for position in start..<end where !TableRecords.isPlain[Int(buffer[position])] { return nil }
      return String(decoding: buffer[start..<end], as: UTF8.self)
    }
  }

  private static let isPlain = (0...255).map {
    (0x20...0x7E).contains($0) || (0x80..<0xC0).contains($0) || (0xE4...0xE9).contains($0)
  }

  func isBlank(_ cell: Cell) -> Bool {
    bytes.withUnsafeBufferPointer { Blank.isBlank($0, cell.range) }
  }
}

/// Cells that hold nothing but space, told from their bytes.
enum Blank {
  static func isBlank(_ buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = buffer[position]
      if byte <= 0x20, byte != 0 {
        position += 1
      } else if byte >= 0x80 {
        let length = length(buffer, position, range.upperBound)
        if length == 0 { return false }
        position += length
      } else {
        return false
      }
    }
    return true
  }

  /// Length of the no-break space, the full-width space or a character without width; 0 for all others.
  private static func length(_ buffer: UnsafeBufferPointer<UInt8>, _ position: Int, _ end: Int) -> Int {
    if position + 1 < end, buffer[position] == 0xC2, buffer[position + 1] == 0xA0 { return 2 }
    guard position + 2 < end else { return 0 }
    switch (buffer[position], buffer[position + 1], buffer[position + 2]) {
    case (0xE3, 0x80, 0x80), (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF): return 3
    default: return 0
    }
  }
}
