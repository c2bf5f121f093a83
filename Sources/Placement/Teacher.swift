/// A teacher of a school, who supervises students at their hosts (teachers.csv).
public struct Teacher: Sendable, Equatable {
  public var id: String
  public var name = ""
  public var schoolID = ""
  /// Codes of 2, 4 or 6 digits that the teacher teaches, in order of their digits, without repeats.
  public var specialtyCodes: [SpecialtyCode] = []
  /// Of the teacher's own; nil: the policy's.
  public var maxStudents: Int?
  public var maxHosts: Int?
  /// Teaches a specialty, and so must practise in enterprises.
  public var isSpecialist = true
  /// Months of practice in enterprises within five years; nil: not known.
  public var practiceMonths: Int?
  public var practiceAsOf: CalendarDate?
  public var isNew = false

  public init(id: String) { self.id = id }
}

extension Policy {
  /// Students that the teacher may supervise over the whole plan; nil: nobody says.
  public func maxStudents(of teacher: Teacher) -> Int? { teacher.maxStudents ?? supervisionMaxStudents }

  /// Hosts that the teacher may go to over the whole plan; nil: no limit.
  public func maxHosts(of teacher: Teacher) -> Int? { teacher.maxHosts ?? supervisionMaxHosts }
}

/// Why a placed student has no supervisor: `reason` in supervisors.csv.
public enum UnsupervisedReason: String, Word {
  case noTeacher = "no_teacher"
  case limitsFull = "limits_full"
  /// The student is held to one teacher.
  case teacherFull = "teacher_full"

  public var chinese: String {
    switch self {
    case .noTeacher: "学校没有教师"
    case .limitsFull: "指导上限已满"
    case .teacherFull: "指定教师已满"
    }
  }
}
