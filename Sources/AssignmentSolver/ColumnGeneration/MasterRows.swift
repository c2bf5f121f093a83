import IntegerProgram

/// Rows and columns of the master, and how they reach the solver.
extension RestrictedMaster {
  func build() throws {
    rows = Array(repeating: RowBounds(lower: 0, upper: 0), count: program.postCount)
    for post in 0..<program.postCount {
      columns.append(
        Column(lower: 0, upper: Int64(program.postLimit[post]), rows: [Int32(postRow(post))], values: [-1]))
    }
    for post in grouped { addGroup(post) }
    addCapacityRows()
    for row in program.targetRows {
      layout.targetRow.append(rows.count)
      layout.shortColumn.append(columns.count)
      for post in row.posts { put(1, row: rows.count, column: loadColumn(Int(post))) }
      columns.append(
        Column(
          lower: 0, upper: Int64(max(0, row.target)), rows: [Int32(rows.count)], values: [1], cost: row.weight
        ))
      rows.append(RowBounds(lower: Int64(row.target), upper: nil))
    }
    addSideRows()
    for stage in held.indices { addHeld(stage) }
    try session.addRows(rows.map(Self.line))
    try send(from: 0)
    let (away, others) = (0..<unitCount).reduce(into: ([Int](), [Int]())) { lists, unit in
      if fixed.pair[unit] == FixedUnits.notFixed { lists.1.append(unit) } else { lists.0.append(unit) }
    }
    for unit in away { count(unit, 1) }
    try sendRoom(posts: Array(0..<program.postCount))
    try addRows(of: others)
  }

  private func addSideRows() {
    let penalties = program.penalties.map { cost in
      columns.append(Column(lower: 0, upper: 1, cost: cost))
      return columns.count - 1
    }
    for row in program.sideRows {
      layout.sideRow.append(rows.count)
      if let penalty = row.penalty { put(-1, row: rows.count, column: penalties[penalty]) }
      // Of a post with a minimum only as much as it is open: else an all but closed post took all schools' limits.
      let open = row.penalty == nil && row.posts.count == 1 ? layout.openColumn[Int(row.posts[0])] : -1
      if open >= 0 { put(-Int64(row.limit), row: rows.count, column: open) }
      rows.append(RowBounds(lower: nil, upper: open >= 0 ? 0 : Int64(row.limit)))
    }
  }

  /// Overlapping periods make rows that hold much the same posts. Too many of those fill the basis, whose factors GLPK
  /// then computes for minutes, deaf to any limit. So from a size on such a row says how its load differs from the one before.
  private func addCapacityRows() {
    let isDense = program.capacityRows.reduce(0) { $0 + $1.posts.count } > parameters.denseEntries
    var before: [Int32] = []
    for row in program.capacityRows {
      layout.capacityRow.append(rows.count)
      let limit = Int64(max(0, row.limit))
      guard isDense else {
        layout.capacityColumn.append(-1)
        for post in row.posts { put(1, row: rows.count, column: loadColumn(Int(post))) }
        rows.append(RowBounds(lower: 0, upper: limit))
        continue
      }
      var (new, gone) = (row.posts, [Int32]())
      let difference = Self.difference(row.posts, before)
      if row.posts.count - difference.new.count > row.posts.count / 2, let last = layout.capacityColumn.last {
        put(1, row: rows.count, column: last)
        (new, gone) = difference
      }
      for post in new { put(1, row: rows.count, column: loadColumn(Int(post))) }
      for post in gone { put(-1, row: rows.count, column: loadColumn(Int(post))) }
      layout.capacityColumn.append(columns.count)
      columns.append(Column(lower: 0, upper: limit, rows: [Int32(rows.count)], values: [-1]))
      rows.append(RowBounds(lower: 0, upper: 0))
      before = row.posts
    }
  }

  /// What the one has and the other has not, and the other way round; both increase.
  private static func difference(_ row: [Int32], _ before: [Int32]) -> (new: [Int32], gone: [Int32]) {
    var (new, gone): ([Int32], [Int32]) = ([], [])
    var next = 0
    for post in row {
      while next < before.count, before[next] < post {
        gone.append(before[next])
        next += 1
      }
      if next < before.count, before[next] == post { next += 1 } else { new.append(post) }
    }
    return (new, gone + before[next...])
  }

  func addHeld(_ earlier: Int) {
    layout.heldRow.append(rows.count)
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

  func addGroup(_ post: Int) {
    layout.minimumRow[post] = rows.count
    layout.openColumn[post] = columns.count
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

  func put(_ value: Int64, row: Int, column: Int) {
    columns[column].rows.append(Int32(row))
    columns[column].values.append(value)
  }

  static func line(_ bounds: RowBounds) -> IntegerProgram.Row {
    .init(
      lower: bounds.lower.map(Double.init) ?? -.infinity, upper: bounds.upper.map(Double.init) ?? .infinity)
  }

  /// Hands the columns from `first` on to the solver, with their coefficients.
  func send(from first: Int) throws {
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

  func upper(_ column: Column) -> Double {
    if column.isArtificial { return artificials.cost == 0 ? 0 : .infinity }
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
      sideTerms.forEach(Int(pair)) { row, weight in
        indices.append(Int32(layout.sideRow[row]))
        values.append(Double(weight))
      }
      for (earlier, row) in layout.heldRow.enumerated() {
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
      lower: new.map { _ in 0 }, upper: new.map { domain.forbidden.contains($0) ? 0 : 1 },
      cost: new.map { Double(cost(pair: $0)) }, starts: starts, rowIndices: indices,
      values: values)
    for (offset, pair) in new.enumerated() {
      pairNumber[Int(pair)] = Int32(base + offset)
      pairOfNumber.append(pair)
    }
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

  /// Adds rows that count some units at some posts, ≤ limit · y where the posts are one that has a minimum.
  func add(covers new: [LiftedCovers.Cover]) throws {
    covers += new
    sideTerms = SideTerms(program, covers)
    var lines: [IntegerProgram.Row] = []
    for cover in new {
      let open = cover.posts.count == 1 ? layout.openColumn[Int(cover.posts[0])] : -1
      var line = IntegerProgram.Row(lower: -.infinity, upper: 0)
      var away: Int64 = 0
      for (unit, weight) in zip(cover.units, cover.weights) {
        let unit = Int(unit)
        if let post = fixedPost(unit), cover.holds(Int32(post)) { away += Int64(weight) }
        for pair in program.pairStart[unit]..<program.pairStart[unit + 1]
        where pairNumber[pair] >= 0 && cover.holds(program.pairPost[pair]) {
          line.columns.append(pairNumber[pair])
          line.values.append(Double(weight))
        }
      }
      if open >= 0 {
        line.columns.append(number[open])
        line.values.append(-Double(cover.limit))
        put(-Int64(cover.limit), row: rows.count, column: open)
      }
      let upper = open >= 0 ? 0 : Int64(cover.limit)
      line.upper = Double(upper - away)
      fixed.side.append(away)
      layout.sideRow.append(rows.count)
      rows.append(RowBounds(lower: nil, upper: upper))
      lines.append(line)
    }
    try session.addRows(lines)
  }

  /// Adds x ≤ y for these pairs, which must be in: no unit goes to a post that is not open.
  func link(pairs: [Int32]) throws {
    var lines: [IntegerProgram.Row] = []
    for pair in pairs {
      let open = layout.openColumn[Int(program.pairPost[Int(pair)])]
      lines.append(
        .init(
          lower: -.infinity, upper: 0, columns: [pairNumber[Int(pair)], number[open]], values: [1, -1]))
      put(-1, row: rows.count, column: open)
      linkRow[pair] = Int32(rows.count)
      rows.append(RowBounds(lower: nil, upper: 0))
    }
    try session.addRows(lines)
  }
}
