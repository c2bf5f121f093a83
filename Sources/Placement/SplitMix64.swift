/// Steele, Lea and Flood's SplitMix64: the same seed gives the same numbers on every machine and in every
/// process, which Swift's own generator does not promise.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.finalised(state)
  }

  /// The generator's last step: every bit of the result depends on every bit of the number.
  @inlinable
  public static func finalised(_ number: UInt64) -> UInt64 {
    var z = number
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number from 0 to `count` − 1. The standard library's `random(in:)` is not used, because its way
  /// from bits to numbers may change between releases.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "nothing to draw from")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  public mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + index(below: range.count)
  }

  /// 0 ≤ x < 1
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  public mutating func pick<Element>(_ items: [Element]) -> Element { items[index(below: items.count)] }

  /// Nearly a standard normal number: six uniform ones, whose sum is as good here and needs no logarithm.
  public mutating func normal() -> Double {
    var sum = 0.0
    for _ in 0..<6 { sum += unit() }
    return (sum - 3) * 2.0.squareRoot()
  }

  /// An index drawn with the weights whose running sums are given.
  public mutating func index(cumulative: [Double]) -> Int {
    let value = unit() * cumulative[cumulative.count - 1]
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }

  public mutating func shuffled<Element>(_ items: [Element]) -> [Element] {
    var items = items
    for i in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(i, index(below: i + 1)) }
    return items
  }
}
