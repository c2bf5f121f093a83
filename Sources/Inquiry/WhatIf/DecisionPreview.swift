import Allocation
import AssignmentSolver
import IntegerProgram
import Placement
import Plan

/// What new decisions would do, to be shown before they are written.
public struct DecisionPreview {
  private let before: PlacementCase
  /// Of the case with the decisions, as the next is.
  private let context: RuleContext
  private let commitments: Commitments
  private let threads: Int

  private var placementCase: PlacementCase { context.placementCase }

  /// - Parameters:
  ///   - before: the case without them.
  ///   - after: the same case with the decisions, which are not at fault.
  ///   - threads: for the solves; what comes of it does not depend on them.
  public init(before: PlacementCase, after: PlacementCase, threads: Int) {
    self.before = before
    context = RuleContext(after)
    commitments = Commitments(context, quotas: QuotaBook(after))
    self.threads = threads
  }

  // MARK: One decision

  /// Where and when a pin sends the student, what it overrides, whom it draws along, and what was agreed before.
  public func effects(pinning student: Int, to post: Int) -> [Text] {
    let mates = teamMates(of: student)
    return [placed(student, post)] + [overridden(student), drawnAlong(mates)].compactMap { $0 }
      + ([student] + mates).compactMap { undone($0, goingTo: post) }
  }

  /// What a ban would do.
  public func effects(banning student: Int, from target: Target) -> [Text] {
    guard let told = placementCase.published[student], placementCase.covers(target, post: told.post) else {
      return []
    }
    return [undone(student, goingTo: nil)].compactMap { $0 }
  }

  private func placed(_ student: Int, _ post: Int) -> Text {
    let distance = PlanFacts.kilometres(context.geography.distance(student: student, post: post))
    let match = context.match(student: student, post: post)
    let (start, end) = (placementCase.posts[post].start, placementCase.posts[post].end)
    return Text(
      zh: "距离 \(distance) 公里，\(match.chinese)，\(start) 至 \(end)",
      en: "\(distance) km away, match: \(match.rawValue), from \(start) to \(end)")
  }

  private func overridden(_ student: Int) -> Text? {
    guard let rules = commitments.pins[student]?.overridden, !rules.isEmpty else { return nil }
    return Text(
      zh: "突破规则：" + rules.map(\.chinese).joined(separator: "、"),
      en: "overrides: " + rules.map(\.rawValue).joined(separator: ", "))
  }

  private func drawnAlong(_ mates: [Int]) -> Text? {
    guard !mates.isEmpty else { return nil }
    let ids = mates.map { placementCase.students[$0].id }
    return Text(
      zh: "同组学生 \(ids.joined(separator: "、")) 一并锁定",
      en: "team mates go along: \(ids.joined(separator: ", "))")
  }

  /// What the student was told and would no longer hold.
  private func undone(_ student: Int, goingTo post: Int?) -> Text? {
    guard let told = placementCase.published[student], told.post != post else { return nil }
    let (id, old) = (placementCase.students[student].id, placementCase.posts[told.post].id)
    guard told.holds else {
      return Text(
        zh: "学生 \(id) 不再去已公布的岗位 \(old)", en: "student \(id) leaves the published post \(old)")
    }
    return Text(
      zh: "学生 \(id) 在岗位 \(old) \(told.stage.text.zh)，此决定将使其作废",
      en: "student \(id) is at stage \(told.stage.text.en) at post \(old), which this breaks")
      + placementCase.place(ofPublished: student).aside
  }

  private func teamMates(of student: Int) -> [Int] {
    commitments.teams.first { $0.contains(student) }?.filter { $0 != student } ?? []
  }

  // MARK: All of them

  /// Who would be placed otherwise by the best plan with the decisions, of equally good ones the nearest to the best
  /// without them.
  ///
  /// - Parameters:
  ///   - solver: solves both.
  ///   - limits: for both together.
  ///   - near: the plan at hand: of the best without the decisions the one nearest to it is what they change.
  ///   - onProgress: the solve without the decisions is the first.
  /// - Throws: `AllocationFailure`
  public func consequences(
    using solver: some IntegerProgramSolver, limits: SolverLimits, near: FormerPlacement? = nil,
    onProgress: @escaping ChangeSolver.Progress = { _, _ in }
  ) throws -> DecisionConsequences {
    let first: Allocation
    var half = limits
    half.deadline = limits.deadline.share(1 / 2)
    do {
      first = try allocate(
        before, using: solver, options: AllocationOptions(limits: half, threads: threads, near: near),
        onProgress: { onProgress(1, $0.stage) })
    } catch AllocationFailure.faults {
      // Decisions that mend this are what is wanted.
      return DecisionConsequences(
        remark: Text(zh: "没有这些决定时，案例没有可行的方案", en: "without these decisions there is no plan at all"))
    }
    // As whoever allocates near to that plan afterwards.
    let second = try allocate(
      placementCase, using: solver,
      options: AllocationOptions(limits: limits, threads: threads, near: FormerPlacement(first.placement)),
      onProgress: { onProgress(2, $0.stage) })
    let new = WhatIf(
      before: first, solved: second, isNearest: second.nearness?.isFewest ?? false,
      mustStop: { limits.haveStruck })
    let old = new.before
    let moved = new.changedStudents
    func name(_ post: Int?) -> String? { post.map { placementCase.posts[$0].id } }
    let moves = moved.map {
      DecisionConsequences.Move(
        studentID: placementCase.students[$0].id, from: name(old.placement[$0]),
        to: name(new.after.placement[$0]))
    }
    let stages = zip(old.solution.stages, new.after.solution.stages).enumerated().map { index, pair in
      DecisionConsequences.Objective(
        title: ObjectiveTerm.stage(index + 1, new.after.policy.objectives[index]), before: pair.0.value,
        after: pair.1.value)
    }
    let untold = old.placement.indices.count {
      old.placement[$0] != nil && old.placement[$0] != placementCase.published[$0]?.post
    }
    // Who loses a post first.
    return DecisionConsequences(
      placed: (old.placedCount, new.after.placedCount), objectives: stages, untold: untold,
      moves: moves.filter { $0.to == nil } + moves.filter { $0.to != nil })
  }
}

/// What decisions come to, by an exact solve with and without them.
public struct DecisionConsequences: Sendable {
  public struct Objective: Sendable {
    public let title: Text
    public let before: Int64
    public let after: Int64
  }

  /// A student who is placed otherwise; nil: no post.
  public struct Move: Sendable {
    public let studentID: String
    public let from: String?
    public let to: String?

    public var text: Text {
      func name(_ post: String?) -> Text {
        post.map(Text.init(verbatim:)) ?? Text(zh: "无岗位", en: "no post")
      }
      return Text(verbatim: studentID + ": ") + name(from) + Text(verbatim: " → ") + name(to)
    }
  }

  /// Before and after; nil where nobody knows.
  public let placed: (before: Int, after: Int)?
  public let objectives: [Objective]
  /// Students with a post without the decisions who have not been told it.
  public let untold: Int
  /// Those who lose their post first.
  public let moves: [Move]
  /// Why nobody knows who would move.
  public let remark: Text?

  init(placed: (before: Int, after: Int), objectives: [Objective], untold: Int, moves: [Move]) {
    (self.placed, self.objectives, self.untold, self.moves, remark) = (placed, objectives, untold, moves, nil)
  }

  public init(remark: Text) {
    (placed, objectives, untold, moves, self.remark) = (nil, [], 0, [], remark)
  }

  public var text: Text {
    guard let placed else { return remark ?? Text(verbatim: "") }
    let (moved, lost) = (moves.count { $0.from != nil }, moves.count { $0.to == nil })
    let new = moves.count - moved
    return Text(
      zh: "按变动最少重新求解：已安排 \(placed.before) → \(placed.after) 名，变动 \(moved) 名，"
        + "其中 \(lost) 名失去岗位；原无岗位而新安排 \(new) 名",
      en: "solved again with the least change: placed \(placed.before) → \(placed.after), "
        + "moved: \(moved), of them without a post now: \(lost); newly placed: \(new)")
  }
}
