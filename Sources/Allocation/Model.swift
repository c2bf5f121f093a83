import IntegerProgram
import Placement

/// The whole integer program of a case, stage by stage.
public struct CaseModel: Sendable {
  private let whole: WholeProgram
  /// The optimum of every stage; of the last, which no row holds, the best that is known.
  public let values: [Int64]
  /// What is proven of the last stage.
  public let lastBound: Int64

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
    lastBound = allocation.solution.stages.last?.bound ?? 0
    whole = WholeProgram(allocation.placementProgram.program)
  }

  public var stageCount: Int { values.count }

  /// The program of stage `stage`, from 0.
  public func stage(_ stage: Int) -> IntegerProgram { whole.stage(stage, holding: values) }
}
