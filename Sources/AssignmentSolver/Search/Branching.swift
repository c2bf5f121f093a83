import IntegerProgram

/// Which post or pair a node branches on.
struct Branching {
  typealias Node = SearchTree.Node
  typealias Basis = (rows: [BasisStatus], columns: [BasisStatus])

  /// The child to follow at once, and the other.
  typealias Children = (here: Node, other: Node)

  private let master: RestrictedMaster
  private let parameters: SolverParameters
  /// Is every half-open post tried that no branch was seen on, and over all pairs? Else a few, over the pairs at hand.
  let isThorough: Bool
  var pseudoCosts: PseudoCosts

  init(_ master: RestrictedMaster, _ parameters: SolverParameters, isThorough: Bool) {
    self.master = master
    self.parameters = parameters
    self.isThorough = isThorough
    pseudoCosts = PseudoCosts(master.program)
  }

  /// What can be branched on: a half-open post, or a unit that goes to several.
  private struct Candidate {
    /// Its number in ``PseudoCosts``.
    let item: Int
    /// How far the linear program has it decided.
    let value: Double
    let decision: Decision
  }

  /// Branches on a half-open post: the one with the best product of gains, which strong branching finds out where
  /// no branch on the post was seen yet.
  ///
  /// - Parameter cutoff: No plan counts from this value on, and so no gain beyond.
  /// - Returns: nil where the time is up.
  mutating func onOpening(
    _ node: Node, halfOpen: [Int], openings: [Double], cutoff: Int64, limits: SolverLimits
  ) throws -> Children? {
    let posts = halfOpen.map {
      Candidate(item: $0, value: openings[$0], decision: .open(post: $0, true))
    }
    return try branch(node, on: posts, tries: isThorough ? .max : parameters.strongBranchings, cutoff, limits)
      .map { $0.gains.down <= $0.gains.up ? ($0.down, $0.up) : ($0.up, $0.down) }
  }

  private typealias Branches = (down: Node, up: Node, gains: (down: Double, up: Double))

  private mutating func branch(
    _ node: Node, on candidates: [Candidate], tries most: Int, _ cutoff: Int64, _ limits: SolverLimits
  ) throws -> Branches? {
    let objective = master.objective
    let basis = master.session.basis()
    var chosen: (candidate: Candidate, score: Double, down: Double, up: Double)?
    var tried: [Int: (down: Try, up: Try)] = [:]
    let order = candidates.sorted {
      (pseudoCosts.score($0.item, $0.value), $1.item) > (pseudoCosts.score($1.item, $1.value), $0.item)
    }
    for candidate in order {
      let (item, value) = (candidate.item, candidate.value)
      var (down, up) = pseudoCosts.gains(item, value)
      if !pseudoCosts.isReliable(item) && tried.count < most {
        func tries(_ isUp: Bool) throws -> Try? {
          try strongBranch(candidate.decision.with(isUp), basis, objective, cutoff: cutoff, limits)
        }
        guard let downTry = try tries(false), let upTry = try tries(true) else { return nil }
        (down, up) = (downTry.gain, upTry.gain)
        tried[item] = (downTry, upTry)
        pseudoCosts.record(item, isUp: false, down / value)
        pseudoCosts.record(item, isUp: true, up / (1 - value))
      }
      let score = max(down, PseudoCosts.nothing) * max(up, PseudoCosts.nothing)
      if chosen == nil || score > chosen!.score { chosen = (candidate, score, down, up) }
    }
    guard let chosen else { return nil }
    let (item, value) = (chosen.candidate.item, chosen.candidate.value)
    func child(_ isUp: Bool) -> Node {
      let seen = tried[item].map { isUp ? $0.up : $0.down }
      return Node(
        decisions: node.decisions + [chosen.candidate.decision.with(isUp)],
        bound: max(node.bound, seen?.bound ?? .min),
        basis: seen?.basis ?? basis, origin: (item, isUp, isUp ? 1 - value : value, objective))
    }
    return (child(false), child(true), (chosen.down, chosen.up))
  }

  /// Can each of these posts be decided one way for nothing, as far as is known?
  func isSettled(_ halfOpen: [Int], _ openings: [Double]) -> Bool {
    halfOpen.allSatisfy {
      let (down, up) = pseudoCosts.gains($0, openings[$0])
      return pseudoCosts.isReliable($0) && min(down, up) <= PseudoCosts.nothing
    }
  }

  /// What the linear program's value gains by a decision, a bound on what it allows, and the basis in the end.
  private typealias Try = (gain: Double, bound: Int64, basis: Basis)

  /// - Returns: nil where the time is up.
  private func strongBranch(
    _ decision: Decision, _ basis: Basis, _ objective: Double, cutoff: Int64, _ limits: SolverLimits
  ) throws -> Try? {
    let gap = Double(cutoff) - objective
    try master.apply(decision, isUndone: false)
    let found = try isThorough ? priced(cutoff, limits) : unpriced(cutoff, limits)
    let end = master.session.basis()
    try master.apply(decision, isUndone: true)
    try master.setBasis(basis)
    return found.map { (max(0, min($0.value - objective, max(gap, 1))), $0.bound, end) }
  }

  /// The linear program's value and its bound; nil where the time is up.
  private typealias Found = (value: Double, bound: Int64)

  private func unpriced(_ cutoff: Int64, _ limits: SolverLimits) throws -> Found? {
    let status = try master.runSimplex(.dual, limits, above: cutoff)
    let hasPrices = status == .optimal || status == .aboveLimit
    let bound = hasPrices ? master.lagrangianBound()?.whole ?? .min : .min
    if status == .stopped { return nil }
    return (status == .optimal ? master.objective : Double(cutoff), bound)
  }

  /// Over all pairs, so that no gain is for want of one.
  private func priced(_ cutoff: Int64, _ limits: SolverLimits) throws -> Found? {
    let (ending, bound, _) = try master.optimise(.dual, cutoff: cutoff, limits: limits)
    if ending == .stopped { return nil }
    return (bound >= cutoff ? Double(cutoff) : master.objective, bound)
  }

  /// Branches on a unit that goes to several posts, the same way. What forbids it one of them hardly gains anything, and
  /// leads to no plan: the other side comes first.
  /// - Returns: nil where every unit goes whole, or the time is up.
  mutating func onUnit(_ node: Node, cutoff: Int64, limits: SolverLimits) throws -> Children? {
    let units = splitPairs.map { unit, own in
      Candidate(item: master.program.postCount + unit, value: own.value, decision: .pair(own.pair, true))
    }
    return try branch(node, on: units, tries: parameters.strongBranchings, cutoff, limits)
      .map { ($0.up, $0.down) }
  }

  /// Of every unit that goes to several posts the pair that is split most evenly.
  var splitPairs: [Int: (pair: Int32, value: Double)] {
    var pairs: [Int: (pair: Int32, value: Double)] = [:]
    for (number, pair) in master.pairOfNumber.enumerated() where pair >= 0 {
      let value = master.solverValues[number]
      if value < 1e-6 || value > 1 - 1e-6 { continue }
      let unit = master.unit(of: pair)
      if let own = pairs[unit], abs(own.value - 0.5) <= abs(value - 0.5) { continue }
      pairs[unit] = (pair, value)
    }
    return pairs
  }

  /// The pair of the largest unit that is split most evenly; nil where every unit goes whole.
  var splitPair: Int32? {
    let size = master.program.unitSize
    return splitPairs.min { a, b in
      (-size[a.key], abs(a.value.value - 0.5), a.key) < (-size[b.key], abs(b.value.value - 0.5), b.key)
    }?.value.pair
  }

  /// Branches on a post that the node leaves undecided, though the linear program has it open or closed.
  /// - Returns: nil where the node decides all.
  func onUndecidedPost(_ node: Node) -> Children? {
    var isDecided = Set<Int>()
    for case .open(let post, _) in node.decisions { isDecided.insert(post) }
    let undecided =
      master.grouped.first { !isDecided.contains($0) && master.values[master.loadColumn($0)] > 1e-6 }
      ?? master.grouped.first { !isDecided.contains($0) }
    guard let post = undecided else { return nil }
    let isOpen = master.values[master.layout.openColumn[post]] > 0.5
    return (
      Node(decisions: node.decisions + [.open(post: post, isOpen)], bound: node.bound),
      Node(
        decisions: node.decisions + [.open(post: post, !isOpen)], bound: node.bound,
        basis: master.session.basis())
    )
  }
}
