import IntegerProgram

/// The whole integer program of a placement program, nothing reduced: every pair a column.
///
/// This is what `placement model` writes and what any solver can check ours against; the main job's solve
/// path builds only the columns that matter.
///
/// Columns: x of every pair, then u of every unit that may stay without, then y of every post with a minimum above 1,
/// then h of every target row (what it lacks), then s of every one where those beyond it pay, then of every penalty.
/// They are told one by one: of a large city they do not fit into memory together.
///
/// Sets: units, posts, capacity rows, target rows, side rows, pairs (see ``AssignmentProgram``).
public struct WholeProgram: Sendable {
  let layout: Layout
  private let program: AssignmentProgram
  private let side: SideTerms
  /// Capacity rows, then target rows that every post counts in, by their numbers here.
  private let sharedRows: [[Int32]]
  private let rowsOfPenalty: [[Int32]]

  public init(_ program: AssignmentProgram) {
    self.program = program
    layout = Layout(program)
    side = SideTerms(program)
    var shared = [[Int32]](repeating: [], count: program.postCount)
    let posts = program.capacityRows.map(\.posts) + program.targetRows.map(\.posts)
    for (index, posts) in posts.enumerated() {
      for post in posts { shared[Int(post)].append(Int32(layout.firstCapacityRow + index)) }
    }
    sharedRows = shared
    var penalised = [[Int32]](repeating: [], count: program.penalties.count)
    for (index, row) in program.sideRows.enumerated() {
      if let penalty = row.penalty { penalised[penalty].append(Int32(layout.firstSideRow + index)) }
    }
    rowsOfPenalty = penalised
  }

  /// The program of stage `stage` (from 0), earlier stages held at the values found.
  ///
  /// - Parameter shouldStop: asked now and then.
  /// - Throws: ``SolvePathError/noPlanInTime`` where it says so.
  func stage(
    _ stage: Int, holding earlier: [Int64], shouldStop: () -> Bool = { false }
  ) throws -> IntegerProgram {
    var result = IntegerProgram()
    result.rows = rowBounds(stage, holding: earlier).map { IntegerProgram.Row(lower: $0, upper: $1) }
    var count = [Int](repeating: 0, count: result.rows.count)
    func look() throws { if shouldStop() { throw SolvePathError.noPlanInTime } }
    try forEachColumn(stage) { column, entries in
      if result.columns.count & 0xFFFF == 0 { try look() }
      result.columns.append(column)
      for row in entries.rows { count[Int(row)] += 1 }
    }
    for (row, count) in count.enumerated() {
      result.rows[row].columns.reserveCapacity(count)
      result.rows[row].values.reserveCapacity(count)
    }
    var number: Int32 = 0
    try forEachColumn(stage) { _, entries in
      if number & 0xFFFF == 0 { try look() }
      for (row, value) in zip(entries.rows, entries.values) {
        result.rows[Int(row)].columns.append(number)
        result.rows[Int(row)].values.append(value)
      }
      number += 1
    }
    return result
  }

  /// The same as free MPS, column by column.
  ///
  /// - Parameters:
  ///   - stage: from 0.
  ///   - earlier: the values at which the stages before are held.
  ///   - write: takes the next piece of the file; what it throws ends it.
  public func writeMPS(
    _ stage: Int, holding earlier: [Int64], to write: @escaping ([UInt8]) throws -> Void
  ) throws {
    var writer = MPSWriter(name: "stage\(stage + 1)", to: write)
    for row in rowBounds(stage, holding: earlier) { try writer.row(lower: row.lower, upper: row.upper) }
    try forEachColumn(stage) { column, entries in
      try writer.column(column, rows: entries.rows[...], values: entries.values[...])
    }
    try writer.finish()
  }

  /// The post of every unit in a solution's values.
  package func assignment(_ values: [Double]) -> [Int32] {
    (0..<program.unitCount).map { unit in
      let pairs = program.pairStart[unit]..<program.pairStart[unit + 1]
      return pairs.first { values[$0] > 0.5 }.map { program.pairPost[$0] } ?? -1
    }
  }

  /// What a plan makes of the columns.
  package func values(of plan: [Int32]) -> [Int64] {
    var values = [Int64](repeating: 0, count: layout.columnCount)
    var load = [Int64](repeating: 0, count: program.postCount)
    for (unit, post) in plan.enumerated() {
      guard post >= 0, let pair = program.pair(unit, post) else {
        if layout.unplacedColumn[unit] >= 0 { values[layout.unplacedColumn[unit]] = 1 }
        continue
      }
      values[pair] = 1
      load[Int(post)] += Int64(program.unitSize[unit])
    }
    for post in load.indices where layout.openColumn[post] >= 0 && load[post] > 0 {
      values[layout.openColumn[post]] = 1
    }
    for (index, row) in program.targetRows.enumerated() {
      let beyond = row.posts.reduce(-Int64(row.target)) { $0 + load[Int($1)] }
      values[layout.firstTargetColumn + index] = max(0, -beyond)
    }
    for (gap, index) in layout.gapRows.enumerated() {
      let row = program.targetRows[index]
      values[layout.firstGapColumn + gap] = max(
        0, row.posts.reduce(-Int64(row.target)) { $0 + load[Int($1)] })
    }
    for (penalty, isPaid) in (program.penaltiesPaid(plan) ?? []).enumerated() where isPaid {
      values[layout.firstPenaltyColumn + penalty] = 1
    }
    return values
  }

  // MARK: Rows

  private func rowBounds(_ stage: Int, holding earlier: [Int64]) -> [(lower: Double, upper: Double)] {
    var bounds: [(lower: Double, upper: Double)] = Array(repeating: (1, 1), count: program.unitCount)
    for post in 0..<program.postCount {
      guard layout.openColumn[post] >= 0 else {
        bounds.append((-.infinity, Double(program.postLimit[post])))
        continue
      }
      // minimum · y ≤ load ≤ limit · y
      bounds += [(-.infinity, 0), (0, .infinity)]
    }
    bounds += program.capacityRows.map { (-.infinity, Double($0.limit)) }
    bounds += program.targetRows.map { row in
      (Double(row.target), row.surplus.isEmpty ? .infinity : Double(row.target))
    }
    bounds += program.sideRows.map { (-.infinity, Double($0.limit)) }
    bounds += earlier.prefix(stage).map { (-.infinity, Double($0)) }
    return bounds
  }

  // MARK: Columns

  /// A column's coefficients, rows increasing.
  private struct Entries {
    var rows: [Int32] = []
    var values: [Double] = []

    mutating func removeAll() {
      rows.removeAll(keepingCapacity: true)
      values.removeAll(keepingCapacity: true)
    }

    mutating func add(_ row: Int, _ value: Double) {
      rows.append(Int32(row))
      values.append(value)
    }

    mutating func add(_ more: [Int32], _ value: Double) {
      for row in more { add(Int(row), value) }
    }
  }

  /// Every column of a stage in order, with its coefficients.
  private func forEachColumn(
    _ stage: Int, _ body: (IntegerProgram.Column, Entries) throws -> Void
  ) rethrows {
    var entries = Entries()
    /// Hands a column on, with what it costs in the stages before.
    func end(_ upper: Double, _ cost: (_ stage: Int) -> Int64) throws {
      for held in 0..<stage {
        let cost = cost(held)
        if cost != 0 { entries.add(layout.firstHeldRow + held, Double(cost)) }
      }
      try body(.init(lower: 0, upper: upper, isInteger: true, cost: Double(cost(stage))), entries)
      entries.removeAll()
    }
    let surplus = (0...stage).map(surplusOfPosts)
    for unit in 0..<program.unitCount {
      let size = Int64(program.unitSize[unit])
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        let post = Int(program.pairPost[pair])
        entries.add(unit, 1)
        entries.add(layout.limitRow[post], Double(size))
        if layout.minimumRow[post] >= 0 { entries.add(layout.minimumRow[post], Double(size)) }
        entries.add(sharedRows[post], Double(size))
        side.forEach(pair) { row, weight in entries.add(layout.firstSideRow + row, Double(weight)) }
        try end(1) { program.pairCost[$0][pair] - surplus[$0][post] * size }
      }
    }
    for unit in 0..<program.unitCount where layout.unplacedColumn[unit] >= 0 {
      entries.add(unit, 1)
      try end(1) { program.unplacedCost[$0][unit] }
    }
    for post in 0..<program.postCount where layout.openColumn[post] >= 0 {
      entries.add(layout.limitRow[post], -Double(program.postLimit[post]))
      entries.add(layout.minimumRow[post], -Double(program.postMinimum[post]))
      try end(1) { _ in 0 }
    }
    for (index, row) in program.targetRows.enumerated() {
      entries.add(layout.firstTargetRow + index, 1)
      try end(Double(max(0, row.target))) { row.weight[$0] - (row.surplus.isEmpty ? 0 : row.surplus[$0]) }
    }
    let people = program.unitSize.reduce(0.0) { $0 + Double($1) }
    for index in layout.gapRows {
      entries.add(layout.firstTargetRow + index, -1)
      try end(people) { program.targetRows[index].surplus[$0] }
    }
    for (penalty, cost) in program.penalties.enumerated() {
      entries.add(rowsOfPenalty[penalty], -1)
      try end(1) { cost[$0] }
    }
  }

  /// What each person at a post adds to pairs' costs for being beyond a target: taken off again here, where the surplus has a
  /// column of its own and no constant remains.
  private func surplusOfPosts(_ stage: Int) -> [Int64] {
    var surplus = [Int64](repeating: 0, count: program.postCount)
    for row in layout.gapRows.map({ program.targetRows[$0] }) {
      for post in row.posts { surplus[Int(post)] += row.surplus[stage] }
    }
    return surplus
  }
}

extension WholeProgram {
  /// Where columns and rows of the whole program stand; −1: there is none.
  struct Layout: Sendable {
    private(set) var unplacedColumn: [Int] = []
    private(set) var openColumn: [Int] = []
    let firstTargetColumn: Int
    let firstGapColumn: Int
    let firstPenaltyColumn: Int
    let columnCount: Int
    private(set) var limitRow: [Int] = []
    private(set) var minimumRow: [Int] = []
    let firstCapacityRow: Int
    let firstTargetRow: Int
    let firstSideRow: Int
    /// Of the stages before.
    let firstHeldRow: Int
    /// Target rows beyond which people pay.
    let gapRows: [Int]

    fileprivate init(_ program: AssignmentProgram) {
      var column = program.pairCount
      for mustPlace in program.mustPlace {
        unplacedColumn.append(mustPlace ? -1 : column)
        if !mustPlace { column += 1 }
      }
      var row = program.unitCount
      for post in 0..<program.postCount {
        let isGrouped = program.postMinimum[post] > 1
        openColumn.append(isGrouped ? column : -1)
        limitRow.append(row)
        minimumRow.append(isGrouped ? row + 1 : -1)
        if isGrouped { column += 1 }
        row += isGrouped ? 2 : 1
      }
      gapRows = program.targetRows.indices.filter { !program.targetRows[$0].surplus.isEmpty }
      firstTargetColumn = column
      firstGapColumn = column + program.targetRows.count
      firstPenaltyColumn = firstGapColumn + gapRows.count
      columnCount = firstPenaltyColumn + program.penalties.count
      firstCapacityRow = row
      firstTargetRow = row + program.capacityRows.count
      firstSideRow = firstTargetRow + program.targetRows.count
      firstHeldRow = firstSideRow + program.sideRows.count
    }
  }
}
