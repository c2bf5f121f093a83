/// What a plan is worth and whether it holds, in whole numbers: nothing becomes the best plan but through here.
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
  package func stages(_ post: [Int32]) -> [Int64]? {
    costs(post).map { zip($0, program.offset).map { $0 - $1 } }
  }

  /// What the costs of every stage add up to, which is the value but for ``AssignmentProgram/offset``; nil where the plan
  /// breaks a row.
  package func costs(_ post: [Int32]) -> [Int64]? {
    guard post.count == program.unitCount else { return nil }
    let load = loads(post)
    for index in 0..<program.postCount where load[index] != 0 {
      let limit = Int64(program.postLimit[index])
      let minimum = Int64(program.postMinimum[index])
      if load[index] > limit || load[index] < minimum { return nil }
    }
    for row in program.capacityRows {
      if row.posts.reduce(Int64(0), { $0 + load[Int($1)] }) > Int64(max(0, row.limit)) { return nil }
    }
    guard let isPaid = program.penaltiesPaid(post) else { return nil }
    var value = [Int64](repeating: 0, count: program.stageCount)
    for unit in 0..<program.unitCount {
      guard post[unit] >= 0 else {
        if program.mustPlace[unit] { return nil }
        for stage in value.indices { value[stage] += program.unplacedCost[stage][unit] }
        continue
      }
      guard let pair = pair(unit: unit, post: post[unit]) else { return nil }
      for stage in value.indices { value[stage] += program.pairCost[stage][pair] }
    }
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
