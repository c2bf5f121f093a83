import Placement

// `detail` in unplaced.csv.
extension Expectation {
  func detail(_ student: Int) -> ExpectedCell {
    if survey.eligiblePosts[student] == 0 { return .text(closedPosts(student)(language)) }
    return hasRoomSomewhere(student) ? .sentence : .ending(PlanSentence.impossible(language))
  }

  /// Whether a sentence says that no plan at all can place the student.
  static func saysImpossible(_ detail: String) -> Bool {
    detail.hasSuffix("；" + PlanSentence.impossible.zh) || detail.hasSuffix("; " + PlanSentence.impossible.en)
  }

  /// The posts of the student's specialty, by the rule that closes them; an example of each says what it asks for.
  private func closedPosts(_ student: Int) -> Text {
    let matching = placementCase.posts.indices.filter { rules.match(student: student, post: $0) != .none }
    guard !matching.isEmpty else { return Text(zh: "没有专业对口的岗位", en: "no post matches the specialty") }
    let closed = Dictionary(grouping: matching) { rules.firstFailure(student: student, post: $0) }
    let parts = Rule.allCases.compactMap { rule in
      closed[rule].map { closing(rule, $0, student) }
    }
    return Text(
      zh: "专业对口的岗位有 \(matching.count) 个，都不能去：" + parts.map(\.zh).joined(separator: "，"),
      en: "\(matching.count) posts match the specialty: " + parts.map(\.en).joined(separator: ", "))
  }

  private func closing(_ rule: Rule, _ posts: [Int], _ student: Int) -> Text {
    let demand = rule.demand(student: student, post: posts[0], in: placementCase)
    let source = rule.source(student: student, post: posts[0], in: placementCase)
    let isExample = posts.count > 1 && rule.asksByPost
    let id = placementCase.posts[posts[0]].id
    let (zh, en) = isExample ? ("如岗位 \(id)：", "such as post \(id): ") : ("", "")
    return Text(
      zh: "\(posts.count) 个因\(rule.chinese)（\(zh)\(demand.zh)\(source.isEmpty ? "" : "，依据：\(source)")）",
      en:
        "\(posts.count) closed by \(rule.rawValue) (\(en)\(demand.en)\(source.isEmpty ? "" : "; \(source)"))")
  }

  /// Whether a sentence says what forcing the student in costs, or that no plan could.
  static func saysPrice(_ detail: String) -> Bool {
    [
      "；若安排该生，", "；任何方案都无法安排该生", "; to place the student", "; no plan at all has a place for the student",
    ].contains(where: detail.contains)
  }
}
