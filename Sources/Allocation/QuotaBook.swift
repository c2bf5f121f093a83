import Placement

/// A limit and the term that makes it what it is, current interns taken off.
package struct Limit: Sendable, Equatable {
  /// How many may be placed; never below 0.
  package let value: Int
  /// The term that binds: the lowest.
  package let term: LimitTerm
  /// What the binding term leaves: below 0 where more interns are there than may be.
  private let own: Int
  /// What the next term leaves, which binds where the first is raised above it; nil where there is none.
  private let next: Int?

  init(_ term: LimitTerm, leaves own: Int, next: Int? = nil) {
    self.term = term
    self.own = own
    self.next = next
    value = max(0, min(own, next ?? own))
  }

  /// With the binding term raised by `difference` (lowered where negative), and every other term as it is.
  func raised(by difference: Int) -> Limit { Limit(term, leaves: own + difference, next: next) }
}

/// One quota of a case: an index into ``QuotaBook/enterprises``, ``QuotaBook/jobGroups`` or ``QuotaBook/posts``.
package struct QuotaKey: Hashable, Sendable {
  package let kind: QuotaKind
  package let index: Int

  package init(kind: QuotaKind, index: Int) {
    self.kind = kind
    self.index = index
  }
}

/// A limit on the students of some posts, which holds on every day.
package struct Quota: Sendable {
  package let key: QuotaKey
  /// `P3`, `E7`, or `E7/焊接` for a job group.
  package let id: String
  package let name: String
  package let enterprise: Int
  /// Increasing.
  package let posts: [Int]
  /// The days on which a period begins, in order: loads grow on no other day.
  package let days: [QuotaDay]
  /// Students who found a place there alone, over all days.
  package let selfArranged: Int
  /// Nil where the data for the limit are missing.
  package fileprivate(set) var limit: Limit?

  package var kind: QuotaKind { key.kind }

  /// The days that are as full as it gets: a limit that holds on these holds on every day.
  package var peaks: [QuotaDay] { days.filter(\.isPeak) }

  /// The most who work there alone on one day of the period.
  func mostTaken(within period: ClosedRange<CalendarDate>) -> Int {
    days.lazy.filter { period.contains($0.date) }.map(\.taken).max() ?? 0
  }

  /// The fullest day, the first of several, and its load; nil where there is no post.
  ///
  /// - Parameters:
  ///   - load: students at every post of the case.
  ///   - period: the days to look at, which begin with one of the quota's; nil: all.
  package func fullestDay(
    load: [Int], within period: ClosedRange<CalendarDate>? = nil
  ) -> (date: CalendarDate, load: Int)? {
    var fullest: (date: CalendarDate, load: Int)?
    for day in days where period?.contains(day.date) ?? true {
      let sum = day.load(load)
      if fullest.map({ sum > $0.load }) ?? true { fullest = (day.date, sum) }
    }
    return fullest
  }

  /// The limit less the fullest day; nil where there is no limit.
  package func free(load: [Int], within period: ClosedRange<CalendarDate>? = nil) -> Int? {
    limit.map { $0.value - (fullestDay(load: load, within: period)?.load ?? 0) }
  }

  package func isFull(load: [Int]) -> Bool { free(load: load).map { $0 <= 0 } ?? false }
}

/// A day of a quota, and the posts whose periods hold it.
package struct QuotaDay: Sendable {
  package let date: CalendarDate
  /// Increasing.
  package let posts: [Int]
  /// Students who found a place there alone and work there on this day.
  package let taken: Int
  /// Whether no other day holds all of these posts, at least as many who found a place alone, and something more.
  let isPeak: Bool

  package func load(_ load: [Int]) -> Int { posts.reduce(taken) { $0 + load[$1] } }

  /// Every day on which one of the posts, or of the places found alone, begins.
  static func days(
    of posts: [Int], and selfArranged: [ClosedRange<CalendarDate>] = [], in placementCase: PlacementCase
  ) -> [QuotaDay] {
    let starts = Set(posts.map { placementCase.posts[$0].start } + selfArranged.map(\.lowerBound)).sorted()
    let held = starts.map { day in
      posts.filter { placementCase.posts[$0].start <= day && day <= placementCase.posts[$0].end }
    }
    let taken = starts.map { day in selfArranged.count { $0.contains(day) } }
    return starts.indices.map { index in
      let isPeak =
        selfArranged.isEmpty
        ? isLast(index, starts, held[index], placementCase) : isUndominated(index, held, taken)
      return QuotaDay(date: starts[index], posts: held[index], taken: taken[index], isPeak: isPeak)
    }
  }

  /// A day is dominated where the next one holds all of its posts. No earlier day dominates: a post begins on this one.
  private static func isLast(
    _ index: Int, _ starts: [CalendarDate], _ held: [Int], _ placementCase: PlacementCase
  ) -> Bool {
    index + 1 == starts.count || held.contains { placementCase.posts[$0].end < starts[index + 1] }
  }

  /// Of equally full days the first counts.
  private static func isUndominated(_ index: Int, _ held: [[Int]], _ taken: [Int]) -> Bool {
    let own = Set(held[index])
    return !held.indices.contains { other in
      guard other != index, taken[other] >= taken[index], own.isSubset(of: held[other]) else { return false }
      let isEqual = taken[other] == taken[index] && held[other].count == own.count
      return !isEqual || other < index
    }
  }
}

/// Every quota of a case: what it comes to, which term binds, on which days it holds which posts.
package struct QuotaBook: Sendable {
  var placementCase: PlacementCase
  /// Limits, one a post: its seats, and its own share where it is alone in its job group.
  package private(set) var posts: [Limit]
  /// In order of id.
  package private(set) var jobGroups: [Quota]
  /// In order of id: one an enterprise, whether it has posts or not.
  package private(set) var enterprises: [Quota]
  /// The job group of every post; nil where it is alone.
  package let jobGroupOfPost: [Int?]
  /// How many who found a place alone use up the enterprise's quota, on the fullest day of every post's period.
  let taken: [Int]

  package init(_ placementCase: PlacementCase) {
    self.placementCase = placementCase
    posts = placementCase.posts.map { Self.limit(of: $0, placementCase.policy) }
    jobGroups = Self.jobGroups(placementCase)
    enterprises = Self.enterprises(placementCase)
    var groupOfPost = [Int?](repeating: nil, count: placementCase.posts.count)
    for group in jobGroups {
      for post in group.posts { groupOfPost[post] = group.key.index }
    }
    jobGroupOfPost = groupOfPost
    let enterprises = enterprises
    taken = placementCase.posts.map { enterprises[$0.enterprise].mostTaken(within: $0.start...$0.end) }
  }

  /// The book of another case.
  ///
  /// - Parameter limits: where it differs in these alone, who shares which quota on which days is not looked for again.
  package func book(of changed: PlacementCase, _ limits: ChangedLimits?) -> QuotaBook {
    limits.map { withLimits(of: changed, $0) } ?? QuotaBook(changed)
  }

  /// The book of a case that differs in these limits alone.
  func withLimits(of changed: PlacementCase, _ limits: ChangedLimits) -> QuotaBook {
    var copy = self
    copy.placementCase = changed
    for post in limits.posts { copy.posts[post] = Self.limit(of: changed.posts[post], changed.policy) }
    for enterprise in limits.enterprises {
      copy.enterprises[enterprise].limit = Self.limit(of: changed.enterprises[enterprise], changed.policy)
    }
    return copy
  }

  private static func limit(of post: Post, _ policy: Policy) -> Limit {
    guard post.jobGroup == nil, let staff = post.samePostStaff else {
      return Limit(.seats, leaves: post.seats)
    }
    let share = policy.postShareMax.floor(times: staff) - post.currentInterns
    return max(0, share) < post.seats
      ? Limit(.postShareMax, leaves: share, next: post.seats) : Limit(.seats, leaves: post.seats, next: share)
  }

  private static func jobGroups(_ placementCase: PlacementCase) -> [Quota] {
    var members: [String: [Int]] = [:]
    for (index, post) in placementCase.posts.enumerated() {
      guard let group = post.jobGroup else { continue }
      members["\(placementCase.enterprises[post.enterprise].id)/\(group)", default: []].append(index)
    }
    return members.keys.sorted(by: String.utf8Precedes).enumerated().map { index, id in
      let posts = members[id]!
      let first = placementCase.posts[posts[0]]
      let interns = posts.reduce(0) { $0 + placementCase.posts[$1].currentInterns }
      return Quota(
        key: QuotaKey(kind: .jobGroup, index: index), id: id, name: first.jobGroup!,
        enterprise: first.enterprise, posts: posts, days: QuotaDay.days(of: posts, in: placementCase),
        selfArranged: 0,
        limit: first.samePostStaff.map {
          Limit(.postShareMax, leaves: placementCase.policy.postShareMax.floor(times: $0) - interns)
        })
    }
  }

  private static func enterprises(_ placementCase: PlacementCase) -> [Quota] {
    var posts = [[Int]](repeating: [], count: placementCase.enterprises.count)
    for (index, post) in placementCase.posts.enumerated() { posts[post.enterprise].append(index) }
    let own = Dictionary(grouping: placementCase.approvedSelfArranged.filter { $0.enterprise != nil }) {
      $0.enterprise!
    }
    return placementCase.enterprises.enumerated().map { index, enterprise in
      let selfArranged = (own[index] ?? []).map { $0.work.start...$0.work.end }
      return Quota(
        key: QuotaKey(kind: .enterprise, index: index), id: enterprise.id, name: enterprise.name,
        enterprise: index, posts: posts[index],
        days: QuotaDay.days(of: posts[index], and: selfArranged, in: placementCase),
        selfArranged: selfArranged.count,
        limit: limit(of: enterprise, placementCase.policy))
    }
  }

  private static func limit(of enterprise: Enterprise, _ policy: Policy) -> Limit {
    let share = policy.staffShareMax.floor(times: enterprise.staffOnDuty) - enterprise.currentInterns
    guard let declared = enterprise.maxInterns.map({ $0 - enterprise.currentInterns }) else {
      return Limit(.staffShareMax, leaves: share)
    }
    return declared <= share
      ? Limit(.maxInterns, leaves: declared, next: share)
      : Limit(.staffShareMax, leaves: share, next: declared)
  }
}

extension QuotaBook {
  package subscript(key: QuotaKey) -> Quota {
    switch key.kind {
    case .jobGroup: return jobGroups[key.index]
    case .enterprise: return enterprises[key.index]
    case .post:
      let post = placementCase.posts[key.index]
      return Quota(
        key: key, id: post.id, name: post.title, enterprise: post.enterprise, posts: [key.index],
        days: [QuotaDay(date: post.start, posts: [key.index], taken: 0, isPeak: true)], selfArranged: 0,
        limit: posts[key.index])
    }
  }

  /// All of them, in the order of quotas.csv: enterprises, job groups, posts.
  package var keys: [QuotaKey] {
    enterprises.map(\.key) + jobGroups.map(\.key) + posts.indices.map { QuotaKey(kind: .post, index: $0) }
  }

  /// The quotas that span posts, in the order of the program's rows: job groups, then enterprises.
  var shared: [Quota] { jobGroups + enterprises }

  /// The quotas that a post is under: its own, its job group's, its enterprise's.
  package func keys(of post: Int) -> [QuotaKey] {
    [QuotaKey(kind: .post, index: post)]
      + (jobGroupOfPost[post].map { [QuotaKey(kind: .jobGroup, index: $0)] } ?? [])
      + [QuotaKey(kind: .enterprise, index: placementCase.posts[post].enterprise)]
  }

  /// With the term that binds one limit raised or lowered by `difference`, and every other term as it is: where two terms
  /// bind equally, raising one gains no seat.
  package func changing(_ key: QuotaKey, by difference: Int) -> QuotaBook {
    var copy = self
    let limit = limit(under: key, raisedBy: difference)
    switch key.kind {
    case .post: copy.posts[key.index] = limit!
    case .jobGroup: copy.jobGroups[key.index].limit = limit
    case .enterprise: copy.enterprises[key.index].limit = limit
    }
    return copy
  }
}
