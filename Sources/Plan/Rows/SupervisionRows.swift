import Placement

/// supervisors.csv: a supervisor and a host, or a student without a supervisor.
public struct SupervisorRow: PlanRow, Comparable {
  public static let schema = PlanSchema.supervisors

  public var schoolID: String
  /// Empty in the row of a student without a supervisor.
  public var teacherID = ""
  public var teacherName = ""
  /// Empty where the case does not know the host.
  public var enterpriseID = ""
  public var enterpriseName = ""
  /// The student without a supervisor; empty in the row of a pair.
  public var studentID = ""
  public var students: Int?
  /// Units of 100 m.
  public var distance: Int32?
  public var reason: UnsupervisedReason?

  init(schoolID: String) { self.schoolID = schoolID }

  public var cells: [PlanCell] {
    texts.map { .text($0) } + [.whole(students), .kilometres(distance), .word(reason)]
  }

  private var texts: [String] {
    [schoolID, teacherID, teacherName, enterpriseID, enterpriseName, studentID]
  }

  /// The order of rows: by column, from left to right.
  public static func < (a: SupervisorRow, b: SupervisorRow) -> Bool {
    for (left, right) in zip(a.texts, b.texts) where left != right {
      return String.utf8Precedes(left, right)
    }
    return false
  }
}

/// teacher-practice.csv: a teacher, and the practice in enterprises.
public struct PracticeRow: PlanRow {
  public static let schema = PlanSchema.teacherPractice

  public var teacherID: String
  public var schoolID: String
  public var months: Int?
  /// Nil for those who teach no specialty.
  public var required: Int?
  public var missing: Int?
  public var suggestedEnterpriseID = ""

  init(teacherID: String, schoolID: String) {
    self.teacherID = teacherID
    self.schoolID = schoolID
  }

  public var cells: [PlanCell] {
    [
      .text(teacherID), .text(schoolID), .whole(months), .whole(required), .whole(missing),
      .text(suggestedEnterpriseID),
    ]
  }
}
