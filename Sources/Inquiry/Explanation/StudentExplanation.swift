import Allocation
import AssignmentSolver
import Placement
import Plan

extension Explainer {
  /// Why a student is where the plan says: the post and its points, what became of the wishes, the posts that would cost
  /// the whole plan least, the closed posts near by and the rule that closes each.
  ///
  /// - `names`: whether other students' ids may be told.
  /// - `count`: how many of the open posts that cost least to tell.
  public mutating func explainStudent(_ id: String, names: Bool, count: Int = 3) throws -> [Text] {
    let student = try known(
      id, among: placementCase.students.map(\.id), CaseSchema.students.table,
      mend: Text(zh: "检查学号", en: "check the student's id"), names: names)
    let status = facts.status(of: student)
    var lines = [
      Text(zh: "学生 \(id)：\(status.chinese)", en: "student \(id): \(status.rawValue)")
    ]
    if let reason = placementCase.students[student].excluded {
      return lines + [Text(zh: "不参加的原因：\(reason)", en: "takes no part because: \(reason)")]
    }
    if let own = placementProgram.selfArranged[student] { return lines + selfArranged(own) }
    if let post = facts.placement[student] {
      lines += [postName(post)] + terms(student, post)
    } else {
      lines += try reason(student, names: names)
    }
    lines += team(student, names: names) + pairs(student, names: names) + bans(student)
    let pin = placementProgram.commitments.pins[student]
    if let pin { lines.append(pinned(pin, student)) }
    guard let unit = unitOf[student] else { return lines }
    var prices = PostPrices(unit: unit)
    lines += try wishes(student, names: names, &prices)
    if pin != nil { return lines }
    return lines + (try nextBest(student, names: names, count: count, &prices)) + closedNearBy(student)
  }

  /// Where the student works, what was tested there, and what would bring the student back into the allocation.
  private func selfArranged(_ own: SelfArrangedPlacements.Judged) -> [Text] {
    let (place, work) = (own.place, own.place.work)
    let host = place.enterprise.map { placementCase.enterprises[$0].id } ?? place.enterpriseName
    var lines = [
      Text(
        zh: "  \(host)：\(work.title)，\(work.start) 至 \(work.end)，月报酬 \(work.monthlyPay) 元",
        en: "  \(host): \(work.title), \(work.start) to \(work.end), \(work.monthlyPay) yuan a month"),
      Text(verbatim: "  ") + PlanSentence.selfArranged(place),
      Text(
        zh: "  已检查：\(own.asked.map(\.chinese).joined(separator: "、"))",
        en: "  tested: \(own.asked.map(\.rawValue).joined(separator: ", "))"),
    ]
    if !own.overridden.isEmpty {
      lines.append(
        Text(
          zh: "  不符合而只作记录：\(own.overridden.map(\.chinese).joined(separator: "、"))",
          en: "  failed and only noted: \(own.overridden.map(\.rawValue).joined(separator: ", "))"))
    }
    let quota = place.enterprise.map { placementProgram.quotas.enterprises[$0] }
    if let quota, let limit = quota.limit {
      lines.append(
        Text(
          zh: "  占用企业 \(quota.id) 的名额（上限 \(limit.value)）",
          en: "  uses up the quota of enterprise \(quota.id) (limit \(limit.value))"))
    }
    return lines + [
      Text(
        zh: "  清空 self-arranged.csv 中的学校审核日期，该生即重新参加安排",
        en: "  with approved_on cleared in self-arranged.csv the student would be placed again")
    ]
  }

  private mutating func reason(_ student: Int, names: Bool) throws -> [Text] {
    let finding = try unplacedFinding(student, names: names)
    let reason =
      Text(zh: "原因：\(finding.reason.chinese)。", en: "reason: \(finding.reason.rawValue). ") + finding.detail
    guard names, !finding.students.isEmpty else { return [reason] }
    let ids = finding.students.map { placementCase.students[$0].id }
    return [
      reason,
      Text(zh: "其中的学生：\(ids.joined(separator: "、"))", en: "the students: \(ids.joined(separator: ", "))"),
    ]
  }

  /// The terms of one student at one post, each with its points.
  private func terms(_ student: Int, _ post: Int) -> [Text] {
    let match = placementProgram.context.match(student: student, post: post)
    let distance = facts.distance(student, post)
    let own = points.points(student: student, post: post, match: match, distance: distance)
    let rank = placementCase.rank(student: student, post: post)
    var lines = [
      Text(
        zh: "  \(ObjectiveTerm.match.chinese)：\(match.chinese)，\(own.match) 分",
        en: "  match: \(match.rawValue), \(own.match) points"),
      Text(
        zh: "  \(ObjectiveTerm.distance.chinese)：\(PlanFacts.kilometres(distance)) 公里，\(own.distance) 分",
        en: "  distance: \(PlanFacts.kilometres(distance)) km, \(own.distance) points"),
    ]
    if !placementCase.wishes[student].isEmpty {
      lines.append(
        Text(
          zh:
            "  \(ObjectiveTerm.preference.chinese)：\(rank.map { "第 \($0) 志愿" } ?? "不在所填志愿之内")，\(own.preference) 分",
          en:
            "  preference: \(rank.map { "rank \($0)" } ?? "not among the wishes"), \(own.preference) points"
        ))
    }
    for (term, value) in [
      (ObjectiveTerm.cooperation, own.cooperation), (.hostPreference, own.hostPreference),
      (.lottery, own.lottery),
    ] where policy.weighs(term) {
      lines.append(
        Text(zh: "  \(term.chinese)：\(value) 分", en: "  \(term.rawValue): \(value) points"))
    }
    if own.moves > 0 {
      lines.append(
        Text(
          zh: "  \(ObjectiveTerm.moves.chinese)：离开已公布的岗位，1 分",
          en: "  moves: leaves the published post, 1 point"))
    }
    return lines
  }

  /// The posts that the unit may take.
  func openPosts(ofUnit unit: Int) -> [Int] {
    let program = placementProgram.program
    return program.pairPost[program.pairStart[unit]..<program.pairStart[unit + 1]].map(Int.init)
  }

  private mutating func nextBest(
    _ student: Int, names: Bool, count: Int, _ prices: inout PostPrices
  ) throws -> [Text] {
    let open = openPosts(ofUnit: prices.unit).filter { Int32($0) != former[prices.unit] }
    guard !open.isEmpty else {
      return [Text(zh: "没有其他可选岗位", en: "no other post is open to the student")]
    }
    let best = try cheapest(count, of: open, &prices)
    guard count > 0, !best.isEmpty else {
      let none = count > 0 ? Text(zh: "，但都", en: ", but: ") + withoutPrice(open, prices) : Text(verbatim: "")
      return [
        Text(zh: "其他可选岗位 \(open.count) 个", en: "other posts open to the student: \(open.count)") + none
      ]
    }
    var lines = [heading(open.count, best.count, isWhole: prices.isWhole)]
    for post in best {
      let name = postName(post)
      let distance = PlanFacts.kilometres(facts.distance(student, post))
      lines.append(Text(zh: "  \(name.zh)，\(distance) 公里", en: "  \(name.en), \(distance) km"))
      let cost = try price(post, &prices).map { text($0, besides: prices.unit, names: names) }
      lines.append(Text(verbatim: "    ") + (cost ?? Self.cannotBe))
    }
    lines.append(Self.howToRead)
    if best.contains(where: { wantedMoves(prices.unit, at: $0).contains { $0 > 0 } }) {
      lines.append(Self.uncounted)
    }
    return lines
  }

  /// Without it, a better later objective would look like a plan that could have been better.
  private static let howToRead = Text(
    zh: "  （目标的数字增加是变差，减少是变好；前一级变差，后一级变好也抵不了）",
    en: "  (an objective that grows is worse, one that falls is better; a later one never makes up for an "
      + "earlier one)")

  /// Without it, an objective that gets better would look like a plan that could have been better.
  private static let uncounted = Text(
    zh: "  （按锁定计算：锁定到别处的学生不再计入“调整”目标，所以该级目标可能变少）",
    en: "  (held there as by a pin: whoever is pinned elsewhere counts in the objective moves no more, "
      + "which may lower it)")

  private func heading(_ open: Int, _ shown: Int, isWhole: Bool) -> Text {
    let ones = shown == 1 ? "the one that costs" : "the \(shown) that cost"
    let limited = isWhole ? "" : ", as far as it was worked out"
    return Text(
      zh: "其他可选岗位 \(open) 个；\(isWhole ? "" : "已算出的岗位中，")对整个方案代价最小的 \(shown) 个：",
      en: "\(Self.count(open, "other post")) \(open == 1 ? "is" : "are") open; \(ones) the whole plan least"
        + "\(limited):")
  }

  private func closedNearBy(_ student: Int) -> [Text] {
    let matching = placementProgram.openPosts.matching(student: student)
    let near = (matching.isEmpty ? Array(placementCase.posts.indices) : matching)
      .map { (facts.distance(student, $0), $0) }.sorted { $0 < $1 }
    var lines: [Text] = []
    for (distance, post) in near where lines.count < 5 {
      guard let why = closed(post, to: student, isFar: true) else { continue }
      let name = postName(post)
      lines.append(
        Text(
          zh: "  \(name.zh)，\(PlanFacts.kilometres(distance)) 公里：\(why.zh)",
          en: "  \(name.en), \(PlanFacts.kilometres(distance)) km: \(why.en)"))
    }
    guard !lines.isEmpty else { return [] }
    return [
      matching.isEmpty
        ? Text(zh: "没有专业对口的岗位；最近的岗位：", en: "no post matches the specialty; the nearest posts:")
        : Text(zh: "专业对口而不开放的最近岗位：", en: "the nearest closed posts of the specialty:")
    ] + lines
  }
}
