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
  /// Bounds from here on need no dive.
  let cutoff: () -> Int64
  /// Called with the master at the start and at every step.
  let onStep: () -> Void

  /// - Returns: where the last linear program sends every unit. The master is left where the dive ended.
  func run() throws -> [Int32] {
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
    let half = master.halfOpen.sorted {
      (min(openings[$0], 1 - openings[$0]), $0) < (min(openings[$1], 1 - openings[$1]), $1)
    }
    guard let first = half.first else { return nil }
    return (
      share(of: half).map { .open(post: $0, openings[$0] >= 0.5) }, .open(post: first, openings[first] < 0.5)
    )
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

  private func decide(_ next: Step) throws -> Bool {
    if try reach(next.tries) { return true }
    if next.tries.count > 1, try reach([next.tries[0]]) { return true }
    return try reach([next.otherwise])
  }

  /// - Returns: Does the linear program leave room for a better plan with these decisions besides? If not they are taken
  ///   back.
  private func reach(_ decisions: [Decision]) throws -> Bool {
    let before = master.applied
    try master.go(to: before + decisions)
    let (ending, bound, _) = try master.optimise(.dual, cutoff: cutoff(), limits: limits)
    master.refresh()
    if ending == .done && bound < cutoff() && !(seesUnits && master.usesArtificials) { return true }
    try master.go(to: before)
    return false
  }
}
