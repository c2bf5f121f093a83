import NetworkFlow

/// What the whole plan changes by at least where one unit goes to one of its posts: the reduced cost of the pair in the
/// relaxed flow's optimum, less what the plan costs above that optimum.
///
/// Differences are in ``StageWeights``: one whole number for all stages, which keeps their order.
package struct HoldingBounds {
  private let flow: FlowRelaxation
  /// What the plan costs above the flow's optimum.
  private let slack: Int64

  /// - Parameters:
  ///   - flow: solved.
  ///   - floor: its value of every stage.
  ///   - values: the plan's.
  /// - Returns: nil where the flow gives no bound of every stage, or the numbers are too large.
  private init?(_ flow: FlowRelaxation, floor: [Int64], plan values: [Int64]) {
    guard floor.count == values.count, !flow.leavesMustPlace else { return nil }
    self.flow = flow
    guard let above = Self.weighted(zip(values, floor).map { $0 - $1 }, flow.weights.weight) else {
      return nil
    }
    // With teams the last stage may have been rounded up.
    slack = above + (flow.scale > 1 ? flow.weights.weight[values.count - 1] : 0)
  }

  /// By the kept flow, which is the program itself.
  package init?(_ kept: Reoptimisation, plan values: [Int64]) {
    guard let solution = kept.solution else { return nil }
    self.init(kept.flow, floor: solution.stages.map(\.value), plan: values)
  }

  /// Solves what of the program is a flow.
  package init?(_ program: AssignmentProgram, plan values: [Int64], shouldStop: () -> Bool = { false }) {
    let flow = FlowRelaxation(program)
    guard flow.isExactRelaxation, flow.solve(shouldStop: shouldStop) else { return nil }
    self.init(flow, floor: flow.stageBounds(), plan: values)
  }

  /// One a pair of the unit.
  package func bounds(of unit: Int) -> [Int64] {
    let (network, program) = (flow.network, flow.program)
    let size = Int64(program.unitSize[unit])
    let own = network.unitPotential(unit)
    return (program.pairStart[unit]..<program.pairStart[unit + 1]).map { pair in
      let post = program.unitCount + Int(program.pairPost[pair])
      let reduced = max(0, network.pairCost[pair] + network.potential[post] - own)
      return reduced * size / flow.scale - slack
    }
  }

  /// A difference of stages in the same weights; nil where it is too large for them.
  package func weighted(_ stages: [Int64]) -> Int64? { Self.weighted(stages, flow.weights.weight) }

  private static func weighted(_ stages: [Int64], _ weights: [Int64]) -> Int64? {
    guard stages.count == weights.count else { return nil }
    var sum: Int64 = 0
    for (value, weight) in zip(stages, weights) {
      let (product, o1) = value.multipliedReportingOverflow(by: weight)
      let (next, o2) = sum.addingReportingOverflow(product)
      if o1 || o2 { return nil }
      sum = next
    }
    return sum
  }
}
