import Placement

/// What a cell looks like, whatever its column.
enum CellShapes {
  /// `1.23E+17`, or with a decimal comma `1,23E+17`: what a spreadsheet makes of a long number unless the column is
  /// text. Some write no plus; without point and comma that may be an id, like `12E3`.
  static func isSpreadsheetExponent(_ text: String) -> Bool {
    var seenDigit = false
    var seenPoint = false
    var bytes = text.utf8[...]
    while let byte = bytes.first {
      if byte.isDigit {
        seenDigit = true
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), seenDigit, !seenPoint {
        seenPoint = true
      } else {
        break
      }
      bytes.removeFirst()
    }
    guard seenDigit, let exponent = bytes.popFirst(), exponent | 0x20 == UInt8(ascii: "e") else {
      return false
    }
    if bytes.first == UInt8(ascii: "+") { bytes.removeFirst() } else if !seenPoint { return false }
    return !bytes.isEmpty && bytes.allSatisfy(\.isDigit)
  }

  /// `#N/A`, `#REF!`: what a spreadsheet shows where a formula failed; LibreOffice also `Err:502`.
  static func isErrorValue(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard (4...16).contains(bytes.count) else { return false }
    let first = bytes.drop { $0 == 0x20 }
    let text = first[..<((first.lastIndex { $0 != 0x20 } ?? first.startIndex - 1) + 1)]
    if text.starts(with: "Err:".utf8) {
      return text.count == 7 && text.dropFirst(4).allSatisfy(\.isDigit)
    }
    return text.first == UInt8(ascii: "#") && errorValues.contains { text.elementsEqual($0.utf8) }
  }

  private static let errorValues = [
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#GETTING_DATA",
  ]

  /// A number in which commas stand: a decimal comma, or thousands cut apart.
  static func isNumberWithCommas(_ text: String) -> Bool {
    let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ",", omittingEmptySubsequences: false)
    return parts.count > 1
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0.isDigit || $0 == 0x2E } }
  }

  /// `3%`, `12.5 %`
  static func isPercentage(_ text: String) -> Bool {
    guard text.hasSuffix("%") else { return false }
    return PlainDecimal.double(text.dropLast().trimmingCharacters(in: .whitespaces)) != nil
  }

  /// A word for yes or no: a switch, where a text or a number may be asked for.
  static func isBoolean(_ text: String) -> Bool { YesNo.read(text) != nil }

  /// `001201.0`: what is left of an id where a spreadsheet has made a number of it.
  static func isDigitsWithZeroFraction(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2 && !parts[0].isEmpty && !parts[1].isEmpty
      && parts[0].utf8.allSatisfy(\.isDigit) && parts[1].allSatisfy { $0 == "0" }
  }

  static func isInCurlyQuotes(_ text: String) -> Bool {
    guard let first = text.first, let last = text.last, text.count > 1 else { return false }
    return "“”„‘’".contains(first) && "“”‘’".contains(last)
  }

  /// A plain decimal, of whatever length.
  static func isLongNumber(_ text: String) -> Bool {
    let digits = text.utf8.filter(\.isDigit).count
    let rest = text.drop { $0 == "-" || $0 == "+" }.filter { !("0"..."9").contains($0) }
    return digits > 18 && (rest.isEmpty || rest == ".")
  }

  /// The day of a spreadsheet's number of one: days since 1899-12-30, here of 1954 to 2119.
  ///
  /// - Parameter firstDay: days by which a workbook counts from later.
  static func spreadsheetDay(_ text: String, firstDay: Int = 0) -> CalendarDate? {
    guard let number = ExactDecimal(text), number.scale == 0, (20_000...80_000).contains(number.digits) else {
      return nil
    }
    // 1970-01-01, from which our days count, is their day 25,569.
    return CalendarDate(dayNumber: Int32(number.digits) + Int32(firstDay) - 25_569)
  }

  /// `2026-09-01` or `2026/9/1`, with a time of 0:00 or without.
  static func date(_ text: String) -> CalendarDate? {
    var text = text
    if let date = text.withUTF8(plainDate) { return date }
    let (day, time) = dayAndTime(text)
    guard time.map(isMidnight) ?? true else { return nil }
    return CalendarDate(written: day)
  }

  /// The year of a day that there is, where it is none that is reckoned with; nil of all else.
  static func farYear(_ text: String) -> Int? {
    let (day, time) = dayAndTime(text)
    guard time.map(isMidnight) ?? true, let (year, month, day) = CalendarDate.parts(of: day),
      !CalendarDate.years.contains(year), CalendarDate.isThere(year: year, month: month, day: day)
    else { return nil }
    return year
  }

  /// `9999-12-31`: an end that is open, as many programs write it. It is taken for the last day there is.
  static func openEnd(_ text: String) -> CalendarDate? {
    (farYear(text) ?? 0) > CalendarDate.years.upperBound ? .last : nil
  }

  /// `2026-09-01` or `2026/09/01`, as nearly all dates are written.
  static func plainDate(_ text: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
    guard text.count == 10 else { return nil }
    var (numbers, place): ((Int, Int, Int), Int) = ((0, 0, 0), 0)
    var separator: UInt8 = 0
    for byte in text {
      defer { place += 1 }
      if place == 4 || place == 7 {
        guard byte == 0x2D || byte == 0x2F, separator == 0 || byte == separator else { return nil }
        separator = byte
        continue
      }
      guard byte.isDigit else { return nil }
      let digit = Int(byte) - 0x30
      switch place {
      case ..<4: numbers.0 = 10 * numbers.0 + digit
      case ..<7: numbers.1 = 10 * numbers.1 + digit
      default: numbers.2 = 10 * numbers.2 + digit
      }
    }
    return CalendarDate(year: numbers.0, month: numbers.1, day: numbers.2)
  }

  /// A date with a time other than 0:00.
  static func hasTimeOfDay(_ text: String) -> Bool {
    let (day, time) = dayAndTime(text)
    guard let time else { return false }
    return CalendarDate.parts(of: day) != nil && time.contains(":") && !isMidnight(time)
  }

  private static func dayAndTime(_ text: String) -> (day: Substring, time: Substring?) {
    guard let gap = text.firstIndex(where: { $0 == " " || $0 == "T" || $0 == "t" }) else {
      return (text[...], nil)
    }
    return (text[..<gap], text[text.index(after: gap)...].drop { $0 == " " })
  }

  /// `0:00`, `00:00:00`, `00:00:00.000`
  private static func isMidnight(_ time: Substring) -> Bool {
    let parts = time.split(separator: ":", omittingEmptySubsequences: false)
    return (2...3).contains(parts.count) && parts.dropLast().allSatisfy { $0 == "0" || $0 == "00" }
      && parts.last!.utf8.count >= 2 && parts.last!.hasPrefix("00")
      && parts.last!.allSatisfy { $0 == "0" || $0 == "." }
  }

  /// A policy's key or word for a message; anything but letters is no key and may be anything.
  static func quoted(_ text: String) -> String { isWord(text) ? "“\(text)”" : "“…”" }

  static func isWord(_ text: String) -> Bool {
    text.utf8.count <= 40 && text.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || $0 == 0x5F }
  }
}
