import Allocation
import Placement
import Plan

// Pins, bans and teams in words.
extension Explainer {
  /// The student's team and how it goes; none for a student without one.
  func team(_ student: Int, names: Bool) -> [Text] {
    guard let id = placementCase.students[student].teamID else { return [] }
    let mates = facts.unit(of: student).filter { $0 != student }
    guard !mates.isEmpty else {
      return [Text(zh: "小组 \(id)：没有其他参加的成员", en: "team \(id): no other member takes part")]
    }
    let ids = mates.map { placementCase.students[$0].id }
    let (zh, en) =
      names ? ("（\(ids.joined(separator: "、"))）", " (\(ids.joined(separator: ", ")))") : ("", "")
    return [
      Text(
        zh: "小组 \(id)：另有 \(mates.count) 名成员\(zh)，安排到同一岗位，否则都不安排",
        en:
          "team \(id): \(Self.count(mates.count, "mate"))\(en); they go to one post together or all stay without"
      )
    ]
  }

  /// Why the student is held where it is.
  func pinned(_ pin: Commitments.Pin, _ student: Int) -> Text {
    let why: Text
    switch pin.origin {
    case .decision(let index):
      let decision = placementCase.decisions[index]
      let file = placementCase.name(of: CaseSchema.decisions.file)
      why =
        Text(
          zh: "由 \(file) 第 \(decision.row) 行锁定，不再考虑其他岗位：",
          en: "pinned by row \(decision.row) of \(file), so that no other post is considered: ")
        + signed(decision)
    case .held(let stage):
      let row = placementCase.published[student]?.row
      let file = placementCase.name(of: CaseSchema.published.file)
      why = Text(
        zh: "\(file)\(row.map { " 第 \($0) 行" } ?? "")：已公布且\(stage.text.zh)，按锁定处理，不再考虑其他岗位",
        en:
          "\(row.map { "row \($0) of " } ?? "")\(file): published and \(stage.text.en), held like a pin, "
          + "so that no other post is considered")
    case .teamMate:
      why = Text(
        zh: "同组成员已锁定，随同安排，不再考虑其他岗位",
        en: "pinned with a team mate, so that no other post is considered")
    }
    return why + overridden(pin, student)
  }

  /// The rules that the pin goes against.
  private func overridden(_ pin: Commitments.Pin, _ student: Int) -> Text {
    guard !pin.overridden.isEmpty else { return Text(zh: "；不违反任何规则", en: "; it goes against no rule") }
    let rules = pin.overridden.map {
      Rulebook[$0].text(student: student, post: pin.post, in: placementProgram.context)
    }
    return Text(
      zh: "；突破规则：\(rules.map(\.zh).joined(separator: "、"))",
      en: "; it overrides \(rules.map(\.en).joined(separator: ", "))")
  }

  /// The student's bans, a line each.
  func bans(_ student: Int) -> [Text] {
    let file = placementCase.name(of: CaseSchema.decisions.file)
    return placementCase.decisions.filter { $0.student == student && $0.kind == .ban }.map { ban in
      Text(
        zh: "\(file) 第 \(ban.row) 行不安排到\(name(ban.target).zh)：",
        en: "row \(ban.row) of \(file) bans \(name(ban.target).en): ") + signed(ban)
    }
  }

  /// The ban that closes a post to the student.
  func ban(of student: Int, at post: Int) -> Decision? {
    let enterprise = placementCase.posts[post].enterprise
    return placementCase.decisions.first {
      $0.student == student && $0.kind == .ban
        && ($0.target == .post(post) || $0.target == .enterprise(enterprise))
    }
  }

  func name(_ target: Target) -> Text {
    switch target {
    case .post(let post):
      Text(zh: "岗位 \(placementCase.posts[post].id)", en: "post \(placementCase.posts[post].id)")
    case .enterprise(let enterprise):
      Text(
        zh: "企业 \(placementCase.enterprises[enterprise].id)",
        en: "enterprise \(placementCase.enterprises[enterprise].id)")
    }
  }

  /// Reason, author and date, as far as they are given.
  func signed(_ decision: Decision) -> Text {
    let by = decision.author.isEmpty ? nil : Text(zh: "决定人 \(decision.author)", en: "by \(decision.author)")
    let on = decision.decidedOn.map { Text(zh: "\($0)", en: "on \($0)") }
    let rest = [by, on].compactMap { $0 }
    return Text(
      zh: (["理由“\(decision.reason)”"] + rest.map(\.zh)).joined(separator: "，"),
      en: (["“\(decision.reason)”"] + rest.map(\.en)).joined(separator: ", "))
  }
}
