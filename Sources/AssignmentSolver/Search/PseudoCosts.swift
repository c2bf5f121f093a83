/// What closing or opening a post gained so far, in points a unit of fraction (Benichou et al. 1971).
struct PseudoCosts {
  private var seen: [[(sum: Double, count: Int)]]
  private let minimum: [Int32]

  init(_ program: AssignmentProgram) {
    seen = Array(repeating: [(0, 0), (0, 0)], count: program.postCount)
    minimum = program.postMinimum
  }

  /// Were both branches on the post seen?
  func isReliable(_ post: Int) -> Bool { min(seen[post][0].count, seen[post][1].count) >= 1 }

  /// - Parameter fraction: how far the opening is from the branch's side.
  func gain(_ post: Int, isUp: Bool, _ fraction: Double) -> Double {
    let own = seen[post][isUp ? 1 : 0]
    if own.count > 0 { return own.sum / Double(own.count) * fraction }
    return Double(minimum[post]) * 10 * fraction
  }

  /// Gains up to this are none.
  static let nothing = 1e-3

  /// Of closing and of opening.
  func gains(_ post: Int, _ opening: Double) -> (down: Double, up: Double) {
    (gain(post, isUp: false, opening), gain(post, isUp: true, 1 - opening))
  }

  /// The product of both branches' gains (Achterberg 2007, 5.2).
  func score(_ post: Int, _ opening: Double) -> Double {
    let (down, up) = gains(post, opening)
    return max(Self.nothing, down) * max(Self.nothing, up)
  }

  mutating func record(_ post: Int, isUp: Bool, _ gain: Double) {
    seen[post][isUp ? 1 : 0].sum += max(0, min(gain, 1e9))
    seen[post][isUp ? 1 : 0].count += 1
  }

  /// Learns from a node what the branch that made it gained.
  mutating func learn(_ node: SearchTree.Node, objective: Double) {
    guard let origin = node.origin else { return }
    record(origin.post, isUp: origin.isUp, (objective - origin.from) / max(1e-6, origin.fraction))
  }
}
