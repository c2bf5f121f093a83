import AssignmentSolver
import IntegerProgram

/// The program in the solver's terms: grants first, then moves, then what follows from them.
struct GrantStatement {
  let search: GrantProgram
  let costs: [Double]
  let least: Int
  private var stated = IntegerProgram()

  private typealias Term = (column: Int, value: Double)

  init(_ search: GrantProgram, costs: [Double], atLeast least: Int) {
    self.search = search
    self.costs = costs
    self.least = least
  }

  private var grants: Range<Int> { search.grants.indices }
  private func column(ofMove move: Int) -> Int { search.grants.count + move }

  mutating func made() -> IntegerProgram {
    stated.columns = costs.map { .init(lower: 0, upper: 1, isInteger: true, cost: $0) }
    for _ in search.moves { addColumn(upper: 1, isInteger: true) }
    addWays()
    let relieved = addRelieved()
    addPosts()
    for row in search.program.capacityRows {
      let posts = row.posts.map(Int.init)
      add(-.infinity, Double(Int64(max(0, row.limit)) - load(posts)), change(posts))
    }
    addStages(relieved, addTargets() + addSides())
    if least > 0 { add(Double(least), .infinity, grants.map { ($0, 1) }) }
    for set in search.refused {
      add(-.infinity, Double(set.count - 1), grants.map { ($0, set.contains($0) ? 1 : -1) })
    }
    return stated
  }

  @discardableResult
  private mutating func addColumn(upper: Double = .infinity, isInteger: Bool = false) -> Int {
    stated.columns.append(.init(lower: 0, upper: upper, isInteger: isInteger))
    return stated.columns.count - 1
  }

  private mutating func add(_ lower: Double, _ upper: Double, _ terms: [Term]) {
    let terms = terms.filter { $0.value != 0 }
    guard !terms.isEmpty else { return }
    stated.rows.append(
      .init(
        lower: lower, upper: upper, columns: terms.map { Int32($0.column) }, values: terms.map(\.value)))
  }

  /// `column` is no more than the sum of some grants.
  private mutating func add(_ column: Int, atMost grants: [Int]) {
    add(-.infinity, 0, [(column, 1)] + grants.map { ($0, -1) })
  }

  private mutating func addWays() {
    let byUnit = Dictionary(grouping: search.moves.indices) { search.moves[$0].move.unit }
    for unit in byUnit.keys.sorted() where byUnit[unit]!.count > 1 {
      add(-.infinity, 1, byUnit[unit]!.map { (column(ofMove: $0), 1) })
    }
    for grant in grants {
      for move in search.grants[grant].moves {
        add(-.infinity, 0, [(grant, 1), (column(ofMove: move), -1)])
      }
    }
    for (move, grants) in search.grantsOf.enumerated() {
      add(column(ofMove: move), atMost: grants)
      for member in search.moves[move].worseOff {
        add(column(ofMove: move), atMost: grants.filter { search.grants[$0].student == member })
      }
    }
  }

  /// A column a member who leaves a published post, once a ban names it.
  private mutating func addRelieved() -> [Int] {
    search.moves.indices.flatMap { move in
      search.moves[move].leavers.map { member in
        let column = addColumn(upper: 1)
        add(column, atMost: search.grantsOf[move].filter { search.grants[$0].named.contains(member) })
        return column
      }
    }
  }

  private mutating func addPosts() {
    let (program, former) = (search.program, search.former)
    let touched = Set(search.moves.flatMap { [former[$0.move.unit], $0.move.post] }.filter { $0 >= 0 })
    for post in touched.map(Int.init).sorted() {
      let (terms, now) = (change([post]), Double(load([post])))
      let (limit, minimum) = (Double(program.postLimit[post]), Double(program.postMinimum[post]))
      guard minimum > 1 else {
        add(-.infinity, limit - now, terms)
        continue
      }
      let open = addColumn(upper: 1, isInteger: true)
      add(-.infinity, -now, terms + [(open, -limit)])
      add(-now, .infinity, terms + [(open, -minimum)])
    }
  }

  private typealias Target = (column: Int, weight: [Int64], now: Int64)

  private mutating func addTargets() -> [Target] {
    var targets: [Target] = []
    for row in search.program.targetRows {
      let posts = row.posts.map(Int.init)
      let (terms, lacking) = (change(posts), Int64(row.target) - load(posts))
      guard !terms.isEmpty else { continue }
      let column = addColumn()
      add(Double(lacking), .infinity, terms + [(column, 1)])
      targets.append((column, row.weight, max(0, lacking)))
    }
    return targets
  }

  /// A column a penalty.
  private mutating func addSides() -> [Target] {
    let (program, former) = (search.program, search.former)
    let isPaid = program.penaltiesPaid(former) ?? []
    let penalties = program.penalties.indices.map { penalty -> Target in
      (addColumn(upper: 1, isInteger: true), program.penalties[penalty], isPaid[penalty] ? 1 : 0)
    }
    for row in program.sideRows {
      let weights = Dictionary(uniqueKeysWithValues: zip(row.units, row.weights))
      let terms = search.moves.enumerated().compactMap { index, move -> Term? in
        let change = (row.holds(move.move.post) ? 1 : 0) - (row.holds(former[move.move.unit]) ? 1 : 0)
        guard change != 0, let weight = weights[Int32(move.move.unit)] else { return nil }
        return (column(ofMove: index), Double(change) * Double(weight))
      }
      if terms.isEmpty && row.penalty == nil { continue }
      let room = Double(Int64(row.limit) - row.load(former))
      add(-.infinity, room, terms + (row.penalty.map { [(penalties[$0].column, -1)] } ?? []))
    }
    return penalties
  }

  private mutating func addStages(_ relieved: [Int], _ targets: [Target]) {
    for stage in 0..<search.program.stageCount {
      let weight = search.movesWeight[stage]
      let costs =
        search.moves.indices.map { (column(ofMove: $0), search.moves[$0].stages[stage]) }
        + relieved.map { ($0, -weight) } + targets.map { ($0.column, $0.weight[stage]) }
      let divisor = max(1, costs.reduce(Int64(0)) { Self.commonDivisor($0, abs($1.1)) })
      let now = targets.reduce(Int64(0)) { $0 + $1.weight[stage] * $1.now }
      add(
        -.infinity, Double(now) / Double(divisor),
        costs.map { (column: $0.0, value: Double($0.1 / divisor)) })
    }
  }

  private static func commonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
    b == 0 ? a : commonDivisor(b, a % b)
  }

  private func load(_ posts: [Int]) -> Int64 { posts.reduce(0) { $0 + search.load[$1] } }

  /// Members that moves bring to these posts together, or take away.
  private func change(_ posts: [Int]) -> [Term] {
    let own = Set(posts.map(Int32.init))
    return search.moves.indices.compactMap { index in
      let move = search.moves[index].move
      let sign = (own.contains(move.post) ? 1 : 0) - (own.contains(search.former[move.unit]) ? 1 : 0)
      return sign == 0
        ? nil : (column(ofMove: index), Double(sign) * Double(search.program.unitSize[move.unit]))
    }
  }
}
