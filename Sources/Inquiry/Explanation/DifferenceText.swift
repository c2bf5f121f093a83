import Allocation
import Placement
import Plan

// Another plan against this one in words: people first, stages and points after.
extension Explainer {
  /// - Parameters:
  ///   - unit: whom the question is about, and who therefore does not count among those who would move.
  ///   - names: whether others' ids may be told.
  func text(_ difference: Difference, besides unit: Int?, names: Bool) -> Text {
    let mates = Set(unit.map { placementProgram.units[$0] } ?? [])
    let others = difference.moved.filter { !mates.contains($0) }
    let least = difference.isNearest ? others.count : max(0, difference.leastMoved - mates.count)
    var parts = [movers(others.count, least: min(least, others.count), besides: unit != nil)]
    parts += posts(of: others, difference.post) + [travel(difference)].compactMap { $0 }
    if !difference.isProven {
      parts.append(
        Text(zh: "未证明最优，实际代价可能更低", en: "not proven: it may cost less than this"))
    }
    if names, !others.isEmpty {
      parts[0] = parts[0] + listed(others.map { placementCase.students[$0].id })
    }
    parts.append(
      difference.least.isEmpty
        ? text(stages: difference.stages) : text(from: difference.least, to: difference.stages))
    return parts.joined(by: .semicolon)
  }

  private func listed(_ ids: [String]) -> Text {
    Text(zh: "（\(ids.joined(separator: "、"))）", en: " (\(ids.joined(separator: ", ")))")
  }

  /// - Parameter least: no plan as good has fewer.
  private func movers(_ count: Int, least: Int, besides: Bool) -> Text {
    guard count > 0 else {
      return besides
        ? Text(zh: "不须调整其他学生", en: "nobody else would have to move")
        : Text(zh: "不须调整任何学生", en: "nobody would have to move")
    }
    let range =
      least == count
      ? Text(zh: " ", en: "")
      : least > 0 ? Text(zh: " \(least) 至 ", en: "\(least) to ") : Text(zh: "至多 ", en: "at most ")
    return Text(
      zh: "须\(besides ? "另外" : "")调整\(range.zh)\(count) 名学生",
      en: range.en + Self.count(count, besides ? "other student" : "student") + " would have to move")
  }

  /// Who of the others loses a post, and who gets one.
  private func posts(of others: [Int], _ post: [Int32]) -> [Text] {
    func has(_ student: Int) -> Bool { unitOf[student].map { post[$0] >= 0 } ?? false }
    let lost = others.count { facts.placement[$0] != nil && !has($0) }
    let gained = others.count { facts.placement[$0] == nil && has($0) }
    guard gained > 0 else { return [Self.losers(lost)] }
    return [
      Self.losers(lost),
      Text(
        zh: "\(gained) 名未安排的学生得到岗位",
        en: "\(Self.count(gained, "student")) without a post \(gained == 1 ? "gets" : "get") one"),
    ]
  }

  /// How many of those who move lose their post by it.
  static func losers(_ count: Int) -> Text {
    count == 0
      ? Text(zh: "无人失去岗位", en: "nobody loses a post")
      : Text(
        zh: "其中 \(count) 名失去岗位", en: "\(count) of them \(count == 1 ? "loses the" : "lose their") post")
  }

  /// Kilometres of everybody together; nil where they stay the same.
  private func travel(_ difference: Difference) -> Text? {
    let sum = difference.moved.reduce(0) { sum, student in
      let before = facts.placement[student].map { Int(facts.distance(student, $0)) } ?? 0
      let to = unitOf[student].map { Int(difference.post[$0]) } ?? -1
      return sum + (to >= 0 ? Int(facts.distance(student, to)) : 0) - before
    }
    guard sum != 0 else { return nil }
    let kilometres = PlanFacts.kilometres(Int32(clamping: abs(sum)))
    return Text(
      zh: "路程合计\(sum > 0 ? "增加" : "减少") \(kilometres) 公里",
      en: "\(kilometres) km \(sum > 0 ? "more" : "less") travel in all")
  }

  /// `1 student`, `3 students`
  static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// `objective 1 (unplaced) +1, objective 3 (match, distance) −20 points`; `no objective changes` where nothing differs.
  func text(stages: [Int64]) -> Text {
    let parts = stages.enumerated().filter { $0.element != 0 }.map {
      ObjectiveTerm.difference($0.element, stage: $0.offset + 1, policy.objectives[$0.offset])
    }
    guard !parts.isEmpty else { return Text(zh: "各级目标不变", en: "no objective changes") }
    return parts.joined(by: .comma)
  }
}

extension ObjectiveTerm {
  /// How a stage's value differs: `objective 3 (match, distance) −20 points`.
  static func difference(_ value: Int64, stage: Int, _ weights: [ObjectiveTerm: Int]) -> Text {
    let isPoints = weights.contains { $0.key.isPoints && $0.value > 0 }
    let sign = value > 0 ? "+\(value)" : "−\(-value)"
    return Self.stage(stage, weights)
      + Text(zh: sign + (isPoints ? " 分" : ""), en: " " + sign + (isPoints ? " points" : ""))
  }
}
