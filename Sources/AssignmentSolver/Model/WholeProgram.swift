import IntegerProgram

/// The whole integer program of a placement program, nothing reduced: every pair a column.
///
/// This is what `placement model` writes and what any solver can check ours against; the main job's solve
/// path builds only the columns that matter.
///
/// Sets: units, posts, capacity rows, target rows, side rows, pairs (see ``AssignmentProgram``).
public struct WholeProgram: Sendable {
  /// Columns: x of every pair, then u of every unit that may stay without, then y of every post with a
  /// minimum above 1, then h of every target row (what it lacks), then s of every one where those beyond it pay, then of
  /// every penalty.
  private(set) var integerProgram = IntegerProgram()
  private let program: AssignmentProgram
  /// Stage costs of all columns.
  private var costs: [[Double]] = []

  public init(_ program: AssignmentProgram) {
    self.program = program
    addColumns()
    addUnitRows()
    addPostRows()
    addSharedRows()
    addSideRows()
  }

  /// The program of stage `stage` (from 0), earlier stages held at the values found.
  public func stage(_ stage: Int, holding earlier: [Int64]) -> IntegerProgram {
    var result = integerProgram
    state(stage, holding: earlier, in: &result)
    return result
  }

  /// The same, handed over: nothing of the whole program remains here.
  mutating func takeStage(_ stage: Int, holding earlier: [Int64]) -> IntegerProgram {
    var result = IntegerProgram()
    swap(&result, &integerProgram)
    state(stage, holding: earlier, in: &result)
    costs = []
    return result
  }

  private func state(_ stage: Int, holding earlier: [Int64], in result: inout IntegerProgram) {
    for (column, cost) in costs[stage].enumerated() { result.columns[column].cost = cost }
    for (held, value) in earlier.prefix(stage).enumerated() {
      let columns = costs[held].indices.filter { costs[held][$0] != 0 }
      result.rows.append(
        IntegerProgram.Row(
          lower: -.infinity, upper: Double(value), columns: columns.map(Int32.init),
          values: columns.map { costs[held][$0] }))
    }
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
    var values = [Int64](repeating: 0, count: integerProgram.columns.count)
    let layout = layout
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
      if let gap = gapRows.firstIndex(of: index) {
        values[layout.firstTargetColumn + program.targetRows.count + gap] = max(0, beyond)
      }
    }
    for (penalty, isPaid) in (program.penaltiesPaid(plan) ?? []).enumerated() where isPaid {
      values[layout.firstPenaltyColumn + penalty] = 1
    }
    return values
  }

  // MARK: Columns

  /// Where columns and rows of the whole program stand; −1: there is none.
  struct Layout {
    fileprivate(set) var unplacedColumn: [Int] = []
    fileprivate(set) var openColumn: [Int] = []
    fileprivate(set) var firstTargetColumn = 0
    fileprivate(set) var firstPenaltyColumn = 0
    fileprivate(set) var limitRow: [Int] = []
    fileprivate(set) var minimumRow: [Int] = []
    fileprivate(set) var firstCapacityRow = 0
    fileprivate(set) var firstTargetRow = 0
    fileprivate(set) var firstSideRow = 0
    /// Of the stages before.
    fileprivate(set) var firstHeldRow = 0
  }

  var layout: Layout {
    var layout = Layout()
    layout.unplacedColumn = unplacedColumn.map { $0 ?? -1 }
    var column = program.pairCount + program.mustPlace.count { !$0 }
    var row = program.unitCount
    for post in 0..<program.postCount {
      let isGrouped = program.postMinimum[post] > 1
      layout.openColumn.append(isGrouped ? column : -1)
      layout.limitRow.append(row)
      layout.minimumRow.append(isGrouped ? row + 1 : -1)
      if isGrouped { column += 1 }
      row += isGrouped ? 2 : 1
    }
    layout.firstTargetColumn = column
    layout.firstPenaltyColumn = firstPenalty
    layout.firstCapacityRow = row
    layout.firstTargetRow = row + program.capacityRows.count
    layout.firstSideRow = layout.firstTargetRow + program.targetRows.count
    layout.firstHeldRow = layout.firstSideRow + program.sideRows.count
    return layout
  }

  private var unplacedColumn: [Int?] {
    var next = program.pairCount
    return program.mustPlace.map { mustPlace in
      guard !mustPlace else { return nil }
      defer { next += 1 }
      return next
    }
  }

  private var groupedPosts: [Int] { (0..<program.postCount).filter { program.postMinimum[$0] > 1 } }

  private mutating func addColumns() {
    let binary = IntegerProgram.Column(lower: 0, upper: 1, isInteger: true)
    let free = program.mustPlace.filter { !$0 }.count
    integerProgram.columns = Array(repeating: binary, count: program.pairCount + free + groupedPosts.count)
    integerProgram.columns += program.targetRows.map {
      IntegerProgram.Column(lower: 0, upper: Double(max(0, $0.target)), isInteger: true)
    }
    let people = program.unitSize.reduce(0.0) { $0 + Double($1) }
    integerProgram.columns += gapRows.map { _ in
      IntegerProgram.Column(lower: 0, upper: people, isInteger: true)
    }
    integerProgram.columns += program.penalties.map { _ in binary }
    costs = (0..<program.stageCount).map { stage in
      var cost = pairCosts(stage)
      for unit in 0..<program.unitCount where !program.mustPlace[unit] {
        cost.append(Double(program.unplacedCost[stage][unit]))
      }
      cost += Array(repeating: 0, count: groupedPosts.count)
      cost += program.targetRows.map { row in
        Double(row.surplus.isEmpty ? row.weight[stage] : row.weight[stage] - row.surplus[stage])
      }
      cost += gapRows.map { Double(program.targetRows[$0].surplus[stage]) }
      cost += program.penalties.map { Double($0[stage]) }
      return cost
    }
  }

  /// Target rows beyond which people pay.
  private var gapRows: [Int] { program.targetRows.indices.filter { !program.targetRows[$0].surplus.isEmpty } }

  /// Without the pairs' share of target rows' costs: here the surplus has a column of its own, and no constant remains.
  private func pairCosts(_ stage: Int) -> [Double] {
    var cost = (0..<program.pairCount).map { program.pairCost[stage][$0] }
    var surplus = [Int64](repeating: 0, count: program.postCount)
    for row in gapRows {
      for post in program.targetRows[row].posts {
        surplus[Int(post)] += program.targetRows[row].surplus[stage]
      }
    }
    for unit in 0..<program.unitCount {
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        cost[pair] -= surplus[Int(program.pairPost[pair])] * Int64(program.unitSize[unit])
      }
    }
    return cost.map(Double.init)
  }

  // MARK: Rows

  private mutating func addUnitRows() {
    let unplaced = unplacedColumn
    for unit in 0..<program.unitCount {
      var columns = (program.pairStart[unit]..<program.pairStart[unit + 1]).map(Int32.init)
      if let column = unplaced[unit] { columns.append(Int32(column)) }
      integerProgram.rows.append(
        IntegerProgram.Row(
          lower: 1, upper: 1, columns: columns, values: Array(repeating: 1, count: columns.count)))
    }
  }

  /// Pairs of every post, with their units' sizes.
  private func pairsByPost() -> (columns: [[Int32]], sizes: [[Double]]) {
    var columns = [[Int32]](repeating: [], count: program.postCount)
    var sizes = [[Double]](repeating: [], count: program.postCount)
    for unit in 0..<program.unitCount {
      for pair in program.pairStart[unit]..<program.pairStart[unit + 1] {
        let post = Int(program.pairPost[pair])
        columns[post].append(Int32(pair))
        sizes[post].append(Double(program.unitSize[unit]))
      }
    }
    return (columns, sizes)
  }

  private mutating func addPostRows() {
    let (columns, sizes) = pairsByPost()
    var open = Int32(program.pairCount + program.mustPlace.filter { !$0 }.count)
    for post in 0..<program.postCount {
      let limit = Double(program.postLimit[post])
      guard program.postMinimum[post] > 1 else {
        integerProgram.rows.append(
          IntegerProgram.Row(lower: -.infinity, upper: limit, columns: columns[post], values: sizes[post]))
        continue
      }
      // minimum · y ≤ load ≤ limit · y
      let both = columns[post] + [open]
      integerProgram.rows.append(
        IntegerProgram.Row(lower: -.infinity, upper: 0, columns: both, values: sizes[post] + [-limit]))
      integerProgram.rows.append(
        IntegerProgram.Row(
          lower: 0, upper: .infinity, columns: both,
          values: sizes[post] + [-Double(program.postMinimum[post])]))
      open += 1
    }
  }

  private mutating func addSharedRows() {
    let (columns, sizes) = pairsByPost()
    func loads(_ posts: [Int32]) -> ([Int32], [Double]) {
      (posts.flatMap { columns[Int($0)] }, posts.flatMap { sizes[Int($0)] })
    }
    for row in program.capacityRows {
      let (terms, values) = loads(row.posts)
      integerProgram.rows.append(
        IntegerProgram.Row(lower: -.infinity, upper: Double(row.limit), columns: terms, values: values))
    }
    let firstSurplus = firstPenalty - gapRows.count
    let firstShort = firstSurplus - program.targetRows.count
    for (index, row) in program.targetRows.enumerated() {
      var (terms, values) = loads(row.posts)
      terms.append(Int32(firstShort + index))
      values.append(1)
      let surplus = gapRows.firstIndex(of: index)
      if let surplus {
        terms.append(Int32(firstSurplus + surplus))
        values.append(-1)
      }
      integerProgram.rows.append(
        IntegerProgram.Row(
          lower: Double(row.target), upper: surplus == nil ? .infinity : Double(row.target), columns: terms,
          values: values))
    }
  }

  private var firstPenalty: Int { integerProgram.columns.count - program.penalties.count }

  private mutating func addSideRows() {
    let terms = SideTerms(program)
    var columns = [[Int32]](repeating: [], count: program.sideRows.count)
    var values = [[Double]](repeating: [], count: program.sideRows.count)
    for pair in 0..<program.pairCount {
      terms.forEach(pair) { row, weight in
        columns[row].append(Int32(pair))
        values[row].append(Double(weight))
      }
    }
    for (index, row) in program.sideRows.enumerated() {
      if let penalty = row.penalty {
        columns[index].append(Int32(firstPenalty + penalty))
        values[index].append(-1)
      }
      integerProgram.rows.append(
        IntegerProgram.Row(
          lower: -.infinity, upper: Double(row.limit), columns: columns[index], values: values[index]))
    }
  }
}
