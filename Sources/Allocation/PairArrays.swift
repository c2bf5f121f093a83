import AssignmentSolver

/// The arrays of a program's pairs while they are filled, each in its place.
struct PairArrays {
  private(set) var posts: [Int32]
  /// A stage; of the stage's three kinds of numbers one is used, the others are empty. None where pairs cost nothing.
  private var small: [[UInt16]]
  private var narrow: [[Int32]]
  private var wide: [[Int64]]

  /// - Parameter costly: Of every stage, whether pairs cost anything.
  init(count: Int, costly: [Bool]) {
    posts = Self.blank(count)
    small = costly.map { $0 ? Self.blank(count) : [] }
    narrow = costly.map { _ in [] }
    wide = costly.map { _ in [] }
  }

  /// Memory that nobody has touched is none.
  private static func blank<Number: FixedWidthInteger>(_ count: Int) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { _, initialized in initialized = count }
  }

  /// Gives the stages wider numbers that need them, to be filled anew.
  mutating func widen(_ stages: [Bool]) {
    for stage in stages.indices where stages[stage] {
      if narrow[stage].isEmpty {
        narrow[stage] = Self.blank(posts.count)
        small[stage] = []
      } else {
        wide[stage] = Self.blank(posts.count)
        narrow[stage] = []
      }
    }
  }

  var costs: [AssignmentProgram.PairCosts] {
    small.indices.map { stage in
      if !small[stage].isEmpty { return .small(small[stage]) }
      if !narrow[stage].isEmpty { return .narrow(narrow[stage]) }
      return wide[stage].isEmpty ? .zero : .wide(wide[stage])
    }
  }

  // MARK: Filling

  /// Where pairs are written, by several threads, each its own.
  struct Slots: @unchecked Sendable {
    let posts: UnsafeMutableBufferPointer<Int32>
    /// A stage.
    var costs: [Numbers] = []
  }

  enum Numbers {
    case none
    case small(UnsafeMutableBufferPointer<UInt16>)
    case narrow(UnsafeMutableBufferPointer<Int32>)
    case wide(UnsafeMutableBufferPointer<Int64>)

    /// - Returns: false where the cost does not fit.
    @inline(__always) func set(_ cost: Int64, at place: Int) -> Bool {
      switch self {
      case .none: break
      case .small(let numbers):
        numbers[place] = UInt16(truncatingIfNeeded: cost)
        return Int64(numbers[place]) == cost
      case .narrow(let numbers):
        numbers[place] = Int32(truncatingIfNeeded: cost)
        return Int64(numbers[place]) == cost
      case .wide(let numbers): numbers[place] = cost
      }
      return true
    }
  }

  mutating func fill<R>(_ body: (Slots) -> R) -> R {
    var own: [Int32] = []
    swap(&own, &posts)
    defer { swap(&own, &posts) }
    return own.withUnsafeMutableBufferPointer { addingCosts(to: Slots(posts: $0), body) }
  }

  private mutating func addingCosts<R>(to slots: Slots, _ body: (Slots) -> R) -> R {
    let stage = slots.costs.count
    guard stage < small.count else { return body(slots) }
    if !small[stage].isEmpty {
      return adding(\.small, stage, Numbers.small, to: slots, body)
    } else if !narrow[stage].isEmpty {
      return adding(\.narrow, stage, Numbers.narrow, to: slots, body)
    }
    return adding(\.wide, stage, { $0.isEmpty ? .none : .wide($0) }, to: slots, body)
  }

  private mutating func adding<Number, R>(
    _ kind: WritableKeyPath<Self, [[Number]]>, _ stage: Int,
    _ numbers: (UnsafeMutableBufferPointer<Number>) -> Numbers, to slots: Slots, _ body: (Slots) -> R
  ) -> R {
    // Out of their place while others are fetched, so that they stay the only ones.
    var own: [Number] = []
    swap(&own, &self[keyPath: kind][stage])
    defer { swap(&own, &self[keyPath: kind][stage]) }
    return own.withUnsafeMutableBufferPointer {
      var more = slots
      more.costs.append(numbers($0))
      return addingCosts(to: more, body)
    }
  }
}
