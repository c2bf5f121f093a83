import Allocation
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles

/// What `decide --dry-run --json` says: for programs that show it to somebody else.
struct DecisionConsequencesJSON: Encodable {
  struct Change: Encodable {
    let kind: String
    let studentID: String
    let decision: String
    let targetID: String
    let reason: String
    let effects: [String]
  }

  struct Objective: Encodable {
    let title: String
    let before: Int64
    let after: Int64
  }

  struct Move: Encodable {
    let studentID: String
    let from: String?
    let to: String?
  }

  var changes: [Change] = []
  /// Left out where the solve came to nothing in time, or there is no plan without the decisions.
  var placedBefore: Int?
  var placedAfter: Int?
  var objectives: [Objective] = []
  /// Those who lose their post first.
  var moves: [Move] = []
  /// Why there are no figures.
  var remark: String?
}

extension DecideCommand {
  func showAsJSON(
    _ result: DecisionImport, _ before: PlacementCase, _ after: PlacementCase, _ clock: RunClock
  ) throws {
    let language = speech.console.language
    var answer = DecisionConsequencesJSON()
    do {
      let preview = DecisionPreview(before: before, after: after, threads: solving.threads)
      answer.changes = result.changes.map { change in
        DecisionConsequencesJSON.Change(
          kind: "\(change.kind)", studentID: change.studentID,
          decision: DecisionWord.text(change.decision).en,
          targetID: change.targetID, reason: change.reason,
          effects: effects(of: change, preview, after).map { $0(language) })
      }
      let found = try consequences(preview, clock)
      if Interruption.isSet { throw Interrupted() }
      (answer.placedBefore, answer.placedAfter) = (found.placed?.before, found.placed?.after)
      answer.objectives = found.objectives.map {
        DecisionConsequencesJSON.Objective(title: $0.title(language), before: $0.before, after: $0.after)
      }
      answer.moves = found.moves.map {
        DecisionConsequencesJSON.Move(studentID: $0.studentID, from: $0.from, to: $0.to)
      }
      if found.placed == nil { answer.remark = found.text(language) }
    } catch AllocationFailure.faults(let faults) {
      throw result.refusal(faults.map(result.located))
    } catch AllocationFailure.noPlanInTime where !Interruption.isSet {
      answer.remark = Self.notInTime(language)
    }
    try Self.write(answer)
  }

  static let notInTime = Text(
    zh: "谁会因此变动，时限内没有算出（--time-limit）", en: "who would move was not found in time (--time-limit)")

  static func write(_ answer: DecisionConsequencesJSON) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    Console.result(try encoder.encode(answer) + Data("\n".utf8))
    try Console.checkResults()
  }
}
