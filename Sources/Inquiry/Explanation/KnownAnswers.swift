import AssignmentSolver
import IntegerProgram
import Placement
import Threads

// What the plan's residual network tells without a solve.
extension ChangeSolver {
  /// What a plan can be asked without solving; nil where it breaks a row or moving units round would better it. Only the
  /// last one is kept.
  mutating func network(of program: AssignmentProgram, at plan: [Int32]) -> ResidualNetwork? {
    if let known = keptNetwork, known.program == program, known.plan == plan {
      // Arrays that share their memory are equal without a look: the next question costs nothing.
      keptNetwork!.plan = plan
      return known.network
    }
    let network = ResidualNetwork(program, plan: plan, shouldStop: limits.isCancelled)
    keptNetwork = (program, plan, network)
    return network
  }

  /// Makes the network that the plan will be asked by, on a thread of its own beside other work.
  mutating func makeNetwork<Result: Sendable>(
    of program: AssignmentProgram, at plan: [Int32], threads: Int, beside work: @Sendable () -> Result
  ) -> Result {
    let isCancelled = limits.isCancelled
    // Written by one iteration alone, and read when both are over.
    nonisolated(unsafe) var network: ResidualNetwork?
    let results = concurrently(2, threads: threads) { index -> Result? in
      if index == 0 { return work() }
      network = ResidualNetwork(program, plan: plan, threads: threads, shouldStop: isCancelled)
      // Where everybody has a post nothing asks for them.
      if plan.contains(-1) { network?.findRootPaths(threads: threads) }
      return nil
    }
    keptNetwork = (program, plan, network)
    return results[0]!
  }

  /// Whether the plan is the optimum of a flow, by the network that is kept.
  func isExact(_ program: AssignmentProgram, at plan: [Int32]) -> Bool {
    guard let keptNetwork, keptNetwork.program == program, keptNetwork.plan == plan else { return false }
    return keptNetwork.network?.isExact ?? false
  }

  /// The network where it answers as a solve would; where it cannot, none is made.
  private mutating func exactNetwork(of program: AssignmentProgram, at plan: [Int32]) -> ResidualNetwork? {
    guard keptNetwork?.program == program || Reoptimisation.isWhole(program) else { return nil }
    return network(of: program, at: plan).flatMap { $0.isExact ? $0 : nil }
  }

  /// The changed program's best plan, of equally good ones the nearest to `plan`.
  ///
  /// - Returns: nil where it takes a solve; a nil plan where there is none.
  mutating func withoutSolving(
    _ changes: [ProgramChange], of program: AssignmentProgram, at plan: [Int32]
  ) -> AssignmentSolution?? {
    let ask: (ResidualNetwork) -> PlanChange?
    switch changes.first {
    case .place(let unit) where changes.count == 1:
      ask = { plan[unit] < 0 ? $0.placing(unit) : $0.evaluate([]) }
    case .hold(let unit, let post) where changes.count == 1: ask = { $0.holding(unit, at: post) }
    case .leave(let unit) where changes.count == 1: ask = { $0.leaving(unit) }
    // Seats: several limits may change at once, which is the flow's to say.
    default: return nil
    }
    guard let network = exactNetwork(of: program, at: plan) else { return nil }
    guard let change = ask(network) else { return .some(nil) }
    let values = program.stageValues(of: plan)
    let stages = zip(values, change.stages).map {
      StageOutcome(value: $0 + $1, bound: $0 + $1, proof: "network_flow")
    }
    return AssignmentSolution(post: change.applied(to: plan), stages: stages)
  }
}

extension ChangeSolver {
  /// A best plan, and whether none as good is nearer to the plan that was asked about.
  struct NearestPlan {
    let solution: AssignmentSolution
    let isNearest: Bool
    /// So many students at least go elsewhere in every plan as good; 0 where that was not asked.
    var leastMoved = 0
  }
}

extension ChangeSolver.NearestPlan {
  /// - Parameter solution: whose last stage counts the movers.
  init(counting solution: AssignmentSolution) {
    var solution = solution
    let movers = solution.stages.removeLast()
    (isNearest, leastMoved) = (movers.isProven, Int(movers.bound))
    self.solution = solution
  }
}
