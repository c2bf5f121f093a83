import AssignmentSolver
import IntegerProgram
import Placement

/// The whole integer program of a case, stage by stage.
public struct CaseModel: Sendable {
  private let whole: WholeProgram
  /// How many stages the case has.
  public let wholeStageCount: Int
  /// The value of every stage that can be stated: the optimum, but of the last the best that is known.
  ///
  /// A stage can be stated where all before it are proven, because its rows hold their optima.
  public let values: [Int64]
  /// What is proven of the last of `values`.
  public let lastBound: Int64

  /// Builds the program and solves its stages, for the rows that hold earlier optima.
  /// - Throws: ``AllocationFailure``
  public init(
    _ placementCase: PlacementCase, using solver: some IntegerProgramSolver, options: AllocationOptions
  ) throws {
    let allocation = try allocate(placementCase, using: solver, options: options)
    let stages = allocation.solution.stages
    wholeStageCount = stages.count
    let stated = stages.prefix(stages.prefix(while: \.isProven).count + 1)
    values = stated.map(\.value)
    lastBound = stated.last?.bound ?? 0
    whole = WholeProgram(allocation.placementProgram.program)
  }

  public var stageCount: Int { values.count }

  /// Writes the program of stage `stage`, from 0, as free MPS.
  ///
  /// - Parameters:
  ///   - stage: which one.
  ///   - write: takes the next piece; what it throws ends it.
  public func writeMPS(_ stage: Int, to write: @escaping ([UInt8]) throws -> Void) throws {
    try whole.writeMPS(stage, holding: values, to: write)
  }
}
