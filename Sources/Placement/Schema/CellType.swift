/// What a cell of a column, or a value of policy.yaml, holds. The ranges are the border's: nothing outside
/// them gets in.
public enum CellType: Hashable, Sendable {
  /// Tells rows apart: text, never a number that a spreadsheet has spoilt.
  case id
  /// The id of a row of another file.
  case reference(to: String)
  /// Written for people, kept as it stands.
  case text
  /// A name that is compared with others: NFKC-normalised.
  case label
  /// Written for people like `text`; a bare yes or no is a fault.
  case reason
  /// The number of a filing; a bare yes or no is a fault.
  case filing
  case whole(ClosedRange<Int>)
  case decimal(DecimalRange)
  /// Plain decimals between −limit and +limit (WGS 84).
  case degrees(limit: Int)
  case date
  case boolean
  /// One of these words, in either language.
  case word([SchemaWord])
  /// A code of the specialty catalogue with one of these numbers of digits.
  case specialtyCode(digits: [Int])
  /// Six digits of an administrative division (GB/T 2260): two for the province, four for the city.
  case areaCode
  /// 1…6, or the entry year.
  case yearOfStudy
  indirect case list(of: CellType)
  /// Keys of their own with values (policy.yaml).
  case mapping

  /// The most that a count or an amount may be: past it, a cell holds something else.
  public static let largest = 1_000_000_000

  /// A count: at least 0.
  public static let count = CellType.whole(0...largest)
  /// Points of an objective, and weights.
  public static let points = CellType.whole(PolicySchema.weights)
  /// A share of a whole: 0…1.
  public static let share = CellType.decimal(DecimalRange(0, 1))
  /// An amount: at least 0.
  public static let amount = CellType.decimal(DecimalRange(0, largest))
  /// An amount above 0.
  public static let positiveAmount = CellType.decimal(DecimalRange(above: 0, largest))

  /// One of these words, in either language.
  public static func words<W: Word>(_ words: [W]) -> CellType { .word(words.map(SchemaWord.init)) }

  /// Whether cells are kept as they stand but for the space around them.
  public var isFreeText: Bool { self == .text || self == .reason }
}

/// A range of exact decimals, both ends in it unless `excludesLow`.
public struct DecimalRange: Hashable, Sendable {
  public let low: ExactDecimal
  public let high: ExactDecimal
  public let excludesLow: Bool

  public init(_ low: Int, _ high: Int) {
    self.init(ExactDecimal(low), ExactDecimal(high), excludesLow: false)
  }
  public init(above low: Int, _ high: Int) {
    self.init(ExactDecimal(low), ExactDecimal(high), excludesLow: true)
  }

  private init(_ low: ExactDecimal, _ high: ExactDecimal, excludesLow: Bool) {
    self.low = low
    self.high = high
    self.excludesLow = excludesLow
  }

  /// Whether the number lies within the bounds.
  public func contains(_ number: ExactDecimal) -> Bool {
    number <= high && (excludesLow ? number > low : number >= low)
  }
}

/// A word that a column knows.
public struct SchemaWord: Hashable, Sendable {
  /// As it is written.
  public let text: Text
  /// Further spellings that are read.
  public let alsoRead: [String]

  public init(_ text: Text, alsoRead: [String] = []) {
    self.text = text
    self.alsoRead = alsoRead
  }

  public init(_ word: some Word) { self.init(word.text) }

  /// Whether the cell says this word, in any case of letters.
  public func isRead(_ cell: String) -> Bool {
    let lowered = cell.lowercased()
    return text.en.lowercased() == lowered || text.zh.lowercased() == lowered || alsoRead.contains(lowered)
  }
}

extension CellType {
  /// The type's name in JSON.
  public var name: String {
    switch self {
    case .id: "id"
    case .reference: "reference"
    case .text: "text"
    case .label: "label"
    case .reason: "reason"
    case .filing: "filing"
    case .whole: "whole"
    case .decimal: "decimal"
    case .degrees: "degrees"
    case .date: "date"
    case .boolean: "boolean"
    case .word: "word"
    case .specialtyCode: "specialty_code"
    case .areaCode: "area_code"
    case .yearOfStudy: "year_of_study"
    case .list: "list"
    case .mapping: "mapping"
    }
  }

  /// What the type is called, with its range: `whole number, 1 to 100`.
  public var description: Text {
    switch self {
    case .id: Text(zh: "编号", en: "id")
    case .reference(let file): Text(zh: "\(file) 中的编号", en: "id in \(file)")
    case .text: Text(zh: "文字", en: "text")
    case .label: Text(zh: "名称", en: "name")
    case .reason: Text(zh: "文字，不能只写“是”“否”", en: "text, no bare yes or no")
    case .filing: Text(zh: "备案文号，不能只写“是”“否”", en: "number of a filing, no bare yes or no")
    case .whole(let range): Text(zh: "整数", en: "whole number") + CellType.range(range)
    case .decimal(let range): Text(zh: "数", en: "number") + CellType.range(range)
    case .degrees(let limit):
      Text(zh: "度（WGS 84），-\(limit) 至 \(limit)", en: "degrees (WGS 84), -\(limit) to \(limit)")
    case .date: Text(zh: "日期，如 2026-09-01 或 2026/9/1", en: "date, like 2026-09-01 or 2026/9/1")
    case .boolean: Text(zh: "是/否", en: "yes or no")
    case .word(let words):
      Text(
        zh: words.map(\.text.zh).joined(separator: "、"),
        en: "one of " + words.map(\.text.en).joined(separator: ", "))
    case .specialtyCode(let digits): CellType.digits(digits)
    case .areaCode: Text(zh: "六位行政区划代码", en: "area code of six digits")
    case .yearOfStudy: Text(zh: "1 至 6，或入学年份", en: "1 to 6, or the entry year")
    case .list(let item): Text(zh: "列表：", en: "list of: ") + item.description
    case .mapping: Text(zh: "若干“键: 值”", en: "keys with values")
    }
  }

  private static func range(_ range: ClosedRange<Int>) -> Text {
    guard range.upperBound < largest else {
      return Text(zh: "，不小于 \(range.lowerBound)", en: ", at least \(range.lowerBound)")
    }
    return Text(
      zh: "，\(range.lowerBound) 至 \(range.upperBound)", en: ", \(range.lowerBound) to \(range.upperBound)")
  }

  private static func range(_ range: DecimalRange) -> Text {
    let isOpen = range.high >= ExactDecimal(largest)
    if range.excludesLow {
      let least = Text(zh: "，大于 \(range.low)", en: ", above \(range.low)")
      return isOpen ? least : least + Text(zh: "，不大于 \(range.high)", en: ", at most \(range.high)")
    }
    return isOpen
      ? Text(zh: "，不小于 \(range.low)", en: ", at least \(range.low)")
      : Text(zh: "，\(range.low) 至 \(range.high)", en: ", \(range.low) to \(range.high)")
  }

  private static func digits(_ digits: [Int]) -> Text {
    let last = digits.last.map(String.init) ?? ""
    let first = digits.dropLast().map(String.init)
    guard !first.isEmpty else { return Text(zh: "\(last) 位专业代码", en: "specialty code of \(last) digits") }
    return Text(
      zh: "\(first.joined(separator: "、")) 或 \(last) 位专业代码",
      en: "specialty code of \(first.joined(separator: ", ")) or \(last) digits")
  }
}
