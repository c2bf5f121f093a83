/// A code of the national catalogue of vocational specialties: two digits for the major category,
/// four for the class, six for the specialty itself.
public struct SpecialtyCode: Hashable, Sendable {
  /// The digits as a number; `length` keeps what leading zeros lose.
  public let number: Int32
  /// 2, 4 or 6.
  public let length: Int

  /// Nil where the text is not two, four or six ASCII digits; one letter after six digits is ignored.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let code = text.withUTF8({ SpecialtyCode(utf8: $0) }) else { return nil }
    self = code
  }

  private init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    let hasLetter = text.count == 7 && (0x61...0x7A).contains(text[6] | 0x20)
    length = hasLetter ? 6 : text.count
    guard length == 2 || length == 4 || length == 6 else { return nil }
    var number: Int32 = 0
    for byte in text.prefix(length) {
      guard byte.isDigit else { return nil }
      number = number * 10 + Int32(byte - 0x30)
    }
    self.number = number
  }

  private init(number: Int32, length: Int) {
    self.number = number
    self.length = length
  }

  /// The first `count` digits (2, 4 or 6) as a code, nil where the code is shorter.
  public func prefix(_ count: Int) -> SpecialtyCode? {
    guard count <= length else { return nil }
    var number = number
    for _ in 0..<(length - count) { number /= 10 }
    return SpecialtyCode(number: number, length: count)
  }
}

extension SpecialtyCode: CustomStringConvertible {
  public var description: String {
    let text = String(number)
    return String(repeating: "0", count: length - text.count) + text
  }
}
