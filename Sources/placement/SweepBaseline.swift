import Allocation
import AssignmentSolver
import Foundation
import Inquiry
import Placement
import Plan

/// The plan without any settings as the first task of a sweep has found it.
///
/// Every other task takes it over instead of solving the city from nothing, so that all compare with one plan, be it one
/// that a time limit has cut short. Like a finished scenario it is of the sweep's own version, case and options; what
/// can be checked at once is: ``ChangeSolver/takingOver(_:distances:of:threads:)``.
struct SweepBaseline: Codable {
  /// Its row of the table.
  let record: SweepRecord
  let solution: AssignmentSolution
  /// ``ChangeSolver/distances(of:)``.
  let distances: [Int64]?

  init(_ record: SweepRecord, _ solution: AssignmentSolution, distances: [Int64]?) {
    self.record = record
    self.solution = solution
    self.distances = distances
  }

  // MARK: As a file

  private enum CodingKeys: String, CodingKey { case record, plan, stages, distances }

  private struct Stage: Codable {
    let value: Int64
    let bound: Int64
    let proof: String
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    record = try fields.decode(SweepRecord.self, forKey: .record)
    // Numbers between blanks: with a line each the file would be ten times as long.
    func numbers<Number: FixedWidthInteger>(_ text: String, _ key: CodingKeys) throws -> [Number] {
      try text.utf8.split(separator: UInt8(ascii: " ")).map {
        guard let number = Number(Substring($0)) else {
          throw DecodingError.dataCorruptedError(forKey: key, in: fields, debugDescription: "no number")
        }
        return number
      }
    }
    let plan: [Int32] = try numbers(try fields.decode(String.self, forKey: .plan), .plan)
    distances = try fields.decodeIfPresent(String.self, forKey: .distances).map {
      try numbers($0, .distances)
    }
    let stages = try fields.decode([Stage].self, forKey: .stages).map {
      StageOutcome(value: $0.value, bound: $0.bound, proof: $0.proof)
    }
    solution = AssignmentSolution(post: plan, stages: stages)
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(record, forKey: .record)
    try fields.encode(solution.post.map(String.init).joined(separator: " "), forKey: .plan)
    try fields.encodeIfPresent(
      distances.map { $0.map(String.init).joined(separator: " ") }, forKey: .distances)
    try fields.encode(
      solution.stages.map { Stage(value: $0.value, bound: $0.bound, proof: $0.proof) }, forKey: .stages)
  }
}

extension WhatIfWork {
  /// The plan without settings: that of the task which came first, where there is one, else a solve's, for the tasks to come.
  ///
  /// - Parameter others: what is solved after it, each of which gets as much of the time.
  mutating func baseline(
    of manifest: SweepManifest, _ scenarios: [NamedSettings], _ placementCase: PlacementCase,
    before others: Int, _ folder: WhatIfFolder
  ) throws -> Allocation {
    if let found = try folder.baseline(of: manifest), let taken = try takenOver(found, placementCase) {
      return taken
    }
    let own = try solved(placementCase, before: others)
    let joined = try folder.joinSweep(
      SweepNotes(manifest, try handedOn(own), try scenarios.map(SweepScenario.init)))
    // Another may have come first by now; where a time limit strikes, its plan need not be this one.
    return joined.solution.post == own.solution.post && joined.solution.stages == own.solution.stages
      ? own : try takenOver(joined, placementCase) ?? own
  }

  /// The row of the plan without settings.
  func record(of baseline: CityFigures) -> SweepRecord {
    let language = baseline.allocation.policy.language
    let name = Text(zh: "现状", en: "baseline")(language)
    let gap = gap(baseline.allocation)
    return SweepRecord(
      key: [],
      row: SweepRecord.row(
        NamedSettings(name: name, texts: [], settings: []), baseline.figures, gap: gap, language),
      gap: gap, changed: 0, notPriced: 0)
  }
}
