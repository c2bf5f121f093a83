import IntegerProgram

/// Prices of all units without a post, from one search tree: the leaves that proved the plan are solved again over all
/// pairs, each bounds every price at once (``LagrangianFlow``), and where a leaf leaves prices open it is solved with one of
/// those units placed, which bounds all others anew, or branched on.
///
/// What placing a unit costs is at least the least that any leaf says. The tree asks for no unit in particular, so that
/// some hundred prices take about as long as the proof did.
final class PriceSearch {
  struct Question {
    let unit: Int
    /// The cheapest plan known.
    var most: PlanChange?
    /// Its value of the stage; nil where it is worse in one before, or none is known.
    var upper: Int64?
  }

  struct Leaf {
    var node: SearchTree.Node
    /// A question: what no plan below is below.
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
  /// No plan's value of the stage is below.
  private let floor: Int64
  /// The linear program leaves no unit without a post that alone costs more than the plan: its bounds end here.
  private let mostBounded: Int64
  var questions: [Question]
  var leaves: [Leaf] = []
  private let mostIterations: Int
  let check: PlanValue
  /// Posts to be open that were rounded to.
  var patterns: Set<[Bool]> = []

  /// - Parameters:
  ///   - search: of the last stage, with nothing left of it or not begun.
  ///   - network: of the plan.
  ///   - iterations: of the simplex at most.
  init(
    _ search: StageSearch, plan: [Int32], outcomes: [StageOutcome], network: ResidualNetwork?, iterations: Int
  ) {
    self.search = search
    flow = LagrangianFlow(search.master)
    program = search.master.program
    (self.plan, values) = (plan, outcomes.map(\.value))
    stage = search.master.stage
    value = outcomes[stage].value
    floor = outcomes[stage].bound
    let (stage, value) = (stage, value)
    mostBounded = program.unplacedCost[stage].filter { $0 > value }.min() ?? .max
    check = PlanValue(program: program)
    mostIterations = iterations
    questions = plan.indices.filter { unit in
      plan[unit] < 0 && search.master.program.pairStart[unit] < search.master.program.pairStart[unit + 1]
    }.map { unit in
      let most = network?.placing(unit)
      return Question(unit: unit, most: most, upper: most.flatMap { Self.upper($0, stage, value) })
    }
  }

  static func upper(_ change: PlanChange, _ stage: Int, _ value: Int64) -> Int64? {
    change.stages.prefix(stage).allSatisfy { $0 == 0 } ? value + change.stages[stage] : nil
  }

  var master: RestrictedMaster { search.master }

  // MARK: The tree

  func run() throws -> UnitPrices {
    try search.apply([])
    try master.freePairs()
    let least = questions.map { _ in floor }
    let nodes = search.isDone ? search.leaves : [SearchTree.Node(decisions: [], bound: floor)]
    leaves = nodes.map { Leaf(node: $0, least: least) }
    let end = master.meter.totals.iterations + mostIterations
    func mayGoOn() -> Bool { !search.mustStop && master.meter.totals.iterations < end }
    for at in leaves.indices where mayGoOn() { try bound(&leaves[at]) }
    while mayGoOn(), let at = worst() {
      let leaf = leaves[at]
      leaves.remove(at: at)
      leaves += try divided(leaf)
    }
    try master.place(nil)
    return prices()
  }

  /// The leaf that leaves most prices open.
  private func worst() -> Int? {
    var best: (at: Int, count: Int)?
    for (at, leaf) in leaves.enumerated() where leaf.isBounded && !leaf.isDone {
      let count = openQuestions(leaf).count
      if count > (best?.count ?? 0) { best = (at, count) }
    }
    return best?.at
  }

  /// Those of which the leaf may have a plan that is better than the one known.
  func openQuestions(_ leaf: Leaf) -> [Int] { questions.indices.filter { isOpen($0, in: leaf) } }

  func isOpen(_ index: Int, in leaf: Leaf) -> Bool {
    questions[index].upper.map { leaf.least[index] < min($0, mostBounded) } ?? false
  }

  /// Solves a leaf's own program.
  private func bound(_ leaf: inout Leaf) throws {
    try go(to: leaf)
    guard try solve(&leaf) else { return }
    leaf.isBounded = true
    leaf.node.basis = master.session.basis()
  }

  func go(to leaf: Leaf) throws {
    try search.apply(leaf.node.decisions)
    if let basis = leaf.node.basis { try master.setBasis(basis) }
  }

  /// Asks a leaf; where prices stay open, its children.
  private func divided(_ leaf: Leaf) throws -> [Leaf] {
    var leaf = leaf
    guard let votes = try ask(&leaf), !openQuestions(leaf).isEmpty else { return [leaf] }
    guard let decide = votes.decision else {
      leaf.isDone = true
      return [leaf]
    }
    let basis = master.session.basis()
    return [false, true].map { side in
      Leaf(
        node: SearchTree.Node(
          decisions: leaf.node.decisions + [decide(side)], bound: leaf.node.bound, basis: basis),
        least: leaf.least, isBounded: true)
    }
  }

  /// Solves the leaf with a unit placed of which the price is open, and then another, until a few stay open or none.
  ///
  /// Rows' prices that are best for the leaf need not be so with a unit placed in it; those that are bound all others anew.
  /// - Returns: what would close the prices that stay open; nil where a limit struck.
  private func ask(_ leaf: inout Leaf) throws -> BranchingVotes? {
    try go(to: leaf)
    var votes = BranchingVotes()
    var isAsked = Set<Int>()
    var open = 0
    while open < SolverParameters.openPrices,
      let next = openQuestions(leaf).first(where: { !isAsked.contains($0) })
    {
      isAsked.insert(next)
      try master.place(questions[next].unit)
      guard try solve(&leaf, placing: next) else { return nil }
      guard isOpen(next, in: leaf) else { continue }
      let isDivisible = vote(&votes, for: next)
      guard round(leaf, for: next) else { return nil }
      if isDivisible && isOpen(next, in: leaf) { open += 1 }
    }
    return votes
  }

  /// - Parameter question: whose unit is placed; nil: none, and so its bound is every price's.
  /// - Returns: false where a limit struck.
  private func solve(_ leaf: inout Leaf, placing question: Int? = nil) throws -> Bool {
    let cutoff =
      question.map { questions[$0].upper! }
      ?? openQuestions(leaf).reduce(value) { max($0, questions[$1].upper!) }
    for round in 0...SolverParameters.boundCutRounds {
      let (ending, bound, _) = try master.optimise(.dual, cutoff: cutoff, limits: search.limits)
      if let question {
        leaf.least[question] = max(leaf.least[question], min(bound, mostBounded))
      } else {
        raise(&leaf, to: min(bound, mostBounded))
      }
      if openQuestions(leaf).isEmpty { return true }
      if ending == .stopped { return false }
      master.refresh()
      if bound >= cutoff || round == SolverParameters.boundCutRounds { break }
      if try search.separate() == 0 { break }
    }
    switch flow.solve(leaf.node.decisions, shouldStop: { search.mustStop }) {
    case .stopped: return false
    case .noPrices: break
    case .infeasible: raise(&leaf, to: .max)
    case .solved:
      for index in questions.indices {
        leaf.least[index] = max(leaf.least[index], flow.leastOfPlacing(questions[index].unit))
      }
      offerPlans(leaf)
    }
    return true
  }

  private func raise(_ leaf: inout Leaf, to bound: Int64) {
    for index in leaf.least.indices { leaf.least[index] = max(leaf.least[index], bound) }
  }

  // MARK: What came of it

  private func prices() -> UnitPrices {
    var prices = UnitPrices()
    for (index, question) in questions.enumerated() {
      prices.most[question.unit] = question.most
      let least = leaves.reduce(Int64.max) { min($0, $1.least[index]) }
      var stages = Array(repeating: Int64(0), count: stage)
      if least < .max {
        prices.least[question.unit] = stages + [least - value]
      } else if let last = stages.indices.last(where: { !program.isFree($0) }) {
        stages[last] = 1
        prices.least[question.unit] = Array(stages[...last])
      }
    }
    return prices
  }
}
