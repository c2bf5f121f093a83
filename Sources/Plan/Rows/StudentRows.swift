import Placement

/// unplaced.csv: a student taking part without a post, and why.
public struct UnplacedRow: PlanRow {
  /// What keeps the student from the nearest post.
  public enum Obstacle: Sendable, Equatable {
    case rule(Rule)
    /// Full.
    case quota(QuotaKind)
    /// The post would stay below its minimum.
    case minimum
    /// The school has all that the post or its enterprise takes of it.
    case school
    /// Somebody is there from whom the student keeps apart.
    case apart

    public var text: Text {
      switch self {
      case .rule(let rule): rule.text
      case .quota(let kind): kind.text
      case .minimum: PlanWord.minStudents.text
      case .school: PlanWord.maxPerSchool.text
      case .apart: PlanWord.apart.text
      }
    }
  }

  public var studentID: String
  public var studentName = ""
  public var schoolID = ""
  public var specialty = ""
  public var reason: UnplacedReason?
  public var eligiblePosts = 0
  public var nearestPostID = ""
  public var nearestBlockedBy: Obstacle?
  public var detail = Text(verbatim: "")

  public init(studentID: String) { self.studentID = studentID }

  public static let schema = PlanSchema.unplaced

  public var cells: [PlanCell] {
    [
      .text(studentID), .text(studentName), .text(schoolID), .text(specialty), .word(reason),
      .whole(eligiblePosts), .text(nearestPostID), .said(nearestBlockedBy?.text ?? Text(verbatim: "")),
      .said(detail),
    ]
  }
}

/// changes.csv: a student whose post differs from the published one, and what the change serves.
public struct ChangeRow: PlanRow {
  public var studentID: String
  public var studentName = ""
  public var schoolID = ""
  public var status: PlacementStatus
  public var previousPostID: String
  /// Empty without a post.
  public var postID: String
  public var serves: ChangeReason

  public static let schema = PlanSchema.changes

  public var cells: [PlanCell] {
    [
      .text(studentID), .text(studentName), .text(schoolID), .word(status), .text(previousPostID),
      .text(postID), .said(serves.word),
      .said(serves.sentence(leaving: previousPostID, for: postID.isEmpty ? nil : postID)),
    ]
  }
}
