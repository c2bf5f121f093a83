/// The incumbent: the best plan so far, stage by stage in order; only plans that hold every row in whole numbers get in.
/// Values are what costs add up to: see ``AssignmentProgram/offset``.
final class Incumbent {
  private let check: PlanValue
  private(set) var post: [Int32]?
  private(set) var value: [Int64]?

  init(_ program: AssignmentProgram) { check = PlanValue(program: program) }

  /// - Returns: Is it better than the one before?
  @discardableResult
  func offer(_ candidate: [Int32]) -> Bool {
    guard let worth = check.costs(candidate) else { return false }
    if let value, !worth.lexicographicallyPrecedes(value) { return false }
    post = candidate
    value = worth
    return true
  }
}
