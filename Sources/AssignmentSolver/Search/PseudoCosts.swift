/// What deciding something gained so far, in points a unit of fraction (Benichou et al. 1971): closing or opening a post,
/// forbidding a unit one of its posts or holding it there. Items are posts, and after them units.
struct PseudoCosts {
  private var seen: [[(sum: Double, count: Int)]]
  /// How many people it is about.
  private let size: [Int32]

  init(_ program: AssignmentProgram) {
    size = program.postMinimum + program.unitSize
    seen = Array(repeating: [(0, 0), (0, 0)], count: size.count)
  }

  /// Were both branches on it seen?
  func isReliable(_ item: Int) -> Bool { min(seen[item][0].count, seen[item][1].count) >= 1 }

  /// - Parameter fraction: how far it is from the branch's side.
  private func gain(_ item: Int, isUp: Bool, _ fraction: Double) -> Double {
    let own = seen[item][isUp ? 1 : 0]
    if own.count > 0 { return own.sum / Double(own.count) * fraction }
    return Double(size[item]) * 10 * fraction
  }

  /// Gains up to this are none.
  static let nothing = 1e-3

  /// Of 0 and of 1.
  func gains(_ item: Int, _ value: Double) -> (down: Double, up: Double) {
    (gain(item, isUp: false, value), gain(item, isUp: true, 1 - value))
  }

  /// The product of both branches' gains (Achterberg 2007, 5.2).
  func score(_ item: Int, _ value: Double) -> Double {
    let (down, up) = gains(item, value)
    return max(Self.nothing, down) * max(Self.nothing, up)
  }

  mutating func record(_ item: Int, isUp: Bool, _ gain: Double) {
    seen[item][isUp ? 1 : 0].sum += max(0, min(gain, 1e9))
    seen[item][isUp ? 1 : 0].count += 1
  }

  /// Learns from a node what the branch that made it gained.
  mutating func learn(_ node: SearchTree.Node, objective: Double) {
    guard let origin = node.origin else { return }
    record(origin.item, isUp: origin.isUp, (objective - origin.from) / max(1e-6, origin.fraction))
  }
}
