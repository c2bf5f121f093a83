/// A code of the national catalogue of vocational specialties: two digits for the major category,
/// four for the class, six for the specialty itself.
public struct SpecialtyCode: Hashable, Sendable {
  /// The digits as a number; `length` keeps what leading zeros lose.
  public let number: Int32
  /// 2, 4 or 6.
  public let length: Int

  /// Nil where the text is not two, four or six ASCII digits; one letter after six digits is ignored.
  public init?(_ text: some StringProtocol) {
    var bytes = Array(text.utf8)
    if bytes.count == 7, let last = bytes.last, (last | 0x20) >= 0x61, (last | 0x20) <= 0x7A {
      bytes.removeLast()
    }
    guard [2, 4, 6].contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    number = bytes.reduce(0) { $0 * 10 + Int32($1 - 0x30) }
    length = bytes.count
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
