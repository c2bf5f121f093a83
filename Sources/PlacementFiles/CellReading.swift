import Placement

// Typed cells. Each reader logs what is wrong and returns a stand-in, so that reading goes on: where
// there is any fault, no case is made.

extension InputTable {
  /// The cell, with a fault where a needed one is empty.
  func filledText(_ column: Column, _ record: Int) -> String {
    let text = text(column, record)
    if text.isEmpty, column.isNeeded, !column.isMissing {
      fault(column, record, CellMessages.empty, mend: isHardlyFilled(record) ? CellMessages.noRow : nil)
    }
    return text
  }

  /// Whether two needed cells or more are empty, and no fewer than are filled: a total, a remark or a signature below the
  /// table rather than a row of it.
  private func isHardlyFilled(_ record: Int) -> Bool {
    let needed = columnsByName.values.filter { $0.isNeeded && $0.index != nil }
    let empty = needed.count { text($0, record).isEmpty }
    return empty >= 2 && 2 * empty >= needed.count
  }

  /// An id: text, never a number that a spreadsheet has spoilt. Nil where empty or unusable.
  func id(_ column: Column, _ record: Int) -> String? {
    let text = FormulaDefusing.unmarked(filledText(column, record))
    guard !text.isEmpty else { return nil }
    return isUsableID(text, column, record) ? text : nil
  }

  func isUsableID(_ text: String, _ column: Column, _ record: Int) -> Bool {
    if CellShapes.isSpreadsheetExponent(text) {
      fault(column, record, CellMessages.spreadsheetExponent, mend: CellMessages.formatAsText)
      return false
    }
    if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) {
      fault(column, record, CellMessages.controlCharacter)
      return false
    }
    return true
  }

  func idList(_ column: Column, _ record: Int) -> [String] {
    list(column, record).map(FormulaDefusing.unmarked).filter { isUsableID($0, column, record) }
  }

  func list(_ column: Column, _ record: Int) -> [String] { Normalisation.list(text(column, record)) }

  /// Nil where empty or wrong.
  func boolean(_ column: Column, _ record: Int) -> Bool? {
    let text = FormulaDefusing.unmarked(filledText(column, record))
    if text.isEmpty { return nil }
    if let value = YesNo.read(text) { return value }
    fault(column, record, CellMessages.notBoolean, mend: CellMessages.writeBoolean)
    return nil
  }

  /// Text in which a bare yes or no says nothing.
  func statement(_ column: Column, _ record: Int) -> String {
    let text = filledText(column, record)
    if CellShapes.isBoolean(Normalisation.normalised(text)) {
      fault(
        column, record,
        Text(zh: "这里不能只写“是”“否”“有”“无”一类的字样", en: "a bare yes or no does not do here"),
        mend: Text(
          zh: "写明原因或备案号；不适用则留空", en: "write the reason or the number; leave it empty where there is none"))
    }
    return text
  }

  /// Empty where the cell is, or is wrong.
  func areaCode(_ column: Column, _ record: Int) -> String {
    let text = FormulaDefusing.unmarked(filledText(column, record))
    if text.isEmpty || (text.utf8.count == 6 && text.utf8.allSatisfy(\.isDigit)) {
      return text
    }
    fault(
      column, record,
      Text(
        zh: "\(CellShapes.quoted(text))不是六位区划代码",
        en: "\(CellShapes.quoted(text)) is no area code of six digits"),
      mend: Text(zh: "写六位数字，如 330106", en: "write six digits, like 330106"))
    return ""
  }

  /// The column's words that the cell names, by their English; of a column that is no list one at most.
  func words(_ column: Column, _ record: Int) -> [String] {
    switch column.type {
    case .word(let words):
      let text = filledText(column, record)
      return text.isEmpty ? [] : [text].compactMap { word($0, among: words, column, record) }
    case .list(of: .word(let words)):
      return list(column, record).compactMap { word($0, among: words, column, record) }
    default: preconditionFailure("\(column.name) has no words")
    }
  }

  private func word(
    _ text: String, among words: [SchemaWord], _ column: Column, _ record: Int
  ) -> String? {
    let plain = FormulaDefusing.unmarked(text)
    if let word = words.first(where: { $0.isRead(plain) }) { return word.text.en }
    fault(column, record, CellMessages.noWord, mend: CellMessages.wordMend(words))
    return nil
  }

  /// A date; a spreadsheet's number of a day is taken for one, with a warning.
  func date(_ column: Column, _ record: Int) -> CalendarDate? {
    if let date = fromBytes(column, record, CellShapes.plainDate) { return date }
    let text = FormulaDefusing.unmarked(filledText(column, record))
    if text.isEmpty { return nil }
    if let date = CellShapes.date(text) { return date }
    if let day = CellShapes.spreadsheetDay(text, firstDay: firstDay(column, record)) {
      warn(column, record, CellMessages.dayNumber, mend: CellMessages.dayNumberMend)
      return day
    }
    if column.schema.endsPeriod, let end = CellShapes.openEnd(text) { return end }
    fault(column, record, CellMessages.notADate(text), mend: CellMessages.dateMend(text))
    return nil
  }

  func holdsDate(_ column: Column, _ record: Int) -> Bool {
    let text = FormulaDefusing.unmarked(text(column, record))
    return CellShapes.date(text) != nil || (column.schema.endsPeriod && CellShapes.openEnd(text) != nil)
      || CellShapes.spreadsheetDay(text, firstDay: firstDay(column, record)) != nil
  }

  // MARK: Numbers

  /// A whole number within the column's range; nil where empty or wrong.
  func whole(_ column: Column, _ record: Int) -> Int? {
    guard case .whole(let range) = column.type else { preconditionFailure("\(column.name) is no count") }
    guard let number = number(column, record) else { return nil }
    guard number.scale == 0 else {
      fault(column, record, CellMessages.notWhole, mend: CellMessages.writeWhole)
      return nil
    }
    guard range.contains(Int(number.digits)) else {
      fault(column, record, CellMessages.outside(range.lowerBound, range.upperBound))
      return nil
    }
    return Int(number.digits)
  }

  func holdsWhole(_ column: Column, _ record: Int) -> Bool {
    guard case .whole(let range) = column.type,
      let number = ExactDecimal(FormulaDefusing.unmarked(text(column, record)))
    else { return false }
    return number.scale == 0 && range.contains(Int(number.digits))
  }

  /// A decimal within the column's range; nil where empty or wrong.
  func decimal(_ column: Column, _ record: Int) -> ExactDecimal? {
    guard case .decimal(let range) = column.type else { preconditionFailure("\(column.name) is no decimal") }
    guard let number = number(column, record) else { return nil }
    guard range.contains(number) else {
      fault(column, record, CellMessages.outside(range))
      return nil
    }
    return number
  }

  private func number(_ column: Column, _ record: Int) -> ExactDecimal? {
    if let number = fromBytes(column, record, { ExactDecimal(utf8: $0) }) { return number }
    let text = FormulaDefusing.unmarked(filledText(column, record))
    if text.isEmpty { return nil }
    if let number = ExactDecimal(text) { return number }
    fault(column, record, CellMessages.notANumber(text), mend: CellMessages.numberMend(text))
    return nil
  }

  /// A code of the specialty catalogue with as many digits as the column takes; nil where empty or wrong.
  func specialtyCode(_ text: String, _ column: Column, _ record: Int) -> SpecialtyCode? {
    let text = FormulaDefusing.unmarked(text)
    let digits = CellType.codeDigits(column.type)
    if let code = SpecialtyCode(text), digits.contains(code.length) { return code }
    guard !text.isEmpty else { return nil }
    fault(
      column, record, CellMessages.notACode(CellMessages.digits(digits)),
      mend: CellShapes.isDigitsWithZeroFraction(text)
        ? CellMessages.formatAsText : CellMessages.codeMend(digits))
    return nil
  }

  /// The value is somebody's home and stays out of messages.
  private func degrees(_ column: Column, _ record: Int) -> Double? {
    guard case .degrees(let limit) = column.type else { preconditionFailure("\(column.name) has no degrees") }
    let text = FormulaDefusing.unmarked(text(column, record))
    guard let value = PlainDecimal.double(text) else {
      let hasCommas = CellShapes.isNumberWithCommas(text)
      fault(
        column, record,
        hasCommas
          ? CellMessages.notANumber(text)
          : Text(zh: "不是十进制的度数", en: "this is no plain decimal number of degrees"),
        mend: hasCommas
          ? CellMessages.numberMend(text) : Text(zh: "写成 30.243 的样子", en: "write it like 30.243"))
      return nil
    }
    guard abs(value) <= Double(limit) else {
      fault(
        column, record,
        Text(
          zh: "超出范围：应在 -\(limit) 与 \(limit) 之间",
          en: "out of range: it must be between -\(limit) and \(limit)"),
        mend: Text(zh: "检查经纬度是否填反", en: "check that latitude and longitude are not exchanged"))
      return nil
    }
    return value
  }

  /// Both or neither; nil where both are empty, or one is wrong (`isFaulty`).
  func coordinates(_ record: Int) -> (value: Coordinates?, isFaulty: Bool) {
    let columns = [column("latitude"), column("longitude")]
    let empty = columns.filter { text($0, record).isEmpty }
    if empty.count == 2, !columns[0].isNeeded { return (nil, false) }
    for column in empty where !column.isMissing {
      faultEmptyDegrees(column, areBoth: empty.count == 2, record)
    }
    // What is there is read beside a half that is not.
    let values = columns.map { column in
      empty.contains { $0 === column } ? nil : degrees(column, record)
    }
    guard let north = values[0], let east = values[1] else { return (nil, true) }
    return (Coordinates(latitude: north, longitude: east), false)
  }

  private func faultEmptyDegrees(_ column: Column, areBoth: Bool, _ record: Int) {
    guard !areBoth else { return fault(column, record, CellMessages.empty) }
    fault(
      column, record,
      Text(zh: "经度和纬度只填了一个", en: "only one of latitude and longitude is given"),
      mend: Text(zh: "两个都填，或者都不填", en: "give both or neither"))
  }
}

extension ColumnSchema {
  /// The last day of a period that may have none: `to`, `available_to`, `insured_to`.
  fileprivate var endsPeriod: Bool { !isNeeded && (name == "to" || name.hasSuffix("_to")) }
}

extension CellType {
  /// How many digits the codes of a column may have.
  fileprivate static func codeDigits(_ type: CellType) -> [Int] {
    switch type {
    case .specialtyCode(let digits): digits
    case .list(let item): codeDigits(item)
    default: []
    }
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
      parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) })
    else { return nil }
    return Double(text)
  }
}
