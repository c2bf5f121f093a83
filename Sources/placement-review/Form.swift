import Foundation

/// Names and values of a query or of a form's body.
struct Form: Sendable, Equatable {
  let pairs: [(name: String, value: String)]

  /// More fields than any form of ours has: such a request is somebody's trial.
  static let mostFields = 5000

  static func == (a: Form, b: Form) -> Bool { a.pairs.elementsEqual(b.pairs) { $0 == $1 } }

  init(pairs: [(name: String, value: String)]) { self.pairs = pairs }

  /// Nil where it is no form: not UTF-8, a broken escape, a zero byte, or too many fields.
  init?(_ text: some StringProtocol) {
    var pairs: [(name: String, value: String)] = []
    for field in text.split(separator: "&", omittingEmptySubsequences: true) {
      guard pairs.count < Form.mostFields else { return nil }
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Form.decoded(parts[0]), let value = parts.count > 1 ? Form.decoded(parts[1]) : ""
      else {
        return nil
      }
      pairs.append((name, value))
    }
    self.pairs = pairs
  }

  subscript(name: String) -> String { first(name) ?? "" }

  func first(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// A line without what is around it.
  func trimmed(_ name: String) -> String { self[name].trimmingCharacters(in: .whitespacesAndNewlines) }

  func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  private static func decoded(_ text: some StringProtocol) -> String? {
    let spaced = text.contains("+") ? text.replacingOccurrences(of: "+", with: " ") : String(text)
    guard let decoded = spaced.removingPercentEncoding, !decoded.utf8.contains(0) else { return nil }
    return decoded
  }

  static func encoded(_ text: String) -> String {
    // Nearly everything is an id: asking the library of each takes a tenth of a page.
    if text.utf8.allSatisfy(isUnreserved) { return text }
    return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  private static let unreserved = CharacterSet(
    (0..<128).filter(isUnreserved).map { Unicode.Scalar($0) })

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }

  /// `/students?school=X01`; without the question mark where there is nothing to say.
  static func url(_ path: String, _ pairs: [(name: String, value: String)]) -> String {
    let query = pairs.map { encoded($0.name) + "=" + encoded($0.value) }.joined(separator: "&")
    return query.isEmpty ? path : path + "?" + query
  }
}
