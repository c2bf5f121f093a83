/// Unified social credit codes of legal persons (GB 32100-2015): 17 characters and a check digit.
public enum CreditCode {
  /// Digits and capitals without I, O, S, V and Z; a character's value is its place.
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

  /// Whether the last character is the check digit of those before it; capitals or small letters.
  public static func isValid(_ code: String) -> Bool {
    let code = code.uppercased()
    return code.last != nil && completed(String(code.dropLast())) == code
  }

  /// The code with its check digit: 31 less the sum of the values, weighted by powers of 3, modulo 31. Nil where
  /// these are not 17 characters of the alphabet.
  public static func completed(_ start: String) -> String? {
    let values = start.compactMap { alphabet.firstIndex(of: $0) }
    guard values.count == 17, start.count == 17 else { return nil }
    var weight = 1
    var sum = 0
    for value in values {
      sum += value * weight
      weight = weight * 3 % 31
    }
    return start + String(alphabet[(31 - sum % 31) % 31])
  }
}
