/// Makes a plan of the flow: a dive that closes or holds the most decided posts, a few at a time, and lets
/// the flow mend itself.
struct FlowPlans {
  let reduction: Reduction
  let flow: RelaxedFlow

  init(_ reduction: Reduction, _ flow: RelaxedFlow) {
    self.reduction = reduction
    self.flow = flow
  }

  private var program: AssignmentProgram { reduction.program }

  /// Leaves in `best` the best plan found; posts are free again afterwards.
  func improve(_ best: BestPlan, shouldStop: () -> Bool) {
    let grouped = (0..<program.postCount).filter { program.postMinimum[$0] > 1 && program.postLimit[$0] > 0 }
    dive(grouped, shouldStop)
    let wish = flow.assignment().post
    best.offer(wish)
    if let plan = PlanRepair.plan(reduction, wish: wish) { best.offer(plan) }
    for post in grouped { flow.set(.free, post: post) }
  }

  private func dive(_ grouped: [Int], _ shouldStop: () -> Bool) {
    var wasHeld = [Bool](repeating: false, count: program.postCount)
    var isClosed = wasHeld
    while !shouldStop() {
      let undecided = grouped.filter { isShort($0) }
      // Units that must be placed can hold a closed post open: no plan this way.
      if undecided.isEmpty || undecided.contains(where: { isClosed[$0] }) { return }
      // One that was held and cannot be filled is closed.
      let failed = undecided.filter { wasHeld[$0] }
      if !failed.isEmpty {
        for post in failed {
          isClosed[post] = true
          flow.set(.closed, post: post)
        }
      } else {
        let order = undecided.sorted { (certainty($0), $1) > (certainty($1), $0) }
        for post in order.prefix(max(1, undecided.count / 6)) {
          wasHeld[post] = share(post) >= 0.5
          isClosed[post] = !wasHeld[post]
          flow.set(wasHeld[post] ? .held : .closed, post: post)
        }
      }
      guard flow.solve(shouldStop: shouldStop) else { return }
    }
  }

  private func isShort(_ post: Int) -> Bool {
    let load = flow.load(post: post)
    return load > 0 && load < Int64(program.postMinimum[post])
  }

  private func certainty(_ post: Int) -> Double { abs(share(post) - 0.5) }

  private func share(_ post: Int) -> Double {
    Double(flow.load(post: post)) / Double(program.postMinimum[post])
  }
}
