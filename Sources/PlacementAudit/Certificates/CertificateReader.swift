import Foundation

/// The words of a certificate, one after the other.
struct CertificateReader {
  private let bytes: [UInt8]
  private var at = 0
  /// What is being read, for faults.
  var constraint = ""
  private let onProgress: (_ read: Int, _ of: Int) -> Void
  /// Where progress is told next.
  private var due = 0
  private static let bytesATime = 1 << 20

  init(_ data: Data, onProgress: @escaping (_ read: Int, _ of: Int) -> Void) {
    bytes = Array(data)
    self.onProgress = onProgress
  }

  func fault(_ kind: CertificateFault.Kind) -> CertificateFault {
    CertificateFault(kind: kind, name: constraint)
  }

  /// Lines before the first word that begin with %.
  mutating func skipComments() {
    while peek() == UInt8(ascii: "%") {
      while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { at += 1 }
    }
  }

  private mutating func peek() -> UInt8? {
    while at < bytes.count, bytes[at] <= UInt8(ascii: " ") { at += 1 }
    return at < bytes.count ? bytes[at] : nil
  }

  private mutating func next() throws -> Range<Int> {
    guard peek() != nil else { throw fault(.format) }
    if at >= due {
      due = at + Self.bytesATime
      onProgress(at, bytes.count)
    }
    let first = at
    while at < bytes.count, bytes[at] > UInt8(ascii: " ") { at += 1 }
    return first..<at
  }

  mutating func word() throws -> String { String(decoding: bytes[try next()], as: UTF8.self) }

  mutating func expect(_ word: String) throws {
    guard try self.word() == word else { throw fault(.format) }
  }

  /// Takes the word if it comes next.
  mutating func take(_ word: String) throws -> Bool {
    let before = at
    if bytes[try next()].elementsEqual(word.utf8) { return true }
    at = before
    return false
  }

  // MARK: Numbers

  /// A whole number, or a fraction of two, or a finite decimal.
  mutating func number() throws -> Exact {
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
      if denominator == nil && divisor == 1 { return Exact(whole: isNegative ? -numerator : numerator) }
      return try Exact(isNegative ? -numerator : numerator, over: denominator ?? divisor)
    } catch is TooLarge {
      throw fault(.number)
    }
  }

  /// An end of the range; nil where there is none.
  mutating func end() throws -> Exact? {
    if try take("-inf") { return nil }
    if try take("inf") { return nil }
    return try number()
  }

  mutating func count() throws -> Int {
    let number = try number()
    guard number.denominator == 1, number.numerator >= 0, number.numerator <= Int128(bytes.count) else {
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
    var entries: [(column: Int32, value: Exact)] = []
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
    } catch is TooLarge {
      throw fault(.number)
    }
    return row
  }
}
