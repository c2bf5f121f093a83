// What a certificate looks like.
extension Certificate {
  func begin(_ sense: StaticString, _ side: Int64, _ form: Form) {
    derivations.append("C")
    derivations.append(next)
    derivations.append(" ")
    derivations.append(sense)
    derivations.append(" ")
    derivations.append(Int(side))
    derivations.append(" ")
    switch form {
    case .objective: derivations.append("OBJ")
    case .sparse(let columns, let values): derivations.append(columns, values)
    }
  }

  func end() -> Int {
    derivedCount += 1
    return next - 1
  }

  func appendReason(_ combination: Combination, rounding: Bool, sign: Int128) {
    derivations.append(rounding ? " { rnd " : " { lin ")
    derivations.append(combination.terms.count)
    for (constraint, numerator) in combination.terms {
      derivations.append(" ")
      derivations.append(constraint)
      derivations.append(" ")
      derivations.append(sign * numerator, over: combination.scale)
    }
    derivations.append(" } -1\n")
  }

  func state() {
    statement.append("VER 1.0\nVAR ")
    statement.append(columnCount)
    for column in cost.indices {
      statement.append("\nC")
      statement.append(column + 1)
    }
    statement.append("\nINT ")
    statement.append(columnCount)
    for column in cost.indices {
      statement.append("\n")
      statement.append(column)
    }
    let costly = cost.indices.filter { cost[$0] != 0 }
    statement.append("\nOBJ min\n")
    statement.append(costly.map(Int32.init), costly.map { cost[$0] })
    statement.append("\nCON ")
    statement.append(statedCount)
    statement.append(" ")
    statement.append(2 * columnCount)
    for column in cost.indices {
      state(2 * column, .atLeast, lower[column], [Int32(column)], [1])
      state(2 * column + 1, .atMost, upper[column], [Int32(column)], [1])
    }
    for (at, line) in lines.enumerated() {
      state(2 * columnCount + at, line.sense, line.side, line.columns, line.values)
    }
  }

  func state(_ index: Int, _ sense: Sense, _ side: Int64, _ columns: [Int32], _ values: [Int64]) {
    statement.append("\nC")
    statement.append(index)
    statement.append(sense == .atLeast ? " G " : sense == .atMost ? " L " : " E ")
    statement.append(Int(side))
    statement.append(" ")
    statement.append(columns, values)
  }

  /// The whole certificate, once the objective is derived to be at least `bound` without any assumption.
  ///
  /// - Parameters:
  ///   - bound: in the objective's own units.
  ///   - write: takes the next piece of the file.
  public func write(bound: Int64, to write: ([UInt8]) throws -> Void) rethrows {
    var end = MPSBytes()
    end.append("\nRTP range ")
    // Of nothing, that it is at least nothing is no bound to a checker.
    if cost.allSatisfy({ $0 == 0 }) { end.append("-inf") } else { end.append(Int(bound)) }
    end.append(" ")
    end.append(Int(upperEnd))
    end.append("\nSOL 1\nplan ")
    try write(statement.bytes)
    try write(end.bytes)
    end.removeAll()
    end.append("\nDER ")
    end.append(derivedCount)
    end.append("\n")
    try write(plan.bytes)
    try write(end.bytes)
    try write(derivations.bytes)
  }
}

extension MPSBytes {
  /// How many, then index and value of each.
  mutating func append(_ columns: [Int32], _ values: [Int64]) {
    append(columns.count)
    for (column, value) in zip(columns, values) {
      append(" ")
      append(Int(column))
      append(" ")
      append(Int(value))
    }
  }

  /// A fraction in lowest terms.
  mutating func append(_ numerator: Int128, over scale: Int64) {
    var (divisor, rest) = (Int128(scale), numerator % Int128(scale))
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    divisor = Int128(divisor.magnitude)
    let (top, bottom) = (numerator / divisor, Int128(scale) / divisor)
    if let top = Int(exactly: top) { append(top) } else { append(top.description) }
    guard bottom > 1 else { return }
    append("/")
    append(Int(bottom))
  }
}
