import Placement

extension WhatIf {
  /// Students whose post differs.
  public var changedStudents: [Int] {
    before.placement.indices.filter { before.placement[$0] != after.placement[$0] }
  }

  /// changes.csv: a row a student whose placement differs, and why it had to.
  public var changes: PlanTable {
    let language = after.policy.language
    let changed = changedStudents
    var arrivals: [Int: Int] = [:]
    var departures: [Int: Int] = [:]
    for student in changed {
      if let post = after.placement[student] { arrivals[post, default: 0] += 1 }
      if let post = before.placement[student] { departures[post, default: 0] += 1 }
    }
    let placementCase = after.placementCase
    let rows = changed.map { student in
      let (old, new) = (before.placement[student], after.placement[student])
      let why = reason(student, from: old, to: new, arrivals: arrivals, departures: departures)
      return [
        placementCase.students[student].id, placementCase.students[student].schoolID,
        old.map { placementCase.posts[$0].id } ?? "", new.map { placementCase.posts[$0].id } ?? "",
        why(language),
      ]
    }
    return PlanTable(
      file: "changes.csv", columns: ["student_id", "school_id", "previous_post_id", "post_id", "why"],
      rows: rows)
  }

  private func reason(
    _ student: Int, from old: Int?, to new: Int?, arrivals: [Int: Int], departures: [Int: Int]
  ) -> Text {
    guard let old else {
      return newPlace(student, at: new, departures: departures)
    }
    let context = after.placementProgram.context
    let id = context.placementCase.posts[old].id
    if let rule = Rulebook.firstRefusal(student: student, post: old, in: context),
      after.placementProgram.commitments.pins[student] == nil
    {
      return Text(
        zh: "岗位 \(id) 不再符合规则：\(rule.rule.chinese)（\(rule.demand(post: old, in: context).zh)）",
        en: "post \(id) is closed now by \(rule.rule.rawValue) (\(rule.demand(post: old, in: context).en))")
    }
    if let lowered = loweredQuota(of: old) {
      return Text(
        zh: "\(lowered.kind.chinese) \(lowered.id) 的名额由 \(lowered.old) 减为 \(lowered.new)",
        en: "the quota of \(lowered.kind.rawValue) \(lowered.id) fell from \(lowered.old) to \(lowered.new)")
    }
    if let count = arrivals[old] {
      return Text(
        zh: "在岗位 \(id) 让出名额给另外 \(count) 名学生，使整体更优",
        en: "makes room at post \(id) for \(count) other students, for a better plan as a whole")
    }
    guard new != nil else {
      return Text(zh: "其他目标或同组成员决定", en: "other objectives, or a team mate's post, decided")
    }
    return newPlace(student, at: new, departures: departures)
  }

  private func newPlace(_ student: Int, at new: Int?, departures: [Int: Int]) -> Text {
    guard let new else { return Text(zh: "", en: "") }
    let id = after.placementCase.posts[new].id
    let wasClosed =
      Rulebook.firstRefusal(student: student, post: new, in: before.placementProgram.context) != nil
    if wasClosed {
      return Text(zh: "岗位 \(id) 现在对该生开放", en: "post \(id) is open to the student now")
    }
    if departures[new] != nil {
      return Text(zh: "使用岗位 \(id) 空出的名额", en: "takes a seat at post \(id) that became free")
    }
    return Text(zh: "岗位 \(id) 有了名额，或整体更优", en: "post \(id) has a seat now, or the plan is better as a whole")
  }

  /// The first quota of the post that the settings have lowered.
  private func loweredQuota(of post: Int) -> (kind: QuotaKind, id: String, old: Int, new: Int)? {
    let (a, b) = (before.placementProgram.quotas, after.placementProgram.quotas)
    let host = after.placementCase.posts[post].enterprise
    if b.posts[post].value < a.posts[post].value {
      return (.post, after.placementCase.posts[post].id, a.posts[post].value, b.posts[post].value)
    }
    if let group = b.jobGroupOfPost[post], let new = b.jobGroups[group].limit?.value,
      let old = a.jobGroups[group].limit?.value, new < old
    {
      return (.jobGroup, b.jobGroups[group].id, old, new)
    }
    guard let new = b.enterprises[host].limit?.value, let old = a.enterprises[host].limit?.value, new < old
    else { return nil }
    return (.enterprise, b.enterprises[host].id, old, new)
  }
}
