import Allocation
import AssignmentSolver
import Placement
import Plan

extension PlanFacts {
  /// The reason, as far as counting shows it; where it shows that no plan can place the student, that too.
  func finding(_ student: Int, unit: Int, contest: inout Contest) -> UnplacedFinding {
    guard students[student].eligible > 0 else {
      return UnplacedFinding(reason: .noOpenPost, detail: closedPosts(student))
    }
    let members = placementProgram.units[unit]
    let common = commonPosts(members)
    let fitting = common.filter { limitAllows($0, size: members.count) }
    let finding = reason(unit, common: common, fitting: fitting, contest: &contest)
    let isImpossible = fitting.allSatisfy { isClosedByMinimum($0) }
    return isImpossible ? finding.priced(nil) : finding
  }

  private func isClosedByMinimum(_ post: Int) -> Bool {
    placementProgram.program.postLimit[post] < placementProgram.program.postMinimum[post]
  }

  private func reason(
    _ unit: Int, common: [Int], fitting: [Int], contest: inout Contest
  ) -> UnplacedFinding {
    let members = placementProgram.units[unit]
    if members.count > 1, fitting.isEmpty {
      return UnplacedFinding(
        reason: .team, detail: Text(zh: "没有一个岗位能同时接纳整个小组", en: "no post can take the whole team"))
    }
    if let finding = keptOut(members, fitting) { return finding }
    let region = contest.region(of: unit)
    let closed = fitting.filter { isClosedByMinimum($0) }
    if let set = region.set, !set.posts.isEmpty || closed.isEmpty {
      let detail = set.posts.isEmpty ? withoutSeats(common) : sentence(set)
      return UnplacedFinding(reason: .contested, detail: detail, contest: set)
    }
    let below = region.free.isEmpty ? Set(region.belowMinimum + closed).sorted() : []
    if !below.isEmpty {
      return UnplacedFinding(reason: .groupNotReached, detail: belowMinimum(below))
    }
    let someHaveRoom = common.contains {
      hasRoom(at: $0, members.count) && sideLimit(members, at: $0) == nil
    }
    if members.count > 1, !someHaveRoom {
      return UnplacedFinding(
        reason: .team,
        detail: Text(
          zh: "各可选岗位剩余的名额都不够整个小组（\(members.count) 人）",
          en: "no open post has room left for the whole team of \(members.count)"))
    }
    return UnplacedFinding(
      reason: .outweighed,
      detail: Text(
        zh: "安排该生会使其他学生或其他目标受损", en: "placing the student would cost other students or other objectives"))
  }

  private func hasRoom(at post: Int, _ size: Int) -> Bool {
    fullQuota(at: post, size: size) == nil && !missesMinimum(at: post, size: size)
  }

  /// Where posts have room, and each of them a school's limit that is reached or somebody from whom one keeps apart.
  private func keptOut(_ members: [Int], _ posts: [Int]) -> UnplacedFinding? {
    let free = posts.filter { hasRoom(at: $0, members.count) }
    let limits = free.map { (post: $0, limit: sideLimit(members, at: $0)) }
    guard !free.isEmpty, limits.allSatisfy({ $0.limit != nil }) else { return nil }
    let parts = limits.prefix(10).map { post, limit in
      Text(verbatim: placementCase.posts[post].id) + Text(zh: "（", en: " (") + word(limit!)
        + Text(zh: "）", en: ")")
    }
    let more = limits.count > 10 ? Text(zh: "等", en: " …") : Text(verbatim: "")
    return UnplacedFinding(
      reason: .contested,
      detail: Text(zh: "尚有空位的岗位都不能再去：", en: "the posts with free seats are closed for now: ")
        + parts.joined(by: .listComma) + more)
  }

  /// `max_per_school 2`, `apart`
  private func word(_ limit: SideLimit) -> Text {
    limit.isPair
      ? PlanWord.apart.text : PlanWord.maxPerSchool.text + Text(verbatim: " \(limit.limit)")
  }

  private func ids(_ posts: [Int]) -> Text {
    let shown = Text(listing: posts.prefix(10).map { placementCase.posts[$0].id })
    return posts.count > 10 ? shown + Text(zh: "等", en: " …") : shown
  }

  private func sentence(_ set: ContestedSet) -> Text {
    let (posts, seats, students) = (set.posts.count, set.seats, set.students.count)
    let count = Explainer.count
    guard posts <= 10 else {
      // A list of half the city's posts tells nobody anything.
      return Text(
        zh: "名额不够：该生和同类学生彼此相通的岗位共 \(posts) 个、\(seats) 个名额，\(students) 名学生只能去这些岗位",
        en: "seats are short: \(posts) posts that the student and others can reach through one another have "
          + "\(count(seats, "seat")) for \(count(students, "student"))")
    }
    let shared = sharedLimits(set)
    return Text(
      zh: "\(students) 名学生只能去 \(posts) 个岗位，这些岗位共 \(seats) 个名额\(shared.zh)：\(ids(set.posts).zh)",
      en: "\(count(students, "student")) may go only to \(count(posts, "post")), which "
        + "\(posts == 1 ? "has" : "have") \(count(seats, "seat"))\(posts == 1 ? "" : " between them")"
        + "\(shared.en): " + ids(set.posts).en)
  }

  /// Why there are no more seats than that, where it is not the posts themselves that have no more.
  private func sharedLimits(_ set: ContestedSet) -> Text {
    let shared = set.quotas.filter { $0.kind != .post }
    guard !shared.isEmpty else { return Text(verbatim: "") }
    let parts = shared.prefix(3).map { quota in
      let taken = quota.selfArranged
      return Text(
        zh: "\(quota.kind.chinese) \(quota.id) 上限 \(quota.limit)\(taken > 0 ? "，自行联系占用 \(taken)" : "")",
        en: "\(quota.kind.prose.en) \(quota.id): limit \(quota.limit)"
          + (taken > 0 ? ", \(taken) of it taken by self-arranged students" : ""))
    }
    let more = shared.count > 3 ? Text(zh: "等", en: " …") : Text(verbatim: "")
    return Text(zh: "（", en: " (") + parts.joined(by: .semicolon) + more + Text(zh: "）", en: ")")
  }

  /// Posts that quotas leave no seat at.
  private func withoutSeats(_ posts: [Int]) -> Text {
    Text(
      zh: "可选的 \(posts.count) 个岗位都没有名额：\(ids(posts).zh)",
      en: (posts.count == 1
        ? "the one open post has no seat: " : "none of the \(posts.count) open posts has a seat: ")
        + ids(posts).en)
  }

  private func belowMinimum(_ posts: [Int]) -> Text {
    let parts = posts.prefix(10).map { post -> Text in
      let (id, present) = (
        placementCase.posts[post].id, "\(load[post])/\(placementCase.posts[post].minStudents)"
      )
      return Text(zh: "\(id)（\(present)）", en: "\(id) (\(present))")
    }
    return Text(
      zh: "尚有空位的岗位凑不齐最少人数（现有/最少）：",
      en: "the posts with free seats cannot gather their minimum (present/minimum): ")
      + parts.joined(by: .listComma)
  }
}

extension Explainer {
  /// The reason, and what forcing the student in really costs.
  mutating func unplacedFinding(_ student: Int, names: Bool) throws -> UnplacedFinding {
    guard let unit = unitOf[student] else {
      return UnplacedFinding(reason: .noOpenPost, detail: Text(zh: "", en: ""))
    }
    var contest = Contest(facts, former: former)
    let counted = facts.finding(student, unit: unit, contest: &contest)
    guard counted.reason != .noOpenPost, !counted.isPriced else { return counted }
    let range = ranges().placing(unit)
    let told = priced(counted, range, unit: unit, names: names)
    if range.isExact || !isQuicklySolved { return told }
    changeSolver.allow(work: Self.workOfOnePrice)
    defer { changeSolver.allow(work: nil) }
    do {
      return try priced(counted, unit: unit)
    } catch AllocationFailure.noPlanInTime {
      return told
    }
  }

  /// The finding with its price by a solve.
  mutating func priced(_ finding: UnplacedFinding, unit: Int) throws -> UnplacedFinding {
    guard let cost = try costOfPlacing(unit) else { return finding.priced(nil) }
    return finding.priced(placing(cost))
  }

  private func placing(_ cost: [Int64]) -> Text {
    cost.allSatisfy { $0 == 0 }
      ? Text(
        zh: "若安排该生，须由其他学生让出岗位，各级目标不变",
        en: "to place the student others would have to stay without, at no change of any objective")
      : Text(zh: "若安排该生，", en: "to place the student: ") + text(stages: cost)
  }

  /// The finding with what is known of its price.
  func priced(
    _ finding: UnplacedFinding, _ range: PriceRange, unit: Int, names: Bool = false
  ) -> UnplacedFinding {
    let price: Text
    if let most = range.most {
      price =
        (range.isExact
          ? placing(most.stages) : Text(zh: "若安排该生，", en: "to place the student: ") + text(range, most))
        + Text.semicolon + chain(most, of: unit, isCheapest: range.isExact, names: names)
    } else if range.isImpossible || changeSolver.isExact(placementProgram.program, at: former) {
      return finding.priced(nil)
    } else {
      price =
        Text(zh: "若安排该生，至少：", en: "to place the student, at least: ")
        + (range.least.contains { $0 > 0 }
          ? text(stages: range.least) : Text(zh: "各级目标不变", en: "no change of any objective"))
        + Text(zh: "；尚未找到能安排该生的方案", en: "; no plan that does is found yet")
    }
    var told = finding.priced(price)
    told.isExact = range.isExact
    return told
  }
}
