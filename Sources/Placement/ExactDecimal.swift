/// A decimal number held exactly: `digits` × 10^−`scale`.
///
/// Shares and wages are compared and rounded as written: ⌊0.10 × 30⌋ is 3, which binary
/// floating point does not promise. At most 18 digits, so that every product fits 128 bits.
public struct ExactDecimal: Hashable, Sendable {
  public let digits: Int64
  /// Decimal places, 0…18. Kept minimal, so that equal numbers are equal values.
  public let scale: Int

  public init(_ whole: Int) { self.init(digits: Int64(whole), scale: 0) }

  public init(digits: Int64, scale: Int) {
    precondition((0...18).contains(scale), "scale out of range")
    var digits = digits
    var scale = scale
    while scale > 0, digits % 10 == 0 {
      digits /= 10
      scale -= 1
    }
    self.digits = digits
    self.scale = scale
  }

  /// Reads a plain decimal: an optional sign, digits, an optional point with digits.
  /// Nil for anything else (exponents, grouping, spaces) and for more than 18 digits.
  public init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let number = text.withUTF8({ ExactDecimal(utf8: $0) }) else { return nil }
    self = number
  }

  /// The same from the text's bytes.
  public init?(utf8 text: UnsafeBufferPointer<UInt8>) {
    var digits: Int64 = 0
    var scale = 0
    var digitCount = 0
    var seenPoint = false
    var negative = false
    for (position, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where position == 0: negative = true
      case UInt8(ascii: "+") where position == 0: break
      case UInt8(ascii: ".") where !seenPoint && digitCount > 0: seenPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if digits == 0 && byte == UInt8(ascii: "0") && !seenPoint {
          digitCount = max(digitCount, 1)
          continue
        }
        digitCount += 1
        guard digitCount <= 18 else { return nil }
        digits = digits * 10 + Int64(byte - UInt8(ascii: "0"))
        if seenPoint { scale += 1 }
      default: return nil
      }
    }
    guard digitCount > 0, !(seenPoint && scale == 0) else { return nil }
    self.init(digits: negative ? -digits : digits, scale: scale)
  }

  private static func power(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  /// ⌊self × factor⌋, exactly.
  public func floor(times factor: Int) -> Int {
    let product = Int128(digits) * Int128(factor)
    let divisor = ExactDecimal.power(scale)
    let quotient = product / divisor
    return Int(clamping: quotient * divisor > product ? quotient - 1 : quotient)
  }

  /// ⌈self × factor⌉, exactly.
  public func ceiling(times factor: Int) -> Int {
    let product = Int128(digits) * Int128(factor)
    let divisor = ExactDecimal.power(scale)
    let quotient = product / divisor
    return Int(clamping: quotient * divisor < product ? quotient + 1 : quotient)
  }

  /// self × factor rounded half up to a whole number, exactly; for numbers that are not negative.
  public func roundedHalfUp(times factor: Int) -> Int {
    let divisor = ExactDecimal.power(scale)
    return Int(clamping: (Int128(digits) * Int128(factor) * 2 + divisor) / (2 * divisor))
  }

  /// self × other × factor rounded half up to a whole number, exactly; for numbers that are not negative and whose product
  /// fits 128 bits.
  public func roundedHalfUp(of other: ExactDecimal, times factor: Int) -> Int {
    let divisor = ExactDecimal.power(scale + other.scale)
    let product = Int128(digits) * Int128(other.digits) * Int128(factor)
    return Int(clamping: (product * 2 + divisor) / (2 * divisor))
  }

  /// Whether self ≥ share × other, exactly; for numbers that are not negative.
  public func isAtLeast(_ share: ExactDecimal, of other: ExactDecimal) -> Bool {
    let productScale = share.scale + other.scale
    let product = UInt128(share.digits.magnitude) * UInt128(other.digits.magnitude)
    // Up to 18 + 36 digits: past 128 bits, hence the full-width products.
    let common = max(scale, productScale)
    let left = UInt128(digits.magnitude).multipliedFullWidth(by: UInt128(ExactDecimal.power(common - scale)))
    let right = product.multipliedFullWidth(by: UInt128(ExactDecimal.power(common - productScale)))
    return (left.high, left.low) >= (right.high, right.low)
  }

  public var doubleValue: Double { Double(digits) / Double(ExactDecimal.power(scale)) }
}

extension ExactDecimal: Comparable {
  /// By value, whatever the number of decimals.
  public static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
    let common = max(a.scale, b.scale)
    return Int128(a.digits) * power(common - a.scale) < Int128(b.digits) * power(common - b.scale)
  }
}

extension ExactDecimal {
  /// With at least so many decimals: `12.50`.
  public func text(decimals: Int) -> String {
    let missing = max(0, decimals - scale)
    let point = scale == 0 && missing > 0 ? "." : ""
    return description + point + String(repeating: "0", count: missing)
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// The shortest plain decimal: `2490`, `0.1`, `-3.25`.
  public var description: String {
    let sign = digits < 0 ? "-" : ""
    let text = String(digits.magnitude)
    guard scale > 0 else { return sign + text }
    let padded = String(repeating: "0", count: max(0, scale + 1 - text.count)) + text
    return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
  }
}
