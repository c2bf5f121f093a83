import IntegerProgram

/// What a program is loosened by: what may be in a plan of the changed program that is in none of the old one's.
package struct Loosening {
  /// Limits of posts and rows, none of them lower than before.
  package var limits: [ProgramChange] = []
  /// Units that may go to ``post`` besides; what it costs them there is taken for nothing.
  package var units: [Int] = []
  /// Where they may go; nil: no pair is new.
  package var post: Int?
  /// Whether ``post`` has no minimum any more: ``units`` are all who may go there then.
  package var isWithoutMinimum = false

  package init() {}
}

/// By how much the first stage can fall at most where the program is loosened, from the prices that prove its value.
///
/// At the prices of any row the Lagrangian bound of the loosened program is the old one, less what every seat more weighs
/// and what every unit gains that finds a new pair cheaper than its own cheapest way (Geoffrion 1974): sums, for which
/// nothing is solved. The leaves of the search tree together hold all plans; the least that any of them says counts.
package final class FirstStageBound {
  private let reduced: AssignmentProgram
  private let source: AssignmentProgram
  private let rowsOfPost: [[Int32]]
  private let search: StageSearch
  private let leaves: [Leaf]
  /// Rows of which the linear program knows which posts may be open together: see ``ExtendedFormulation``.
  private let expanded: Set<Int>
  private let value: Int64

  /// - Parameters:
  ///   - search: of the first stage, with nothing left of it or not begun.
  ///   - source: the program that ``Reduction`` was made of.
  /// - Returns: nil where a limit struck, or a leaf has no prices.
  init?(_ search: StageSearch, _ reduction: Reduction, of source: AssignmentProgram, value: Int64) throws {
    let master = search.master
    // A new pair may spare a penalty.
    guard master.stage == 0, reduction.program.penalties.isEmpty,
      !master.layout.capacityColumn.contains(where: { $0 >= 0 })
    else { return nil }
    reduced = reduction.program
    rowsOfPost = reduction.rowsOfPost
    (self.source, self.value) = (source, value)
    let nodes = search.isDone ? search.leaves : [SearchTree.Node(decisions: [], bound: 0)]
    try search.apply([])
    try master.freePairs()
    var leaves: [Leaf] = []
    // Beyond so much no leaf says more of what is likely to be asked.
    let enough = value + 100 * reduced.largestCost(0)
    for node in nodes {
      guard !search.mustStop else { return nil }
      try search.apply(node.decisions)
      if let basis = node.basis { try master.setBasis(basis) }
      for round in 0...SolverParameters.boundCutRounds {
        let (ending, bound, _) = try master.optimise(.dual, cutoff: enough, limits: search.limits)
        if ending == .stopped { return nil }
        if bound >= enough || round == SolverParameters.boundCutRounds { break }
        master.refresh()
        if try search.separate() == 0 { break }
      }
      guard let prices = LeafPrices(master, node.decisions) else { return nil }
      leaves.append(Leaf(decisions: node.decisions, basis: master.session.basis(), prices: prices))
    }
    self.search = search
    self.leaves = leaves
    expanded = search.expandedRows
  }

  private struct Leaf {
    let decisions: [Decision]
    let basis: (rows: [BasisStatus], columns: [BasisStatus])
    let prices: LeafPrices
  }

  /// What is known without solving anything.
  ///
  /// - Returns: nil where the prices do not tell.
  package func mostGained(by loosening: Loosening) -> Int64? {
    most(by: loosening, at: leaves.map(\.prices))
  }

  /// What the prices say at which the linear program with the new pairs is solved.
  ///
  /// - Returns: nil where there are none of them, the prices do not tell or a limit struck.
  package func mostGainedSolving(_ loosening: Loosening) throws -> Int64? {
    guard let post = loosening.post, !loosening.isWithoutMinimum, reduced.postLimit[post] > 0,
      !loosening.units.isEmpty
    else { return nil }
    var prices: [LeafPrices] = []
    for leaf in leaves {
      if leaf.prices.isClosed[post] {
        prices.append(leaf.prices)
        continue
      }
      guard let own = try self.prices(of: leaf, admitting: loosening.units, to: post) else { return nil }
      prices.append(own)
    }
    return most(by: loosening, at: prices)
  }

  private func prices(of leaf: Leaf, admitting units: [Int], to post: Int) throws -> LeafPrices? {
    let master = search.master
    try search.apply(leaf.decisions)
    try master.unfix(units)
    try master.setBasis(leaf.basis)
    let new = try master.admit(units, to: post)
    defer { for column in new { try? master.session.setBounds(lower: 0, upper: 0, column: column) } }
    let (ending, _, _) = try master.optimise(.primal, cutoff: .max, limits: search.limits)
    return ending == .stopped ? nil : LeafPrices(master, leaf.decisions)
  }

  private func most(by loosening: Loosening, at leaves: [LeafPrices]) -> Int64? {
    let changed = source.applyingLimits(loosening.limits)
    var raisedRows: [(row: Int, seats: Int64)] = []
    var posts = Set(loosening.post.map { [$0] } ?? [])
    for change in loosening.limits {
      switch change {
      case .postLimit(let post, _): posts.insert(post)
      case .rowLimit(let row, let limit):
        let more = Int64(max(0, limit)) - Int64(max(0, source.capacityRows[row].limit))
        guard more >= 0, !opensPattern(row, more) else { return nil }
        raisedRows.append((row, more))
        posts.formUnion(source.capacityRows[row].posts.map(Int.init))
      case .target, .place, .hold, .leave, .ban: return nil
      }
    }
    let gains = posts.sorted().map { PostGain($0, loosening, changed, self) }
    var least = Int64.max
    for leaf in leaves {
      let rows = raisedRows.reduce(Int128(0)) { $0 + leaf.rowSeat[$1.row] * Int128($1.seats) }
      least = min(least, leaf.whole(less: gains.reduce(rows) { $0 + $1.most(at: leaf) }))
    }
    return max(0, value - max(0, least))
  }

  /// Could other posts be open together with more seats in the row, which the linear program rules out?
  private func opensPattern(_ row: Int, _ more: Int64) -> Bool {
    guard expanded.contains(row) else { return false }
    let limit = Int64(max(0, reduced.capacityRows[row].limit))
    var sums: Set<Int64> = [0]
    for post in reduced.capacityRows[row].posts where reduced.postMinimum[Int(post)] > 1 {
      let minimum = Int64(reduced.postMinimum[Int(post)])
      sums.formUnion(sums.map { $0 + minimum }.filter { $0 <= limit + more })
    }
    return sums.contains { $0 > limit }
  }

  /// What may come to one post besides.
  private struct PostGain {
    private let post: Int
    /// Seats more than the linear program gives the post.
    private let seats: Int64
    /// At most so many come by new pairs.
    private let room: Int64
    private let newcomers: [(unit: Int, cost: Int64)]
    /// Whether the post's own rows do not hold for those who come: it is one by itself.
    private let isNew: Bool
    private let sizes: [Int32]

    init(_ post: Int, _ loosening: Loosening, _ changed: AssignmentProgram, _ bound: FirstStageBound) {
      let (reduced, source) = (bound.reduced, bound.source)
      self.post = post
      sizes = source.unitSize
      func limit(in program: AssignmentProgram) -> Int64 {
        let own = Int64(max(0, program.postLimit[post]))
        return bound.rowsOfPost[post].reduce(own) {
          min($0, Int64(max(0, program.capacityRows[Int($1)].limit)))
        }
      }
      let (before, then) = (limit(in: source), limit(in: changed))
      let minimum = Int64(source.postMinimum[post])
      let isLoose = loosening.post == post
      isNew = reduced.postLimit[post] == 0 || isLoose && loosening.isWithoutMinimum
      var units = isLoose ? loosening.units.map { (unit: $0, cost: Int64(0)) } : []
      if isNew {
        // A plan with as many as the minimum was one before.
        room = isLoose && loosening.isWithoutMinimum ? min(then, minimum - 1) : then < minimum ? 0 : then
        seats = 0
        if room > 0 && !(isLoose && loosening.isWithoutMinimum) { units += Self.pairs(of: source, at: post) }
      } else {
        room = then
        seats = max(0, then - Int64(reduced.postLimit[post]))
        if then > before {
          units += Self.pairs(of: source, at: post).filter { Int64(source.unitSize[$0.unit]) > before }
        }
      }
      newcomers = units
    }

    private static func pairs(of source: AssignmentProgram, at post: Int) -> [(unit: Int, cost: Int64)] {
      (0..<source.unitCount).compactMap { unit in
        source.pair(unit, Int32(post)).map { (unit, source.pairCost[0][$0]) }
      }
    }

    /// What the bound of a leaf loses at most, in its scale.
    func most(at leaf: LeafPrices) -> Int128 {
      if isNew ? leaf.isOpened[post] : leaf.isClosed[post] { return 0 }
      let seat = isNew ? leaf.toll[post] : leaf.post[post]
      var gains: [(gain: Int128, size: Int64)] = []
      for (unit, cost) in newcomers where !leaf.isHeld[unit] {
        let size = Int64(sizes[unit])
        let gain = leaf.cheapest[unit] - Int128(leaf.scale) * Int128(cost) - Int128(size) * seat
        if gain > 0, size <= room { gains.append((gain, size)) }
      }
      var total = leaf.seat[post] * Int128(seats)
      var left = room
      // The best by the head, the last of them in part: no choice of whole units gains more.
      for (gain, size) in gains.sorted(by: { $0.gain * Int128($1.size) > $1.gain * Int128($0.size) }) {
        guard left > 0 else { break }
        total += size <= left ? gain : (gain * Int128(left) + Int128(size) - 1) / Int128(size)
        left -= size
      }
      return total
    }
  }
}

extension RestrictedMaster {
  /// Columns of pairs that the program has not, at no cost: no part of any bound, they only lead the solver to prices.
  fileprivate func admit(_ units: [Int], to post: Int) throws -> [Int] {
    let base = session.columnCount
    var (starts, rows, values) = ([0], [Int32](), [Double]())
    for unit in units {
      rows += [unitRow[unit], Int32(postRow(post))]
      values += [1, Double(program.unitSize[unit])]
      starts.append(rows.count)
      pairOfNumber.append(-1)
    }
    try session.addColumns(
      lower: units.map { _ in 0 }, upper: units.map { _ in 1 }, cost: units.map { _ in 0 }, starts: starts,
      rowIndices: rows, values: values)
    return Array(base..<session.columnCount)
  }
}
