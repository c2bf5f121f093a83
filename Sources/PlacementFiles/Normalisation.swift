import Foundation

/// How cells become values: trimmed all, NFKC-normalised all but free text.
enum Normalisation {
  /// Unicode's white space (the full-width space too) and a stray byte order mark.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Most characters there are; Unicode's tables need not be asked.
    case 0x21...0x7E, 0x4E00...0x9FFF: false
    default: scalar.properties.isWhitespace || scalar == "\u{FEFF}"
    }
  }

  static func trimmed(_ text: String) -> String {
    // Most cells: Unicode's tables need not be asked about visible ASCII.
    if let first = text.utf8.first, let last = text.utf8.last, (0x21...0x7E).contains(first),
      (0x21...0x7E).contains(last)
    {
      return text
    }
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, isSpace(first) || isSpace(last) else {
      return text
    }
    guard let start = scalars.firstIndex(where: { !isSpace($0) }),
      let end = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[start...end])
  }

  /// Trimmed and NFKC: full-width digits become digits.
  static func normalised(_ text: String) -> String {
    trimmed(isNormal(text) ? text : text.precomposedStringWithCompatibilityMapping)
  }

  /// Whether there is nothing but ASCII and U+4000…U+9FFF, whose characters are their own normal form and join with none.
  private static func isNormal(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0xC0 || (0xE4...0xE9).contains($0) }
  }

  private static func isListSeparator(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ";", "；", "、", "|", ",", "，": true
    default: false
    }
  }

  private static func isOfSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: ","), 0...0x20, 0xC0..<0xE4, 0xEA...0xFF: true
    default: false
    }
  }

  /// Lists inside a cell are split at `;` `；` `、` `|` `,` `，`; repeats are harmless. Sorted by UTF-8 bytes.
  static func list(_ cell: String) -> [String] {
    guard !cell.isEmpty else { return [] }
    // One item, as most lists are: no separator is among visible ASCII of this kind and U+4000…U+9FFF.
    guard cell.utf8.contains(where: isOfSeparator) else { return [cell] }
    let parts = cell.unicodeScalars.split(whereSeparator: isListSeparator)
      .map { trimmed(String($0)) }
    return Set(parts.filter { !$0.isEmpty }).sorted(by: String.utf8Precedes)
  }
}

/// Characters without width, which come along when a cell is copied from a web page or a chat.
enum ZeroWidth {
  /// Whether there is any among the bytes.
  static func isIn(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBufferPointer { buffer in
      // What the characters in question begin with.
      [0xE2, 0xEF, 0xC2].contains { (lead: UInt8) in
        var position = 0
        while let found = ByteSearch.first(lead, in: buffer, from: position) {
          if stands(in: buffer, at: found) { return true }
          position = found + 1
        }
        return false
      }
    }
  }

  private static func stands(in buffer: UnsafeBufferPointer<UInt8>, at position: Int) -> Bool {
    if buffer[position] == 0xC2 { return position + 1 < buffer.count && buffer[position + 1] == 0xAD }
    guard position + 2 < buffer.count else { return false }
    switch (buffer[position], buffer[position + 1], buffer[position + 2]) {
    case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xAA...0xAE), (0xE2, 0x81, 0xA0...0xAF): return true
    case (0xEF, 0xBB, 0xBF): return true
    default: return false
    }
  }

  static func isOne(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF: true
    default: false
    }
  }

  static func removed(from text: String) -> String {
    guard text.unicodeScalars.contains(where: isOne) else { return text }
    var kept = String.UnicodeScalarView()
    kept.append(contentsOf: text.unicodeScalars.lazy.filter { !isOne($0) })
    return String(kept)
  }
}

/// Cells that a spreadsheet would run as a formula.
public enum FormulaDefusing {
  private static func looksLikeFormula(_ text: String) -> Bool {
    let apostrophe = UInt8(ascii: "'")
    switch text.utf8.first(where: { $0 != apostrophe }) {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: return true
    // ＋ － ＝ ＠: a spreadsheet with a Chinese keyboard takes them for the others.
    case 0xEF:
      let rest = text.utf8.drop { $0 == apostrophe }
      return ["＋", "－", "＝", "＠"].contains { rest.starts(with: $0.utf8) }
    default: return false
    }
  }

  /// `-5` or `-0.25`: no formula, and to stay a number in the spreadsheet.
  private static func isPlainNumber(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
  }

  /// Puts one apostrophe in front of a text cell that would run.
  ///
  /// - `inNumberColumn`: whether the column holds numbers that may be negative. Elsewhere `-6` is
  ///   text like any other: an id, a name.
  public static func defused(_ cell: String, inNumberColumn: Bool = false) -> String {
    guard looksLikeFormula(cell), !(inNumberColumn && isPlainNumber(cell)) else { return cell }
    return "'" + cell
  }

  /// Takes the apostrophe off again.
  public static func restored(_ cell: String) -> String {
    cell.utf8.first == UInt8(ascii: "'") && looksLikeFormula(cell) ? String(cell.dropFirst()) : cell
  }

  /// The text of `="001"`, which keeps a spreadsheet from making a number of it.
  static func unwrapped(_ cell: String) -> String {
    guard cell.utf8.count >= 3, cell.hasPrefix("=\""), cell.hasSuffix("\"") else { return cell }
    return String(cell.dropFirst(2).dropLast())
  }

  /// Without the apostrophes that mark a cell as text.
  static func unmarked(_ cell: String) -> String {
    cell.utf8.first == UInt8(ascii: "'") ? String(cell.drop { $0 == "'" }) : cell
  }
}
