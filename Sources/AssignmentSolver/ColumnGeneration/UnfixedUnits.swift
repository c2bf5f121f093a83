import IntegerProgram

/// Which units and pairs the master leaves to the linear program.
extension RestrictedMaster {
  /// Counts a unit among those that are fixed, or no more.
  func count(_ unit: Int, _ sign: Int64) {
    let pair = fixed.pair[unit]
    if pair >= 0 {
      fixed.load[Int(program.pairPost[Int(pair)])] += sign * Int64(program.unitSize[unit])
      sideTerms.forEach(Int(pair)) { row, weight in
        fixed.side[row] += sign * weight
        fixed.changedSide.insert(row)
      }
    }
    for stage in fixed.cost.indices {
      fixed.cost[stage] +=
        sign * (pair < 0 ? program.unplacedCost[stage][unit] : program.pairCost[stage][Int(pair)])
    }
  }

  /// Tells the solver what room the fixed units leave in these posts' rows and in those of the stages before.
  func sendRoom(posts: [Int]) throws {
    for post in posts {
      let room = -Double(fixed.load[post])
      try session.setBounds(lower: room, upper: room, row: postRow(post))
    }
    for row in fixed.changedSide.sorted() {
      let room = Double(rows[layout.sideRow[row]].upper! - fixed.side[row])
      try session.setBounds(lower: -.infinity, upper: room, row: layout.sideRow[row])
    }
    fixed.changedSide = []
    for (earlier, row) in layout.heldRow.enumerated() {
      guard earlier < held.count else {
        try session.setBounds(lower: -.infinity, upper: .infinity, row: row)
        continue
      }
      let (lower, upper) = held[earlier]
      try session.setBounds(
        lower: Double(lower - fixed.cost[earlier]), upper: Double(upper - fixed.cost[earlier]), row: row)
    }
  }

  /// Takes units into the linear program, each in the basis where it was fixed.
  func unfix(_ units: [Int]) throws {
    let new = units.filter { unitRow[$0] < 0 }
    guard !new.isEmpty else { return }
    let basis = session.basis()
    for unit in new { count(unit, -1) }
    let posts = Set(new.filter { fixed.pair[$0] >= 0 }.map { Int(program.pairPost[Int(fixed.pair[$0])]) })
    try sendRoom(posts: posts.sorted())
    try addRows(of: new)
    try setBasis(basis)
  }

  /// Takes in who is fixed at a post or at one that shares a quota with it, so that the search is free to decide.
  func unfix(near post: Int) throws { try unfix(fixed.unitsInPart[fixed.part[post]]) }

  /// Units that are fixed at posts which are not quite open.
  var fixedAtHalfOpen: [Int] {
    (0..<unitCount).filter { unit in
      guard let post = fixedPost(unit), post >= 0, layout.openColumn[post] >= 0 else { return false }
      return values[layout.openColumn[post]] < 1 - 1e-5
    }
  }

  /// nil: the unit is in.
  func fixedPost(_ unit: Int) -> Int? {
    if unitRow[unit] >= 0 { return nil }
    return fixed.pair[unit] < 0 ? -1 : Int(program.pairPost[Int(fixed.pair[unit])])
  }

  func addRows(of units: [Int]) throws {
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
      for (earlier, row) in layout.heldRow.enumerated() where !mustPlace[unit] {
        let cost = program.unplacedCost[earlier][unit]
        if cost != 0 { put(cost, row: row, column: columns.count - 1) }
      }
    }
    try session.addRows(rows.suffix(units.count).map(Self.line))
    try send(from: firstColumn)
    try add(pairs: units.flatMap(pairs(of:)))
  }

  func pairs(of unit: Int) -> [Int32] {
    let all = domain.free[domain.start[unit]..<domain.start[unit + 1]]
    var low = 0
    var high = fixed.promising.count
    while low < high {
      let middle = (low + high) / 2
      if Int(fixed.promising[middle]) < program.pairStart[unit] { low = middle + 1 } else { high = middle }
    }
    var pairs: [Int32] = fixed.pair[unit] >= 0 ? [fixed.pair[unit]] : []
    while low < fixed.promising.count, Int(fixed.promising[low]) < program.pairStart[unit + 1] {
      if fixed.promising[low] != fixed.pair[unit] && all.contains(fixed.promising[low]) {
        pairs.append(fixed.promising[low])
      }
      low += 1
    }
    return pairs
  }

  /// A basis of an earlier day: columns that came since are out of it, rows that came since are in, but for those of
  /// units, who are where they were fixed.
  func setBasis(_ basis: (rows: [BasisStatus], columns: [BasisStatus])) throws {
    var (rows, columns) = basis
    rows += Array(repeating: .basic, count: session.rowCount - rows.count)
    columns += Array(repeating: .atLower, count: session.columnCount - columns.count)
    for unit in 0..<unitCount where Int(unitRow[unit]) >= basis.rows.count {
      rows[Int(unitRow[unit])] = .fixed
      let column = fixed.pair[unit] < 0 ? number[unplacedColumn[unit]] : pairNumber[Int(fixed.pair[unit])]
      columns[Int(column)] = .basic
    }
    try session.setBasis(rows: rows, columns: columns)
  }

  /// Fixes to 0 the pairs that `isFixed` says.
  func fixPairs(where isFixed: (_ unit: Int, _ pair: Int32) -> Bool) throws {
    var kept: [Int32] = []
    kept.reserveCapacity(domain.free.count)
    var start = [0]
    start.reserveCapacity(unitCount + 1)
    var unfixing: [Int] = []
    for unit in 0..<unitCount {
      for at in domain.start[unit]..<domain.start[unit + 1] {
        let pair = domain.free[at]
        if !isFixed(unit, pair) {
          kept.append(pair)
        } else if pair == fixed.pair[unit] && unitRow[unit] < 0 {
          unfixing.append(unit)
        } else if pairNumber[Int(pair)] >= 0 {
          try session.setBounds(lower: 0, upper: 0, column: Int(pairNumber[Int(pair)]))
        }
      }
      start.append(kept.count)
    }
    domain.free = kept
    domain.start = start
    try unfix(unfixing)
    for unit in unfixing {
      try session.setBounds(lower: 0, upper: 0, column: Int(pairNumber[Int(fixed.pair[unit])]))
    }
  }

  /// Lets in all pairs again.
  func freePairs() throws {
    domain = PairDomain(program)
    for (column, pair) in pairOfNumber.enumerated() where pair >= 0 {
      try session.setBounds(lower: 0, upper: 1, column: column)
    }
  }
}
