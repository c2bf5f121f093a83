// Cases, one of which must be.
extension Certificate {
  /// Assumes that some columns add up to at most, or at least, so much: a constraint to be combined, up to a
  /// ``split(_:atLeast:_:down:_:up:)``.
  public func assume(_ columns: [Int32], _ sense: Sense, _ side: Int64) throws -> Int {
    let ones = [Int64](repeating: 1, count: columns.count)
    try begin(sense == .atMost ? "L" : "G", side, .sparse(columns: columns, values: ones))
    derivations.append(" { asm } -1\n")
    derived[next] = Line(sense: sense, side: side, columns: columns, values: .each(ones))
    return try end()
  }

  /// Form ≥ side, which holds by `first` under the one assumption and by `second` under the other, one of which must be.
  public func split(
    _ form: Form, atLeast side: Int64, _ first: Int, _ down: Assumption, _ second: Int, _ up: Assumption
  ) throws -> Int {
    try split(form, atLeast: side, first, down: down.constraint, second, up: up.constraint)
  }

  /// The same by the assumptions' constraints. None of the four is needed any more.
  public func split(
    _ form: Form, atLeast side: Int64, _ first: Int, down: Int, _ second: Int, up: Int
  ) throws -> Int {
    try begin("G", side, form)
    derivations.append(" { uns")
    for index in [first, down, second, up] {
      derivations.append(" ")
      derivations.append(index)
      forget(index)
    }
    derivations.append(" } -1\n")
    return try end(form, atLeast: side)
  }
}
