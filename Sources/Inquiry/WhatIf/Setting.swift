import Foundation
import Placement

/// A question that cannot be answered as it was asked: what is wrong with it, and what would be right.
public struct InquiryFault: Error, Equatable, Sendable {
  public let message: Text
  public let mend: Text

  public init(_ message: Text, mend: Text) {
    self.message = message
    self.mend = mend
  }

  public var text: Text { message + Text.semicolon + mend }
}

/// One changed number of a case: `posts[P01].seats=12`, `enterprises[district=萧山区].max_interns+=10%`,
/// `岗位[企业.区县=萧山区].名额*=1.1`, `policy.travel.max_distance_km=50`, `decisions[S1].pin=P01`.
///
/// Rows are named by their ids (`P01,P02`), by `*` (all), or by conditions on their fields (`[a=b,c!=d]`); a post also
/// has the fields of its enterprise (`enterprise.above_scale`), a student those of the school (`school.district`).
/// Tables and fields have the English or Chinese names of the files; what holds a comma may stand in quotes.
/// Decisions, published posts and places found alone are named by the student.
public struct Setting: Sendable, Equatable {
  enum Operation: String, CaseIterable, Sendable {
    case add = "+="
    case subtract = "-="
    case multiply = "*="
    case set = "="
  }

  enum RowKind: String, Word {
    case students, enterprises, posts, teachers
    case selfArranged = "self-arranged"
    case decisions, published

    var file: String { rawValue + ".csv" }

    var chinese: String {
      switch self {
      case .students: "学生"
      case .enterprises: "企业"
      case .posts: "岗位"
      case .selfArranged: "自行联系"
      case .teachers: "教师"
      case .decisions: "决定"
      case .published: "公示"
      }
    }
  }

  struct Condition: Equatable, Sendable {
    let field: String
    let isEqual: Bool
    let value: String
  }

  enum Address: Equatable, Sendable {
    /// What stands between the brackets is kept: whether it is an id, only the case can say.
    case rows(RowKind, selector: String, field: String)
    case policy(String)
  }

  /// As it was written.
  public let text: String
  let address: Address
  let operation: Operation
  let value: String

  /// - Throws: ``InquiryFault`` where the text has not the shape of a setting.
  public init(_ text: String) throws(InquiryFault) {
    // What is ASCII is composed already.
    let composed =
      text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCompatibilityMapping
    let plain = SettingText.trimmed(composed, of: .whitespacesAndNewlines)
    self.text = plain
    let path: String
    (path, operation, value) = try Self.split(plain)
    address = try Self.address(path, in: plain)
  }

  private static func shapeFault(_ text: String) -> InquiryFault {
    InquiryFault(
      Text(zh: "“\(text)”不是一项设定", en: "`\(text)` is no setting"),
      mend: Text(
        zh: "写成 posts[P01].seats=12、岗位[企业.区县=萧山区].名额+=10% 或 policy.travel.max_distance_km=50 的样子",
        en: "write it like posts[P01].seats=12, enterprises[district=…].max_interns+=10% "
          + "or policy.travel.max_distance_km=50"))
  }

  /// A key of the policy in front of which `policy.` was left out.
  private static func keyWithoutPrefix(_ path: String, in text: String) -> InquiryFault? {
    guard
      let key = SettingField<Policy>.all.map(\.name).first(where: { $0 == path || $0.hasSuffix("." + path) })
    else { return nil }
    let whole = "policy.\(key)\(text.dropFirst(path.count))"
    return InquiryFault(
      Text(zh: "“\(text)”不是一项设定", en: "`\(text)` is no setting"),
      mend: Text(zh: "政策的键前面写 policy.：\(whole)", en: "put policy. before a key of the policy: \(whole)"))
  }

  /// Cuts at the first operator that stands outside brackets.
  private static func split(_ text: String) throws(InquiryFault) -> (String, Operation, String) {
    for index in SettingText.plainIndices(of: text, outsideBrackets: true) {
      guard "=+-*".contains(text[index]),
        let operation = Operation.allCases.first(where: { text[index...].hasPrefix($0.rawValue) })
      else { continue }
      let value = text[text.index(index, offsetBy: operation.rawValue.count)...]
      return (SettingText.trimmed(text[..<index]), operation, SettingText.unquoted(value))
    }
    throw shapeFault(text)
  }

  private static func address(_ path: String, in text: String) throws(InquiryFault) -> Address {
    for prefix in ["policy.", "政策."] where path.hasPrefix(prefix) {
      return .policy(String(path.dropFirst(prefix.count)))
    }
    guard let open = path.firstIndex(of: "["), let close = path.lastIndex(of: "]"), open < close,
      path[path.index(after: close)...].first == "."
    else { throw keyWithoutPrefix(path, in: text) ?? shapeFault(text) }
    guard let kind = RowKind(word: SettingText.trimmed(path[..<open])) else {
      let names = RowKind.allCases
      throw InquiryFault(
        Text(zh: "没有名为“\(path[..<open])”的数据", en: "there are no `\(path[..<open])` in a case"),
        mend: Text(
          zh: "写 \(names.map { "\($0.rawValue)（\($0.chinese)）" }.joined(separator: "、")) 或 policy（政策）",
          en: "write \(names.map(\.rawValue).joined(separator: ", ")) or policy"))
    }
    let field = SettingText.trimmed(path[path.index(close, offsetBy: 2)...])
    let selector = SettingText.trimmed(path[path.index(after: open)..<close])
    guard !field.isEmpty, !selector.isEmpty else { throw shapeFault(text) }
    return .rows(kind, selector: selector, field: field)
  }

  /// `a=b,c!=d`; nil where it is none.
  static func conditions(_ selector: String) -> [Condition]? {
    var conditions: [Condition] = []
    for part in SettingText.parts(of: selector) {
      guard let sign = SettingText.plainIndices(of: part).first(where: { part[$0] == "=" }) else {
        return nil
      }
      let isEqual = part[..<sign].last != "!"
      let field = SettingText.trimmed(part[..<sign].dropLast(isEqual ? 0 : 1))
      guard !field.isEmpty else { return nil }
      conditions.append(
        Condition(
          field: field, isEqual: isEqual, value: SettingText.unquoted(part[part.index(after: sign)...])))
    }
    return conditions
  }
}

/// Quotes, lists and brackets in the text of a setting.
enum SettingText {
  private static let quotes: [Character: Character] = ["\"": "\"", "'": "'", "“": "”", "‘": "’"]
  private static let separators: Set<Character> = [",", ";", "、", "|"]

  static func trimmed(_ text: some StringProtocol, of blanks: CharacterSet = .whitespaces) -> String {
    // Most begin and end with a letter, a digit or a bracket of ASCII.
    func isPlain(_ end: Unicode.Scalar?) -> Bool { end.map { $0.value > 0x20 && $0.value < 0x7F } ?? true }
    if isPlain(text.unicodeScalars.first), isPlain(text.unicodeScalars.last) { return String(text) }
    return text.trimmingCharacters(in: blanks)
  }

  /// Without the quotes around it.
  static func unquoted(_ text: some StringProtocol) -> String {
    let plain = trimmed(text)
    guard plain.count >= 2, let first = plain.first, quotes[first] == plain.last else { return plain }
    return trimmed(plain.dropFirst().dropLast())
  }

  /// Where no quotes are, nor, if so wished, brackets.
  static func plainIndices(of text: String, outsideBrackets: Bool = false) -> [String.Index] {
    var (depth, closing): (Int, Character?) = (0, nil)
    return text.indices.filter { index in
      let character = text[index]
      if let end = closing {
        if character == end { closing = nil }
        return false
      }
      // An apostrophe inside a word is no quote.
      if let end = quotes[character], isBoundary(text, before: index) {
        closing = end
        return false
      }
      guard outsideBrackets else { return true }
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      return depth == 0 && character != "]"
    }
  }

  private static func isBoundary(_ text: String, before index: String.Index) -> Bool {
    guard index > text.startIndex else { return true }
    let former = text[text.index(before: index)]
    return former == "=" || former == "[" || former == " " || separators.contains(former)
  }

  /// The items of a list, without their quotes where they are quoted as a whole.
  static func parts(of text: String) -> [String] {
    var parts: [String] = []
    var start = text.startIndex
    for index in plainIndices(of: text) where separators.contains(text[index]) {
      parts.append(trimmed(text[start..<index]))
      start = text.index(after: index)
    }
    return parts + [trimmed(text[start...])]
  }
}
