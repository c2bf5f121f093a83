import IntegerProgram

/// Branch, cut and price for one stage: proves that no plan which holds the stages before is better.
///
/// A node opens or closes posts, or holds units to pairs or keeps them off. Its bound is a ``LagrangianBound``: over all
/// pairs, in whole numbers. Nodes are taken lowest bound first, each followed down its better side at once while the
/// solver is warm.
final class StageSearch {
  typealias Node = SearchTree.Node

  let master: RestrictedMaster
  let incumbent: Incumbent
  let rounding: Rounding
  /// Betters the incumbent neighbourhood by neighbourhood, by where a linear program sends everybody; nil where the
  /// program is so small that the search is the faster.
  let improve: ((_ wish: [Int32], SolverLimits) -> Void)?
  let parameters: SolverParameters
  var limits: SolverLimits
  private let onNode: (SolveEvent) -> Void

  var tree: SearchTree
  var branching: Branching
  /// The bound that was known before: never below it.
  private var floor: Int64
  /// Fixes pairs again when a better plan is found.
  private var root: LagrangianBound?
  private var rootValue = Int64.max

  init(
    _ master: RestrictedMaster, incumbent: Incumbent, rounding: Rounding, floor: Int64,
    parameters: SolverParameters, limits: SolverLimits, method: SimplexMethod = .dual,
    divesToUnits: Bool = false,
    improve: ((_ wish: [Int32], SolverLimits) -> Void)?, onNode: @escaping (SolveEvent) -> Void
  ) {
    self.master = master
    self.incumbent = incumbent
    self.rounding = rounding
    self.floor = floor
    self.parameters = parameters
    self.limits = limits
    self.method = method
    self.divesToUnits = divesToUnits
    stage = master.stage
    offset = master.program.offset[master.stage]
    held = master.held
    self.improve = improve
    self.onNode = onNode
    tree = SearchTree(bound: floor)
    // In an earlier stage of a program that all stages share most posts can be decided one way for nothing, and which
    // few cannot is worth finding out: of 14 half open at the root of the second stage of all 10,000 two, of 35 of all
    // 30,000 seven.
    branching = Branching(
      master, parameters, isThorough: divesToUnits && master.stage < master.program.stageCount - 1)
  }

  var program: AssignmentProgram { master.program }
  /// The stage, and what those before are held to: the master may have gone on to another.
  private let stage: Int
  /// Costs add up to so much more than the stage's value.
  private let offset: Int64
  private var held: [(lower: Int64, upper: Int64)]
  /// Does a dive go on once all posts are decided?
  let divesToUnits: Bool
  /// Of the next linear program.
  private var method: SimplexMethod

  var mustStop: Bool { limits.haveStruck }

  /// Together all plans.
  var leaves: [Node] { tree.leaves }

  /// Is there nothing left to search?
  var isDone: Bool { tree.isEmpty }

  /// The values to which the stages before are held.
  var earlier: [Int64] { held.map(\.upper) }

  /// The incumbent's value, if it keeps what the stages before are held to.
  var incumbentValue: Int64? {
    guard let value = incumbent.value, !earlier.lexicographicallyPrecedes(value[..<stage]) else { return nil }
    return value[stage]
  }

  /// Bounds from here on hold nothing worth going down to. Finer than the gap asked for where a plan is a few branches
  /// away, since the flow makes it: one that is better by less than the gap makes the bound meet it that much sooner.
  var cutoff: Int64 {
    let isFiner = rounding.isExact && program.pairCount <= parameters.fineGapPairs
    return cutoff(within: isFiner ? limits.relativeGap / parameters.gapShare : limits.relativeGap)
  }

  /// Where every bound is from here on, the stage is done.
  func cutoff(within gap: Double) -> Int64 {
    guard let value = incumbentValue else { return master.ceiling + 1 }
    let session = master.session
    if session.iterationCount * session.rowCount < parameters.exactWork { return value }
    return value - Int64((gap * Double(max(1, value - offset))).rounded(.down))
  }

  /// What is proven of the stage, for plans that keep what the stages before are held to.
  var bound: Int64 {
    let lowest = tree.lowestBound
    return max(floor, min(lowest, incumbentValue ?? lowest))
  }

  /// - Returns: The bound of the stage that is proven in the end; nil where a plan came up that calls for another
  ///   linear program, since it is better in one of the stages before and worse in another.
  func run() throws -> Int64? {
    try takeMaster()
    while !mustStop {
      guard try holdEarlier() else { return nil }
      guard let node = tree.takeLowest() else { break }
      if node.bound >= cutoff(within: limits.relativeGap) {
        tree.prune(node)
        continue
      }
      try follow(node)
    }
    return try holdEarlier() ? bound : nil
  }

  /// Is the master at this stage?
  var hasMaster: Bool { master.stage == stage && master.held.elementsEqual(held, by: ==) }

  private func takeMaster() throws {
    if hasMaster { return }
    try master.turn(to: stage, held: held)
    rootValue = .max
    method = .primal
  }

  // MARK: Starting anew

  /// Goes as far as the first dive to a plan.
  /// - Returns: false where no plan keeps what the stages before are held to.
  func start() throws -> Bool {
    if let node = tree.takeLowest() { try follow(node, isStart: true) }
    return !tree.isEmpty || incumbentValue != nil
  }

  /// Starts anew with one more in the first stage, for want of a plan with less. The other stages before must be free.
  func raiseFirst() throws {
    var values = earlier
    values[0] += 1
    floor = 0
    try restart(holding: values, atLeast: values)
  }

  /// Starts anew with the incumbent's values in the stages before, which may be higher: only while no pair was fixed
  /// by reduced cost.
  func loosen() throws {
    guard let values = incumbent.value.map({ Array($0[..<stage]) }) else { return }
    floor = 0
    // What was known of the others held for the first stage's lowest value.
    try restart(
      holding: values, atLeast: held.prefix(1).map(\.lower) + values.dropFirst().map { _ in 0 })
  }

  /// Has a plan come that is better in a stage before?
  private var isStale: Bool {
    incumbent.value.map { $0[..<stage].lexicographicallyPrecedes(earlier) } ?? false
  }

  /// Holds the stages before to the incumbent's values. The search starts anew: what it knows is true still, but says
  /// less than it might.
  /// - Returns: false where that would not only tighten.
  private func holdEarlier() throws -> Bool {
    guard isStale, let values = incumbent.value?[..<stage] else { return true }
    guard zip(values, earlier).allSatisfy({ $0 <= $1 }) else { return false }
    try restart(holding: Array(values))
    return true
  }

  private func restart(holding values: [Int64], atLeast bounds: [Int64]? = nil) throws {
    try master.go(to: [])
    // What was fixed is in no plan that is better here than one that may be worse before.
    try master.unfixPairs()
    try master.hold(values, atLeast: bounds)
    held = master.held
    tree = SearchTree(bound: floor)
    root = nil
    rootValue = .max
  }

  // MARK: Down the tree

  /// Where the solver fails the node is open again: its bound holds still.
  private func follow(_ start: Node, isStart: Bool = false) throws {
    var node = start
    do {
      try follow(&node, isStart)
    } catch {
      tree.add(node)
      throw error
    }
  }

  private func follow(_ node: inout Node, _ isStart: Bool) throws {
    try apply(node.decisions)
    if let basis = node.basis { try master.setBasis(basis) }
    while true {
      tree.count += 1
      let isRoot = tree.count == 1
      let solved = try solve(&node, isRoot: isRoot)
      onNode(
        SolveEvent(node, of: tree, master, bound: min(bound, node.bound), value: incumbentValue))
      guard let lagrangian = solved else { return }
      if isRoot {
        root = lagrangian
        if try !branching.isThorough && diveFromRoot(node) || isStart { return tree.add(node) }
      }
      try fixByReducedCost()
      guard let (here, other) = try branch(node) else { return }
      tree.add(other)
      node = here
      try apply(node.decisions)
      if let basis = node.basis { try master.setBasis(basis) }
    }
  }

  /// Solves a node's linear program with its cuts.
  /// - Returns: nil where nothing better is below, or the time is up (then the node is open again).
  private func solve(_ node: inout Node, isRoot: Bool) throws -> LagrangianBound? {
    var rounds = 0
    var before = -Double.infinity
    while true {
      let (ending, found, lagrangian) = try master.optimise(method, cutoff: cutoff, limits: limits)
      method = .dual
      node.bound = max(node.bound, found)
      if node.bound >= cutoff {
        // Prices go on from here.
        if program.pairCount <= parameters.largeProgram { node.basis = master.session.basis() }
        tree.prune(node)
        return nil
      }
      if ending == .stopped || mustStop {
        tree.add(node)
        return nil
      }
      master.refresh()
      let objective = master.objective
      if rounds == 0 { branching.pseudoCosts.learn(node, objective: objective) }
      if isRoot || tree.count % parameters.nodesARounding == 0 || rounds > 0 { round() }
      if isStale {
        tree.add(node)
        return nil
      }
      if node.bound >= cutoff { continue }
      rounds += 1
      let isTailing =
        rounds > (isRoot ? parameters.rootCutRounds : parameters.cutRounds)
        || (rounds > 4 && objective - before < parameters.leastCutGain * (1 + gap(objective)))
      before = objective
      let takesCovers = isRoot || tree.count % parameters.nodesACover == 0
      if !isTailing, try separate(withCovers: takesCovers) > 0 { continue }
      guard let lagrangian else { return master.lagrangianBound() }
      return lagrangian
    }
  }

  func gap(_ objective: Double) -> Double {
    incumbentValue.map { Double($0) - objective } ?? objective
  }

  /// Reduced-cost fixing: drops pairs that no better plan uses, by the root's prices.
  private func fixByReducedCost() throws {
    guard let root, let value = incumbentValue, value < rootValue else { return }
    rootValue = value
    // Later stages choose among all plans of this value.
    let highest = stage == program.stageCount - 1 ? value - 1 : value
    let room = Int128(highest) * Int128(root.scale) - root.bound
    let program = program
    try master.fixPairs { unit, pair in root.excess(unit: unit, pair: pair, in: program) > room }
    // From here on only plans up to this value are searched.
    tree.prune(at: highest + 1)
  }

  /// - Returns: false where the time was up before anything is known of these posts.
  @discardableResult
  func round() -> Bool {
    let openings = master.openings
    switch master.meter.time(\.flow, { rounding.round(openings: openings, shouldStop: { mustStop }) }) {
    case .stopped: return false
    case .done(let plan):
      if let plan { incumbent.offer(plan) }
      // Who goes where the flow cannot tell by side rows; the linear program can.
      if !program.sideRows.isEmpty {
        if let plan = rounding.repair(master.wish, shouldStop: { mustStop }) { incumbent.offer(plan) }
      }
      return true
    }
  }

  func offer() { incumbent.offer(master.wish) }

  /// Capacity rows of which the linear program tells which posts may be open together.
  var expandedRows: Set<Int> { master.cuts.expandedRows }

  /// - Returns: How many rows came in that the solution at hand violates.
  func separate(withCovers: Bool = false) throws -> Int {
    try master.cuts.separate(master, withCovers: withCovers && parameters.covers)
  }

  /// Takes the master to a node.
  func apply(_ decisions: [Decision]) throws {
    try master.go(to: decisions)
  }
}
