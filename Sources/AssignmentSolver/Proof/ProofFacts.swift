import IntegerProgram

/// What the solve path holds to be true of the whole program without saying so, derived in the certificate when it is needed:
/// limits that were cut down, pairs that no plan uses, rows that are tighter at posts with a minimum, the hulls of
/// capacity rows, and covers of teams.
final class ProofFacts {
  let certificate: Certificate
  let layout: WholeProgram.Layout
  let whole: AssignmentProgram
  let reduced: AssignmentProgram
  /// Of every pair of the reduced program.
  let columnOfPair: [Int32]
  private let ceilings: [Int64]
  let pairsOfPost: [[Int32]]
  let unitOfPair: [Int32]
  private let rowsOfPost: [[Int32]]
  /// Columns that the solve path leaves out, and those of them that cannot be derived to be 0.
  private let isLeftOut: [Bool]
  private var isGivenUp: Set<Int> = []
  private(set) var noughtCount = 0
  private var limits: [Int: Int] = [:]
  private var sides: [Int: Int] = [:]
  private var links: [Int32: Int] = [:]
  /// By columns of a unit: that one of them is 1 at most.
  var onces: [[Int32]: Int] = [:]

  /// - Parameter ceilings: of the stages before: whatever costs more in one of them alone is in no plan that counts.
  init(
    _ certificate: Certificate, _ whole: AssignmentProgram, _ reduction: Reduction,
    _ layout: WholeProgram.Layout, ceilings: [Int64]
  ) {
    (self.certificate, self.whole, self.layout, self.ceilings) = (certificate, whole, layout, ceilings)
    reduced = reduction.program
    rowsOfPost = reduction.rowsOfPost
    var isLeftOut = [Bool](repeating: true, count: whole.pairCount)
    var columnOfPair: [Int32] = []
    var pairsOfPost = [[Int32]](repeating: [], count: whole.postCount)
    var unitOfPair: [Int32] = []
    for unit in 0..<whole.unitCount {
      var kept = reduced.pairStart[unit]
      for pair in whole.pairStart[unit]..<whole.pairStart[unit + 1] {
        pairsOfPost[Int(whole.pairPost[pair])].append(Int32(pair))
        unitOfPair.append(Int32(unit))
        guard kept < reduced.pairStart[unit + 1], reduced.pairPost[kept] == whole.pairPost[pair] else {
          continue
        }
        isLeftOut[pair] = false
        columnOfPair.append(Int32(pair))
        kept += 1
      }
    }
    isLeftOut += Array(repeating: false, count: whole.mustPlace.count { !$0 })
    for (stage, ceiling) in ceilings.enumerated() where whole.largestCost(stage) > ceiling {
      for pair in 0..<whole.pairCount where whole.pairCost[stage][pair] > ceiling { isLeftOut[pair] = true }
      for unit in 0..<whole.unitCount
      where whole.unplacedCost[stage][unit] > ceiling && !whole.mustPlace[unit] {
        isLeftOut[layout.unplacedColumn[unit]] = true
      }
    }
    (self.isLeftOut, self.columnOfPair, self.pairsOfPost) = (isLeftOut, columnOfPair, pairsOfPost)
    self.unitOfPair = unitOfPair
  }

  func column(of decision: Decision) -> Int {
    switch decision {
    case .open(let post, _): layout.openColumn[post]
    case .pair(let pair, _): Int(columnOfPair[Int(pair)])
    }
  }

  // MARK: Columns that are nought

  func isNought(_ column: Int) -> Bool {
    column < isLeftOut.count && isLeftOut[column] && !isGivenUp.contains(column)
  }

  /// Derives that a column which the solve path leaves out is 0.
  func proveNought(_ column: Int) throws {
    try certificate.withoutAssumptions {
      guard certificate.upper[column] > 0 else { return }
      noughtCount += 1
      if column < whole.pairCount && reduced.postLimit[Int(whole.pairPost[column])] == 0 {
        try close(Int(whole.pairPost[column]))
      }
      if try !isNought(column, byOneOf: rows(of: column) + dearRows(of: column)) {
        isGivenUp.insert(column)
      }
    }
  }

  /// Derives it by the first of some rows that leaves no room for the column.
  private func isNought(_ column: Int, byOneOf rows: [(constraint: Int, weight: Int64)]) throws -> Bool {
    try rows.contains { row in
      let combination = certificate.combine(
        .sparse(columns: [Int32(column)], values: [-1]), [(row.constraint, -1)], scale: row.weight)
      return try certificate.tighten(column, atMost: 0, by: combination)
    }
  }

  /// Rows that limit a pair, with what they count for it.
  private func rows(of column: Int) -> [(constraint: Int, weight: Int64)] {
    guard column < whole.pairCount else { return [] }
    let (post, unit) = (Int(whole.pairPost[column]), unitOfPair[column])
    let size = Int64(whole.unitSize[Int(unit)])
    var rows = limiting(post).map { ($0, size) }
    for (index, row) in whole.sideRows.enumerated() where row.penalty == nil && row.holds(Int32(post)) {
      for (own, weight) in zip(row.units, row.weights) where own == unit && weight > 0 {
        rows.append((certificate.row(layout.firstSideRow + index), Int64(weight)))
      }
    }
    return rows
  }

  /// Stages before in which the column alone costs more than all of the plan.
  private func dearRows(of column: Int) -> [(constraint: Int, weight: Int64)] {
    let unit = column < whole.pairCount ? -1 : layout.unplacedColumn.firstIndex(of: column)!
    return ceilings.indices.compactMap { stage in
      let cost = unit < 0 ? whole.pairCost[stage][column] : whole.unplacedCost[stage][unit]
      return cost > ceilings[stage] ? (certificate.row(layout.firstHeldRow + stage), cost) : nil
    }
  }

  /// The rows that say how many the post takes.
  private func limiting(_ post: Int) -> [Int] {
    [certificate.row(layout.limitRow[post])]
      + rowsOfPost[post].map { certificate.row(layout.firstCapacityRow + Int($0)) }
  }

  /// A post that cannot gather its minimum is not open.
  private func close(_ post: Int) throws {
    let open = layout.openColumn[post]
    guard open >= 0, certificate.upper[open] > 0 else { return }
    let minimum = Int64(whole.postMinimum[post])
    let least = certificate.row(layout.minimumRow[post])
    let room = rowsOfPost[post].reduce(Int64(whole.postLimit[post])) {
      min($0, Int64(whole.capacityRows[Int($1)].limit))
    }
    for pair in pairsOfPost[post] where certificate.upper[Int(pair)] > 0 {
      // Who is too large for it makes up no minimum.
      let size = Int64(whole.unitSize[Int(unitOfPair[Int(pair)])])
      if size > room { _ = try isNought(Int(pair), byOneOf: limiting(post).map { ($0, size) }) }
    }
    let tries: [[Certificate.Term]] =
      [[(least, Int128(1))]] + limiting(post).map { [(least, Int128(1)), ($0, Int128(-1))] }
    for terms in tries {
      let combination = certificate.combine(
        .sparse(columns: [Int32(open)], values: [-1]), terms, scale: minimum)
      if try certificate.tighten(open, atMost: 0, by: combination) { return }
    }
  }

  // MARK: Rows that are tighter

  /// Does the constraint of ``limit(of:)`` say − load ≥ …, and not load ≤ …?
  func limitSign(of post: Int) -> Int128 { isCut(post) ? -1 : 1 }

  func isCut(_ post: Int) -> Bool { reduced.postLimit[post] < whole.postLimit[post] }

  /// load ≤ limit, ≤ limit · y where it has a minimum, with the limit cut down to who can come.
  func limit(of post: Int) throws -> Int {
    guard isCut(post) else { return certificate.row(layout.limitRow[post]) }
    if let known = limits[post] { return known }
    let limit = Int64(reduced.postLimit[post])
    let made = try certificate.withoutAssumptions {
      for pair in pairsOfPost[post] where isNought(Int(pair)) { try proveNought(Int(pair)) }
      var columns = pairsOfPost[post]
      var values = columns.map { -Int64(whole.unitSize[Int(unitOfPair[Int($0)])]) }
      let open = layout.openColumn[post]
      if open >= 0 {
        columns.append(Int32(open))
        values.append(limit)
      }
      let form = Certificate.Form.sparse(columns: columns, values: values)
      let side = open < 0 ? -limit : 0
      let tries: [[Certificate.Term]] = [[]] + limiting(post).map { [($0, Int128(-1))] }
      if open < 0 { return try derive(form, atLeast: side, tries) }
      return try split(open, form, atLeast: side) { try self.derive(form, atLeast: side, tries) }
    }
    limits[post] = made
    return made
  }

  private func derive(
    _ form: Certificate.Form, atLeast side: Int64, _ tries: [[Certificate.Term]]
  ) throws -> Int {
    let made = tries.lazy.map { self.certificate.combine(form, $0) }.first { $0.wholeSide >= Int128(side) }
    return try certificate.derive(form, atLeast: side, by: made ?? certificate.combine(form, []))
  }

  func split(
    _ column: Int, _ form: Certificate.Form, atLeast side: Int64, _ derive: () throws -> Int
  ) throws -> Int {
    let down = try certificate.assume(column, .atMost, 0)
    let low = try derive()
    certificate.retract()
    let up = try certificate.assume(column, .atLeast, 1)
    let high = try derive()
    certificate.retract()
    return try certificate.split(form, atLeast: side, low, down, high, up)
  }

  /// Does the constraint of ``sideRow(_:)`` say − load ≥ …?
  func sideSign(of row: Int) -> Int128 { openColumn(ofSideRow: row) < 0 ? 1 : -1 }

  private func openColumn(ofSideRow row: Int) -> Int {
    let row = whole.sideRows[row]
    return row.penalty == nil && row.posts.count == 1 ? layout.openColumn[Int(row.posts[0])] : -1
  }

  /// Σ weight · x ≤ limit, ≤ limit · y where it is of one post that has a minimum.
  func sideRow(_ index: Int) throws -> Int {
    let open = openColumn(ofSideRow: index)
    let stated = certificate.row(layout.firstSideRow + index)
    if open < 0 { return stated }
    if let known = sides[index] { return known }
    let row = whole.sideRows[index]
    let post = Int(row.posts[0])
    var columns: [Int32] = []
    var values: [Int64] = []
    for (unit, weight) in zip(row.units, row.weights) {
      guard let pair = whole.pair(Int(unit), Int32(post)) else { continue }
      columns.append(Int32(pair))
      values.append(-Int64(weight))
    }
    let form = Certificate.Form.sparse(
      columns: columns + [Int32(open)], values: values + [Int64(row.limit)])
    // So often is the load at least what the row counts.
    let times = zip(row.units, row.weights).reduce(Int32(1)) {
      let size = whole.unitSize[Int($1.0)]
      return max($0, ($1.1 + size - 1) / size)
    }
    let made = try certificate.withoutAssumptions {
      try split(open, form, atLeast: 0) {
        try derive(
          form, atLeast: 0, [[(stated, -1)], [(certificate.row(layout.limitRow[post]), -Int128(times))]])
      }
    }
    sides[index] = made
    return made
  }

  /// − x + y ≥ 0, times the unit's size where the certificate needs it.
  func link(_ pair: Int32) throws -> Int {
    if let known = links[pair] { return known }
    let column = columnOfPair[Int(pair)]
    let post = Int(whole.pairPost[Int(column)])
    let open = layout.openColumn[post]
    let size = Int64(whole.unitSize[Int(unitOfPair[Int(column)])])
    let form = Certificate.Form.sparse(columns: [column, Int32(open)], values: [-1, 1])
    let made = try certificate.withoutAssumptions {
      try split(open, form, atLeast: 0) {
        let direct = certificate.combine(form, [])
        let byLimit = certificate.combine(form, [(certificate.row(layout.limitRow[post]), -1)], scale: size)
        return try certificate.derive(form, atLeast: 0, by: direct.side >= 0 ? direct : byLimit)
      }
    }
    links[pair] = made
    return made
  }
}
