import IntegerProgram

/// Prices of all units without a post, from one search tree: the leaves that proved the plan are solved again over all
/// pairs, each bounds every price at once (``LagrangianFlow``), and where a leaf leaves prices open it is solved with one of
/// those units placed, which bounds all others anew, or branched on.
///
/// What placing a unit costs is at least the least that any leaf says. The tree asks for no unit in particular, so that
/// some hundred prices take about as long as the proof did.
///
/// That is among the plans that keep the stages before at the ``level`` of the plan. Where none of them places a unit, the
/// next level has one more in the last of those stages, and so on up to the level of a plan that is known.
final class PriceSearch {
  struct Question {
    let unit: Int
    /// The cheapest plan known.
    var most: PlanChange?
    /// Its value of the stage; nil where it is worse than the level in one before, or none is known.
    var upper: Int64?
  }

  struct Leaf {
    var node: SearchTree.Node
    /// A question: what no plan below is below; `.max`: there is none.
    var least: [Int64]
    /// Whether its own program is solved, or its parent's was; else `least` is only what was known before.
    var isBounded = false
    /// Whether nothing more is to be had of it.
    var isDone = false
  }

  let search: StageSearch
  let flow: LagrangianFlow
  let program: AssignmentProgram
  let plan: [Int32]
  let values: [Int64]
  let stage: Int
  let value: Int64
  /// What the stages before come to in the plans that are looked at.
  var level: [Int64]
  /// No plan's value of the stage is below, at the plan's own level.
  private let floor: Int64
  /// The linear program leaves no unit without a post that alone costs more than the plan: its bounds end here.
  let mostBounded: Int64
  /// No plan's value of the stage is above.
  let ceiling: Int64
  var questions: [Question]
  var leaves: [Leaf] = []
  private let mostWork: Int
  /// Prices that were asked for.
  private let asked: Int
  private let onProgress: (_ known: Int, _ of: Int) -> Void
  /// The count of work at which the search ends.
  private var end = 0
  /// Of the next linear program.
  var method = SimplexMethod.dual
  let check: PlanValue
  /// Posts to be open that were rounded to, and where their teams went.
  var patterns: Set<[Int32]> = []

  /// - Parameters:
  ///   - search: of the last stage, with nothing left of it or not begun.
  ///   - network: of the plan.
  ///   - work: at most, of the plan's own level; others take a quarter besides.
  ///   - onProgress: called with the prices that nothing is left to be found out of, and with all.
  init(
    _ search: StageSearch, plan: [Int32], outcomes: [StageOutcome], network: ResidualNetwork?, work: Int,
    onProgress: @escaping (_ known: Int, _ of: Int) -> Void
  ) {
    self.search = search
    flow = LagrangianFlow(search.master)
    program = search.master.program
    (self.plan, values) = (plan, outcomes.map(\.value))
    stage = search.master.stage
    level = Array(values[..<stage])
    value = outcomes[stage].value
    floor = outcomes[stage].bound
    ceiling = search.master.ceiling
    let (stage, value) = (stage, value)
    mostBounded = program.unplacedCost[stage].filter { $0 > value }.min() ?? .max
    check = PlanValue(program: program)
    mostWork = work
    self.onProgress = onProgress
    let seats = TakenSeats(program, plan, network?.evaluation ?? ChangeEvaluation(program, plan))
    questions = plan.indices.filter { unit in
      plan[unit] < 0 && search.master.program.pairStart[unit] < search.master.program.pairStart[unit + 1]
    }.map { Question(unit: $0, most: seats.placing($0, network)) }
    asked = questions.count
    for index in questions.indices { questions[index].upper = upper(questions[index].most) }
  }

  func upper(_ change: PlanChange?) -> Int64? {
    guard let change, (0..<stage).allSatisfy({ values[$0] + change.stages[$0] == level[$0] }) else {
      return nil
    }
    return value + change.stages[stage]
  }

  var master: RestrictedMaster { search.master }

  func report() {
    let open = questions.indices.count { index in leaves.contains { isOpen(index, in: $0) } }
    onProgress(asked - open, asked)
  }

  // MARK: Levels

  func run() throws -> UnitPrices {
    var prices = UnitPrices()
    try search.apply([])
    try master.freePairs()
    end = master.meter.work + mostWork
    guard floor == value else {
      // Nearly no price is exact where the plan's own value is not.
      try answerAtRoot(atLeast: floor)
      settle(&prices)
      try master.place(nil)
      return prices
    }
    try answer(search.isDone ? search.leaves : [], atLeast: floor)
    settle(&prices)
    end += mostWork / 4
    while mayGoOn, try rise() {
      try answer([], atLeast: Self.unknown)
      settle(&prices)
    }
    try master.place(nil)
    return prices
  }

  /// Below what any plan is worth.
  private static let unknown = Int64.min / 4

  var mayGoOn: Bool { !search.mustStop && master.meter.work < end }

  /// The last stage before this one in which anything costs.
  private var lastBefore: Int? { level.indices.last { !program.isFree($0) } }

  /// Takes what is known of the prices, and leaves those questions of which no plan is on this level.
  private func settle(_ prices: inout UnitPrices) {
    let stages = zip(level, values).map { $0 - $1 }
    var left: [Question] = []
    for (index, question) in questions.enumerated() {
      prices.most[question.unit] = question.most
      let least = leaves.reduce(Int64.max) { min($0, $1.least[index]) }
      if least < .max {
        prices.least[question.unit] = least == Self.unknown ? stages : stages + [least - value]
      } else if let last = lastBefore {
        prices.least[question.unit] = Array(stages[..<last]) + [stages[last] + 1]
        left.append(question)
      }
    }
    questions = left
  }

  /// Goes to the next level, of those questions of which a plan on it, or a few above it in its last stage alone, is known.
  /// - Returns: false where there are none, or the linear program leaves out some of the level's plans.
  private func rise() throws -> Bool {
    guard let last = lastBefore else { return false }
    level[last] += 1
    questions = questions.filter { question in
      question.most.map { most in
        (0..<last).allSatisfy { values[$0] + most.stages[$0] == level[$0] }
          && (0..<SolverParameters.levels).contains(values[last] + most.stages[last] - level[last])
      } ?? false
    }
    guard !questions.isEmpty, program.unplacedCost.first.map({ $0.indices.allSatisfy(mayBeWithout) }) ?? true
    else { return false }
    for index in questions.indices { questions[index].upper = upper(questions[index].most) }
    patterns = []
    try master.place(nil)
    try master.turn(to: stage, held: level.map { ($0, $0) })
    try master.freePairs()
    method = .primal
    return true
  }

  /// Does the linear program leave the unit without a post wherever a plan of the level may?
  private func mayBeWithout(_ unit: Int) -> Bool {
    !master.mustPlace[unit] || program.mustPlace[unit] || program.unplacedCost[stage][unit] > value
      || level.indices.contains { program.unplacedCost[$0][unit] > level[$0] }
  }
}
