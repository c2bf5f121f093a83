import Allocation
import AssignmentSolver
import Placement
import Plan

extension Explainer {
  /// What limits a post, who wanted in, and what one seat more or less does.
  public mutating func explainPost(_ id: String, names: Bool) throws -> [Text] {
    let post = try known(
      id, among: placementCase.posts.map(\.id), CaseSchema.posts.table,
      mend: Text(zh: "检查岗位编号", en: "check the post's id"))
    let item = placementCase.posts[post]
    var lines = [postName(post)] + closedToAll(post)
    lines += limits(QuotaKey(kind: .post, index: post))
    if let group = placementProgram.quotas.jobGroupOfPost[post] {
      lines += limits(QuotaKey(kind: .jobGroup, index: group))
    }
    lines += limits(QuotaKey(kind: .enterprise, index: item.enterprise))
    if item.minStudents > 1 {
      lines.append(
        Text(
          zh: "最少人数 \(item.minStudents)，现有 \(facts.load[post])",
          en: "takes at least \(item.minStudents); has \(facts.load[post])"))
    }
    lines += schools([post]) + wantedIn([post], names: names)
    return lines + (try seatMoreOrLess(QuotaKey(kind: .post, index: post), names: names))
  }

  /// The same for an enterprise: its limit, and its posts by day.
  public mutating func explainEnterprise(_ id: String, names: Bool) throws -> [Text] {
    let index = try known(
      id, among: placementCase.enterprises.map(\.id), CaseSchema.enterprises.table,
      mend: Text(zh: "检查企业编号", en: "check the enterprise's id"))
    let quota = placementProgram.quotas.enterprises[index]
    let name = placementCase.enterprises[index].name
    var lines = [Text(zh: "企业 \(id)（\(name)）", en: "enterprise \(id) (\(name))")]
    lines += quota.posts.flatMap(closedToAll) + limits(QuotaKey(kind: .enterprise, index: index))
    for group in placementProgram.quotas.jobGroups.indices
    where placementProgram.quotas.jobGroups[group].enterprise == index {
      lines += limits(QuotaKey(kind: .jobGroup, index: group))
    }
    for post in quota.posts { lines += limits(QuotaKey(kind: .post, index: post)) }
    lines += schools(quota.posts) + wantedIn(quota.posts, names: names)
    return lines + (try seatMoreOrLess(QuotaKey(kind: .enterprise, index: index), names: names))
  }

  // MARK: Parts

  /// A line where nobody may come to the post, whatever its seats: how many students each rule keeps out.
  private func closedToAll(_ post: Int) -> [Text] {
    guard facts.load[post] == 0 else { return [] }
    var refused: [Rule: (count: Int, example: Int)] = [:]
    for student in placementCase.students.indices where placementCase.takesPart(student) {
      guard let rule = Rulebook.firstRefusal(student: student, post: post, in: placementProgram.context)?.rule
      else {
        return []
      }
      refused[rule, default: (0, student)].count += 1
    }
    guard !refused.isEmpty else { return [] }
    let parts = Rulebook.rules.compactMap { rule -> Text? in
      guard let (count, example) = refused[rule.rule] else { return nil }
      let asked = demand(rule, student: example, post: post)
      return Text(zh: "\(count) 名因\(asked.zh)", en: "\(Self.count(count, "student")) by \(asked.en)")
    }
    let id = placementCase.posts[post].id
    return [
      Text(zh: "岗位 \(id)：没有学生能去，", en: "post \(id): open to nobody, ") + parts.joined(by: .semicolon)
    ]
  }

  /// One line: the limit, where it comes from, the fullest day and who fills it.
  private func limits(_ key: QuotaKey) -> [Text] {
    let quota = placementProgram.quotas[key]
    let id = quota.id
    guard let limit = quota.limit else {
      return [
        Text(
          zh: "\(key.kind.chinese) \(id)：“同类岗位在岗职工”没有填写，同类岗位比例无法检查",
          en: "\(key.kind.prose.en) \(id): same_post_staff is empty, its share cannot be checked")
      ]
    }
    let fullest = quota.fullestDay(load: facts.load)?.date
    let day = quota.days.first { $0.date == fullest }
    let load = day?.load(facts.load) ?? 0
    let source = policy.sources[limit.term.rawValue].map { Text(zh: "，依据：\($0)", en: "; \($0)") }
    let state =
      load >= limit.value
      ? Text(zh: "已满", en: "full") : Text(zh: "剩余 \(limit.value - load)", en: "\(limit.value - load) free")
    var line =
      Text(
        zh: "\(key.kind.chinese) \(id)：上限 \(limit.value)（\(limit.term.chinese)",
        en: "\(key.kind.prose.en) \(id): limit \(limit.value) (\(limit.term.prose.en)")
      + (source ?? Text(verbatim: ""))
      + Text(zh: "），最满时 \(load) 人，\(state.zh)", en: "), \(load) on its fullest day, \(state.en)")
    if key.kind != .post, let day, load > 0 {
      let filled = day.posts.filter { facts.load[$0] > 0 }
      var parts = filled.map { Text(verbatim: "\(placementCase.posts[$0].id) \(facts.load[$0])") }
      if day.taken > 0 { parts.append(PlacementStatus.selfArranged.text + Text(verbatim: " \(day.taken)")) }
      let list = parts.joined(by: .listComma)
      line = line + Text(zh: "（\(day.date)：\(list.zh)）", en: " (\(day.date): \(list.en))")
    }
    return [line]
  }

  /// A line a limit on the students of one school, and the schools that have reached it.
  private func schools(_ posts: [Int]) -> [Text] {
    let limits = SideLimits(placementCase).ofSchools.filter { $0.posts.contains(where: posts.contains) }
    return limits.compactMap { limit in
      let load = facts.placement.indices.count { student in
        facts.placement[student].map(limit.posts.contains) ?? false && limit.holds(student, placementCase)
      }
      guard load > 0 else { return nil }
      let state =
        load >= limit.limit
        ? Text(zh: "已满", en: "full")
        : Text(zh: "剩余 \(limit.limit - load)", en: "\(limit.limit - load) free")
      return limit.name(in: placementCase)
        + Text(zh: "：上限 \(limit.limit)，现有 \(load) 人，", en: ": limit \(limit.limit), \(load) there, ") + state
    }
  }

  /// Students elsewhere or nowhere who may take one of the posts and would cost less there by their own points.
  private func wantedIn(_ posts: [Int], names: Bool) -> [Text] {
    let program = placementProgram.program
    let wanted = Set(posts.map(Int32.init))
    var (without, better): ([Int], [Int]) = ([], [])
    for unit in 0..<program.unitCount where !wanted.contains(former[unit]) {
      let pairs = program.pairStart[unit]..<program.pairStart[unit + 1]
      func cost(_ pair: Int) -> [Int64] { (0..<program.stageCount).map { program.pairCost[$0][pair] } }
      let here = pairs.filter { wanted.contains(program.pairPost[$0]) }
      guard !here.isEmpty else { continue }
      if former[unit] < 0 {
        without += placementProgram.units[unit]
      } else if let now = pairs.first(where: { program.pairPost[$0] == former[unit] }),
        here.contains(where: { cost($0).lexicographicallyPrecedes(cost(now)) })
      {
        better += placementProgram.units[unit]
      }
    }
    var lines = [
      Text(
        zh: "可来而未安排的学生 \(without.count) 名；在别处而来此更优的学生 \(better.count) 名",
        en:
          "\(Self.count(without.count, "student")) without a post may come; \(better.count) placed elsewhere "
          + "would be better off here"
      )
    ]
    if names, !(without + better).isEmpty {
      let ids = (without + better).map { placementCase.students[$0].id }.sorted(by: String.utf8Precedes)
      lines.append(
        Text(zh: "  学号：\(ids.joined(separator: "、"))", en: "  their ids: \(ids.joined(separator: ", "))"))
    }
    return lines
  }

  private mutating func seatMoreOrLess(_ key: QuotaKey, names: Bool) throws -> [Text] {
    guard let limit = placementProgram.quotas[key].limit else { return [] }
    var lines: [Text] = []
    for step in limit.value > 0 ? [1, -1] : [1] {
      let label =
        step > 0 ? Text(zh: "多一个名额：", en: "one seat more: ") : Text(zh: "少一个名额：", en: "one seat less: ")
      guard placementProgram.quotas.limit(under: key, raisedBy: step)?.value != limit.value else {
        lines.append(
          label
            + Text(
              zh: "上限不变，因为另一项限制同样生效", en: "the limit stays as it is, since another term binds equally"))
        continue
      }
      lines.append(label + (try outcome(of: step, under: key, names: names)))
    }
    return lines
  }

  /// What so many seats more would do, as far as there is time to find out.
  private mutating func outcome(of seats: Int, under key: QuotaKey, names: Bool) throws -> Text {
    // In a large city a solve takes seconds to begin with.
    guard !changeSolver.hasEnded() else { return Self.notInTime }
    do {
      return try difference(changing: key, by: seats).map { text($0, besides: nil, names: names) }
        ?? Text(zh: "无法安排：锁定的学生放不下", en: "cannot be: the pinned students would not fit")
    } catch AllocationFailure.noPlanInTime {
      return Self.notInTime
    }
  }

  static let notInTime = Text(zh: "时限内没有算出（--time-limit）", en: "not found in time (--time-limit)")
}
