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
      let row = place(of: placementCase.decisions[index]).text
      why =
        Text(
          zh: "由 \(row.zh)锁定，不再考虑其他岗位：",
          en: "pinned by \(row.en), so that no other post is considered: ")
        + signed(placementCase.decisions[index])
    case .held(let stage):
      let row = placementCase.place(ofPublished: student).text
      why = Text(
        zh: "\(row.zh)：已公布且\(stage.text.zh)，按锁定处理，不再考虑其他岗位",
        en:
          "\(row.en): published and \(stage.text.en), held like a pin, so that no other post is considered")
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
    return Text(zh: "；突破规则：", en: "; it overrides ") + rules.joined(by: .listComma)
  }

  /// The student's bans, a line each.
  func bans(_ student: Int) -> [Text] {
    placementCase.decisions.filter { $0.student == student && $0.kind == .ban }.map { ban in
      let (row, target) = (place(of: ban).text, name(ban.target))
      return Text(zh: "\(row.zh)不安排到\(target.zh)：", en: "\(row.en) bans \(target.en): ") + signed(ban)
    }
  }

  /// The ban that closes a post to the student.
  func ban(of student: Int, at post: Int) -> Decision? {
    placementCase.decisions.first {
      $0.student == student && $0.kind == .ban && placementCase.covers($0.target, post: post)
    }
  }

  func place(of decision: Decision) -> Diagnostic.Place {
    placementCase.place(ofRow: decision.row, in: CaseSchema.decisions.file)
  }

  func name(_ target: Target) -> Text {
    let id = placementCase.id(of: target)
    return switch target {
    case .post: Text(zh: "岗位 \(id)", en: "post \(id)")
    case .enterprise: Text(zh: "企业 \(id)", en: "enterprise \(id)")
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

extension PlacementCase {
  /// The row of published.csv that tells the student of a post; there must be one.
  func place(ofPublished student: Int) -> Diagnostic.Place {
    place(ofRow: published[student]!.row, in: CaseSchema.published.file)
  }
}
