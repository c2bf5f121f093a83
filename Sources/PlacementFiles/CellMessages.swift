import Placement

/// What is said about single cells. Never their text: under a wrong heading it may be anybody's name.
enum CellMessages {
  static let empty = Text(zh: "必填的单元格是空的", en: "a needed cell is empty")
  static let noRow = Text(
    zh: "这一行如果是合计、说明或落款，请整行删去", en: "where this row is a total, a remark or a signature, delete it")
  static let tooLong = Text(zh: "单元格超过 1 MB", en: "the cell is longer than 1 MB")
  static let controlCharacter = Text(
    zh: "编号中含有换行或其他控制字符", en: "an id with a line break or another control character")
  static let formatAsText = Text(
    zh: "在电子表格中把整列设为“文本”格式，重新填写编号后再保存",
    en: "format the column as text in the spreadsheet, enter the ids again and save")
  static let writeWhole = Text(zh: "写整数", en: "write a whole number")
  static let correctID = Text(zh: "改正编号", en: "correct the id")
  static let noReason = Text(zh: "决定没有理由", en: "the decision has no reason")
  static let sayWhy = Text(zh: "填写理由", en: "say why")
  static let pinOfEnterprise = Text(zh: "锁定须指明岗位，不能只写企业", en: "a pin names a post, not an enterprise")

  static let spreadsheetExponent = Text(
    zh: "电子表格把编号变成了科学计数法（如 1.23E+17），原编号已丢失",
    en: "a spreadsheet has turned the id into an exponent (like 1.23E+17); the id itself is lost")

  static let notBoolean = Text(zh: "不是“是”或“否”", en: "this is neither yes nor no")
  static let writeBoolean = Text(zh: "写“是”或“否”", en: "write yes or no")

  // MARK: Dates

  static func notADate(_ text: String) -> Text {
    if CellShapes.hasTimeOfDay(text) {
      return Text(zh: "日期带有时刻", en: "the date has a time of day")
    }
    if CellShapes.farYear(text) != nil {
      let (first, last) = (CalendarDate.years.lowerBound, CalendarDate.years.upperBound)
      return Text(
        zh: "超出范围：年份应在 \(first) 与 \(last) 之间",
        en: "out of range: the year must be between \(first) and \(last)")
    }
    return CalendarDate.parts(of: text) == nil
      ? Text(zh: "不是日期", en: "this is no date")
      : Text(zh: "不是真实存在的日期", en: "this is no real date")
  }

  static func dateMend(_ text: String) -> Text {
    CellShapes.farYear(text) == nil
      ? Text(zh: "写成 2026-09-01 或 2026/9/1", en: "write it like 2026-09-01 or 2026/9/1")
      : Text(zh: "检查年份", en: "check the year")
  }
  static let dayNumber = Text(
    zh: "是电子表格的日期序号，已按日期读取", en: "this is a spreadsheet's number of a day and was read as the date")
  static let dayNumberMend = Text(
    zh: "把整列设为日期格式（yyyy-mm-dd）后再保存", en: "format the column as a date (yyyy-mm-dd) and save again")

  static func stillToCome(_ day: CalendarDate, asOf: CalendarDate) -> Text {
    Text(zh: "\(day) 还没有到（按 \(asOf) 看）", en: "\(day) is still to come, as of \(asOf)")
  }

  static let exemptionWithoutNumber = Text(
    zh: "有备案事项而没有备案号，备案不起作用", en: "without a number the exemption does not count")

  // MARK: Numbers

  static func notANumber(_ text: String) -> Text {
    if CellShapes.isLongNumber(text) {
      return Text(
        zh: "数字过大或位数过多（最多 18 位）", en: "the number is too large or too long (at most 18 digits)")
    }
    if CellShapes.isBoolean(text) {
      return Text(zh: "这里要填数字，不能填“是”“否”", en: "a number is asked for here, not a yes or no")
    }
    if CellShapes.isNumberWithCommas(text) {
      return Text(zh: "数字里有逗号", en: "there is a comma in the number")
    }
    if CellShapes.isPercentage(text) {
      return Text(zh: "数字后有百分号", en: "there is a percent sign behind the number")
    }
    return Text(zh: "不是数字", en: "this is no plain decimal number")
  }

  static func numberMend(_ text: String) -> Text {
    if CellShapes.isNumberWithCommas(text) {
      return Text(
        zh: "小数点写成“.”，千位不加分隔符，如 1234.5",
        en: "write a decimal point and no separators of thousands, like 1234.5")
    }
    if CellShapes.isPercentage(text) {
      return Text(
        zh: "百分数写成小数，如 3% 写成 0.03", en: "write a percentage as a decimal: 0.03 for 3%")
    }
    if CellShapes.isLongNumber(text) {
      return Text(zh: "检查是否把编号或电话填进了这一列", en: "check that no id or telephone number is in this column")
    }
    return Text(
      zh: "只写数字和小数点，不带单位、分隔符或科学计数法",
      en: "write digits and a decimal point only: no unit, no separators, no exponent")
  }

  static let notWhole = Text(zh: "不是整数", en: "this is no whole number")

  static func outside(_ low: Int, _ high: Int) -> Text {
    Text(zh: "超出范围：应在 \(low) 与 \(high) 之间", en: "out of range: it must be between \(low) and \(high)")
  }

  static func outside(_ range: DecimalRange) -> Text {
    let isOpen = range.high >= ExactDecimal(CellType.largest)
    guard range.excludesLow || isOpen else {
      return Text(
        zh: "超出范围：应在 \(range.low) 与 \(range.high) 之间",
        en: "out of range: it must be between \(range.low) and \(range.high)")
    }
    let least =
      range.excludesLow
      ? Text(zh: "大于 \(range.low)", en: "above \(range.low)")
      : Text(zh: "不小于 \(range.low)", en: "at least \(range.low)")
    return Text(
      zh: "超出范围：应\(least.zh)，且不大于 \(range.high)",
      en: "out of range: it must be \(least.en) and at most \(range.high)")
  }

  // MARK: Words

  static let noWord = Text(zh: "不是本列可用的词", en: "this is none of the words of this column")

  static func wordMend(_ words: [SchemaWord]) -> Text {
    let last = words.last.map(\.text.en) ?? ""
    let first = words.dropLast().map(\.text.en).joined(separator: ", ")
    return Text(
      zh: "写：" + words.map(\.text.zh).joined(separator: "、"),
      en: "write " + (first.isEmpty ? last : "\(first) or \(last)"))
  }

  // MARK: Ids

  static let duplicate = Text(zh: "编号重复", en: "the id stands in the file more than once")

  static func dangling(_ file: String) -> Text {
    Text(zh: "\(file) 中没有这个编号", en: "\(file) has no such id")
  }

  /// What would mend an id that nobody has, by what became of it.
  static func danglingMend(_ id: String, _ file: String) -> Text {
    if CellShapes.isDigitsWithZeroFraction(id) {
      return Text(
        zh: "电子表格把编号当成了数字（末尾的“.0”）；" + formatAsText.zh,
        en: "a spreadsheet has made a number of the id (the “.0” at its end): " + formatAsText.en)
    }
    if CellShapes.isInCurlyQuotes(id) {
      return Text(zh: "去掉编号两边的引号", en: "take off the quotation marks around the id")
    }
    return Text(zh: "改正编号，或在 \(file) 中补上", en: "correct the id, or add it to \(file)")
  }

  static let restored = Text(
    zh: "开头的 0 已丢失，按补上 0 之后的编号处理", en: "leading zeros are lost; the id is taken for the one that has them")
  static let ambiguousZeros = Text(
    zh: "开头的 0 已丢失，可能是几个编号中的任何一个", en: "leading zeros are lost, and several ids may be meant")

  static let zerosLostHere = Text(
    zh: "这里的编号丢失了开头的 0，引用它的表中还在",
    en: "the id has lost its leading zeros here; tables that refer to it still have them")

  // MARK: Codes

  static func notACode(_ digits: Text) -> Text {
    Text(zh: "不是\(digits.zh)位专业代码", en: "this is no specialty code of \(digits.en) digits")
  }

  static func codeMend(_ digits: [Int]) -> Text {
    switch digits {
    case [4]: Text(zh: "写专业代码的前四位", en: "write the first four digits of the specialty code")
    case [6]:
      Text(
        zh: "写六位数字；如开头的 0 丢失，请把列设为“文本”",
        en: "write its six digits; if leading zeros are lost, format the column as text")
    default: severalCodes
    }
  }

  private static let severalCodes = Text(
    zh: "几个代码之间用分号隔开；如开头的 0 丢失，请把列设为“文本”",
    en: "separate several codes by semicolons; if leading zeros are lost, format the column as text")
  static func digits(_ digits: [Int]) -> Text {
    switch digits {
    case [6]: Text(zh: "六", en: "six")
    case [4]: Text(zh: "四", en: "four")
    default: Text(zh: " 2、4 或 6 ", en: "2, 4 or 6")
    }
  }
}
