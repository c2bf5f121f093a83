import Foundation

/// A JSON value, numbers as they are written: whole ones exactly.
enum JSONValue: Hashable, Sendable {
  case object([String: JSONValue])
  case array([JSONValue])
  case text(String)
  case whole(Int)
  case real(Double)
  case truth(Bool)
  case null

  /// - Returns: nil where the bytes are no JSON.
  init?(_ data: Data) {
    guard let value = try? JSONSerialization.jsonObject(with: data) else { return nil }
    self.init(value)
  }

  // By what a value is, and not by trying one type after the other, which throws an error for each wrong guess.
  private init(_ value: Any) {
    switch value {
    case let text as String: self = .text(text)
    case let members as [String: Any]: self = .object(members.mapValues(JSONValue.init))
    case let values as [Any]: self = .array(values.map(JSONValue.init))
    case let number as NSNumber: self.init(number)
    default: self = .null
    }
  }

  private init(_ number: NSNumber) {
    // Foundation's numbers know of a truth by the type that they hold.
    if number.objCType.pointee == NSNumber(value: true).objCType.pointee {
      self = .truth(number.boolValue)
    } else {
      self = (number as? Int).map(JSONValue.whole) ?? .real(number.doubleValue)
    }
  }

  subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

  var number: Double? {
    switch self {
    case .whole(let value): Double(value)
    case .real(let value): value
    default: nil
    }
  }
}
