import Placement

/// What a cell looks like, whatever its column.
enum CellShapes {
  /// `1.23E+17`: what a spreadsheet makes of a long number unless the column is text.
  static func isSpreadsheetExponent(_ text: String) -> Bool {
    var seenDigit = false
    var seenPoint = false
    var bytes = text.utf8[...]
    while let byte = bytes.first {
      if (0x30...0x39).contains(byte) {
        seenDigit = true
      } else if byte == UInt8(ascii: "."), seenDigit, !seenPoint {
        seenPoint = true
      } else {
        break
      }
      bytes.removeFirst()
    }
    guard seenDigit, let exponent = bytes.popFirst(), exponent | 0x20 == UInt8(ascii: "e"),
      bytes.popFirst() == UInt8(ascii: "+")
    else { return false }
    return !bytes.isEmpty && bytes.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The shape of a Chinese national identity number: 17 digits and a digit or X, or 15 digits, with
  /// a plausible date of birth.
  static func isNationalIDNumber(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count == 18 || bytes.count == 15 else { return false }
    let characters = Array(bytes)
    let digits = bytes.count == 18 ? Array(characters.dropLast()) : characters
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    if bytes.count == 15 {
      return CalendarDate(year: 1900 + number(6..<8), month: number(8..<10), day: number(10..<12)) != nil
    }
    let last = characters[17]
    guard (0x30...0x39).contains(last) || last | 0x20 == UInt8(ascii: "x") else { return false }
    return CalendarDate(year: number(6..<10), month: number(10..<12), day: number(12..<14)) != nil
  }

  /// `1,000` or `1，000`
  static func isGroupedNumber(_ text: String) -> Bool {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E } }
  }

  /// yes, no, 是, 否, true, false, 1, 0: a switch where a text is asked for.
  static func isBareBoolean(_ text: String) -> Bool { boolean(text) != nil }

  static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "yes", "true", "1", "是": true
    case "no", "false", "0", "否": false
    default: nil
    }
  }

  /// A plain decimal, of whatever length.
  static func isLongNumber(_ text: String) -> Bool {
    let digits = text.utf8.filter { (0x30...0x39).contains($0) }.count
    let rest = text.drop { $0 == "-" || $0 == "+" }.filter { !("0"..."9").contains($0) }
    return digits > 18 && (rest.isEmpty || rest == ".")
  }

  /// What a spreadsheet shows of a day where the column is a number: days since 1899-12-30, here of 1954 to 2119.
  static func isSpreadsheetDay(_ text: String) -> Bool {
    text.utf8.count == 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
      && (20_000...80_000).contains(Int(text) ?? 0)
  }

  /// `2026-09-01` or `2026/9/1`.
  static func date(_ text: String) -> CalendarDate? {
    dateParts(text).flatMap { CalendarDate(year: $0.year, month: $0.month, day: $0.day) }
  }

  /// Year, month and day of what is written like a date, whether there is such a day or not.
  static func dateParts(_ text: String) -> (year: Int, month: Int, day: Int)? {
    for separator in ["-", "/"] as [Character] {
      let parts = text.split(separator: separator, omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0].utf8.count == 4, (1...2).contains(parts[1].utf8.count),
        (1...2).contains(parts[2].utf8.count),
        parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
      else { continue }
      return (year, month, day)
    }
    return nil
  }

  /// For a message: no control characters, no endless cells, no identity numbers.
  static func quoted(_ text: String) -> String {
    if isNationalIDNumber(text.utf8) { return "…" }
    let visible = text.unicodeScalars.prefix(40).map { scalar -> Character in
      scalar.properties.generalCategory == .control ? "?" : Character(scalar)
    }
    return "“" + String(visible) + (text.unicodeScalars.count > 40 ? "…”" : "”")
  }
}
