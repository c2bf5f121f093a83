import Allocation
import CommandWords
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
  /// In the order of their rows. Left out by whoever need not name them: see ``SweepManifest/digest``.
  private(set) var scenarios: [SweepScenario]?

  /// No scenario is named so: their names begin with no dot.
  static let file = RunLanguage.sweepNotes

  init(_ sweep: SweepManifest, _ baseline: SweepBaseline, _ scenarios: [SweepScenario]) {
    self.sweep = sweep
    self.baseline = baseline
    self.scenarios = scenarios
  }

  /// - Parameter namingScenarios: whether all scenarios are wanted too, of which a task knows its own.
  init?(in folder: URL, namingScenarios: Bool = false) {
    let file = folder.appendingPathComponent(Self.file)
    let decoder = JSONDecoder()
    decoder.userInfo[Self.namesScenarios] = namingScenarios
    guard let data = try? Data(contentsOf: file),
      let notes = try? decoder.decode(SweepNotes.self, from: data), notes.sweep.perTask > 0,
      !namingScenarios || notes.scenarios?.count == notes.sweep.count
    else { return nil }
    self = notes
  }

  private static let namesScenarios = CodingUserInfoKey(rawValue: "scenarios")!

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    sweep = try fields.decode(SweepManifest.self, forKey: .sweep)
    baseline = try fields.decode(SweepBaseline.self, forKey: .baseline)
    if decoder.userInfo[Self.namesScenarios] as? Bool == true {
      scenarios = try fields.decode([SweepScenario].self, forKey: .scenarios)
    }
  }
}

/// A row of a sweep's table, by what stands in the scenario file.
struct SweepScenario: Codable {
  let name: String
  let settings: [String]

  /// - Throws: ``InquiryFault`` where a text is no setting.
  init(_ scenario: NamedSettings) throws {
    name = scenario.name
    settings = try scenario.texts.map { try Setting($0).text }
  }
}

/// Which sweep it is: two tasks are of the same one where this is equal.
struct SweepManifest: Codable, Equatable {
  /// ``Version/build``.
  let version: String
  /// Scenarios.
  let count: Int
  /// Of all scenarios as the file has them, in the order of their rows.
  let digest: String
  /// What every result must have been computed from beside its settings, see ``SweepRecord/key``.
  let key: [String]
  /// Whether scenarios have rows alone, and no folders.
  let isOfRows: Bool
  let perTask: Int
  /// Objectives of the policy.
  let stages: Int
  let language: String

  enum CodingKeys: String, CodingKey {
    case version, count, digest, key, stages, language
    case isOfRows = "rows_only"
    case perTask = "per_task"
  }

  init(
    _ scenarios: [NamedSettings], key: [String], isOfRows: Bool, perTask: Int, _ policy: Policy
  ) {
    version = Version.build
    count = scenarios.count
    digest = Self.digest(scenarios)
    self.key = key
    self.isOfRows = isOfRows
    self.perTask = perTask
    stages = policy.objectives.count
    language = policy.language.rawValue
  }

  /// Of texts with their lengths: no two lists come to the same bytes.
  private static func digest(_ scenarios: [NamedSettings]) -> String {
    var text = ""
    for scenario in scenarios {
      text += "\(scenario.texts.count)\n"
      for word in [scenario.name] + scenario.texts { text += "\(word.utf8.count)\n\(word)\n" }
    }
    return Digest.sha256(Array(text.utf8))
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
