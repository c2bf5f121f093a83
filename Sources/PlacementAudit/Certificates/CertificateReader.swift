import Foundation

/// Where the text of a certificate comes from, piece by piece.
struct CertificateSource {
  /// The next piece; empty at the end.
  let read: () throws -> [UInt8]
  /// Goes on from so many bytes after the beginning; nil where the text is there once.
  let seek: ((Int) throws -> Void)?

  private static let pieceSize = 1 << 20

  init(_ bytes: Data) {
    var rest = bytes[...]
    read = {
      let piece = rest.prefix(Self.pieceSize)
      rest = rest.dropFirst(piece.count)
      return [UInt8](piece)
    }
    seek = { rest = bytes.dropFirst($0) }
  }

  init(_ file: FileHandle) {
    read = { [UInt8](try file.read(upToCount: Self.pieceSize) ?? Data()) }
    let isSeekable = (try? file.offset()) != nil
    seek = isSeekable ? { try file.seek(toOffset: UInt64($0)) } : nil
  }
}

/// The words of a certificate, one after the other.
struct CertificateReader {
  private let source: CertificateSource
  /// The piece at hand, how many bytes were before it, and where in it the next word begins.
  private var bytes: [UInt8] = []
  private var before = 0
  private var at = 0
  /// What is being read, for faults.
  var constraint = ""
  private let onProgress: (_ read: Int) -> Void

  /// No name and no number that can be reckoned with is longer.
  private static let longestWord = 1 << 16

  init(_ source: CertificateSource, onProgress: @escaping (_ read: Int) -> Void) {
    self.source = source
    self.onProgress = onProgress
  }

  func fault(_ kind: CertificateFault.Kind) -> CertificateFault {
    CertificateFault(kind: kind, name: constraint)
  }

  // MARK: Places

  var canReturn: Bool { source.seek != nil }
  var place: Int { before + at }

  mutating func go(to place: Int) throws {
    try source.seek?(place)
    (bytes, before, at) = ([], place, 0)
  }

  /// Puts more behind what is left of the piece.
  /// - Returns: false at the end.
  private mutating func readOn() throws -> Bool {
    before += at
    bytes.removeFirst(at)
    at = 0
    let more = try source.read()
    bytes += more
    onProgress(before + bytes.count)
    return !more.isEmpty
  }

  private mutating func hasByte() throws -> Bool {
    if at < bytes.count { return true }
    return try readOn()
  }

  // MARK: Words

  /// Lines before the first word that begin with %.
  mutating func skipComments() throws {
    while try peek() == UInt8(ascii: "%") {
      while try hasByte(), bytes[at] != UInt8(ascii: "\n") { at += 1 }
    }
  }

  private mutating func peek() throws -> UInt8? {
    while true {
      while at < bytes.count, bytes[at] <= UInt8(ascii: " ") { at += 1 }
      if at < bytes.count { return bytes[at] }
      if try !readOn() { return nil }
    }
  }

  /// The next word, which stands there until the one after it is read.
  private mutating func next() throws -> Range<Int> {
    guard try peek() != nil else { throw fault(.format) }
    var end = at
    while true {
      while end < bytes.count, bytes[end] > UInt8(ascii: " ") { end += 1 }
      let length = end - at
      guard length <= Self.longestWord else { throw fault(.format) }
      if end < bytes.count { break }
      let isMore = try readOn()
      end = at + length
      if !isMore { break }
    }
    defer { at = end }
    return at..<end
  }

  mutating func word() throws -> String {
    let next = try next()
    return String(decoding: bytes[next], as: UTF8.self)
  }

  mutating func skip() throws { _ = try next() }

  mutating func expect(_ word: String) throws {
    guard try self.word() == word else { throw fault(.format) }
  }

  /// Takes the word if it comes next.
  mutating func take(_ word: String) throws -> Bool {
    let next = try next()
    if bytes[next].elementsEqual(word.utf8) { return true }
    at = next.lowerBound
    return false
  }

  // MARK: Numbers

  /// A whole number, or a fraction of two, or a finite decimal.
  mutating func number() throws -> Rational {
    let word = try next()
    var numerator: Int128 = 0
    var denominator: Int128?
    var isDecimal = false
    var isNegative = false
    var digits = 0
    do {
      var divisor: Int128 = 1
      for at in word {
        switch bytes[at] {
        case UInt8(ascii: "-") where at == word.lowerBound: isNegative = true
        case UInt8(ascii: "+") where at == word.lowerBound: break
        case UInt8(ascii: "/") where denominator == nil && digits > 0 && !isDecimal:
          denominator = 0
          digits = 0
        case UInt8(ascii: ".") where denominator == nil && !isDecimal: isDecimal = true
        case let byte where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte):
          let digit = Int128(byte - UInt8(ascii: "0"))
          digits += 1
          if let own = denominator {
            denominator = try own.times(10).plus(digit)
          } else {
            numerator = try numerator.times(10).plus(digit)
            if isDecimal { divisor = try divisor.times(10) }
          }
        default: throw fault(.number)
        }
      }
      guard digits > 0 else { throw fault(.number) }
      if denominator == nil && divisor == 1 { return Rational(whole: isNegative ? -numerator : numerator) }
      return try Rational(isNegative ? -numerator : numerator, over: denominator ?? divisor)
    } catch is ArithmeticOverflow {
      throw fault(.number)
    }
  }

  /// An end of the range; nil where there is none.
  mutating func end() throws -> Rational? {
    if try take("-inf") { return nil }
    if try take("inf") { return nil }
    return try number()
  }

  mutating func count() throws -> Int {
    let number = try number()
    // Columns are numbered in 32 bits, and whatever is counted must come.
    guard number.denominator == 1, number.numerator >= 0, number.numerator < Int128(Int32.max) else {
      throw fault(.format)
    }
    return Int(number.numerator)
  }

  mutating func index(below count: Int) throws -> Int {
    let number = try number()
    guard number.denominator == 1, number.numerator >= 0, number.numerator < Int128(count) else {
      throw fault(.index)
    }
    return Int(number.numerator)
  }

  mutating func sense() throws -> CertificateRow.Sense {
    switch try word() {
    case "E": .equal
    case "L": .atMost
    case "G": .atLeast
    default: throw fault(.format)
    }
  }

  /// How many columns, then each with its coefficient.
  mutating func row(columns: Int) throws -> CertificateRow {
    var entries: [(column: Int32, value: Rational)] = []
    var isSorted = true
    for _ in 0..<(try count()) {
      let column = Int32(try index(below: columns))
      let value = try number()
      if value.numerator == 0 { continue }
      if let last = entries.last, last.column >= column { isSorted = false }
      entries.append((column, value))
    }
    if !isSorted { entries.sort { $0.column < $1.column } }
    guard zip(entries, entries.dropFirst()).allSatisfy({ $0.column < $1.column }) else {
      throw fault(.format)
    }
    var row = CertificateRow()
    do {
      for (_, value) in entries where value.denominator != 1 {
        row.denominator = try row.denominator.commonMultiple(with: value.denominator)
      }
      row.columns = entries.map(\.column)
      row.values = try entries.map { try $0.value.numerator.times(row.denominator / $0.value.denominator) }
    } catch is ArithmeticOverflow {
      throw fault(.number)
    }
    return row
  }
}
