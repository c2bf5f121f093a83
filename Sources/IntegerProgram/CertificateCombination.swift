extension Certificate {
  /// A left side, and what is derived of it: times `scale`, and by which multiples of which constraints.
  public struct Combination {
    public let scale: Int64
    public let side: Int128
    let terms: [Term]
    /// Columns that were said to be nought and stand in the way, for want of a constraint that says so.
    public let blocking: [Int]
  }
}

extension Certificate.Combination {
  /// The constraints that were supposed and count.
  public var supposed: [Int] { terms.compactMap { $0.constraint < 0 ? $0.constraint : nil } }

  /// The same with those that were derived since.
  public func replacing(_ constraints: [Int: Int]) -> Self {
    // There may be millions of terms.
    if constraints.isEmpty { return self }
    let terms = terms.map { (constraints[$0.constraint] ?? $0.constraint, $0.numerator) }
    return Self(scale: scale, side: side, terms: terms, blocking: blocking)
  }

  /// The side, rounded up.
  public var wholeSide: Int128 {
    let (quotient, rest) = side.quotientAndRemainder(dividingBy: Int128(scale))
    return rest > 0 ? quotient + 1 : quotient
  }
}
