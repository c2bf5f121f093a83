/// Students whom published.csv tells of a post, by what a plan makes of it: the one count of them, in the summary of a run, the
/// report, the review page and the record of a night.
///
/// Rows that count nothing (ended, or without a student or a post that the case knows) tell nobody anything, and neither
/// does the row of a place that the student found alone.
public struct ToldStudents: Sendable, Equatable {
  /// At the post that they were told.
  public private(set) var kept = 0
  /// At another post.
  public private(set) var elsewhere = 0
  /// Taking part, and without a post.
  public private(set) var without = 0
  /// Taking no part any more, or at a place found alone since: no plan has moved these.
  public private(set) var left = 0

  public init() {}

  public var all: Int { kept + changed }
  /// The rows of changes.csv.
  public var changed: Int { elsewhere + without + left }

  public static let changedLabel = Text(zh: "已公布后变动", en: "changed since told")

  /// Takes in a row of assignments.csv; posts are empty for none.
  public mutating func add(_ status: PlacementStatus, student: String, previousPost: String, post: String) {
    guard !previousPost.isEmpty, previousPost != SelfArranged.postID(of: student) else { return }
    switch status {
    case .excluded, .selfArranged: left += 1
    case .unplaced: without += 1
    case .pinned, .kept, .moved, .placed:
      if post == previousPost { kept += 1 } else { elsewhere += 1 }
    }
  }

  public static func + (a: ToldStudents, b: ToldStudents) -> ToldStudents {
    var sum = a
    sum.kept += b.kept
    sum.elsewhere += b.elsewhere
    sum.without += b.without
    sum.left += b.left
    return sum
  }
}

extension PublishedPlacement.Stage {
  /// Whether a plan goes back on what was agreed: somebody has said yes to the post that the student was told, and the plan
  /// has another for the student, or none. Who takes no part any more, or has found a place alone, has been asked.
  ///
  /// - Parameters:
  ///   - status: what the plan makes of the student.
  ///   - previousPost: the post told, at this stage; a place found alone is none.
  ///   - post: the plan's; empty for none.
  public func isBroken(by status: PlacementStatus, previousPost: String, post: String) -> Bool {
    guard self >= .confirmed, previousPost != post, !previousPost.hasPrefix(SelfArranged.postPrefix) else {
      return false
    }
    return switch status {
    case .excluded, .selfArranged: false
    case .pinned, .kept, .moved, .placed, .unplaced: true
    }
  }
}
