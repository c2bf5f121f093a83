extension AssignmentProgram {
  /// At most `limit` of some units at some posts, whoever else is there: Σ weight · x over its units and its posts ≤ limit;
  /// of a row with a penalty ≤ limit + h, where `h` ∈ {0, 1} is the penalty's column.
  ///
  /// So are said: the students of one school at a post, two who keep apart, and two who want to go together. They are no part
  /// of a flow, whatever their posts: it cannot tell whose unit sits where.
  public struct SideRow: Sendable, Equatable {
    /// Increasing.
    public var units: [Int32]
    /// One a unit; below 0 only in a row with a penalty.
    public var weights: [Int32]
    /// Increasing.
    public var posts: [Int32]
    public var limit: Int32
    /// Index into ``AssignmentProgram/penalties``; nil: the row always holds.
    public var penalty: Int?

    public init(units: [Int32], weights: [Int32], posts: [Int32], limit: Int32, penalty: Int? = nil) {
      self.units = units
      self.weights = weights
      self.posts = posts
      self.limit = limit
      self.penalty = penalty
    }

    /// Whether a unit that goes to the post is counted.
    package func holds(_ post: Int32) -> Bool { post >= 0 && posts.containsSorted(post) }

    /// What a plan makes of the row's left side.
    package func load(_ plan: [Int32]) -> Int64 {
      var sum: Int64 = 0
      for (unit, weight) in zip(units, weights) where holds(plan[Int(unit)]) { sum += Int64(weight) }
      return sum
    }
  }

  /// Which penalties a plan pays; nil where it breaks a row that has none.
  package func penaltiesPaid(_ plan: [Int32]) -> [Bool]? {
    var isPaid = [Bool](repeating: false, count: penalties.count)
    for row in sideRows where row.load(plan) > Int64(row.limit) {
      guard let penalty = row.penalty else { return nil }
      isPaid[penalty] = true
    }
    return isPaid
  }

  /// The program without its side rows: no plan is lost, none is dearer.
  var withoutSideRows: AssignmentProgram {
    var changed = self
    (changed.sideRows, changed.penalties) = ([], [])
    return changed
  }
}

/// The side rows of every pair: those of pair `p` stand at `start[p] ..< start[p + 1]`.
struct SideTerms {
  private let start: [Int32]
  private let row: [Int32]
  private let weight: [Int32]

  var isEmpty: Bool { start.isEmpty }

  /// - Parameter more: side rows besides the program's, numbered after them.
  init(_ program: AssignmentProgram, _ more: [AssignmentProgram.SideRow] = []) {
    let rows = program.sideRows + more
    guard !rows.isEmpty else {
      (start, row, weight) = ([], [], [])
      return
    }
    var start = [Int32](repeating: 0, count: program.pairCount + 1)
    Self.forEachTerm(program, rows) { pair, _, _ in start[pair + 1] += 1 }
    for pair in 0..<program.pairCount { start[pair + 1] += start[pair] }
    var next = start
    var numbers = [Int32](repeating: 0, count: Int(start.last!))
    var weights = numbers
    Self.forEachTerm(program, rows) { pair, row, weight in
      let at = Int(next[pair])
      (numbers[at], weights[at]) = (Int32(row), weight)
      next[pair] += 1
    }
    (self.start, row, weight) = (start, numbers, weights)
  }

  private static func forEachTerm(
    _ program: AssignmentProgram, _ rows: [AssignmentProgram.SideRow],
    _ body: (_ pair: Int, _ row: Int, _ weight: Int32) -> Void
  ) {
    for (index, row) in rows.enumerated() {
      for (unit, weight) in zip(row.units, row.weights) {
        let pairs = program.pairStart[Int(unit)]..<program.pairStart[Int(unit) + 1]
        for pair in pairs where row.holds(program.pairPost[pair]) { body(pair, index, weight) }
      }
    }
  }

  @inline(__always) func forEach(_ pair: Int, _ body: (_ row: Int, _ weight: Int64) -> Void) {
    if start.isEmpty { return }
    for at in Int(start[pair])..<Int(start[pair + 1]) { body(Int(row[at]), Int64(weight[at])) }
  }

  func allSatisfy(_ pair: Int, _ predicate: (_ row: Int, _ weight: Int64) -> Bool) -> Bool {
    if start.isEmpty { return true }
    return (Int(start[pair])..<Int(start[pair + 1])).allSatisfy { predicate(Int(row[$0]), Int64(weight[$0])) }
  }

  /// The most that rows at these prices make of any pair, whatever the signs.
  func dearest(_ price: [Double]) -> Double {
    guard price.contains(where: { $0 != 0 }) else { return 0 }
    var most = 0.0
    for pair in 0..<(start.count - 1) {
      var own = 0.0
      forEach(pair) { row, weight in own += (Double(weight) * price[row]).magnitude }
      most = max(most, own)
    }
    return most
  }

  /// Adds to every pair's sum what its rows come to.
  func add(_ value: [Int64], to sums: inout [Int64]) {
    for pair in sums.indices { sums[pair] &+= sum(pair, value) }
  }

  /// Σ weight · value of the pair's rows.
  @inline(__always) func sum(_ pair: Int, _ value: [Int64]) -> Int64 {
    var sum: Int64 = 0
    forEach(pair) { row, weight in sum &+= weight &* value[row] }
    return sum
  }
}

/// What single units may do in a plan without any side row's coming to more than it has, so that others need not be asked:
/// for searches that move many at a time.
struct SideRoom {
  private let program: AssignmentProgram
  private let terms: SideTerms
  private let plan: [Int32]
  private let load: [Int64]
  /// In rows with a penalty, which nobody enters or leaves.
  private var isHeld: [Bool]

  init(_ program: AssignmentProgram, _ plan: [Int32]) {
    self.program = program
    self.plan = plan
    terms = SideTerms(program)
    load = program.sideRows.map { $0.load(plan) }
    isHeld = Array(repeating: false, count: program.sideRows.isEmpty ? 0 : program.unitCount)
    for row in program.sideRows where row.penalty != nil {
      for unit in row.units { isHeld[Int(unit)] = true }
    }
  }

  /// Does the unit stay where it is?
  func isHeld(_ unit: Int) -> Bool { !isHeld.isEmpty && isHeld[unit] }

  /// May the unit change to one of its pairs, all others staying?
  func allows(_ unit: Int, _ pair: Int) -> Bool { fits(unit, pair) { Int64($0.limit) } }

  /// May the unit change to one of its pairs whoever else does?
  func allowsAnyway(_ unit: Int, _ pair: Int) -> Bool { fits(unit, pair) { _ in .min } }

  private func fits(_ unit: Int, _ pair: Int, _ limit: (AssignmentProgram.SideRow) -> Int64) -> Bool {
    terms.allSatisfy(pair) { index, weight in
      let row = program.sideRows[index]
      return row.holds(plan[unit]) || load[index] + weight <= limit(row)
    }
  }
}

extension [Int32] {
  /// Of increasing numbers.
  func containsSorted(_ element: Int32) -> Bool {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < element { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low] == element
  }
}
