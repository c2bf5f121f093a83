import Placement

/// One quota change and what it brings, verified by a re-solve.
public struct Suggestion: Sendable {
  public let setting: Setting
  /// Students placed more.
  public let placedMore: Int
  /// What every stage of the objectives loses (less is better; negative: it gets worse).
  public let stageGains: [Int64]
}

/// Single quota changes that may help, tried one by one.
public struct SuggestionSearch {
  private let before: Allocation
  private let facts: PlanFacts
  private let district: String?

  /// - Parameter district: only posts and enterprises of this district; nil: all.
  public init(before: Allocation, district: String?, threads: Int) {
    self.before = before
    self.district = district
    facts = PlanFacts(before.placementProgram, placement: before.placement, threads: threads)
  }

  /// The best `count`, by students placed, then the stages in order, then the setting's text.
  ///
  /// - Parameter budget: re-solves; candidates beyond it are not tried.
  /// - Returns: the suggestions, how many were tried and how many candidates there were.
  public func best(
    _ count: Int, budget: Int, resolver: inout Resolver, threads: Int,
    onProgress: (_ tried: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> (suggestions: [Suggestion], tried: Int, candidates: Int) {
    let all = try candidates()
    let chosen = all.prefix(budget)
    var found: [Suggestion] = []
    for (index, candidate) in chosen.enumerated() {
      let setting = candidate.setting
      let after = try solution(candidate, &resolver, threads: threads)
      let gains = zip(before.solution.stages, after.stages).map { $0.value - $1.value }
      let more = placedCount(after) - before.placedCount
      // A change that helps nothing is no suggestion.
      if let first = gains.first(where: { $0 != 0 }), first > 0 {
        found.append(Suggestion(setting: setting, placedMore: more, stageGains: gains))
      }
      onProgress(index + 1, chosen.count)
    }
    found.sort { a, b in
      if a.placedMore != b.placedMore { return a.placedMore > b.placedMore }
      if a.stageGains != b.stageGains {
        return b.stageGains.lexicographicallyPrecedes(a.stageGains)
      }
      return String.utf8Precedes(a.setting.text, b.setting.text)
    }
    return (Array(found.prefix(count)), chosen.count, all.count)
  }

  private func solution(
    _ candidate: Candidate, _ resolver: inout Resolver, threads: Int
  ) throws -> AssignmentSolution {
    if candidate.isSeat {
      // One seat more changes nothing of who may take what: the pairs stand.
      let quotas = Quotas(try before.placementCase.applying([candidate.setting]))
      let program = before.placementProgram.program(under: quotas, threads: threads)
      if let solution = try resolver.solve(program, from: before) { return solution }
    }
    return try WhatIf([candidate.setting], before: before, resolver: &resolver, threads: threads)
      .after.solution
  }

  private func placedCount(_ solution: AssignmentSolution) -> Int {
    solution.post.indices.reduce(0) {
      solution.post[$1] < 0 ? $0 : $0 + before.placementProgram.units[$1].count
    }
  }

  // MARK: Candidates

  private struct Candidate {
    let setting: Setting
    /// One seat more and nothing else.
    let isSeat: Bool
  }

  /// Most unplaced students within reach first, then in order of text.
  private func candidates() throws -> [Candidate] {
    let reach = studentsInReach()
    var ranked: [(reach: Int, text: String)] = []
    if district == nil {
      ranked.append((Int.max, "policy.travel.max_distance_km+=5"))
    }
    ranked += postCandidates(reach) + enterpriseCandidates(reach)
    ranked.sort { $0.reach != $1.reach ? $0.reach > $1.reach : String.utf8Precedes($0.text, $1.text) }
    return try ranked.map {
      Candidate(
        setting: try Setting($0.text),
        isSeat: $0.text.hasSuffix(".seats+=1") || $0.text.hasSuffix(".max_interns+=1"))
    }
  }

  /// Unplaced students who may take the post, and those whom only the way keeps off it though they would board.
  private func studentsInReach() -> (open: [Int], boarding: [Int]) {
    let context = before.placementProgram.context
    var open = [Int](repeating: 0, count: facts.load.count)
    var boarding = open
    for student in before.placement.indices where facts.status(of: student) == .unplaced {
      before.placementProgram.openPosts.forEachOpen(student: student, in: context) { post, _, _ in
        open[post] += 1
      }
      guard facts.placementCase.students[student].acceptsBoarding else { continue }
      for post in open.indices where !facts.placementCase.posts[post].dormitory {
        let refusal = Rulebook.firstRefusal(student: student, post: post, in: context)?.rule
        if refusal == .distance { boarding[post] += 1 }
      }
    }
    return (open, boarding)
  }

  private func isInDistrict(_ enterprise: Int) -> Bool {
    district.map { facts.placementCase.enterprises[enterprise].district == $0 } ?? true
  }

  private func postCandidates(_ reach: (open: [Int], boarding: [Int])) -> [(reach: Int, text: String)] {
    var found: [(reach: Int, text: String)] = []
    for (index, post) in facts.placementCase.posts.enumerated() where isInDistrict(post.enterprise) {
      let limit = before.placementProgram.quotas.posts[index]
      if limit.term == .seats, facts.load[index] == limit.value {
        found.append((reach.open[index], "posts[\(post.id)].seats+=1"))
      }
      if post.minStudents > 1, facts.load[index] == 0 {
        found.append((reach.open[index], "posts[\(post.id)].min_students=1"))
      }
      if reach.boarding[index] > 0 {
        found.append((reach.boarding[index], "posts[\(post.id)].dormitory=yes"))
      }
    }
    return found
  }

  /// Only limits that the enterprise has declared: the share of its staff is the law's.
  private func enterpriseCandidates(_ reach: (open: [Int], boarding: [Int])) -> [(reach: Int, text: String)] {
    before.placementProgram.quotas.enterprises.compactMap { quota in
      guard isInDistrict(quota.enterprise), let limit = quota.limit, limit.term == .maxInterns,
        PlanFacts.fullestDay(quota.posts, load: facts.load, facts.placementCase) >= limit.value
      else { return nil }
      let students = quota.posts.map { reach.open[$0] }.max() ?? 0
      return (students, "enterprises[\(quota.id)].max_interns+=1")
    }
  }
}
