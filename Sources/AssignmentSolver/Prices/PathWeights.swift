/// Weights that make one whole number of all stages along a path, with the units that move counted last.
///
/// A simple path in the residual network meets every post once, so that its cost in stage `k` is at most `cycle[k]` =
/// (posts + 1) · largest pair cost + 2 · largest unplaced cost + Σ target weights. Sums of two paths are compared with
/// one another, so that a weight above four times what all later stages can come to keeps the stages' order.
struct PathWeights {
  /// One a stage.
  let stage: [Int128]
  /// Stages in which pairs cost anything.
  let costly: [Int]
  /// No arc of the residual network costs more, or brings more.
  let most: Int128

  /// - Returns: nil where the stages do not fit one number.
  init?(_ program: AssignmentProgram) {
    var weights = [Int128](repeating: 0, count: program.stageCount)
    // A mover weighs 1.
    var later = Int128(4 * (program.postCount + 2))
    for stage in weights.indices.reversed() {
      weights[stage] = later + 1
      let targets = program.targetRows.reduce(Int128(0)) { $0 + Int128($1.weight[stage]) }
      let cycle =
        Int128(program.largestPairCost(stage)) * Int128(program.postCount + 1)
        + 2 * Int128(program.unplacedCost[stage].max() ?? 0) + targets
      let (product, o1) = (4 * cycle).multipliedReportingOverflow(by: later + 1)
      let (sum, o2) = later.addingReportingOverflow(product)
      if o1 || o2 || sum > Int128.max >> 8 { return nil }
      later = sum
    }
    most = later
    stage = weights
    costly = weights.indices.filter { !program.pairCost[$0].isZero }
  }

  func unplaced(_ unit: Int, in program: AssignmentProgram) -> Int128 {
    stage.indices.reduce(Int128(0)) { $0 + stage[$1] * Int128(program.unplacedCost[$1][unit]) }
  }

  /// The cost of every pair of a unit.
  func pairs(of unit: Int, in program: AssignmentProgram, into costs: inout [Int128]) {
    let range = program.pairStart[unit]..<program.pairStart[unit + 1]
    costs.removeAll(keepingCapacity: true)
    costs.append(contentsOf: repeatElement(0, count: range.count))
    for index in costly {
      let weight = stage[index]
      program.pairCost[index].forEach(in: range) { pair, cost in
        costs[pair &- range.lowerBound] &+= weight &* Int128(cost)
      }
    }
  }
}

extension AssignmentProgram {
  func largestPairCost(_ stage: Int) -> Int64 { pairCost[stage].largest }
}
