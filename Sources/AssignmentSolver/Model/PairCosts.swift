extension AssignmentProgram {
  /// The cost of every pair in one stage, in the narrowest numbers that fit: at city scale they are most of the memory.
  public enum PairCosts: Sendable {
    case zero
    case small([UInt16])
    case narrow([Int32])
    case wide([Int64])

    @inline(__always) public subscript(pair: Int) -> Int64 {
      switch self {
      case .zero: 0
      case .small(let costs): Int64(costs[pair])
      case .narrow(let costs): Int64(costs[pair])
      case .wide(let costs): costs[pair]
      }
    }

    /// Do all pairs cost nothing, as is known without looking?
    var isZero: Bool {
      if case .zero = self { true } else { false }
    }

    var largest: Int64 {
      switch self {
      case .zero: 0
      case .small(let costs): Int64(costs.max() ?? 0)
      case .narrow(let costs): Int64(costs.max() ?? 0)
      case .wide(let costs): costs.max() ?? 0
      }
    }
  }
}

extension AssignmentProgram.PairCosts: Equatable {
  /// By their values: how wide numbers are depends on the others beside them.
  public static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.zero, .zero): return true
    case (.small(let a), .small(let b)): return a == b
    case (.narrow(let a), .narrow(let b)): return a == b
    case (.wide(let a), .wide(let b)): return a == b
    case (.zero, let other), (let other, .zero): return other.largest == 0
    default: break
    }
    guard let count = a.count, count == b.count else { return false }
    return (0..<count).allSatisfy { a[$0] == b[$0] }
  }

  /// Nil where no array tells.
  private var count: Int? {
    switch self {
    case .zero: nil
    case .small(let costs): costs.count
    case .narrow(let costs): costs.count
    case .wide(let costs): costs.count
    }
  }
}

extension AssignmentProgram.PairCosts {
  /// In the narrowest numbers that fit.
  ///
  /// - Parameters:
  ///   - largest: no cost is above.
  ///   - fill: puts every pair's cost, in order; none is negative.
  init(upTo largest: Int64, count: Int, _ fill: (_ put: (Int64) -> Void) -> Void) {
    func filled<Cost: FixedWidthInteger>() -> [Cost] {
      var costs: [Cost] = []
      costs.reserveCapacity(count)
      fill { costs.append(Cost(truncatingIfNeeded: $0)) }
      return costs
    }
    if largest <= UInt16.max {
      self = .small(filled())
    } else if largest <= Int32.max {
      self = .narrow(filled())
    } else {
      self = .wide(filled())
    }
  }

  /// Calls `body` with every pair and its cost; with none where all cost nothing. Which kind of numbers they are is asked
  /// once, not once a pair.
  @inline(__always) func forEach(in pairs: Range<Int>? = nil, _ body: (_ pair: Int, _ cost: Int64) -> Void) {
    @inline(__always) func walk<Cost: FixedWidthInteger>(_ costs: [Cost]) {
      costs.withUnsafeBufferPointer { costs in
        for pair in pairs ?? costs.indices { body(pair, Int64(truncatingIfNeeded: costs[pair])) }
      }
    }
    switch self {
    case .zero: break
    case .small(let costs): walk(costs)
    case .narrow(let costs): walk(costs)
    case .wide(let costs): walk(costs)
    }
  }

  /// Adds to every pair's sum its cost times `factor`.
  func add(times factor: Int64, to sums: inout [Int64]) {
    sums.withUnsafeMutableBufferPointer { sums in
      forEach { pair, cost in sums[pair] &+= factor &* cost }
    }
  }

  /// Those of some ranges of pairs, in the order of the ranges.
  func kept(_ ranges: [Range<Int>]) -> Self {
    switch self {
    case .zero: .zero
    case .small(let costs): .small(costs.kept(ranges))
    case .narrow(let costs): .narrow(costs.kept(ranges))
    case .wide(let costs): .wide(costs.kept(ranges))
    }
  }

  mutating func remove(_ range: Range<Int>) {
    let all = self
    self = .zero
    switch all {
    case .zero: break
    case .small(var costs):
      costs.removeSubrange(range)
      self = .small(costs)
    case .narrow(var costs):
      costs.removeSubrange(range)
      self = .narrow(costs)
    case .wide(var costs):
      costs.removeSubrange(range)
      self = .wide(costs)
    }
  }
}

extension Array {
  /// The elements of some ranges, in the order of the ranges.
  func kept(_ ranges: [Range<Int>]) -> Self {
    var kept: Self = []
    kept.reserveCapacity(ranges.reduce(0) { $0 + $1.count })
    for range in ranges { kept += self[range] }
    return kept
  }
}
