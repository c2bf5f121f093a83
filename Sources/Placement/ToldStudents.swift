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
