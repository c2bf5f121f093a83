/// How two students are to sit, each towards the other.
public enum PairRelation: String, Word {
  /// Never at one post at the same time.
  case apart
  /// Never at one enterprise.
  case apartHost = "apart_host"
  /// A wish for one enterprise.
  case together

  public var chinese: String {
    switch self {
    case .apart: "不同岗位"
    case .apartHost: "不同单位"
    case .together: "同单位"
    }
  }
}

/// Two students who keep apart or want to go together (a row of pairs.csv).
public struct StudentPair: Hashable, Sendable {
  /// Indices into ``PlacementCase/students``, the lower first.
  public var students: [Int]
  public var relation: PairRelation
  /// Row in pairs.csv, for messages.
  public var row: Int

  public init(_ a: Int, _ b: Int, _ relation: PairRelation, row: Int) {
    students = [min(a, b), max(a, b)]
    self.relation = relation
    self.row = row
  }
}

extension PlacementCase {
  /// The pairs both of whom the program is to place: towards others nobody keeps apart or goes together.
  public var pairsTakingPart: [StudentPair] { pairs.filter { $0.students.allSatisfy(takesPart) } }
}
