import Placement

/// Students and seats that show why somebody stays without: every post open to one of the students lies under one of
/// the quotas, and the quotas together have fewer seats than there are students.
struct ContestedSet: Sendable, Equatable {
  /// Increasing; the unplaced student is one of them.
  let students: [Int]
  /// Increasing.
  let posts: [Int]
  let seats: Int
}

/// What stands between an unplaced student and the posts that are open: the student's posts are full, who sits there has
/// posts that are full, and so on until nothing new is reached.
struct Contest: Sendable {
  /// What closes a post to one more student for the time being.
  private enum Block {
    /// Index into `rows`.
    case full(Int)
    /// It would stay below its minimum.
    case minimum
    case none
  }

  /// A full quota on one day: the posts held that day.
  private struct Row {
    let posts: [Int]
    let limit: Int
    /// Posts open to those who sit there; empty until asked.
    var reach: [UInt64] = []
  }

  /// What can be reached from a unit.
  struct Region {
    /// All seats taken, counted; nil where the count does not show it.
    let set: ContestedSet?
    /// Posts below their minimum, increasing.
    let belowMinimum: [Int]
    /// Posts with room, increasing.
    let free: [Int]
  }

  private let facts: PlanFacts
  private let former: [Int32]
  private var blocks: [Block] = []
  private var rows: [Row] = []
  private let unitsAtPost: [[Int]]
  private let words: Int

  init(_ facts: PlanFacts, former: [Int32]) {
    self.facts = facts
    self.former = former
    let posts = facts.placementCase.posts.count
    words = (posts + 63) / 64
    var units = [[Int]](repeating: [], count: posts)
    for (unit, post) in former.enumerated() where post >= 0 { units[Int(post)].append(unit) }
    unitsAtPost = units
    var known: [[Int]: Int] = [:]
    for post in 0..<posts {
      if let (members, limit) = fullRow(at: post) {
        if known[members] == nil {
          known[members] = rows.count
          rows.append(Row(posts: members, limit: limit))
        }
        blocks.append(.full(known[members]!))
      } else {
        blocks.append(facts.missesMinimum(at: post, size: 1) ? .minimum : .none)
      }
    }
  }

  /// The first full quota of a post on a day of its period: the posts held on that day, and the limit.
  private func fullRow(at post: Int) -> (posts: [Int], limit: Int)? {
    let quotas = facts.allocated.quotas
    guard let kind = facts.fullQuota(at: post, size: 1) else { return nil }
    let quota: SharedQuota
    switch kind {
    case .post: return ([post], quotas.posts[post].value)
    case .jobGroup: quota = quotas.jobGroups[quotas.jobGroupOfPost[post]!]
    case .enterprise: quota = quotas.enterprises[facts.placementCase.posts[post].enterprise]
    }
    let limit = quota.limit!.value
    let period = facts.placementCase.posts[post]
    let days = Set(quota.posts.map { facts.placementCase.posts[$0].start } + [period.start]).sorted()
    for day in days where period.start <= day && day <= period.end {
      let held = quota.posts.filter {
        facts.placementCase.posts[$0].start <= day && day <= facts.placementCase.posts[$0].end
      }
      if held.reduce(0, { $0 + facts.load[$1] }) >= limit { return (held, limit) }
    }
    return nil
  }

  /// Everything that can be reached from an unplaced unit.
  mutating func region(of unit: Int) -> Region {
    let program = facts.allocated.program
    var pending = bits(program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]])
    var reached = [UInt64](repeating: 0, count: words)
    var chosen: Set<Int> = []
    var (belowMinimum, free): ([Int], [Int]) = ([], [])
    while let post = takeFirst(&pending, excluding: &reached) {
      switch blocks[post] {
      case .minimum: belowMinimum.append(post)
      case .none: free.append(post)
      case .full(let row):
        guard chosen.insert(row).inserted else { continue }
        if rows[row].reach.isEmpty { rows[row].reach = reach(of: rows[row].posts) }
        for word in 0..<words { pending[word] |= rows[row].reach[word] & ~reached[word] }
      }
    }
    return Region(
      set: belowMinimum.isEmpty && free.isEmpty ? counted(chosen, with: unit) : nil,
      belowMinimum: belowMinimum.sorted(), free: free.sorted())
  }

  private func bits(_ posts: some Sequence<Int32>) -> [UInt64] {
    var bits = [UInt64](repeating: 0, count: words)
    for post in posts { bits[Int(post) / 64] |= 1 << UInt64(post % 64) }
    return bits
  }

  private func takeFirst(_ pending: inout [UInt64], excluding reached: inout [UInt64]) -> Int? {
    for word in 0..<words where pending[word] != 0 {
      let bit = UInt64(pending[word].trailingZeroBitCount)
      pending[word] &= ~(1 << bit)
      reached[word] |= 1 << bit
      return word * 64 + Int(bit)
    }
    return nil
  }

  private func reach(of posts: [Int]) -> [UInt64] {
    let program = facts.allocated.program
    var bits = [UInt64](repeating: 0, count: words)
    for unit in posts.lazy.flatMap({ unitsAtPost[$0] }) {
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        bits[Int(program.pairPost[pair]) / 64] |= 1 << UInt64(program.pairPost[pair] % 64)
      }
    }
    return bits
  }

  /// The set, where counting shows it: more students than seats.
  private func counted(_ chosen: Set<Int>, with unit: Int) -> ContestedSet? {
    let all = chosen.sorted()
    // A quota within another one adds no seats.
    let outer = all.filter { row in
      let inner = Set(rows[row].posts)
      return !all.contains { other in
        other != row && inner.isSubset(of: rows[other].posts)
          && (rows[other].posts.count > inner.count || other < row)
      }
    }
    let posts = Set(outer.flatMap { rows[$0].posts }).sorted()
    let units = posts.flatMap { unitsAtPost[$0] } + [unit]
    let students = units.flatMap { facts.allocated.units[$0] }.sorted()
    let seats = outer.reduce(0) { $0 + rows[$1].limit }
    return students.count > seats ? ContestedSet(students: students, posts: posts, seats: seats) : nil
  }
}
