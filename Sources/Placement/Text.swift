/// The languages a plan and its messages are written in.
public enum Language: String, Sendable, CaseIterable {
  case chinese = "zh-Hans"
  case english = "en"
}

/// One thing to say, in every language the program speaks. There is no way to make one without both.
public struct Text: Hashable, Sendable {
  public let zh: String
  public let en: String

  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// The same in every language: ids, numbers, names.
  public init(verbatim text: String) { self.init(zh: text, en: text) }

  /// The text in that language.
  public func callAsFunction(_ language: Language) -> String {
    switch language {
    case .chinese: zh
    case .english: en
    }
  }

  /// One after the other, in both languages.
  public static func + (a: Text, b: Text) -> Text { Text(zh: a.zh + b.zh, en: a.en + b.en) }
}

extension Sequence where Element == Text {
  /// One after the other, with a mark between two of them.
  public func joined(by mark: Text) -> Text {
    Text(zh: map(\.zh).joined(separator: mark.zh), en: map(\.en).joined(separator: mark.en))
  }
}

extension Text {
  /// Between sentences.
  public static let semicolon = Text(zh: "；", en: "; ")
  /// Between parts of a sentence.
  public static let comma = Text(zh: "，", en: ", ")
  /// Between the items of a list.
  public static let listComma = Text(zh: "、", en: ", ")

  /// `甲、乙` and `a, b`.
  public init(listing names: [String]) {
    self.init(zh: names.joined(separator: "、"), en: names.joined(separator: ", "))
  }

  /// A cell of a table on a terminal: one line, no tab.
  public var cell: Text { Text(zh: ControlCharacters.escaped(zh), en: ControlCharacters.escaped(en)) }
}
