import Placement

// Pins and signed placements that limits of schools, or students who keep apart, do not allow.
extension CommitmentsBuilder {
  /// Two who keep apart and cannot, whatever the plan.
  mutating func checkPairs() {
    for pair in placementCase.pairs where pair.relation != .together {
      let (a, b) = (pair.students[0], pair.students[1])
      if pair.relation == .apartHost, let host = placementCase.approvedSelfArranged(of: a)?.enterprise,
        host == placementCase.approvedSelfArranged(of: b)?.enterprise,
        !placementCase.enterprises[host].id.isEmpty,
        [a, b].allSatisfy({
          unsound.isSound(placementCase.approvedSelfArranged(of: $0)!, SelfArranged.hostColumns)
        })
      {
        fault(
          row: pair.row, file: "pairs.csv", column: "relation",
          Text(
            zh: "学生 \(studentID(a)) 与 \(studentID(b)) 不能在同一企业，却都自行联系了同一企业",
            en:
              "students \(studentID(a)) and \(studentID(b)) keep apart and have both found a place at one enterprise"
          ),
          SelfArrangedPlacements.mend)
      }
      guard teamOf[a] != nil, teamOf[a] == teamOf[b] else { continue }
      fault(
        row: pair.row, file: "pairs.csv", column: "relation",
        Text(
          zh: "学生 \(studentID(a)) 与 \(studentID(b)) 不能在一起，却在同一小组 \(teamID(a))",
          en: "students \(studentID(a)) and \(studentID(b)) keep apart and are of one team, \(teamID(a))"),
        Text(zh: "删除该行，或把其中一名移出小组", en: "drop the row, or take one of them out of the team"))
    }
  }

  /// Pins beyond what a school may send, or of two who keep apart.
  mutating func checkSideLimits(_ pins: [Commitments.Pin?], _ pinned: [[Int]]) {
    guard pinned.contains(where: { !$0.isEmpty }) else { return }
    let posts = pins.map { $0?.post }
    for limit in SideLimits(placementCase).counting(posts) {
      let students = limit.posts.flatMap { pinned[$0] }.filter { limit.holds($0, placementCase) }.sorted()
      guard unsound.isSound(limit, students, posts, placementCase) else { continue }
      guard case .pair(let index) = limit.key else {
        checkQuota(students, limit: limit.limit, limit.name(in: placementCase))
        continue
      }
      let pair = placementCase.pairs[index]
      guard students.count > limit.limit,
        teamOf[students[0]] == nil || students.count == 1
          || teamOf[students[0]] != teamOf[students[1]]
      else { continue }
      let places = students.map { place(of: chosen[$0]!.origin, student: $0) }
      let own = [Diagnostic.Place(file: "pairs.csv", row: pair.row)]
      fault(
        row: pair.row, file: "pairs.csv", column: "relation",
        Text(
          zh:
            "学生 \(studentID(pair.students[0])) 与 \(studentID(pair.students[1])) 不能在一起（\(pair.relation.chinese)），"
            + "却被固定到同一处：",
          en: "students \(studentID(pair.students[0])) and \(studentID(pair.students[1])) keep apart "
            + "(\(pair.relation.rawValue)) and are held at one place: ") + limit.place(in: placementCase),
        rows: own + places.compactMap { place in place.row.map { .init(file: place.file, row: $0) } },
        Text(zh: "撤销其中一条锁定，或删除该行", en: "clear one of the pins, or drop the row"))
    }
  }
}
