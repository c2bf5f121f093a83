import Placement

/// A value of a field, whatever its type.
enum FieldValue: Equatable {
  case number(ExactDecimal)
  case flag(Bool)
  case day(CalendarDate)
  case text(String)
  case list([String])

  static func whole(_ number: Int) -> FieldValue { .number(ExactDecimal(number)) }

  var number: ExactDecimal? { if case .number(let number) = self { number } else { nil } }
  var whole: Int { number.map { $0.floor(times: 1) } ?? 0 }
  var isSet: Bool { if case .flag(let value) = self { value } else { false } }
  var day: CalendarDate? { if case .day(let day) = self { day } else { nil } }
}

/// What a field takes: the ranges are those of the border, where files are read.
enum FieldType {
  case whole(ClosedRange<Int>)
  case decimal(atLeast: ExactDecimal, atMost: ExactDecimal, zeroAllowed: Bool)
  case flag, day, word([String])
  /// To choose rows by, not to be set.
  case text

  static let count = FieldType.whole(0...1_000_000_000)
  static let points = FieldType.whole(0...1_000_000)
  static let share = FieldType.decimal(atLeast: ExactDecimal(0), atMost: ExactDecimal(1), zeroAllowed: true)

  static func amount(above zero: Bool = false, atMost: Int = 1_000_000_000) -> FieldType {
    .decimal(atLeast: ExactDecimal(0), atMost: ExactDecimal(atMost), zeroAllowed: !zero)
  }

  /// What a value of the type looks like.
  var shape: Text {
    switch self {
    case .whole(let range):
      Text(
        zh: "\(range.lowerBound) 到 \(range.upperBound) 的整数",
        en: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    case .decimal(let low, let high, let zeroAllowed):
      Text(
        zh: zeroAllowed ? "\(low) 到 \(high) 的数" : "大于 \(low)、不大于 \(high) 的数",
        en: zeroAllowed ? "a number from \(low) to \(high)" : "a number above \(low), at most \(high)")
    case .flag: Text(zh: "“是”或“否”", en: "yes or no")
    case .day: Text(zh: "2026-09-01 这样的日期", en: "a date like 2026-09-01")
    case .word(let words):
      Text(zh: words.joined(separator: "、"), en: "one of " + words.joined(separator: ", "))
    case .text: Text(zh: "文字", en: "text")
    }
  }
}

/// One field of a student, an enterprise, a post or the policy.
struct SettingField<Row: Sendable> {
  let name: String
  let type: FieldType
  /// Whether the cell may be empty.
  var isOptional = false
  let get: (Row) -> FieldValue?
  /// Nil: the field only chooses rows.
  var set: ((inout Row, FieldValue?) -> Void)?

  static func whole(
    _ name: String, _ path: WritableKeyPath<Row, Int>, _ type: FieldType = .count
  ) -> SettingField {
    SettingField(name: name, type: type, get: { .whole($0[keyPath: path]) }) { row, value in
      row[keyPath: path] = value?.whole ?? 0
    }
  }

  static func optionalWhole(
    _ name: String, _ path: WritableKeyPath<Row, Int?>, _ type: FieldType = .count
  ) -> SettingField {
    SettingField(name: name, type: type, isOptional: true, get: { $0[keyPath: path].map(FieldValue.whole) }) {
      row, value in row[keyPath: path] = value?.whole
    }
  }

  static func decimal(
    _ name: String, _ path: WritableKeyPath<Row, ExactDecimal>, _ type: FieldType
  ) -> SettingField {
    SettingField(name: name, type: type, get: { .number($0[keyPath: path]) }) { row, value in
      if let number = value?.number { row[keyPath: path] = number }
    }
  }

  static func optionalDecimal(
    _ name: String, _ path: WritableKeyPath<Row, ExactDecimal?>, _ type: FieldType
  ) -> SettingField {
    SettingField(
      name: name, type: type, isOptional: true, get: { $0[keyPath: path].map(FieldValue.number) }
    ) { row, value in row[keyPath: path] = value?.number }
  }

  static func flag(_ name: String, _ path: WritableKeyPath<Row, Bool>) -> SettingField {
    SettingField(name: name, type: .flag, get: { .flag($0[keyPath: path]) }) { row, value in
      row[keyPath: path] = value?.isSet ?? false
    }
  }

  static func day(_ name: String, _ path: WritableKeyPath<Row, CalendarDate>) -> SettingField {
    SettingField(name: name, type: .day, get: { .day($0[keyPath: path]) }) { row, value in
      if let day = value?.day { row[keyPath: path] = day }
    }
  }

  static func optionalDay(_ name: String, _ path: WritableKeyPath<Row, CalendarDate?>) -> SettingField {
    SettingField(
      name: name, type: .day, isOptional: true, get: { $0[keyPath: path].map(FieldValue.day) }
    ) { row, value in row[keyPath: path] = value?.day }
  }

  static func text(_ name: String, _ get: @escaping (Row) -> String?) -> SettingField {
    SettingField(name: name, type: .text, get: { get($0).map(FieldValue.text) })
  }

  static func list(_ name: String, _ get: @escaping (Row) -> [String]) -> SettingField {
    SettingField(name: name, type: .text, get: { .list(get($0)) })
  }
}
