import Foundation

/// Checks a certificate in the VIPR format, version 1.0, step by step and in exact arithmetic: with no solver and nothing of the
/// code that writes one. Numbers must fit 128 bits; one that does not is a fault, and nothing is believed for it.
///
/// Source of the format: Cheung, Gleixner and Steffy, *Verifying Integer Programming Results* (IPCO 2017).
public struct CertificateCheck {
  /// What a certificate proves of its program's smallest value.
  public struct Range: Equatable, Sendable {
    /// nil: nothing is proved from that side.
    public let atLeast: String?
    public let atMost: String?
    public let columns: Int
    /// Derived constraints, each of which was checked.
    public let steps: Int
  }

  private var reader: CertificateReader
  private var columnCount = 0
  private var isInteger: [Bool] = []
  private var objective = CertificateRow()
  private var rows: [CertificateRow] = []
  /// Of every derived constraint that rests on any: the assumptions.
  private var assumptions: [Int: Set<Int>] = [:]

  /// - Parameters:
  ///   - bytes: of the file.
  ///   - onProgress: called with how many bytes are read, and with all.
  /// - Throws: ``CertificateFault``
  public static func check(
    _ bytes: Data, onProgress: @escaping (_ read: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> Range {
    var check = CertificateCheck(reader: CertificateReader(bytes, onProgress: onProgress))
    do {
      return try check.run()
    } catch is TooLarge {
      throw check.reader.fault(.number)
    }
  }

  private mutating func run() throws -> Range {
    reader.skipComments()
    try reader.expect("VER")
    guard ["1.0", "1.1"].contains(try reader.word()) else { throw reader.fault(.format) }
    try readColumns()
    try reader.expect("CON")
    let count = try reader.count()
    _ = try reader.count()
    for _ in 0..<count { rows.append(try readConstraint()) }
    try reader.expect("RTP")
    try reader.expect("range")
    let (low, high) = (try reader.end(), try reader.end())
    try checkSolutions(atMost: high)
    let steps = try checkDerivations(atLeast: low)
    return Range(
      atLeast: low.map(\.description), atMost: high.map(\.description), columns: columnCount, steps: steps)
  }

  // MARK: The program

  private mutating func readColumns() throws {
    try reader.expect("VAR")
    columnCount = try reader.count()
    for _ in 0..<columnCount { _ = try reader.word() }
    try reader.expect("INT")
    isInteger = Array(repeating: false, count: columnCount)
    for _ in 0..<(try reader.count()) { isInteger[try reader.index(below: columnCount)] = true }
    try reader.expect("OBJ")
    try reader.expect("min")
    objective = try reader.row(columns: columnCount)
  }

  private mutating func readConstraint() throws -> CertificateRow {
    reader.constraint = try reader.word()
    let sense = try reader.sense()
    let side = try reader.number()
    var row = try reader.take("OBJ") ? objective : reader.row(columns: columnCount)
    (row.sense, row.side) = (sense, side)
    return row
  }

  private func isWhole(_ row: CertificateRow) -> Bool {
    row.denominator == 1 && zip(row.columns, row.values).allSatisfy { $1 == 0 || isInteger[Int($0)] }
  }

  // MARK: The solutions

  private mutating func checkSolutions(atMost high: Exact?) throws {
    try reader.expect("SOL")
    var isReached = high == nil
    for _ in 0..<(try reader.count()) {
      reader.constraint = try reader.word()
      let solution = try reader.row(columns: columnCount)
      guard
        zip(solution.columns, solution.values).allSatisfy({
          !isInteger[Int($0)] || $1 % solution.denominator == 0
        })
      else { throw reader.fault(.solution) }
      var dense = [Int128](repeating: 0, count: columnCount)
      for (column, value) in zip(solution.columns, solution.values) { dense[Int(column)] = value }
      func value(_ row: CertificateRow) throws -> Exact {
        var sum: Int128 = 0
        for (column, factor) in zip(row.columns, row.values) where dense[Int(column)] != 0 {
          sum = try sum.plus(factor.times(dense[Int(column)]))
        }
        return try Exact(sum, over: row.denominator.times(solution.denominator))
      }
      for row in rows where try !row.allows(value(row)) { throw reader.fault(.solution) }
      if let high, try value(objective).isAtMost(high) { isReached = true }
    }
    guard isReached else { throw reader.fault(.notReached) }
  }

  // MARK: The steps

  private mutating func checkDerivations(atLeast low: Exact?) throws -> Int {
    try reader.expect("DER")
    let count = try reader.count()
    var sums = ExactSums(columns: columnCount)
    for _ in 0..<count {
      let row = try readConstraint()
      try reader.expect("{")
      switch try reader.word() {
      case "asm": assumptions[rows.count] = [rows.count]
      case "lin": try checkCombination(row, isRounded: false, &sums)
      case "rnd": try checkCombination(row, isRounded: true, &sums)
      case "uns": try checkSplit(row)
      default: throw reader.fault(.format)
      }
      try reader.expect("}")
      _ = try reader.word()
      rows.append(row)
    }
    guard let low else { return count }
    var goal = objective
    (goal.sense, goal.side) = (.atLeast, low)
    guard count > 0, let last = rows.last, assumptions[rows.count - 1] == nil, try last.dominates(goal) else {
      throw reader.fault(.notProved)
    }
    return count
  }

  private mutating func checkCombination(
    _ row: CertificateRow, isRounded: Bool, _ sums: inout ExactSums
  ) throws {
    var rests: Set<Int> = []
    // Of the combination: = while all are, else what the signs make of it.
    var sense = CertificateRow.Sense.equal
    var terms: [(row: CertificateRow, factor: Exact)] = []
    for _ in 0..<(try reader.count()) {
      let used = try reader.index(below: rows.count)
      let factor = try reader.number()
      if factor.numerator == 0 { continue }
      rests.formUnion(assumptions[used] ?? [])
      terms.append((rows[used], factor))
      if rows[used].sense == .equal { continue }
      let own: CertificateRow.Sense =
        (rows[used].sense == .atLeast) == (factor.numerator > 0) ? .atLeast : .atMost
      guard sense == .equal || sense == own else { throw reader.fault(.signs) }
      sense = own
    }
    guard try sums.dominates(row, terms, sense, isRounded: isRounded, isInteger) else {
      throw reader.fault(.combination)
    }
    assumptions[rows.count] = rests.isEmpty ? nil : rests
  }

  private mutating func checkSplit(_ row: CertificateRow) throws {
    let first = try reader.index(below: rows.count)
    let down = try reader.index(below: rows.count)
    let second = try reader.index(below: rows.count)
    let up = try reader.index(below: rows.count)
    let (below, above) =
      rows[down].sense == .atMost ? (rows[down], rows[up]) : (rows[up], rows[down])
    guard try rows[first].dominates(row), try rows[second].dominates(row), below.sense == .atMost,
      above.sense == .atLeast, isWhole(below), below.side.denominator == 1, below.hasLeftSide(of: above),
      try above.side == Exact(below.side.numerator.plus(1), over: 1)
    else { throw reader.fault(.split) }
    let rests = (assumptions[first] ?? []).subtracting([down]).union(
      (assumptions[second] ?? []).subtracting([up]))
    assumptions[rows.count] = rests.isEmpty ? nil : rests
  }
}
