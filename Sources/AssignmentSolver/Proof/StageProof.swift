import IntegerProgram

/// The certificate of one stage of a plan: that no plan which is no worse in the stages before is better in this one.
///
/// The search of the solve path says where to branch. Every leaf of its tree is solved again over all pairs, and the prices of its
/// linear program become multiples of the whole program's rows, of which ``Certificate`` derives the bound anew, in
/// exact arithmetic: nothing that the search holds true gets into the certificate, and where its leaf does not prove as much as
/// it says it is branched on again.
final class StageProof {
  enum Failure: Error {
    /// The time was up, or the work was cancelled.
    case stopped
    /// With nothing left to decide the prices say less than the search.
    case unprovable
  }

  private struct Hint {
    let decisions: ArraySlice<Decision>
    let basis: Branching.Basis?
  }

  private let search: StageSearch
  private let certificate: Certificate
  private let facts: ProofFacts
  private let prices: ProofPrices
  /// What is to be proved, as costs add up, and as the certificate's objective has it.
  private var cutoff: Int64 = 0
  private var target: Int64 = 0
  private let offset: Int64
  private let value: Int64
  private var branches = 0
  private let onBranch: (_ derived: Int) -> Void

  private var master: RestrictedMaster { search.master }

  /// - Parameters:
  ///   - search: of the stage, the plan its incumbent.
  ///   - value: of the plan.
  ///   - onBranch: called with how many leaves are proved.
  init(
    _ search: StageSearch, _ facts: ProofFacts, value: Int64, onBranch: @escaping (_ derived: Int) -> Void
  ) {
    self.onBranch = onBranch
    (self.search, self.facts, self.value) = (search, facts, value)
    certificate = facts.certificate
    prices = ProofPrices(search.master, facts)
    offset = search.master.program.offset[search.master.stage]
  }

  /// - Parameter slack: what it may prove less than the search.
  /// - Returns: The bound that the certificate proves, at most the plan's value.
  func run(slack: Int64) throws -> Int64 {
    _ = try search.run()
    cutoff = min(search.bound, value + offset) - slack
    target = cutoff - offset
    try search.apply([])
    try master.unfixPairs()
    _ = try prove([], search.leaves.map { Hint(decisions: $0.decisions[...], basis: $0.basis) })
    return target
  }

  // MARK: The tree

  /// - Parameter hints: leaves of the search below.
  /// - Returns: The constraint that says so of the node.
  private func prove(_ decisions: [Decision], _ hints: [Hint]) throws -> Int {
    guard let first = hints.first(where: { !$0.decisions.isEmpty })?.decisions.first else {
      return try proveLeaf(decisions, hints.first?.basis)
    }
    return try branch(decisions, on: first, hints.filter { !$0.decisions.isEmpty })
  }

  private func branch(_ decisions: [Decision], on decision: Decision, _ hints: [Hint]) throws -> Int {
    let column = facts.column(of: decision)
    func side(_ isOne: Bool) throws -> (Int, Certificate.Assumption) {
      let assumption = try certificate.assume(column, isOne ? .atLeast : .atMost, isOne ? 1 : 0)
      defer { certificate.retract() }
      let own = hints.filter { $0.decisions.first!.isOne == isOne }
        .map { Hint(decisions: $0.decisions.dropFirst(), basis: $0.basis) }
      return (try prove(decisions + [decision.with(isOne)], own), assumption)
    }
    let (low, down) = try side(false)
    let (high, up) = try side(true)
    return try certificate.split(.objective, atLeast: target, low, down, high, up)
  }

  private func proveLeaf(_ decisions: [Decision], _ basis: Branching.Basis?) throws -> Int {
    branches += 1
    onBranch(branches)
    if search.mustStop { throw Failure.stopped }
    try search.apply(decisions)
    if let basis { try master.setBasis(basis) }
    for round in 0... {
      let (ending, bound, _) = try master.optimise(.dual, cutoff: cutoff, limits: search.limits)
      if ending == .stopped { throw Failure.stopped }
      if bound >= cutoff, let proved = try prices.prove(target) { return proved }
      master.refresh()
      if try round >= master.parameters.rootCutRounds || search.separate(withCovers: true) == 0 { break }
    }
    if let proved = try prices.prove(target) { return proved }
    guard let decision = openDecision(decisions) else {
      throw Failure.unprovable
    }
    return try branch(decisions, on: decision, [])
  }

  /// What the linear program leaves half decided, or else whatever the node does.
  private func openDecision(_ decisions: [Decision]) -> Decision? {
    let openings = master.openings
    let half = master.halfOpen.min { (abs(openings[$0] - 0.5), $0) < (abs(openings[$1] - 0.5), $1) }
    if let half { return .open(post: half, true) }
    if let pair = search.branching.splitPair { return .pair(pair, true) }
    let children = search.branching.onUndecidedPost(SearchTree.Node(decisions: decisions, bound: 0))
    return children?.here.decisions.last ?? undecidedPair(decisions)
  }

  /// With costs in the millions the simplex's prices can be some units off where nothing is left to decide: then whatever it has
  /// anyhow is decided, pair by pair, until few prices are left to be off.
  private func undecidedPair(_ decisions: [Decision]) -> Decision? {
    var isDecided = Set<Int32>()
    for case .pair(let pair, _) in decisions { isDecided.insert(pair) }
    let program = master.program
    for unit in 0..<program.unitCount where master.domain.holds[unit] < 0 {
      let pairs = (program.pairStart[unit]..<program.pairStart[unit + 1]).map(Int32.init)
        .filter { !isDecided.contains($0) }
      let taken = pairs.first {
        master.pairNumber[Int($0)] >= 0 && master.solverValues[Int(master.pairNumber[Int($0)])] > 0.5
      }
      if let pair = taken ?? pairs.first { return .pair(pair, true) }
    }
    return nil
  }
}

extension Decision {
  /// Is it for the column's 1?
  var isOne: Bool {
    switch self {
    case .open(_, let isOne), .pair(_, let isOne): isOne
    }
  }

  func with(_ isOne: Bool) -> Decision {
    switch self {
    case .open(let post, _): .open(post: post, isOne)
    case .pair(let pair, _): .pair(pair, isOne)
    }
  }
}
