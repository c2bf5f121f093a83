import Foundation
import IntegerProgram
import Placement

/// Solves changed programs: what a pin, a seat or a setting would come to.
///
/// Calls are counted, so that a budget in re-solves gives equal work, and equal bytes, on every machine.
public struct Resolver {
  private let body: (AssignmentProgram) throws -> AssignmentSolution
  public private(set) var count = 0

  public init(using solver: some IntegerProgramSolver, limits: SolverLimits, threads: Int = 2) {
    body = { try SolvePath.solve($0, using: solver, limits: limits) }
  }

  /// - Returns: nil where the program has no plan at all.
  /// - Throws: ``AllocationFailure``
  mutating func solve(_ program: AssignmentProgram) throws -> AssignmentSolution? {
    count += 1
    do {
      return try body(program)
    } catch SolvePathError.infeasible {
      return nil
    } catch SolvePathError.noPlanInTime {
      throw AllocationFailure.noPlanInTime
    } catch let failure as SolverFailure {
      throw AllocationFailure.solver(failure)
    }
  }

  /// Among equally good plans the one nearest to `former`, so that whoever moves has to: as long as the stage
  /// that this takes fits the exact arithmetic of the solve path (in the largest cities it does not), and is no
  /// search of its own: with minimums or teams only small programs are asked for it.
  mutating func solve(_ program: AssignmentProgram, near former: [Int32]) throws -> AssignmentSolution? {
    let near = program.staying(near: former)
    let sizes = Set(program.unitSize)
    let scale = sizes.reduce(Int64(1)) { $0 > 1000 ? $0 : $0 * Int64($1) }
    let isFlow = !program.postMinimum.contains { $0 > 1 } && !program.unitSize.contains { $0 > 1 }
    guard isFlow || program.pairCount <= 1000 else { return try solve(program) }
    guard StageWeights(near, scale: scale).weight.count == near.stageCount else { return try solve(program) }
    var solution = try solve(near)
    solution?.stages.removeLast()
    return solution
  }
}

extension AssignmentProgram {
  /// The program with the unit held at the post; nil where the unit may not go there.
  func holding(_ unit: Int, at post: Int) -> AssignmentProgram? {
    let (first, last) = (pairStart[unit], pairStart[unit + 1])
    guard let kept = (first..<last).first(where: { pairPost[$0] == post }) else { return nil }
    var changed = self
    changed.mustPlace[unit] = true
    changed.pairPost.replaceSubrange(first..<last, with: [pairPost[kept]])
    for stage in 0..<stageCount {
      switch pairCost[stage] {
      case .zero: break
      case .narrow(var costs):
        costs.replaceSubrange(first..<last, with: [costs[kept]])
        changed.pairCost[stage] = .narrow(costs)
      case .wide(var costs):
        costs.replaceSubrange(first..<last, with: [costs[kept]])
        changed.pairCost[stage] = .wide(costs)
      }
    }
    for later in (unit + 1)..<changed.pairStart.count { changed.pairStart[later] -= last - first - 1 }
    return changed
  }

  /// The program in which the unit may not stay without a post.
  func placing(_ unit: Int) -> AssignmentProgram {
    var changed = self
    changed.mustPlace[unit] = true
    return changed
  }

  /// With one stage more, the last: the members whose post differs from `former` (−1: none). Among equally good
  /// plans it takes the nearest, so that whoever moves has to.
  func staying(near former: [Int32]) -> AssignmentProgram {
    var changed = self
    changed.stageCount += 1
    changed.unplacedCost.append((0..<unitCount).map { former[$0] < 0 ? 0 : Int64(unitSize[$0]) })
    var costs = [Int32](repeating: 0, count: pairCount)
    for unit in 0..<unitCount {
      for pair in pairStart[unit]..<pairStart[unit + 1] where pairPost[pair] != former[unit] {
        costs[pair] = unitSize[unit]
      }
    }
    changed.pairCost.append(.narrow(costs))
    for row in changed.targetRows.indices { changed.targetRows[row].weight.append(0) }
    return changed
  }
}
