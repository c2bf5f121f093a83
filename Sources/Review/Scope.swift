/// What one account may see and do: the one place that decides. Every page reads students through a ``PlanView``,
/// which is made of a scope and shows nobody else's.
public struct Scope: Sendable {
  public let account: Account

  public init(_ account: Account) { self.account = account }

  // MARK: Students

  /// Whether a student of this school may be seen, by name and id.
  func maySee(school: String) -> Bool {
    switch account.role {
    case .planner: true
    case .coordinator: account.schools.contains(school)
    case .viewer, .administrator: false
    }
  }

  public var seesStudents: Bool { account.role == .planner || account.role == .coordinator }
  /// Whether a plan's lists of every school may be had as files.
  public var seesWholePlan: Bool { account.role == .planner }

  // MARK: The rest

  /// Overview, posts and enterprises, and the report: figures without a student.
  public var seesFigures: Bool { account.role != .administrator }
  public var mayDecide: Bool { seesStudents }
  public var mayAsk: Bool { account.role == .planner }
  public var mayPublish: Bool { account.role == .planner }
  public var mayApprove: Bool { account.role == .coordinator }
  public var seesApprovals: Bool { seesStudents }
  public var administers: Bool { account.role == .administrator }
}
