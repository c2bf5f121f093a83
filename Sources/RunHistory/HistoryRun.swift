import Placement

/// One run as the history keeps it. No names, no births, no homes: ids and figures.
public struct HistoryRun: Sendable, Equatable {
  /// One stage of the objectives, as summary.json has it.
  public struct Objective: Sendable, Equatable {
    /// From 1.
    public var stage: Int
    /// `match×1, distance×1`
    public var weights: String
    public var value: Int64
    public var bound: Int64
    public var gap: Double
    public var proven: Bool

    public init(stage: Int, weights: String, value: Int64, bound: Int64, gap: Double, proven: Bool) {
      self.stage = stage
      self.weights = weights
      self.value = value
      self.bound = bound
      self.gap = gap
      self.proven = proven
    }
  }

  /// Also the name of the plan's folder: `2026-09-01T02-00-00Z`.
  public var id: String
  /// Grows with every run of a plans folder, whatever the clock does.
  public var sequence: Int
  /// The policy's name; empty where it could not be read.
  public var season: String
  /// ISO 8601, UTC.
  public var started: String
  public var outcome: String
  /// The outcome of a run whose plan was kept aside for review.
  public static let heldOutcome = "held"
  public var exitCode: Int
  public var reason: Text
  /// SHA-256 by file name.
  public var inputs: [String: String] = [:]
  public var objectives: [Objective] = []
  public var counts: [String: Int] = [:]
  /// Seconds by step.
  public var timings: [String: Double] = [:]

  public init(
    id: String, sequence: Int, season: String, started: String, outcome: String, exitCode: Int,
    reason: Text
  ) {
    self.id = id
    self.sequence = sequence
    self.season = season
    self.started = started
    self.outcome = outcome
    self.exitCode = exitCode
    self.reason = reason
  }
}

/// Where one student was in one run.
public struct HistoryPlacement: Sendable, Equatable {
  public var student: String
  /// Nil for none.
  public var post: String?
  /// `pinned`, `kept`, `moved`, `placed`, `unplaced` or `excluded`.
  public var status: String
  /// What a change serves, or why there is no post: a word of the contract; empty for neither.
  public var why: String

  public init(student: String, post: String?, status: String, why: String) {
    self.student = student
    self.post = post
    self.status = status
    self.why = why
  }
}

/// A student whose post differs between two runs.
public struct HistoryDifference: Sendable, Equatable {
  public var student: String
  public var before: String?
  public var after: String?
  public var status: String
  public var why: String
}

/// A student's placement in a run.
public struct StudentRun: Sendable, Equatable {
  public var run: String
  public var outcome: String
  public var placement: HistoryPlacement
  /// The last run before whose plan took effect and knew the student; nil for the first.
  public var before: String?
  /// Whether the post differs from that run's.
  public var changed: Bool

  /// Whether the plan was kept aside for review: nobody was placed by it.
  public var isHeld: Bool { outcome == HistoryRun.heldOutcome }
}
