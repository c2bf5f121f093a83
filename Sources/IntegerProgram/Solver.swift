/// When to stop.
public struct SolverLimits: Sendable {
  /// Seconds from the start of each call; nil: no limit.
  public var seconds: Double?
  /// The end of all calls together; where both are given, the sooner counts.
  public var deadline: Deadline
  /// Stop at (value − bound) / max(1, |value|) ≤ this.
  public var relativeGap: Double
  /// The most nodes of an integer search; a count, unlike time, ends equal programs alike. nil: no limit.
  public var nodes: Int?
  /// A dual simplex run may end once its objective is above this; nil: no limit.
  public var objective: Double?
  /// Asked often, on the solving thread; true ends the work with the best answer so far.
  public var isCancelled: @Sendable () -> Bool

  public init(
    seconds: Double? = nil, deadline: Deadline = .never, relativeGap: Double = 0,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.seconds = seconds
    self.deadline = deadline
    self.relativeGap = relativeGap
    self.isCancelled = isCancelled
  }

  /// The limits of a call that begins now, for what it calls in turn.
  public func begun() -> SolverLimits {
    var own = self
    own.deadline = deadline.sooner(Deadline(seconds: seconds))
    own.seconds = nil
    return own
  }

  public var haveStruck: Bool { deadline.hasPassed || isCancelled() }
}

/// How a solve ended: the return code and the status together, as one case.
public enum SolverOutcome: Sendable, Equatable {
  /// Proven within the gap.
  case optimal(values: [Double], objective: Double, bound: Double)
  /// A solution, not proven: the limit struck.
  case feasible(values: [Double], objective: Double, bound: Double)
  case infeasible
  case unbounded
  /// The limit struck before any solution was found; none is better than the bound (−∞: nothing is known).
  case noSolutionInTime(bound: Double)
}

/// The solver failed: what it said.
public struct SolverFailure: Error, Equatable, CustomStringConvertible {
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}

/// Solves a whole integer program.
public protocol IntegerProgramSolver: Sendable {
  /// Minimises `program`.
  /// - Throws: ``SolverFailure`` where the solver failed or the program holds a number that is none.
  func solve(_ program: IntegerProgram, limits: SolverLimits) throws -> SolverOutcome
  /// A linear program that is kept and changed between solves.
  /// It must be used on the thread that made it.
  func makeSession() throws -> any LinearProgramSession
}

/// Where a variable of a linear program stands in a basis.
public enum BasisStatus: UInt8, Sendable { case basic, atLower, atUpper, free, fixed }

/// Which simplex method: the primal keeps the solution feasible, the dual the prices.
public enum SimplexMethod: Sendable { case primal, dual }

/// How a run of the simplex method ended.
public enum LinearProgramStatus: Sendable, Equatable {
  case optimal, infeasible, unbounded
  /// The objective is above its limit, and the prices are feasible.
  case aboveLimit
  /// A limit struck; the values are those of the last basis.
  case stopped
}

/// A linear program, to be minimised, that is changed and re-solved: columns and rows come and go, the basis stays.
///
/// Everything is zero-based. Columns and rows that are added go behind those that are there; a new row is basic,
/// a new column non-basic at its lower bound.
public protocol LinearProgramSession: AnyObject {
  var rowCount: Int { get }
  var columnCount: Int { get }

  /// Adds rows with their coefficients (which may be empty: columns that come later bring their own).
  func addRows(_ rows: [IntegerProgram.Row]) throws
  /// Adds `lower.count` columns; column `j`'s coefficients are `rowIndices[starts[j] ..< starts[j + 1]]` with `values`.
  func addColumns(
    lower: [Double], upper: [Double], cost: [Double], starts: [Int], rowIndices: [Int32], values: [Double]
  ) throws
  /// Deletes rows; the others close ranks, keeping their order and basis statuses.
  func deleteRows(_ indices: [Int]) throws

  func setCost(_ cost: Double, column: Int) throws
  func setBounds(lower: Double, upper: Double, column: Int) throws
  func setBounds(lower: Double, upper: Double, row: Int) throws

  /// Sets the whole basis; one status a row and a column.
  func setBasis(rows: [BasisStatus], columns: [BasisStatus]) throws
  func basis() -> (rows: [BasisStatus], columns: [BasisStatus])

  /// Re-solves from the present basis.
  func solve(_ method: SimplexMethod, limits: SolverLimits) throws -> LinearProgramStatus

  var objective: Double { get }
  /// Simplex iterations over the session's life.
  var iterationCount: Int { get }
  func columnValues() -> [Double]
  func rowValues() -> [Double]
  /// Row duals: the change of the objective for one more unit of the row's bound.
  func rowDuals() -> [Double]
  func reducedCosts() -> [Double]
}
