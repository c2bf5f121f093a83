import Allocation
import AssignmentSolver
import Foundation
import Placement
import Plan

/// Something asked for that cannot be: what is wrong, and what would be right.
public struct RequestFault: Error, Equatable, Sendable {
  public let message: Text
  public let mend: Text

  public init(_ message: Text, mend: Text) {
    self.message = message
    self.mend = mend
  }

  public var text: Text { message + Text(zh: "；", en: "; ") + mend }
}

/// One changed number of a case: `posts[P01].seats=12`, `enterprises[district=萧山区].max_interns*=1.1`,
/// `policy.travel.max_distance_km=50`.
///
/// Rows are named by id, by `*` (all), or by conditions on their fields (`[a=b,c!=d]`); a post also has the
/// fields of its enterprise (`enterprise.above_scale`). Fields have the English or Chinese names of the files.
public struct Setting: Sendable, Equatable {
  enum Operation: String, CaseIterable, Sendable {
    case add = "+="
    case subtract = "-="
    case multiply = "*="
    case set = "="
  }

  enum RowKind: String, CaseIterable, Sendable {
    case students, enterprises, posts

    var file: String { rawValue + ".csv" }
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

  /// - Throws: ``RequestFault`` where the text has not the shape of a setting.
  public init(_ text: String) throws(RequestFault) {
    let plain = text.precomposedStringWithCompatibilityMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    self.text = plain
    let path: String
    (path, operation, value) = try Self.split(plain)
    address = try Self.address(path, in: plain)
  }

  private static func shapeFault(_ text: String) -> RequestFault {
    RequestFault(
      Text(zh: "“\(text)”不是一项设定", en: "`\(text)` is no setting"),
      mend: Text(
        zh:
          "写成 posts[P01].seats=12、enterprises[district=萧山区].max_interns*=1.1 或 policy.travel.max_distance_km=50 的样子",
        en: "write it like posts[P01].seats=12, enterprises[district=…].max_interns*=1.1 "
          + "or policy.travel.max_distance_km=50"))
  }

  /// Cuts at the first operator that stands outside brackets.
  private static func split(_ text: String) throws(RequestFault) -> (String, Operation, String) {
    var depth = 0
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if depth == 0,
        let operation = Operation.allCases.first(where: { text[index...].hasPrefix($0.rawValue) })
      {
        let value = text[text.index(index, offsetBy: operation.rawValue.count)...]
        return (trimmed(text[..<index]), operation, trimmed(value))
      }
      index = text.index(after: index)
    }
    throw shapeFault(text)
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    text.trimmingCharacters(in: .whitespaces)
  }

  private static func address(_ path: String, in text: String) throws(RequestFault) -> Address {
    if path.hasPrefix("policy.") { return .policy(String(path.dropFirst("policy.".count))) }
    guard let open = path.firstIndex(of: "["), let close = path.lastIndex(of: "]"), open < close,
      path[path.index(after: close)...].first == "."
    else { throw shapeFault(text) }
    guard let kind = RowKind(rawValue: String(path[..<open])) else {
      throw RequestFault(
        Text(zh: "没有名为“\(path[..<open])”的数据", en: "there are no `\(path[..<open])` in a case"),
        mend: Text(
          zh: "写 students、enterprises、posts 或 policy", en: "write students, enterprises, posts or policy"))
    }
    let field = trimmed(path[path.index(close, offsetBy: 2)...])
    let selector = trimmed(path[path.index(after: open)..<close])
    guard !field.isEmpty, !selector.isEmpty else { throw shapeFault(text) }
    return .rows(kind, selector: selector, field: field)
  }

  /// `a=b,c!=d`; nil where it is none.
  static func conditions(_ selector: String) -> [Condition]? {
    var conditions: [Condition] = []
    for part in selector.split(separator: ",", omittingEmptySubsequences: false) {
      guard let sign = part.firstIndex(of: "=") else { return nil }
      let isEqual = part[..<sign].last != "!"
      let field = trimmed(part[..<sign].dropLast(isEqual ? 0 : 1))
      guard !field.isEmpty else { return nil }
      conditions.append(
        Condition(field: field, isEqual: isEqual, value: trimmed(part[part.index(after: sign)...])))
    }
    return conditions
  }
}
