/// Makes a plan of a wish list: units are seated where they wish as long as every row holds, then where there is
/// room, and posts that stay under their minimum are emptied. What comes out holds every row, or is nil.
struct Repair {
  let program: AssignmentProgram
  let rowsOfPost: [[Int32]]
  private var post: [Int32]
  private var room: [Int64]
  private var rowRoom: [Int64]
  private let sideTerms: SideTerms
  /// `.max` where a row has a penalty.
  private var sideRoom: [Int64]
  private var load: [Int64]
  private var closed: [Bool]

  init(_ reduction: Reduction) {
    program = reduction.program
    rowsOfPost = reduction.rowsOfPost
    post = Array(repeating: -1, count: program.unitCount)
    room = program.postLimit.map(Int64.init)
    rowRoom = program.capacityRows.map { Int64(max(0, $0.limit)) }
    sideTerms = reduction.sideTerms
    sideRoom = program.sideRows.map { $0.penalty == nil ? Int64($0.limit) : .max / 2 }
    load = Array(repeating: 0, count: program.postCount)
    closed = Array(repeating: false, count: program.postCount)
  }

  /// - Returns: nil where no plan came of it, or `shouldStop` said so.
  static func plan(_ reduction: Reduction, wish: [Int32], shouldStop: () -> Bool) -> [Int32]? {
    var repair = Repair(reduction)
    return repair.run(wish, shouldStop)
  }

  /// - Parameter plan: of another program; whoever it sends where this one has no pair is seated anew.
  static func plan(_ reduction: Reduction, keeping plan: [Int32], shouldStop: () -> Bool) -> [Int32]? {
    let wish = plan.indices.map { reduction.program.pair($0, plan[$0]) == nil ? -1 : plan[$0] }
    return Self.plan(reduction, wish: wish, shouldStop: shouldStop)
  }

  private mutating func run(_ wish: [Int32], _ shouldStop: () -> Bool) -> [Int32]? {
    let order = (0..<program.unitCount).sorted {
      let a = (program.mustPlace[$0] ? 0 : 1, -program.unitSize[$0], $0)
      return a < (program.mustPlace[$1] ? 0 : 1, -program.unitSize[$1], $1)
    }
    for unit in order where wish[unit] >= 0 { _ = seat(unit, wish[unit]) }
    guard seatAll(order, shouldStop) else { return nil }
    // One post at a time: those it sends away may fill the next.
    while let short = (0..<program.postCount).filter({ isShort($0) })
      .min(by: { (missing($1), $0) < (missing($0), $1) })
    {
      guard seatAll(empty(short), shouldStop) else { return nil }
    }
    guard seatAll(order, shouldStop) else { return nil }
    return PlanValue(program: program).stages(post) == nil ? nil : post
  }

  /// - Returns: false where `shouldStop` said so.
  private mutating func seatAll(_ units: [Int], _ shouldStop: () -> Bool) -> Bool {
    for (number, unit) in units.enumerated() where post[unit] < 0 {
      if number % 64 == 0 && shouldStop() { return false }
      seatAnywhere(unit)
    }
    return true
  }

  private func missing(_ index: Int) -> Int64 { Int64(program.postMinimum[index]) - load[index] }

  private func isShort(_ index: Int) -> Bool { load[index] > 0 && missing(index) > 0 }

  private mutating func seat(_ unit: Int, _ at: Int32) -> Bool {
    let size = Int64(program.unitSize[unit])
    let index = Int(at)
    guard !closed[index], room[index] >= size, rowsOfPost[index].allSatisfy({ rowRoom[Int($0)] >= size })
    else { return false }
    if !sideTerms.isEmpty {
      guard let pair = program.pair(unit, at), sideTerms.allSatisfy(pair, { sideRoom[$0] >= $1 }) else {
        return false
      }
    }
    move(unit, at, size)
    post[unit] = at
    return true
  }

  private mutating func move(_ unit: Int, _ at: Int32, _ size: Int64) {
    let index = Int(at)
    room[index] -= size
    load[index] += size
    for row in rowsOfPost[index] { rowRoom[Int(row)] -= size }
    guard !sideTerms.isEmpty, let pair = program.pair(unit, at) else { return }
    sideTerms.forEach(pair) { row, weight in sideRoom[row] -= size > 0 ? weight : -weight }
  }

  /// The cheapest seat, by the stages in order; a post with a minimum only where that is reached already.
  private mutating func seatAnywhere(_ unit: Int) {
    let pairs = (program.pairStart[unit]..<program.pairStart[unit + 1]).filter { pair in
      let index = Int(program.pairPost[pair])
      let size = Int64(program.unitSize[unit])
      return room[index] >= size && !closed[index]
        && (load[index] > 0 || size >= Int64(program.postMinimum[index]))
    }
    guard !pairs.isEmpty else { return }
    let sorted = pairs.sorted { a, b in
      for stage in 0..<program.stageCount {
        let x = program.pairCost[stage][a]
        let y = program.pairCost[stage][b]
        if x != y { return x < y }
      }
      return a < b
    }
    for pair in sorted where seat(unit, program.pairPost[pair]) { return }
  }

  /// - Returns: Who was sent away.
  private mutating func empty(_ index: Int) -> [Int] {
    closed[index] = true
    var gone: [Int] = []
    for unit in 0..<program.unitCount where Int(post[unit]) == index {
      move(unit, Int32(index), -Int64(program.unitSize[unit]))
      post[unit] = -1
      gone.append(unit)
    }
    return gone
  }
}
