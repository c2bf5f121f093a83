import Allocation
import AssignmentSolver
import Placement
import Plan

/// Which limits of the program say a quota.
struct QuotaChanges {
  private let allocated: PlacementProgram
  /// Capacity rows of every job group, then of every enterprise.
  private let rows: [Range<Int>]

  init(_ allocated: PlacementProgram) {
    self.allocated = allocated
    let (quotas, placementCase) = (allocated.quotas, allocated.context.placementCase)
    var first = 0
    rows = (quotas.jobGroups + quotas.enterprises).map { quota in
      guard quota.limit != nil else { return first..<first }
      let sets = Quotas.simultaneous(quota.posts, in: placementCase).count { $0.count > 1 }
      defer { first += sets }
      return first..<(first + sets)
    }
  }

  /// The program's limits where a quota has so many seats more, and the posts that open or close by it: for these there
  /// are other pairs.
  func changes(_ key: QuotaKey, by seats: Int) -> (limits: [ProgramChange], toggled: [Int]) {
    let quotas = allocated.quotas.changing(key, by: seats)
    var changes: [ProgramChange] = []
    var toggled: [Int] = []
    let posts: [Int]
    switch key.kind {
    case .post: posts = [key.index]
    case .jobGroup, .enterprise:
      let isGroup = key.kind == .jobGroup
      let quota = isGroup ? quotas.jobGroups[key.index] : quotas.enterprises[key.index]
      posts = quota.posts
      let limit = Int32(clamping: quota.limit?.value ?? 0)
      changes += rows[isGroup ? key.index : quotas.jobGroups.count + key.index].map {
        .rowLimit($0, limit)
      }
    }
    for post in posts {
      let (now, limit) = (allocated.program.postLimit[post], limit(of: post, under: quotas))
      let minimum = allocated.program.postMinimum[post]
      if (now < minimum) != (limit < minimum) { toggled.append(post) }
      if now != limit { changes.append(.postLimit(post, limit)) }
    }
    return (changes, toggled)
  }

  private func limit(of post: Int, under quotas: Quotas) -> Int32 {
    let group = quotas.jobGroupOfPost[post].flatMap { quotas.jobGroups[$0].limit?.value }
    let enterprise = quotas.enterprises[allocated.context.placementCase.posts[post].enterprise].limit?.value
    return Int32(min(quotas.posts[post].value, group ?? .max, enterprise ?? .max, 1_000_000_000))
  }
}
