/// Which ids a message or a log may show. An id is often a name, a birth date or an identity number in the
/// wrong column; what looks like one of these is left out, and the row alone is named.
public enum ShownID {
  /// At most 32 ASCII letters, digits, `-`, `_` and `.`, a digit among them, and not shaped like a date, a
  /// decimal, a telephone or a national identity number.
  public static func mayShow(_ id: String) -> Bool {
    let bytes = Array(id.utf8)
    guard (1...32).contains(bytes.count), bytes.allSatisfy(isAllowed), bytes.contains(where: \.isDigit) else {
      return false
    }
    let groups = bytes.split(omittingEmptySubsequences: false) { !$0.isDigit && !isLetter($0) }
    let isNumeric = groups.allSatisfy { $0.allSatisfy(\.isDigit) }
    return !holdsNationalID(bytes) && !(isNumeric && (isDate(groups) || isDecimal(bytes) || isPhone(bytes)))
  }

  /// `“P01”`; nil where the id must not be shown.
  public static func quoted(_ id: String) -> String? { mayShow(id) ? "“\(id)”" : nil }

  /// The id, or `…` where it must not be shown.
  public static func text(_ id: String) -> String { mayShow(id) ? id : "…" }

  /// The ids of `enterprise/group`, each shown or not.
  public static func path(_ ids: String) -> String {
    ids.split(separator: "/", omittingEmptySubsequences: false).map { text(String($0)) }.joined(
      separator: "/")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte.isDigit || isLetter(byte)
      || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains(byte)
  }

  private static func number(_ digits: some Collection<UInt8>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Day, month and year in any order (`2008-02-29`, `29.2.2008`, `08-2-29`), a year and a month, `20080229`.
  private static func isDate(_ groups: [ArraySlice<UInt8>]) -> Bool {
    func isYear(_ group: ArraySlice<UInt8>) -> Bool {
      group.count == 4 && (1900...2099).contains(number(group))
    }
    func isShort(_ group: ArraySlice<UInt8>) -> Bool { (1...2).contains(group.count) }
    switch groups.count {
    case 1:
      guard groups[0].count == 8 else { return false }
      let digits = Array(groups[0])
      return isYear(digits[0..<4])
        && CalendarDate(
          year: number(digits[0..<4]), month: number(digits[4..<6]), day: number(digits[6..<8])) != nil
    case 2: return isYear(groups[0]) && isShort(groups[1]) && (1...12).contains(number(groups[1]))
    case 3: return isShort(groups[1]) && groups.allSatisfy { isShort($0) || isYear($0) }
    default: return false
    }
  }

  private static func isDecimal(_ bytes: [UInt8]) -> Bool {
    let unsigned = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
    let parts = unsigned.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { $0.allSatisfy(\.isDigit) } || bytes.count > unsigned.count
  }

  /// A mobile number with or without country code, an area code with a number, and either cut by dashes.
  private static func isPhone(_ bytes: [UInt8]) -> Bool {
    var digits = bytes.filter(\.isDigit)
    let isCut = digits.count < bytes.count
    if digits.starts(with: [0x30, 0x30, 0x38, 0x36]) { digits.removeFirst(4) }
    if digits.count == 13, digits.starts(with: [0x38, 0x36]) { digits.removeFirst(2) }
    let isMobile =
      digits.count == 11 && digits[0] == 0x31 && (0x33...0x39).contains(digits[1])
    let hasAreaCode = (10...12).contains(digits.count) && digits[0] == 0x30 && digits[1] != 0x30
    return isMobile || hasAreaCode || isCut && (10...13).contains(digits.count)
  }

  /// 17 digits and a digit or X, or 15 digits, with a date of birth in them, anywhere.
  private static func holdsNationalID(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 15 else { return false }
    for start in bytes.indices {
      for length in [15, 18] where start + length <= bytes.count {
        if NationalID.isShaped(bytes[start..<start + length]) { return true }
      }
    }
    return false
  }
}

/// The shape of a Chinese national identity number.
public enum NationalID {
  /// 17 digits and a digit or X, or 15 digits, with a plausible date of birth.
  public static func isShaped(_ bytes: some Collection<UInt8>) -> Bool {
    guard bytes.count == 18 || bytes.count == 15 else { return false }
    let characters = Array(bytes)
    let digits = bytes.count == 18 ? Array(characters.dropLast()) : characters
    guard digits.allSatisfy(\.isDigit) else { return false }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
    if bytes.count == 15 {
      return CalendarDate(year: 1900 + number(6..<8), month: number(8..<10), day: number(10..<12)) != nil
    }
    let last = characters[17]
    guard last.isDigit || last | 0x20 == UInt8(ascii: "x") else { return false }
    return (1900...2099).contains(number(6..<10))
      && CalendarDate(year: number(6..<10), month: number(10..<12), day: number(12..<14)) != nil
  }
}

/// Characters that would act on a terminal instead of being seen on it.
public enum ControlCharacters {
  /// Every control character, and every mark that turns the direction of writing, as `\x1B` or `\u202E`;
  /// line breaks and tabs too unless they are `kept`.
  public static func escaped(_ text: String, keepingLines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0, keepingLines) }) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if isControl(scalar, keepingLines) {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value < 0x100 ? 2 : 4
        result += (width == 2 ? "\\x" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar, _ keepsLines: Bool) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: !keepsLines
    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}

extension UInt8 {
  /// Whether it is an ASCII digit.
  @inlinable public var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
