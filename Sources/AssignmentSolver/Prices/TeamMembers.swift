/// A program whose teams' members go each for itself, without side rows.
struct TeamMembers {
  let flow: AssignmentProgram
  let scale: Int64
  /// The first member of every unit.
  let first: [Int]
  /// The unit of every member.
  let unit: [Int]

  /// The program's flow: no minimums, no rows that cross, costs times `scale`.
  ///
  /// - Returns: nil where the scaled costs are too large.
  init?(flowOf program: AssignmentProgram) {
    let scale = Set(program.unitSize.map(Int64.init)).sorted().reduce(Int64(1)) { multiple, size in
      multiple > 1000 ? multiple : multiple / Self.divisor(multiple, size) * size
    }
    guard scale <= 1000 else { return nil }
    for stage in 0..<program.stageCount
    where program.largestCost(stage).multipliedReportingOverflow(by: 1_000_000 * scale).overflow {
      return nil
    }
    var flow = program
    flow.postMinimum = program.postMinimum.map { _ in 1 }
    let family = LaminarFamily(program)
    for row in flow.capacityRows.indices where family.setOfRow[row] < 0 { flow.capacityRows[row].posts = [] }
    for row in flow.targetRows.indices {
      if family.setOfTarget[row] < 0 { (flow.targetRows[row].posts, flow.targetRows[row].target) = ([], 0) }
      flow.targetRows[row].weight = flow.targetRows[row].weight.map { $0 * scale }
    }
    self.init(splitting: flow, scale: scale)
  }

  /// Costs are a member's share of `scale` times the team's, rounded down.
  init(splitting program: AssignmentProgram, scale: Int64) {
    self.scale = scale
    var first: [Int] = []
    var unit: [Int] = []
    for own in 0..<program.unitCount {
      first.append(unit.count)
      unit += Array(repeating: own, count: Int(program.unitSize[own]))
    }
    (self.first, self.unit) = (first, unit)
    var flow = program.withoutSideRows
    if unit.count > program.unitCount { Self.split(&flow, unit, scale) }
    self.flow = flow
  }

  private static func divisor(_ a: Int64, _ b: Int64) -> Int64 { b == 0 ? a : divisor(b, a % b) }

  private static func split(_ flow: inout AssignmentProgram, _ unit: [Int], _ scale: Int64) {
    let program = flow
    func share(_ own: Int) -> Int64 { scale / Int64(program.unitSize[own]) }
    flow.unitSize = unit.map { _ in 1 }
    flow.mustPlace = unit.map { program.mustPlace[$0] }
    flow.unplacedCost = program.unplacedCost.map { costs in unit.map { costs[$0] * share($0) } }
    flow.pairStart = unit.reduce(into: [0]) {
      $0.append($0.last! + program.pairStart[$1 + 1] - program.pairStart[$1])
    }
    flow.pairPost = []
    flow.pairPost.reserveCapacity(flow.pairStart.last!)
    for own in unit {
      flow.pairPost += program.pairPost[program.pairStart[own]..<program.pairStart[own + 1]]
    }
    flow.pairCost = program.pairCost.map { costs in
      if case .zero = costs { return .zero }
      return AssignmentProgram.PairCosts(upTo: costs.largest * scale, count: flow.pairPost.count) { put in
        for own in unit {
          costs.forEach(in: program.pairStart[own]..<program.pairStart[own + 1]) { put($1 * share(own)) }
        }
      }
    }
  }
}
