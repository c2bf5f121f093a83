/// A row of requests.csv: what a student asks for once the plan is published. Why is not here: a reason stays in its
/// file.
public struct ChangeRequest: Sendable, Hashable {
  public enum Wish: Sendable, Hashable {
    /// The post, or any post of the enterprise.
    case to(Target)
    /// The student gives the place up and stays without.
    case leave
    /// Each goes to where the other (an index into the case's students) is.
    case swap(Int)
  }

  /// Index into the case's students.
  public let student: Int
  public let wish: Wish
  public let requestedOn: CalendarDate?
  /// Row in requests.csv.
  public let row: Int

  public init(student: Int, wish: Wish, requestedOn: CalendarDate? = nil, row: Int) {
    self.student = student
    self.wish = wish
    self.requestedOn = requestedOn
    self.row = row
  }

  public var kind: RequestKind {
    switch wish {
    case .to: .to
    case .leave: .leave
    case .swap: .swap
    }
  }
}

/// What a request asks for.
public enum RequestKind: String, Word {
  case to, leave, swap

  public var chinese: String {
    switch self {
    case .to: "调到"
    case .leave: "离开"
    case .swap: "互换"
    }
  }
}

/// What granting a request, alone, would come to.
public enum RequestOutcome: String, Word {
  /// No objective gets worse and nobody else moves.
  case free
  /// Others move, none of them to a worse place; no objective gets worse, but `moves` on their account.
  case swap
  /// An objective gets worse, or somebody else.
  case costs
  /// A rule, a decision, a signature or a quota forbids it.
  case impossible
  /// The time was up.
  case notComputed = "not_computed"

  public var chinese: String {
    switch self {
    case .free: "无代价"
    case .swap: "调换"
    case .costs: "有代价"
    case .impossible: "不可行"
    case .notComputed: "未计算"
    }
  }
}
