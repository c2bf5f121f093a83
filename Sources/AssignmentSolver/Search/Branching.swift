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

  /// Branches on a half-open post: the one with the best product of gains, which strong branching finds out where
  /// no branch on the post was seen yet.
  ///
  /// - Parameter cutoff: No plan counts from this value on, and so no gain beyond.
  /// - Returns: nil where the time is up.
  mutating func onOpening(
    _ node: Node, halfOpen: [Int], openings: [Double], cutoff: Int64, limits: SolverLimits
  ) throws -> Children? {
    let objective = master.objective
    let basis = master.session.basis()
    var chosen: (post: Int, score: Double, down: Double, up: Double)?
    var tried: [Int: (down: Try, up: Try)] = [:]
    let order = halfOpen.sorted {
      (pseudoCosts.score($0, openings[$0]), $1) > (pseudoCosts.score($1, openings[$1]), $0)
    }
    var tries = 0
    for post in order {
      let fraction = openings[post]
      var down = pseudoCosts.gain(post, isUp: false, fraction)
      var up = pseudoCosts.gain(post, isUp: true, 1 - fraction)
      if !pseudoCosts.isReliable(post) && (isThorough || tries < parameters.strongBranchings) {
        tries += 1
        let downTry = try strongBranch(.open(post: post, false), basis, objective, cutoff: cutoff, limits)
        let upTry = try strongBranch(.open(post: post, true), basis, objective, cutoff: cutoff, limits)
        guard let downTry, let upTry else { return nil }
        down = downTry.gain
        up = upTry.gain
        tried[post] = (downTry, upTry)
        pseudoCosts.record(post, isUp: false, down / fraction)
        pseudoCosts.record(post, isUp: true, up / (1 - fraction))
      }
      let score = max(down, PseudoCosts.nothing) * max(up, PseudoCosts.nothing)
      if chosen == nil || score > chosen!.score { chosen = (post, score, down, up) }
    }
    let post = chosen!.post
    let fraction = openings[post]
    func child(_ isUp: Bool) -> Node {
      let seen = tried[post].map { isUp ? $0.up : $0.down }
      return Node(
        decisions: node.decisions + [.open(post: post, isUp)], bound: max(node.bound, seen?.bound ?? .min),
        basis: seen?.basis ?? basis, origin: (post, isUp, isUp ? 1 - fraction : fraction, objective))
    }
    return chosen!.down <= chosen!.up ? (child(false), child(true)) : (child(true), child(false))
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

  /// Branches on the pair of the largest unit that is split most evenly.
  /// - Returns: nil where every unit goes whole.
  func onPair(_ node: Node) -> Children? {
    guard let pair = splitPair else { return nil }
    let basis = master.session.basis()
    return (
      Node(decisions: node.decisions + [.pair(pair, true)], bound: node.bound, basis: basis),
      Node(decisions: node.decisions + [.pair(pair, false)], bound: node.bound, basis: basis)
    )
  }

  /// The pair of the largest unit that is split most evenly; nil where every unit goes whole.
  var splitPair: Int32? {
    let program = master.program
    var chosen: (pair: Int32, value: Double)?
    for (number, pair) in master.pairOfNumber.enumerated() where pair >= 0 {
      let value = master.solverValues[number]
      if value < 1e-6 || value > 1 - 1e-6 { continue }
      let size = Double(program.unitSize[master.unit(of: pair)])
      let score = size * 10 + 1 - abs(value - 0.5)
      if chosen == nil || score > chosen!.value { chosen = (pair, score) }
    }
    return chosen?.pair
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
