/// Weights that make one whole number of all stages, proved large enough.
///
/// A tree of the network is optimal stage by stage if no residual cycle has a lexicographically negative cost. A simple
/// cycle meets every post, set and the root once: it holds at most posts + 1 units, each with two arcs, at most two
/// ways of staying without, and at most one arc pair a set. So its cost in stage `k` is at most
/// `cycle[k]` = (posts + 1) · largest pair cost + 2 · largest unplaced cost + Σ target weights, and
/// a weight above the weighted sum of all later stages' `cycle` lets no later stage outweigh one unit of it.
struct StageWeights {
  /// Of a unit of flow in each stage; stages that do not fit 62 bits are left out (`count` < stages).
  private(set) var weight: [Int64] = []
  /// Above all stages: of a unit of flow that must not be there.
  private(set) var forbidden: Int64 = 1

  /// - Parameter scale: what costs a unit of flow are multiplied with.
  init(_ program: AssignmentProgram, scale: Int64) {
    let cycles = (0..<program.stageCount).map { Self.cycle(program, stage: $0, scale: scale) }
    var stages = program.stageCount
    while stages > 0 {
      if let (weights, above) = Self.weights(Array(cycles[..<stages]), nodes: program.postCount) {
        weight = weights
        forbidden = above
        return
      }
      stages -= 1
    }
  }

  private static func weights(_ cycles: [Int64?], nodes: Int) -> ([Int64], Int64)? {
    var result = [Int64](repeating: 0, count: cycles.count)
    var later: Int64 = 0
    for stage in cycles.indices.reversed() {
      guard let cycle = cycles[stage] else { return nil }
      result[stage] = later + 1
      let (product, o1) = cycle.multipliedReportingOverflow(by: later + 1)
      let (sum, o2) = later.addingReportingOverflow(product)
      if o1 || o2 || sum > Int64.max / 8 { return nil }
      later = sum
    }
    let above = later + 1
    // Potentials are sums along a path that may meet forbidden arcs at every post.
    let (span, overflow) = above.multipliedReportingOverflow(by: Int64(4 * nodes + 16))
    if overflow || span > Int64.max / 4 { return nil }
    return (result, above)
  }

  private static func cycle(_ program: AssignmentProgram, stage: Int, scale: Int64) -> Int64? {
    var pair: Int64 = 0
    switch program.pairCost[stage] {
    case .zero: break
    case .narrow(let costs): for cost in costs { pair = max(pair, Int64(cost)) }
    case .wide(let costs): for cost in costs { pair = max(pair, cost) }
    }
    let unplaced = program.unplacedCost[stage].max() ?? 0
    var total: Int64 = 0
    for (factor, count) in [(pair, Int64(program.postCount + 1)), (unplaced, 2)] {
      let (product, o1) = factor.multipliedReportingOverflow(by: count)
      let (sum, o2) = total.addingReportingOverflow(product)
      if o1 || o2 { return nil }
      total = sum
    }
    for row in program.targetRows {
      let (sum, overflow) = total.addingReportingOverflow(row.weight[stage])
      if overflow { return nil }
      total = sum
    }
    let (scaled, overflow) = total.multipliedReportingOverflow(by: scale)
    return overflow ? nil : scaled
  }
}
