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

  var isRow: Bool { if case .row = self { true } else { false } }

  var text: String {
    switch self {
    case .plans(let budget): budget.map { "\($0)" } ?? ""
    case .row: "row"
    }
  }
}

/// A finished scenario, so that an interrupted sweep resumes: scenario.json in its folder, or one of ``SweepRows``.
struct SweepRecord: Codable, Equatable {
  /// What the row was computed from, the sweep's own key and then the settings; another key, another computation.
  let key: [String]
  let row: [String]
  /// The widest gap of a stage; nil where all are proven.
  let gap: Double?
  /// Students placed otherwise, and those of them of whom the price of staying was not computed.
  let changed: Int
  let notPriced: Int

  /// What all scenarios of a sweep are computed from, before their settings: the case by its files' hashes, and how far
  /// solves are to go.
  static func key(
    _ placementCase: PlacementCase, _ options: AllocationOptions, timeLimit: Double?, effort: SweepEffort
  ) -> [String] {
    [Version.build, "\(options.limits.relativeGap)", timeLimit.map { "\($0)" } ?? "", effort.text]
      + placementCase.inputs.map { "\($0.name) \($0.sha256)" }
  }

  /// The scenario's name.
  var name: String { row.first ?? "" }

  /// As scenario.json holds it; nil where there is none.
  init?(in folder: URL) {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(Self.file)),
      let record = try? JSONDecoder().decode(SweepRecord.self, from: data)
    else { return nil }
    self = record
  }

  init(key: [String], row: [String], gap: Double?, changed: Int, notPriced: Int) {
    (self.key, self.row, self.gap) = (key, row, gap)
    (self.changed, self.notPriced) = (changed, notPriced)
  }

  static let file = "scenario.json"

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
