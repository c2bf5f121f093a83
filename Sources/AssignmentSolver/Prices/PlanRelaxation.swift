import NetworkFlow

/// Bounds from below on what changes of a plan come to: the program without minimums, with teams whose members go where
/// they like, and without rows that cross and side rows, is a flow, whose prices are exact (``ResidualNetwork``). A change costs the
/// plan at least what it costs that flow, less what the plan costs above the flow already.
///
/// The last is counted by connected component: where posts share no unit and no row, neither has a say in the other's.
final class PlanRelaxation {
  private let program: AssignmentProgram
  private let flow: Reoptimisation
  private let network: ResidualNetwork
  /// Costs are multiplied with this, so that a team's divide evenly among its members.
  private let scale: Int64
  /// The first member of every unit.
  private let first: [Int]
  /// The connected component of every unit.
  private let component: [Int32]
  /// What the plan costs above the flow, a stage, of every component; times `scale`.
  private let slack: [[Int64]]

  /// - Returns: nil where the numbers are too large, the program has no plan, or `shouldStop` said so.
  init?(_ program: AssignmentProgram, plan: [Int32], shouldStop: @Sendable () -> Bool = { false }) {
    guard let members = TeamMembers(flowOf: program),
      let flow = Reoptimisation(members.flow, shouldStop: shouldStop), let relaxed = flow.solution,
      let network = ResidualNetwork(members.flow, plan: relaxed.post, shouldStop: shouldStop)
    else { return nil }
    self.program = program
    self.flow = flow
    self.network = network
    (scale, first) = (members.scale, members.first)
    let components = ConnectedComponents(program)
    component = components.ofUnit
    let values = components.values(of: plan, in: program)
    let floors = components.values(of: relaxed.post, in: members.flow, unit: members.unit)
    let factor = members.scale
    slack = zip(values, floors).map { plan, floor in zip(plan, floor).map { $0 * factor - $1 } }
  }

  /// What placing an unplaced unit costs at least, stage by stage: as many stages as are known.
  func leastOfPlacing(_ unit: Int) -> [Int64] {
    let own = first[unit]
    let price = network.plan[own] < 0 ? network.placing(own)?.stages : zeros
    return price.map { bound($0, unit) } ?? []
  }

  /// The same for going to one of its posts.
  func leastOfHolding(_ unit: Int, at post: Int32) -> [Int64] {
    network.holding(first[unit], at: post).map { bound($0.stages, unit) } ?? []
  }

  private var zeros: [Int64] { Array(repeating: 0, count: program.stageCount) }

  private func bound(_ price: [Int64], _ unit: Int) -> [Int64] {
    rounded(zip(price, component[unit] < 0 ? zeros : slack[Int(component[unit])]).map { $0 - $1 })
  }

  /// Rounded up to whole units; a stage that had to be rounded is the last, since a plan may use the difference to save
  /// in the next.
  private func rounded(_ scaled: [Int64]) -> [Int64] {
    let last = scaled.firstIndex { $0 % scale != 0 } ?? scaled.count - 1
    return scaled.prefix(last + 1).map { value in
      let (quotient, rest) = value.quotientAndRemainder(dividingBy: scale)
      return rest > 0 ? quotient + 1 : quotient
    }
  }

  /// By how much the first stage can fall at most with other limits.
  func mostGained(_ changes: [ProgramChange]) -> Int64 {
    let gain: Int64
    if let known = network.firstStageGain(raising: changes) {
      gain = known
    } else if let solution = flow.solve(changes), let now = flow.solution {
      gain = now.stages[0].value - solution.stages[0].value
    } else {
      return .max
    }
    return (gain + slack.reduce(0) { $0 + $1[0] }) / scale
  }
}

/// Posts that a unit or a row joins, directly or by others.
private struct ConnectedComponents {
  /// −1: it has no pair.
  let ofUnit: [Int32]
  private let ofPost: [Int32]
  private let count: Int

  init(_ program: AssignmentProgram) {
    var parent = Array(0..<program.postCount)
    func top(_ post: Int) -> Int {
      var post = post
      while parent[post] != post {
        parent[post] = parent[parent[post]]
        post = parent[post]
      }
      return post
    }
    func join(_ posts: some Sequence<Int32>) {
      var first = -1
      for post in posts {
        let own = top(Int(post))
        if first < 0 { first = own } else if own != first { parent[own] = first }
      }
    }
    for unit in 0..<program.unitCount {
      join(program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]])
    }
    for row in program.capacityRows { join(row.posts) }
    for row in program.targetRows { join(row.posts) }
    for row in program.sideRows { join(row.posts) }
    for rows in Dictionary(grouping: program.sideRows, by: \.penalty).filter({ $0.key != nil }).values {
      join(rows.flatMap(\.posts))
    }
    var number = [Int32](repeating: -1, count: program.postCount)
    var components: Int32 = 0
    var ofPost: [Int32] = []
    for post in 0..<program.postCount {
      let own = top(post)
      if number[own] < 0 {
        number[own] = components
        components += 1
      }
      ofPost.append(number[own])
    }
    self.ofPost = ofPost
    count = Int(components)
    ofUnit = (0..<program.unitCount).map { unit in
      let first = program.pairStart[unit]
      return first < program.pairStart[unit + 1] ? ofPost[Int(program.pairPost[first])] : -1
    }
  }

  /// What a plan costs a stage in every component; units without a pair and rows without posts, which no plan changes,
  /// left out.
  ///
  /// - Parameter unit: The unit of each of `program`'s units; nil: they are the same.
  func values(of plan: [Int32], in program: AssignmentProgram, unit: [Int]? = nil) -> [[Int64]] {
    var values = [[Int64]](
      repeating: Array(repeating: 0, count: program.stageCount), count: count)
    for own in 0..<program.unitCount {
      let component = Int(ofUnit[unit?[own] ?? own])
      guard component >= 0 else { continue }
      if plan[own] < 0 {
        for stage in 0..<program.stageCount { values[component][stage] += program.unplacedCost[stage][own] }
      } else if let pair = program.pair(own, plan[own]) {
        for stage in 0..<program.stageCount { values[component][stage] += program.pairCost[stage][pair] }
      }
    }
    let load = PlanValue(program: program).loads(plan)
    for row in program.targetRows {
      guard let first = row.posts.first else { continue }
      let short = max(0, Int64(row.target) - row.posts.reduce(0) { $0 + load[Int($1)] })
      for stage in row.weight.indices { values[Int(ofPost[Int(first)])][stage] += short * row.weight[stage] }
    }
    let isPaid = program.penaltiesPaid(plan) ?? []
    for (penalty, weight) in program.penalties.enumerated() where isPaid[penalty] {
      let row = program.sideRows.first { $0.penalty == penalty }!
      for stage in weight.indices { values[Int(ofPost[Int(row.posts[0])])][stage] += weight[stage] }
    }
    return values
  }
}
