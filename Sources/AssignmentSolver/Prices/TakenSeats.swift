/// Plans in which a unit takes the seats of others, who go without.
final class TakenSeats {
  private let program: AssignmentProgram
  let plan: [Int32]
  private let evaluation: ChangeEvaluation

  init(_ program: AssignmentProgram, _ plan: [Int32], _ evaluation: ChangeEvaluation) {
    (self.program, self.plan, self.evaluation) = (program, plan, evaluation)
  }

  /// The cheapest plan known, without a search, that places a unit: a single one by its way in the plan's network, a team,
  /// and who has no way there that is a plan, by taking seats.
  func placing(_ unit: Int, _ network: ResidualNetwork?) -> PlanChange? {
    if program.unitSize[unit] == 1, let change = network?.placing(unit) { return change }
    return program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]]
      .compactMap { taken(unit, at: $0) }.min { $0.stages.lexicographicallyPrecedes($1.stages) }
  }

  /// The unit goes to the post, and as many go without as have to make room, those first whom it costs least.
  func taken(_ unit: Int, at post: Int32) -> PlanChange? {
    guard program.pair(unit, post) != nil, plan[unit] != post else { return nil }
    var moves = [UnitMove(unit: unit, post: post)]
    var others: [Int]?
    while true {
      if let stages = evaluation.stages(moves, under: program) {
        return PlanChange(stages: stages, moves: moves)
      }
      if others == nil { others = leaving(post) }
      guard moves.count <= Int(program.unitSize[unit]), let next = others?.popLast() else { return nil }
      moves.append(UnitMove(unit: next, post: -1))
    }
  }

  /// Single units at a post that may go without, the cheapest last; worked out once.
  private func leaving(_ post: Int32) -> [Int] {
    if let known = knownLeaving[post] { return known }
    let units = seated[Int(post)].filter { program.unitSize[$0] == 1 && !program.mustPlace[$0] }
      .map { (cost: evaluation.costs(UnitMove(unit: $0, post: -1)), unit: $0) }
      .sorted { a, b in
        a.cost != b.cost ? b.cost.lexicographicallyPrecedes(a.cost) : a.unit > b.unit
      }
      .map(\.unit)
    knownLeaving[post] = units
    return units
  }

  private var knownLeaving: [Int32: [Int]] = [:]

  private lazy var seated: [[Int]] = {
    var seated = [[Int]](repeating: [], count: program.postCount)
    for (unit, post) in plan.enumerated() where post >= 0 { seated[Int(post)].append(unit) }
    return seated
  }()
}
