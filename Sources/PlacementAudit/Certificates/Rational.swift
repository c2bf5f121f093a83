/// A fraction in lowest terms, its denominator above 0.
struct Rational: Equatable {
  let numerator: Int128
  let denominator: Int128

  static let zero = Rational(whole: 0)

  init(whole: Int128) { (numerator, denominator) = (whole, 1) }

  /// - Throws: ``ArithmeticOverflow`` where the denominator is 0.
  init(_ numerator: Int128, over denominator: Int128) throws {
    guard denominator != 0 else { throw ArithmeticOverflow() }
    let divisor = try numerator.commonDivisor(with: denominator)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * (numerator / divisor)
    self.denominator = sign * (denominator / divisor)
  }

  func isAtMost(_ other: Rational) throws -> Bool {
    try numerator.times(other.denominator) <= other.numerator.times(denominator)
  }
}

extension Rational: CustomStringConvertible {
  var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }
}

/// A number that does not fit 128 bits.
struct ArithmeticOverflow: Error {}

extension Int128 {
  func plus(_ other: Int128) throws -> Int128 {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { throw ArithmeticOverflow() }
    return sum
  }

  func times(_ other: Int128) throws -> Int128 {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    if overflow { throw ArithmeticOverflow() }
    return product
  }

  /// Above 0.
  func commonDivisor(with other: Int128) throws -> Int128 {
    var (a, b) = (magnitude, other.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    guard a != 0, let divisor = Int128(exactly: a) else { throw ArithmeticOverflow() }
    return divisor
  }

  func commonMultiple(with other: Int128) throws -> Int128 {
    if other == 1 { return self }
    return try (self / commonDivisor(with: other)).times(other)
  }
}

/// A constraint: Σ value / denominator · column, which is =, ≤ or ≥ its side. Columns are increasing, each once.
struct CertificateRow {
  enum Sense { case equal, atMost, atLeast }

  var sense = Sense.equal
  var side = Rational.zero
  var columns: [Int32] = []
  var values: [Int128] = []
  var denominator: Int128 = 1

  func allows(_ value: Rational) throws -> Bool {
    switch sense {
    case .equal: value == side
    case .atMost: try value.isAtMost(side)
    case .atLeast: try side.isAtMost(value)
    }
  }

  func hasLeftSide(of other: CertificateRow) -> Bool {
    columns == other.columns && values == other.values && denominator == other.denominator
  }

  /// Does nothing that keeps this break the other?
  func dominates(_ other: CertificateRow) throws -> Bool {
    if columns.isEmpty, try !allows(.zero) { return true }
    guard hasLeftSide(of: other) else { return false }
    return try says(other.sense, other.side)
  }

  /// Does it hold the same left side to no less?
  private func says(_ otherSense: Sense, _ otherSide: Rational) throws -> Bool {
    switch otherSense {
    case .equal: sense == .equal && side == otherSide
    case .atLeast: try sense != .atMost && otherSide.isAtMost(side)
    case .atMost: try sense != .atLeast && side.isAtMost(otherSide)
    }
  }
}

/// Linear combinations of rows, exactly.
struct ExactSums {
  private var sum: [Int128]
  private var isTouched: [Bool]
  private var touched: [Int] = []

  init(columns: Int) {
    sum = Array(repeating: 0, count: columns)
    isTouched = Array(repeating: false, count: columns)
  }

  /// Does the combination of some of the rows, with its side rounded where that is asked for, dominate the row?
  mutating func dominates(
    _ row: CertificateRow, _ terms: [(index: Int, factor: Rational)], of rows: CertificateRows,
    _ sense: CertificateRow.Sense, isRounded: Bool, _ isInteger: [Bool]
  ) throws -> Bool {
    defer { clear() }
    // All terms over one denominator.
    var common: Int128 = 1
    for (index, factor) in terms {
      common = try common.commonMultiple(with: factor.denominator.times(rows.denominator(of: index)))
      common = try common.commonMultiple(with: factor.denominator.times(rows.side(of: index).denominator))
    }
    var side: Int128 = 0
    for (index, factor) in terms {
      let scaled = try factor.numerator.times(
        common / (factor.denominator * rows.denominator(of: index)))
      try rows.forEachEntry(of: index) { try add(scaled.times($1), to: Int($0)) }
      let own = rows.side(of: index)
      let sideScale = try factor.numerator.times(common / (factor.denominator * own.denominator))
      side = try side.plus(sideScale.times(own.numerator))
    }
    var combined = CertificateRow(sense: sense, side: try Rational(side, over: common))
    touched.sort()
    for column in touched where sum[column] != 0 {
      combined.columns.append(Int32(column))
      combined.values.append(sum[column])
    }
    combined.denominator = common
    try combined.reduce()
    if isRounded {
      guard sense != .equal, combined.denominator == 1, combined.columns.allSatisfy({ isInteger[Int($0)] })
      else {
        return false
      }
      combined.side = combined.side.rounded(up: sense == .atLeast)
    }
    return try combined.dominates(row)
  }

  private mutating func add(_ value: Int128, to column: Int) throws {
    if !isTouched[column] { touched.append(column) }
    isTouched[column] = true
    sum[column] = try sum[column].plus(value)
  }

  private mutating func clear() {
    for column in touched { (sum[column], isTouched[column]) = (0, false) }
    touched = []
  }
}

extension CertificateRow {
  /// To lowest terms.
  mutating func reduce() throws {
    guard denominator > 1 else { return }
    var divisor = denominator
    for value in values {
      divisor = try divisor.commonDivisor(with: value)
      if divisor == 1 { return }
    }
    denominator /= divisor
    values = values.map { $0 / divisor }
  }
}

extension Rational {
  func rounded(up isUp: Bool) -> Rational {
    let (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    if isUp { return Rational(whole: rest > 0 ? quotient + 1 : quotient) }
    return Rational(whole: rest < 0 ? quotient - 1 : quotient)
  }
}
