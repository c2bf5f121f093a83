import AssignmentSolver
import Placement

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

/// What another limit of one quota changes in the program.
package struct QuotaChange: Sendable {
  package let limits: [ProgramChange]
  /// Posts that open or close by it: for these the program has other pairs.
  package let toggled: [Int]
}

extension PlacementProgram {
  /// What changes where the term that binds a quota is so much higher or lower.
  package func change(_ key: QuotaKey, by difference: Int) -> QuotaChange {
    let limit = quotas.limit(under: key, raisedBy: difference)?.value ?? 0
    var changes = rows.capacityRows(of: key).map {
      ProgramChange.rowLimit($0, ProgramRows.limit(limit, less: rows.taken[$0]))
    }
    var toggled: [Int] = []
    for (post, limit) in quotas.postLimits(changing: key, by: difference) {
      let (now, limit) = (program.postLimit[post], Self.postLimit(limit))
      let minimum = program.postMinimum[post]
      if (now < minimum) != (limit < minimum) { toggled.append(post) }
      if now != limit { changes.append(.postLimit(post, limit)) }
    }
    return QuotaChange(limits: changes, toggled: toggled)
  }

  /// The lowest of a post's quotas, within what the solve path counts with.
  static func postLimit(_ lowest: Int) -> Int32 { Int32(min(lowest, 1_000_000_000)) }
}
