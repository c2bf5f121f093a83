import AssignmentSolver
import Placement

/// What the plan of one part came to.
public struct PartOutcome: Sendable {
  /// The post of every student of the part, as an index into the whole case; nil for none.
  public let placement: [Int?]
  public let stages: [StageOutcome]

  public init(placement: [Int?], stages: [StageOutcome]) {
    self.placement = placement
    self.stages = stages
  }
}

extension CaseParts {
  /// The parts' plans as one allocation of the whole case.
  ///
  /// Nothing ties the parts together, so a stage's least value is the sum of the parts' least values, and the sum of
  /// their bounds is a bound, as long as every part holds the best of the stages before. Where one part left an earlier
  /// stage open, another part might give way there for its sake: then nothing but 0 is proven of the later stages.
  ///
  /// - `outcomes`: in the order of ``parts``.
  /// - Returns: nil where the placements are no plan of the whole case or are not worth what the parts say, or where the
  ///   case itself is at fault, which `faults` then says.
  public func allocation(
    of outcomes: [PartOutcome], threads: Int, faults: inout [Diagnostic]
  ) -> Allocation? {
    guard let program = PlacementProgram.make(placementCase, threads: threads, faults: &faults) else {
      return nil
    }
    var placement = [Int?](repeating: nil, count: placementCase.students.count)
    for (part, outcome) in zip(parts, outcomes) {
      for (student, post) in zip(part.students, outcome.placement) { placement[student] = post }
    }
    let posts = program.plan(placement)
    let stages = (0..<program.program.stageCount).map { stage in
      sum(
        outcomes.map { $0.stages[stage] },
        holds: outcomes.allSatisfy { $0.stages.prefix(stage).allSatisfy(\.isProven) })
    }
    let isOneTeamOnePost = program.units.allSatisfy { members in
      members.allSatisfy { placement[$0] == placement[members[0]] }
    }
    guard isOneTeamOnePost,
      PlanValue(program: program.program).stages(posts) == stages.map(\.value)
    else { return nil }
    return Allocation(
      program, AssignmentSolution(post: posts, stages: stages), seconds: (program.eligibilitySeconds, 0))
  }

  private func sum(_ parts: [StageOutcome], holds: Bool) -> StageOutcome {
    let value = parts.reduce(0) { $0 + $1.value }
    let bound = holds ? parts.reduce(0) { $0 + $1.bound } : 0
    let proofs = Set(parts.map(\.proof))
    let proof = ["branch_and_bound", "network_flow"].first { holds && proofs.contains($0) } ?? "zero"
    return StageOutcome(value: value, bound: bound, proof: proof)
  }
}
