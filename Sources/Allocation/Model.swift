import IntegerProgram
import Placement

/// The whole integer program of a case, stage by stage.
public struct CaseModel: Sendable {
  private let whole: WholeProgram
  /// The optimum of every stage.
  public let values: [Int64]

  /// Builds the program and solves its stages, for the rows that hold earlier optima.
  /// - Throws: ``AllocationFailure``, also where a stage is not proven: its optimum is not known then.
  public init(
    _ placementCase: PlacementCase, using solver: some IntegerProgramSolver, options: AllocationOptions
  ) throws {
    let allocation = try allocate(placementCase, using: solver, options: options)
    guard allocation.solution.stages.dropLast().allSatisfy(\.isProven) else {
      throw AllocationFailure.noPlanInTime
    }
    values = allocation.solution.stages.map(\.value)
    whole = WholeProgram(allocation.placementProgram.program)
  }

  public var stageCount: Int { values.count }

  /// The program of stage `stage`, from 0.
  public func stage(_ stage: Int) -> IntegerProgram { whole.stage(stage, holding: values) }
}
