import NetworkFlow

/// The program as a flow: minimums, whole teams, crossing rows and side rows set aside.
package final class FlowRelaxation {
  let program: AssignmentProgram
  let family: LaminarFamily
  let weights: StageWeights
  /// Of every stage: costs a unit of flow are multiplied with this, so that a team's cost divides evenly. One where it
  /// does so anyway, and in the last stage where the numbers would grow too large: rounded down, costs bound it still.
  private let scales: [Int64]
  let network: NetworkSimplex
  /// Is its optimum over all stages a bound of the program's?
  var isExactRelaxation: Bool { exactStages == program.stageCount }
  /// So many stages, from the first, are counted with weights that fit, and without rounding in all but the last of them.
  private let exactStages: Int
  /// Is every flow that meets the minimums a plan?
  var isWhole: Bool {
    isExactRelaxation && family.isWhole && program.sideRows.isEmpty && program.unitSize.allSatisfy { $0 == 1 }
  }

  /// - Parameter mostScale: Costs are not multiplied with more.
  init(_ program: AssignmentProgram, mostScale: Int64 = 1000) {
    self.program = program
    family = LaminarFamily(program)
    let isEven = (0..<program.stageCount).map { program.dividesEvenly($0) }
    let multiple = Set(program.unitSize.map(Int64.init)).sorted().reduce(Int64(1)) {
      $0 > mostScale ? $0 : $0 / Self.divisor($0, $1) * $1
    }
    let wished = isEven.map { $0 || multiple > mostScale ? 1 : multiple }
    var scales = wished
    var chosen = StageWeights(program, scales: scales)
    // First the last stage's is given up, which costs no more than a rounded bound.
    for stage in scales.indices.reversed() where chosen.weight.count < program.stageCount && scales[stage] > 1
    {
      scales[stage] = 1
      chosen = StageWeights(program, scales: scales)
    }
    // Then at least the first stages are bounded, each as closely as can be.
    if chosen.weight.count < program.stageCount && scales != wished {
      scales = wished
      chosen = StageWeights(program, scales: scales)
    }
    self.scales = scales
    weights = chosen
    let rounded = scales.indices.first { !isEven[$0] && scales[$0] == 1 }
    exactStages = min(chosen.weight.count, rounded.map { $0 + 1 } ?? program.stageCount)
    network = Self.network(program, family, chosen, scales)
  }

  private static func divisor(_ a: Int64, _ b: Int64) -> Int64 { b == 0 ? a : divisor(b, a % b) }

  private static func network(
    _ program: AssignmentProgram, _ family: LaminarFamily, _ weights: StageWeights, _ scales: [Int64]
  ) -> NetworkSimplex {
    let units = program.unitCount
    let inner = family.parent.count
    let parallel = NetworkSimplex.parallel
    var capacity = [Int64](repeating: 0, count: parallel * inner)
    var cost = capacity
    let total = program.unitSize.reduce(Int64(0)) { $0 + Int64($1) }
    for post in 0..<program.postCount {
      let limit = max(1, Int64(program.postLimit[post]))
      let minimum = Int64(program.postMinimum[post])
      let first = minimum > 1 && minimum <= limit ? minimum : 0
      capacity[parallel * post] = first
      capacity[parallel * post + 1] = limit - first
    }
    for set in family.limit.indices {
      let limit = max(1, family.limit[set] ?? total)
      let first = min(limit, family.target[set])
      let node = program.postCount + set
      capacity[parallel * node] = first
      capacity[parallel * node + 1] = limit - first
      if family.targetRow[set] >= 0 {
        let row = program.targetRows[Int(family.targetRow[set])]
        cost[parallel * node] = -weights.weight.indices.reduce(0) {
          $0 + row.weight[$1] * scales[$1] * weights.weight[$1]
        }
      }
    }
    return NetworkSimplex(
      supply: program.unitSize.map(Int64.init), pairStart: program.pairStart, pairPost: program.pairPost,
      pairCost: pairCosts(program, weights, scales),
      unplacedCost: (0..<units).map { unit in
        if program.mustPlace[unit] { return weights.forbidden }
        let size = Int64(program.unitSize[unit])
        return weights.weight.indices.reduce(0) {
          $0 + program.unplacedCost[$1][unit] * scales[$1] / size * weights.weight[$1]
        }
      },
      target: family.parent.map { Int32($0 < 0 ? units + inner : units + Int($0)) },
      arcCapacity: capacity, arcCost: cost)
  }

  /// The program's own numbers where one stage alone has any, else their weighted sums.
  private static func pairCosts(
    _ program: AssignmentProgram, _ weights: StageWeights, _ scales: [Int64]
  ) -> ArcCosts {
    let costly = weights.weight.indices.filter { !program.pairCost[$0].isZero }
    // Where nobody is in a team the scale is 1.
    let isAlone = program.unitSize.allSatisfy { $0 == 1 }
    if isAlone, costly.count == 1 {
      switch program.pairCost[costly[0]] {
      case .small(let costs): return ArcCosts(costs, times: weights.weight[costly[0]])
      case .narrow(let costs): return ArcCosts(costs, times: weights.weight[costly[0]])
      case .zero, .wide: break
      }
    }
    let sums = UnsafeMutablePointer<Int64>.filled(0, program.pairCount)
    for stage in costly {
      let (costs, weight) = (program.pairCost[stage], weights.weight[stage])
      if isAlone {
        costs.forEach { pair, cost in sums[pair] &+= cost &* weight }
        continue
      }
      for unit in 0..<program.unitCount {
        let size = Int64(program.unitSize[unit])
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
          sums[pair] &+= costs[pair] &* scales[stage] / size &* weight
        }
      }
    }
    return ArcCosts(own: sums, count: program.pairCount)
  }

  // MARK: Posts with a minimum

  enum PostState: UInt8 { case free, closed, held }

  /// Lets a post be, keeps everybody out, or pulls its minimum in. Only costs change, so that the flow stays one:
  /// ``solve(shouldStop:)`` goes on from it.
  func set(_ state: PostState, post: Int) {
    let first: Int64 = state == .free ? 0 : state == .held ? -weights.forbidden : weights.forbidden
    let second: Int64 = state == .closed ? weights.forbidden : 0
    network.arcCost[NetworkSimplex.parallel * post] = first
    network.arcCost[NetworkSimplex.parallel * post + 1] = second
  }

  func solve(shouldStop: () -> Bool = { false }) -> Bool {
    network.refreshPotentials()
    return network.solve(shouldStop: shouldStop)
  }

  func load(post: Int) -> Int64 { network.flow(ofInner: post) }

  /// Does a unit stay without that must not? Then no plan exists: every plan is a flow.
  var leavesMustPlace: Bool {
    (0..<program.unitCount).contains { unit in
      program.mustPlace[unit] && network.arc[unit] == network.pairCount && network.flow[unit] > 0
    }
  }

  /// A bound of every stage, as long as the stages before keep theirs: the flow's value, rounded up. A stage
  /// that had to be rounded is the last, since a plan may use the difference to save in the next; so is the last of those
  /// whose weights fit.
  func stageBounds() -> [Int64] {
    var value = [Int64](repeating: 0, count: exactStages)
    network.forEachTreePair { unit, pair, flow in
      let size = Int64(program.unitSize[unit])
      for stage in value.indices {
        value[stage] += flow * (program.pairCost[stage][pair] * scales[stage] / size)
      }
    }
    for unit in 0..<program.unitCount where network.arc[unit] == network.pairCount {
      let size = Int64(program.unitSize[unit])
      for stage in value.indices {
        value[stage] += network.flow[unit] * (program.unplacedCost[stage][unit] * scales[stage] / size)
      }
    }
    for set in family.targetRow.indices where family.targetRow[set] >= 0 {
      let row = program.targetRows[Int(family.targetRow[set])]
      let counted = network.flowOfInnerArc(NetworkSimplex.parallel * (program.postCount + set))
      let short = max(0, Int64(row.target) - counted)
      for stage in value.indices { value[stage] += short * row.weight[stage] * scales[stage] }
    }
    for row in program.targetRows where row.posts.isEmpty {
      for stage in value.indices {
        value[stage] += Int64(max(0, row.target)) * row.weight[stage] * scales[stage]
      }
    }
    let last = value.indices.first { value[$0] % scales[$0] != 0 } ?? value.count
    return value.indices.prefix(last + 1).map { (value[$0] + scales[$0] - 1) / scales[$0] }
  }

  /// The post that gets most of each unit, −1 for none; and whether every unit goes whole.
  func assignment() -> (post: [Int32], isWhole: Bool) {
    var post = [Int32](repeating: -1, count: program.unitCount)
    var most = [Int64](repeating: 0, count: program.unitCount)
    network.forEachTreePair { unit, pair, flow in
      if flow > most[unit] {
        most[unit] = flow
        post[unit] = program.pairPost[pair]
      }
    }
    var isWhole = true
    for unit in 0..<program.unitCount where post[unit] >= 0 && most[unit] < Int64(program.unitSize[unit]) {
      isWhole = false
      // More of it stays without than goes to any one post.
      if network.arc[unit] == network.pairCount, network.flow[unit] > most[unit] { post[unit] = -1 }
    }
    return (post, isWhole)
  }
}

extension AssignmentProgram {
  /// Is every cost of a unit in the stage a multiple of its size?
  fileprivate func dividesEvenly(_ stage: Int) -> Bool {
    let costs = pairCost[stage]
    return (0..<unitCount).allSatisfy { unit in
      let size = Int64(unitSize[unit])
      guard size > 1 else { return true }
      return unplacedCost[stage][unit] % size == 0
        && (costs.isZero || (pairStart[unit]..<pairStart[unit + 1]).allSatisfy { costs[$0] % size == 0 })
    }
  }
}
