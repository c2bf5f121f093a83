import Foundation

/// Numbers as plain decimals.
enum NumberText {
  /// The shortest plain decimal that is this number: no exponent, whole ones without a point.
  static func plain(_ number: Double) -> String {
    if number == number.rounded() {
      return abs(number) < 1e15 ? String(Int64(number)) : String(format: "%.0f", number)
    }
    return withoutExponent("\(number)")
  }

  /// Whether digits as they stand are already what ``plain(_:)`` makes of them.
  static func isPlain(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, bytes.count <= 16 else { return false }
    guard bytes.count > 1 else { return isDigit(first) }
    var point: Int?
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "."), point == nil, index > 0 {
        point = index
      } else if !isDigit(byte) {
        return false
      }
    }
    guard let point else { return first != UInt8(ascii: "0") && bytes.count <= 15 }
    return bytes.last! != UInt8(ascii: "0") && point < bytes.count - 1
      && (first != UInt8(ascii: "0") || point == 1)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func withoutExponent(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]) else {
      return text
    }
    let sign = text.hasPrefix("-") ? "-" : ""
    let mantissa = text[..<mark].drop { $0 == "-" }
    let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count > 1 && parts[1] != "0" ? parts[1] : ""
    // Only small numbers get here: those past 2^53 are whole.
    return sign + "0." + String(repeating: "0", count: max(0, -exponent - 1)) + parts[0] + fraction
  }
}
