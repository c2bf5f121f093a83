import Allocation
import AssignmentSolver
import Placement
import Plan

/// Single changes that may help. What one seat more brings at least is told by the plan's network, of all of them at once;
/// what any change can bring at most, by the prices that prove the first stage (`FirstStageBound`). Only what may be among
/// the best by that is solved for, as far as the budget reaches.
public struct SuggestionSearch {
  private let before: Allocation
  private let facts: PlanFacts
  private let district: String?
  private let threads: Int

  /// - `district`: what helps students of schools in this district; nil: all students.
  public init(before: Allocation, district: String?, threads: Int) {
    self.before = before
    self.district = district
    self.threads = threads
    facts = PlanFacts(before.placementProgram, placement: before.placement, threads: threads)
  }

  /// The best `count`, by what the stages gain, in order; with a district first by how many of its students are placed
  /// more. Of equal ones the setting's text decides.
  ///
  /// - `budget`: re-solves at most.
  public func best(
    _ count: Int, budget: Int, changeSolver: inout ChangeSolver,
    onProgress: (_ solved: Int, _ of: Int) -> Void = { _, _ in }
  ) throws -> FoundSuggestions {
    let all = candidates()
    let network = changeSolver.network(of: before.placementProgram.program, at: before.solution.post)
    var found = try all.map { try seatsWorth($0, network) }
    let isExact = network?.isExact ?? false
    var queue = ChangeQueue(
      placedMore: found.map { $0?.placedMore ?? 0 }, isSettled: found.map { $0 != nil && isExact },
      bounds: GainBounds(all.map(\.kind), district == nil ? before : nil, changeSolver))
    changeSolver.allow(work: 2 * before.affordableWork)
    defer { changeSolver.allow(work: nil) }
    let affordable = min(budget, affordableSolves)
    var solved = 0
    var isCut = false
    while !isCut {
      let next = queue.next(Self.solvedAtOnce, least: leastOfBest(count, found))
      if next.isEmpty { break }
      isCut = solved + next.count > affordable
      let chosen = Array(next.prefix(affordable - solved))
      for (index, solution) in zip(chosen, try solutions(chosen.map { all[$0] }, &changeSolver)) {
        guard let solution else {
          isCut = true
          continue
        }
        found[index] = try suggestion(all[index], solution)
        queue.settle(index)
        solved += 1
      }
      onProgress(solved, affordable)
    }
    let (ranked, least) = (ranked(found), leastOfBest(count, found))
    return FoundSuggestions(
      suggestions: Array(ranked.prefix(count)), candidates: all.count, priced: found.count { $0 != nil },
      solved: solved,
      ruledOut: all.indices.count { found[$0] == nil && queue.bounds.most[$0] < least },
      areProven: !isCut && ranked.prefix(count).allSatisfy { $0.gap != nil })
  }

  /// So many changes are solved for at once, however many threads there are: what is found must not depend on them.
  private static let solvedAtOnce = 2

  /// - Returns: nil where the work that was allowed did not reach.
  private func solutions(
    _ changes: [Candidate], _ changeSolver: inout ChangeSolver
  ) throws -> [AssignmentSolution?] {
    let programs = try changes.map { try program($0, shouldStop: changeSolver.hasEnded) }
    return try changeSolver.solve(programs, from: before, threads: threads).map { answer in
      do {
        guard let solution = try answer.get() else { throw AllocationFailure.noPlanInTime }
        return solution
      } catch AllocationFailure.noPlanInTime where changeSolver.isUsedUp {
        return nil
      }
    }
  }

  private func ranked(_ found: [Suggestion?]) -> [Suggestion] {
    found.compactMap { $0 }.filter(\.helps).sorted { a, b in
      if district != nil, a.placedMore != b.placedMore { return a.placedMore > b.placedMore }
      if a.stageGains != b.stageGains { return b.stageGains.lexicographicallyPrecedes(a.stageGains) }
      return String.utf8Precedes(a.setting.text, b.setting.text)
    }
  }

  /// What a change must gain in the first stage to be among the best.
  private func leastOfBest(_ count: Int, _ found: [Suggestion?]) -> Int64 {
    guard district == nil else { return .min }
    let gains = found.compactMap { $0 }.filter(\.helps).map { $0.stageGains[0] }.sorted(by: >)
    return gains.count < count ? .min : gains[count - 1]
  }

  /// Where a re-solve is a flow from nothing it counts no work: some seconds of them.
  private var affordableSolves: Int {
    max(2, 40_000_000 / max(1, before.placementProgram.program.pairCount))
  }

  /// What one seat more brings, by the plan's network; nil: it does not tell.
  private func seatsWorth(_ candidate: Candidate, _ network: ResidualNetwork?) throws -> Suggestion? {
    guard let key = candidate.seat, let network else { return nil }
    let change = before.placementProgram.change(key, by: 1)
    guard change.toggled.isEmpty, let gain = network.gain(raising: change.limits) else { return nil }
    let units = before.placementProgram.units
    let more = gain.moves.reduce(0) { sum, move in
      let count = units[move.unit].count(where: isConcerned)
      return sum + (move.post >= 0 ? count : 0) - (network.plan[move.unit] >= 0 ? count : 0)
    }
    return Suggestion(
      setting: try Setting(candidate.setting), detail: candidate.detail, placedMore: more,
      stageGains: gain.stages.map { -$0 }, gap: network.isExact ? 0 : nil)
  }

  private func suggestion(_ candidate: Candidate, _ after: AssignmentSolution) throws -> Suggestion {
    Suggestion(
      setting: try Setting(candidate.setting), detail: candidate.detail,
      placedMore: placedCount(after) - placedCount(before.solution),
      stageGains: zip(before.solution.stages, after.stages).map { $0.value - $1.value },
      gap: after.stages.map(\.gap).max() ?? 0)
  }

  /// The program of the changed case.
  private func program(
    _ candidate: Candidate, shouldStop: @Sendable () -> Bool
  ) throws -> AssignmentProgram {
    let change = try before.placementCase.changed(by: [try Setting(candidate.setting)])
    let changed = change.placementCase
    if candidate.seat != nil {
      // One seat more changes nothing of who may take what: the pairs stand.
      return before.placementProgram.program(
        under: before.placementProgram.quotas.book(of: changed, change.limits), threads: threads)
    }
    return try PlacementProgram(changed, threads: threads, shouldStop: shouldStop).program
  }

  private func placedCount(_ solution: AssignmentSolution) -> Int {
    solution.post.indices.reduce(0) {
      solution.post[$1] < 0 ? $0 : $0 + before.placementProgram.units[$1].count(where: isConcerned)
    }
  }

  /// Whether the student is one of those whom suggestions are to help.
  private func isConcerned(_ student: Int) -> Bool {
    district.map { facts.placementCase.district(ofStudent: student) == $0 } ?? true
  }

  // MARK: Candidates

  private struct Candidate {
    let setting: String
    let detail: Text
    /// Unplaced students whom it may help.
    let reach: Int
    let kind: ChangeKind

    /// The quota that gets one seat more and nothing else; nil for other changes.
    var seat: QuotaKey? { if case .seat(let key) = kind { key } else { nil } }
  }

  /// Most unplaced students within reach first, then in order of text.
  private func candidates() -> [Candidate] {
    let reach = studentsInReach()
    var ranked: [Candidate] = []
    ranked.append(
      Candidate(
        setting: "policy.travel.max_distance_km+=5",
        detail: Text(zh: "距离上限放宽 5 公里", en: "5 km more of distance allowed"), reach: Int.max,
        kind: .other))
    ranked += postCandidates(reach) + enterpriseCandidates(reach)
    return ranked.sorted {
      $0.reach != $1.reach ? $0.reach > $1.reach : String.utf8Precedes($0.setting, $1.setting)
    }
  }

  /// Unplaced students who may take the post, and those whom a dormitory there might let in.
  private func studentsInReach() -> (open: [Int], boarding: [Int]) {
    let context = before.placementProgram.context
    var open = [Int](repeating: 0, count: facts.load.count)
    var boarding = open
    for student in before.placement.indices
    where facts.status(of: student) == .unplaced && isConcerned(student) {
      before.placementProgram.openPosts.forEachOpen(student: student, in: context) { post, _, _ in
        open[post] += 1
      }
      guard facts.placementCase.students[student].acceptsBoarding else { continue }
      for post in open.indices where !facts.placementCase.posts[post].dormitory {
        let refusal = Rulebook.firstRefusal(student: student, post: post, in: context)?.rule
        if refusal?.yieldsToDormitory ?? false { boarding[post] += 1 }
      }
    }
    return (open, boarding)
  }

  private func postCandidates(_ reach: (open: [Int], boarding: [Int])) -> [Candidate] {
    var found: [Candidate] = []
    for (index, post) in facts.placementCase.posts.enumerated() {
      let (id, limit) = (post.id, before.placementProgram.quotas.posts[index])
      let named = facts.placementCase.name(ofPost: index)
      if limit.term == .seats, facts.load[index] == limit.value {
        found.append(
          Candidate(
            setting: "posts[\(id)].seats+=1",
            detail: Text(zh: "\(named.zh)增加 1 个名额", en: "1 seat more at \(named.en)"),
            reach: reach.open[index], kind: .seat(QuotaKey(kind: .post, index: index))))
      }
      if post.minStudents > 1, facts.load[index] == 0 {
        found.append(
          Candidate(
            setting: "posts[\(id)].min_students=1",
            detail: Text(zh: "\(named.zh)取消最少人数要求", en: "no minimum at \(named.en)"),
            reach: reach.open[index], kind: .noMinimum(index)))
      }
      if reach.boarding[index] > 0 {
        found.append(
          Candidate(
            setting: "posts[\(id)].dormitory=yes",
            detail: Text(zh: "\(named.zh)提供住宿", en: "a dormitory at \(named.en)"),
            reach: reach.boarding[index], kind: .dormitory(index)))
      }
    }
    return found
  }

  /// Enterprises that are full, with the limit that they are full by.
  private var fullEnterprises: [(index: Int, quota: Quota, limit: Limit)] {
    before.placementProgram.quotas.enterprises.enumerated().compactMap { index, quota in
      guard let limit = quota.limit, quota.isFull(load: facts.load)
      else { return nil }
      return (index, quota, limit)
    }
  }

  /// Only limits that the enterprise has declared: the share of its staff is the law's.
  private func enterpriseCandidates(_ reach: (open: [Int], boarding: [Int])) -> [Candidate] {
    fullEnterprises.filter { $0.limit.term == .maxInterns }.map { index, quota, _ in
      let name = facts.placementCase.enterprises[index].name
      return Candidate(
        setting: "enterprises[\(quota.id)].max_interns+=1",
        detail: Text(
          zh: "企业 \(quota.id)（\(name)）的接纳上限增加 1 人",
          en: "1 intern more allowed by enterprise \(quota.id) (\(name))"),
        reach: quota.posts.map { reach.open[$0] }.max() ?? 0,
        kind: .seat(QuotaKey(kind: .enterprise, index: index)))
    }
  }

  /// Why full enterprises are missing among the candidates; nil where none is.
  public var legalCeiling: Text? {
    let ids = fullEnterprises.filter { $0.limit.term == .staffShareMax && $0.limit.value > 0 }.map(\.quota.id)
    guard !ids.isEmpty else { return nil }
    let shown = ids.prefix(10)
    let (zh, en) = ids.count > shown.count ? (" 等", " and others") : ("", "")
    return Text(
      zh: "有 \(ids.count) 家企业已达在岗职工比例上限（\(shown.joined(separator: "、"))\(zh)）；这是法定上限，没有试算提高它",
      en: "enterprises that are full by the share of their staff: \(ids.count) "
        + "(\(shown.joined(separator: ", "))\(en)); that ceiling is the law's, and raising it was not tried")
  }
}

extension PlacementCase {
  /// The district of the student's school; empty where schools.csv does not tell.
  public func district(ofStudent student: Int) -> String {
    schools.first { $0.id == students[student].schoolID }?.district ?? ""
  }
}
