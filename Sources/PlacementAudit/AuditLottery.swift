import Placement

/// The lottery drawn once more, with a SHA-256 of its own.
struct AuditLottery: Sendable {
  private let keys: [String: UInt64]

  init?(_ placementCase: PlacementCase) {
    guard let seed = placementCase.policy.lotterySeed else { return nil }
    let ids = placementCase.students.map(\.id) + placementCase.posts.map(\.id) + ["-"]
    keys = Dictionary(
      ids.map { ($0, SHA256Reading.firstEightBytes(of: "\(seed):\($0)")) },
      uniquingKeysWith: { first, _ in first })
  }

  func number(of student: String, at place: String) -> Int {
    Int(AuditLottery.stirred(keys[student]! ^ keys[place]!) % 1000)
  }

  /// The end of SplitMix64: two rounds of shift and product, then a shift.
  private static func stirred(_ key: UInt64) -> UInt64 {
    var number = key
    for (shift, factor) in [(UInt64(30), UInt64(0xBF58_476D_1CE4_E5B9)), (27, 0x94D0_49BB_1331_11EB)] {
      number ^= number >> shift
      number = number.multipliedReportingOverflow(by: factor).partialValue
    }
    return number ^ number >> 31
  }
}

/// SHA-256 as FIPS 180-4 states it.
enum SHA256Reading {
  /// The fractional parts of the square and cube roots of the first primes, 32 bits of each.
  private static let primes: [UInt32] = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }.map(
    UInt32.init)
  private static let start = primes.prefix(8).map { root($0, power: 2) }
  private static let constants = primes.map { root($0, power: 3) }

  /// The largest whole number whose power is at most the prime times 2 to 32 times the power; of it the lower 32 bits.
  private static func root(_ prime: UInt32, power: Int) -> UInt32 {
    let wanted = UInt128(prime) << UInt128(32 * power)
    var root: UInt128 = 0
    for bit in (0...36).reversed() {
      let next = root | 1 << UInt128(bit)
      if (0..<power).reduce(UInt128(1), { product, _ in product * next }) <= wanted { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
  }

  static func firstEightBytes(of text: String) -> UInt64 {
    var message = Array(text.utf8)
    let bits = UInt64(message.count) * 8
    message.append(0x80)
    while message.count % 64 != 56 { message.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      message.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
    var state = start
    for block in stride(from: 0, to: message.count, by: 64) {
      take(message[block..<(block + 64)], into: &state)
    }
    return UInt64(state[0]) << 32 | UInt64(state[1])
  }

  private static func take(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
    let bytes = Array(block)
    var words = (0..<16).map { word in
      bytes[(4 * word)..<(4 * word + 4)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    }
    for index in 16..<64 {
      let (a, b) = (words[index - 15], words[index - 2])
      let first = turned(a, 7) ^ turned(a, 18) ^ a >> 3
      let second = turned(b, 17) ^ turned(b, 19) ^ b >> 10
      words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
    }
    var v = state
    for index in 0..<64 {
      let choice = v[4] & v[5] ^ ~v[4] & v[6]
      let majority = v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2]
      let high = turned(v[4], 6) ^ turned(v[4], 11) ^ turned(v[4], 25)
      let low = turned(v[0], 2) ^ turned(v[0], 13) ^ turned(v[0], 22)
      let mixed = v[7] &+ high &+ choice &+ constants[index] &+ words[index]
      v = [mixed &+ low &+ majority, v[0], v[1], v[2], v[3] &+ mixed, v[4], v[5], v[6]]
    }
    for index in 0..<8 { state[index] &+= v[index] }
  }

  private static func turned(_ word: UInt32, _ by: UInt32) -> UInt32 { word >> by | word << (32 - by) }
}
