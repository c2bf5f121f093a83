/// What a plan is worth and whether it keeps every row, in whole numbers. Every plan passes this check before it counts.
package struct PlanValue {
  package let program: AssignmentProgram

  package init(program: AssignmentProgram) { self.program = program }

  /// The pair of a unit at a post.
  package func pair(unit: Int, post: Int32) -> Int? {
    var low = program.pairStart[unit]
    var high = program.pairStart[unit + 1]
    while low < high {
      let middle = (low + high) / 2
      if program.pairPost[middle] < post { low = middle + 1 } else { high = middle }
    }
    return low < program.pairStart[unit + 1] && program.pairPost[low] == post ? low : nil
  }

  package func loads(_ post: [Int32]) -> [Int64] {
    var load = [Int64](repeating: 0, count: program.postCount)
    for (unit, at) in post.enumerated() where at >= 0 { load[Int(at)] += Int64(program.unitSize[unit]) }
    return load
  }

  /// The value of every stage, nil where the plan breaks a row.
  package func stages(_ post: [Int32]) -> [Int64]? { reckoned(post).flatMap(stages) }

  /// The sum of each stage's costs, which is the value plus ``AssignmentProgram/offset``; nil where the plan
  /// breaks a row.
  func costs(_ post: [Int32]) -> [Int64]? { reckoned(post).flatMap(costs) }

  /// What a plan is worth but for what depends on the limits.
  struct Reckoned {
    let post: [Int32]
    /// Members at every post.
    fileprivate(set) var load: [Int64]
    /// Of every stage, what units cost: no targets.
    fileprivate(set) var cost: [Int64]
  }

  /// Nil where a unit goes where it may not, or stays without where it must not.
  func reckoned(_ post: [Int32]) -> Reckoned? {
    guard post.count == program.unitCount else { return nil }
    var found = Reckoned(
      post: post, load: loads(post), cost: [Int64](repeating: 0, count: program.stageCount))
    for unit in 0..<program.unitCount {
      if post[unit] < 0 && program.mustPlace[unit] { return nil }
      guard add(unit, at: post[unit], times: 1, to: &found.cost) else { return nil }
    }
    return found
  }

  /// The same from what another plan is worth, looking only at units that go elsewhere. That plan may belong to a program
  /// with other limits, other targets and other units that must be placed.
  func reckoned(_ post: [Int32], from other: Reckoned) -> Reckoned? {
    guard post.count == program.unitCount else { return nil }
    var found = Reckoned(post: post, load: other.load, cost: other.cost)
    for unit in 0..<program.unitCount {
      let (old, new) = (other.post[unit], post[unit])
      if new < 0 && program.mustPlace[unit] { return nil }
      if new == old { continue }
      let size = Int64(program.unitSize[unit])
      if old >= 0 { found.load[Int(old)] -= size }
      if new >= 0 { found.load[Int(new)] += size }
      guard add(unit, at: old, times: -1, to: &found.cost), add(unit, at: new, times: 1, to: &found.cost)
      else { return nil }
    }
    return found
  }

  /// - Returns: whether the unit may go there.
  private func add(_ unit: Int, at post: Int32, times factor: Int64, to cost: inout [Int64]) -> Bool {
    guard post >= 0 else {
      for stage in cost.indices { cost[stage] += factor * program.unplacedCost[stage][unit] }
      return true
    }
    guard let pair = pair(unit: unit, post: post) else { return false }
    for stage in cost.indices { cost[stage] += factor * program.pairCost[stage][pair] }
    return true
  }

  /// The value of every stage, nil where a limit or a minimum is broken.
  func stages(_ plan: Reckoned) -> [Int64]? { costs(plan).map { zip($0, program.offset).map { $0 - $1 } } }

  private func costs(_ plan: Reckoned) -> [Int64]? {
    let load = plan.load
    for index in 0..<program.postCount where load[index] != 0 {
      let limit = Int64(program.postLimit[index])
      let minimum = Int64(program.postMinimum[index])
      if load[index] > limit || load[index] < minimum { return nil }
    }
    for row in program.capacityRows {
      if row.posts.reduce(Int64(0), { $0 + load[Int($1)] }) > Int64(max(0, row.limit)) { return nil }
    }
    guard let isPaid = program.penaltiesPaid(plan.post) else { return nil }
    var value = plan.cost
    for row in program.targetRows {
      let short = max(0, Int64(row.target) - row.posts.reduce(Int64(0)) { $0 + load[Int($1)] })
      for stage in value.indices { value[stage] += short * row.weight[stage] }
    }
    for (penalty, weight) in program.penalties.enumerated() where isPaid[penalty] {
      for stage in value.indices { value[stage] += weight[stage] }
    }
    return value
  }
}
