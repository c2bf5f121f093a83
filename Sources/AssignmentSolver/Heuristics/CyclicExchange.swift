/// Betters a plan by the best of all ways in which single units can change places, be they ever so many at once: a flow
/// (the cyclic exchanges of Ahuja, Orlin and Sharma 2003).
///
/// What keeps the whole program from being a flow stays as the plan has it: teams stay where they are, open posts open and
/// closed ones closed, and of a row that crosses others every post has a part to itself. So what comes out is a plan, and
/// none that is worse but for targets that cross other rows. Nobody comes to a place where a side row would count more.
struct CyclicExchange {
  private let program: AssignmentProgram
  /// Units that may move.
  private let units: [Int]
  /// All units at every post, and of these the ones that stay.
  private let load: [Int64]
  private let staying: [Int64]
  private let side: SideRoom

  private init(_ program: AssignmentProgram, _ plan: [Int32]) {
    self.program = program
    load = PlanValue(program: program).loads(plan)
    let side = SideRoom(program, plan)
    self.side = side
    let isFree = plan.indices.map { program.unitSize[$0] == 1 && !side.isHeld($0) }
    var staying = [Int64](repeating: 0, count: program.postCount)
    for (unit, post) in plan.enumerated() where post >= 0 && !isFree[unit] {
      staying[Int(post)] += Int64(program.unitSize[unit])
    }
    // A minimum of one is none to the flow: where that is what a team leaves of it, one stays.
    var units: [Int] = []
    for (unit, post) in plan.enumerated() where isFree[unit] {
      if post >= 0, program.postMinimum[Int(post)] > 1,
        program.postMinimum[Int(post)] - Int32(staying[Int(post)]) == 1
      {
        staying[Int(post)] += 1
      } else {
        units.append(unit)
      }
    }
    self.units = units
    self.staying = staying
  }

  /// - Returns: nil where `shouldStop` said so.
  static func best(_ program: AssignmentProgram, from plan: [Int32], shouldStop: () -> Bool) -> [Int32]? {
    // In a large city each of these takes seconds.
    let exchange = CyclicExchange(program, plan)
    guard !shouldStop() else { return nil }
    let singles = exchange.singles
    guard !shouldStop() else { return nil }
    let reduction = Reduction(singles)
    guard !shouldStop() else { return nil }
    let flow = FlowRelaxation(reduction.program)
    for post in exchange.load.indices where reduction.program.postMinimum[post] > 1 {
      flow.set(.held, post: post)
    }
    guard !shouldStop(), flow.solve(shouldStop: shouldStop) else { return nil }
    var result = plan
    for (unit, post) in zip(exchange.units, flow.assignment().post) { result[unit] = post }
    return result
  }

  /// The program of the units that may move, in the room that the others leave.
  private var singles: AssignmentProgram {
    var singles = program.withoutSideRows
    singles.unitSize = units.map { _ in 1 }
    singles.mustPlace = units.map { program.mustPlace[$0] }
    singles.unplacedCost = program.unplacedCost.map { costs in units.map { costs[$0] } }
    for post in load.indices {
      let isClosed = load[post] == 0 && program.postMinimum[post] > 1
      singles.postLimit[post] = isClosed ? 0 : program.postLimit[post] - Int32(staying[post])
      singles.postMinimum[post] = isClosed ? 1 : max(1, program.postMinimum[post] - Int32(staying[post]))
    }
    for row in program.capacityRows.indices {
      singles.capacityRows[row].limit = Int32(clamping: room(in: row, beside: staying))
    }
    for (row, target) in program.targetRows.enumerated() {
      let taken = target.posts.reduce(Int64(0)) { $0 + staying[Int($1)] }
      singles.targetRows[row].target = Int32(clamping: Int64(target.target) - taken)
    }
    if units.count < program.unitCount || !program.sideRows.isEmpty { keepPairs(in: &singles) }
    partCrossingRows(of: &singles)
    return singles
  }

  private func room(in row: Int, beside load: [Int64]) -> Int64 {
    let row = program.capacityRows[row]
    return Int64(max(0, row.limit)) - row.posts.reduce(0) { $0 + load[Int($1)] }
  }

  private func keepPairs(in singles: inout AssignmentProgram) {
    var start = [0]
    var kept: [Range<Int>] = []
    for unit in units {
      let own = program.pairStart[unit]..<program.pairStart[unit + 1]
      if program.sideRows.isEmpty {
        kept.append(own)
        start.append(start.last! + own.count)
      } else {
        let fitting = own.filter { side.allowsAnyway(unit, $0) }
        kept += fitting.map { $0..<($0 + 1) }
        start.append(start.last! + fitting.count)
      }
    }
    singles.pairStart = start
    singles.pairPost = program.pairPost.kept(kept)
    singles.pairCost = program.pairCost.map { $0.kept(kept) }
  }

  /// No post of a row that crosses others takes more than it has, but for the room that is left, which the first take.
  private func partCrossingRows(of singles: inout AssignmentProgram) {
    let family = LaminarFamily(singles)
    guard !family.isWhole else { return }
    var crossing = [[Int]](repeating: [], count: program.postCount)
    var left: [Int: Int64] = [:]
    for row in program.capacityRows.indices where family.setOfRow[row] < 0 {
      for post in program.capacityRows[row].posts { crossing[Int(post)].append(row) }
      left[row] = room(in: row, beside: load)
    }
    for post in load.indices where !crossing[post].isEmpty && singles.postLimit[post] > 0 {
      let more = max(0, crossing[post].map { left[$0]! }.min()!)
      let most = Int64(singles.postLimit[post])
      let taken = min(most, load[post] - staying[post] + more)
      for row in crossing[post] { left[row]! -= taken - (load[post] - staying[post]) }
      singles.postLimit[post] = Int32(taken)
    }
  }
}
