import IntegerProgram

// What the posts of a capacity row can do together (``ExtendedFormulation``), pattern by pattern.
extension ProofFacts {
  /// Σ opening · y + Σ price · load(T) ≥ the least that any pattern makes of it which the assumptions leave.
  struct Hull {
    let row: ExtendedFormulation.PricedRow
    let columns: [Int32]
    let values: [Int64]
    let least: Int64
  }

  func hull(_ row: ExtendedFormulation.PricedRow) -> Hull {
    var load: [Int: Int64] = [:]
    for (posts, price) in row.sets { for post in posts { load[post, default: 0] += price } }
    var columns: [Int32] = []
    var values: [Int64] = []
    for (post, price) in load.sorted(by: { $0.key < $1.key }) {
      for pair in pairsOfPost[post] {
        columns.append(pair)
        values.append(price * Int64(whole.unitSize[Int(unitOfPair[Int(pair)])]))
      }
    }
    for (post, price) in row.openings where price != 0 {
      columns.append(Int32(layout.openColumn[post]))
      values.append(price)
    }
    var least = Int64.max
    forEachPattern(row.openings.map(\.post)) { open in
      if minimum(open) <= row.limit { least = min(least, value(row, open)) }
    }
    // No pattern at all: the node has no plan, and anything follows.
    return Hull(row: row, columns: columns, values: values, least: least == .max ? 0 : least)
  }

  /// - Returns: The constraint, which holds under the assumptions made.
  func derive(_ hull: Hull) throws -> Int {
    for (posts, _) in hull.row.sets { for post in posts where isCut(post) { _ = try limit(of: post) } }
    return try derive(
      hull.row, .sparse(columns: hull.columns, values: hull.values), hull.least,
      hull.row.openings.map(\.post)[...])
  }

  private func forEachPattern(_ posts: [Int], _ body: (Set<Int>) -> Void) {
    for bits in 0..<(1 << posts.count) {
      let open = Set(posts.indices.filter { bits >> $0 & 1 == 1 }.map { posts[$0] })
      let fits = posts.allSatisfy { post in
        let column = layout.openColumn[post]
        return open.contains(post) ? certificate.upper[column] > 0 : certificate.lower[column] < 1
      }
      if fits { body(open) }
    }
  }

  private func minimum(_ open: Set<Int>) -> Int64 { open.reduce(0) { $0 + Int64(reduced.postMinimum[$1]) } }

  private func value(_ row: ExtendedFormulation.PricedRow, _ open: Set<Int>) -> Int64 {
    var value: Int64 = 0
    for (post, price) in row.openings where open.contains(post) { value += price }
    for (posts, price) in row.sets { value += price * most(row, posts, open).room }
    return value
  }

  /// What a set's posts take at most, and whether the row says so, and not their limits.
  private func most(
    _ row: ExtendedFormulation.PricedRow, _ posts: [Int], _ open: Set<Int>
  ) -> (room: Int64, isByRow: Bool) {
    let grouped = Set(row.openings.map(\.post))
    let limits = posts.reduce(Int64(0)) {
      $0 + (grouped.contains($1) && !open.contains($1) ? 0 : Int64(reduced.postLimit[$1]))
    }
    let room = row.limit - minimum(open.subtracting(posts))
    return (min(limits, room), room < limits)
  }

  /// By every pattern that the assumptions leave.
  private func derive(
    _ row: ExtendedFormulation.PricedRow, _ form: Certificate.Form, _ least: Int64, _ posts: ArraySlice<Int>
  ) throws -> Int {
    let undecided = posts.first { post in
      let column = layout.openColumn[post]
      return certificate.lower[column] < certificate.upper[column]
    }
    if let undecided {
      return try split(layout.openColumn[undecided], form, atLeast: least) {
        try derive(row, form, least, posts)
      }
    }
    let open = Set(row.openings.map(\.post).filter { certificate.lower[layout.openColumn[$0]] > 0 })
    var weight: [Int: Int128] = [:]
    let capacity = certificate.row(layout.firstCapacityRow + row.capacityRow)
    if minimum(open) > row.limit {
      // More than fits: as often as it takes.
      let rest = certificate.combine(form, []).side
      let times = max(1, Int128(least) - rest + 1)
      weight[capacity] = -times
      for post in open { weight[certificate.row(layout.minimumRow[post]), default: 0] += times }
      return try certificate.derive(
        form, atLeast: least,
        by: certificate.combine(form, weight.sorted { $0.key < $1.key }.map { ($0, $1) }))
    }
    for (posts, price) in row.sets {
      if most(row, posts, open).isByRow {
        weight[capacity, default: 0] += Int128(price)
        for post in open.subtracting(posts) {
          weight[certificate.row(layout.minimumRow[post]), default: 0] -= Int128(price)
        }
      } else {
        for post in posts { weight[try limit(of: post), default: 0] += Int128(price) * limitSign(of: post) }
      }
    }
    return try certificate.derive(
      form, atLeast: least, by: certificate.combine(form, weight.sorted { $0.key < $1.key }.map { ($0, $1) }))
  }
}
