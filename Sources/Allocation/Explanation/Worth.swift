import Placement

/// What one more seat under a full quota is worth: by how much the `unplaced` term falls (a student counts by
/// priority), the objectives before it held.
struct Worth {
  private let explainer: Explainer
  /// The stages up to the one with `unplaced`; nil where no stage has it alone, or the plan is not proven so far.
  private let stages: Int?
  private let weight: Int64
  /// Posts that an unplaced unit may take.
  private let reachable: Set<Int32>
  private let highestPriority: Int

  /// - Parameter outcomes: what is proven of the plan.
  init(_ explainer: Explainer, stages outcomes: [StageOutcome]) {
    self.explainer = explainer
    let objectives = explainer.policy.objectives
    let first = objectives.firstIndex { ($0[.unplaced] ?? 0) > 0 }
    let isAlone = first.map { stage in objectives[stage].filter { $0.value > 0 }.count == 1 } ?? false
    let isProven = outcomes.prefix((first ?? 0) + 1).allSatisfy(\.isProven)
    stages = isAlone && isProven ? first! + 1 : nil
    weight = Int64(first.flatMap { objectives[$0][.unplaced] } ?? 1)
    let program = explainer.allocated.program
    var posts: Set<Int32> = []
    var highest = 0
    for unit in 0..<program.unitCount where explainer.former[unit] < 0 {
      posts.formUnion(program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]])
      for student in explainer.allocated.units[unit] {
        highest = max(highest, explainer.placementCase.students[student].priority)
      }
    }
    reachable = posts
    highestPriority = highest
  }

  /// Where the answer needs no solving: nobody is without a post, or one seat is just what an unplaced student lacks.
  ///
  /// With no minimum and no team the program is a flow, in which one seat more places one student more at best: so
  /// a single student who needs nothing but this seat, all priorities equal, settles it.
  func withoutSolving(_ key: QuotaKey) -> Int? {
    guard stages != nil, highestPriority > 0 else { return highestPriority == 0 ? 0 : nil }
    let program = explainer.allocated.program
    guard stages == 1, highestPriority == 1, !program.postMinimum.contains(where: { $0 > 1 }),
      !program.unitSize.contains(where: { $0 > 1 }), isLaminar
    else { return nil }
    return posts(of: key).contains { reachable.contains(Int32($0)) && isOnlyLimit(key, at: $0) } ? 1 : nil
  }

  /// Quotas are nested only as long as periods are the same.
  private var isLaminar: Bool {
    Set(explainer.placementCase.posts.map(\.start)).count == 1
      && Set(explainer.placementCase.posts.map(\.end)).count == 1
  }

  private func posts(of key: QuotaKey) -> [Int] {
    let quotas = explainer.allocated.quotas
    return switch key.kind {
    case .post: [key.index]
    case .jobGroup: quotas.jobGroups[key.index].posts
    case .enterprise: quotas.enterprises[key.index].posts
    }
  }

  private func isOnlyLimit(_ key: QuotaKey, at post: Int) -> Bool {
    let room = explainer.facts.room(at: post)
    return (key.kind == .post || room.post > 0) && (key.kind == .jobGroup || room.group ?? 1 > 0)
      && (key.kind == .enterprise || room.enterprise ?? 1 > 0)
  }

  /// Where the kept flow shows that a seat more brings nothing: no re-solve either.
  func isNothing(_ key: QuotaKey, _ resolver: inout Resolver) -> Bool {
    guard let stages, let changes = explainer.quotaChanges.changes(key, by: 1),
      let flow = resolver.flow(of: explainer.allocated.program, near: explainer.former),
      let optimum = flow.solution,
      zip(optimum.stages.prefix(stages), explainer.values).allSatisfy({ $0.value == $1 })
    else { return false }
    return !flow.mayImprove(changes, stages: stages)
  }

  /// By a re-solve; nil where the objectives give no exact answer.
  func solved(_ key: QuotaKey, _ resolver: inout Resolver) throws -> Int? {
    guard let stages else { return nil }
    guard let solution = try solution(key, stages, &resolver), solution.stages[stages - 1].isProven,
      zip(solution.stages.prefix(stages - 1), explainer.values).allSatisfy({ $0.value == $1 })
    else { return nil }
    return Int(max(0, explainer.values[stages - 1] - solution.stages[stages - 1].value) / weight)
  }

  private func solution(
    _ key: QuotaKey, _ stages: Int, _ resolver: inout Resolver
  ) throws -> AssignmentSolution? {
    let (program, former) = (explainer.allocated.program, explainer.former)
    if let changes = explainer.quotaChanges.changes(key, by: 1),
      resolver.flow(of: program, near: former) != nil
    {
      return try resolver.solve(changes, of: program, near: former)
    }
    let quotas = explainer.allocated.quotas.changing(key, by: 1)
    return try resolver.solve(
      explainer.allocated.program(under: quotas, threads: explainer.threads).first(stages))
  }
}

extension AssignmentProgram {
  /// The program with its first stages only.
  func first(_ count: Int) -> AssignmentProgram {
    var changed = self
    changed.stageCount = count
    changed.unplacedCost = Array(unplacedCost.prefix(count))
    changed.pairCost = Array(pairCost.prefix(count))
    for row in changed.targetRows.indices {
      changed.targetRows[row].weight = Array(targetRows[row].weight.prefix(count))
    }
    return changed
  }
}
