/// What a few moves make of a plan: checked against every row they touch, in whole numbers.
package struct ChangeEvaluation: Sendable {
  /// Capacity rows of every post.
  let rowsOfPost: [[Int32]]
  private let targetsOfPost: [[Int32]]
  private let program: AssignmentProgram
  private let plan: [Int32]
  private let load: [Int64]
  private let rowLoad: [Int64]
  private let targetLoad: [Int64]
  private let side: SideChange

  /// - Parameter plan: breaks no row.
  package init(_ program: AssignmentProgram, _ plan: [Int32]) {
    self.program = program
    self.plan = plan
    let load = PlanValue(program: program).loads(plan)
    self.load = load
    func sum(_ posts: [Int32]) -> Int64 { posts.reduce(0) { $0 + load[Int($1)] } }
    rowLoad = program.capacityRows.map { sum($0.posts) }
    targetLoad = program.targetRows.map { sum($0.posts) }
    var rows = [[Int32]](repeating: [], count: program.postCount)
    for (index, row) in program.capacityRows.enumerated() {
      for post in row.posts { rows[Int(post)].append(Int32(index)) }
    }
    rowsOfPost = rows
    var targets = [[Int32]](repeating: [], count: program.postCount)
    for (index, row) in program.targetRows.enumerated() {
      for post in row.posts { targets[Int(post)].append(Int32(index)) }
    }
    targetsOfPost = targets
    side = SideChange(program, plan)
  }

  /// The first stage of the units alone.
  func firstStage(_ moves: [UnitMove]) -> Int64 { moves.reduce(0) { $0 + unitCost($1, stage: 0) } }

  /// What a move costs the unit itself, a stage.
  func costs(_ move: UnitMove) -> [Int64] { (0..<program.stageCount).map { unitCost(move, stage: $0) } }

  private func unitCost(_ move: UnitMove, stage: Int) -> Int64 {
    func cost(_ post: Int32) -> Int64 {
      guard post >= 0 else { return program.unplacedCost[stage][move.unit] }
      return program.pair(move.unit, post).map { program.pairCost[stage][$0] } ?? 0
    }
    return cost(move.post) - cost(plan[move.unit])
  }

  /// New value less the plan's, a stage; nil where a row of `changed` is broken or a unit may not go there.
  ///
  /// - Parameter changed: the program, or the same with other limits.
  package func stages(_ moves: [UnitMove], under changed: AssignmentProgram) -> [Int64]? {
    guard Set(moves.map(\.unit)).count == moves.count else { return nil }
    var difference: [Int: Int64] = [:]
    for move in moves {
      let size = Int64(program.unitSize[move.unit])
      if move.post >= 0 {
        guard program.pair(move.unit, move.post) != nil else { return nil }
        difference[Int(move.post), default: 0] += size
      } else if program.mustPlace[move.unit] {
        return nil
      }
      if plan[move.unit] >= 0 { difference[Int(plan[move.unit]), default: 0] -= size }
    }
    guard isLawful(difference, under: changed), var value = side.stages(moves) else { return nil }
    for stage in value.indices { value[stage] += moves.reduce(0) { $0 + unitCost($1, stage: stage) } }
    for (row, change) in sums(difference, targetsOfPost) where change != 0 {
      let (target, weight) = (Int64(program.targetRows[row].target), program.targetRows[row].weight)
      let short = max(0, target - targetLoad[row] - change) - max(0, target - targetLoad[row])
      for stage in value.indices { value[stage] += short * weight[stage] }
    }
    return value
  }

  private func sums(_ difference: [Int: Int64], _ rowsOfPost: [[Int32]]) -> [Int: Int64] {
    var sums: [Int: Int64] = [:]
    for (post, change) in difference where change != 0 {
      for row in rowsOfPost[post] { sums[Int(row), default: 0] += change }
    }
    return sums
  }

  private func isLawful(_ difference: [Int: Int64], under changed: AssignmentProgram) -> Bool {
    for (post, change) in difference {
      let now = load[post] + change
      if now > max(0, Int64(changed.postLimit[post])) { return false }
      if now > 0 && now < Int64(changed.postMinimum[post]) { return false }
    }
    return sums(difference, rowsOfPost).allSatisfy { row, change in
      rowLoad[row] + change <= Int64(max(0, changed.capacityRows[row].limit))
    }
  }
}
