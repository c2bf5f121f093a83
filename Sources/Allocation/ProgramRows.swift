import AssignmentSolver

/// Which quota every row of the program says: kept beside the program, which is free of names.
package struct ProgramRows: Sendable {
  /// One a capacity row.
  package let capacity: [QuotaKey]
  /// How many who found a place alone use up the quota on the row's day; one a capacity row.
  fileprivate let taken: [Int]
  /// One a target row.
  package let target: [QuotaKey]
  private let capacityRows: [QuotaKey: [Int]]

  init(capacity: [(key: QuotaKey, taken: Int)], target: [QuotaKey]) {
    self.capacity = capacity.map(\.key)
    taken = capacity.map(\.taken)
    self.target = target
    capacityRows = Dictionary(grouping: capacity.indices) { capacity[$0].key }
  }

  /// What a quota leaves to the program where so many have found a place alone.
  static func limit(_ limit: Int, less taken: Int) -> Int32 { Int32(clamping: max(0, limit - taken)) }

  /// The capacity rows that say the quota, one a day that counts.
  package func capacityRows(of key: QuotaKey) -> [Int] { capacityRows[key] ?? [] }
}

/// What other limits of quotas change in the program.
package struct QuotaChange: Sendable {
  package fileprivate(set) var limits: [ProgramChange] = []
  /// Posts that open or close by them: for these the program has other pairs.
  package fileprivate(set) var toggled: [Int] = []
}

extension PlacementProgram {
  /// What changes where the term that binds a quota is so much higher or lower.
  package func change(_ key: QuotaKey, by difference: Int) -> QuotaChange {
    var change = QuotaChange()
    note(
      key, quotas.limit(under: key, raisedBy: difference)?.value,
      quotas.postLimits(changing: key, by: difference), in: &change)
    return change
  }

  /// What changes where these quotas, and no others, come to something else.
  func change(of keys: [QuotaKey], under book: QuotaBook) -> QuotaChange {
    var change = QuotaChange()
    for key in keys {
      let quota = book[key]
      note(key, quota.limit?.value, quota.posts.map { ($0, book.limit(of: $0)) }, in: &change)
    }
    return change
  }

  /// - Parameter posts: under the quota, and what they come to.
  private func note(
    _ key: QuotaKey, _ limit: Int?, _ posts: [(post: Int, limit: Int)], in change: inout QuotaChange
  ) {
    change.limits += rows.capacityRows(of: key).map {
      .rowLimit($0, ProgramRows.limit(limit ?? 0, less: rows.taken[$0]))
    }
    for (post, limit) in posts {
      let (now, limit) = (program.postLimit[post], Self.postLimit(limit))
      let minimum = program.postMinimum[post]
      if (now < minimum) != (limit < minimum) { change.toggled.append(post) }
      if now != limit { change.limits.append(.postLimit(post, limit)) }
    }
  }

  /// The lowest of a post's quotas, within what the solve path counts with.
  static func postLimit(_ lowest: Int) -> Int32 { Int32(min(lowest, 1_000_000_000)) }
}
