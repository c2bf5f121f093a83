import IntegerProgram

/// What posts that share a capacity row can do together: the convex hull of their loads and openings.
///
/// Take some posts of a row with limit C. A pattern is the set of those with a minimum that are open; the minimums of
/// a pattern fit C. Under pattern O the load of any posts T is at most
/// f(O, T) = min(Σ limits of O ∩ T, C − Σ minimums of O ∖ T). So with a share λ of every pattern,
/// Σ λ = 1, y[p] = Σ λ of patterns that open p, and load(T) ≤ Σ λ · f(O, T). Such systems add up (they are
/// polymatroids), so these rows describe the hull, not just a relaxation. What the plain rows miss
/// is here: two half-open posts do not share the seats of one full enterprise.
///
/// Only rows where some post is half open are given their patterns, and of the rows for sets T only violated ones.
struct ExtendedFormulation {
  /// At most so many posts with a minimum a row: those half open first.
  private static let most = SolverParameters.patternPosts

  private struct Expansion {
    /// Posts with a minimum, then the others, which are always open.
    var members: [Int]
    var grouped: Int
    /// Bits of `members`, those always open included.
    var patterns: [UInt64]
    /// Index in the program's columns of the first pattern's share.
    var firstColumn: Int
    var limit: Int64
    /// Σ of the shares = 1; then come the rows of the openings.
    var firstRow = 0
    /// The rows of sets T.
    var rowOfSet: [UInt64: Int] = [:]
  }

  private var expansions: [Int: Expansion] = [:]

  /// Capacity rows that are given their patterns.
  var rows: Set<Int> { Set(expansions.keys) }

  init() {}

  /// Adds what the present solution violates.
  /// - Returns: How many rows it added.
  mutating func separate(_ master: RestrictedMaster, open: [Double], load: [Double]) throws -> Int {
    var added = 0
    let program = master.program
    for (index, row) in program.capacityRows.enumerated() {
      if expansions[index] != nil {
        added += try cut(index, master, load)
        continue
      }
      let half = row.posts.map(Int.init).filter {
        master.layout.openColumn[$0] >= 0 && open[$0] > 1e-6 && open[$0] < 1 - 1e-6
      }
      if half.isEmpty { continue }
      if try expand(index, half: half, master, open: open) { added += 1 }
    }
    return added
  }

  private mutating func expand(
    _ index: Int, half: [Int], _ master: RestrictedMaster, open: [Double]
  ) throws -> Bool {
    let program = master.program
    let row = program.capacityRows[index]
    let limit = Int64(max(0, row.limit))
    let posts = row.posts.map(Int.init).filter { program.postLimit[$0] > 0 }
    var grouped = posts.filter { master.layout.openColumn[$0] >= 0 }
    if grouped.count > Self.most {
      let order = grouped.sorted {
        (abs(open[$0] - 0.5), -program.postMinimum[$0], $0) < (
          abs(open[$1] - 0.5), -program.postMinimum[$1], $1
        )
      }
      grouped = order.prefix(Self.most).sorted()
    }
    let always = posts.filter { master.layout.openColumn[$0] < 0 }
    // Sets T are walked through, so there must be few of them.
    let members = grouped + (grouped.count + always.count <= SolverParameters.patternMembers ? always : [])
    let alwaysBits = ((UInt64(1) << UInt64(members.count)) - 1) & ~((UInt64(1) << UInt64(grouped.count)) - 1)
    var patterns: [UInt64] = []
    for bits in 0..<(UInt64(1) << UInt64(grouped.count)) {
      let least = grouped.indices.reduce(Int64(0)) {
        $0 + (bits >> UInt64($1) & 1 == 1 ? Int64(program.postMinimum[grouped[$1]]) : 0)
      }
      if least <= limit { patterns.append(bits | alwaysBits) }
    }
    let first = master.columns.count
    expansions[index] = Expansion(
      members: members, grouped: grouped.count, patterns: patterns, firstColumn: first, limit: limit)
    let shares = Array(patterns.indices).map { first + $0 }
    var rows: [(bounds: RestrictedMaster.RowBounds, columns: [Int], values: [Int64])] = [
      (.init(lower: 1, upper: 1), shares, shares.map { _ in 1 })
    ]
    for (bit, post) in grouped.enumerated() {
      let opening = patterns.indices.filter { patterns[$0] >> UInt64(bit) & 1 == 1 }.map { first + $0 }
      rows.append(
        (
          .init(lower: 0, upper: 0), [master.layout.openColumn[post]] + opening,
          [1] + opening.map { _ in -1 }
        ))
    }
    expansions[index]!.firstRow = try master.add(
      columns: patterns.map { _ in .init(lower: 0, upper: 1) }, rows: rows)
    return true
  }

  /// Adds the rows of an expanded row's sets T that the solution violates.
  private mutating func cut(_ index: Int, _ master: RestrictedMaster, _ load: [Double]) throws -> Int {
    let expansion = expansions[index]!
    let values = master.values
    let share = expansion.patterns.indices.map { values[expansion.firstColumn + $0] }
    var rows: [(bounds: RestrictedMaster.RowBounds, columns: [Int], values: [Int64])] = []
    var sets: [UInt64] = []
    for set in 1..<(UInt64(1) << UInt64(expansion.members.count)) where expansion.rowOfSet[set] == nil {
      var left = 0.0
      for (bit, post) in expansion.members.enumerated() where set >> UInt64(bit) & 1 == 1 {
        left += load[post]
      }
      if left < 1e-6 { continue }
      var right = 0.0
      for (pattern, part) in zip(expansion.patterns, share) where part > 1e-9 {
        right += part * Double(most(pattern, set, expansion, master.program))
      }
      if left <= right + 1e-6 { continue }
      sets.append(set)
      let posts = expansion.members.indices.filter { set >> UInt64($0) & 1 == 1 }
      rows.append(
        (
          .init(lower: nil, upper: 0),
          posts.map { master.loadColumn(expansion.members[$0]) }
            + expansion.patterns.indices.map { expansion.firstColumn + $0 },
          posts.map { _ in 1 } + expansion.patterns.map { -most($0, set, expansion, master.program) }
        ))
    }
    if rows.isEmpty { return 0 }
    let first = try master.add(rows: rows)
    for (offset, set) in sets.enumerated() { expansions[index]!.rowOfSet[set] = first + offset }
    return rows.count
  }

  /// What the rows of a capacity row's patterns come to at some prices, the shares gone: whatever is open,
  /// Σ opening · y + Σ over sets T of price · load(T) is at least the least that any pattern makes of it.
  struct PricedRow {
    /// Of the program.
    let capacityRow: Int
    let limit: Int64
    /// Posts with a minimum whose opening matters, and − the price of theirs.
    let openings: [(post: Int, price: Int64)]
    /// Sets of posts, each with a price below 0.
    let sets: [(posts: [Int], price: Int64)]
  }

  func priced(_ price: [Int64]) -> [PricedRow] {
    expansions.sorted { $0.key < $1.key }.compactMap { index, own in
      let sets = own.rowOfSet.sorted { $0.key < $1.key }.compactMap { set, row in
        price[row] == 0
          ? nil
          : (own.members.indices.filter { set >> UInt64($0) & 1 == 1 }.map { own.members[$0] }, price[row])
      }
      let openings = (0..<own.grouped).map { (own.members[$0], price[own.firstRow + 1 + $0]) }
      guard !sets.isEmpty || openings.contains(where: { $0.1 != 0 }) else { return nil }
      return PricedRow(capacityRow: index, limit: own.limit, openings: openings, sets: sets)
    }
  }

  /// f(O, T)
  private func most(
    _ pattern: UInt64, _ set: UInt64, _ expansion: Expansion, _ program: AssignmentProgram
  ) -> Int64 {
    var limits: Int64 = 0
    var least: Int64 = 0
    for (bit, post) in expansion.members.enumerated() where pattern >> UInt64(bit) & 1 == 1 {
      if set >> UInt64(bit) & 1 == 1 {
        limits += Int64(program.postLimit[post])
      } else if bit < expansion.grouped {
        least += Int64(program.postMinimum[post])
      }
    }
    return min(limits, expansion.limit - least)
  }
}
