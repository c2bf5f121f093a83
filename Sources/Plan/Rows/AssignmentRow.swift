import Placement

/// assignments.csv: a student, and what became of it.
public struct AssignmentRow: PlanRow {
  /// Where the student is to work.
  public struct Place: Sendable, Equatable {
    public var postID: String
    public var postTitle: String
    public var enterpriseID: String
    public var enterpriseName: String
    public var district: String
    public var address: String
    /// Nil where no codes tell.
    public var match: MatchLevel?
    /// Units of 100 m.
    public var distance: Int32?
    /// Among the student's wishes; nil where it is none of them.
    public var rank: Int?
    public var monthlyPay: ExactDecimal
    public var start: CalendarDate
    public var end: CalendarDate
    /// Whom to ask at the enterprise.
    public var contact = ""
  }

  /// A post with a free seat that the student may take.
  public struct Alternative: Sendable, Equatable {
    public var postID: String
    /// Title, enterprise, distance and free seats.
    public var detail: Text
  }

  public var studentID: String
  public var studentName = ""
  public var schoolID = ""
  public var schoolName = ""
  public var className = ""
  public var teacher = ""
  /// Empty without teachers.csv.
  public var supervisorID = ""
  public var supervisorName = ""
  /// Six digits.
  public var specialty = ""
  public var status: PlacementStatus
  public var place: Place?
  public var previousPostID = ""
  public var overriddenRules: [Rule] = []
  /// Nearest first.
  public var alternatives: [Alternative] = []
  /// Ids of posts and enterprises, by rank.
  public var wishes: [String] = []
  /// The mates' ids.
  public var team: [String] = []
  /// Why there is no post; nil for those who have one.
  public var reason: UnplacedReason?
  public var note = Text(verbatim: "")

  public init(studentID: String, status: PlacementStatus) {
    self.studentID = studentID
    self.status = status
  }

  public static let schema = PlanSchema.assignments

  public var cells: [PlanCell] { personCells + placeCells + aboutCells + decisionCells }

  private var personCells: [PlanCell] {
    [
      .text(studentID), .text(studentName), .text(schoolID), .text(schoolName), .text(className),
      .text(teacher), .text(supervisorID), .text(supervisorName), .text(specialty), .word(status),
    ]
  }

  private var placeCells: [PlanCell] {
    guard let place else { return Array(repeating: .text(""), count: 12) }
    return [
      .text(place.postID), .text(place.postTitle), .text(place.enterpriseID), .text(place.enterpriseName),
      .text(place.district), .text(place.address), .word(place.match), .kilometres(place.distance),
      .whole(place.rank), .amount(place.monthlyPay), .date(place.start), .date(place.end),
    ]
  }

  /// Left to the coordinator.
  private var decisionCells: [PlanCell] { Array(repeating: .text(""), count: 3) }

  private var aboutCells: [PlanCell] {
    [
      .text(previousPostID), .list(overriddenRules.map(\.text)), .ids(alternatives.map(\.postID)),
      .list(alternatives.map(\.detail)), .ids(wishes), .ids(team), .text(place?.contact ?? ""),
      .word(reason), .said(note),
    ]
  }
}
