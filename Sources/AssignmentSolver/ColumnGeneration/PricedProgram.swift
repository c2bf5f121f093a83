import IntegerProgram

/// The linear program of one stage over the pairs that matter, kept warm in the solver and priced over all pairs.
///
/// Columns: `l` (load) of every post, `y` of every post with a minimum, `h` of every target row, then `u` (no post) of
/// units, pairs, cuts' columns and artificials as they come.
///
/// Rows, every one with whole coefficients:
/// - every unit that is in: Σ x + u = 1
/// - every post: Σ size · x − l = 0, with 0 ≤ l ≤ limit
/// - every post with a minimum: l − minimum · y ≥ 0 and l − limit · y ≤ 0
/// - every capacity row: 0 ≤ Σ l ≤ limit; every target row: Σ l + h ≥ target
/// - every stage before: its bound ≤ Σ its cost ≤ its value
/// - cuts: see ``OpenPatterns`` and ``link(pair:)``
///
/// The loads stand between pairs and the other rows, so that a pair has two coefficients however many rows its post
/// is in.
///
/// Units of whom the flow and the best plan think alike are left out at first, settled where both put them: the other
/// rows see only the room that they leave. A unit comes in when the prices offer it something better, when its
/// post is half open, or when the search decides on a post that shares a quota with it. So the linear program
/// has rows for the few units in dispute, and ``price()`` still proves its bound over all pairs of all.
final class PricedProgram {
  struct RowBounds {
    /// nil: none.
    var lower: Int64?
    var upper: Int64?
    var isUnit = false
  }

  /// A column that is no pair.
  struct Column {
    var lower: Int64
    /// nil: none. Only artificials have none.
    var upper: Int64?
    var rows: [Int32] = []
    var values: [Int64] = []
    /// A stage; empty where it costs nothing in any.
    var cost: [Int64] = []
    /// Makes rows solvable that the pairs at hand cannot satisfy; no part of the program.
    var isArtificial = false
    /// Does it leave a unit without a post?
    var isUnplaced = false
  }

  let program: AssignmentProgram
  let session: any LinearProgramSession
  let stage: Int
  /// Cost added for every unit of a stage before: see ``init(_:stage:holding:atLeast:pairs:using:)``.
  private(set) var lift: [Int64]
  /// Of every stage before: no plan has less, none with more counts.
  private(set) var held: [(lower: Int64, upper: Int64)]

  private(set) var rows: [RowBounds] = []
  private(set) var columns: [Column] = []
  /// The solver's number of every column of `columns`, of every pair (−1: not in), and back.
  private(set) var number: [Int32] = []
  private(set) var pairNumber: [Int32]
  private(set) var pairOfNumber: [Int32] = []
  /// The row that keeps a pair below its post's `y`.
  private(set) var linkRow: [Int32: Int32] = [:]

  /// Of every unit that is in, −1 of the others: its row and its column in `columns`.
  private(set) var unitRow: [Int32]
  private(set) var unplacedColumn: [Int]
  /// Where every unit was settled: a pair, or −1 for no post.
  let seat: [Int32]
  /// The pairs that a unit brings along.
  private let promising: [Int32]
  /// Of the units that are settled still: their load on every post, their cost in every stage.
  private var settledLoad: [Int64]
  private var settledCost: [Int64]
  /// Posts that share capacity rows, be it by way of others, have the same part; and who is settled in which.
  private let part: [Int]
  private let settledInPart: [[Int]]

  let grouped: [Int]
  /// Index in `columns` of the `y` of every post, −1 where its minimum is 1.
  private(set) var openColumn: [Int]
  private(set) var minimumRow: [Int]
  private(set) var maximumRow: [Int]
  private(set) var capacityRow: [Int] = []
  private(set) var targetRow: [Int] = []
  private(set) var shortColumn: [Int] = []
  /// Of every stage before.
  private(set) var heldRow: [Int] = []
  private var artificialCost: Int64
  private let firstArtificialCost: Int64
  private var hasAllArtificials = false

  /// Units that some post must take, be it because going without is dearer than any plan that counts.
  let mustPlace: [Bool]
  /// Pairs that some better plan may use: of unit `i` those at `start[i] ..< start[i + 1]`.
  private(set) var alive: [Int32]
  private(set) var aliveStart: [Int]

  /// Pairs that the present node forbids, and the pair that it holds every unit to (−1: none).
  private(set) var forbidden: Set<Int32> = []
  private(set) var holds: [Int32: Int32] = [:]

  /// Of every column of `columns`, and of every pair that is in, by the solver's number: see ``refresh()``.
  private(set) var values: [Double] = []
  private(set) var solverValues: [Double] = []

  var unitCount: Int { program.unitCount }
  func loadColumn(_ post: Int) -> Int { post }
  func postRow(_ post: Int) -> Int { post }

  /// - Parameters:
  ///   - values: Of the stages before: no plan with higher ones counts.
  ///   - bounds: Of the stages before: no plan has lower ones.
  ///   - ceilings: Of stages from the first on: no plan counts in which a single pair or unplaced unit costs more. Such
  ///     costs must stay out of the solver, whose tolerance times a hundred million would be students.
  ///   - pairs: The pairs that units bring along when they come in.
  ///   - seats: Where units are settled: a pair, −1 for no post, ``unsettled`` for those that are in from the
  ///     start. Together they hold every capacity row.
  ///
  /// Where the values of the stages before are proven, their cost is added to the stage's own, times `lift`. That
  /// adds a constant to the value of every plan that counts, and makes the flow's basis, which is the optimum of all stages in order, a good one
  /// for this stage too.
  init(
    _ program: AssignmentProgram, stage: Int, holding values: [Int64], atLeast bounds: [Int64],
    ceilings: [Int64], pairs: [Int32], seats: [Int32],
    using solver: some IntegerProgramSolver
  ) throws {
    self.program = program
    self.stage = stage
    held = zip(bounds, values).map { (min($0, $1), $1) }
    session = try solver.makeSession()
    grouped = (0..<program.postCount).filter { program.postMinimum[$0] > 1 && program.postLimit[$0] > 0 }
    openColumn = Array(repeating: -1, count: program.postCount)
    minimumRow = openColumn
    maximumRow = openColumn
    pairNumber = Array(repeating: -1, count: program.pairCount)
    mustPlace = (0..<program.unitCount).map { unit in
      program.mustPlace[unit] || zip(program.unplacedCost, ceilings).contains { $0[unit] > $1 }
    }
    alive = Array(0..<Int32(program.pairCount))
    aliveStart = program.pairStart
    var lift = [Int64](repeating: 0, count: held.count)
    var dearest = program.largestCost(stage) + 1
    for earlier in held.indices.reversed() where held[earlier].lower == held[earlier].upper {
      // A cost so high that the solver's tolerances count would do more harm than good.
      let (lifted, overflow) = (program.largestCost(earlier) + 1).multipliedReportingOverflow(
        by: 16 * dearest)
      if overflow || lifted > 1_000_000_000 { break }
      lift[earlier] = 16 * dearest
      dearest = lifted
    }
    self.lift = lift
    unitRow = Array(repeating: -1, count: program.unitCount)
    unplacedColumn = Array(repeating: -1, count: program.unitCount)
    seat = seats
    promising = pairs
    settledLoad = Array(repeating: 0, count: program.postCount)
    settledCost = Array(repeating: 0, count: stage + 1)
    part = Self.parts(program)
    var settledInPart = [[Int]](repeating: [], count: program.postCount)
    for unit in 0..<program.unitCount where seats[unit] >= 0 {
      settledInPart[part[Int(program.pairPost[Int(seats[unit])])]].append(unit)
    }
    self.settledInPart = settledInPart
    firstArtificialCost = 2 * min(dearest, 1_000_000_000_000)
    artificialCost = firstArtificialCost
    let dear = ceilings.indices.filter { program.largestCost($0) > ceilings[$0] }
    if !dear.isEmpty {
      try keep { _, pair in dear.allSatisfy { program.pairCost[$0][Int(pair)] <= ceilings[$0] } }
    }
    try build()
  }

  /// In ``seat``: the unit is in the linear program from the start.
  static let unsettled: Int32 = -2

  private static func parts(_ program: AssignmentProgram) -> [Int] {
    var part = Array(0..<program.postCount)
    func root(_ post: Int) -> Int {
      var post = post
      while part[post] != post { post = part[post] }
      return post
    }
    for row in program.capacityRows {
      guard let first = row.posts.first else { continue }
      for post in row.posts { part[root(Int(post))] = root(Int(first)) }
    }
    return part.indices.map(root)
  }

  // MARK: Building

  private func build() throws {
    rows = Array(repeating: RowBounds(lower: 0, upper: 0), count: program.postCount)
    for post in 0..<program.postCount {
      columns.append(
        Column(lower: 0, upper: Int64(program.postLimit[post]), rows: [Int32(postRow(post))], values: [-1]))
    }
    for post in grouped { addGroup(post) }
    for row in program.capacityRows {
      capacityRow.append(rows.count)
      for post in row.posts { put(1, row: rows.count, column: loadColumn(Int(post))) }
      rows.append(RowBounds(lower: 0, upper: Int64(max(0, row.limit))))
    }
    for row in program.targetRows {
      targetRow.append(rows.count)
      shortColumn.append(columns.count)
      for post in row.posts { put(1, row: rows.count, column: loadColumn(Int(post))) }
      columns.append(
        Column(
          lower: 0, upper: Int64(max(0, row.target)), rows: [Int32(rows.count)], values: [1], cost: row.weight
        ))
      rows.append(RowBounds(lower: Int64(row.target), upper: nil))
    }
    for stage in held.indices { addHeld(stage) }
    try session.addRows(rows.map(Self.line))
    try send(from: 0)
    let (settled, others) = (0..<unitCount).reduce(into: ([Int](), [Int]())) { lists, unit in
      if seat[unit] == Self.unsettled { lists.1.append(unit) } else { lists.0.append(unit) }
    }
    for unit in settled { count(unit, 1) }
    try sendRoom(posts: Array(0..<program.postCount))
    try addRows(of: others)
  }

  /// What the stages before may be worth at most.
  var heldValues: [Int64] { held.map(\.upper) }

  /// Holds the stages before to other values; `bounds` where more is known of them than before.
  func hold(_ values: [Int64], atLeast bounds: [Int64]? = nil) throws {
    for (earlier, value) in values.enumerated() {
      let lower = bounds?[earlier] ?? min(held[earlier].lower, value)
      held[earlier] = (lower, value)
      rows[heldRow[earlier]] = RowBounds(lower: lower, upper: value)
    }
    try sendRoom(posts: [])
    // What is lifted must be the same in all plans.
    if let last = held.lastIndex(where: { $0.lower < $0.upper }), lift[...last].contains(where: { $0 != 0 }) {
      for earlier in 0...last { lift[earlier] = 0 }
      try sendCosts()
    }
  }

  // MARK: Units that come in

  /// Counts a unit among those that are settled, or no more.
  private func count(_ unit: Int, _ sign: Int64) {
    let pair = seat[unit]
    if pair >= 0 { settledLoad[Int(program.pairPost[Int(pair)])] += sign * Int64(program.unitSize[unit]) }
    for stage in settledCost.indices {
      settledCost[stage] +=
        sign * (pair < 0 ? program.unplacedCost[stage][unit] : program.pairCost[stage][Int(pair)])
    }
  }

  /// Tells the solver what room the settled units leave in these posts' rows and in those of the stages before.
  private func sendRoom(posts: [Int]) throws {
    for post in posts {
      let room = -Double(settledLoad[post])
      try session.setBounds(lower: room, upper: room, row: postRow(post))
    }
    for (earlier, row) in heldRow.enumerated() {
      let (lower, upper) = held[earlier]
      try session.setBounds(
        lower: Double(lower - settledCost[earlier]), upper: Double(upper - settledCost[earlier]), row: row)
    }
  }

  /// Takes units into the linear program, each in the basis where it was settled.
  func takeIn(_ units: [Int]) throws {
    let new = units.filter { unitRow[$0] < 0 }
    guard !new.isEmpty else { return }
    let basis = session.basis()
    for unit in new { count(unit, -1) }
    let posts = Set(new.filter { seat[$0] >= 0 }.map { Int(program.pairPost[Int(seat[$0])]) })
    try sendRoom(posts: posts.sorted())
    try addRows(of: new)
    try setBasis(basis)
  }

  /// Takes in who is settled at a post or at one that shares a quota with it, so that the search is free to decide.
  func takeIn(near post: Int) throws { try takeIn(settledInPart[part[post]]) }

  /// Units that are settled at posts which are not quite open.
  var settledHalfOpen: [Int] {
    (0..<unitCount).filter { unit in
      guard let post = settledPost(unit), post >= 0, openColumn[post] >= 0 else { return false }
      return values[openColumn[post]] < 1 - 1e-5
    }
  }

  /// nil: the unit is in.
  private func settledPost(_ unit: Int) -> Int? {
    if unitRow[unit] >= 0 { return nil }
    return seat[unit] < 0 ? -1 : Int(program.pairPost[Int(seat[unit])])
  }

  private func addRows(of units: [Int]) throws {
    guard !units.isEmpty else { return }
    let firstColumn = columns.count
    for unit in units {
      unitRow[unit] = Int32(rows.count)
      unplacedColumn[unit] = columns.count
      rows.append(RowBounds(lower: 1, upper: 1, isUnit: true))
      columns.append(
        Column(
          lower: 0, upper: 1, rows: [unitRow[unit]], values: [1],
          cost: (0..<program.stageCount).map { program.unplacedCost[$0][unit] },
          isArtificial: mustPlace[unit], isUnplaced: true))
      for (earlier, row) in heldRow.enumerated() where !mustPlace[unit] {
        let cost = program.unplacedCost[earlier][unit]
        if cost != 0 { put(cost, row: row, column: columns.count - 1) }
      }
    }
    try session.addRows(rows.suffix(units.count).map(Self.line))
    try send(from: firstColumn)
    try add(pairs: units.flatMap(pairs(of:)))
  }

  private func pairs(of unit: Int) -> [Int32] {
    let all = alive[aliveStart[unit]..<aliveStart[unit + 1]]
    var low = 0
    var high = promising.count
    while low < high {
      let middle = (low + high) / 2
      if Int(promising[middle]) < program.pairStart[unit] { low = middle + 1 } else { high = middle }
    }
    var pairs: [Int32] = seat[unit] >= 0 ? [seat[unit]] : []
    while low < promising.count, Int(promising[low]) < program.pairStart[unit + 1] {
      if promising[low] != seat[unit] && all.contains(promising[low]) { pairs.append(promising[low]) }
      low += 1
    }
    return pairs
  }

  /// A basis of an earlier day: columns that came since are out of it, rows that came since are in, but for those of
  /// units, who are where they were settled.
  func setBasis(_ basis: (rows: [BasisStatus], columns: [BasisStatus])) throws {
    var (rows, columns) = basis
    rows += Array(repeating: .basic, count: session.rowCount - rows.count)
    columns += Array(repeating: .atLower, count: session.columnCount - columns.count)
    for unit in 0..<unitCount where Int(unitRow[unit]) >= basis.rows.count {
      rows[Int(unitRow[unit])] = .fixed
      let column = seat[unit] < 0 ? number[unplacedColumn[unit]] : pairNumber[Int(seat[unit])]
      columns[Int(column)] = .basic
    }
    try session.setBasis(rows: rows, columns: columns)
  }

  // MARK: Rows and columns

  private func addHeld(_ earlier: Int) {
    heldRow.append(rows.count)
    for index in columns.indices where !columns[index].isArtificial && !columns[index].cost.isEmpty {
      let cost = columns[index].cost[earlier]
      if cost != 0 { put(cost, row: rows.count, column: index) }
    }
    // Units away from a held value, while the pairs that reach it are not in yet.
    for value: Int64 in [-1, 1] {
      columns.append(
        Column(lower: 0, upper: nil, rows: [Int32(rows.count)], values: [value], isArtificial: true))
    }
    rows.append(RowBounds(lower: held[earlier].lower, upper: held[earlier].upper))
  }

  private func addGroup(_ post: Int) {
    minimumRow[post] = rows.count
    maximumRow[post] = rows.count + 1
    openColumn[post] = columns.count
    put(1, row: rows.count, column: loadColumn(post))
    put(1, row: rows.count + 1, column: loadColumn(post))
    columns.append(
      Column(
        lower: 0, upper: 1, rows: [Int32(rows.count), Int32(rows.count + 1)],
        values: [-Int64(program.postMinimum[post]), -Int64(program.postLimit[post])]))
    columns.append(Column(lower: 0, upper: nil, rows: [Int32(rows.count)], values: [1], isArtificial: true))
    rows.append(RowBounds(lower: 0, upper: nil))
    rows.append(RowBounds(lower: nil, upper: 0))
  }

  private func put(_ value: Int64, row: Int, column: Int) {
    columns[column].rows.append(Int32(row))
    columns[column].values.append(value)
  }

  private static func line(_ bounds: RowBounds) -> IntegerProgram.Row {
    .init(
      lower: bounds.lower.map(Double.init) ?? -.infinity, upper: bounds.upper.map(Double.init) ?? .infinity)
  }

  func cost(_ column: Column) -> Int64 {
    if column.isArtificial { return artificialCost }
    if column.cost.isEmpty { return 0 }
    return lifted(column.cost)
  }

  /// The cost in this stage, and in those before as `lift` has it.
  private func lifted(_ cost: [Int64]) -> Int64 { zip(lift, cost).reduce(cost[stage]) { $0 + $1.0 * $1.1 } }

  func unplacedCost(_ unit: Int) -> Int64 {
    lift.indices.reduce(program.unplacedCost[stage][unit]) {
      $0 + lift[$1] * program.unplacedCost[$1][unit]
    }
  }

  private func cost(pair: Int32) -> Int64 {
    lift.indices.reduce(program.pairCost[stage][Int(pair)]) {
      lift[$1] == 0 ? $0 : $0 + lift[$1] * program.pairCost[$1][Int(pair)]
    }
  }

  /// What `lift` adds to the value of every plan that counts.
  var lifted: Int64 { zip(lift, held).reduce(0) { $0 + $1.0 * $1.1.upper } }

  /// Hands the columns from `first` on to the solver, with their coefficients.
  private func send(from first: Int) throws {
    let new = columns[first...]
    guard !new.isEmpty else { return }
    var starts = [0]
    for column in new { starts.append(starts.last! + column.rows.count) }
    let base = session.columnCount
    try session.addColumns(
      lower: new.map { Double($0.lower) }, upper: new.map(upper),
      cost: new.map { Double(cost($0)) }, starts: starts, rowIndices: new.flatMap(\.rows),
      values: new.flatMap { $0.values.map(Double.init) })
    for index in new.indices {
      number.append(Int32(base + index - first))
      pairOfNumber.append(-1)
    }
  }

  private func upper(_ column: Column) -> Double {
    if column.isArtificial { return artificialCost == 0 ? 0 : .infinity }
    return column.upper.map(Double.init) ?? .infinity
  }

  /// Adds pairs that are not in yet, of units that are.
  func add(pairs: [Int32]) throws {
    let new = pairs.filter { pairNumber[Int($0)] < 0 }
    guard !new.isEmpty else { return }
    var starts = [0]
    var indices: [Int32] = []
    var values: [Double] = []
    for pair in new {
      let unit = self.unit(of: pair)
      indices += [unitRow[unit], Int32(postRow(Int(program.pairPost[Int(pair)])))]
      values += [1, Double(program.unitSize[unit])]
      for (earlier, row) in heldRow.enumerated() {
        let cost = program.pairCost[earlier][Int(pair)]
        if cost != 0 {
          indices.append(Int32(row))
          values.append(Double(cost))
        }
      }
      starts.append(indices.count)
    }
    let base = session.columnCount
    try session.addColumns(
      lower: new.map { _ in 0 }, upper: new.map { forbidden.contains($0) ? 0 : 1 },
      cost: new.map { Double(cost(pair: $0)) }, starts: starts, rowIndices: indices,
      values: values)
    for (offset, pair) in new.enumerated() {
      pairNumber[Int(pair)] = Int32(base + offset)
      pairOfNumber.append(pair)
    }
  }

  func unit(of pair: Int32) -> Int {
    var low = 0
    var high = unitCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if program.pairStart[middle] <= Int(pair) { low = middle } else { high = middle }
    }
    return low
  }

  /// Adds columns of cuts and then rows over columns of `columns`; returns the first new row.
  @discardableResult
  func add(
    columns newColumns: [Column] = [],
    rows newRows: [(bounds: RowBounds, columns: [Int], values: [Int64])]
  ) throws -> Int {
    let firstColumn = columns.count
    columns += newColumns
    try send(from: firstColumn)
    let first = rows.count
    var lines: [IntegerProgram.Row] = []
    for row in newRows {
      var line = Self.line(row.bounds)
      line.columns = row.columns.map { number[$0] }
      line.values = row.values.map(Double.init)
      lines.append(line)
      for (column, value) in zip(row.columns, row.values) { put(value, row: rows.count, column: column) }
      rows.append(row.bounds)
    }
    try session.addRows(lines)
    return first
  }

  /// Adds x ≤ y for these pairs, which must be in: no unit goes to a post that is not open.
  func link(pairs: [Int32]) throws {
    var lines: [IntegerProgram.Row] = []
    for pair in pairs {
      let open = openColumn[Int(program.pairPost[Int(pair)])]
      lines.append(
        .init(
          lower: -.infinity, upper: 0, columns: [pairNumber[Int(pair)], number[open]], values: [1, -1]))
      put(-1, row: rows.count, column: open)
      linkRow[pair] = Int32(rows.count)
      rows.append(RowBounds(lower: nil, upper: 0))
    }
    try session.addRows(lines)
  }

  // MARK: Values

  /// Of the linear program, in the stage's own terms.
  var objective: Double { session.objective + Double(lifted(settledCost) - lifted) }

  /// No plan's value of the stage is higher.
  var ceiling: Int64 {
    var sum: Int64 = 0
    for unit in 0..<unitCount {
      var most = program.unplacedCost[stage][unit]
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        most = max(most, program.pairCost[stage][pair])
      }
      sum += most
    }
    return program.targetRows.reduce(sum) { $0 + Int64(max(0, $1.target)) * $1.weight[stage] }
  }

  /// Takes the stages before out of the objective again, and the artificials out of the program: the solver's tolerance
  /// goes by the largest cost, so large ones blur its duals.
  private func sharpen() throws {
    lift = lift.map { _ in 0 }
    artificialCost = 0
    for (index, column) in columns.enumerated() where column.isArtificial {
      try session.setBounds(lower: 0, upper: 0, column: Int(number[index]))
    }
    try sendCosts()
  }

  private func sendCosts() throws {
    for (index, column) in columns.enumerated() {
      try session.setCost(Double(cost(column)), column: Int(number[index]))
    }
    for (column, pair) in pairOfNumber.enumerated() where pair >= 0 {
      try session.setCost(Double(cost(pair: pair)), column: column)
    }
  }

  /// Lets the artificials in, at a cost.
  private func admitArtificials(_ cost: Int64) throws {
    artificialCost = cost
    for (index, column) in columns.enumerated() where column.isArtificial {
      try session.setCost(Double(cost), column: Int(number[index]))
      try session.setBounds(lower: 0, upper: .infinity, column: Int(number[index]))
    }
  }

  /// Makes every row solvable, whatever the node's changes and cuts.
  private func addAllArtificials() throws {
    if !hasAllArtificials {
      let first = columns.count
      for row in rows.indices where !rows[row].isUnit {
        for value: Int64 in [-1, 1] {
          columns.append(
            Column(lower: 0, upper: nil, rows: [Int32(row)], values: [value], isArtificial: true))
        }
      }
      hasAllArtificials = true
      try send(from: first)
    }
    try admitArtificials(max(artificialCost, firstArtificialCost))
  }

  private var usesArtificials: Bool {
    columns.indices.contains { columns[$0].isArtificial && values[$0] > 1e-6 }
  }

  /// Where most of every unit goes in the solution at hand, −1 for nowhere.
  var wish: [Int32] {
    var post = (0..<unitCount).map { Int32(settledPost($0) ?? -1) }
    var most = unplacedColumn.map { $0 < 0 ? 1 : values[$0] }
    for (number, pair) in pairOfNumber.enumerated() where pair >= 0 && solverValues[number] > 1e-6 {
      let unit = unit(of: pair)
      if solverValues[number] > most[unit] {
        most[unit] = solverValues[number]
        post[unit] = program.pairPost[Int(pair)]
      }
    }
    return post
  }

  /// Reads the solution at hand.
  func refresh() {
    solverValues = session.columnValues()
    values = number.map { solverValues[Int($0)] }
  }

  // MARK: Nodes

  func setBounds(_ lower: Int64, _ upper: Int64, column: Int) throws {
    columns[column].lower = lower
    columns[column].upper = upper
    try session.setBounds(lower: Double(lower), upper: Double(upper), column: Int(number[column]))
  }

  /// Forbids a pair, holds its unit to it, or lets it be.
  func set(pair: Int32, to value: Int?) throws {
    if value == 0 { forbidden.insert(pair) } else { forbidden.remove(pair) }
    let unit = Int32(self.unit(of: pair))
    if value == 1 { holds[unit] = pair } else if holds[unit] == pair { holds[unit] = nil }
    let bounds: (Double, Double) = value == nil ? (0, 1) : (Double(value!), Double(value!))
    try session.setBounds(lower: bounds.0, upper: bounds.1, column: Int(pairNumber[Int(pair)]))
  }

  /// Keeps of every unit's pairs those that `isKept`.
  func keep(_ isKept: (_ unit: Int, _ pair: Int32) -> Bool) throws {
    var kept: [Int32] = []
    kept.reserveCapacity(alive.count)
    var start = [0]
    start.reserveCapacity(unitCount + 1)
    var unseated: [Int] = []
    for unit in 0..<unitCount {
      for at in aliveStart[unit]..<aliveStart[unit + 1] {
        let pair = alive[at]
        if isKept(unit, pair) {
          kept.append(pair)
        } else if pair == seat[unit] && unitRow[unit] < 0 {
          unseated.append(unit)
        } else if pairNumber[Int(pair)] >= 0 {
          try session.setBounds(lower: 0, upper: 0, column: Int(pairNumber[Int(pair)]))
        }
      }
      start.append(kept.count)
    }
    alive = kept
    aliveStart = start
    try takeIn(unseated)
    for unit in unseated {
      try session.setBounds(lower: 0, upper: 0, column: Int(pairNumber[Int(seat[unit])]))
    }
  }
}

// MARK: - Solving

extension PricedProgram {
  enum Ending: Equatable {
    /// No pair betters the linear program any more, or the bound is as high as wanted.
    case done
    case stopped
  }

  /// Solves the linear program over all pairs: adds pairs until none betters it, or until the stage's bound
  /// has reached `enough`.
  /// - Returns: How it ended, and the best bound met on the way (whole; `.min` where there is none).
  func optimise(
    _ method: SimplexMethod, enough: Int64, limits: SolverLimits
  ) throws -> (ending: Ending, bound: Int64, pricing: Pricing?) {
    var method = method
    var best = Int64.min
    var raises = 0
    var isSharp = false
    if artificialCost != firstArtificialCost { try admitArtificials(firstArtificialCost) }
    while true {
      switch try session.solve(method, limits: limits) {
      case .infeasible:
        // Its word is no proof. With an artificial on every row there is a solution, whose bound says so in whole
        // numbers.
        guard !hasAllArtificials || artificialCost == 0 else {
          throw SolverFailure("a program with a solution is said to have none")
        }
        try addAllArtificials()
        method = .primal
        continue
      case .stopped: return (.stopped, best, nil)
      case .unbounded: throw SolverFailure("a sum of costs is said to be unbounded")
      case .optimal: break
      }
      let pricing = price()
      if let pricing { best = max(best, pricing.whole) }
      if best >= enough { return (.done, best, pricing) }
      method = .primal
      if let pricing, !pricing.entering.isEmpty || !pricing.stirred.isEmpty {
        try takeIn(pricing.stirred)
        try add(pairs: pricing.entering)
        continue
      }
      refresh()
      if usesArtificials && raises < 10 {
        raises += 1
        try admitArtificials(min(artificialCost, 1 << 54) * 16)
      } else if Double(best) < objective - 0.99 && artificialCost > 0 && !usesArtificials && !isSharp {
        isSharp = true
        try sharpen()
      } else {
        return (.done, best, pricing)
      }
    }
  }
}

extension AssignmentProgram {
  /// Does a stage cost nothing, whatever the plan?
  func isFree(_ stage: Int) -> Bool { largestCost(stage) == 0 }

  /// The dearest pair, unplaced unit or unit short of a target in a stage.
  func largestCost(_ stage: Int) -> Int64 {
    var largest = unplacedCost[stage].max() ?? 0
    for row in targetRows { largest = max(largest, row.weight[stage]) }
    switch pairCost[stage] {
    case .zero: break
    case .narrow(let costs): largest = max(largest, Int64(costs.max() ?? 0))
    case .wide(let costs): largest = max(largest, costs.max() ?? 0)
    }
    return largest
  }
}
