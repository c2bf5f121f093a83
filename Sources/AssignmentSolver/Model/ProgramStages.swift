extension AssignmentProgram {
  /// The program with its first stages only.
  package func first(_ count: Int) -> AssignmentProgram {
    var changed = self
    changed.stageCount = count
    changed.unplacedCost = Array(unplacedCost.prefix(count))
    changed.pairCost = Array(pairCost.prefix(count))
    for row in changed.targetRows.indices {
      changed.targetRows[row].weight = Array(targetRows[row].weight.prefix(count))
      changed.targetRows[row].surplus = Array(targetRows[row].surplus.prefix(count))
    }
    changed.penalties = penalties.map { Array($0.prefix(count)) }
    return changed
  }
}

extension AssignmentProgram {
  /// Does the stage of ``staying(near:)`` fit the exact arithmetic of the solve path (in the largest cities it does
  /// not)? Where it is a search of its own it is asked of programs that are searched as a whole alone.
  package func canStay(near former: [Int32]) -> Bool {
    guard Reoptimisation.isWhole(self) || pairCount <= 200_000 else { return false }
    let near = staying(near: former)
    let scale = Set(unitSize).sorted().reduce(Int64(1)) { $0 > 1000 ? $0 : $0 * Int64($1) }
    return StageWeights(near, scale: scale).weight.count == near.stageCount
  }

  /// The best plan that comes at once of one of another program: who does not fit goes where there is room, and then single
  /// units change places. nil where none comes of it.
  package func adopting(_ plan: [Int32], shouldStop: () -> Bool) -> [Int32]? {
    let best = Incumbent(self)
    guard let plan = Repair.plan(Reduction(self), keeping: plan, shouldStop: { false }) else { return nil }
    best.offer(plan)
    if let better = CyclicExchange.best(self, from: plan, shouldStop: shouldStop) { best.offer(better) }
    return best.post
  }

  /// A plan as good as `plan`, from which single units by changing places, posts being open or closed as they are, come no
  /// nearer to `former`.
  package func nearest(
    _ plan: [Int32], to former: [Int32], shouldStop: () -> Bool
  ) -> [Int32] {
    guard !shouldStop() else { return plan }
    let program = staying(near: former)
    let nearest = Incumbent(program)
    nearest.offer(plan)
    if let found = CyclicExchange.best(program, from: plan, shouldStop: shouldStop) { nearest.offer(found) }
    return nearest.post ?? plan
  }

  /// With one stage more, the last: the members whose post differs from `former` (−1: none). Among equally good
  /// plans it takes the nearest, so that whoever moves has to.
  package func staying(near former: [Int32]) -> AssignmentProgram {
    staying(near: FormerPlan(former, of: self))
  }

  /// The same by what counts of the former plan.
  package func staying(near former: FormerPlan) -> AssignmentProgram {
    var changed = self
    changed.stageCount += 1
    changed.unplacedCost.append((0..<unitCount).map { former.moved($0, to: -1) })
    let most = Int64(unitSize.max() ?? 0)
    changed.pairCost.append(
      PairCosts(upTo: most, count: pairCount) { put in
        for unit in 0..<unitCount {
          for pair in pairStart[unit]..<pairStart[unit + 1] { put(former.moved(unit, to: pairPost[pair])) }
        }
      })
    for row in changed.targetRows.indices {
      changed.targetRows[row].weight.append(0)
      if !targetRows[row].surplus.isEmpty { changed.targetRows[row].surplus.append(0) }
    }
    for penalty in changed.penalties.indices { changed.penalties[penalty].append(0) }
    return changed
  }
}
