import Allocation
import Foundation
import GLPKSolver
import Inquiry
import Placement
import PlacementFiles

// What decisions would do, told before they are written.
extension DecideCommand {
  /// Of each decision its effects, then who would move: line by line as it is worked out, or all of it as JSON.
  /// - Throws: ``InputFaults`` where the decisions cannot hold.
  func foretell(
    _ result: DecisionImport, _ before: PlacementCase, _ after: PlacementCase, near: FormerPlacement?,
    _ clock: RunClock
  ) throws {
    let console = speech.console
    do {
      let preview = DecisionPreview(before: before, after: after, threads: solving.threads)
      let effects = effects(of: result.changes, preview, after)
      if !json {
        for (change, effects) in zip(result.changes, effects) {
          console.result(change.text)
          for effect in effects { console.result(Text(verbatim: "  ") + effect) }
        }
      }
      let found = try consequences(preview, near, clock)
      guard !json else { return try Self.write(report(result.changes, effects, found)) }
      console.result(found.text)
      speech.list(found.moves.map(\.text), atMost: 30)
      if let note = DecisionReport.note(untold: found.untold) { console.result(note) }
    } catch AllocationFailure.faults(let faults) {
      throw result.refusal(faults.map(result.located))
    }
  }

  static func write(_ report: DecisionReport) throws {
    Console.result(Data(try report.json().utf8))
    try Console.checkResults()
  }

  /// By change.
  private func effects(
    of changes: [DecisionChange], _ preview: DecisionPreview, _ placementCase: PlacementCase
  ) -> [[Text]] {
    func places(_ ids: [String]) -> [String: Int] {
      Dictionary(zip(ids, ids.indices), uniquingKeysWith: { first, _ in first })
    }
    let students = places(placementCase.students.map(\.id))
    let posts = places(placementCase.posts.map(\.id))
    let enterprises = places(placementCase.enterprises.map(\.id))
    return changes.map { change in
      guard change.kind != .dropped, let student = students[change.studentID] else { return [] }
      switch (change.decision, posts[change.targetID]) {
      case (.pin, let post?): return preview.effects(pinning: student, to: post)
      case (.ban, let post?): return preview.effects(banning: student, from: .post(post))
      case (_, nil):
        let host = enterprises[change.targetID]
        return host.map { preview.effects(banning: student, from: .enterprise($0)) } ?? []
      }
    }
  }

  /// Where the solve comes to nothing, the decisions can be written all the same: then it is said why nobody knows who moves.
  private func consequences(
    _ preview: DecisionPreview, _ near: FormerPlacement?, _ clock: RunClock
  ) throws -> DecisionConsequences {
    let console = speech.console
    defer { console.endLive() }
    let found = Result {
      try preview.consequences(
        using: GLPKSolver(), limits: solving.limits(clock), near: near, onProgress: console.liveSolve)
    }
    if Interruption.isSet { throw Interrupted() }
    do {
      return try found.get()
    } catch AllocationFailure.noPlanInTime {
      return DecisionConsequences(
        remark: Text(
          zh: "谁会因此变动，时限内没有算出（--time-limit）", en: "who would move was not found in time (--time-limit)"))
    } catch AllocationFailure.solver(let failure) {
      return DecisionConsequences(
        remark: Text(
          zh: "谁会因此变动，没有算出：求解器出错（\(failure.message)）",
          en: "who would move was not worked out: the solver failed (\(failure.message))"))
    }
  }

  private func report(
    _ changes: [DecisionChange], _ effects: [[Text]], _ found: DecisionConsequences
  ) -> DecisionReport {
    let language = speech.console.language
    var report = DecisionReport(
      changes: zip(changes, effects).map { change, effects in
        DecisionReport.Change(change, effects: effects.map { $0(language) })
      })
    (report.placedBefore, report.placedAfter) = (found.placed?.before, found.placed?.after)
    report.objectives = found.objectives.map {
      DecisionReport.Objective(title: $0.title(language), before: $0.before, after: $0.after)
    }
    report.moves = found.moves.map {
      DecisionReport.Move(studentID: $0.studentID, from: $0.from, to: $0.to)
    }
    report.untold = found.untold
    report.remark = found.remark?(language)
    return report
  }
}
