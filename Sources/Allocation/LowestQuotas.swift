import Placement

// Of several quotas over one post the lowest binds.
extension QuotaBook {
  /// The lowest of the quotas that a post is under, less those who found a place alone; of equal ones the first of
  /// ``keys(of:)``.
  package func lowest(of post: Int) -> (key: QuotaKey, limit: Int) { lowest(of: post, limit(under:)) }

  private func lowest(of post: Int, _ limit: (QuotaKey) -> Limit?) -> (key: QuotaKey, limit: Int) {
    let own = QuotaKey(kind: .post, index: post)
    var lowest = (key: own, limit: limit(own)!.value)
    if let index = jobGroupOfPost[post] {
      let group = QuotaKey(kind: .jobGroup, index: index)
      if let limit = limit(group)?.value, limit < lowest.limit { lowest = (group, limit) }
    }
    let enterprise = QuotaKey(kind: .enterprise, index: placementCase.posts[post].enterprise)
    if let limit = limit(enterprise)?.value, limit - taken[post] < lowest.limit {
      lowest = (enterprise, max(0, limit - taken[post]))
    }
    return lowest
  }

  private func limit(under key: QuotaKey) -> Limit? {
    switch key.kind {
    case .post: posts[key.index]
    case .jobGroup: jobGroups[key.index].limit
    case .enterprise: enterprises[key.index].limit
    }
  }

  /// The lowest of the post's quotas as they stand, whoever has found a place there alone.
  package func standingLimit(of post: Int) -> Int {
    let group = jobGroupOfPost[post].flatMap { jobGroups[$0].limit?.value } ?? .max
    let enterprise = enterprises[placementCase.posts[post].enterprise].limit?.value ?? .max
    return min(posts[post].value, group, enterprise)
  }

  /// How many students the post can take at most: the lowest of its quotas.
  package func limit(of post: Int) -> Int { lowest(of: post).limit }

  /// What ``changing(_:by:)`` makes of the quota, told without a copy of the book: a city asks it of every quota it has.
  package func limit(under key: QuotaKey, raisedBy difference: Int) -> Limit? {
    limit(under: key)?.raised(by: difference)
  }

  /// What it makes of every post under the quota.
  package func postLimits(changing key: QuotaKey, by difference: Int) -> [(post: Int, limit: Int)] {
    let changed = limit(under: key, raisedBy: difference)
    return self[key].posts.map { ($0, lowest(of: $0) { $0 == key ? changed : limit(under: $0) }.limit) }
  }
}
