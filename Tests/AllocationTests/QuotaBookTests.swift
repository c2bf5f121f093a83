import Placement
import TestSupport
import Testing

@testable import Allocation
@testable import AssignmentSolver

extension Quota {
  /// How many the row says to have found a place alone.
  fileprivate func taken(_ row: AssignmentProgram.CapacityRow) -> Int { limit!.value - Int(row.limit) }
}

/// Quotas against a count day by day over the whole horizon, which knows nothing of sets of posts.
@Suite struct QuotaBookTests {
  private static func draw(_ seed: Int) -> PlacementCase {
    RandomCase.draw(seed: UInt64(seed), size: seed % 2 == 0 ? .tiny : .middle(students: 40))
  }

  private static func load(_ posts: [Int], on day: Int32, _ load: [Int], _ placementCase: PlacementCase)
    -> Int
  {
    posts.reduce(0) { sum, post in
      let item = placementCase.posts[post]
      return item.start.dayNumber <= day && day <= item.end.dayNumber ? sum + load[post] : sum
    }
  }

  /// The fullest day within the days of one post, or of all, those who found a place at the enterprise alone included.
  private static func fullest(
    _ quota: Quota, _ load: [Int], _ placementCase: PlacementCase, within post: Int? = nil
  ) -> Int {
    let posts = (post.map { [$0] } ?? quota.posts).map { placementCase.posts[$0] }
    let alone = Self.alone(quota, placementCase)
    let days = posts.map { $0.start.dayNumber...$0.end.dayNumber } + (post == nil ? alone : [])
    guard let first = days.map(\.lowerBound).min(), let last = days.map(\.upperBound).max() else { return 0 }
    return (first...last).map { day in
      Self.load(quota.posts, on: day, load, placementCase) + alone.count { $0.contains(day) }
    }.max() ?? 0
  }

  private static func alone(_ quota: Quota, _ placementCase: PlacementCase) -> [ClosedRange<Int32>] {
    guard quota.kind == .enterprise else { return [] }
    return placementCase.selfArranged.values.filter { $0.isApproved && $0.enterprise == quota.enterprise }
      .map { $0.work.start.dayNumber...$0.work.end.dayNumber }
  }

  @Test(arguments: 0..<200)
  func theFullestDayIsThatOfEveryDayCounted(_ seed: Int) {
    let placementCase = Self.draw(seed)
    let load = placementCase.posts.indices.map { (seed * 31 + $0 * $0 * 17) % 5 }
    let book = QuotaBook(placementCase)
    for key in book.keys {
      let quota = book[key]
      #expect(quota.key == key)
      let slow = Self.fullest(quota, load, placementCase)
      #expect((quota.fullestDay(load: load)?.load ?? 0) == slow)
      // What holds on the peaks holds on every day.
      #expect((quota.peaks.map { $0.load(load) }.max() ?? 0) == slow)
      #expect(quota.free(load: load) == quota.limit.map { $0.value - slow })
      for post in quota.posts {
        let period = placementCase.posts[post].start...placementCase.posts[post].end
        #expect(
          quota.fullestDay(load: load, within: period)?.load
            == Self.fullest(quota, load, placementCase, within: post))
      }
      // No peak holds another.
      for peak in quota.peaks {
        #expect(
          quota.peaks.count { Set(peak.posts).isSubset(of: Set($0.posts)) && peak.taken <= $0.taken } == 1)
      }
    }
  }

  @Test(arguments: 0..<200)
  func everyRowIsItsQuotas(_ seed: Int) throws {
    let placementCase = Self.draw(seed)
    var faults: [Diagnostic] = []
    guard let made = PlacementProgram.make(placementCase, threads: 1, faults: &faults) else { return }
    let (book, program) = (made.quotas, made.program)
    #expect(made.rows.capacity.count == program.capacityRows.count)
    #expect(made.rows.target.count == program.targetRows.count)
    for (key, row) in zip(made.rows.capacity, program.capacityRows) {
      let day = book[key].peaks.first {
        $0.posts == row.posts.map(Int.init) && $0.taken == book[key].taken(row)
      }
      #expect(day != nil)
      #expect(Set(row.posts.map(Int.init)).isSubset(of: Set(book[key].posts)))
    }
    for (key, row) in zip(made.rows.target, program.targetRows) {
      #expect(key.kind == (row.surplus.isEmpty ? .enterprise : .post))
      #expect(row.posts.map(Int.init) == book[key].posts)
    }
    for key in book.keys {
      #expect(
        made.rows.capacityRows(of: key) == made.rows.capacity.indices.filter { made.rows.capacity[$0] == key }
      )
    }
    for post in placementCase.posts.indices {
      let keys = book.keys(of: post)
      let standing = keys.compactMap { book[$0].limit?.value }
      let nobody = placementCase.posts.map { _ in 0 }
      let left = keys.compactMap { key in
        book[key].limit.map { $0.value - Self.fullest(book[key], nobody, placementCase, within: post) }
      }
      #expect(book.standingLimit(of: post) == standing.min())
      #expect(book.limit(of: post) == left.min() && Int(program.postLimit[post]) == left.min())
      #expect(book.lowest(of: post).limit == left.min())
    }
  }

  /// A change of a quota, row by row, is the program made anew under it.
  @Test(arguments: 0..<200)
  func aChangeIsTheProgramMadeAnew(_ seed: Int) throws {
    let placementCase = Self.draw(seed)
    var faults: [Diagnostic] = []
    guard let made = PlacementProgram.make(placementCase, threads: 1, faults: &faults) else { return }
    for key in made.quotas.keys {
      for step in [1, -1] {
        let (change, changed) = (made.change(key, by: step), made.quotas.changing(key, by: step))
        #expect(made.quotas.limit(under: key, raisedBy: step) == changed[key].limit, "\(key) by \(step)")
        for (post, limit) in made.quotas.postLimits(changing: key, by: step) {
          #expect(limit == changed.limit(of: post), "\(key) by \(step), post \(post)")
        }
        guard change.toggled.isEmpty else { continue }
        #expect(
          made.program.applying(change.limits) == made.program(under: changed, threads: 1),
          "\(key) by \(step)")
      }
    }
  }
}
