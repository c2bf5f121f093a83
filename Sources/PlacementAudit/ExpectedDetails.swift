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

  /// The posts of the student's specialty, by the rule that closes them, most posts first; an example of each of the first
  /// three says what it asks for.
  private func closedPosts(_ student: Int) -> Text {
    let matching = placementCase.posts.indices.filter { rules.match(student: student, post: $0) != .none }
    guard !matching.isEmpty else { return PlanSentence.noMatchingPost }
    let closed = Dictionary(grouping: matching) { rules.firstFailure(student: student, post: $0) }
    var order = Rule.allCases.filter { closed[$0] != nil }
    // Repeatedly the first of those that close the most.
    var told: [Rule] = []
    while told.count < 3, let most = order.map({ closed[$0]!.count }).max() {
      told.append(order.remove(at: order.firstIndex { closed[$0]!.count == most }!))
    }
    let parts = told.map { closing($0, closed[$0]!, student) }
    var sentence = Text(
      zh: "专业对口的岗位有 \(matching.count) 个，都不能去：" + parts.map(\.zh).joined(separator: "，"),
      en: "\(matching.count) posts match the specialty: " + parts.map(\.en).joined(separator: ", "))
    var mark = Text(zh: "；其余：", en: "; the rest: ")
    while let most = order.map({ closed[$0]!.count }).max() {
      let rule = order.remove(at: order.firstIndex { closed[$0]!.count == most }!)
      sentence =
        sentence + mark + Text(zh: "\(rule.chinese) \(most) 个", en: "\(rule.rawValue) \(most)")
      mark = Text(zh: "、", en: ", ")
    }
    return sentence
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
