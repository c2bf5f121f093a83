import Placement

/// What is said about single cells.
enum CellMessages {
  static let empty = Text(zh: "必填的单元格是空的", en: "a needed cell is empty")
  static let controlCharacter = Text(
    zh: "编号中含有换行或其他控制字符", en: "an id with a line break or another control character")
  static let formatAsText = Text(
    zh: "在电子表格中把整列设为“文本”格式，重新填写编号后再保存",
    en: "format the column as text in the spreadsheet, enter the ids again and save")
  static let writeWhole = Text(zh: "写整数", en: "write a whole number")

  static func spreadsheetExponent(_ text: String) -> Text {
    Text(
      zh: "电子表格把编号变成了科学计数法 \(CellShapes.quoted(text))，原编号已丢失",
      en: "a spreadsheet has turned the id into \(CellShapes.quoted(text)); the id itself is lost")
  }

  /// `isPrivate`: the value is a birth date, which no message repeats.
  static func notADate(_ text: String, isPrivate: Bool) -> Text {
    let shown =
      isPrivate ? Text(zh: "", en: "this") : Text(zh: CellShapes.quoted(text), en: CellShapes.quoted(text))
    let what =
      CellShapes.dateParts(text) == nil
      ? Text(zh: "不是日期", en: " is no date")
      : Text(zh: "不是真实存在的日期", en: " is no real date")
    return shown + what
  }

  static func dateMend(_ text: String) -> Text {
    let forms = Text(zh: "写成 2026-09-01 或 2026/9/1", en: "write it like 2026-09-01 or 2026/9/1")
    guard CellShapes.isSpreadsheetDay(text) else { return forms }
    let hint = Text(
      zh: "这像是电子表格的日期序号：把整列设为日期格式（yyyy-mm-dd）后再保存；",
      en:
        "this looks like a spreadsheet's serial number of a day: format the column as a date (yyyy-mm-dd) and "
        + "save again; ")
    return hint + forms
  }

  static func notANumber(_ text: String) -> Text {
    if CellShapes.isLongNumber(text) {
      return Text(
        zh: "数字过大或位数过多（\(text.utf8.count) 个字符，最多 18 位）",
        en: "the number is too large or too long (\(text.utf8.count) characters; at most 18 digits)")
    }
    return Text(
      zh: "\(CellShapes.quoted(text))不是数字", en: "\(CellShapes.quoted(text)) is no plain decimal number")
  }

  static func numberMend(_ text: String) -> Text {
    if CellShapes.isGroupedNumber(text) {
      let plain = text.filter { $0 != "," }
      return Text(zh: "去掉分隔符，写 \(plain)", en: "write \(plain), without separators")
    }
    if CellShapes.isLongNumber(text) {
      return Text(zh: "检查是否把编号或电话填进了这一列", en: "check that no id or telephone number is in this column")
    }
    return Text(
      zh: "只写数字和小数点，不带单位、分隔符或科学计数法",
      en: "write digits and a decimal point only: no unit, no separators, no exponent")
  }

  static func notWhole(_ number: String) -> Text {
    Text(zh: "\(number) 不是整数", en: "\(number) is no whole number")
  }

  static func outside(_ number: String, _ low: Int, _ high: Int) -> Text {
    Text(
      zh: "\(number) 超出范围：应在 \(low) 与 \(high) 之间",
      en: "\(number) is out of range: it must be between \(low) and \(high)")
  }

  static func outside(_ number: String, _ range: DecimalRange) -> Text {
    let isOpen = range.high >= ExactDecimal(CellType.largest)
    guard range.excludesLow || isOpen else {
      return Text(
        zh: "\(number) 超出范围：应在 \(range.low) 与 \(range.high) 之间",
        en: "\(number) is out of range: it must be between \(range.low) and \(range.high)")
    }
    let least =
      range.excludesLow
      ? Text(zh: "大于 \(range.low)", en: "above \(range.low)")
      : Text(zh: "不小于 \(range.low)", en: "at least \(range.low)")
    return Text(
      zh: "\(number) 超出范围：应\(least.zh)，且不大于 \(range.high)",
      en: "\(number) is out of range: it must be \(least.en) and at most \(range.high)")
  }

  static func noWord(_ text: String) -> Text {
    Text(
      zh: "\(CellShapes.quoted(text))不是本列可用的词",
      en: "\(CellShapes.quoted(text)) is none of the words of this column")
  }

  static func wordMend(_ words: [SchemaWord]) -> Text {
    let last = words.last.map(\.text.en) ?? ""
    let first = words.dropLast().map(\.text.en).joined(separator: ", ")
    return Text(
      zh: "写：" + words.map(\.text.zh).joined(separator: "、"),
      en: "write " + (first.isEmpty ? last : "\(first) or \(last)"))
  }

  static func duplicate(_ id: String, firstRow: Int) -> Text {
    Text(
      zh: "编号\(CellShapes.quoted(id))与第 \(firstRow) 行重复",
      en: "the id \(CellShapes.quoted(id)) stands in row \(firstRow) already")
  }

  static func dangling(_ id: String, _ file: String) -> Text {
    Text(zh: "\(file) 中没有\(CellShapes.quoted(id))", en: "\(CellShapes.quoted(id)) is not in \(file)")
  }
}
