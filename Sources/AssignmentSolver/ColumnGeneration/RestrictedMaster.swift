import IntegerProgram

/// The restricted master problem of one stage: the linear program over the pairs that matter, kept warm in the solver
/// and priced over all pairs.
///
/// Columns: `l` (load) of every post, `y` of every post with a minimum, `h` of every target row and penalty, then `u` (no post) of
/// units, pairs, cuts' columns and artificials as they come.
///
/// Rows, every one with whole coefficients:
/// - every unit that is in: Σ x + u = 1
/// - every post: Σ size · x − l = 0, with 0 ≤ l ≤ limit
/// - every post with a minimum: l − minimum · y ≥ 0 and l − limit · y ≤ 0
/// - every capacity row: 0 ≤ Σ l ≤ limit; every target row: Σ l + h ≥ target
/// - every side row: Σ weight · x ≤ limit, ≤ limit · y where it is of one post that has one, or ≤ limit + h of its penalty
/// - every stage before: its bound ≤ Σ its cost ≤ its value
/// - cuts: see ``CutSeparation``
///
/// The loads stand between pairs and the other rows, so that a pair has two coefficients however many rows its post
/// is in, and one more for every side row.
///
/// Units of whom the flow and the incumbent think alike are left out at first, fixed where both put them: the other
/// rows see only the room that they leave. A unit comes in when the prices offer it something better, when its
/// post is half open, or when the search decides on a post that shares a quota with it. So the linear program
/// has rows for the few units in dispute, and ``lagrangianBound(_:)`` still proves its bound over all pairs of all.
final class RestrictedMaster {
  struct RowBounds {
    /// nil: none.
    var lower: Int64?
    var upper: Int64?
    var isUnit = false
  }

  /// A column that is no pair.
  struct Column {
    var lower: Int64
    /// nil: none. Only artificials have none.
    var upper: Int64?
    var rows: [Int32] = []
    var values: [Int64] = []
    /// A stage; empty where it costs nothing in any.
    var cost: [Int64] = []
    /// Makes rows solvable that the pairs at hand cannot satisfy; no part of the program.
    var isArtificial = false
    /// Does it leave a unit without a post?
    var isUnplaced = false
  }

  let program: AssignmentProgram
  let session: any LinearProgramSession
  private(set) var stage: Int
  let meter: SolveMeter
  let parameters: SolverParameters
  /// Cost added for every unit of a stage before: see ``init(_:stage:holding:atLeast:ceilings:pairs:fixedPairs:meter:using:)``.
  var lift: [Int64]
  /// Are the stages before in the objective though they are not held?
  private(set) var isWeighing: Bool
  private static let anything = Int64(1) << 40
  /// Of every stage before: no plan has less, none with more counts.
  var held: [(lower: Int64, upper: Int64)]
  /// Of stages from the first on: nothing dearer counts.
  private let ceilings: [Int64]
  /// The decisions that it is at, and what was found of the rows that cut off no plan.
  var applied: [Decision] = []
  var cuts = CutSeparation()

  var rows: [RowBounds] = []
  var columns: [Column] = []
  /// The solver's number of every column of `columns`, of every pair (−1: not in), and back.
  var number: [Int32] = []
  var pairNumber: [Int32]
  var pairOfNumber: [Int32] = []
  /// The row that keeps a pair below its post's `y`.
  var linkRow: [Int32: Int32] = [:]
  /// Of every unit that is in, −1 of the others: its row and its column in `columns`.
  var unitRow: [Int32]
  var unplacedColumn: [Int]
  /// Where everything else stands.
  var layout: MasterLayout
  /// Posts with a minimum that somebody can go to.
  let grouped: [Int]

  /// The largest unit, and of every stage the dearest cost: reduced costs must fit.
  let largestSize: Double
  let largestCost: [Int64]
  /// Units that some post must take, be it because going without is dearer than any plan that counts.
  let mustPlace: [Bool]
  var fixed: FixedUnits
  var domain: PairDomain
  /// Of the program's side rows and then of ``covers``.
  var sideTerms: SideTerms
  /// Cuts of the form of a side row that were added.
  var covers: [LiftedCovers.Cover] = []
  var artificials: Artificials

  /// Of every column of `columns`, and of every pair that is in, by the solver's number: see ``refresh()``.
  var values: [Double] = []
  var solverValues: [Double] = []

  var unitCount: Int { program.unitCount }
  func loadColumn(_ post: Int) -> Int { post }
  func postRow(_ post: Int) -> Int { post }

  /// - Parameters:
  ///   - values: Of the stages before: no plan with higher ones counts; nil where they are weighed instead.
  ///   - bounds: Of the stages before: no plan has lower ones.
  ///   - ceilings: Of stages from the first on: no plan counts in which a single pair or unplaced unit costs more. Such
  ///     costs must stay out of the solver, whose tolerance times a hundred million would be students.
  ///   - pairs: The pairs that units bring along when they come in.
  ///   - fixedPairs: Where units are fixed: a pair, −1 for no post, ``FixedUnits/notFixed`` for those that are in from
  ///     the start. Together they hold every capacity row.
  ///
  /// Where the values of the stages before are proven, their cost is added to the stage's own, times `lift`. That
  /// adds a constant to the value of every plan that counts, and makes the flow's basis, which is the optimum of all
  /// stages in order, a good one for this stage too.
  init(
    _ program: AssignmentProgram, stage: Int, holding values: [Int64]?, atLeast bounds: [Int64],
    ceilings: [Int64], pairs: [Int32], fixedPairs: [Int32], meter: SolveMeter,
    parameters: SolverParameters = SolverParameters(),
    using solver: some IntegerProgramSolver
  ) throws {
    self.program = program
    isWeighing = values == nil
    self.stage = stage
    self.meter = meter
    self.parameters = parameters
    held =
      values.map { zip(bounds, $0).map { (min($0, $1), $1) } } ?? bounds.map { ($0, Self.anything) }
    self.ceilings = ceilings
    session = try solver.makeSession()
    grouped = (0..<program.postCount).filter { program.postMinimum[$0] > 1 && program.postLimit[$0] > 0 }
    layout = MasterLayout(postCount: program.postCount)
    pairNumber = Array(repeating: -1, count: program.pairCount)
    largestSize = Double(program.unitSize.max() ?? 1)
    largestCost = (0..<program.stageCount).map { program.largestCost($0) }
    mustPlace = (0..<program.unitCount).map { unit in
      program.mustPlace[unit] || zip(program.unplacedCost, ceilings).contains { $0[unit] > $1 }
    }
    domain = PairDomain(program)
    sideTerms = SideTerms(program)
    var dearest = largestCost[stage] + 1
    lift = Self.lift(program, held, isWeighing, &dearest)
    unitRow = Array(repeating: -1, count: program.unitCount)
    unplacedColumn = Array(repeating: -1, count: program.unitCount)
    fixed = FixedUnits(program, pairs: fixedPairs, promising: pairs, stages: stage + 1)
    artificials = Artificials(dearest: dearest)
    try fixDearPairs()
    try build()
  }

  /// Does every stage that costs anything count in a weighing objective?
  var weighsAll: Bool { lift.indices.allSatisfy { lift[$0] > 0 || program.isFree($0) } }

  private func fixDearPairs() throws {
    let dear = ceilings.indices.filter { largestCost[$0] > ceilings[$0] }
    if dear.isEmpty { return }
    try fixPairs { _, pair in dear.contains { program.pairCost[$0][Int(pair)] > ceilings[$0] } }
  }

  /// Lets in again what was fixed by reduced cost. No decision may be applied.
  func unfixPairs() throws {
    try freePairs()
    try fixDearPairs()
  }

  /// Goes on with another stage: columns, cuts and the last basis stay.
  ///
  /// - Parameter held: Of the stages before, of which there must be rows.
  func turn(to stage: Int, held: [(lower: Int64, upper: Int64)]) throws {
    try go(to: [])
    try unfixPairs()
    self.stage = stage
    self.held = held
    isWeighing = false
    var dearest = largestCost[stage] + 1
    lift = Self.lift(program, held, false, &dearest)
    lift += Array(repeating: 0, count: layout.heldRow.count - lift.count)
    let covered = artificials.rows
    artificials = Artificials(dearest: dearest)
    artificials.rows = covered
    for (earlier, row) in layout.heldRow.enumerated() {
      rows[row] =
        earlier < held.count ? RowBounds(lower: held[earlier].lower, upper: held[earlier].upper) : RowBounds()
    }
    try sendRoom(posts: [])
    try sendCosts()
    try admitArtificials(artificials.cost)
  }

  /// - Parameter dearest: above the dearest cost of the stage; in the end with all that was lifted.
  private static func lift(
    _ program: AssignmentProgram, _ held: [(lower: Int64, upper: Int64)], _ isWeighing: Bool,
    _ dearest: inout Int64
  ) -> [Int64] {
    var lift = [Int64](repeating: 0, count: held.count)
    for earlier in held.indices.reversed() where isWeighing || held[earlier].lower == held[earlier].upper {
      let (lifted, overflow) = (program.largestCost(earlier) + 1).multipliedReportingOverflow(
        by: 16 * dearest)
      if overflow || lifted > SolverParameters.dearestLifted { break }
      lift[earlier] = 16 * dearest
      dearest = lifted
    }
    return lift
  }

  func unit(of pair: Int32) -> Int {
    var low = 0
    var high = unitCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if program.pairStart[middle] <= Int(pair) { low = middle } else { high = middle }
    }
    return low
  }
}
