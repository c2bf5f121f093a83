/// A proof, in exact arithmetic, that no solution of an integer program is below a bound: a certificate in the VIPR format,
/// version 1.0 (Cheung, Gleixner and Steffy, *Verifying Integer Programming Results*, IPCO 2017), which other programs check.
///
/// A certificate is a list of constraints. First the program's: of column `j` its lower bound has the index 2 `j`, its upper bound
/// 2 `j` + 1, then come the rows in order. Every other is derived from some before it: as a linear combination
/// (``derive(_:atLeast:by:)``), as an assumption (`assume`), or from what two assumptions, one of which must hold,
/// both lead to (``split(_:atLeast:_:_:_:_:)``). The last says that the objective is at least the bound, and rests on no assumption.
///
/// What is derived is handed to a ``DerivationStore`` at once: only constraints that may be combined yet stay in memory.
///
/// Columns must be whole and bounded, all numbers whole and below 2⁵³; every row has one side, or two that are equal.
public final class Certificate {
  /// What a constraint says of its left side.
  public enum Sense: UInt8, Sendable { case atLeast, atMost, equal }

  /// The left side of a constraint.
  public enum Form {
    case objective
    case sparse(columns: [Int32], values: [Int64])
  }

  /// Some `numerator` / scale times a constraint.
  public typealias Term = (constraint: Int, numerator: Int128)

  struct Line {
    let sense: Sense
    let side: Int64
    let columns: [Int32]
    let values: Coefficients
  }

  let cost: [Int64]
  /// Rows of the program, then their other sides.
  var lines: [Line] = []
  /// Derived constraints that are no bounds and not of the objective.
  var derived: [Int: Line] = [:]
  private var supposed: [Line] = []
  var derivedCount = 0
  /// Constraints of the program.
  let statedCount: Int
  /// The solution, where it is not 0.
  let plan: [(column: Int, value: Int64)]
  let store: any DerivationStore
  /// Those that the store does not have yet.
  var derivations = MPSBytes()
  /// What is known of every column: its bounds, and which constraints say so.
  public private(set) var lower: [Int64]
  public private(set) var upper: [Int64]
  private var assumptions: [Assumption] = []
  private var lowerBy: [Int]
  private var upperBy: [Int]
  /// Of the solution: the upper end of the range.
  var upperEnd: Int64 { plan.reduce(0) { $0 + cost[$1.column] * $1.value } }
  // While a combination is made.
  private var residual: [Int128]
  private var isTouched: [Bool]
  private var touched: [Int] = []

  /// - Parameters:
  ///   - program: what the proof is about, to be minimised.
  ///   - lowerSides: of rows that have an upper side alone a lower one as well, which is given: what earlier proofs have proved.
  ///   - values: of a solution: the upper end of the range that is proved.
  ///   - store: for what is derived; what it holds of another certificate goes.
  /// - Throws: ``SolverFailure`` where the program is none that a certificate can be of.
  public init(
    _ program: consuming IntegerProgram, lowerSides: [(row: Int, side: Int64)] = [], solution values: [Int64],
    derivations store: any DerivationStore
  ) throws {
    func whole(_ number: Double) throws -> Int64 {
      guard let whole = Int64(exactly: number), whole.magnitude < 1 << 53 else {
        throw SolverFailure("\(number) is no whole number")
      }
      return whole
    }
    let count = program.columns.count
    cost = try program.columns.map { try whole($0.cost) }
    lower = try program.columns.map { try whole($0.lower) }
    upper = try program.columns.map { try whole($0.upper) }
    // What is reckoned with is not held a second time: there may be millions of it.
    program.columns = []
    lowerBy = (0..<count).map { 2 * $0 }
    upperBy = (0..<count).map { 2 * $0 + 1 }
    residual = Array(repeating: 0, count: count)
    isTouched = Array(repeating: false, count: count)
    for at in program.rows.indices {
      let row = program.rows[at]
      program.rows[at].values = []
      if row.lower > -.infinity, row.upper < .infinity, row.lower != row.upper {
        throw SolverFailure("a row has two sides")
      }
      let (sense, side): (Sense, Double) =
        row.lower == row.upper
        ? (.equal, row.lower)
        : row.upper < .infinity ? (.atMost, row.upper) : (.atLeast, row.lower)
      lines.append(
        Line(
          sense: sense, side: try whole(side), columns: row.columns,
          values: try Coefficients(row.values, whole)))
    }
    for (row, side) in lowerSides {
      lowerSideOfRow[row] = 2 * count + lines.count
      lines.append(
        Line(sense: .atLeast, side: side, columns: lines[row].columns, values: lines[row].values))
    }
    statedCount = 2 * count + lines.count
    plan = values.indices.compactMap { values[$0] == 0 ? nil : ($0, values[$0]) }
    self.store = store
    try store.removeAll()
  }

  private var lowerSideOfRow: [Int: Int] = [:]
  var columnCount: Int { cost.count }

  /// The constraint of a row.
  public func row(_ row: Int) -> Int { 2 * columnCount + row }

  /// The constraint that gives a row its other side.
  public func lowerSide(ofRow row: Int) -> Int? { lowerSideOfRow[row] }

  var next: Int { statedCount + derivedCount }

  private func line(_ constraint: Int) -> Line {
    if constraint < 0 { return supposed[-1 - constraint] }
    return constraint < statedCount ? lines[constraint - 2 * columnCount] : derived[constraint]!
  }

  /// Form ≥ side as though it were derived, for combinations that tell whether it is worth it.
  /// - Returns: its number, below 0, until ``forgetSupposed()``.
  public func suppose(_ columns: [Int32], _ values: [Int64], atLeast side: Int64) -> Int {
    supposed.append(Line(sense: .atLeast, side: side, columns: columns, values: .each(values)))
    return -supposed.count
  }

  public func forgetSupposed() { supposed = [] }

  // MARK: Combining

  /// The highest side that multiples of some constraints and of the columns' bounds give a left side.
  ///
  /// - Parameters:
  ///   - form: the left side.
  ///   - terms: a constraint once; multiples of the wrong sign are left out.
  ///   - scale: what the numerators are divided by, above 0.
  ///   - partition: Constraints Σ column = 1 that share no column: each is taken as often as is best.
  ///   - isNought: Columns of these that are 0 in every solution, which may have to be derived yet.
  public func combine(
    _ form: Form, _ terms: [Term], scale: Int64 = 1, partition: Range<Int> = 0..<0,
    isNought: (Int) -> Bool = { _ in false }
  ) -> Combination {
    var used: [Term] = []
    var blocking: [Int] = []
    var side: Int128 = 0
    defer { clear() }
    switch form {
    case .objective:
      for (column, cost) in cost.enumerated() where cost != 0 {
        add(Int128(cost) * Int128(scale), to: column)
      }
    case .sparse(let columns, let values):
      for (column, value) in zip(columns, values) { add(Int128(value) * Int128(scale), to: Int(column)) }
    }
    func take(_ constraint: Int, _ numerator: Int128) {
      let line = line(constraint)
      let isSuitable: Bool =
        switch line.sense {
        case .equal: true
        case .atLeast: numerator > 0
        case .atMost: numerator < 0
        }
      guard numerator != 0, isSuitable else { return }
      used.append((constraint, numerator))
      side += numerator * Int128(line.side)
      for (column, value) in zip(line.columns, line.values) {
        add(-numerator * Int128(value), to: Int(column))
      }
    }
    for term in terms { take(term.constraint, term.numerator) }
    for constraint in partition {
      var low: Int128?
      for column in line(constraint).columns.map(Int.init) where upper[column] > 0 && !isNought(column) {
        low = min(low ?? residual[column], residual[column])
      }
      guard let low else { continue }
      for column in line(constraint).columns.map(Int.init)
      where upper[column] > 0 && residual[column] < low && isNought(column) {
        blocking.append(column)
      }
      take(constraint, low)
    }
    touched.sort()
    // There may be millions: an array that grows is there twice.
    used.reserveCapacity(used.count + touched.count { residual[$0] != 0 })
    for column in touched where residual[column] != 0 {
      let rest = residual[column]
      used.append((rest > 0 ? lowerBy[column] : upperBy[column], rest))
      side += rest * Int128(rest > 0 ? lower[column] : upper[column])
    }
    return Combination(scale: scale, side: side, terms: used, blocking: blocking)
  }

  private func add(_ value: Int128, to column: Int) {
    if !isTouched[column] {
      isTouched[column] = true
      touched.append(column)
    }
    residual[column] += value
  }

  private func clear() {
    for column in touched { (residual[column], isTouched[column]) = (0, false) }
    touched = []
  }

  // MARK: Deriving

  /// Form ≥ side, by a combination that says at least so much, or does once its side is rounded up.
  /// - Returns: The constraint.
  /// - Throws: ``SolverFailure`` where it says less.
  @discardableResult
  public func derive(_ form: Form, atLeast side: Int64, by combination: Combination) throws -> Int {
    guard combination.wholeSide >= Int128(side) else {
      throw SolverFailure("a constraint of the proof does not follow")
    }
    try begin("G", side, form)
    try appendReason(
      combination, rounding: combination.side < Int128(side) * Int128(combination.scale), sign: 1)
    return try end(form, atLeast: side)
  }

  /// What was derived of columns can be combined in its turn; what is said of the objective ends a branch.
  func end(_ form: Form, atLeast side: Int64) throws -> Int {
    if case .sparse(let columns, let values) = form {
      derived[next] = Line(sense: .atLeast, side: side, columns: columns, values: .each(values))
    }
    return try end()
  }

  /// column ≤ bound, from here on, where a combination for − column says so once it is rounded.
  /// - Returns: whether it does.
  @discardableResult
  public func tighten(_ column: Int, atMost bound: Int64, by combination: Combination) throws -> Bool {
    guard combination.wholeSide >= Int128(-bound) else { return false }
    try begin("L", bound, .sparse(columns: [Int32(column)], values: [1]))
    try appendReason(combination, rounding: true, sign: -1)
    (upper[column], upperBy[column]) = (bound, try end())
    return true
  }

  /// What a column is assumed to be, and what was known before.
  public struct Assumption {
    let constraint: Int
    fileprivate let column: Int
    fileprivate let isUpper: Bool
    fileprivate let bound: Int64
    fileprivate var before: (bound: Int64, by: Int) = (0, 0)
  }

  /// Assumes that a column is at most, or at least, so much, until that is taken back (``retract()``).
  public func assume(_ column: Int, _ sense: Sense, _ bound: Int64) throws -> Assumption {
    try begin(sense == .atMost ? "L" : "G", bound, .sparse(columns: [Int32(column)], values: [1]))
    derivations.append(" { asm } -1\n")
    assumptions.append(
      Assumption(constraint: try end(), column: column, isUpper: sense == .atMost, bound: bound))
    apply(assumptions.count - 1)
    return assumptions.last!
  }

  /// Takes the last assumption back.
  public func retract() {
    let last = assumptions.removeLast()
    if last.isUpper {
      (upper[last.column], upperBy[last.column]) = last.before
    } else {
      (lower[last.column], lowerBy[last.column]) = last.before
    }
  }

  private func apply(_ at: Int) {
    let own = assumptions[at]
    if own.isUpper {
      assumptions[at].before = (upper[own.column], upperBy[own.column])
      (upper[own.column], upperBy[own.column]) = (own.bound, own.constraint)
    } else {
      assumptions[at].before = (lower[own.column], lowerBy[own.column])
      (lower[own.column], lowerBy[own.column]) = (own.bound, own.constraint)
    }
  }

  /// What `body` derives rests on none of the assumptions that are made, and is there for good.
  public func withoutAssumptions<Result>(_ body: () throws -> Result) rethrows -> Result {
    let made = assumptions
    while !assumptions.isEmpty { retract() }
    defer {
      assumptions = made
      for at in made.indices { apply(at) }
    }
    return try body()
  }

  /// A derived constraint that is needed no more.
  public func forget(_ constraint: Int) { derived[constraint] = nil }
}
