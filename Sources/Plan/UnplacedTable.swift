import Allocation
import Placement

extension PlanFacts {
  /// unplaced.csv: every student taking part without a post, and why.
  ///
  /// - Parameter findings: one a student without a post.
  func unplacedRows(_ findings: [Int: UnplacedFinding]) -> [UnplacedRow] {
    placementCase.students.indices.filter { status(of: $0) == .unplaced }.map { student in
      let person = placementCase.students[student]
      let finding = findings[student]
      let (nearest, obstacle) = nearestPost(student)
      var row = UnplacedRow(studentID: person.id)
      row.studentName = person.name
      row.schoolID = person.schoolID
      row.specialty = person.specialty.description
      row.reason = finding?.reason
      row.eligiblePosts = students[student].eligible
      row.nearestPostID = nearest.map { placementCase.posts[$0].id } ?? ""
      row.nearestBlockedBy = obstacle
      row.detail = finding?.detail ?? row.detail
      return row
    }
  }

  /// The posts that all of a unit may take.
  package func commonPosts(_ members: [Int]) -> [Int] {
    if members.count > 1, let team = teamOf[members[0]] { return postsOfTeam[team].sorted() }
    return openPosts(members[0])
  }

  package func limitAllows(_ post: Int, size: Int) -> Bool {
    Int(placementProgram.program.postLimit[post]) >= size
  }

  private func nearestPost(_ student: Int) -> (post: Int?, obstacle: UnplacedRow.Obstacle?) {
    if let nearest = nearestOpen(student) {
      let size = unit(of: student).count
      if let full = fullQuota(at: nearest, size: size) { return (nearest, .quota(full)) }
      if let limit = sideLimit(unit(of: student), at: nearest) {
        return (nearest, limit.isPair ? .apart : .school)
      }
      return (nearest, missesMinimum(at: nearest, size: size) ? .minimum : nil)
    }
    let matching = placementProgram.openPosts.matching(student: student)
    let candidates = matching.isEmpty ? Array(placementCase.posts.indices) : matching
    guard let post = candidates.min(by: { (distance(student, $0), $0) < (distance(student, $1), $1) }) else {
      return (nil, nil)
    }
    let rule = Rulebook.firstRefusal(student: student, post: post, in: placementProgram.context)
    return (post, rule.map { UnplacedRow.Obstacle.rule($0.rule) })
  }

  /// The nearest post that the student may take.
  private func nearestOpen(_ student: Int) -> Int? {
    guard placementProgram.commitments.pins[student] == nil else { return nil }
    return openPosts(student).min { (distance(student, $0), $0) < (distance(student, $1), $1) }
  }

  /// `22 posts match the specialty: 19 closed by distance (at most 40 km; source), …; the rest: …`: the rules by how many
  /// posts they close, the first three with what they ask for. Of a rule that asks for something else at every post, what
  /// one of them asks for, by its id.
  package func closedPosts(_ student: Int) -> Text {
    let context = placementProgram.context
    let matching = placementProgram.openPosts.matching(student: student)
    guard !matching.isEmpty else { return PlanSentence.noMatchingPost }
    let closing = placementProgram.openPosts.closing(matching, to: student, in: context).enumerated()
      .sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map { $0.element }
    let parts = closing.prefix(3).map { closed -> Text in
      let demand = closed.rule.demand(student: student, post: closed.example, in: context)
      let source = closed.rule.source(student: student, post: closed.example, in: context)
      let such =
        closed.count > 1 && closed.rule.rule.asksByPost
        ? Text(
          zh: "如岗位 \(placementCase.posts[closed.example].id)：",
          en: "such as post \(placementCase.posts[closed.example].id): ")
        : Text(verbatim: "")
      return Text(
        zh: "\(closed.count) 个因\(closed.rule.rule.chinese)"
          + "（\(such.zh)\(demand.zh)\(source.isEmpty ? "" : "，依据：\(source)")）",
        en: "\(closed.count) closed by \(closed.rule.rule.rawValue) "
          + "(\(such.en)\(demand.en)\(source.isEmpty ? "" : "; \(source)"))")
    }
    let others = closing.dropFirst(3).map { closed in
      let (rule, count) = (closed.rule.rule, closed.count)
      return Text(zh: "\(rule.chinese) \(count) 个", en: "\(rule.rawValue) \(count)")
    }
    let rest =
      others.isEmpty
      ? Text(verbatim: "")
      : Text(zh: "；其余：", en: "; the rest: ") + others.joined(by: .listComma)
    return Text(
      zh: "专业对口的岗位有 \(matching.count) 个，都不能去：", en: "\(matching.count) posts match the specialty: ")
      + parts.joined(by: .comma) + rest
  }
}
