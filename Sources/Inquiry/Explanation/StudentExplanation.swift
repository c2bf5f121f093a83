import Allocation
import AssignmentSolver
import Placement
import Plan

extension Explainer {
  /// Why a student is where the plan says: the post and its points, the next best posts and what they would cost the
  /// whole plan, the closed posts near by and the rule that closes each.
  ///
  /// - Parameters:
  ///   - names: whether other students' ids may be told.
  ///   - count: open posts to price, each a re-solve.
  public mutating func explainStudent(_ id: String, names: Bool, count: Int = 3) throws -> [Text] {
    guard let student = placementCase.students.firstIndex(where: { $0.id == id }) else {
      throw RequestFault(
        Text(zh: "students.csv 中没有编号 \(id)", en: "students.csv has no id \(id)"),
        mend: Text(zh: "检查学号", en: "check the student's id"))
    }
    let status = facts.status(of: student)
    var lines = [
      Text(zh: "学生 \(id)：\(status.chinese)", en: "student \(id): \(status.rawValue)")
    ]
    if let reason = placementCase.students[student].excluded {
      return lines + [Text(zh: "不参加的原因：\(reason)", en: "takes no part because: \(reason)")]
    }
    if let post = facts.placement[student] {
      lines += [postName(post)] + points(student, post)
    } else {
      let finding = try unplacedFinding(student)
      lines.append(
        Text(zh: "原因：\(finding.reason.chinese)。", en: "reason: \(finding.reason.rawValue). ")
          + finding.detail)
      if names, !finding.students.isEmpty {
        let ids = finding.students.map { placementCase.students[$0].id }
        lines.append(
          Text(zh: "其中的学生：\(ids.joined(separator: "、"))", en: "the students: \(ids.joined(separator: ", "))"))
      }
    }
    if let pin = allocated.commitments.pins[student] { return lines + [pinned(pin)] }
    return lines + (try nextBest(student, names: names, count: count)) + closedNearBy(student)
  }

  private func pinned(_ pin: Commitments.Pin) -> Text {
    switch pin.origin {
    case .decision(let index):
      let row = placementCase.decisions[index].row
      return Text(
        zh: "由 decisions.csv 第 \(row) 行锁定，其他岗位不再考虑",
        en: "pinned by row \(row) of decisions.csv: no other post is open")
    case .held(let stage):
      return Text(
        zh: "已公布且\(stage.text.zh)，按锁定处理", en: "published and \(stage.text.en): held like a pin")
    case .teamMate:
      return Text(zh: "随同组成员锁定", en: "pinned with a team mate")
    }
  }

  /// The terms of one student at one post, each with its points.
  func points(_ student: Int, _ post: Int) -> [Text] {
    let context = allocated.context
    let match = context.match(student: student, post: post)
    let distance = facts.distance(student, post)
    let table = PointsTable(context: context, commitments: allocated.commitments)
    let points = table.points(student: student, post: post, match: match, distance: distance)
    let rank = placementCase.rank(student: student, post: post)
    var lines = [
      Text(
        zh: "  \(ObjectiveTerm.match.chinese)：\(match.chinese)，\(points.match) 分",
        en: "  match: \(match.rawValue), \(points.match) points"),
      Text(
        zh: "  \(ObjectiveTerm.distance.chinese)：\(PlanFacts.kilometres(distance)) 公里，\(points.distance) 分",
        en: "  distance: \(PlanFacts.kilometres(distance)) km, \(points.distance) points"),
    ]
    if !placementCase.wishes[student].isEmpty {
      lines.append(
        Text(
          zh:
            "  \(ObjectiveTerm.preference.chinese)：\(rank.map { "第 \($0) 志愿" } ?? "未填报")，\(points.preference) 分",
          en: "  preference: \(rank.map { "rank \($0)" } ?? "not listed"), \(points.preference) points"))
    }
    if placementCase.policy.objectives.contains(where: { ($0[.cooperation] ?? 0) > 0 }) {
      lines.append(
        Text(
          zh: "  \(ObjectiveTerm.cooperation.chinese)：\(points.cooperation) 分",
          en: "  cooperation: \(points.cooperation) points"))
    }
    if points.moves > 0 {
      lines.append(
        Text(
          zh: "  \(ObjectiveTerm.moves.chinese)：离开已公布的岗位，1 分",
          en: "  moves: leaves the published post, 1 point"))
    }
    return lines
  }

  /// The unit's open posts, best for it first by the stages in order, then by id.
  private func openPosts(ofUnit unit: Int) -> [Int] {
    let program = allocated.program
    let pairs = program.pairStart[unit]..<program.pairStart[unit + 1]
    let ranked = pairs.map { pair in
      (cost: (0..<program.stageCount).map { program.pairCost[$0][pair] }, post: Int(program.pairPost[pair]))
    }
    return ranked.sorted { a, b in
      a.cost != b.cost ? a.cost.lexicographicallyPrecedes(b.cost) : a.post < b.post
    }.map(\.post)
  }

  private mutating func nextBest(_ student: Int, names: Bool, count: Int) throws -> [Text] {
    guard let unit = unitOf[student] else { return [] }
    let open = openPosts(ofUnit: unit).filter { Int32($0) != former[unit] }
    guard !open.isEmpty else {
      return [Text(zh: "没有其他可选岗位", en: "no other post is open to the student")]
    }
    var lines = [
      Text(
        zh: "其他可选岗位 \(open.count) 个；改派到最好的 \(min(count, open.count)) 个，整个方案会怎样：",
        en: "\(open.count) other posts are open; what the whole plan would come to at the best "
          + "\(min(count, open.count)):")
    ]
    for post in open.prefix(count) {
      let name = postName(post)
      let distance = PlanFacts.kilometres(facts.distance(student, post))
      lines.append(Text(zh: "  \(name.zh)，\(distance) 公里", en: "  \(name.en), \(distance) km"))
      let cost =
        try difference([.hold(unit, at: Int32(post))])
        .map { text($0, besides: student, names: names) }
        ?? Text(zh: "无法安排：凑不齐最少人数或名额已锁定", en: "cannot be: a minimum or pinned seats stand against it")
      lines.append(Text(zh: "    \(cost.zh)", en: "    \(cost.en)"))
    }
    return lines
  }

  private func closedNearBy(_ student: Int) -> [Text] {
    let context = allocated.context
    let near = placementCase.posts.indices.map { (facts.distance(student, $0), $0) }.sorted { $0 < $1 }
    let matching = near.filter {
      context.match(student: student, post: $0.1) != .none
    }
    var closed: [Text] = []
    for (distance, post) in (matching.isEmpty ? near : matching) where closed.count < 5 {
      guard let rule = Rulebook.firstRefusal(student: student, post: post, in: context) else { continue }
      let (why, id) = (demand(rule, student: student, post: post), placementCase.posts[post].id)
      closed.append(
        Text(
          zh: "  岗位 \(id)，\(PlanFacts.kilometres(distance)) 公里：\(why.zh)",
          en: "  post \(id), \(PlanFacts.kilometres(distance)) km: \(why.en)"))
    }
    guard !closed.isEmpty else { return [] }
    return [
      matching.isEmpty
        ? Text(zh: "没有专业对口的岗位；最近的岗位：", en: "no post matches the specialty; the nearest posts:")
        : Text(zh: "专业对口而不开放的最近岗位：", en: "the nearest closed posts of the specialty:")
    ] + closed
  }
}
