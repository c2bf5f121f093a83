/// Makes plans of a linear program's openings: the flow decides who goes where.
final class Rounding {
  private let flow: FlowRelaxation
  private let reduction: Reduction
  private let grouped: [Int]
  /// Patterns of open posts whose flow was solved.
  private var seen: Set<[Bool]> = []

  init(_ reduction: Reduction, _ flow: FlowRelaxation) {
    self.reduction = reduction
    self.flow = flow
    isExact = flow.isWhole
    let program = reduction.program
    grouped = (0..<program.postCount).filter { program.postMinimum[$0] > 1 && program.postLimit[$0] > 0 }
  }

  /// Is the flow the optimum once all posts are decided?
  let isExact: Bool

  enum Outcome {
    /// The best plan with posts open from one half on, as far as the flow finds it; nil where there is none, or these
    /// posts were rounded to before.
    case done([Int32]?)
    /// The time was up: nothing is known of these posts.
    case stopped
  }

  func round(openings: [Double], shouldStop: () -> Bool = { false }) -> Outcome {
    let pattern = grouped.map { openings[$0] >= 0.5 }
    if seen.contains(pattern) { return .done(nil) }
    var isOpen = pattern
    for (index, post) in grouped.enumerated() { flow.set(isOpen[index] ? .held : .closed, post: post) }
    while true {
      if shouldStop() || !flow.solve(shouldStop: shouldStop) { return .stopped }
      // One that cannot be filled is closed.
      let short = grouped.indices.filter { isOpen[$0] && isShort(grouped[$0]) }
      if short.isEmpty { break }
      for index in short {
        isOpen[index] = false
        flow.set(.closed, post: grouped[index])
      }
    }
    let (wish, isWhole) = flow.assignment()
    var plan: [Int32]? = wish
    if !isWhole || !isExact {
      plan = Repair.plan(reduction, wish: wish, shouldStop: shouldStop)
      if plan == nil && shouldStop() { return .stopped }
    }
    seen.insert(pattern)
    return .done(plan)
  }

  /// A plan near to where units wish to go.
  func repair(_ wish: [Int32], shouldStop: () -> Bool) -> [Int32]? {
    Repair.plan(reduction, wish: wish, shouldStop: shouldStop)
  }

  /// Lets all posts be again.
  func free() {
    for post in grouped { flow.set(.free, post: post) }
  }

  private func isShort(_ post: Int) -> Bool {
    flow.load(post: post) < Int64(reduction.program.postMinimum[post])
  }
}
