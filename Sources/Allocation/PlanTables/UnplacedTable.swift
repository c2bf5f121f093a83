import Placement

extension PlanFacts {
  /// unplaced.csv: every student taking part without a post, and why.
  func unplacedTable() -> PlanTable {
    PlanTable(
      file: "unplaced.csv", columns: Columns.unplaced,
      rows: placementCase.students.indices.filter { status(of: $0) == .unplaced }.map { student in
        let person = placementCase.students[student]
        let reason = unplacedReason(student)
        let (nearest, blockedBy) = nearestPost(student)
        return [
          person.id, person.name, person.schoolID, person.specialty.description, reason(language),
          String(students[student].eligible), nearest.map { placementCase.posts[$0].id } ?? "", blockedBy,
          detail(student, reason)(language),
        ]
      })
  }

  /// The reason, as far as counting shows it.
  func unplacedReason(_ student: Int) -> UnplacedReason {
    guard students[student].eligible > 0 else { return .noOpenPost }
    let members = unit(of: student)
    let common = commonPosts(members)
    let fitting = common.filter { limitAllows($0, size: members.count) }
    if members.count > 1, fitting.isEmpty { return .team }
    let free = fitting.filter { fullQuota(at: $0, size: members.count) == nil }
    if free.isEmpty { return .contested }
    return free.allSatisfy { missesMinimum(at: $0, size: members.count) } ? .groupNotReached : .outweighed
  }

  /// The posts that every one of the students may take.
  private func commonPosts(_ members: [Int]) -> [Int] {
    var common: [Int] = []
    allocated.openPosts.forEachOpen(student: members[0], in: allocated.context) { post, _, _ in
      common.append(post)
    }
    return common.filter { post in
      members.dropFirst().allSatisfy {
        Rulebook.firstRefusal(student: $0, post: post, in: allocated.context) == nil
      }
    }
  }

  private func limitAllows(_ post: Int, size: Int) -> Bool {
    let quotas = allocated.quotas
    let group = quotas.jobGroupOfPost[post].flatMap { quotas.jobGroups[$0].limit?.value } ?? Int.max
    let enterprise = quotas.enterprises[placementCase.posts[post].enterprise].limit?.value ?? Int.max
    return min(quotas.posts[post].value, group, enterprise) >= size
  }

  private func nearestPost(_ student: Int) -> (post: Int?, blockedBy: String) {
    if let nearest = students[student].nearest?.post {
      let size = unit(of: student).count
      if let full = fullQuota(at: nearest, size: size) { return (nearest, full(language)) }
      return (nearest, missesMinimum(at: nearest, size: size) ? PlanWord.minStudents(language) : "")
    }
    let all = placementCase.posts.indices
    let matching = all.filter {
      SpecialtyRule.level(student: student, post: $0, in: allocated.context) != .none
    }
    let candidates = matching.isEmpty ? Array(all) : matching
    guard let post = candidates.min(by: { (distance(student, $0), $0) < (distance(student, $1), $1) }) else {
      return (nil, "")
    }
    let rule = Rulebook.firstRefusal(student: student, post: post, in: allocated.context)
    return (post, rule?.rule(language) ?? "")
  }

  private func detail(_ student: Int, _ reason: UnplacedReason) -> Text {
    switch reason {
    case .noOpenPost: return closedPosts(student)
    case .contested:
      let count = students[student].eligible
      return Text(
        zh: "可选岗位 \(count) 个，名额均已由其他学生使用",
        en: "\(count) posts are open to the student; all their seats are needed by others")
    case .groupNotReached:
      return Text(zh: "尚有空位的可选岗位凑不齐最少人数", en: "the open posts with free seats cannot gather their minimum")
    case .team:
      return Text(zh: "没有一个岗位能同时接纳整个小组", en: "no post can take the whole team")
    case .outweighed:
      return Text(
        zh: "尚有空位，但安排该生会使更靠前的目标变差", en: "seats are free, but an objective that comes first would suffer")
    }
  }

  /// `22 posts match the specialty; distance closes 19 (at most 40 km; source), …`
  private func closedPosts(_ student: Int) -> Text {
    let context = allocated.context
    let matching = placementCase.posts.indices.filter {
      SpecialtyRule.level(student: student, post: $0, in: context) != .none
    }
    guard !matching.isEmpty else {
      return Text(zh: "没有专业对口的岗位", en: "no post matches the specialty")
    }
    var counts: [Rule: (count: Int, example: Int)] = [:]
    for post in matching {
      guard let rule = Rulebook.firstRefusal(student: student, post: post, in: context)?.rule else {
        continue
      }
      counts[rule] = ((counts[rule]?.count ?? 0) + 1, counts[rule]?.example ?? post)
    }
    let parts = Rulebook.rules.compactMap { rule -> Text? in
      guard let (count, example) = counts[rule.rule] else { return nil }
      let demand = rule.demand(post: example, in: context)
      let source = rule.source(in: policy)
      return Text(
        zh: "\(count) 个因\(rule.rule.chinese)（\(demand.zh)\(source.isEmpty ? "" : "，依据：\(source)")）",
        en: "\(count) closed by \(rule.rule.rawValue) (\(demand.en)\(source.isEmpty ? "" : "; \(source)"))")
    }
    return Text(
      zh: "专业对口的岗位有 \(matching.count) 个：" + parts.map(\.zh).joined(separator: "，"),
      en: "\(matching.count) posts match the specialty: " + parts.map(\.en).joined(separator: ", "))
  }
}
