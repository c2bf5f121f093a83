/// Where the members of every unit were in another plan, as far as it counts whether they stay.
public struct FormerPlan: Sendable, Equatable {
  /// Where the most members of the unit were; −1: without a post, or none of them counts.
  private(set) var post: [Int32]
  /// So many of them were there and count.
  private var members: [Int32]
  /// Of units whose members were apart: how many were at each other post.
  private var others: [Int: [Int32: Int32]] = [:]

  /// Every unit went whole, and whoever was without a post counts as well.
  public init(_ post: [Int32], of program: AssignmentProgram) {
    self.post = post
    members = program.unitSize
  }

  /// - Parameter places: of every unit the posts of those members who count; −1: without one.
  public init(_ places: [[Int32]]) {
    post = Array(repeating: -1, count: places.count)
    members = Array(repeating: 0, count: places.count)
    for (unit, places) in places.enumerated() {
      var counts = places.reduce(into: [Int32: Int32]()) { $0[$1, default: 0] += 1 }
      guard let most = counts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }) else { continue }
      (post[unit], members[unit]) = (most.key, most.value)
      counts[most.key] = nil
      if !counts.isEmpty { others[unit] = counts }
    }
  }

  /// Members of the unit who were there and count.
  func kept(_ unit: Int, at post: Int32) -> Int64 {
    Int64(post == self.post[unit] ? members[unit] : others[unit]?[post] ?? 0)
  }

  /// Members of the unit who were somewhere else and count: what it costs in movers that the unit goes there.
  func moved(_ unit: Int, to post: Int32) -> Int64 {
    let apart = others.isEmpty ? 0 : others[unit]?.values.reduce(0, +) ?? 0
    return Int64(members[unit] + apart) - kept(unit, at: post)
  }

  /// All movers of a plan.
  func moved(_ plan: [Int32]) -> Int64 { plan.indices.reduce(0) { $0 + moved($1, to: plan[$1]) } }

  /// Without those who move in any plan, since their unit may not go to their post any more; and how many these are.
  func keepable(in program: AssignmentProgram) -> (plan: FormerPlan, gone: Int64) {
    var (plan, gone) = (self, Int64(0))
    func isOpen(_ unit: Int, _ post: Int32) -> Bool {
      post < 0 ? !program.mustPlace[unit] : program.pair(unit, post) != nil
    }
    for unit in post.indices where members[unit] > 0 && !isOpen(unit, post[unit]) {
      gone += Int64(members[unit])
      (plan.post[unit], plan.members[unit]) = (-1, 0)
    }
    for (unit, posts) in others {
      for (post, count) in posts where !isOpen(unit, post) {
        gone += Int64(count)
        plan.others[unit]?[post] = nil
      }
    }
    return (plan, gone)
  }

  /// Of every post, the members who were there and count.
  func loads(_ postCount: Int) -> [Int64] {
    var load = [Int64](repeating: 0, count: postCount)
    for unit in post.indices where post[unit] >= 0 { load[Int(post[unit])] += Int64(members[unit]) }
    for posts in others.values {
      for (post, count) in posts where post >= 0 { load[Int(post)] += Int64(count) }
    }
    return load
  }
}
