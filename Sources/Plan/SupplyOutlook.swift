import Placement

/// What the years before say of this year's seats: the next year's to expect, and which classes to grow or to shrink.
package struct SupplyOutlook {
  /// Next year's seats by the middle, the lowest and the highest of the yearly ratios.
  package struct Forecast: Sendable, Equatable {
    package var expected: Int
    package var low: Int
    package var high: Int
  }

  private let year: Int
  private var seats: [SpecialtyPlace: [Int: Int]] = [:]
  /// Of each class over all districts, by year.
  private var classes: [Int: [String: (students: Int, seats: Int)]] = [:]

  /// - Parameter rows: this year's, by class and district.
  package init(_ placementCase: PlacementCase, rows: [SupplyDemandRow]) {
    year = placementCase.policy.academicYear
    for row in placementCase.history where row.year < year {
      note(row.specialtyPlace, row.year, students: row.students, seats: row.seats)
    }
    for row in rows {
      let place = SpecialtyPlace(specialtyClass: row.specialtyClass, district: row.district)
      note(place, year, students: row.students, seats: row.seats)
    }
  }

  private mutating func note(_ place: SpecialtyPlace, _ year: Int, students: Int, seats count: Int) {
    seats[place, default: [:]][year] = count
    var sums = classes[year, default: [:]][place.specialtyClass] ?? (0, 0)
    sums.students += students
    sums.seats += count
    classes[year, default: [:]][place.specialtyClass] = sums
  }

  package func seatsLastYear(_ place: SpecialtyPlace) -> Int? { seats[place]?[year - 1] }

  /// The least number of yearly ratios that say anything.
  private static let leastRatios = 3

  /// Nil where too few years are known.
  package func forecast(_ place: SpecialtyPlace) -> Forecast? {
    guard let known = seats[place], let now = known[year] else { return nil }
    let ratios = known.compactMap { year, count -> Ratio? in
      guard let before = known[year - 1], before > 0 else { return nil }
      return Ratio(count, of: before)
    }.sorted()
    guard ratios.count >= Self.leastRatios, let low = ratios.first, let high = ratios.last else { return nil }
    let (lower, upper) = (ratios[(ratios.count - 1) / 2], ratios[ratios.count / 2])
    return Forecast(
      expected: lower.mean(with: upper).roundedHalfUp(times: now), low: low.roundedHalfUp(times: now),
      high: high.roundedHalfUp(times: now))
  }

  // MARK: Signals

  /// By class; of classes that are neither, or both, nothing.
  package func signals(_ policy: Policy) -> [String: SupplySignal] {
    let years = (year - policy.signalYears + 1)...year
    let byYear = years.map { tails(of: $0, policy) }
    func inAll(_ tail: KeyPath<(grow: Set<String>, shrink: Set<String>), Set<String>>) -> Set<String> {
      byYear.dropFirst().reduce(byYear[0][keyPath: tail]) { $0.intersection($1[keyPath: tail]) }
    }
    let (grow, shrink) = (inAll(\.grow), inAll(\.shrink))
    var signals: [String: SupplySignal] = [:]
    for name in grow.subtracting(shrink) { signals[name] = .grow }
    for name in shrink.subtracting(grow) { signals[name] = .shrink }
    return signals
  }

  /// The classes with most seats a student in a year, and those with fewest.
  private func tails(of year: Int, _ policy: Policy) -> (grow: Set<String>, shrink: Set<String>) {
    let large = (classes[year] ?? [:]).filter { $0.value.students >= max(1, policy.signalMinimum) }
      .map { (name: $0.key, ratio: Ratio($0.value.seats, of: $0.value.students)) }
    let count = policy.signalTailShare.ceiling(times: large.count)
    func first(_ precedes: (Ratio, Ratio) -> Bool) -> Set<String> {
      let sorted = large.sorted { a, b in
        if precedes(a.ratio, b.ratio) { return true }
        if precedes(b.ratio, a.ratio) { return false }
        return String.utf8Precedes(a.name, b.name)
      }
      return Set(sorted.prefix(count).map(\.name))
    }
    return (first { $1 < $0 }, first { $0 < $1 })
  }
}

/// A fraction of counts, or a decimal, exactly.
struct Ratio: Comparable {
  private let numerator: Int128
  /// Above 0.
  private let denominator: Int128

  init(_ numerator: Int, of denominator: Int) {
    self.init(Int128(numerator), Int128(denominator))
  }

  init(_ decimal: ExactDecimal) {
    self.init(Int128(decimal.digits), (0..<decimal.scale).reduce(Int128(1)) { power, _ in power * 10 })
  }

  private init(_ numerator: Int128, _ denominator: Int128) {
    precondition(denominator > 0)
    self.numerator = numerator
    self.denominator = denominator
  }

  static func < (a: Ratio, b: Ratio) -> Bool { a.numerator * b.denominator < b.numerator * a.denominator }

  static func == (a: Ratio, b: Ratio) -> Bool { a.numerator * b.denominator == b.numerator * a.denominator }

  func mean(with other: Ratio) -> Ratio {
    Ratio(
      numerator * other.denominator + other.numerator * denominator, 2 * denominator * other.denominator)
  }

  /// Of fractions that are not negative.
  func roundedHalfUp(times factor: Int) -> Int {
    Int(clamping: (2 * numerator * Int128(factor) + denominator) / (2 * denominator))
  }
}
