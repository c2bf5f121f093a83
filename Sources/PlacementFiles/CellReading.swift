import Placement

// Typed cells. Each reader logs what is wrong and returns a stand-in, so that reading goes on: where
// there is any fault, no case is made.

extension InputTable {
  static let largestWhole = 1_000_000_000

  /// The cell, with a fault where a needed one is empty.
  func filledText(_ column: Column, _ record: Int) -> String {
    let text = text(column, record)
    if text.isEmpty, column.isNeeded { fault(column, record, CellMessages.empty) }
    return text
  }

  /// An id: text, never a number that a spreadsheet has spoilt. Nil where empty or unusable.
  func id(_ column: Column, _ record: Int) -> String? {
    let text = filledText(column, record)
    guard !text.isEmpty else { return nil }
    return isUsableID(text, column, record) ? text : nil
  }

  private func isUsableID(_ text: String, _ column: Column, _ record: Int) -> Bool {
    if CellShapes.isSpreadsheetExponent(text) {
      fault(column, record, CellMessages.spreadsheetExponent(text), mend: CellMessages.formatAsText)
      return false
    }
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      fault(column, record, CellMessages.controlCharacter)
      return false
    }
    return true
  }

  func idList(_ column: Column, _ record: Int) -> [String] {
    Normalisation.list(text(column, record)).filter { isUsableID($0, column, record) }
  }

  func list(_ column: Column, _ record: Int) -> [String] { Normalisation.list(text(column, record)) }

  func boolean(_ column: Column, _ record: Int, default standard: Bool) -> Bool {
    let text = text(column, record)
    if text.isEmpty { return standard }
    if let value = CellShapes.boolean(text) { return value }
    fault(
      column, record,
      Text(
        zh: "\(CellShapes.quoted(text))不是“是”或“否”", en: "\(CellShapes.quoted(text)) is neither yes nor no"),
      mend: Text(zh: "写“是”或“否”", en: "write yes or no"))
    return standard
  }

  /// `isPrivate`: the value is a birth date, which no message repeats.
  func date(_ column: Column, _ record: Int, isPrivate: Bool = false) -> CalendarDate? {
    let text = filledText(column, record)
    if text.isEmpty { return nil }
    if let date = CellShapes.date(text) { return date }
    fault(
      column, record, CellMessages.notADate(text, isPrivate: isPrivate), mend: CellMessages.dateMend(text))
    return nil
  }

  // MARK: Numbers

  /// Nil where empty or wrong.
  func whole(_ column: Column, _ record: Int, in range: ClosedRange<Int>) -> Int? {
    guard let number = decimal(column, record) else { return nil }
    guard number.scale == 0 else {
      fault(column, record, CellMessages.notWhole(number.description), mend: CellMessages.writeWhole)
      return nil
    }
    guard range.contains(Int(number.digits)) else {
      fault(column, record, CellMessages.outside(number.description, range.lowerBound, range.upperBound))
      return nil
    }
    return Int(number.digits)
  }

  /// A number of at least 0 (or above 0), at most 10⁹.
  func amount(_ column: Column, _ record: Int, abovezero: Bool = false) -> ExactDecimal? {
    guard let number = decimal(column, record) else { return nil }
    let isLow = abovezero ? number.digits <= 0 : number.digits < 0
    if isLow || number > ExactDecimal(InputTable.largestWhole) {
      let least = abovezero ? Text(zh: "大于 0", en: "above 0") : Text(zh: "不小于 0", en: "at least 0")
      fault(
        column, record,
        Text(
          zh: "\(number) 超出范围：应\(least.zh)且不大于 \(InputTable.largestWhole)",
          en: "\(number) is out of range: it must be \(least.en) and at most \(InputTable.largestWhole)"))
      return nil
    }
    return number
  }

  func decimal(_ column: Column, _ record: Int) -> ExactDecimal? {
    let text = filledText(column, record)
    if text.isEmpty { return nil }
    if let number = ExactDecimal(text) { return number }
    fault(column, record, CellMessages.notANumber(text), mend: CellMessages.numberMend(text))
    return nil
  }

  /// Degrees; the value is somebody's home and stays out of messages.
  private func degrees(_ column: Column, _ record: Int, limit: Double) -> Double? {
    let text = text(column, record)
    guard let value = PlainDecimal.double(text) else {
      fault(
        column, record, Text(zh: "不是十进制的度数", en: "this is no plain decimal number of degrees"),
        mend: Text(zh: "写成 30.243 的样子", en: "write it like 30.243"))
      return nil
    }
    guard abs(value) <= limit else {
      fault(
        column, record,
        Text(
          zh: "超出范围：应在 -\(Int(limit)) 与 \(Int(limit)) 之间",
          en: "out of range: it must be between -\(Int(limit)) and \(Int(limit))"),
        mend: Text(zh: "检查经纬度是否填反", en: "check that latitude and longitude are not exchanged"))
      return nil
    }
    return value
  }

  /// Both or neither; nil where both are empty, or one is wrong (`isFaulty`).
  func coordinates(_ record: Int) -> (value: Coordinates?, isFaulty: Bool) {
    let (latitude, longitude) = (column("latitude"), column("longitude"))
    let isEmpty = [latitude, longitude].map { text($0, record).isEmpty }
    if isEmpty == [true, true] {
      if latitude.isNeeded {
        fault(latitude, record, CellMessages.empty)
        fault(longitude, record, CellMessages.empty)
      }
      return (nil, latitude.isNeeded)
    }
    if isEmpty.contains(true) {
      let missing = isEmpty[0] ? latitude : longitude
      fault(
        missing, record,
        Text(zh: "经度和纬度只填了一个", en: "only one of latitude and longitude is given"),
        mend: Text(zh: "两个都填，或者都不填", en: "give both or neither"))
      return (nil, true)
    }
    let north = degrees(latitude, record, limit: 90)
    let east = degrees(longitude, record, limit: 180)
    guard let north, let east else { return (nil, true) }
    return (Coordinates(latitude: north, longitude: east), false)
  }
}

/// Plain decimals of any length as floating point: no exponent, no NaN, no infinity.
enum PlainDecimal {
  static func double(_ text: String) -> Double? {
    let digits =
      text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+")
      ? text.utf8.dropFirst() : text.utf8[...]
    let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), text.utf8.count <= 40,
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    return Double(text)
  }
}
