import AssignmentSolver

/// Every way to seat the units, the best kept: an oracle with no code of the solve path.
struct ExhaustiveSearch {
  /// The post of every unit, −1: without; and what it is worth.
  typealias Plan = (post: [Int32], value: [Int64])

  let program: AssignmentProgram
  private let keepsAll: Bool
  private var choice: [Int32] = []
  private var load: [Int32]
  private var cost: [Int64]
  private(set) var best: [Int64]?
  private(set) var plans: [Plan] = []

  /// The best value of every stage, nil where no plan exists.
  static func optimum(_ program: AssignmentProgram) -> [Int64]? {
    var search = ExhaustiveSearch(program)
    search.seat(0)
    return search.best
  }

  /// Every plan of the program: units in order, without a post first.
  static func plans(_ program: AssignmentProgram) -> [Plan] {
    var search = ExhaustiveSearch(program, keepsAll: true)
    search.seat(0)
    return search.plans
  }

  private init(_ program: AssignmentProgram, keepsAll: Bool = false) {
    self.program = program
    self.keepsAll = keepsAll
    load = Array(repeating: 0, count: program.postCount)
    cost = Array(repeating: 0, count: program.stageCount)
  }

  private mutating func seat(_ unit: Int) {
    guard unit < program.unitCount else { return finish() }
    if !program.mustPlace[unit] {
      for stage in cost.indices { cost[stage] += program.unplacedCost[stage][unit] }
      choice.append(-1)
      seat(unit + 1)
      choice.removeLast()
      for stage in cost.indices { cost[stage] -= program.unplacedCost[stage][unit] }
    }
    for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
      let post = Int(program.pairPost[pair])
      guard load[post] + program.unitSize[unit] <= program.postLimit[post] else { continue }
      load[post] += program.unitSize[unit]
      for stage in cost.indices { cost[stage] += program.pairCost[stage][pair] }
      choice.append(Int32(post))
      seat(unit + 1)
      choice.removeLast()
      load[post] -= program.unitSize[unit]
      for stage in cost.indices { cost[stage] -= program.pairCost[stage][pair] }
    }
  }

  private mutating func finish() {
    for post in load.indices where load[post] > 0 && load[post] < program.postMinimum[post] { return }
    for row in program.capacityRows {
      var sum: Int32 = 0
      for post in row.posts { sum += load[Int(post)] }
      if sum > row.limit { return }
    }
    var total = cost
    for row in program.targetRows {
      var sum: Int32 = 0
      for post in row.posts { sum += load[Int(post)] }
      guard row.surplus.isEmpty else {
        // Pairs hold the surplus of everybody here: instead of it, what the load is off the target.
        for stage in total.indices {
          total[stage] += row.surplus[stage] * Int64(abs(row.target - sum) - sum)
        }
        continue
      }
      for stage in total.indices { total[stage] += Int64(max(0, row.target - sum)) * row.weight[stage] }
    }
    var paid: Set<Int> = []
    for row in program.sideRows {
      var sum: Int32 = 0
      for (unit, weight) in zip(row.units, row.weights) {
        if choice[Int(unit)] >= 0 && row.posts.contains(choice[Int(unit)]) { sum += weight }
      }
      if sum <= row.limit { continue }
      guard let penalty = row.penalty else { return }
      paid.insert(penalty)
    }
    for penalty in paid {
      for stage in total.indices { total[stage] += program.penalties[penalty][stage] }
    }
    if keepsAll { plans.append((choice, total)) }
    if let best, !isLower(total, best) { return }
    best = total
  }

  private func isLower(_ a: [Int64], _ b: [Int64]) -> Bool {
    for (x, y) in zip(a, b) where x != y { return x < y }
    return false
  }
}
