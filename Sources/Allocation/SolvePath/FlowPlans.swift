/// Makes plans of flows: posts under their minimum are closed or held open, and the flow mends itself.
struct FlowPlans {
  let reduction: Reduction
  let flow: RelaxedFlow

  init(_ reduction: Reduction, _ flow: RelaxedFlow) {
    self.reduction = reduction
    self.flow = flow
  }

  private var program: AssignmentProgram { reduction.program }

  /// Leaves in `best` the best plan found.
  func improve(_ best: BestPlan, shouldStop: () -> Bool) {
    let grouped = (0..<program.postCount).filter { program.postMinimum[$0] > 1 && program.postLimit[$0] > 0 }
    close(grouped, best, shouldStop)
  }

  /// Closes the emptiest undecided post after another until none is left.
  private func close(_ grouped: [Int], _ best: BestPlan, _ shouldStop: () -> Bool) {
    while !shouldStop() {
      let undecided = grouped.filter { post in
        let load = flow.load(post: post)
        return load > 0 && load < Int64(program.postMinimum[post])
      }
      let wish = flow.assignment().post
      if !undecided.isEmpty || best.value == nil || program.unitSize.contains(where: { $0 > 1 }) {
        if let plan = PlanRepair.plan(reduction, wish: wish) { best.offer(plan) }
      } else {
        best.offer(wish)
      }
      guard let next = undecided.min(by: { share($0) < share($1) }) else { return }
      flow.set(share(next) < 0.5 ? .closed : .held, post: next)
      guard flow.solve(shouldStop: shouldStop) else { return }
      if flow.load(post: next) > 0 && flow.load(post: next) < Int64(program.postMinimum[next]) {
        flow.set(.closed, post: next)
        guard flow.solve(shouldStop: shouldStop) else { return }
        if flow.load(post: next) > 0 { return }
      }
    }
  }

  private func share(_ post: Int) -> Double {
    Double(flow.load(post: post)) / Double(program.postMinimum[post])
  }
}
