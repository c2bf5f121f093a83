import IntegerProgram

/// Branch, cut and price for one stage: proves that no plan which holds the stages before is better.
///
/// A node opens or closes posts, or holds units to pairs or keeps them off. Its bound comes of ``Pricing``: over all
/// pairs, in whole numbers. Nodes are taken lowest bound first, each followed down its better side at once while the
/// solver is warm.
final class StageSearch {
  enum Change {
    case open(post: Int, Bool)
    case pair(Int32, Bool)
  }

  struct Node {
    var changes: [Change]
    var bound: Int64
    var basis: (rows: [BasisStatus], columns: [BasisStatus])?
    /// What the branch that made it gained, once that is known.
    var origin: (post: Int, isUp: Bool, fraction: Double, from: Double)?
  }

  let linear: PricedProgram
  let best: BestPlan
  private let rounding: PlanRounding
  /// Betters the best plan piece by piece, by where a linear program sends everybody; nil where the program is so small
  /// that the search is the faster.
  private let improve: ((_ wish: [Int32], SolverLimits) -> Void)?
  /// What is left of the time now.
  var limits: () -> SolverLimits
  private let relativeGap: Double
  private let onProgress: (Int64) -> Void
  private var patterns = OpenPatterns()
  private var open: [Node] = []
  /// Lowest bound of what was cut off.
  private var cutBound = Int64.max
  private(set) var nodes = 0
  private var applied: [Change] = []
  /// Points gained a unit of fraction, and how often seen: closing, opening.
  private var gains: [[(sum: Double, count: Int)]]
  /// The bound that was known before: never below it.
  private var floor: Int64
  /// Prices pairs out again when a better plan is found.
  private var root: Pricing?
  private var rootValue = Int64.max
  /// Simplex iterations times rows within which the search goes for the exact optimum, whatever gap is asked for: what is
  /// nearly free should not stop at nearly optimal. Counted, not timed, so that equal runs give equal plans.
  private static let exactWork = 50_000_000

  /// Posts half open up to which branching comes to a plan as fast as a dive of its own.
  private static let fewHalfOpen = 12

  init(
    _ linear: PricedProgram, best: BestPlan, rounding: PlanRounding, floor: Int64,
    limits: @escaping () -> SolverLimits,
    improve: ((_ wish: [Int32], SolverLimits) -> Void)?,
    onProgress: @escaping (_ bound: Int64) -> Void
  ) {
    self.linear = linear
    self.best = best
    self.rounding = rounding
    self.floor = floor
    self.limits = limits
    self.improve = improve
    relativeGap = limits().relativeGap
    open = [Node(changes: [], bound: floor)]
    self.onProgress = onProgress
    gains = Array(repeating: [(0, 0), (0, 0)], count: linear.program.postCount)
  }

  private var program: AssignmentProgram { linear.program }
  private var stage: Int { linear.stage }

  private var mustStop: Bool {
    let limits = limits()
    return limits.isCancelled() || limits.seconds.map { $0 <= 0 } ?? false
  }

  /// The values to which the stages before are held.
  var earlier: [Int64] { linear.heldValues }

  /// The best plan's value, if it keeps what the stages before are held to.
  var incumbent: Int64? {
    guard let value = best.value, !earlier.lexicographicallyPrecedes(value[..<stage]) else { return nil }
    return value[stage]
  }

  /// Bounds from here on need no search.
  private var enough: Int64 {
    guard let value = incumbent else { return linear.ceiling + 1 }
    let session = linear.session
    if session.iterationCount * session.rowCount < Self.exactWork { return value }
    return value - Int64((relativeGap * Double(max(1, value))).rounded(.down))
  }

  /// - Returns: The bound of the stage that is proven in the end; nil where a plan came up that calls for another
  ///   linear program, since it is better in one of the stages before and worse in another.
  func run() throws -> Int64? {
    while !mustStop {
      guard try holdEarlier() else { return nil }
      guard let node = takeLowest() else { break }
      if node.bound >= enough {
        cutBound = min(cutBound, node.bound)
        continue
      }
      try follow(node)
      onProgress(bound)
    }
    return try holdEarlier() ? bound : nil
  }

  /// Goes as far as the first dive to a plan.
  /// - Returns: false where no plan keeps what the stages before are held to.
  func start() throws -> Bool {
    if let node = takeLowest() { try follow(node, isStart: true) }
    return !open.isEmpty || incumbent != nil
  }

  /// Starts anew with one more in the first stage, for want of a plan with less. The other stages before must be free.
  func raiseFirst() throws {
    var values = earlier
    values[0] += 1
    floor = 0
    try restart(holding: values, atLeast: values)
  }

  /// Starts anew with the best plan's values in the stages before, which may be higher: only while no pair was priced
  /// out.
  func loosen() throws {
    guard let values = best.value.map({ Array($0[..<stage]) }) else { return }
    floor = 0
    // What was known of the others held for the first stage's lowest value.
    try restart(
      holding: values, atLeast: linear.held.prefix(1).map(\.lower) + values.dropFirst().map { _ in 0 })
  }

  /// What is proven of the stage, for plans that keep what the stages before are held to.
  var bound: Int64 {
    let lowest = open.reduce(cutBound) { min($0, $1.bound) }
    return max(floor, min(lowest, incumbent ?? lowest))
  }

  /// Has a plan come that is better in a stage before?
  private var isStale: Bool { best.value.map { $0[..<stage].lexicographicallyPrecedes(earlier) } ?? false }

  /// Holds the stages before to the best plan's values. The search starts anew: what it knows is true still, but says less than
  /// it might.
  /// - Returns: false where that would not only tighten.
  private func holdEarlier() throws -> Bool {
    guard isStale, let values = best.value?[..<stage] else { return true }
    guard zip(values, earlier).allSatisfy({ $0 <= $1 }) else { return false }
    try restart(holding: Array(values))
    return true
  }

  private func restart(holding values: [Int64], atLeast bounds: [Int64]? = nil) throws {
    try linear.hold(values, atLeast: bounds)
    open = [Node(changes: [], bound: floor)]
    cutBound = .max
    nodes = 0
    root = nil
    rootValue = .max
  }

  private func takeLowest() -> Node? {
    guard var at = open.indices.first else { return nil }
    for index in open.indices where open[index].bound <= open[at].bound { at = index }
    return open.remove(at: at)
  }

  // MARK: Down the tree

  /// Where the solver fails the node is open again: its bound holds still.
  private func follow(_ start: Node, isStart: Bool = false) throws {
    var node = start
    do {
      try follow(&node, isStart)
    } catch {
      open.append(node)
      throw error
    }
  }

  private func follow(_ node: inout Node, _ isStart: Bool) throws {
    try apply(node.changes)
    if let basis = node.basis { try linear.setBasis(basis) }
    while true {
      nodes += 1
      let isRoot = nodes == 1
      guard let pricing = try settle(&node, isRoot: isRoot) else { return }
      if isRoot {
        root = pricing
        if try dive(node) || isStart { return open.append(node) }
      }
      try priceOut()
      guard let (here, other) = try branch(node) else { return }
      open.append(other)
      node = here
      try apply(node.changes)
    }
  }

  /// Solves a node's linear program with its cuts.
  /// - Returns: nil where nothing better is below, or the time is up (then the node is open again).
  private func settle(_ node: inout Node, isRoot: Bool) throws -> Pricing? {
    var rounds = 0
    var before = -Double.infinity
    var method = SimplexMethod.dual
    while true {
      let (ending, found, pricing) = try linear.optimise(method, enough: enough, limits: limits())
      node.bound = max(node.bound, found)
      if node.bound >= enough {
        cutBound = min(cutBound, node.bound)
        return nil
      }
      if ending == .stopped || mustStop {
        open.append(node)
        return nil
      }
      linear.refresh()
      let objective = linear.objective
      if rounds == 0 { learn(node, objective) }
      if isRoot || nodes % 10 == 0 || rounds > 0 { round() }
      if isStale {
        open.append(node)
        return nil
      }
      if node.bound >= enough { continue }
      rounds += 1
      let isTailing =
        rounds > (isRoot ? 40 : 6) || (rounds > 4 && objective - before < 1e-3 * (1 + gap(objective)))
      before = objective
      if !isTailing, try separate() > 0 {
        method = .dual
        continue
      }
      guard let pricing else { return linear.price() }
      return pricing
    }
  }

  private func gap(_ objective: Double) -> Double {
    incumbent.map { Double($0) - objective } ?? objective
  }

  private func separate() throws -> Int {
    var pairs: [Int32] = []
    let values = linear.values
    for (number, pair) in linear.pairOfNumber.enumerated() where pair >= 0 {
      let open = linear.openColumn[Int(program.pairPost[Int(pair)])]
      if open >= 0, linear.solverValues[number] > values[open] + 1e-5, linear.linkRow[pair] == nil {
        pairs.append(pair)
      }
    }
    let settled = linear.settledHalfOpen
    try linear.takeIn(settled)
    pairs += settled.map { linear.seat[$0] }
    if !pairs.isEmpty { try linear.link(pairs: pairs) }
    return try pairs.count + patterns.separate(linear, open: openings(), load: loads())
  }

  private func openings() -> [Double] {
    linear.openColumn.map { $0 < 0 ? 1 : linear.values[$0] }
  }

  private func halfOpen() -> [Int] {
    let openings = openings()
    return linear.grouped.filter { openings[$0] > 1e-6 && openings[$0] < 1 - 1e-6 }
  }

  private func loads() -> [Double] {
    (0..<program.postCount).map { linear.values[linear.loadColumn($0)] }
  }

  /// Drops pairs that no better plan uses, by the root's prices.
  private func priceOut() throws {
    guard let root, let value = incumbent, value < rootValue else { return }
    rootValue = value
    // Later stages choose among all plans of this value.
    let highest = stage == program.stageCount - 1 ? value - 1 : value
    let room = Int128(highest) * Int128(root.scale) - root.bound
    let program = program
    try linear.keep { unit, pair in root.excess(unit: unit, pair: pair, in: program) <= room }
    // From here on only plans up to this value are searched.
    cutBound = min(cutBound, highest + 1)
  }

  /// - Returns: false where the time was up before anything is known of these posts.
  @discardableResult
  private func round() -> Bool {
    switch rounding.round(openings: openings(), shouldStop: { mustStop }) {
    case .stopped: return false
    case .done(let plan):
      if let plan { best.offer(plan) }
      return true
    }
  }

  // MARK: To a plan

  /// Decides post after post, those first that the linear program has all but decided, until all are; then betters what
  /// came of it.
  /// - Returns: Did it, so that the linear program is not the node's any more?
  private func dive(_ node: Node) throws -> Bool {
    if improve == nil && !(rounding.isExact && halfOpen().count > Self.fewHalfOpen) { return false }
    let basis = linear.session.basis()
    var changes = node.changes
    var wish = linear.wish
    while !mustStop {
      round()
      let openings = openings()
      let half = halfOpen().sorted {
        (min(openings[$0], 1 - openings[$0]), $0) < (min(openings[$1], 1 - openings[$1]), $1)
      }
      guard let first = half.first else { break }
      var tries = half.prefix(max(1, half.count / 8)).map { Change.open(post: $0, openings[$0] >= 0.5) }
      var isFound = try reach(changes + tries)
      if !isFound && tries.count > 1 {
        tries = [tries[0]]
        isFound = try reach(changes + tries)
      }
      if !isFound {
        tries = [.open(post: first, openings[first] < 0.5)]
        isFound = try reach(changes + tries)
      }
      guard isFound else { break }
      changes += tries
      wish = linear.wish
    }
    improve?(wish, limits())
    try apply(node.changes)
    try linear.setBasis(basis)
    return true
  }

  /// - Returns: Does the linear program leave room for a better plan with these changes?
  private func reach(_ changes: [Change]) throws -> Bool {
    try apply(changes)
    let (ending, bound, _) = try linear.optimise(.dual, enough: enough, limits: limits())
    linear.refresh()
    return ending == .done && bound < enough
  }

  // MARK: Branching

  private func branch(_ node: Node) throws -> (here: Node, other: Node)? {
    let half = halfOpen()
    if !half.isEmpty { return try branch(node, half, openings()) }
    return try branchOnPairs(node)
  }

  private func branch(
    _ node: Node, _ half: [Int], _ openings: [Double]
  ) throws -> (here: Node, other: Node)? {
    let objective = linear.objective
    let basis = linear.session.basis()
    var chosen: (post: Int, score: Double, down: Double, up: Double)?
    var bounds: [Int: (down: Int64, up: Int64)] = [:]
    let order = half.sorted { (expected($0, openings[$0]), $1) > (expected($1, openings[$1]), $0) }
    var tries = 0
    for post in order {
      let fraction = openings[post]
      var down = gain(post, false, fraction)
      var up = gain(post, true, 1 - fraction)
      if min(gains[post][0].count, gains[post][1].count) < 1 && tries < 4 {
        tries += 1
        let downTry = try tryOut(.open(post: post, false), basis, objective)
        let upTry = try tryOut(.open(post: post, true), basis, objective)
        guard let downTry, let upTry else {
          open.append(node)
          return nil
        }
        down = downTry.gain
        up = upTry.gain
        bounds[post] = (downTry.bound, upTry.bound)
        note(post, false, down / fraction)
        note(post, true, up / (1 - fraction))
      }
      let score = max(down, 1e-3) * max(up, 1e-3)
      if chosen == nil || score > chosen!.score { chosen = (post, score, down, up) }
    }
    let post = chosen!.post
    let fraction = openings[post]
    func child(_ isUp: Bool) -> Node {
      Node(
        changes: node.changes + [.open(post: post, isUp)],
        bound: max(node.bound, bounds[post].map { isUp ? $0.up : $0.down } ?? node.bound), basis: basis,
        origin: (post, isUp, isUp ? 1 - fraction : fraction, objective))
    }
    try linear.setBasis(basis)
    return chosen!.down <= chosen!.up ? (child(false), child(true)) : (child(true), child(false))
  }

  private func expected(_ post: Int, _ fraction: Double) -> Double {
    max(1e-3, gain(post, false, fraction)) * max(1e-3, gain(post, true, 1 - fraction))
  }

  private func gain(_ post: Int, _ isUp: Bool, _ fraction: Double) -> Double {
    let own = gains[post][isUp ? 1 : 0]
    if own.count > 0 { return own.sum / Double(own.count) * fraction }
    return Double(program.postMinimum[post]) * 10 * fraction
  }

  private func note(_ post: Int, _ isUp: Bool, _ gain: Double) {
    gains[post][isUp ? 1 : 0].sum += max(0, min(gain, 1e9))
    gains[post][isUp ? 1 : 0].count += 1
  }

  private func learn(_ node: Node, _ objective: Double) {
    guard let origin = node.origin else { return }
    note(origin.post, origin.isUp, (objective - origin.from) / max(1e-6, origin.fraction))
  }

  /// - Returns: What the linear program's value gains, and a bound on what the change allows; nil where the time is up.
  private func tryOut(
    _ change: Change, _ basis: (rows: [BasisStatus], columns: [BasisStatus]), _ objective: Double
  ) throws -> (gain: Double, bound: Int64)? {
    try set(change, isUndone: false)
    let status = try linear.session.solve(.dual, limits: limits())
    let value = status == .optimal ? linear.objective - objective : gap(objective)
    let bound = status == .optimal ? linear.price()?.whole ?? .min : .min
    try set(change, isUndone: true)
    try linear.setBasis(basis)
    if status == .stopped { return nil }
    return (max(0, min(value, max(gap(objective), 1))), bound)
  }

  /// All posts are decided in the linear program, units may not be.
  private func branchOnPairs(_ node: Node) throws -> (here: Node, other: Node)? {
    guard round() else {
      open.append(node)
      return nil
    }
    if node.bound >= enough {
      cutBound = min(cutBound, node.bound)
      return nil
    }
    if rounding.isExact {
      // With all posts decided by the node, the flow that was just rounded to is its optimum.
      guard let unsettled = unsettledPost(node) else { return nil }
      let isOpen = linear.values[linear.openColumn[unsettled]] > 0.5
      return (
        Node(changes: node.changes + [.open(post: unsettled, isOpen)], bound: node.bound),
        Node(
          changes: node.changes + [.open(post: unsettled, !isOpen)], bound: node.bound,
          basis: linear.session.basis())
      )
    }
    var chosen: (pair: Int32, value: Double)?
    for (number, pair) in linear.pairOfNumber.enumerated() where pair >= 0 {
      let value = linear.solverValues[number]
      if value < 1e-6 || value > 1 - 1e-6 { continue }
      let size = Double(program.unitSize[linear.unit(of: pair)])
      let score = size * 10 + 1 - abs(value - 0.5)
      if chosen == nil || score > chosen!.value { chosen = (pair, score) }
    }
    guard let pair = chosen?.pair else {
      // Whole: a plan as good as the bound, or none that the artificials do not hold up.
      cutBound = min(cutBound, node.bound)
      best.offer(linear.wish)
      return nil
    }
    let basis = linear.session.basis()
    return (
      Node(changes: node.changes + [.pair(pair, true)], bound: node.bound, basis: basis),
      Node(changes: node.changes + [.pair(pair, false)], bound: node.bound, basis: basis)
    )
  }

  /// A post that the node leaves free, if there is one.
  private func unsettledPost(_ node: Node) -> Int? {
    var isSettled = Set<Int>()
    for case .open(let post, _) in node.changes { isSettled.insert(post) }
    return linear.grouped.first { !isSettled.contains($0) && linear.values[linear.loadColumn($0)] > 1e-6 }
      ?? linear.grouped.first { !isSettled.contains($0) }
  }

  // MARK: Going to a node

  private func apply(_ changes: [Change]) throws {
    for change in applied.reversed() { try set(change, isUndone: true) }
    for change in changes { try set(change, isUndone: false) }
    applied = changes
  }

  private func set(_ change: Change, isUndone: Bool) throws {
    switch change {
    case .open(let post, let isOpen):
      try linear.takeIn(near: post)
      let value: Int64 = isOpen ? 1 : 0
      try linear.setBounds(
        isUndone ? 0 : value, isUndone ? 1 : value, column: linear.openColumn[post])
    case .pair(let pair, let isIn):
      try linear.takeIn(near: Int(program.pairPost[Int(pair)]))
      try linear.set(pair: pair, to: isUndone ? nil : isIn ? 1 : 0)
    }
  }
}
