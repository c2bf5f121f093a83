import Foundation
import Placement

/// What decisions would do before they are written: `placement decide --dry-run --json` says it, the review page reads it.
public struct DecisionReport: Codable, Sendable, Equatable {
  /// What becomes of one row of decisions.csv.
  public struct Change: Codable, Sendable, Equatable {
    public let kind: DecisionChange.Kind
    public let studentID: String
    /// `pin` or `ban`.
    public let decision: String
    /// A post's or an enterprise's id.
    public let targetID: String
    public let reason: String
    /// A sentence each.
    public let effects: [String]

    enum CodingKeys: String, CodingKey {
      case kind, decision, reason, effects
      case studentID = "student_id"
      case targetID = "target_id"
    }

    public init(_ change: DecisionChange, effects: [String]) {
      kind = change.kind
      studentID = change.studentID
      decision = DecisionWord.text(change.decision).en
      targetID = change.targetID
      reason = change.reason
      self.effects = effects
    }
  }

  public struct Objective: Codable, Sendable, Equatable {
    public let title: String
    public let before: Int64
    public let after: Int64

    public init(title: String, before: Int64, after: Int64) {
      self.title = title
      self.before = before
      self.after = after
    }
  }

  /// A student who is placed otherwise; nil: no post.
  public struct Move: Codable, Sendable, Equatable {
    public let studentID: String
    public let from: String?
    public let to: String?

    enum CodingKeys: String, CodingKey {
      case from, to
      case studentID = "student_id"
    }

    public init(studentID: String, from: String?, to: String?) {
      self.studentID = studentID
      self.from = from
      self.to = to
    }
  }

  public let changes: [Change]
  /// Nil where ``remark`` says why there are no figures.
  public var placedBefore: Int?
  public var placedAfter: Int?
  public var objectives: [Objective] = []
  /// Those who lose their post first.
  public var moves: [Move] = []
  /// Students who have a post that has not been published.
  public var untold: Int?
  public var remark: String?

  enum CodingKeys: String, CodingKey {
    case changes, objectives, moves, untold, remark
    case placedBefore = "placed_before"
    case placedAfter = "placed_after"
  }

  public init(changes: [Change] = []) { self.changes = changes }

  /// Nil where the text is no report.
  public init?(json: String) {
    guard let report = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
    self = report
  }

  /// Only who has been told a post keeps it by the objectives where another plan is as good: what must be said beside who
  /// moves.
  public static func note(untold: Int) -> Text? {
    guard untold > 0 else { return nil }
    return Text(
      zh: "注意：有岗位的学生中 \(untold) 名还没有公布。下一个方案只有参照现有方案（placement allocate 加 --near），"
        + "才在同样好的方案中取变动最少的；每夜运行自动参照最近的方案。不参照时其他学生也可能变动",
      en: "note: students whose post has not been published: \(untold). Only near the plan there is (with "
        + "placement allocate --near) the next is, of all as good, the one that moves the fewest; a night is "
        + "near its latest plan by itself. Without it others may move too")
  }

  /// One line, with its end.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
