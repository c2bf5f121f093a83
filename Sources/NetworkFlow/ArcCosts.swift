/// What a unit of flow costs over every pair.
///
/// Numbers that somebody else holds, times a factor, as long as nobody changes any: at city scale a copy would not fit
/// beside them. With the first change they are the network's own.
package final class ArcCosts {
  private enum Shared {
    case none
    case small([UInt16])
    case narrow([Int32])
  }

  private let count: Int
  private let shared: Shared
  private let factor: Int64
  /// Behind a pointer, so that reading it costs no check of who else does.
  private let own: UnsafeMutablePointer<UnsafeMutablePointer<Int64>?>

  /// - Parameter numbers: One a pair; they belong to the network from here on.
  package init(own numbers: UnsafeMutablePointer<Int64>, count: Int) {
    self.count = count
    shared = .none
    factor = 1
    own = .filled(numbers, 1)
  }

  package init(_ numbers: [UInt16], times factor: Int64) {
    count = numbers.count
    shared = .small(numbers)
    self.factor = factor
    own = .filled(nil, 1)
  }

  package init(_ numbers: [Int32], times factor: Int64) {
    count = numbers.count
    shared = .narrow(numbers)
    self.factor = factor
    own = .filled(nil, 1)
  }

  deinit {
    own.pointee?.deallocate()
    own.deallocate()
  }

  package subscript(pair: Int) -> Int64 {
    @inline(__always) get {
      if let own = own.pointee { return own[pair] }
      return switch shared {
      case .none: 0
      case .small(let numbers): Int64(numbers[pair]) &* factor
      case .narrow(let numbers): Int64(numbers[pair]) &* factor
      }
    }
    set { (own.pointee ?? copied())[pair] = newValue }
  }

  /// All of them, to be read and changed one by one.
  package var numbers: UnsafeMutablePointer<Int64> { own.pointee ?? copied() }

  private func copied() -> UnsafeMutablePointer<Int64> {
    let numbers = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, count))
    for pair in 0..<count { (numbers + pair).initialize(to: self[pair]) }
    own.pointee = numbers
    return numbers
  }

  /// The cheapest of some pairs by cost and their posts' potentials, the first of equal ones, where it is below `low`; −1
  /// where none is.
  @inline(__always) func cheapest(
    _ pairs: Range<Int>, _ post: UnsafePointer<Int32>, _ potential: UnsafePointer<Int64>, below low: Int64
  ) -> (low: Int64, pair: Int) {
    if let own = own.pointee { return Self.cheapest(pairs, own, 1, post, potential, below: low) }
    switch shared {
    case .none: return (low, -1)
    case .small(let numbers):
      return numbers.withUnsafeBufferPointer {
        Self.cheapest(pairs, $0.baseAddress!, factor, post, potential, below: low)
      }
    case .narrow(let numbers):
      return numbers.withUnsafeBufferPointer {
        Self.cheapest(pairs, $0.baseAddress!, factor, post, potential, below: low)
      }
    }
  }

  @inline(__always) private static func cheapest<Number: FixedWidthInteger>(
    _ pairs: Range<Int>, _ cost: UnsafePointer<Number>, _ factor: Int64, _ post: UnsafePointer<Int32>,
    _ potential: UnsafePointer<Int64>, below: Int64
  ) -> (low: Int64, pair: Int) {
    var low = below
    var at = -1
    var pair = pairs.lowerBound
    while pair < pairs.upperBound {
      let value = Int64(truncatingIfNeeded: cost[pair]) &* factor &+ potential[Int(post[pair])]
      if value < low {
        low = value
        at = pair
      }
      pair &+= 1
    }
    return (low, at)
  }
}
