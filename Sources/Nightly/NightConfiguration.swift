import Foundation
import Placement

/// How the unattended run goes about its work: the nightly configuration, read and checked.
public struct NightConfiguration: Sendable, Equatable {
  /// How a night writes its log: for people, or a JSON object a line.
  public enum LogFormat: String, Sendable, CaseIterable { case text, json }

  /// The case to plan, and where its plans go.
  public var caseFolder = URL(fileURLWithPath: "/")
  public var plans = URL(fileURLWithPath: "/")
  /// Seconds for the solve; nil: what the deadline leaves.
  public var timeLimit: Double?
  public var relativeGap = 0.0001
  public var threads = 2
  /// Seconds after which the night ends, whatever it is doing; notices included.
  public var deadline = 14_400.0
  /// Whether, of plans as good, the one nearest to the latest is taken.
  public var nearLatest = true
  /// Plans that stay beside the latest, it included; as many held ones.
  public var keepPlans = 14
  /// Mebibytes of address space for a child; nil: no limit.
  public var memoryLimit: Int?
  /// Of the students who have been told a post: above it a plan is held. Nil: no such guard.
  public var maxMovedShare: Double?
  /// Tables that may vanish or lose most of their rows from one night to the next, by name: `decisions`.
  public var allowMissing: [String] = []
  /// A plan with a wider gap at any stage is held. Nil: no such guard.
  public var maxGap: Double?
  /// Mebibytes that must be free before work begins.
  public var minimumFree = 200
  /// Hours after which `status` calls the last night too long ago.
  public var maximumAge = 26.0
  public var history = URL(fileURLWithPath: "/")
  public var onSuccess: [String]?
  public var onFailure: [String]?
  /// Whether plans have a workbook too.
  public var xlsx = false
  public var logFormat = LogFormat.text
  public var language = Language.chinese
  /// What the review page offers as reasons of a decision; empty: its own list.
  public var decisionReasons: [String] = []

  public init() {}

  /// A night with nothing but its two folders said.
  public init(caseFolder: URL, plans: URL) {
    self.caseFolder = caseFolder
    self.plans = plans
    history = NightConfiguration.defaultHistory(plans)
  }

  static func defaultHistory(_ plans: URL) -> URL { plans.appendingPathComponent("history.sqlite") }
}
