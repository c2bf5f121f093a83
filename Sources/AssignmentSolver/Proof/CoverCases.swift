/// Why a lifted cover holds: cases by how many units of a kind are there, until in each of them a price of the seats says so.
///
/// Units of a cover that are of one size and count alike are of one kind. With N of every kind, Σ size · N ≤ limit and
/// 0 ≤ N ≤ (how many there are), Σ weight · N ≤ bound is asked for. It is a knapsack of few whole numbers: its linear program
/// parts one kind at most, and its price of a seat is that kind's weight a seat. Where that says no more than the bound, rounded
/// down, the case is proved; else the kind that is parted is there so often at most, or at least once more.
struct CoverCases {
  struct Kind: Equatable {
    let size: Int64
    let weight: Int64
    let count: Int64
  }

  indirect enum Cases {
    /// A seat costs numerator / denominator.
    case priced(numerator: Int64, denominator: Int64)
    case split(kind: Int, most: Int64, below: Cases, above: Cases)
  }

  private let kinds: [Kind]
  private let limit: Int64
  private let bound: Int64
  /// Kinds that count most a seat first.
  private let order: [Int]
  private var left: Int

  private init(_ kinds: [Kind], limit: Int64, bound: Int64, most: Int) {
    (self.kinds, self.limit, self.bound, left) = (kinds, limit, bound, most)
    order = kinds.indices.sorted {
      (kinds[$1].weight * kinds[$0].size, $0) < (kinds[$0].weight * kinds[$1].size, $1)
    }
  }

  /// - Parameter most: how many cases there may be, those that are parted included.
  /// - Returns: nil where it takes more, or is not so.
  static func find(_ kinds: [Kind], limit: Int64, bound: Int64, most: Int) -> Cases? {
    var cases = CoverCases(kinds, limit: limit, bound: bound, most: most)
    return cases.find(kinds.map { _ in 0 }, kinds.map(\.count))
  }

  private mutating func find(_ least: [Int64], _ most: [Int64]) -> Cases? {
    guard left > 0 else { return nil }
    left -= 1
    var room = limit
    var sum: Int64 = 0
    for (kind, count) in zip(kinds, least) {
      room -= kind.size * count
      sum += kind.weight * count
    }
    if room < 0 { return tooMany(by: -room, counting: sum) }
    for at in order {
      let kind = kinds[at]
      let taken = min(most[at] - least[at], room / kind.size)
      room -= taken * kind.size
      sum += taken * kind.weight
      if least[at] + taken == most[at] { continue }
      if sum + room * kind.weight / kind.size <= bound {
        return .priced(numerator: kind.weight, denominator: kind.size)
      }
      // Then so much is there, and not only in part.
      if room == 0 { return nil }
      return split(at, least[at] + taken, least, most)
    }
    return sum <= bound ? .priced(numerator: 0, denominator: 1) : nil
  }

  private mutating func split(_ kind: Int, _ count: Int64, _ least: [Int64], _ most: [Int64]) -> Cases? {
    var (fewer, more) = (most, least)
    fewer[kind] = count
    more[kind] = count + 1
    guard let below = find(least, fewer), let above = find(more, most) else { return nil }
    return .split(kind: kind, most: count, below: below, above: above)
  }

  /// No such plan: a seat is as dear as it takes for nobody else to count, and those who are there not to.
  private func tooMany(by seats: Int64, counting sum: Int64) -> Cases {
    let dearest = kinds.reduce(Int64(1)) { max($0, ($1.weight + $1.size - 1) / $1.size) }
    return .priced(numerator: max(dearest, sum - bound), denominator: 1)
  }
}
