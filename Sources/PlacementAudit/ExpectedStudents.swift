import Placement

// The files with a row a student: assignments.csv, unplaced.csv, changes.csv.
extension Expectation {
  var assignments: ExpectedTable {
    let schoolNames = Dictionary(
      placementCase.schools.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let rows = placementCase.students.indices.map { index -> [ExpectedCell] in
      let student = placementCase.students[index]
      let person = [
        student.id, student.name, student.schoolID, schoolNames[student.schoolID] ?? "",
        student.className, student.teacher, student.specialty.description, word(status(index)),
      ]
      let rest = [
        postID(placementCase.published[index]?.post), overriddenRules(index),
        survey.alternatives[index].map { postID($0) }.joined(separator: ";"), note(index), "", "", "",
      ]
      return (person + postCells(index) + rest).map { .text($0) }
    }
    return ExpectedTable(
      file: "assignments.csv", columns: Columns.assignments, keyColumns: 1, rows: rows)
  }

  private func postCells(_ student: Int) -> [String] {
    guard let index = placement[student] else { return Array(repeating: "", count: 12) }
    let post = placementCase.posts[index]
    let host = placementCase.enterprises[post.enterprise]
    let units = rules.distance(student: student, post: index)
    return [
      post.id, post.title, host.id, host.name, host.district, post.address,
      word(rules.match(student: student, post: index)), "\(units / 10).\(units % 10)",
      rules.rank(student: student, post: index).map { String($0) } ?? "", post.monthlyPay.description,
      post.start.description, post.end.description,
    ]
  }

  private func overriddenRules(_ student: Int) -> String {
    guard rules.pins.post[student] != nil, let post = placement[student] else { return "" }
    return rules.failures(student: student, post: post).filter { Rule.overridable.contains($0) }
      .map { word($0) }.joined(separator: ";")
  }

  private func note(_ student: Int) -> String {
    if let why = placementCase.students[student].excluded { return why }
    if let own = rules.pins.ownDecision[student] { return placementCase.decisions[own].reason }
    if rules.pins.ownHold[student], let told = placementCase.published[student] {
      return told.stage.text(language)
    }
    guard rules.pins.post[student] != nil else { return "" }
    return Text(zh: "随同组成员锁定", en: "pinned with a team mate")(language)
  }

  var unplaced: ExpectedTable {
    let without = placement.indices.filter { takesPart($0) && placement[$0] == nil }
    let rows = without.map { index -> [ExpectedCell] in
      let student = placementCase.students[index]
      let eligible = survey.eligiblePosts[index]
      let nearest = survey.nearestEligible[index] ?? nearestClosed(to: index)
      return [
        .text(student.id), .text(student.name), .text(student.schoolID),
        .text(student.specialty.description), reason(index), ExpectedCell(eligible),
        .text(postID(nearest)), .text(nearest.map { blocker(index, $0) } ?? ""), detail(index),
      ]
    }
    return ExpectedTable(file: "unplaced.csv", columns: Columns.unplaced, keyColumns: 1, rows: rows)
  }

  /// For a student whom no post is open to.
  private func nearestClosed(to student: Int) -> Int? {
    let posts = placementCase.posts.indices
    let matching = posts.filter { rules.match(student: student, post: $0) != .none }
    return (matching.isEmpty ? Array(posts) : matching)
      .map { (post: $0, units: rules.distance(student: student, post: $0)) }
      .min { ($0.units, $0.post) < ($1.units, $1.post) }?.post
  }

  private func reason(_ student: Int) -> ExpectedCell {
    if survey.eligiblePosts[student] == 0 { return .text(word(UnplacedReason.noOpenPost)) }
    var open: [UnplacedReason] = [.contested, .groupNotReached, .outweighed]
    // A team of which one member takes part is a student like any other.
    if rules.teams.size(of: student) > 1 {
      guard teamHasRoomSomewhere(student) else { return .text(word(UnplacedReason.team)) }
      open.append(.team)
    }
    return .oneOf(open.map { word($0) })
  }

  private func teamHasRoomSomewhere(_ student: Int) -> Bool {
    let members = rules.teams.mates(of: student)
    return placementCase.posts.indices.contains { post in
      rules.lowestLimit(of: post) >= members.count
        && members.allSatisfy { rules.mayTake(student: $0, post: post) }
    }
  }

  /// What keeps the student from the nearest post.
  private func blocker(_ student: Int, _ post: Int) -> String {
    if survey.eligiblePosts[student] == 0 {
      return rules.closingRule(student: student, post: post).map { word($0) } ?? ""
    }
    let size = rules.teams.size(of: student)
    if rules.limits.post[post].value - loads.atPost[post] < size { return word(QuotaKind.post) }
    if let group = rules.limits.group[post], let limit = rules.limits.groups[group].limit,
      limit - loads.groupWithin[post] < size
    {
      return word(QuotaKind.jobGroup)
    }
    let host = placementCase.posts[post].enterprise
    if rules.limits.enterprise[host].value - loads.enterpriseWithin[post] < size {
      return word(QuotaKind.enterprise)
    }
    let reached = loads.atPost[post] + size >= placementCase.posts[post].minStudents
    return reached ? "" : word(PlanWord.minStudents)
  }

  var changes: ExpectedTable {
    let changed = placement.indices.filter { index in
      placementCase.published[index].map { $0.post != placement[index] } ?? false
    }
    let rows = changed.map { index -> [ExpectedCell] in
      let student = placementCase.students[index]
      let told = placementCase.published[index]!.post
      let (old, new) = (postID(told), placement[index].map { postID($0) })
      let reason = changeReason(index, told)
      return [
        student.id, student.name, student.schoolID, word(status(index)), old, new ?? "",
        reason.word(language), reason.sentence(leaving: old, for: new)(language),
      ].map { .text($0) }
    }
    return ExpectedTable(file: "changes.csv", columns: Columns.changes, keyColumns: 1, rows: rows)
  }

  private func changeReason(_ student: Int, _ told: Int) -> ChangeReason {
    if let rule = rules.closingRule(student: student, post: told) { return .closed(rule) }
    if let pinned = rules.pins.post[student], pinned != told { return .pinned }
    return .quota
  }
}
