import Allocation
import AssignmentSolver
import Placement

/// What one more seat under a full quota is worth: by how much the `unplaced` term falls (a student counts by
/// priority), the objectives before it held.
struct Worth {
  private let explainer: Explainer
  /// Of every post without seats: the highest claim on one; nil until asked.
  private var claims: [Int64]?
  /// The stages up to the one with `unplaced`; nil where no stage has it alone, or the plan is not proven so far.
  private let stages: Int?
  private let weight: Int64
  /// What the proof of the first stage says of any seat; nil until asked, and then where it does not tell.
  private var bound: FirstStageBound??

  /// - Parameter outcomes: what is proven of the plan.
  init(_ explainer: Explainer, stages outcomes: [StageOutcome]) {
    self.explainer = explainer
    let objectives = explainer.policy.objectives
    let first = objectives.firstIndex { ($0[.unplaced] ?? 0) > 0 }
    let isAlone = first.map { stage in objectives[stage].filter { $0.value > 0 }.count == 1 } ?? false
    let isProven = outcomes.prefix((first ?? 0) + 1).allSatisfy(\.isProven)
    stages = isAlone && isProven ? first! + 1 : nil
    weight = Int64(first.flatMap { objectives[$0][.unplaced] } ?? 1)
  }

  /// Where the answer needs no re-solve: nobody is without a post, or the plan is a flow's optimum and one seat is one
  /// seat.
  mutating func withoutSolving(_ key: QuotaKey, _ changeSolver: inout ChangeSolver) -> Int? {
    guard let stages else { return nil }
    if explainer.values[stages - 1] == 0 { return 0 }
    guard let network = changeSolver.network(of: explainer.placementProgram.program, at: explainer.former),
      network.isExact
    else { return nil }
    let changes = explainer.placementProgram.change(key, by: 1)
    let gain: Int64?
    if !changes.toggled.isEmpty {
      guard stages == 1, let node = network.openedNode(changes.limits) else { return nil }
      claims = claims ?? claimsOnClosedPosts(network)
      gain = network.gain(claim: changes.toggled.map { claims![$0] }.max()!, through: node)
    } else if stages == 1 {
      gain = network.firstStageGain(raising: changes.limits)
    } else {
      let change = network.gain(raising: changes.limits)
      gain = change.flatMap {
        $0.stages.prefix(stages - 1).allSatisfy { $0 == 0 } ? -$0.stages[stages - 1] : nil
      }
    }
    return gain.map { Int($0 / weight) }
  }

  /// What is known without solving; nil: nothing.
  mutating func range(_ key: QuotaKey, _ explainer: inout Explainer) -> ClosedRange<Int>? {
    if let known = withoutSolving(key, &explainer.changeSolver) { return known...known }
    guard stages == 1 else { return nil }
    let change = explainer.placementProgram.change(key, by: 1)
    let gain = explainer.ranges().firstStageGain(raising: change.limits)
    // Whoever may come to the posts that open, they had better stay without if those were closed.
    let dearest = explainer.placementProgram.program.unplacedCost[0].max() ?? 0
    let opened = explainer.placementProgram.quotas.postLimits(changing: key, by: 1)
      .filter { change.toggled.contains($0.post) }
      .reduce(Int64(0)) { $0 + Int64($1.limit) * dearest }
    let (most, overflow) = gain.most.addingReportingOverflow(opened)
    var highest = min(overflow ? Int64.max : most, explainer.values[0])
    if highest > gain.least { highest = min(highest, mostGained(key, explainer.changeSolver) ?? .max) }
    return Int(gain.least / weight)...max(Int(gain.least / weight), Int(highest / weight))
  }

  private mutating func mostGained(_ key: QuotaKey, _ changeSolver: ChangeSolver) -> Int64? {
    let placementProgram = explainer.placementProgram
    let bound =
      bound ?? changeSolver.firstStageBound(of: placementProgram.program, at: explainer.former)
    self.bound = .some(bound)
    return bound.flatMap { bound in
      Newcomers(placementProgram).loosenings([.seat(key)])[0].flatMap { bound.mostGained(by: $0) }
    }
  }

  /// Who could come to a post without seats, which the program has no pairs for.
  private func claimsOnClosedPosts(_ network: ResidualNetwork) -> [Int64] {
    let placementProgram = explainer.placementProgram
    var claims = [Int64](repeating: 0, count: placementProgram.program.postCount)
    for unit in 0..<placementProgram.program.unitCount where !placementProgram.program.mustPlace[unit] {
      let claim = network.claim(toReplace: unit)
      guard claim > 0 else { continue }
      placementProgram.openPosts.forEachOpen(
        student: placementProgram.units[unit][0], in: placementProgram.context
      ) {
        post, _, _ in claims[post] = max(claims[post], claim)
      }
    }
    return claims
  }

  /// Re-solves that the quota's own takes the time of: one from nothing takes that of some hundred warm ones.
  func resolves(_ key: QuotaKey) -> Int {
    guard Reoptimisation.isFlow(explainer.placementProgram.program) else { return 1 }
    return explainer.placementProgram.change(key, by: 1).toggled.isEmpty ? 1 : 100
  }

  /// By a re-solve; nil where the objectives give no exact answer.
  func solved(_ key: QuotaKey, _ changeSolver: inout ChangeSolver) throws -> Int? {
    guard let stages else { return nil }
    guard let solution = try solution(key, stages, &changeSolver), solution.stages[stages - 1].isProven,
      zip(solution.stages.prefix(stages - 1), explainer.values).allSatisfy({ $0.value == $1 })
    else { return nil }
    return Int(max(0, explainer.values[stages - 1] - solution.stages[stages - 1].value) / weight)
  }

  private func solution(
    _ key: QuotaKey, _ stages: Int, _ changeSolver: inout ChangeSolver
  ) throws -> AssignmentSolution? {
    let (program, former) = (explainer.placementProgram.program, explainer.former)
    let changes = explainer.placementProgram.change(key, by: 1)
    if changes.toggled.isEmpty, try changeSolver.flow(of: program, near: former) != nil {
      return try changeSolver.solve(changes.limits, of: program, near: former)
    }
    let quotas = explainer.placementProgram.quotas.changing(key, by: 1)
    return try changeSolver.solve(
      explainer.placementProgram.program(under: quotas, threads: explainer.threads).first(stages))
  }
}
