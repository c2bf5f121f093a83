import Foundation
import Placement

extension Setting {
  /// Whether a field's value fulfils a condition.
  static func holds(_ condition: Condition, _ value: FieldValue?) -> Bool {
    let wanted = condition.value
    let isSame =
      switch value {
      case nil: wanted.isEmpty
      case .number(let number): ExactDecimal(wanted).map { $0 == number } ?? false
      case .flag(let flag): YesNo.read(wanted).map { $0 == flag } ?? false
      case .day(let day): CalendarDate(written: wanted) == day
      case .text(let text): text.precomposedStringWithCompatibilityMapping == wanted
      case .list(let list): list.contains(wanted)
      }
    return isSame == condition.isEqual
  }

  /// Changes the field in the given rows.
  /// - Parameters:
  ///   - ids: of all rows.
  ///   - isNamed: whether the rows were named one by one.
  func apply<Row>(
    _ field: SettingField<Row>, to rows: inout [Row], _ indices: [Int], ids: [String], isNamed: Bool
  ) throws(InquiryFault) -> SettingEffect {
    guard let set = field.set else {
      throw InquiryFault(
        Text(
          zh: "\(field.name) 只能用来选择，不能改（\(text)）",
          en: "\(field.name) chooses rows and cannot be set (\(text))"),
        mend: Text(zh: "改一个数或“是/否”字段", en: "set a number or a yes/no field"))
    }
    var effect = SettingEffect()
    for index in indices {
      let old = field.get(rows[index])
      if operation != .set, old == nil, !isNamed {
        effect.empty.append(ids[index])
        continue
      }
      set(&rows[index], try newValue(field.type, old: old, isOptional: field.isOptional, field.name))
      if field.get(rows[index]) == old {
        effect.same.append(ids[index])
      } else {
        effect.changed.append(ids[index])
      }
    }
    if effect.empty.count == indices.count { throw nothingToChange(field.name) }
    return effect
  }

  private func nothingToChange(_ name: String) -> InquiryFault {
    InquiryFault(
      Text(zh: "所选各行的 \(name) 都没有填写，无从增减（\(text)）", en: "\(name) is empty wherever \(text) looks"),
      mend: Text(zh: "用 = 直接给出新值", en: "give the new value with ="))
  }

  private func newValue(
    _ type: FieldType, old: FieldValue?, isOptional: Bool, _ name: String
  ) throws(InquiryFault) -> FieldValue? {
    if operation == .set { return try read(type, isOptional: isOptional, name) }
    switch type {
    case .whole, .decimal: break
    default: throw wrong(type, name)
    }
    guard let old = old?.number else { throw nothingToChange(name) }
    guard let operand = parsed(value) else { throw wrong(type, name) }
    // `+=10%` is a tenth more.
    let isShare = value.hasSuffix("%") && operation != .multiply
    let change = isShare ? old.multiplied(by: operand) : operand
    let result =
      switch operation {
      case .add: change.flatMap(old.adding)
      case .subtract:
        change.flatMap { old.adding(ExactDecimal(digits: -$0.digits, scale: $0.scale)) }
      default: old.multiplied(by: operand)
      }
    guard var result else { throw wrong(type, name) }
    // A share of a quota counts whole seats only, as everywhere.
    if case .whole = type, operation == .multiply || isShare { result = ExactDecimal(result.floor(times: 1)) }
    return try checked(result, type, name)
  }

  private func read(
    _ type: FieldType, isOptional: Bool, _ name: String
  ) throws(InquiryFault) -> FieldValue? {
    if value.isEmpty, isOptional { return nil }
    switch type {
    case .whole, .decimal:
      guard let number = parsed(value) else { throw wrong(type, name) }
      return try checked(number, type, name)
    case .flag:
      guard let flag = YesNo.read(value) else { throw wrong(type, name) }
      return .flag(flag)
    case .day:
      guard let day = CalendarDate(written: value) else { throw wrong(type, name) }
      return .day(day)
    case .word(let words):
      guard words.contains(value) else { throw wrong(type, name) }
      return .text(value)
    case .text: throw wrong(type, name)
    }
  }

  private func checked(
    _ number: ExactDecimal, _ type: FieldType, _ name: String
  ) throws(InquiryFault) -> FieldValue {
    switch type {
    case .whole(let range):
      guard number.scale == 0, range.contains(Int(number.digits)) else { throw wrong(type, name, number) }
    case .decimal(let low, let high, let zeroAllowed):
      guard number >= low, number <= high, zeroAllowed || number.digits != 0 else {
        throw wrong(type, name, number)
      }
    default: throw wrong(type, name)
    }
    return .number(number)
  }

  private func wrong(_ type: FieldType, _ name: String, _ result: ExactDecimal? = nil) -> InquiryFault {
    let found = result.map { "\($0)" } ?? value
    return InquiryFault(
      Text(zh: "\(text)：值不能是“\(found)”", en: "\(text): \(name) cannot be `\(found)`"),
      mend: Text(zh: "应为 \(type.shape.zh)", en: "it takes \(type.shape.en)"))
  }

  /// `8%` is 0.08.
  private func parsed(_ text: String) -> ExactDecimal? {
    guard text.hasSuffix("%") else { return ExactDecimal(text) }
    return ExactDecimal(SettingText.trimmed(text.dropLast()))?.multiplied(
      by: ExactDecimal(digits: 1, scale: 2))
  }
}

extension ExactDecimal {
  /// Nil where the result has more than 18 digits.
  func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let common = max(scale, other.scale)
    func scaled(_ number: ExactDecimal) -> Int128 {
      (0..<(common - number.scale)).reduce(Int128(number.digits)) { value, _ in value * 10 }
    }
    return ExactDecimal(wide: scaled(self) + scaled(other), scale: common)
  }

  /// Cut off after six decimals; nil where the result has more than 18 digits.
  func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    var product = Int128(digits) * Int128(other.digits)
    var places = scale + other.scale
    while places > 6 {
      product /= 10
      places -= 1
    }
    return ExactDecimal(wide: product, scale: places)
  }

  private init?(wide: Int128, scale: Int) {
    guard wide.magnitude < 1_000_000_000_000_000_000, scale <= 18 else { return nil }
    self.init(digits: Int64(wide), scale: scale)
  }
}
