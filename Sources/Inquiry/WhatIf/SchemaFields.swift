import Placement

extension SettingField {
  /// The columns of a table that are one property of a row each.
  static func fields(_ schema: RowSchema<Row>, without hidden: Set<String> = []) -> [SettingField] {
    schema.columns.compactMap { column in
      guard let field = column.field, !hidden.contains(column.schema.name) else { return nil }
      return SettingField(column.schema.name, column.schema.type, field)
    }
  }

  /// Numbers, days, and what is yes or no can be set; texts and lists choose rows.
  init(_ name: String, _ type: CellType, _ field: Field<Row>) {
    switch field {
    case .text(let path): self = .text(name) { $0[keyPath: path] }
    case .optionalText(let path): self = .text(name) { $0[keyPath: path] }
    case .list(let path): self = .list(name) { $0[keyPath: path] }
    case .whole(let path): self = .whole(name, path, FieldType(type))
    case .optionalWhole(let path): self = .optionalWhole(name, path, FieldType(type))
    case .decimal(let path): self = .decimal(name, path, FieldType(type))
    case .optionalDecimal(let path): self = .optionalDecimal(name, path, FieldType(type))
    case .flag(let path): self = .flag(name, path)
    case .day(let path): self = .day(name, path)
    case .optionalDay(let path): self = .optionalDay(name, path)
    case .double(let path):
      self.init(
        name: name, type: FieldType(type), get: { .number(ExactDecimal(nearest: $0[keyPath: path])) }
      ) { row, value in if let number = value?.number { row[keyPath: path] = number.doubleValue } }
    case .words(let get, let set): self.init(name, type, get: get, set: set)
    }
  }

  /// One word out of several can be set in the policy; of a row it chooses, and so does a list of words.
  private init(
    _ name: String, _ type: CellType, get: @escaping (Row) -> [String],
    set: @escaping (inout Row, [String]) -> Void
  ) {
    guard case .word = type else {
      self = .list(name, get)
      return
    }
    guard Row.self == Policy.self else {
      self = .text(name) { get($0).first }
      return
    }
    self.init(name: name, type: FieldType(type), get: { get($0).first.map(FieldValue.text) }) { row, value in
      if case .text(let word) = value { set(&row, [word]) }
    }
  }
}

extension FieldType {
  /// What the border takes.
  init(_ type: CellType) {
    switch type {
    case .whole(let range): self = .whole(range)
    case .decimal(let range):
      self = .decimal(atLeast: range.low, atMost: range.high, zeroAllowed: !range.excludesLow)
    case .boolean: self = .flag
    case .date: self = .day
    case .word(let words): self = .word(words.map(\.text.en))
    default: self = .text
    }
  }
}
