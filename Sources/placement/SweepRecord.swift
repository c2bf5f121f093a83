import Allocation
import AssignmentSolver
import Foundation
import Inquiry
import Placement
import Plan

/// What a scenario's folder is to hold.
enum SweepEffort {
  /// The plan with all its tables, and re-solves for what staying would cost: so many, or (nil) those that are cheap.
  case plans(explainBudget: Int?)
  /// The comparison's row alone.
  case row

  var text: String {
    switch self {
    case .plans(let budget): budget.map { "\($0)" } ?? ""
    case .row: "row"
    }
  }
}

/// A finished scenario, so that an interrupted sweep resumes: scenario.json in its folder.
struct SweepRecord: Codable, Equatable {
  /// What the row was computed from; another key, another computation.
  let key: [String]
  let row: [String]
  /// The widest gap of a stage; nil where all are proven.
  let gap: Double?
  /// Students placed otherwise, and those of them of whom the price of staying was not computed.
  let changed: Int
  let notPriced: Int

  /// Settings, the hashes of the case's files, and how far the solve was to go.
  static func key(
    _ scenario: NamedSettings, _ placementCase: PlacementCase, _ options: AllocationOptions,
    timeLimit: Double?, effort: SweepEffort
  ) -> [String] {
    [Version.current, "\(options.limits.relativeGap)", timeLimit.map { "\($0)" } ?? "", effort.text]
      + scenario.settings.map(\.text)
      + placementCase.inputs.map { "\($0.name) \($0.sha256)" }
  }

  static func read(_ folder: URL, key: [String]) -> SweepRecord? {
    any(folder).flatMap { $0.key == key ? $0 : nil }
  }

  /// Whatever it was computed from.
  static func any(_ folder: URL) -> SweepRecord? {
    (try? Data(contentsOf: folder.appendingPathComponent("scenario.json"))).flatMap {
      try? JSONDecoder().decode(SweepRecord.self, from: $0)
    }
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  private static let kinds: [FigureKind] = [
    .placed, .unplaced, .meanDistance, .worstDistance, .exactMatches, .targetMet,
  ]

  static func columns(stages: Int) -> [String] {
    ["scenario", "settings"] + kinds.map(\.rawValue) + (1...stages).map { "objective_\($0)" } + ["proven"]
  }

  static func row(
    _ scenario: NamedSettings, _ figures: [PlanFigure], gap: Double?, _ language: Language
  ) -> [String] {
    [scenario.name, scenario.settings.map(\.text).joined(separator: "; ")]
      + kinds.map { kind in figures.first { $0.kind == kind }?.text ?? "" }
      + figures.filter { $0.kind == .objective }.map(\.text)
      + [YesNo(gap == nil)(language)]
  }
}
