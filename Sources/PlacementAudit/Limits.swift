import Placement

/// Posts of one enterprise that are the same kind of work.
public struct JobGroup: Sendable {
  public let enterprise: Int
  /// The `job_group` of its posts.
  public let name: String
  /// `enterprise_id/job_group`
  public let id: String
  public var posts: [Int]
  /// Nil where `same_post_staff` is not given.
  public var limit: Int?
}

/// What every quota comes to, after current interns.
public struct Limits: Sendable {
  /// A limit and the term that makes it what it is.
  public struct Term: Hashable, Sendable {
    public let value: Int
    public let from: LimitTerm
  }

  public let post: [Term]
  public let enterprise: [Term]
  /// In order of id.
  public let groups: [JobGroup]
  /// Group of each post, nil for those of their own.
  public let group: [Int?]
  /// Posts of each enterprise.
  public let postsOf: [[Int]]
  /// First and last days of those who found a place at each enterprise alone.
  public let selfArrangedOf: [[ClosedRange<Int32>]]
  /// How many of them are there on the fullest day of each post's period.
  let ownWithin: [Int]

  init(_ placementCase: PlacementCase, _ selfArranged: SelfArrangedTable) {
    let policy = placementCase.policy
    let groups = Limits.groups(of: placementCase)
    self.groups = groups
    var groupOf: [Int?] = Array(repeating: nil, count: placementCase.posts.count)
    for (number, group) in groups.enumerated() { for post in group.posts { groupOf[post] = number } }
    group = groupOf
    post = placementCase.posts.map { post in
      guard post.jobGroup == nil, let staff = post.samePostStaff else {
        return Term(value: post.seats, from: .seats)
      }
      let share = max(0, policy.postShareMax.floor(times: staff) - post.currentInterns)
      return share < post.seats
        ? Term(value: share, from: .postShareMax) : Term(value: post.seats, from: .seats)
    }
    enterprise = placementCase.enterprises.map { Limits.enterprise($0, policy) }
    var postsOf: [[Int]] = Array(repeating: [], count: placementCase.enterprises.count)
    for (index, post) in placementCase.posts.enumerated() { postsOf[post.enterprise].append(index) }
    self.postsOf = postsOf
    let periods = placementCase.enterprises.indices.map { selfArranged.periods(at: $0) }
    selfArrangedOf = periods
    ownWithin = placementCase.posts.map { post in
      let own = periods[post.enterprise]
      let (first, last) = (post.start.dayNumber, post.end.dayNumber)
      // The fullest day is the first of the post's own or one on which somebody comes.
      let days = [first] + own.map(\.lowerBound).filter { first <= $0 && $0 <= last }
      return days.map { day in own.filter { $0.contains(day) }.count }.max() ?? 0
    }
  }

  private static func enterprise(_ host: Enterprise, _ policy: Policy) -> Term {
    let share = policy.staffShareMax.floor(times: host.staffOnDuty)
    let declared = host.maxInterns.flatMap { $0 <= share ? $0 : nil }
    return Term(
      value: max(0, (declared ?? share) - host.currentInterns),
      from: declared == nil ? .staffShareMax : .maxInterns)
  }

  private static func groups(of placementCase: PlacementCase) -> [JobGroup] {
    struct Key: Hashable {
      let enterprise: Int
      let name: String
    }
    var numbers: [Key: Int] = [:]
    var groups: [JobGroup] = []
    for (index, post) in placementCase.posts.enumerated() {
      guard let name = post.jobGroup else { continue }
      let key = Key(enterprise: post.enterprise, name: name)
      if let number = numbers[key] {
        groups[number].posts.append(index)
      } else {
        numbers[key] = groups.count
        let id = placementCase.enterprises[post.enterprise].id + "/" + name
        groups.append(JobGroup(enterprise: post.enterprise, name: name, id: id, posts: [index]))
      }
    }
    for number in groups.indices {
      let posts = groups[number].posts.map { placementCase.posts[$0] }
      guard let staff = posts.lazy.compactMap(\.samePostStaff).first else { continue }
      let there = posts.reduce(0) { $0 + $1.currentInterns }
      groups[number].limit = max(0, placementCase.policy.postShareMax.floor(times: staff) - there)
    }
    return groups.sorted { String.utf8Precedes($0.id, $1.id) }
  }
}
