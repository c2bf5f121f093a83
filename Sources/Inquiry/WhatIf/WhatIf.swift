import Allocation
import AssignmentSolver
import Foundation
import IntegerProgram
import Placement
import Plan
import Supervisors

/// A plan with and without some settings.
public struct WhatIf: Sendable {
  public let before: Allocation
  public internal(set) var after: Allocation
  /// What it would come to if a unit stayed as it was, by unit; see ``price(using:budget:)``.
  var stays: [Int: Stay] = [:]
  /// Whether no plan as good as `after` is nearer to `before`.
  let isNearest: Bool
  /// Whether the settings changed seats and declared maxima alone.
  let areOfLimits: Bool

  /// Solves the case with the settings made. Among equally good plans it takes the one nearest to `before`.
  ///
  /// Where `before` is not proven, what the solve after it comes upon betters both: what differs is due to the settings
  /// and not to a longer search.
  ///
  /// - Throws: ``InquiryFault``; `AllocationFailure` where the changed case has no plan.
  public init(
    _ settings: [Setting], before: Allocation, changeSolver: inout ChangeSolver, threads: Int
  ) throws {
    let changed = try before.placementProgram.context.placementCase.changed(by: settings)
    let (after, isNearest, areOfLimits) = try Self.solve(
      changed.placementCase, changed.limits, near: before, changeSolver: &changeSolver, threads: threads)
    self.init(
      before: before, solved: after, isNearest: isNearest, areOfLimits: areOfLimits,
      mustStop: changeSolver.mustStop)
  }

  /// Of a changed case that is solved already: what its solve has come upon betters an unproven plan before, too.
  init(
    before: Allocation, solved after: Allocation, isNearest: Bool, areOfLimits: Bool = false,
    mustStop: () -> Bool
  ) {
    // Like the first plan of a solve this may take a second more than there was.
    let grace = Deadline(seconds: 1)
    let shouldStop = { mustStop() || grace.hasPassed }
    if let better = before.bettered(by: after.solution.post, shouldStop) {
      self.init(
        before: better, after: after.nearer(to: better, shouldStop), isNearest: false,
        areOfLimits: areOfLimits)
    } else {
      self.init(before: before, after: after, isNearest: isNearest, areOfLimits: areOfLimits)
    }
  }

  init(before: Allocation, after: Allocation, isNearest: Bool, areOfLimits: Bool = false) {
    self.before = before
    self.after = after
    self.isNearest = isNearest
    self.areOfLimits = areOfLimits
  }

  private static func solve(
    _ changed: PlacementCase, _ limits: ChangedLimits?, near before: Allocation,
    changeSolver: inout ChangeSolver,
    threads: Int
  ) throws -> (after: Allocation, isNearest: Bool, areOfLimits: Bool) {
    let start = Date()
    let remade = limits.flatMap { before.placementProgram.remade(for: changed, $0, threads: threads) }
    let program =
      try remade ?? PlacementProgram(changed, threads: threads, shouldStop: changeSolver.hasEnded)
    let built = Date()
    guard let nearest = try changeSolver.nearest(program.program, from: before) else {
      throw AllocationFailure.faults([program.commitments.impossible(changed)])
    }
    let seconds = (built.timeIntervalSince(start), Date().timeIntervalSince(built))
    return (
      Allocation(program, nearest.solution, like: before, seconds: seconds), nearest.isNearest, remade != nil
    )
  }

  /// Why everything stays as it was; nil where anything differs.
  public var reasonForNoChange: Text? {
    guard before.placement == after.placement,
      before.solution.stages.map(\.value) == after.solution.stages.map(\.value)
    else { return nil }
    let (placementCase, old) = (before.placementCase, before.placementProgram.quotas)
    let new = after.placementProgram.quotas
    let load = after.placement.reduce(into: [Int: Int]()) { load, post in
      if let post { load[post, default: 0] += 1 }
    }
    let raised = placementCase.posts.indices.filter { old.limit(of: $0) < new.limit(of: $0) }
    let unused = raised.filter { load[$0, default: 0] < old.limit(of: $0) }
    if !raised.isEmpty, unused == raised {
      return Text(
        zh: "方案不变：放宽名额的 \(raised.count) 个岗位原来就没有用满",
        en:
          "the plan stays as it was: posts with more seats now: \(raised.count), none of which was full before"
      )
    }
    return Text(
      zh: "方案不变：改动的数都不是现在方案的瓶颈，也没有带来更好的安排",
      en: "the plan stays as it was: nothing that was changed limits it, or opens a better one")
  }

  /// comparison.csv: a row a figure; the objectives, which come first, with what is proven of either side.
  ///
  /// - `supervision`: who supervises whom on either side; nil where the case has no teachers.csv.
  public func comparison(
    relativeGap: Double, supervision: (before: Supervision, after: Supervision)? = nil
  ) -> PlanTable {
    let language = after.policy.language
    let proofs = zip(before.solution.stages, after.solution.stages).map { old, new in
      [old, new].flatMap { [String($0.bound), YesNo($0.gap <= relativeGap)(language)] }
    }
    let rows = zip(before.figures, after.figures).enumerated().map { index, pair in
      let (old, new) = pair
      return [
        new.name(language), new.of, old.text, new.text, new.text(of: new.value.less(old.value)),
      ] + (index < proofs.count ? proofs[index] : ["", "", "", ""])
    }
    let supervisionRows = supervision.map { pair in
      zip(
        [FigureKind.unsupervised, .supervisorPairs, .supervisorPoints],
        zip(pair.before.figures.figures, pair.after.figures.figures)
      ).map { kind, figures in
        let (old, new) = figures
        return [kind(language), "", "\(old.value)", "\(new.value)", "\(new.value - old.value)"]
          + [old, new].flatMap { ["\($0.bound)", YesNo($0.gap <= relativeGap)(language)] }
      }
    }
    return PlanTable(
      file: "comparison.csv",
      columns: [
        "figure", "of", "before", "after", "difference", "before_bound", "before_proven", "after_bound",
        "after_proven",
      ], rows: rows + (supervisionRows ?? []))
  }
}

extension ChangeSolver {
  /// The best plan of a changed case, of equally good ones the nearest to `before`: from its kept flow where only limits
  /// and targets differ. Settings change neither who takes part nor the teams: units are the same.
  mutating func nearest(
    _ changed: AssignmentProgram, from before: Allocation
  ) throws -> NearestPlan? {
    let program = before.placementProgram.program
    let former = before.solution.post
    guard let changes = program.changes(to: changed) else { return try nearest(changed, to: former) }
    if changes.isEmpty { return NearestPlan(solution: before.solution, isNearest: true) }
    return try nearest(changes, of: program, to: former)
  }

  /// Best plans of changed cases, for what they cost: what the kept flow does not do, on several threads.
  mutating func solve(
    _ changed: [AssignmentProgram], from before: Allocation, threads: Int
  ) -> [Result<AssignmentSolution?, any Error>] {
    let program = before.placementProgram.program
    let byFlow = Reoptimisation.isFlow(program) ? changed.map { program.changes(to: $0) != nil } : []
    if !byFlow.contains(true) { return solve(changed, from: before.solution.post, threads: threads) }
    return changed.map { program in Result { try solve(program, from: before) } }
  }

  /// A best plan of a changed case, any of equally good ones: for what it costs.
  mutating func solve(
    _ changed: AssignmentProgram, from before: Allocation
  ) throws -> AssignmentSolution? {
    let program = before.placementProgram.program
    guard let changes = program.changes(to: changed) else {
      return try solve(changed, from: before.solution.post)
    }
    return changes.isEmpty
      ? before.solution : try solve(changes, of: program, near: before.solution.post)
  }
}

extension ExactDecimal {
  func less(_ other: ExactDecimal) -> ExactDecimal {
    adding(ExactDecimal(digits: -other.digits, scale: other.scale)) ?? self
  }
}

extension Allocation {
  /// What a plan of a program like this one makes of an unproven plan; nil where it is no better.
  fileprivate func bettered(by plan: [Int32], _ shouldStop: () -> Bool) -> Allocation? {
    let (program, old) = (placementProgram.program, solution.stages)
    guard !old.allSatisfy(\.isProven), let plan = program.adopting(plan, shouldStop: shouldStop)
    else { return nil }
    let values = program.stageValues(of: plan)
    guard values.lexicographicallyPrecedes(old.map(\.value)) else { return nil }
    var stages: [StageOutcome] = []
    for (value, stage) in zip(values, old) {
      // A bound says nothing of plans that are worse in a stage before.
      let holds = zip(stages, old).allSatisfy { $0.value <= $1.value }
      stages.append(
        holds
          ? StageOutcome(value: value, bound: min(stage.bound, value), proof: stage.proof)
          : StageOutcome(value: value, bound: 0, proof: "zero"))
    }
    return Allocation(placementProgram, AssignmentSolution(post: plan, stages: stages), seconds: seconds)
  }

  fileprivate func nearer(to other: Allocation, _ shouldStop: () -> Bool) -> Allocation {
    var solution = solution
    solution.post = placementProgram.program.nearest(
      solution.post, to: other.solution.post, shouldStop: shouldStop)
    return Allocation(placementProgram, solution, seconds: seconds, work: work)
  }

  public var policy: Policy { placementProgram.context.policy }
  public var placementCase: PlacementCase { placementProgram.context.placementCase }
}
