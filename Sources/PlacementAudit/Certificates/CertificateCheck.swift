import Foundation

/// Checks a certificate in the VIPR format, version 1.0, step by step and in exact arithmetic: with no solver and nothing of the
/// code that writes one. Numbers must fit 128 bits; one that does not is a fault, and nothing is believed for it.
///
/// A step stays in memory up to the last one that uses it. Which one that is, is looked up first, in what follows: the steps
/// of a file are read twice. Of what comes through a pipe every step is kept.
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
  private var rows = CertificateRows()
  /// Of every derived constraint that rests on any: the assumptions.
  private var assumptions: [Int: Set<Int>] = [:]
  /// Derived constraints that the step at hand uses.
  private var used: [Int] = []

  /// - Parameters:
  ///   - bytes: of the file.
  ///   - onProgress: called with how many bytes from the beginning on are read.
  /// - Throws: ``CertificateFault``
  public static func check(
    _ bytes: Data, onProgress: @escaping (_ read: Int) -> Void = { _ in }
  ) throws -> Range {
    try check(CertificateSource(bytes), onProgress)
  }

  /// - Throws: ``CertificateFault``, or what reading throws.
  public static func check(
    _ file: FileHandle, onProgress: @escaping (_ read: Int) -> Void = { _ in }
  ) throws -> Range {
    try check(CertificateSource(file), onProgress)
  }

  private static func check(
    _ source: CertificateSource, _ onProgress: @escaping (_ read: Int) -> Void
  ) throws -> Range {
    var check = CertificateCheck(reader: CertificateReader(source, onProgress: onProgress))
    do {
      return try check.run()
    } catch is ArithmeticOverflow {
      throw check.reader.fault(.number)
    }
  }

  private mutating func run() throws -> Range {
    try reader.skipComments()
    try reader.expect("VER")
    guard ["1.0", "1.1"].contains(try reader.word()) else { throw reader.fault(.format) }
    try readColumns()
    try reader.expect("CON")
    let count = try reader.count()
    _ = try reader.count()
    for _ in 0..<count { rows.state(try readConstraint()) }
    try reader.expect("RTP")
    try reader.expect("range")
    let (low, high) = (try reader.end(), try reader.end())
    try checkSolutions(atMost: high)
    let steps = try checkDerivations(atLeast: low)
    // Of an objective without a term that needs no proof, and other checkers take none.
    let least = objective.columns.isEmpty ? "0" : low?.description
    return Range(atLeast: least, atMost: high.map(\.description), columns: columnCount, steps: steps)
  }

  // MARK: The program

  private mutating func readColumns() throws {
    try reader.expect("VAR")
    columnCount = try reader.count()
    for _ in 0..<columnCount { try reader.skip() }
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

  private mutating func checkSolutions(atMost high: Rational?) throws {
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
      func sum(
        over denominator: Int128, _ forEachEntry: ((Int32, Int128) throws -> Void) throws -> Void
      ) throws -> Rational {
        var sum: Int128 = 0
        try forEachEntry { column, factor in
          let value = dense[Int(column)]
          if value != 0 { sum = try sum.plus(factor.times(value)) }
        }
        return try Rational(sum, over: denominator.times(solution.denominator))
      }
      for index in 0..<rows.count {
        let value = try sum(over: rows.denominator(of: index)) { try rows.forEachEntry(of: index, $0) }
        let side = CertificateRow(sense: rows.sense(of: index)!, side: rows.side(of: index))
        guard try side.allows(value) else { throw reader.fault(.solution) }
      }
      let value = try sum(over: objective.denominator) { take in
        for (column, factor) in zip(objective.columns, objective.values) { try take(column, factor) }
      }
      if let high, try value.isAtMost(high) { isReached = true }
    }
    guard isReached else { throw reader.fault(.notReached) }
  }

  // MARK: The steps

  private mutating func checkDerivations(atLeast low: Rational?) throws -> Int {
    try reader.expect("DER")
    let count = try reader.count()
    let lastUse = try findLastUses(count)
    var sums = ExactSums(columns: columnCount)
    var last: CertificateRow?
    for step in 0..<count {
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
      try reader.skip()
      rows.derive(row)
      if let lastUse { forget(after: step, lastUse, stated: rows.count - 1 - step) }
      used.removeAll(keepingCapacity: true)
      last = row
    }
    guard let low else { return count }
    var goal = objective
    (goal.sense, goal.side) = (.atLeast, low)
    guard let last, assumptions[rows.count - 1] == nil, try last.dominates(goal) else {
      throw reader.fault(.notProved)
    }
    return count
  }

  // MARK: What is needed yet

  /// Takes the index of a constraint that the step uses.
  private mutating func use() throws -> Int {
    let index = try reader.index(below: rows.count)
    used.append(index)
    return index
  }

  /// Of every step the last one that uses it, itself where none does; nil where the text is there once. What is no step ends
  /// the search: the check will come to it.
  private mutating func findLastUses(_ count: Int) throws -> [Int]? {
    guard reader.canReturn else { return nil }
    let place = reader.place
    var lastUse: [Int] = []
    do {
      for step in 0..<count {
        lastUse.append(step)
        try findUses(by: step, &lastUse)
      }
    } catch is CertificateFault {}
    try reader.go(to: place)
    return lastUse
  }

  private mutating func findUses(by step: Int, _ lastUse: inout [Int]) throws {
    func takeUse() throws {
      let index = try reader.index(below: rows.count + step)
      if index >= rows.count { lastUse[index - rows.count] = step }
    }
    for _ in 0..<3 { try reader.skip() }
    if try !reader.take("OBJ") { for _ in 0..<(2 * (try reader.count())) { try reader.skip() } }
    try reader.skip()
    switch try reader.word() {
    case "lin", "rnd":
      for _ in 0..<(try reader.count()) {
        try takeUse()
        try reader.skip()
      }
    case "uns": for _ in 0..<4 { try takeUse() }
    default: break
    }
    for _ in 0..<2 { try reader.skip() }
  }

  /// Drops what no later step needs; the last of all says what is proved.
  private mutating func forget(after step: Int, _ lastUse: [Int], stated: Int) {
    for index in used where index >= stated && lastUse[index - stated] == step { forget(index) }
    if lastUse[step] == step && step < lastUse.count - 1 { forget(stated + step) }
  }

  private mutating func forget(_ index: Int) {
    rows.forget(index)
    assumptions[index] = nil
  }

  private mutating func checkCombination(
    _ row: CertificateRow, isRounded: Bool, _ sums: inout ExactSums
  ) throws {
    var rests: Set<Int> = []
    // Of the combination: = while all are, else what the signs make of it.
    var sense = CertificateRow.Sense.equal
    var terms: [(index: Int, factor: Rational)] = []
    for _ in 0..<(try reader.count()) {
      let index = try use()
      let factor = try reader.number()
      if factor.numerator == 0 { continue }
      rests.formUnion(assumptions[index] ?? [])
      guard let given = rows.sense(of: index) else { throw reader.fault(.index) }
      terms.append((index, factor))
      if given == .equal { continue }
      let own: CertificateRow.Sense = (given == .atLeast) == (factor.numerator > 0) ? .atLeast : .atMost
      guard sense == .equal || sense == own else { throw reader.fault(.signs) }
      sense = own
    }
    guard try sums.dominates(row, terms, of: rows, sense, isRounded: isRounded, isInteger) else {
      throw reader.fault(.combination)
    }
    assumptions[rows.count] = rests.isEmpty ? nil : rests
  }

  private mutating func checkSplit(_ row: CertificateRow) throws {
    let (first, down, second, up) = (try use(), try use(), try use(), try use())
    guard let one = rows[first], let other = rows[second], let oneCase = rows[down], let otherCase = rows[up]
    else { throw reader.fault(.index) }
    let (below, above) = oneCase.sense == .atMost ? (oneCase, otherCase) : (otherCase, oneCase)
    guard try one.dominates(row), try other.dominates(row), below.sense == .atMost,
      above.sense == .atLeast, isWhole(below), below.side.denominator == 1, below.hasLeftSide(of: above),
      try above.side == Rational(below.side.numerator.plus(1), over: 1)
    else { throw reader.fault(.split) }
    let rests = (assumptions[first] ?? []).subtracting([down]).union(
      (assumptions[second] ?? []).subtracting([up]))
    assumptions[rows.count] = rests.isEmpty ? nil : rests
  }
}
