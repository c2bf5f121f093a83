import IntegerProgram

/// Prices of all units without a post, from one search tree: the leaves that proved the plan are solved again over all
/// pairs, each bounds every price at once (``LagrangianFlow``), and where a leaf leaves a price open it is branched on.
///
/// What placing a unit costs is at least the least that any leaf says. The tree asks for no unit in particular, so that
/// some hundred prices take about as long as the proof did.
final class PriceSearch {
  private struct Question {
    let unit: Int
    /// The cheapest plan known.
    var most: PlanChange?
    /// Its value of the stage; nil where it is worse in one before, or none is known.
    var upper: Int64?
  }

  private struct Leaf {
    var node: SearchTree.Node
    /// A question: what no plan below is below.
    var least: [Int64]
    /// Whether it is solved; else `least` is its parent's.
    var isSolved = false
  }

  private let search: StageSearch
  private let flow: LagrangianFlow
  private let program: AssignmentProgram
  private let plan: [Int32]
  private let values: [Int64]
  private let stage: Int
  private let value: Int64
  /// No plan's value of the stage is below.
  private let floor: Int64
  /// The linear program leaves no unit without a post that alone costs more than the plan: its bounds end here.
  private let mostBounded: Int64
  private var questions: [Question]
  private var leaves: [Leaf] = []
  private let mostIterations: Int
  private let check: PlanValue

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

  private static func upper(_ change: PlanChange, _ stage: Int, _ value: Int64) -> Int64? {
    change.stages.prefix(stage).allSatisfy { $0 == 0 } ? value + change.stages[stage] : nil
  }

  private var master: RestrictedMaster { search.master }

  // MARK: The tree

  func run() throws -> UnitPrices {
    try search.apply([])
    try master.freePairs()
    let least = questions.map { _ in floor }
    let nodes = search.isDone ? search.leaves : [SearchTree.Node(decisions: [], bound: floor)]
    leaves = nodes.map { Leaf(node: $0, least: least) }
    let end = master.meter.totals.iterations + mostIterations
    while !search.mustStop, master.meter.totals.iterations < end, let at = worst() {
      let leaf = leaves[at]
      leaves.remove(at: at)
      leaves += try divided(leaf)
    }
    return prices()
  }

  /// The leaf that leaves most prices open.
  private func worst() -> Int? {
    var best: (at: Int, count: Int)?
    for (at, leaf) in leaves.enumerated() where !leaf.isSolved {
      let count = openQuestions(leaf).count
      if count > (best?.count ?? 0) { best = (at, count) }
    }
    return best?.at
  }

  private func openQuestions(_ leaf: Leaf) -> [Int] {
    questions.indices.filter { index in questions[index].upper.map { leaf.least[index] < $0 } ?? false }
  }

  /// Solves a leaf; where prices stay open, its children.
  private func divided(_ leaf: Leaf) throws -> [Leaf] {
    var leaf = leaf
    leaf.isSolved = true
    guard try solve(&leaf) else {
      leaf.isSolved = false
      return [leaf]
    }
    let open = openQuestions(leaf)
    guard !open.isEmpty, let decide = branching(leaf.node, open) else { return [leaf] }
    let basis = master.session.basis()
    return [false, true].map { side in
      Leaf(
        node: SearchTree.Node(
          decisions: leaf.node.decisions + [decide(side)], bound: leaf.node.bound, basis: basis),
        least: leaf.least)
    }
  }

  /// What to branch on: a post whose opening the open prices' ways misuse, a team that they part, a post that the linear
  /// program leaves half open.
  private func branching(_ node: SearchTree.Node, _ open: [Int]) -> ((Bool) -> Decision)? {
    if let post = branchingPost(open) { return { .open(post: post, $0) } }
    if let pair = branchingPair(open) { return { .pair(pair, $0) } }
    let openings = master.openings
    var isDecided = Set<Int>()
    for case .open(let post, _) in node.decisions { isDecided.insert(post) }
    let half = master.halfOpen.filter { !isDecided.contains($0) }
      .min { (abs(openings[$0] - 0.5), $0) < (abs(openings[$1] - 0.5), $1) }
    return half.map { post in { .open(post: post, $0) } }
  }

  /// Where the flow has the whole of a team that the open prices' ways part most often.
  private func branchingPair(_ open: [Int]) -> Int32? {
    var votes: [Int32: Int] = [:]
    for index in open {
      for (member, _) in flow.moves(placing: questions[index].unit) {
        let (unit, post) = (flow.unit(of: member), flow.post(of: member))
        guard program.unitSize[unit] > 1, post >= 0, master.domain.holds[unit] < 0,
          flow.isWhole(unit), let pair = program.pair(unit, post)
        else { continue }
        votes[Int32(pair), default: 0] += 1
      }
    }
    return votes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// - Returns: false where a limit struck.
  private func solve(_ leaf: inout Leaf) throws -> Bool {
    let open = openQuestions(leaf)
    let cutoff = open.reduce(value) { max($0, questions[$1].upper!) }
    try search.apply(leaf.node.decisions)
    if let basis = leaf.node.basis { try master.setBasis(basis) }
    var rounds = 0
    while true {
      let (ending, bound, _) = try master.optimise(.dual, cutoff: cutoff, limits: search.limits)
      raise(&leaf, to: min(bound, mostBounded))
      if min(bound, mostBounded) >= cutoff { return true }
      if ending == .stopped { return false }
      if bound >= cutoff { break }
      master.refresh()
      rounds += 1
      if rounds > 3 { break }
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

  // MARK: Plans on the way

  /// The ways that bound the prices are plans where they keep all rows: better ones than those known.
  private func offerPlans(_ leaf: Leaf) {
    for index in openQuestions(leaf) {
      let moves = flow.moves(placing: questions[index].unit)
      guard !breaksMinimum(moves), let changed = flow.assignment(moves),
        changed[questions[index].unit] >= 0, let stages = check.costs(changed)
      else { continue }
      let difference = zip(stages, values).map { $0 - $1 }
      if let most = questions[index].most, !difference.lexicographicallyPrecedes(most.stages) { continue }
      let moved = plan.indices.filter { changed[$0] != plan[$0] }
        .sorted { ($0 == questions[index].unit ? 0 : 1, $0) < ($1 == questions[index].unit ? 0 : 1, $1) }
      let change = PlanChange(stages: difference, moves: moved.map { UnitMove(unit: $0, post: changed[$0]) })
      questions[index].most = change
      questions[index].upper = Self.upper(change, stage, value)
    }
  }

  private func breaksMinimum(_ moves: [(member: Int, post: Int32)]) -> Bool {
    let change = loads(moves)
    return master.grouped.contains { post in
      let load = flow.load(of: post) + (change[post] ?? 0)
      return load > 0 && load < Int64(program.postMinimum[post])
    }
  }

  /// What moves change of the loads.
  private func loads(_ moves: [(member: Int, post: Int32)]) -> [Int: Int64] {
    var change: [Int: Int64] = [:]
    for (member, post) in moves {
      if post >= 0 { change[Int(post), default: 0] += 1 }
      let before = flow.post(of: member)
      if before >= 0 { change[Int(before), default: 0] -= 1 }
    }
    return change
  }

  // MARK: Branching

  /// The undecided post that the open prices' ways misuse most: where the bound has most to gain.
  private func branchingPost(_ open: [Int]) -> Int? {
    var gains = [Double](repeating: 0, count: program.postCount)
    for post in master.grouped {
      gains[post] = Double(open.count) * flow.misuse(of: post, load: flow.load(of: post))
    }
    for index in open {
      let change = loads(flow.moves(placing: questions[index].unit))
      for (post, more) in change.sorted(by: { $0.key < $1.key }) where more != 0 {
        let load = flow.load(of: post)
        gains[post] += flow.misuse(of: post, load: load + more) - flow.misuse(of: post, load: load)
      }
    }
    let best = master.grouped.max { (gains[$0], $1) < (gains[$1], $0) }
    return best.flatMap { gains[$0] > 1e-3 ? $0 : nil }
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
