import Allocation
import Foundation
import Inquiry
import Placement
import PlacementFiles

/// What the tasks of one sweep have in common: `.sweep.json` in the folder that they gather in.
///
/// The first task writes it together with the folder; every other one must find its own sweep there.
struct SweepNotes: Codable {
  let sweep: SweepManifest
  let baseline: SweepBaseline

  /// No scenario is named so: their names begin with no dot.
  static let file = ".sweep.json"

  init(_ sweep: SweepManifest, _ baseline: SweepBaseline) {
    self.sweep = sweep
    self.baseline = baseline
  }

  init?(in folder: URL) {
    guard let data = try? Data(contentsOf: folder.appendingPathComponent(Self.file)),
      let notes = try? JSONDecoder().decode(SweepNotes.self, from: data), notes.sweep.perTask > 0
    else { return nil }
    self = notes
  }
}

/// Which sweep it is: two tasks are of the same one where this is equal.
struct SweepManifest: Codable, Equatable {
  struct Item: Codable, Equatable {
    let name: String
    let settings: [String]
  }

  let version: String
  /// In the order of their rows.
  let scenarios: [Item]
  /// What every result must have been computed from beside its settings, see ``SweepRecord/key``.
  let key: [String]
  /// Whether scenarios have rows alone, and no folders.
  let isOfRows: Bool
  let perTask: Int
  /// Objectives of the policy.
  let stages: Int
  let language: String

  enum CodingKeys: String, CodingKey {
    case version, scenarios, key, stages, language
    case isOfRows = "rows_only"
    case perTask = "per_task"
  }

  init(
    _ scenarios: [NamedSettings], key: [String], isOfRows: Bool, perTask: Int, _ policy: Policy
  ) {
    version = Version.current
    self.scenarios = scenarios.map { Item(name: $0.name, settings: $0.settings.map(\.text)) }
    self.key = key
    self.isOfRows = isOfRows
    self.perTask = perTask
    stages = policy.objectives.count
    language = policy.language.rawValue
  }
}

/// Which scenarios one task of an array job works on.
struct SweepTask {
  /// From 0.
  let number: Int
  let perTask: Int

  func range(of count: Int) -> Range<Int> {
    min(count, number * perTask)..<min(count, (number + 1) * perTask)
  }

  /// The variables by which a batch system tells a task its number, and what it counts from.
  static let variables = [
    ("SLURM_ARRAY_TASK_ID", 0), ("JOB_COMPLETION_INDEX", 0), ("PBS_ARRAY_INDEX", 0), ("LSB_JOBINDEX", 1),
  ]

  /// The task's number by the first of the variables that holds one; nil where there is none.
  static func number(in environment: [String: String]) -> Int? {
    variables.lazy.compactMap { name, first in
      environment[name].flatMap(Int.init).map { $0 - first }
    }.first { $0 >= 0 }
  }

  /// Numbers as an array job takes them: `3,7-9`.
  static func array(_ numbers: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for number in numbers {
      if let last = ranges.last, last.upperBound == number - 1 {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }
}
