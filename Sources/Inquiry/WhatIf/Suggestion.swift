import Placement

/// One quota change and what it brings.
public struct Suggestion: Sendable {
  public let setting: Setting
  /// The setting in words.
  public let detail: Text
  /// Students placed more: those of the district where one was asked for.
  public let placedMore: Int
  /// What every stage of the objectives loses (less is better; negative: it gets worse).
  public let stageGains: [Int64]
  /// The widest gap of a stage of the plan with the change; nil: it brings this much, and no solve says whether more.
  public let gap: Double?
}

extension Suggestion {
  /// A change that helps nothing is no suggestion.
  var helps: Bool { stageGains.first { $0 != 0 }.map { $0 > 0 } ?? false }
}

/// What came of a search for suggestions.
public struct FoundSuggestions: Sendable {
  public let suggestions: [Suggestion]
  /// Changes that were looked at: all there are of their kinds.
  public let candidates: Int
  /// Those of which it is known what they bring, at least.
  public let priced: Int
  /// Those that were solved for.
  public let solved: Int
  /// Those that bring too little to be among the best, by the prices that prove the plan.
  public let ruledOut: Int
  /// Whether nothing that was not solved for can be better than these.
  public let areProven: Bool
}
