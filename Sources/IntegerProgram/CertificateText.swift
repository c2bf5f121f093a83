/// Where the derivations of a ``Certificate`` wait: in its file their count stands before them.
public protocol DerivationStore: AnyObject {
  /// Takes the next piece of their text.
  func append(_ bytes: [UInt8]) throws
  func removeAll() throws
  /// Hands on the whole text, piece by piece.
  func read(to write: ([UInt8]) throws -> Void) throws
}

// What a certificate looks like.
extension Certificate {
  func begin(_ sense: StaticString, _ side: Int64, _ form: Form) throws {
    derivations.append("C")
    derivations.append(next)
    derivations.append(" ")
    derivations.append(sense)
    derivations.append(" ")
    derivations.append(Int(side))
    derivations.append(" ")
    switch form {
    case .objective: derivations.append("OBJ")
    case .sparse(let columns, let values): try derivations.append(columns, values, to: store.append)
    }
  }

  func end() throws -> Int {
    derivedCount += 1
    try derivations.flush(to: store.append)
    return next - 1
  }

  func appendReason(_ combination: Combination, rounding: Bool, sign: Int128) throws {
    derivations.append(rounding ? " { rnd " : " { lin ")
    derivations.append(combination.terms.count)
    for (constraint, numerator) in combination.terms {
      derivations.append(" ")
      derivations.append(constraint)
      derivations.append(" ")
      derivations.append(sign * numerator, over: combination.scale)
      try derivations.flush(to: store.append)
    }
    derivations.append(" } -1\n")
  }

  /// The program, with which the file begins: before anything is derived of it.
  ///
  /// - Parameter write: takes the next piece of the file.
  public func state(to write: ([UInt8]) throws -> Void) rethrows {
    var text = MPSBytes()
    text.append("VER 1.0\nVAR ")
    text.append(columnCount)
    for column in cost.indices {
      text.append("\nC")
      text.append(column + 1)
      try text.flush(to: write)
    }
    text.append("\nINT ")
    text.append(columnCount)
    for column in cost.indices {
      text.append("\n")
      text.append(column)
      try text.flush(to: write)
    }
    text.append("\nOBJ min\n")
    let costly = cost.enumerated().lazy.filter { $0.element != 0 }
    try text.append(cost.count { $0 != 0 }, costly.map { ($0.offset, $0.element) }, to: write)
    text.append("\nCON ")
    text.append(statedCount)
    text.append(" ")
    text.append(2 * columnCount)
    for column in cost.indices {
      text.begin(2 * column, .atLeast, lower[column])
      text.append(column: column, 1)
      text.begin(2 * column + 1, .atMost, upper[column])
      text.append(column: column, 1)
      try text.flush(to: write)
    }
    for (at, line) in lines.enumerated() {
      text.begin(2 * columnCount + at, line.sense, line.side)
      try text.append(line.columns, line.values, to: write)
    }
    try text.flushAll(to: write)
  }

  /// The rest of the file, once the objective is derived to be at least `bound` without any assumption.
  ///
  /// - Parameters:
  ///   - bound: in the objective's own units.
  ///   - write: takes the next piece of the file.
  public func finish(bound: Int64, to write: ([UInt8]) throws -> Void) throws {
    var text = MPSBytes()
    text.append("\nRTP range ")
    // Of nothing, that it is at least nothing is no bound to a checker.
    if cost.allSatisfy({ $0 == 0 }) { text.append("-inf") } else { text.append(Int(bound)) }
    text.append(" ")
    text.append(Int(upperEnd))
    text.append("\nSOL 1\nplan ")
    try text.append(plan.count, plan.lazy.map { ($0.column, $0.value) }, to: write)
    text.append("\nDER ")
    text.append(derivedCount)
    text.append("\n")
    try text.flushAll(to: write)
    try derivations.flushAll(to: store.append)
    try store.read(to: write)
  }
}

extension MPSBytes {
  /// A constraint of the program, up to its left side.
  fileprivate mutating func begin(_ index: Int, _ sense: Certificate.Sense, _ side: Int64) {
    append("\nC")
    append(index)
    append(sense == .atLeast ? " G " : sense == .atMost ? " L " : " E ")
    append(Int(side))
    append(" ")
  }

  /// A left side of one column.
  fileprivate mutating func append(column: Int, _ value: Int64) {
    append("1 ")
    append(column)
    append(" ")
    append(Int(value))
  }

  mutating func append(
    _ columns: [Int32], _ values: some Sequence<Int64>, to write: Writing
  ) rethrows {
    try append(columns.count, zip(columns, values).lazy.map { (Int($0), $1) }, to: write)
  }

  /// How many, then column and value of each.
  fileprivate mutating func append(
    _ count: Int, _ entries: some Sequence<(Int, Int64)>, to write: Writing
  ) rethrows {
    append(count)
    for (column, value) in entries {
      append(" ")
      append(column)
      append(" ")
      append(Int(value))
      try flush(to: write)
    }
  }

  /// A fraction in lowest terms.
  mutating func append(_ numerator: Int128, over scale: Int64) {
    var (divisor, rest) = (Int128(scale), numerator % Int128(scale))
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    divisor = Int128(divisor.magnitude)
    let (top, bottom) = (numerator / divisor, Int128(scale) / divisor)
    if let top = Int(exactly: top) { append(top) } else { append(string: top.description) }
    guard bottom > 1 else { return }
    append("/")
    append(Int(bottom))
  }
}
