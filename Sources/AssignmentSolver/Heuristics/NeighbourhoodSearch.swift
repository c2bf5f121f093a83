import IntegerProgram

/// Large neighbourhood search (Shaw 1998): frees the units of a few posts that belong together, holds everybody else, and
/// solves what is free to its optimum. Of use where the whole is so large that its linear program is slow to say which posts
/// to open, or says it so nearly that rounding costs more than the rest of the gap.
///
/// A neighbourhood starts from a post whose load in the plan is not what a relaxation gives it, takes the posts that
/// share its quotas, and goes on to the posts that the units of those might take instead.
struct NeighbourhoodSearch {
  private let reduction: Reduction
  private let parameters: SolverParameters
  private let meter: SolveMeter
  /// Where a relaxation sends every unit (−1: nowhere), and whom it sends to every post.
  private let wish: [Int32]
  private let wishersOf: [[Int]]
  private let wanted: [Int64]
  private let mostPosts: Int
  private var mostUnits: Int { parameters.unitsAPost * mostPosts }
  /// A round over the posts that gains less than this share of every stage is the last.
  private let leastGain: Double

  /// The plan, and who is where in it.
  private var plan: [Int32] = []
  private var membersOf: [[Int]] = []
  private var load: [Int64] = []
  /// Neighbourhoods that were at their optimum: their units, posts and room.
  private var solved: Set<[Int32]> = []
  /// What the solver said where it failed: the last neighbourhood is left as it was, and no other begun.
  private(set) var failure: SolverFailure?

  init(
    _ reduction: Reduction, wish: [Int32], posts: Int, _ parameters: SolverParameters, _ meter: SolveMeter
  ) {
    mostPosts = posts
    leastGain = parameters.leastRoundGain
    self.parameters = parameters
    self.meter = meter
    self.reduction = reduction
    self.wish = wish
    wishersOf = Self.units(of: wish, reduction.program)
    wanted = PlanValue(program: reduction.program).loads(wish)
  }

  private var program: AssignmentProgram { reduction.program }

  private static func units(of plan: [Int32], _ program: AssignmentProgram) -> [[Int]] {
    var units = [[Int]](repeating: [], count: program.postCount)
    for (unit, post) in plan.enumerated() where post >= 0 { units[Int(post)].append(unit) }
    return units
  }

  /// Goes over the posts until a whole round betters next to nothing.
  mutating func improve(
    _ incumbent: Incumbent, using solver: some IntegerProgramSolver, limits: SolverLimits
  ) {
    while let before = incumbent.value {
      plan = incumbent.post!
      membersOf = Self.units(of: plan, program)
      load = PlanValue(program: program).loads(plan)
      let isDear = postsOfDearUnits()
      var isCovered = [Bool](repeating: false, count: program.postCount)
      for seed in 0..<program.postCount where load[seed] != wanted[seed] || isDear[seed] {
        if failure != nil || limits.haveStruck { break }
        if isCovered[seed] { continue }
        let neighbourhood = neighbourhood(from: seed)
        if mostPosts >= parameters.wideNeighbourhood {
          for post in neighbourhood.core { isCovered[post] = true }
        }
        solve(neighbourhood, solver, limits)
      }
      incumbent.offer(plan)
      let isWorthMore = zip(before, incumbent.value!).contains { Double($0 - $1) > leastGain * Double($0) }
      if failure != nil || limits.haveStruck || !isWorthMore { return }
    }
  }

  /// Posts to which the relaxation sends somebody who is elsewhere, at more of a stage before the last: a student who is
  /// told another post, say, though nobody's load has changed.
  private func postsOfDearUnits() -> [Bool] {
    var isDear = [Bool](repeating: false, count: program.postCount)
    let check = PlanValue(program: program)
    for unit in plan.indices where plan[unit] != wish[unit] && wish[unit] >= 0 {
      guard let wished = check.pair(unit: unit, post: wish[unit]) else { continue }
      let own = plan[unit] < 0 ? nil : check.pair(unit: unit, post: plan[unit])
      for stage in 0..<program.stageCount - 1 {
        let cost = own.map { program.pairCost[stage][$0] } ?? program.unplacedCost[stage][unit]
        if cost > program.pairCost[stage][wished] { isDear[Int(wish[unit])] = true }
      }
    }
    return isDear
  }

  // MARK: A neighbourhood

  private struct Neighbourhood {
    var posts: [Int] = []
    /// Those of its posts that have most of what they share with others within it.
    var core: [Int] = []
    var units: [Int] = []
    /// Index in `posts` of every post of the program, −1 for those outside.
    var index: [Int32]
  }

  private func neighbourhood(from seed: Int) -> Neighbourhood {
    var neighbourhood = Neighbourhood(index: Array(repeating: -1, count: program.postCount))
    var next = 0
    var waiting = [seed]
    while next < waiting.count, neighbourhood.posts.count < mostPosts {
      let post = waiting[next]
      next += 1
      guard neighbourhood.index[post] < 0, neighbourhood.units.count + membersOf[post].count <= mostUnits
      else { continue }
      neighbourhood.index[post] = 0
      neighbourhood.posts.append(post)
      neighbourhood.units += membersOf[post]
      for row in reduction.rowsOfPost[post] { waiting += program.capacityRows[Int(row)].posts.map(Int.init) }
      for unit in membersOf[post] where wish[unit] >= 0 { waiting.append(Int(wish[unit])) }
      for unit in wishersOf[post] where plan[unit] >= 0 && Int(plan[unit]) != post {
        waiting.append(Int(plan[unit]))
      }
    }
    neighbourhood.core = Array(neighbourhood.posts.prefix((neighbourhood.posts.count + 1) / 2))
    neighbourhood.posts.sort()
    for (index, post) in neighbourhood.posts.enumerated() { neighbourhood.index[post] = Int32(index) }
    addUnplaced(to: &neighbourhood)
    neighbourhood.units.sort()
    return neighbourhood
  }

  /// Those without a post that may go to one of the neighbourhood's, first those whom the relaxation sends there.
  private func addUnplaced(to neighbourhood: inout Neighbourhood) {
    let free = plan.indices.filter { unit in
      plan[unit] < 0
        && (program.pairStart[unit]..<program.pairStart[unit + 1]).contains {
          neighbourhood.index[Int(program.pairPost[$0])] >= 0
        }
    }
    func isWisher(_ unit: Int) -> Bool { wish[unit] >= 0 && neighbourhood.index[Int(wish[unit])] >= 0 }
    let sorted = free.filter(isWisher) + free.filter { !isWisher($0) }
    neighbourhood.units += sorted.prefix(max(0, mostUnits + mostUnits / 2 - neighbourhood.units.count))
  }

  // MARK: Its optimum

  private mutating func solve(
    _ neighbourhood: Neighbourhood, _ solver: some IntegerProgramSolver, _ limits: SolverLimits
  ) {
    let own = program(of: neighbourhood)
    let key =
      neighbourhood.units.map(Int32.init) + own.postLimit + own.capacityRows.map(\.limit)
      + own.targetRows.map(\.target) + own.sideRows.map(\.limit) + neighbourhood.posts.map(Int32.init)
    guard solved.insert(key).inserted else { return }
    let (work, most) = (WorkMeter(), parameters.neighbourhoodWork)
    let solver = MeteredSolver(solver, work)
    let limits = SolverLimits(
      relativeGap: parameters.neighbourhoodGap, isCancelled: { limits.haveStruck || work.work >= most })
    let solution: AssignmentSolution
    do {
      solution = try meter.silently {
        try SolvePath.solve(
          own, using: solver, limits: limits, parameters: SolverParameters(fewSplitUnits: .max), meter: meter)
      }
    } catch {
      failure = error as? SolverFailure
      return
    }
    if let words = solution.failures.first { failure = SolverFailure(words) }
    let check = PlanValue(program: own)
    let now = check.stages(neighbourhood.units.map { plan[$0] < 0 ? -1 : neighbourhood.index[Int(plan[$0])] })
    guard let now, let value = check.stages(solution.post), value.lexicographicallyPrecedes(now) else {
      return
    }
    for post in neighbourhood.posts {
      load[post] = 0
      membersOf[post] = []
    }
    for (index, unit) in neighbourhood.units.enumerated() {
      plan[unit] = solution.post[index] < 0 ? -1 : Int32(neighbourhood.posts[Int(solution.post[index])])
      if plan[unit] < 0 { continue }
      load[Int(plan[unit])] += Int64(program.unitSize[unit])
      membersOf[Int(plan[unit])].append(unit)
    }
  }

  /// The neighbourhood as a program of its own, in the room that the others leave.
  private func program(of neighbourhood: Neighbourhood) -> AssignmentProgram {
    var outside = load
    for post in neighbourhood.posts { outside[post] = 0 }
    var start = [0]
    var pairs: [Int] = []
    for unit in neighbourhood.units {
      pairs += (program.pairStart[unit]..<program.pairStart[unit + 1]).filter {
        neighbourhood.index[Int(program.pairPost[$0])] >= 0
      }
      start.append(pairs.count)
    }
    var limits = neighbourhood.posts.map { program.postLimit[$0] }
    var rows: [AssignmentProgram.CapacityRow] = []
    for row in program.capacityRows {
      let inside = row.posts.map { neighbourhood.index[Int($0)] }.filter { $0 >= 0 }
      if inside.isEmpty { continue }
      let left = Int32(clamping: Int64(row.limit) - row.posts.reduce(Int64(0)) { $0 + outside[Int($1)] })
      if inside.count > 1 { rows.append(.init(posts: inside, limit: left)) }
      for post in inside { limits[Int(post)] = min(limits[Int(post)], max(0, left)) }
    }
    let targets = program.targetRows.compactMap { row -> AssignmentProgram.TargetRow? in
      let inside = row.posts.map { neighbourhood.index[Int($0)] }.filter { $0 >= 0 }
      if inside.isEmpty { return nil }
      let left = Int64(row.target) - row.posts.reduce(Int64(0)) { $0 + outside[Int($1)] }
      return .init(posts: inside, target: Int32(clamping: left), weight: row.weight)
    }
    let (sideRows, penalties) = sideRows(of: neighbourhood)
    return AssignmentProgram(
      stageCount: program.stageCount, unitSize: neighbourhood.units.map { program.unitSize[$0] },
      mustPlace: neighbourhood.units.map { program.mustPlace[$0] },
      unplacedCost: program.unplacedCost.map { costs in neighbourhood.units.map { costs[$0] } },
      postLimit: limits,
      postMinimum: neighbourhood.posts.map { program.postMinimum[$0] }, capacityRows: rows,
      targetRows: targets, sideRows: sideRows, penalties: penalties,
      pairStart: start, pairPost: pairs.map { neighbourhood.index[Int(program.pairPost[$0])] },
      pairCost: program.pairCost.map { costs in
        if case .zero = costs { return .zero }
        return .wide(pairs.map { costs[$0] })
      })
  }

  /// Side rows as they are once all others stay. A penalty that these alone make pay costs nothing more.
  private func sideRows(
    of neighbourhood: Neighbourhood
  ) -> (rows: [AssignmentProgram.SideRow], penalties: [[Int64]]) {
    guard !program.sideRows.isEmpty else { return ([], []) }
    var unitIndex: [Int32: Int32] = [:]
    for (index, unit) in neighbourhood.units.enumerated() { unitIndex[Int32(unit)] = Int32(index) }
    var rows: [AssignmentProgram.SideRow] = []
    var penalties = program.penalties
    let near = Set(neighbourhood.posts.flatMap { reduction.sideRowsOfPost[$0] })
    let far = program.sideRows.indices.filter {
      program.sideRows[$0].penalty != nil && !near.contains(Int32($0))
    }
    for index in near.map(Int.init).sorted() + far {
      let row = program.sideRows[index]
      let inside = row.units.indices.filter { unitIndex[row.units[$0]] != nil }
      let others = row.units.indices.reduce(Int64(0)) { sum, at in
        let unit = row.units[at]
        return unitIndex[unit] == nil && row.holds(plan[Int(unit)]) ? sum + Int64(row.weights[at]) : sum
      }
      let left = Int64(row.limit) - others
      let posts = row.posts.map { neighbourhood.index[Int($0)] }.filter { $0 >= 0 }
      if !inside.isEmpty && !posts.isEmpty {
        rows.append(
          .init(
            units: inside.map { unitIndex[row.units[$0]]! }, weights: inside.map { row.weights[$0] },
            posts: posts, limit: Int32(clamping: left), penalty: row.penalty))
      } else if left < 0, let penalty = row.penalty {
        penalties[penalty] = penalties[penalty].map { _ in 0 }
      }
    }
    return (rows, penalties)
  }
}
