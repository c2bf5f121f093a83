import Allocation
import AssignmentSolver
import Placement
import Plan

extension WhatIf {
  /// Students whose post differs.
  public var changedStudents: [Int] {
    before.placement.indices.filter { before.placement[$0] != after.placement[$0] }
  }

  /// changes.csv: a row a student whose placement differs, what staying would cost, and what is new at the posts.
  public var changes: PlanTable {
    let language = after.policy.language
    let text = ChangeText(self)
    let placementCase = after.placementCase
    let rows = changedStudents.map { student in
      [
        placementCase.students[student].id, placementCase.students[student].schoolID,
        before.placement[student].map { placementCase.posts[$0].id } ?? "",
        after.placement[student].map { placementCase.posts[$0].id } ?? "", text.why(student)(language),
      ]
    }
    return PlanTable(
      file: "changes.csv", columns: ["student_id", "school_id", "previous_post_id", "post_id", "why"],
      rows: rows)
  }
}

/// The words of changes.csv.
private struct ChangeText {
  private let before: Allocation
  private let after: Allocation
  private let stays: [Int: Stay]
  private var unitOf: [Int: Int] = [:]
  /// By post.
  private var arrivals: [Int: Int] = [:]
  private var departures: [Int: Int] = [:]
  private let pricing: StagePrices

  init(_ whatIf: WhatIf) {
    (before, after, stays) = (whatIf.before, whatIf.after, whatIf.stays)
    for unit in whatIf.changedUnits {
      for student in after.placementProgram.units[unit] {
        unitOf[student] = unit
        if let post = after.placement[student] { arrivals[post, default: 0] += 1 }
        if let post = before.placement[student] { departures[post, default: 0] += 1 }
      }
    }
    pricing = StagePrices(after)
  }

  private func id(_ post: Int) -> String { after.placementCase.posts[post].id }

  func why(_ student: Int) -> Text {
    let (old, new) = (before.placement[student], after.placement[student])
    let stay = unitOf[student].flatMap { stays[$0] } ?? .notComputed
    var parts = [text(stay, student, at: old)]
    if let old { parts += [lowered(old), arrived(old)].compactMap { $0 } }
    if let new { parts += [opened(new, to: student), raised(new), left(new)].compactMap { $0 } }
    return parts.joined(by: .semicolon)
  }

  // MARK: What staying would cost

  private func text(_ stay: Stay, _ student: Int, at post: Int?) -> Text {
    let staying =
      post.map { Text(zh: "留在岗位 \(id($0))", en: "staying at post \(id($0))") }
      ?? Text(zh: "仍不安排", en: "staying without a post")
    switch stay {
    case .closed(let member): return closed(post!, to: student, or: member)
    case .takesNobody: return takesNobody(post!)
    case .impossible:
      return Text(
        zh: "不能\(staying.zh)：在各项上限和最少人数之内没有这样的方案",
        en: "\(staying.en) is impossible: no plan within the quotas and minimums has it so")
    case .costs(let stages):
      let price = pricing.text(stages)
      return Text(
        zh: "若\(staying.zh)，整个方案：\(price.zh)", en: "\(staying.en) would cost the whole plan: \(price.en)")
    case .movesOthers:
      return Text(
        zh: "有同样好的方案让该生\(staying.zh)，但要改动现在不变的其他学生",
        en: "\(staying.en) would cost nothing: an equally good plan keeps this student, and moves others "
          + "instead who are not moved now")
    case .costsNothing:
      return Text(
        zh: "有同样好的方案让该生\(staying.zh)；是否要改动其他学生，未计算",
        en: "\(staying.en) would cost nothing: an equally good plan keeps this student; whether it moves "
          + "others instead was not computed")
    case .notComputed:
      return Text(zh: "\(staying.zh)的代价未计算", en: "what \(staying.en) would cost was not computed")
    }
  }

  /// The student's own refusal, or that of a team mate.
  private func closed(_ post: Int, to student: Int, or member: Int) -> Text {
    let context = after.placementProgram.context
    guard let rule = Rulebook.firstRefusal(student: student, post: post, in: context) else {
      let rule = Rulebook.firstRefusal(student: member, post: post, in: context)!
      let mate = after.placementCase.students[member].id
      return Text(
        zh: "岗位 \(id(post)) 现在不对同组的 \(mate) 开放，",
        en: "post \(id(post)) is closed now to team mate \(mate) by ")
        + rule.text(student: member, post: post, in: context)
    }
    return Text(zh: "岗位 \(id(post)) 现在不对该生开放，", en: "post \(id(post)) is closed now to the student by ")
      + rule.text(student: student, post: post, in: context)
  }

  private func takesNobody(_ post: Int) -> Text {
    let quotas = after.placementProgram.quotas
    let (key, limit) = quotas.lowest(of: post)
    let quota = quotas[key]
    let minimum = after.placementCase.posts[post].minStudents
    let below =
      minimum > 1
      ? Text(zh: "，低于最少人数 \(minimum)", en: ", below the post's minimum of \(minimum)")
      : Text(verbatim: "")
    return Text(
      zh: "岗位 \(id(post)) 现在不接收任何人：\(quota.kind.chinese) \(quota.id) 的上限为 \(limit)",
      en:
        "post \(id(post)) takes nobody now: \(quota.kind.rawValue) \(quota.id) has a quota of \(limit)")
      + below
  }

  // MARK: What is new at the posts

  private func others(_ count: Int, _ verb: String) -> String {
    count == 1 ? "1 other \(verb)s" : "\(count) others \(verb)"
  }

  private func arrived(_ post: Int) -> Text? {
    arrivals[post].map {
      Text(zh: "另有 \($0) 名学生改到岗位 \(id(post))", en: "\(others($0, "come")) to post \(id(post))")
    }
  }

  private func left(_ post: Int) -> Text? {
    departures[post].map {
      Text(zh: "另有 \($0) 名学生离开岗位 \(id(post))", en: "\(others($0, "leave")) post \(id(post))")
    }
  }

  private func opened(_ post: Int, to student: Int) -> Text? {
    let context = before.placementProgram.context
    guard let rule = Rulebook.firstRefusal(student: student, post: post, in: context) else { return nil }
    return Text(zh: "岗位 \(id(post)) 原来不对该生开放，", en: "post \(id(post)) was closed before to the student by ")
      + rule.text(student: student, post: post, in: context)
  }

  private func lowered(_ post: Int) -> Text? {
    changedQuota(of: post) { $0 > $1 }.map {
      Text(
        zh: "\($0.name.zh) 的名额由 \($0.old) 减为 \($0.new)",
        en: "the quota of \($0.name.en) fell from \($0.old) to \($0.new)")
    }
  }

  private func raised(_ post: Int) -> Text? {
    changedQuota(of: post) { $0 < $1 }.map {
      Text(
        zh: "\($0.name.zh) 的名额由 \($0.old) 增为 \($0.new)",
        en: "the quota of \($0.name.en) rose from \($0.old) to \($0.new)")
    }
  }

  /// The first of the post's quotas that the settings have changed so.
  private func changedQuota(
    of post: Int, by isSo: (_ old: Int, _ new: Int) -> Bool
  ) -> (name: Text, old: Int, new: Int)? {
    let (a, b) = (before.placementProgram.quotas, after.placementProgram.quotas)
    for key in b.keys(of: post) {
      let (before, after) = (a[key], b[key])
      guard let old = before.limit?.value, let new = after.limit?.value, isSo(old, new) else { continue }
      let name = Text(
        zh: "\(after.kind.chinese) \(after.id)", en: "\(after.kind.rawValue) \(after.id)")
      return (name, old, new)
    }
    return nil
  }
}

/// Differences of stages in words.
private struct StagePrices {
  private let stages: [[ObjectiveTerm: Int]]
  /// Whether a student without a post counts one, whoever it is.
  private let isCounted: Bool

  init(_ allocation: Allocation) {
    stages = allocation.policy.objectives.map { $0.filter { $0.value > 0 } }
    let placementCase = allocation.placementCase
    isCounted = placementCase.students.indices.allSatisfy {
      placementCase.students[$0].priority == 1 || !placementCase.takesPart($0)
    }
  }

  /// In students where the stage counts them, else as a difference of the stage's value.
  func text(_ differences: [Int64]) -> Text {
    let parts = differences.indices.filter { differences[$0] != 0 }.map { part($0, differences[$0]) }
    return parts.joined(by: .comma)
  }

  private func part(_ stage: Int, _ difference: Int64) -> Text {
    let weights = stages[stage]
    if weights.count == 1, let weight = weights.values.first {
      let (count, isMore) = (abs(difference) / Int64(weight), difference > 0)
      let (zh, en) = isMore ? ("多", "more") : ("少", "fewer")
      let noun = count == 1 ? "student" : "students"
      if weights[.unplaced] != nil, isCounted {
        return Text(zh: "\(zh) \(count) 名学生没有岗位", en: "\(count) \(en) \(noun) without a post")
      }
      if weights[.moves] != nil {
        return Text(
          zh: "\(zh) \(count) 名学生离开已公布的岗位", en: "\(count) \(en) \(noun) moved from the published post")
      }
    }
    return ObjectiveTerm.difference(difference, stage: stage + 1, weights)
  }
}
