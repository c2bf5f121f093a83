import Placement
import PlacementAudit

/// The optimum of a tiny case by going through every placement, with the audit's reading of the contract alone:
/// nothing of the solve path takes part.
public struct CaseSearch {
  /// Values of the stages at the optimum; nil where no placement holds every pin and breaks no rule.
  public private(set) var best: [Int]?
  /// A placement of that value.
  public private(set) var placement: [Int?]?
  /// The fewest students whom a placement of that value moves from the posts they had.
  public private(set) var moved: Int?
  /// Whole placements that were looked at.
  public private(set) var visited = 0

  private let rules: AuditRules
  /// The post that each student had; nil where it does not count where she goes.
  private let former: [String?]
  private let units: [[Int]]
  /// Choices of every unit: a post (nil: without), and what the unit adds to every stage, shortfall and gaps aside.
  private let choices: [[(post: Int?, cost: [Int])]]
  /// The least that the units from here on can add to each stage, each for itself.
  private let least: [[Int]]
  private var current: [Int?]
  /// Every quota on every day on which a period begins, and those that each post uses up: for pruning alone, the
  /// audit judges whole placements.
  private let quotas: [(posts: [Int], limit: Int)]
  private let quotasOfPost: [[Int]]
  private var load: [Int]

  /// - Parameter former: the id of the post that each student had; nil where she had none.
  public init(_ placementCase: PlacementCase, near former: [String?]? = nil) {
    rules = AuditRules(placementCase)
    let former = former ?? placementCase.students.map { _ in nil }
    self.former = former
    let students = placementCase.students
    let rules = rules
    let units = students.indices.filter(placementCase.takesPart)
      .map { rules.teams.mates(of: $0) }.reduce(into: [[Int]]()) { if !$0.contains($1) { $0.append($1) } }
    self.units = units
    choices = units.map { Self.choices(of: $0, rules, former) }
    let stages = 0...placementCase.policy.objectives.count
    least = choices.reversed().reduce(into: [stages.map { _ in 0 }]) { sums, options in
      let last = sums[sums.count - 1]
      sums.append(stages.map { stage in last[stage] + options.map { $0.cost[stage] }.min()! })
    }.reversed()
    current = Array(repeating: nil, count: students.count)
    let quotas = Self.quotas(rules)
    self.quotas = quotas
    quotasOfPost = placementCase.posts.indices.map { post in
      quotas.indices.filter { quotas[$0].posts.contains(post) }
    }
    load = Array(repeating: 0, count: quotas.count)
    if !hasUnlawfulPin(placementCase) {
      search(unit: 0, spent: stages.map { _ in 0 })
    }
    moved = best?.popLast()
  }

  private static func quotas(_ rules: AuditRules) -> [(posts: [Int], limit: Int)] {
    let posts = rules.placementCase.posts
    let shared =
      rules.limits.postsOf.indices.map { (rules.limits.postsOf[$0], rules.limits.enterprise[$0].value) }
      + rules.limits.groups.compactMap { group in group.limit.map { (group.posts, $0) } }
    let daily = shared.flatMap { members, limit in
      members.map { first in
        (
          posts: members.filter {
            posts[$0].start <= posts[first].start && posts[first].start <= posts[$0].end
          },
          limit: limit
        )
      }
    }
    return posts.indices.map { ([$0], rules.limits.post[$0].value) } + daily
  }

  /// A pin, or a signed placement that no decision sets aside, of somebody who takes no part.
  private func hasUnlawfulPin(_ placementCase: PlacementCase) -> Bool {
    let pinned = placementCase.decisions.contains {
      $0.kind == .pin && placementCase.students[$0.student].excluded != nil
    }
    let held = placementCase.students.indices.contains { student in
      guard let told = placementCase.published[student], told.holds,
        placementCase.students[student].excluded != nil
      else { return false }
      let host = placementCase.posts[told.post].enterprise
      return !placementCase.decisions.contains {
        $0.student == student && $0.kind == .ban
          && ($0.target == .post(told.post) || $0.target == .enterprise(host))
      }
    }
    return pinned || held
  }

  private static func choices(
    of unit: [Int], _ rules: AuditRules, _ former: [String?]
  ) -> [(post: Int?, cost: [Int])] {
    let posts = rules.placementCase.posts.indices.filter { post in
      unit.allSatisfy { rules.mayTake(student: $0, post: post) }
    }
    return ([nil] + posts.map(Optional.some))
      .map { ($0, cost(of: unit, at: $0, rules) + [movers(of: unit, to: $0, rules, former)]) }
      .sorted { $0.cost.lexicographicallyPrecedes($1.cost) }
  }

  private static func movers(of unit: [Int], to post: Int?, _ rules: AuditRules, _ former: [String?]) -> Int {
    unit.count { former[$0] != nil && former[$0] != post.map { rules.placementCase.posts[$0].id } }
  }

  /// A lower bound of what the unit adds to every stage.
  private static func cost(of unit: [Int], at post: Int?, _ rules: AuditRules) -> [Int] {
    var values: [ObjectiveTerm: Int] = [:]
    for student in unit {
      if rules.isMove(student: student, to: post) { values[.moves, default: 0] += 1 }
      guard let post else {
        values[.unplaced, default: 0] += rules.placementCase.students[student].priority
        values[.lottery, default: 0] += rules.lot(student: student, post: nil)
        continue
      }
      let match = rules.match(student: student, post: post)
      values[.match, default: 0] += rules.placementCase.policy.penalty(for: match)
      values[.preference, default: 0] += rules.preferenceCost(student: student, post: post)
      values[.distance, default: 0] += rules.distance(student: student, post: post)
      values[.cooperation, default: 0] += rules.cooperationCost(student: student, post: post)
      values[.hostPreference, default: 0] += rules.hostPreferenceCost(student: student, post: post)
      values[.lottery, default: 0] += rules.lot(student: student, post: post)
    }
    return rules.placementCase.policy.objectives.map { stage in
      stage.reduce(0) { $0 + $1.value * (values[$1.key] ?? 0) }
    }
  }

  private mutating func search(unit: Int, spent: [Int]) {
    // What is spent only grows, and by no less than this: a beginning that is no better already ends no better.
    if let best, !zip(spent, least[unit]).map({ $0 + $1 }).lexicographicallyPrecedes(best) { return }
    guard unit < units.count else {
      consider()
      return
    }
    let members = units[unit]
    for choice in choices[unit] {
      if let post = choice.post {
        guard quotasOfPost[post].allSatisfy({ load[$0] + members.count <= quotas[$0].limit }) else {
          continue
        }
        for quota in quotasOfPost[post] { load[quota] += members.count }
      }
      for member in members { current[member] = choice.post }
      search(unit: unit + 1, spent: zip(spent, choice.cost).map { $0 + $1 })
      for quota in choice.post.map({ quotasOfPost[$0] }) ?? [] { load[quota] -= members.count }
    }
    for member in members { current[member] = nil }
  }

  private mutating func consider() {
    visited += 1
    let movers = units.reduce(0) { $0 + Self.movers(of: $1, to: current[$1[0]], rules, former) }
    let values = rules.stageValues(of: current) + [movers]
    if let best, !values.lexicographicallyPrecedes(best) { return }
    guard rules.isFeasible(current) else { return }
    best = values
    placement = current
  }
}

extension AuditRules {
  /// Whether the placement breaks nothing.
  public func isFeasible(_ placement: [Int?]) -> Bool { faults(of: placement).isEmpty }
}
