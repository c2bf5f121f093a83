import Allocation
import AssignmentSolver
import Foundation
import IntegerProgram
import Placement
import Plan

/// Answers questions about a plan: exact costs by re-solving the program with a pin or a changed quota.
public struct Explainer {
  let allocated: PlacementProgram
  let facts: PlanFacts
  /// The post of every unit in the plan, −1 for none.
  let former: [Int32]
  /// The plan's value of every stage.
  let values: [Int64]
  let unitOf: [Int?]
  var resolver: Resolver
  let threads: Int

  var placementCase: PlacementCase { facts.placementCase }
  var policy: Policy { facts.policy }

  /// - Parameter placement: the post of every student in the plan.
  /// - Throws: ``AllocationFailure`` where the case itself is at fault.
  public init(
    _ placementCase: PlacementCase, placement: [Int?], resolver: Resolver, threads: Int
  ) throws {
    var faults: [Diagnostic] = []
    guard let program = PlacementProgram.make(placementCase, threads: threads, faults: &faults) else {
      throw AllocationFailure.faults(faults)
    }
    self.init(program, placement: placement, resolver: resolver, threads: threads)
  }

  init(_ program: PlacementProgram, placement: [Int?], resolver: Resolver, threads: Int) {
    allocated = program
    facts = PlanFacts(program, placement: placement, threads: threads)
    former = program.units.map { members in placement[members[0]].map(Int32.init) ?? -1 }
    values = program.program.stageValues(of: former)
    var unitOf = [Int?](repeating: nil, count: placement.count)
    for (unit, members) in program.units.enumerated() {
      for member in members { unitOf[member] = unit }
    }
    self.unitOf = unitOf
    self.resolver = resolver
    self.threads = threads
  }

  /// Another plan against this one.
  struct Difference {
    /// Students placed more (negative: fewer).
    let placed: Int
    /// New value less the plan's, a stage.
    let stages: [Int64]
    /// Students whose post differs.
    let moved: [Int]
    let post: [Int32]
  }

  /// What the changed program's best plan comes to; nil where it has none. Of equally good plans it is the nearest,
  /// so that `moved` is as short as can be.
  mutating func difference(_ changes: [ProgramChange]) throws -> Difference? {
    try resolver.solve(changes, of: allocated.program, near: former).map(difference)
  }

  /// The same with one quota changed by some seats.
  mutating func difference(changing key: QuotaKey, by seats: Int) throws -> Difference? {
    let changes = allocated.change(key, by: seats)
    if changes.toggled.isEmpty { return try difference(changes.limits) }
    let changed = allocated.program(under: allocated.quotas.changing(key, by: seats), threads: threads)
    return try resolver.solve(changed, near: former).map(difference)
  }

  private func difference(_ solution: AssignmentSolution) -> Difference {
    func placed(_ posts: [Int32]) -> Int {
      posts.indices.reduce(0) { posts[$1] >= 0 ? $0 + allocated.units[$1].count : $0 }
    }
    let moved = solution.post.indices.filter { solution.post[$0] != former[$0] }
    return Difference(
      placed: placed(solution.post) - placed(former),
      stages: zip(solution.stages, values).map { $0.value - $1 },
      moved: moved.flatMap { allocated.units[$0] }.sorted(), post: solution.post)
  }

  /// What every stage changes by where the unit has to be placed; nil where no plan places it.
  mutating func costOfPlacing(_ unit: Int) throws -> [Int64]? {
    let program = allocated.program
    // The flow answers for its own optimum: a plan that is none, or another one, may leave others without.
    if let flow = try resolver.flow(of: program, near: former), let optimum = flow.solution,
      optimum.post[unit] < 0, zip(optimum.stages, values).allSatisfy({ $0.value == $1 })
    {
      return flow.costOfPlacing(unit).map { Array($0.prefix(values.count)) }
    }
    return try resolver.solve([.place(unit)], of: program, near: former).map {
      zip($0.stages, values).map { $0.value - $1 }
    }
  }

  // MARK: Words

  /// `objective 1 (unplaced) +1, objective 3 (match, distance) −20 points`; `no change` where nothing differs.
  func text(stages: [Int64]) -> Text {
    let parts = stages.enumerated().filter { $0.element != 0 }.map {
      ObjectiveTerm.difference($0.element, stage: $0.offset + 1, policy.objectives[$0.offset])
    }
    guard !parts.isEmpty else { return Text(zh: "各级目标不变", en: "no objective changes") }
    return Text(
      zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
  }

  func text(_ difference: Difference, besides student: Int?, names: Bool) -> Text {
    let mates = student.flatMap { unitOf[$0] }.map { Set(allocated.units[$0]) } ?? []
    let others = difference.moved.filter { !mates.contains($0) }
    let lost = others.filter { other in unitOf[other].map { difference.post[$0] < 0 } ?? false }
    let placed =
      difference.placed == 0
      ? Text(zh: "安排人数不变", en: "as many students are placed")
      : Text(
        zh: "安排人数 \(difference.placed > 0 ? "+" : "−")\(abs(difference.placed))",
        en: "\(abs(difference.placed)) \(difference.placed > 0 ? "more" : "fewer") placed")
    var moves = Text(
      zh: "另有 \(others.count) 名学生变动，其中 \(lost.count) 名失去岗位",
      en: "\(others.count) others would move, \(lost.count) of them without a post")
    if names, !others.isEmpty {
      let ids = others.map { placementCase.students[$0].id }
      moves =
        moves
        + Text(zh: "（\(ids.joined(separator: "、"))）", en: " (\(ids.joined(separator: ", ")))")
    }
    return placed + Text(zh: "；", en: "; ") + text(stages: difference.stages) + Text(zh: "；", en: "; ")
      + moves
  }

  func demand(_ rule: any EligibilityRule, student: Int, post: Int) -> Text {
    rule.text(student: student, post: post, in: allocated.context)
  }

  func postName(_ post: Int) -> Text {
    let item = placementCase.posts[post]
    let enterprise = placementCase.enterprises[item.enterprise]
    return Text(
      zh: "岗位 \(item.id)（\(item.title)，企业 \(enterprise.id) \(enterprise.name)）",
      en: "post \(item.id) (\(item.title), enterprise \(enterprise.id) \(enterprise.name))")
  }
}

extension ObjectiveTerm {
  /// How a stage's value differs: `objective 3 (match, distance) −20 points`.
  static func difference(_ value: Int64, stage: Int, _ weights: [ObjectiveTerm: Int]) -> Text {
    let isPoints = weights.contains { $0.key.isPoints && $0.value > 0 }
    let sign = value > 0 ? "+\(value)" : "−\(-value)"
    return Self.stage(stage, weights)
      + Text(zh: sign + (isPoints ? " 分" : ""), en: " " + sign + (isPoints ? " points" : ""))
  }
}

extension EligibilityRule {
  /// What the rule asks of the student at the post, and where its number comes from.
  func text(student: Int, post: Int, in context: RuleContext) -> Text {
    let demand = demand(student: student, post: post, in: context)
    let source = source(student: student, post: post, in: context)
    return Text(
      zh: "\(rule.chinese)：\(demand.zh)\(source.isEmpty ? "" : "（依据：\(source)）")",
      en: "\(rule.rawValue): \(demand.en)\(source.isEmpty ? "" : " (\(source))")")
  }
}
