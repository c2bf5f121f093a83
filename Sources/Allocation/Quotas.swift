import Placement

/// A limit and the term that makes it what it is.
package struct Limit: Sendable, Equatable {
  package let value: Int
  package let term: LimitTerm
}

/// Posts that share a quota: one job group, or one enterprise.
package struct SharedQuota: Sendable {
  package let kind: QuotaKind
  /// `E7`, or `E7/焊接` for a job group.
  package let id: String
  package let name: String
  package let enterprise: Int
  /// Increasing.
  package let posts: [Int]
  /// Nil where the data for the limit are missing.
  package fileprivate(set) var limit: Limit?
}

/// What every quota comes to, current interns taken off.
package struct Quotas: Sendable {
  /// One a post: its seats, and its own share limit where it is alone in its job group.
  package private(set) var posts: [Limit]
  /// In order of id.
  package private(set) var jobGroups: [SharedQuota]
  /// In order of id: one an enterprise, whether it has posts or not.
  package private(set) var enterprises: [SharedQuota]
  /// The job group of every post; nil where it is alone.
  package let jobGroupOfPost: [Int?]

  package init(_ placementCase: PlacementCase) {
    let policy = placementCase.policy
    posts = placementCase.posts.map { post in
      guard post.jobGroup == nil, let staff = post.samePostStaff else {
        return Limit(value: post.seats, term: .seats)
      }
      let share = max(0, policy.postShareMax.floor(times: staff) - post.currentInterns)
      return share < post.seats
        ? Limit(value: share, term: .postShareMax) : Limit(value: post.seats, term: .seats)
    }

    var members: [String: [Int]] = [:]
    var postsOfEnterprise = [[Int]](repeating: [], count: placementCase.enterprises.count)
    for (index, post) in placementCase.posts.enumerated() {
      postsOfEnterprise[post.enterprise].append(index)
      if let group = post.jobGroup {
        members["\(placementCase.enterprises[post.enterprise].id)/\(group)", default: []].append(index)
      }
    }
    let ids = members.keys.sorted(by: String.utf8Precedes)
    jobGroups = ids.map { id in
      let posts = members[id]!
      let first = placementCase.posts[posts[0]]
      let interns = posts.reduce(0) { $0 + placementCase.posts[$1].currentInterns }
      let limit = first.samePostStaff.map {
        Limit(value: max(0, policy.postShareMax.floor(times: $0) - interns), term: .postShareMax)
      }
      return SharedQuota(
        kind: .jobGroup, id: id, name: first.jobGroup!, enterprise: first.enterprise, posts: posts,
        limit: limit)
    }
    var groupOfPost = [Int?](repeating: nil, count: placementCase.posts.count)
    for (index, group) in jobGroups.enumerated() {
      for post in group.posts { groupOfPost[post] = index }
    }
    jobGroupOfPost = groupOfPost
    enterprises = placementCase.enterprises.enumerated().map { index, enterprise in
      let share = policy.staffShareMax.floor(times: enterprise.staffOnDuty)
      let declared = enterprise.maxInterns ?? Int.max
      let limit = Limit(
        value: max(0, min(share, declared) - enterprise.currentInterns),
        term: declared <= share ? .maxInterns : .staffShareMax)
      return SharedQuota(
        kind: .enterprise, id: enterprise.id, name: enterprise.name, enterprise: index,
        posts: postsOfEnterprise[index], limit: limit)
    }
  }

  /// The sets of posts that are held at once on some day, each as large as it gets: a quota that holds on
  /// these holds on every day. Loads only grow on a day on which a period starts.
  package static func simultaneous(_ posts: [Int], in placementCase: PlacementCase) -> [[Int]] {
    let starts = Set(posts.map { placementCase.posts[$0].start }).sorted()
    let sets = starts.map { day in
      posts.filter { placementCase.posts[$0].start <= day && day <= placementCase.posts[$0].end }
    }
    return sets.enumerated().compactMap { index, set in
      let inner = Set(set)
      let covered = sets.enumerated().contains { other, larger in
        other != index && inner.isSubset(of: larger) && (larger.count > set.count || other < index)
      }
      return covered ? nil : set
    }
  }
}

/// One quota of a case: an index into ``Quotas/enterprises``, ``Quotas/jobGroups`` or ``Quotas/posts``.
package struct QuotaKey: Hashable, Sendable {
  package let kind: QuotaKind
  package let index: Int

  package init(kind: QuotaKind, index: Int) {
    self.kind = kind
    self.index = index
  }
}

extension Quotas {
  /// With one limit raised or lowered, never below 0.
  package func changing(_ key: QuotaKey, by difference: Int) -> Quotas {
    func changed(_ limit: Limit) -> Limit {
      Limit(value: max(0, limit.value + difference), term: limit.term)
    }
    var copy = self
    switch key.kind {
    case .post: copy.posts[key.index] = changed(posts[key.index])
    case .jobGroup: copy.jobGroups[key.index].limit = jobGroups[key.index].limit.map(changed)
    case .enterprise: copy.enterprises[key.index].limit = enterprises[key.index].limit.map(changed)
    }
    return copy
  }
}
