import IntegerProgram

/// From a linear program down to a plan: decides posts, those first that the linear program has all but decided, until
/// all are. The stages before stay at their values all the way, which rounding at once does not see to.
///
/// Where no flow says who goes where once posts are decided, units that the linear program parts are decided next,
/// teams before others, down to a plan.
struct Dive {
  let master: RestrictedMaster
  let parameters: SolverParameters
  let limits: SolverLimits
  let seesUnits: Bool
  /// What posts gained on either side, where it was found out: the side that gains less is the one to go to.
  let pseudoCosts: PseudoCosts?
  /// Bounds from here on need no dive.
  let cutoff: () -> Int64
  /// Called with the master at the start and at every step.
  let onStep: () -> Void
  /// What is known of the plans below where it has come.
  var bound = Int64.min

  /// - Returns: where the last linear program sends every unit. The master is left where the dive ended.
  mutating func run() throws -> [Int32] {
    var wish = master.wish
    while !limits.haveStruck {
      onStep()
      guard let next = nextPosts ?? (seesUnits ? nextUnits : nil), try decide(next) else { break }
      wish = master.wish
    }
    return wish
  }

  /// Some at once; where that leads nowhere the first of them alone, and where not even that the other way.
  private typealias Step = (tries: [Decision], otherwise: Decision)

  private func share<Element>(of all: [Element]) -> ArraySlice<Element> {
    all.prefix(max(1, all.count / parameters.diveShare))
  }

  private var nextPosts: Step? {
    let openings = master.openings
    let half = master.halfOpen.map { side(of: $0, openings[$0]) }.sorted {
      ($0.gain, $0.distance, $0.post) < ($1.gain, $1.distance, $1.post)
    }
    guard let first = half.first else { return nil }
    return (
      share(of: half).map { .open(post: $0.post, $0.isOpen) }, .open(post: first.post, !first.isOpen)
    )
  }

  private typealias Side = (post: Int, isOpen: Bool, gain: Double, distance: Double)

  private func side(of post: Int, _ opening: Double) -> Side {
    var (isOpen, gain) = (opening >= 0.5, 0.0)
    if let pseudoCosts, pseudoCosts.isReliable(post) {
      let (down, up) = pseudoCosts.gains(post, opening)
      if abs(down - up) > PseudoCosts.nothing { isOpen = up < down }
      if min(down, up) > PseudoCosts.nothing { gain = min(down, up) }
    }
    return (post, isOpen, gain, isOpen ? 1 - opening : opening)
  }

  /// The largest part of each unit that is parted, those first that are all but whole.
  private var nextUnits: Step? {
    var largest: [Int: (value: Double, pair: Int32)] = [:]
    for (number, pair) in master.pairOfNumber.enumerated() where pair >= 0 {
      let value = master.solverValues[number]
      if value < 1e-6 || value > 1 - 1e-6 { continue }
      let unit = master.unit(of: pair)
      if value > largest[unit]?.value ?? 0 { largest[unit] = (value, pair) }
    }
    func key(_ unit: Int) -> (Int, Double, Int) {
      (master.program.unitSize[unit] > 1 ? 0 : 1, -largest[unit]!.value, unit)
    }
    let pairs = largest.keys.sorted { key($0) < key($1) }.map { largest[$0]!.pair }
    guard let first = pairs.first else { return nil }
    return (share(of: pairs).map { .pair($0, true) }, .pair(first, false))
  }

  private mutating func decide(_ next: Step) throws -> Bool {
    if pseudoCosts != nil { return try decideWarily(next) }
    if try reach(next.tries) { return true }
    if next.tries.count > 1, try reach([next.tries[0]]) { return true }
    return try reach([next.otherwise])
  }

  /// Where much can be decided for nothing: what raises the bound is tried with half as much, and alone both ways.
  private mutating func decideWarily(_ next: Step) throws -> Bool {
    let (basis, least) = (master.session.basis(), bound)
    var tries = next.tries[...]
    while true {
      let isReached = try reach(Array(tries))
      if isReached && bound <= least || limits.haveStruck { return isReached }
      let found = isReached ? bound : .max
      try takeBack(isReached ? tries.count : 0, basis)
      if tries.count > 1 {
        tries = tries.prefix(tries.count / 2)
        continue
      }
      if try reach([next.otherwise]) {
        if bound <= found { return true }
        try takeBack(1, basis)
      }
      return try found < .max && reach(Array(tries))
    }
  }

  private func takeBack(_ count: Int, _ basis: Branching.Basis) throws {
    try master.go(to: master.applied.dropLast(count))
    try master.setBasis(basis)
  }

  /// - Returns: Does the linear program leave room for a better plan with these decisions besides? If not they are taken
  ///   back.
  private mutating func reach(_ decisions: [Decision]) throws -> Bool {
    let before = master.applied
    try master.go(to: before + decisions)
    let (ending, found, _) = try master.optimise(.dual, cutoff: cutoff(), limits: limits)
    master.refresh()
    if ending == .done && found < cutoff() && !(seesUnits && master.usesArtificials) {
      bound = found
      return true
    }
    try master.go(to: before)
    return false
  }
}
