import Allocation
import Placement

/// What a plan's tables say beyond counting: the reasons of the unplaced, and what one more seat is worth.
public struct PlanFindings: Sendable {
  package let facts: PlanFacts
  /// One a student without a post.
  package var unplaced: [Int: UnplacedFinding] = [:]
  /// By row of quotas.csv: what one seat more brings at least and at most.
  package var worth: [Int: ClosedRange<Int>] = [:]
  public package(set) var worthNotComputed = 0
  public package(set) var reasonsNotPriced = 0

  /// What the solver failed with where a re-solve failed; what that one was to tell is left out, nothing else.
  public package(set) var failure: String?

  package init(facts: PlanFacts) { self.facts = facts }
}
