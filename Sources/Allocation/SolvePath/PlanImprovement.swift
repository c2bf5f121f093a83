import IntegerProgram

/// Betters a plan piece by piece: frees the units of a few posts that belong together, holds everybody else, and solves
/// what is free to its optimum. Of use where the whole is so large that its linear program is slow to say which posts
/// to open.
///
/// A piece starts from a post whose load in the plan is not what the flow gives it, takes the posts that share its
/// quotas, and goes on to the posts that the units of those might take instead.
struct PlanImprovement {
  private let reduction: Reduction
  private let flow: RelaxedFlow
  private let mostPosts = 16
  private let mostUnits = 250

  init(_ reduction: Reduction, _ flow: RelaxedFlow) {
    self.reduction = reduction
    self.flow = flow
  }

  private var program: AssignmentProgram { reduction.program }

  /// Goes over the posts until a whole round betters nothing.
  ///
  /// - Parameter flow: solved, all posts free.
  func improve(
    _ best: BestPlan, using solver: some IntegerProgramSolver, shouldStop: @escaping @Sendable () -> Bool
  ) throws {
    let value = PlanValue(program: program)
    let wanted = (0..<program.postCount).map { flow.load(post: $0) }
    let wish = flow.assignment().post
    var isBetter = true
    while isBetter {
      isBetter = false
      for seed in 0..<program.postCount {
        guard !shouldStop(), let plan = best.post else { return }
        guard value.loads(plan)[seed] != wanted[seed] else { continue }
        let piece = piece(from: seed, plan: plan, wish: wish)
        if best.offer(try solved(piece, plan, solver, shouldStop)) { isBetter = true }
      }
    }
  }

  // MARK: A piece

  private struct Piece {
    var posts: [Int] = []
    var units: [Int] = []
    var holds: Set<Int> = []
  }

  private func piece(from seed: Int, plan: [Int32], wish: [Int32]) -> Piece {
    var membersOf = [[Int]](repeating: [], count: program.postCount)
    var wishersOf = membersOf
    for unit in plan.indices {
      if plan[unit] >= 0 { membersOf[Int(plan[unit])].append(unit) }
      if wish[unit] >= 0 && wish[unit] != plan[unit] { wishersOf[Int(wish[unit])].append(unit) }
    }
    var piece = Piece()
    var next = 0
    var waiting = [seed]
    while next < waiting.count, piece.posts.count < mostPosts {
      let post = waiting[next]
      next += 1
      guard !piece.holds.contains(post), piece.units.count + membersOf[post].count <= mostUnits else {
        continue
      }
      piece.holds.insert(post)
      piece.posts.append(post)
      piece.units += membersOf[post]
      for row in reduction.rowsOfPost[post] { waiting += program.capacityRows[Int(row)].posts.map(Int.init) }
      for unit in membersOf[post] where wish[unit] >= 0 { waiting.append(Int(wish[unit])) }
      for unit in wishersOf[post] where plan[unit] >= 0 { waiting.append(Int(plan[unit])) }
    }
    addUnplaced(to: &piece, plan: plan, wish: wish)
    piece.posts.sort()
    piece.units.sort()
    return piece
  }

  /// Those without a post that may go to one of the piece's, first those whom the flow sends there.
  private func addUnplaced(to piece: inout Piece, plan: [Int32], wish: [Int32]) {
    let free = plan.indices.filter { unit in
      plan[unit] < 0
        && program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]].contains {
          piece.holds.contains(Int($0))
        }
    }
    let wishers = free.filter { wish[$0] >= 0 && piece.holds.contains(Int(wish[$0])) }
    let others = free.filter { wish[$0] < 0 || !piece.holds.contains(Int(wish[$0])) }
    piece.units += (wishers + others).prefix(max(0, mostUnits + mostUnits / 2 - piece.units.count))
  }

  // MARK: Its optimum

  private func solved(
    _ piece: Piece, _ plan: [Int32], _ solver: some IntegerProgramSolver,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws -> [Int32] {
    let limits = SolverLimits(relativeGap: 0.001, isCancelled: shouldStop)
    let solution: AssignmentSolution
    do {
      solution = try SolvePath.solve(program(of: piece, plan), using: solver, limits: limits)
    } catch is SolvePathError {
      return plan
    }
    var better = plan
    for (index, unit) in piece.units.enumerated() {
      better[unit] = solution.post[index] < 0 ? -1 : Int32(piece.posts[Int(solution.post[index])])
    }
    return better
  }

  /// The piece as a program of its own, in the room that the others leave.
  private func program(of piece: Piece, _ plan: [Int32]) -> AssignmentProgram {
    var index: [Int32: Int32] = [:]
    for (new, post) in piece.posts.enumerated() { index[Int32(post)] = Int32(new) }
    var outside = PlanValue(program: program).loads(plan)
    for post in piece.posts { outside[post] = 0 }
    var start = [0]
    var pairs: [Int] = []
    for unit in piece.units {
      pairs += (program.pairStart[unit]..<program.pairStart[unit + 1]).filter {
        index[program.pairPost[$0]] != nil
      }
      start.append(pairs.count)
    }
    var limits = piece.posts.map { program.postLimit[$0] }
    var rows: [AssignmentProgram.CapacityRow] = []
    for row in program.capacityRows {
      let inside = row.posts.compactMap { index[$0] }
      if inside.isEmpty { continue }
      let left = Int32(clamping: Int64(row.limit) - row.posts.reduce(Int64(0)) { $0 + outside[Int($1)] })
      if inside.count > 1 { rows.append(.init(posts: inside, limit: left)) }
      for post in inside { limits[Int(post)] = min(limits[Int(post)], max(0, left)) }
    }
    let targets = program.targetRows.compactMap { row -> AssignmentProgram.TargetRow? in
      let inside = row.posts.compactMap { index[$0] }
      if inside.isEmpty { return nil }
      let left = Int64(row.target) - row.posts.reduce(Int64(0)) { $0 + outside[Int($1)] }
      return .init(posts: inside, target: Int32(clamping: left), weight: row.weight)
    }
    return AssignmentProgram(
      stageCount: program.stageCount, unitSize: piece.units.map { program.unitSize[$0] },
      mustPlace: piece.units.map { program.mustPlace[$0] },
      unplacedCost: program.unplacedCost.map { costs in piece.units.map { costs[$0] } }, postLimit: limits,
      postMinimum: piece.posts.map { program.postMinimum[$0] }, capacityRows: rows, targetRows: targets,
      pairStart: start, pairPost: pairs.map { index[program.pairPost[$0]]! },
      pairCost: program.pairCost.map { costs in
        if case .zero = costs { return .zero }
        return .wide(pairs.map { costs[$0] })
      })
  }
}
