import AssignmentSolver
import Placement

/// Random programs small enough for exhaustive search, with everything on and often out of proportion.
enum TinyPrograms {
  /// - Parameter sides: whether it may have side rows besides; all else is what it is without.
  static func make(seed: UInt64, sides: Bool = false) -> AssignmentProgram {
    var program = plain(seed: seed)
    var random = SplitMix64(seed: seed ^ 0x51DE)
    if sides { addSides(to: &program, &random) }
    return program
  }

  /// Limits of some units at some posts, now and then below what one unit weighs, and penalties of several rows each.
  private static func addSides(to program: inout AssignmentProgram, _ random: inout SplitMix64) {
    func subset(_ count: Int) -> [Int32] {
      (0..<Int32(count)).filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
    }
    let largest: Int64 = [1, 3, 1000, 1_000_000][Int.random(in: 0..<4, using: &random)]
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      program.penalties.append(
        (0..<program.stageCount).map { _ in Int64.random(in: 0...largest, using: &random) })
    }
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let (units, posts) = (subset(program.unitCount), subset(program.postCount))
      if units.isEmpty || posts.isEmpty { continue }
      let most: Int32 = Bool.random(using: &random) ? 1 : 3
      program.sideRows.append(
        .init(
          units: units, weights: units.map { _ in Int32.random(in: 1...most, using: &random) }, posts: posts,
          limit: Int32.random(in: 0...4, using: &random)))
    }
    for _ in 0..<(program.penalties.isEmpty ? 0 : Int.random(in: 1...4, using: &random)) {
      let posts = subset(program.postCount)
      let a = Int32.random(in: 0..<Int32(program.unitCount), using: &random)
      let b = Int32.random(in: 0..<Int32(program.unitCount), using: &random)
      if posts.isEmpty { continue }
      let signs: [Int32] = Bool.random(using: &random) ? [1, -1] : [-1, 1]
      program.sideRows.append(
        .init(
          units: a == b ? [a] : [min(a, b), max(a, b)], weights: a == b ? [1] : signs, posts: posts, limit: 0,
          penalty: Int.random(in: 0..<program.penalties.count, using: &random)))
    }
  }

  private static func plain(seed: UInt64) -> AssignmentProgram {
    var random = SplitMix64(seed: seed)
    let units = Int.random(in: 1...7, using: &random)
    let posts = Int.random(in: 1...4, using: &random)
    let stages = Int.random(in: 1...4, using: &random)
    let density = [3, 6, 10][Int.random(in: 0..<3, using: &random)]
    let largestSize: Int32 = [1, 1, 2, 3, 5][Int.random(in: 0..<5, using: &random)]
    let largestCost: Int64 = [0, 1, 5, 1000, 1_000_000][Int.random(in: 0..<5, using: &random)]
    let sizes = (0..<units).map { _ in Int32.random(in: 1...largestSize, using: &random) }
    var start = [0]
    var pairPost: [Int32] = []
    var must: [Bool] = []
    for _ in 0..<units {
      var own = (0..<Int32(posts)).filter { _ in Int.random(in: 0..<10, using: &random) < density }
      let pinned = Int.random(in: 0..<8, using: &random) == 0 && !own.isEmpty
      if pinned { own = [own[Int.random(in: 0..<own.count, using: &random)]] }
      must.append(pinned)
      pairPost += own
      start.append(pairPost.count)
    }
    let limits = (0..<posts).map { _ in Int32.random(in: 0...7, using: &random) }
    let hasMinimums = Bool.random(using: &random)
    let minimums = (0..<posts).map { _ in hasMinimums ? Int32.random(in: 1...6, using: &random) : 1 }
    func subset() -> [Int32] { (0..<Int32(posts)).filter { _ in Bool.random(using: &random) } }
    var rows: [AssignmentProgram.CapacityRow] = []
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let own = subset()
      if own.count >= 2 { rows.append(.init(posts: own, limit: Int32.random(in: 0...8, using: &random))) }
    }
    var targets: [AssignmentProgram.TargetRow] = []
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let own = subset()
      if own.isEmpty { continue }
      let weight = (0..<stages).map { _ in Int64.random(in: 0...3, using: &random) * max(1, largestCost / 4) }
      targets.append(.init(posts: own, target: Int32.random(in: 0...6, using: &random), weight: weight))
    }
    let costs = (0..<stages).map { _ -> AssignmentProgram.PairCosts in
      switch Int.random(in: 0..<3, using: &random) {
      case 0: .zero
      case 1: .narrow(pairPost.map { _ in Int32.random(in: 0...Int32(largestCost), using: &random) })
      default: .wide(pairPost.map { _ in Int64.random(in: 0...largestCost, using: &random) })
      }
    }
    let unplaced = (0..<stages).map { stage in
      (0..<units).map { _ in
        stage == 0
          ? Int64.random(in: 0...max(2, largestCost), using: &random)
          : Int64.random(in: 0...2, using: &random)
      }
    }
    let program = AssignmentProgram(
      stageCount: stages, unitSize: sizes, mustPlace: must, unplacedCost: unplaced, postLimit: limits,
      postMinimum: minimums, capacityRows: rows, targetRows: targets, pairStart: start, pairPost: pairPost,
      pairCost: costs)
    return seed % 3 == 2 ? withGaps(program, largestCost, seed) : program
  }

  /// The program whose values are what the costs add up to: what the solve path has inside.
  static func costs(seed: UInt64, sides: Bool = false) -> AssignmentProgram {
    var program = make(seed: seed, sides: sides)
    for row in program.targetRows.indices { program.targetRows[row].surplus = [] }
    return program
  }

  /// With targets beyond which people pay as well: of single posts mostly, as the program's own are, and of several.
  private static func withGaps(
    _ source: AssignmentProgram, _ largestCost: Int64, _ seed: UInt64
  ) -> AssignmentProgram {
    var random = SplitMix64(seed: seed ^ 0x6A9)
    var program = source
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let isSingle = Int.random(in: 0..<3, using: &random) > 0
      let posts =
        isSingle
        ? [Int32.random(in: 0..<Int32(program.postCount), using: &random)]
        : (0..<Int32(program.postCount)).filter { _ in Bool.random(using: &random) }
      let gap = (0..<program.stageCount).map { _ in
        Int64.random(in: 0...3, using: &random) * max(1, largestCost / 4)
      }
      program.targetRows.append(
        .init(posts: posts, target: Int32.random(in: 0...5, using: &random), gap: gap))
      for stage in 0..<program.stageCount {
        var costs = program.pairPost.indices.map { program.pairCost[stage][$0] }
        for unit in 0..<program.unitCount {
          for pair in program.pairStart[unit]..<program.pairStart[unit + 1]
          where posts.contains(program.pairPost[pair]) {
            costs[pair] += gap[stage] * Int64(program.unitSize[unit])
          }
        }
        program.pairCost[stage] = .wide(costs)
      }
    }
    return program
  }

  /// Few seats for many teams, at posts, some with a minimum, and rows of any posts.
  static func teams(seed: UInt64) -> AssignmentProgram {
    var random = SplitMix64(seed: seed)
    let (units, posts) = (Int.random(in: 3...7, using: &random), Int.random(in: 1...3, using: &random))
    let largest: Int32 = [2, 3, 6][Int.random(in: 0..<3, using: &random)]
    let sizes = (0..<units).map { _ in Int32.random(in: 1...largest, using: &random) }
    var start = [0]
    var pairPost: [Int32] = []
    for _ in 0..<units {
      pairPost += (0..<Int32(posts)).filter { _ in Int.random(in: 0..<4, using: &random) > 0 }
      start.append(pairPost.count)
    }
    let limits = (0..<posts).map { _ in Int32.random(in: largest...(2 * largest + 3), using: &random) }
    let hasMinimums = Bool.random(using: &random)
    let rows = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      AssignmentProgram.CapacityRow(
        posts: (0..<Int32(posts)).filter { $0 == 0 || Bool.random(using: &random) },
        limit: Int32.random(in: largest...(3 * largest), using: &random))
    }
    let minimums = limits.map { hasMinimums ? Int32.random(in: 1...$0, using: &random) : 1 }
    let costs = pairPost.map { _ in Int32.random(in: 0...40, using: &random) }
    return AssignmentProgram(
      stageCount: 1, unitSize: sizes, mustPlace: sizes.map { _ in false },
      unplacedCost: [sizes.map { 40 * Int64($0) }], postLimit: limits,
      postMinimum: minimums, capacityRows: rows.filter { $0.posts.count > 1 }, targetRows: [],
      pairStart: start, pairPost: pairPost, pairCost: [.narrow(costs)])
  }
}
