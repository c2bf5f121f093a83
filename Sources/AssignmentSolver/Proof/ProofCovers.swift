import IntegerProgram

// Covers of teams (``LiftedCovers``), derived from the limit of their post or row: case by case (``CoverCases``).
extension ProofFacts {
  /// − Σ weight · x ≥ − limit, or − Σ weight · x + limit · y ≥ 0 of a post that has a minimum.
  struct Cover {
    fileprivate let cover: LiftedCovers.Cover
    fileprivate let kinds: [CoverCases.Kind]
    /// Of every unit of every kind its columns.
    fileprivate let columnsOfKind: [[[Int32]]]
    fileprivate let cases: CoverCases.Cases
    /// −1: none.
    fileprivate let openColumn: Int
    let columns: [Int32]
    let values: [Int64]
    let side: Int64

    fileprivate var form: Certificate.Form { .sparse(columns: columns, values: values) }
  }

  private static let mostCases = 300

  /// - Returns: nil where its derivation would be long.
  func cover(_ cover: LiftedCovers.Cover) -> Cover? {
    var units: [[Int64]: [[Int32]]] = [:]
    for (unit, weight) in zip(cover.units.map(Int.init), cover.weights) {
      let pairs = reduced.pairStart[unit]..<reduced.pairStart[unit + 1]
      let columns = pairs.filter { cover.holds(reduced.pairPost[$0]) }.map { columnOfPair[$0] }
      if columns.isEmpty { continue }
      units[[Int64(reduced.unitSize[unit]), Int64(weight)], default: []].append(columns)
    }
    let order = units.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let kinds = order.map { CoverCases.Kind(size: $0[0], weight: $0[1], count: Int64(units[$0]!.count)) }
    let bound = Int64(cover.limit)
    guard
      let cases = CoverCases.find(kinds, limit: knapsack(cover).limit, bound: bound, most: Self.mostCases)
    else { return nil }
    let open = cover.posts.count == 1 ? layout.openColumn[Int(cover.posts[0])] : -1
    let columns = order.map { units[$0]! }
    let (own, weights) = load(columns, kinds.map(\.weight), open: open, times: bound)
    return Cover(
      cover: cover, kinds: kinds, columnsOfKind: columns, cases: cases, openColumn: open, columns: own,
      values: weights, side: open < 0 ? -bound : 0)
  }

  /// − Σ value · x, and where there is a column y of the post's opening + times · y.
  private func load(
    _ columns: [[[Int32]]], _ values: [Int64], open: Int, times: Int64
  ) -> (columns: [Int32], values: [Int64]) {
    var entries: [(Int32, Int64)] = []
    for (units, value) in zip(columns, values) { entries += units.joined().map { ($0, -value) } }
    entries.sort { $0.0 < $1.0 }
    if open >= 0 { entries.append((Int32(open), times)) }
    return (entries.map(\.0), entries.map(\.1))
  }

  /// What its units share: a post's limit, or else the tightest row of its posts, which −1 is for.
  private func knapsack(_ cover: LiftedCovers.Cover) -> (limit: Int64, row: Int) {
    if cover.posts.count == 1 { return (Int64(reduced.postLimit[Int(cover.posts[0])]), -1) }
    let rows = whole.capacityRows.indices.filter { whole.capacityRows[$0].posts == cover.posts }
    let row = rows.min { whole.capacityRows[$0].limit < whole.capacityRows[$1].limit }!
    return (Int64(whole.capacityRows[row].limit), row)
  }

  /// - Returns: The constraint, which rests on no assumption.
  func derive(_ cover: Cover) throws -> Int {
    try certificate.withoutAssumptions {
      let seats = try deriveSeats(cover)
      defer { certificate.forget(seats) }
      if cover.openColumn < 0 { return try derive(cover, cover.cases, seats, [:], [:]) }
      return try split(cover.openColumn, cover.form, atLeast: 0) {
        if certificate.lower[cover.openColumn] > 0 {
          return try derive(cover, cover.cases, seats, [:], [:])
        }
        let times = cover.kinds.reduce(Int128(1)) { max($0, Int128(($1.weight + $1.size - 1) / $1.size)) }
        return try certificate.derive(
          cover.form, atLeast: 0, by: certificate.combine(cover.form, [(seats, times)]))
      }
    }
  }

  /// − Σ size · x ≥ − limit of the cover's units alone, so that nobody else is in all that follows.
  private func deriveSeats(_ cover: Cover) throws -> Int {
    let (limit, row) = knapsack(cover.cover)
    let post = Int(cover.cover.posts[0])
    var term: Certificate.Term = (certificate.row(layout.firstCapacityRow + max(0, row)), -1)
    if row < 0 { term = (try self.limit(of: post), -limitSign(of: post)) }
    let (columns, sizes) = load(
      cover.columnsOfKind, cover.kinds.map(\.size), open: cover.openColumn, times: limit)
    let form = Certificate.Form.sparse(columns: columns, values: sizes)
    return try certificate.derive(
      form, atLeast: cover.openColumn < 0 ? -limit : 0, by: certificate.combine(form, [term]))
  }

  /// - Parameters:
  ///   - most: The constraints that say that so many of a kind are there at most, by kind.
  ///   - least: And at least.
  private func derive(
    _ cover: Cover, _ cases: CoverCases.Cases, _ seats: Int, _ most: [Int: Int], _ least: [Int: Int]
  ) throws -> Int {
    switch cases {
    case .priced(let price, let scale):
      var terms: [Certificate.Term] = [(seats, Int128(price))]
      for (at, kind) in cover.kinds.enumerated() {
        let rest = Int128(kind.weight * scale - kind.size * price)
        if let known = rest > 0 ? most[at] : least[at] {
          terms.append((known, -rest))
        } else if rest > 0 {
          for columns in cover.columnsOfKind[at] where columns.count > 1 {
            terms.append((try once(columns), rest))
          }
        }
      }
      return try certificate.derive(
        cover.form, atLeast: cover.side, by: certificate.combine(cover.form, terms, scale: scale))
    case .split(let kind, let count, let below, let above):
      let columns = Array(cover.columnsOfKind[kind].joined()).sorted()
      let down = try certificate.assume(columns, .atMost, count)
      let low = try derive(cover, below, seats, most.merging([kind: down]) { $1 }, least)
      let up = try certificate.assume(columns, .atLeast, count + 1)
      let high = try derive(cover, above, seats, most, least.merging([kind: up]) { $1 })
      return try certificate.split(cover.form, atLeast: cover.side, low, down: down, high, up: up)
    }
  }

  /// − Σ x ≥ − 1 of a unit's columns at some posts.
  private func once(_ columns: [Int32]) throws -> Int {
    if let known = onces[columns] { return known }
    let form = Certificate.Form.sparse(columns: columns, values: columns.map { _ in -1 })
    let row = certificate.row(Int(unitOfPair[Int(columns[0])]))
    let made = try certificate.derive(
      form, atLeast: -1, by: certificate.combine(form, [], partition: row..<(row + 1)))
    onces[columns] = made
    return made
  }
}
