import Allocation
import AssignmentSolver
import Placement
import Plan

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
    /// What the quota leaves to the posts: those who found a place there alone are taken off.
    let seats: Int
    let quota: ContestedSet.Quota
    /// Posts that can be reached from it, by those who sit there; empty until asked.
    var reach: [UInt64] = []
    /// Quotas that hold all its posts and more: its seats are theirs.
    var outer: [Int] = []
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

  /// What units have in common that reach the same posts.
  private struct Basin {
    var posts: [Int] = []
    /// Who sits there, and who is without and has no other open post.
    var students: [Int] = []
    var seats = 0
    var quotas: [ContestedSet.Quota] = []
    var belowMinimum: [Int] = []
    var free: [Int] = []
  }

  private let facts: PlanFacts
  private var blocks: [Block] = []
  private var rows: [Row] = []
  private var basins: [[UInt64]: Basin] = [:]
  private let unitsAtPost: [[Int]]
  /// Units without a post, at the first of their open posts.
  private let waitingAtPost: [[Int]]
  private let words: Int

  init(_ facts: PlanFacts, former: [Int32]) {
    self.facts = facts
    let posts = facts.placementCase.posts.count
    words = (posts + 63) / 64
    var (units, waiting) = ([[Int]](repeating: [], count: posts), [[Int]](repeating: [], count: posts))
    let program = facts.placementProgram.program
    for (unit, post) in former.enumerated() {
      if post >= 0 {
        units[Int(post)].append(unit)
      } else if program.pairStart[unit] < program.pairStart[unit + 1] {
        waiting[Int(program.pairPost[program.pairStart[unit]])].append(unit)
      }
    }
    (unitsAtPost, waitingAtPost) = (units, waiting)
    var known: [[Int]: Int] = [:]
    for post in 0..<posts {
      if let row = fullRow(at: post) {
        if known[row.posts] == nil {
          known[row.posts] = rows.count
          rows.append(row)
        }
        blocks.append(.full(known[row.posts]!))
      } else {
        blocks.append(facts.missesMinimum(at: post, size: 1) ? .minimum : .none)
      }
    }
    nestRows()
  }

  private mutating func nestRows() {
    var rowsOfPost = [[Int]](repeating: [], count: blocks.count)
    for (index, row) in rows.enumerated() {
      for post in row.posts { rowsOfPost[post].append(index) }
    }
    for index in rows.indices {
      let inner = Set(rows[index].posts)
      rows[index].outer = rowsOfPost[rows[index].posts[0]].filter {
        rows[$0].posts.count > inner.count && inner.isSubset(of: rows[$0].posts)
      }
    }
  }

  /// The first full quota of a post, on the first day of its period on which it is full.
  private func fullRow(at post: Int) -> Row? {
    let quotas = facts.placementProgram.quotas
    guard let kind = facts.fullQuota(at: post, size: 1),
      let quota = quotas.keys(of: post).first(where: { $0.kind == kind }).map({ quotas[$0] }),
      let limit = quota.limit?.value
    else { return nil }
    let period = facts.placementCase.posts[post].start...facts.placementCase.posts[post].end
    return quota.days.first { period.contains($0.date) && $0.load(facts.load) >= limit }.map { day in
      Row(
        posts: day.posts, seats: max(0, limit - day.taken),
        quota: ContestedSet.Quota(kind: kind, id: quota.id, limit: limit, selfArranged: day.taken))
    }
  }

  /// Everything that can be reached from an unplaced unit.
  mutating func region(of unit: Int) -> Region {
    let program = facts.placementProgram.program
    let own = program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]]
    guard !own.isEmpty else {
      let members = facts.placementProgram.units[unit]
      return Region(
        set: ContestedSet(students: members, posts: [], seats: 0, quotas: []), belowMinimum: [], free: [])
    }
    // What a quota's closure holds was followed when that was made.
    var reached = [UInt64](repeating: 0, count: words)
    for post in own where reached[Int(post) / 64] >> UInt64(post % 64) & 1 == 0 {
      follow(Int(post), into: &reached)
    }
    for post in own { reached[Int(post) / 64] |= 1 << UInt64(post % 64) }
    if basins[reached] == nil { basins[reached] = basin(reached) }
    let basin = basins[reached]!
    let isContested =
      basin.belowMinimum.isEmpty && basin.free.isEmpty && basin.students.count > basin.seats
    return Region(
      set: isContested
        ? ContestedSet(
          students: basin.students, posts: basin.posts, seats: basin.seats, quotas: basin.quotas) : nil,
      belowMinimum: basin.belowMinimum, free: basin.free)
  }

  private mutating func follow(_ post: Int, into reached: inout [UInt64]) {
    guard case .full(let row) = blocks[post] else { return }
    if rows[row].reach.isEmpty { rows[row].reach = closure(of: row) }
    for word in 0..<words { reached[word] |= rows[row].reach[word] }
  }

  /// All posts that can be reached from a full quota. What is known of other quotas is not walked again.
  private func closure(of row: Int) -> [UInt64] {
    var pending = reach(of: rows[row].posts)
    var reached = [UInt64](repeating: 0, count: words)
    var chosen: Set<Int> = [row]
    while let post = takeFirst(&pending, excluding: &reached) {
      guard case .full(let next) = blocks[post], chosen.insert(next).inserted else { continue }
      let known = rows[next].reach
      if known.isEmpty {
        let step = reach(of: rows[next].posts)
        for word in 0..<words { pending[word] |= step[word] & ~reached[word] }
      } else {
        for word in 0..<words {
          reached[word] |= known[word]
          pending[word] &= ~known[word]
        }
      }
    }
    return reached
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
    let program = facts.placementProgram.program
    var bits = [UInt64](repeating: 0, count: words)
    for unit in posts.lazy.flatMap({ unitsAtPost[$0] }) {
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        bits[Int(program.pairPost[pair]) / 64] |= 1 << UInt64(program.pairPost[pair] % 64)
      }
    }
    return bits
  }

  private func basin(_ reached: [UInt64]) -> Basin {
    var basin = Basin()
    var chosen: Set<Int> = []
    for post in blocks.indices where reached[post / 64] >> UInt64(post % 64) & 1 == 1 {
      switch blocks[post] {
      case .full(let row): chosen.insert(row)
      case .minimum: basin.belowMinimum.append(post)
      case .none: basin.free.append(post)
      }
    }
    let outer = chosen.filter { row in !rows[row].outer.contains { chosen.contains($0) } }
    basin.posts = Set(outer.flatMap { rows[$0].posts }).sorted()
    basin.students = (basin.posts.flatMap { unitsAtPost[$0] } + waiting(for: basin.posts))
      .flatMap { facts.placementProgram.units[$0] }.sorted()
    basin.seats = outer.reduce(0) { $0 + rows[$1].seats }
    basin.quotas = outer.sorted().map { rows[$0].quota }
    return basin
  }

  /// Units without a post of which every open post is among these.
  private func waiting(for posts: [Int]) -> [Int] {
    let program = facts.placementProgram.program
    var isAmong = [Bool](repeating: false, count: blocks.count)
    for post in posts { isAmong[post] = true }
    return posts.flatMap { waitingAtPost[$0] }.filter { unit in
      (program.pairStart[unit]..<program.pairStart[unit + 1]).allSatisfy {
        isAmong[Int(program.pairPost[$0])]
      }
    }
  }
}
