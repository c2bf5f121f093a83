import Foundation

/// How cells become values: trimmed all, NFKC-normalised all but free text.
enum Normalisation {
  /// Unicode's white space (the full-width space too) and a stray byte order mark.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "\u{FEFF}"
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
    trimmed(isASCII(text) ? text : text.precomposedStringWithCompatibilityMapping)
  }

  static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// Lists inside a cell are split at `;` `；` `、` `|`; repeats are harmless. Sorted by UTF-8 bytes.
  static func list(_ cell: String) -> [String] {
    guard !cell.isEmpty else { return [] }
    let separators: Set<Unicode.Scalar> = [";", "；", "、", "|"]
    let parts = cell.unicodeScalars.split(whereSeparator: { separators.contains($0) })
      .map { trimmed(String($0)) }
    return Set(parts.filter { !$0.isEmpty }).sorted(by: String.utf8Precedes)
  }
}

/// Cells that a spreadsheet would run as a formula.
public enum FormulaDefusing {
  private static func looksLikeFormula(_ text: Substring.UTF8View) -> Bool {
    guard let first = text.first(where: { $0 != UInt8(ascii: "'") }) else { return false }
    return [UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D]
      .contains(first)
  }

  /// `-5` or `-0.25`: no formula, and to stay a number in the spreadsheet.
  private static func isPlainNumber(_ text: String) -> Bool {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count)
      && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// Puts one apostrophe in front of a text cell that would run.
  ///
  /// - Parameter inNumberColumn: whether the column holds numbers that may be negative. Elsewhere `-6` is
  ///   text like any other: an id, a name.
  public static func defused(_ cell: String, inNumberColumn: Bool = false) -> String {
    guard looksLikeFormula(cell[...].utf8), !(inNumberColumn && isPlainNumber(cell)) else { return cell }
    return "'" + cell
  }

  /// Takes the apostrophe off again.
  public static func restored(_ cell: String) -> String {
    cell.utf8.first == UInt8(ascii: "'") && looksLikeFormula(cell[...].utf8) ? String(cell.dropFirst()) : cell
  }
}
