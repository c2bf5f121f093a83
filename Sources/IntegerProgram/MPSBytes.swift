/// Text of an MPS file as bytes. A program has millions of numbers, so no `String` is made for one.
struct MPSBytes {
  private(set) var bytes: [UInt8] = []

  var isEmpty: Bool { bytes.isEmpty }
  /// Whether the last line has begun and not ended.
  var endsInEntry: Bool { bytes.last.map { $0 != UInt8(ascii: "\n") } ?? false }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Takes the next piece of a file.
  typealias Writing = ([UInt8]) throws -> Void

  private static let pieceSize = 1 << 20

  /// Hands on what there is and begins anew, once it is a piece: about a megabyte.
  mutating func flush(to write: Writing) rethrows {
    if bytes.count >= Self.pieceSize { try flushAll(to: write) }
  }

  mutating func flushAll(to write: Writing) rethrows {
    try write(bytes)
    removeAll()
  }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// A name or a number; with a label, lest every literal be made a `String` first.
  mutating func append(string text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func append(_ number: Int) {
    // The longest has a sign and 19 digits; they come from the last to the first.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var first = 20
      var rest = number.magnitude
      repeat {
        first -= 1
        digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      } while rest > 0
      if number < 0 {
        first -= 1
        digits[first] = UInt8(ascii: "-")
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
    }
  }

  /// The shortest text that reads back as the same number.
  mutating func append(_ number: Double) {
    if let whole = Int(exactly: number), whole.magnitude < 1 << 53 {
      append(whole)
    } else {
      append(string: number.description)
    }
  }

  mutating func line(_ beginning: StaticString, _ index: Int, _ number: Double? = nil) {
    append(beginning)
    append(index)
    if let number {
      append(" ")
      append(number)
    }
    append("\n")
  }
}

/// A program's coefficients column by column, rows increasing.
struct ColumnwiseEntries {
  /// Column `j` has the entries `starts[j] ..< starts[j + 1]`.
  private var starts: [Int]
  private var rows: [Int32]
  private var values: [Double]

  init(_ program: IntegerProgram) {
    starts = Array(repeating: 0, count: program.columns.count + 1)
    for row in program.rows { for column in row.columns { starts[Int(column) + 1] += 1 } }
    for j in program.columns.indices { starts[j + 1] += starts[j] }
    rows = Array(repeating: 0, count: starts.last!)
    values = Array(repeating: 0, count: starts.last!)
    var next = starts
    for (i, row) in program.rows.enumerated() {
      for (column, value) in zip(row.columns, row.values) {
        rows[next[Int(column)]] = Int32(i)
        values[next[Int(column)]] = value
        next[Int(column)] += 1
      }
    }
  }

  func rows(of column: Int) -> ArraySlice<Int32> { rows[starts[column]..<starts[column + 1]] }
  func values(of column: Int) -> ArraySlice<Double> { values[starts[column]..<starts[column + 1]] }
}
