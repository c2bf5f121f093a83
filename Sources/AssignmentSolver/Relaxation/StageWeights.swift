/// Weights that make one whole number of all stages, proved large enough.
///
/// A tree of the network is optimal stage by stage if no residual cycle has a lexicographically negative cost. A simple
/// cycle meets every post, set and the root once: it holds at most posts + 1 units, each of which it enters by one of its
/// arcs and leaves by another, so that it counts the difference of two costs; two of the arcs may be ways of staying
/// without; and it holds at most one arc pair a set. So its cost in stage `k` is at most `cycle[k]` = Σ of the posts + 1
/// largest differences among the pairs of a unit + 2 · (largest pair cost + largest unplaced cost) + Σ target weights, and
/// a weight above the weighted sum of all later stages' `cycle` lets no later stage outweigh one unit of it.
struct StageWeights {
  /// Of a unit of flow in each stage; stages that do not fit 62 bits are left out (`count` < stages).
  private(set) var weight: [Int64] = []
  /// Above all stages: of a unit of flow that must not be there.
  private(set) var forbidden: Int64 = 1

  /// - Parameter scales: what costs a unit of flow are multiplied with in each stage.
  init(_ program: AssignmentProgram, scales: [Int64]) {
    let cycles = scales.indices.map { Self.cycle(program, stage: $0, scale: scales[$0]) }
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

  init(_ program: AssignmentProgram, scale: Int64) {
    self.init(program, scales: Array(repeating: scale, count: program.stageCount))
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
    guard !program.largestCost(stage).multipliedReportingOverflow(by: scale).overflow else { return nil }
    var largest: Int64 = 0
    var differences: [Int64] = []
    if !program.pairCost[stage].isZero {
      differences.reserveCapacity(program.unitCount)
      for unit in 0..<program.unitCount {
        let (least, most) = program.costs(of: unit, stage: stage)
        let size = Int64(program.unitSize[unit])
        // A rounded cost is off by less than one.
        differences.append((most - least) * scale / size + 1)
        largest = max(largest, most * scale / size)
      }
      differences.sort(by: >)
    }
    for unit in 0..<program.unitCount {
      largest = max(largest, program.unplacedCost[stage][unit] * scale / Int64(program.unitSize[unit]))
    }
    var terms = Array(differences.prefix(program.postCount + 1)) + Array(repeating: largest, count: 4)
    for row in program.targetRows {
      let (weight, overflow) = row.weight[stage].multipliedReportingOverflow(by: scale)
      if overflow { return nil }
      terms.append(weight)
    }
    var total: Int64 = 0
    for term in terms {
      let (sum, overflow) = total.addingReportingOverflow(term)
      if overflow { return nil }
      total = sum
    }
    return total
  }
}

extension AssignmentProgram {
  /// The cheapest and the dearest pair of a unit in a stage; 0 and 0 where it has none.
  fileprivate func costs(of unit: Int, stage: Int) -> (least: Int64, most: Int64) {
    let pairs = pairStart[unit]..<pairStart[unit + 1]
    guard let first = pairs.first else { return (0, 0) }
    var least = pairCost[stage][first]
    var most = least
    pairCost[stage].forEach(in: pairs) { _, cost in
      least = min(least, cost)
      most = max(most, cost)
    }
    return (least, most)
  }
}
