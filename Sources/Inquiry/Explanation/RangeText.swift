import Allocation
import AssignmentSolver
import Placement
import Plan

// Prices that are no single number, and the way that a price is paid, in words.
extension Explainer {
  /// What is sure, then the first stage that is not, from and to. What later stages come to depends on it, and is left
  /// out.
  func text(_ range: PriceRange, _ most: PlanChange) -> Text {
    text(from: range.least, to: most.stages)
  }

  func text(from least: [Int64], to most: [Int64]) -> Text {
    let sure = zip(least, most).prefix { $0 == $1 }.count
    guard sure < most.count else { return text(stages: most) }
    var parts = (0..<sure).filter { most[$0] != 0 }.map {
      ObjectiveTerm.difference(most[$0], stage: $0 + 1, policy.objectives[$0])
    }
    // Less than nothing, with nothing sure before it, says only that the plan itself is not proven.
    if sure < least.count, least[sure] >= 0 || !parts.isEmpty {
      parts.append(
        ObjectiveTerm.difference(
          from: least[sure], to: most[sure], stage: sure + 1, policy.objectives[sure]))
    } else if let stage = most.indices.dropFirst(sure).first(where: { most[$0] != 0 }) {
      parts.append(
        Text(zh: "至多：", en: "at most: ")
          + ObjectiveTerm.difference(most[stage], stage: stage + 1, policy.objectives[stage]))
    }
    if parts.isEmpty { parts.append(Text(zh: "至多：", en: "at most: ") + text(stages: [])) }
    return parts.joined(by: .comma)
  }

  /// Who makes way for whom, post by post, and which limits stand in the way.
  ///
  /// - Parameter names: whether the ids of those who move may be told.
  func chain(_ change: PlanChange, of unit: Int, isCheapest: Bool, names: Bool) -> Text {
    let shown = 5
    var parts = change.moves.prefix(shown).map { step($0, of: unit, names: names) }
    if change.moves.count > shown {
      let more = change.moves.dropFirst(shown)
      let lost = more.count { $0.post < 0 }
      parts.append(
        Text(
          zh: "另有 \(more.count) 次调整\(lost > 0 ? "，其中 \(lost) 名失去岗位" : "")",
          en: Self.count(more.count, "further move") + (lost > 0 ? ", \(lost) of them out of a post" : "")))
    }
    let way =
      isCheapest
      ? Text(zh: "代价最小的办法：", en: "the cheapest way: ") : Text(zh: "已知的办法：", en: "a way that is known: ")
    let steps =
      way
      + parts.joined(by: .comma)
    return seatsThatHelp(change, unit).map { steps + Text.semicolon + $0 } ?? steps
  }

  private func step(_ move: UnitMove, of unit: Int, names: Bool) -> Text {
    func id(_ post: Int32) -> String { placementCase.posts[Int(post)].id }
    let members = placementProgram.units[move.unit]
    if move.unit == unit {
      return members.count > 1
        ? Text(zh: "该组去 \(id(move.post))", en: "the team to \(id(move.post))")
        : Text(zh: "该生去 \(id(move.post))", en: "the student to \(id(move.post))")
    }
    let ids = names ? members.map { placementCase.students[$0].id } : []
    let (zh, en) =
      ids.isEmpty ? ("", "") : ("（\(ids.joined(separator: "、"))）", " (\(ids.joined(separator: ", ")))")
    guard former[move.unit] >= 0 else {
      return Text(zh: "一名未安排的学生\(zh)去 \(id(move.post))", en: "one without a post\(en) to \(id(move.post))")
    }
    let from = id(former[move.unit])
    return move.post < 0
      ? Text(zh: "\(from) 的一名学生\(zh)失去岗位", en: "one of \(from)\(en) loses the post")
      : Text(zh: "\(from) 的一名学生\(zh)改去 \(id(move.post))", en: "one of \(from)\(en) to \(id(move.post))")
  }

  /// Up to three quotas along the way, one seat more under any of which would place the unit with nobody losing a post.
  private func seatsThatHelp(_ change: PlanChange, _ unit: Int) -> Text? {
    guard placementProgram.units[unit].count == 1, former[unit] < 0 else { return nil }
    var found: [QuotaKey] = []
    for move in change.moves where move.post >= 0 && found.count < 3 {
      if let key = seats.lacking(at: Int(move.post), facts), !found.contains(key) { found.append(key) }
    }
    guard !found.isEmpty else { return nil }
    let zh = found.map { "\($0.kind.chinese) \(placementProgram.quotas[$0].id)" }.joined(separator: "、")
    let en = found.map { "\($0.kind.rawValue) \(placementProgram.quotas[$0].id)" }.joined(separator: ", ")
    return Text(
      zh: "\(zh) \(found.count > 1 ? "中任一" : "")多一个名额即可安排该生，无人失去岗位",
      en: "one seat more at \(found.count > 1 ? "any of " : "")\(en) would place the student, "
        + "and nobody would lose a post")
  }
}

/// Which quota alone closes a post to one more student, each looked up once: those before on the way to the post only
/// change places.
final class LackingSeats {
  private var known: [Int: QuotaKey?] = [:]

  /// Nil: none, more than one, or one whose limit would stay, since another term binds equally.
  func lacking(at post: Int, _ facts: PlanFacts) -> QuotaKey? {
    if let key = known[post] { return key }
    let key = find(at: post, facts)
    known[post] = .some(key)
    return key
  }

  private func find(at post: Int, _ facts: PlanFacts) -> QuotaKey? {
    let (room, quotas) = (facts.room(at: post), facts.placementProgram.quotas)
    let full: [QuotaKind] =
      (room.post < 1 ? [.post] : []) + (room.group.map { $0 < 1 } ?? false ? [.jobGroup] : [])
      + (room.enterprise.map { $0 < 1 } ?? false ? [.enterprise] : [])
    guard full.count == 1, let key = quotas.keys(of: post).first(where: { $0.kind == full[0] }) else {
      return nil
    }
    let limit = quotas[key].limit?.value
    return quotas.limit(under: key, raisedBy: 1)?.value == limit ? nil : key
  }
}

extension ObjectiveTerm {
  /// `objective 3 (match, distance) +20 to +35 points`
  static func difference(
    from least: Int64, to most: Int64, stage: Int, _ weights: [ObjectiveTerm: Int]
  ) -> Text {
    let isPoints = weights.contains { $0.key.isPoints && $0.value > 0 }
    func signed(_ value: Int64) -> String { value < 0 ? "−\(-value)" : "+\(value)" }
    let (zh, en) = isPoints ? (" 分", " points") : ("", "")
    return Self.stage(stage, weights)
      + Text(zh: "\(signed(least)) 至 \(signed(most))\(zh)", en: " \(signed(least)) to \(signed(most))\(en)")
  }
}
