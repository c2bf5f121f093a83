import Placement

// The files with a row a student: assignments.csv, unplaced.csv, changes.csv.
extension Expectation {
  var assignments: ExpectedTable {
    let schoolNames = Dictionary(
      placementCase.schools.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let findings = found.byStudent
    let cells = placementCase.students.indices.map { index -> [ExpectedCell] in
      defer { rows?.add() }
      let student = placementCase.students[index]
      let supervisor = supervision.teacherOf[index].map { placementCase.teachers[$0] }
      let person = [
        student.id, student.name, student.schoolID, schoolNames[student.schoolID] ?? "",
        student.className, student.teacher, supervisor?.id ?? "", supervisor?.name ?? "",
        student.specialty.description, word(status(index)),
      ]
      let told = [toldPost(index), overriddenRules(index)]
      let finding = status(index) == .unplaced ? findings[student.id] : nil
      let rest = alternativeCells(index, isImpossible: finding?.isImpossible ?? false) + circleCells(index)
      let reason: ExpectedCell =
        status(index) == .unplaced ? self.reason(index, found: finding?.reason) : ""
      let texts: [String] = person + postCells(index) + told + rest
      let last: [ExpectedCell] = [reason, .text(note(index)), "", "", ""]
      return texts.map { ExpectedCell.text($0) } + last
    }
    return ExpectedTable(
      file: "assignments.csv", columns: Columns.assignments, keyColumns: 1, rows: cells)
  }

  /// A place found alone that published.csv still has stands before a post that was published.
  private func toldPost(_ student: Int) -> String {
    let isTold = rules.selfArranged[student]?.place.published != nil
    return isTold ? selfID(student) : postID(placementCase.published[student]?.post)
  }

  private func selfID(_ student: Int) -> String { "self:" + placementCase.students[student].id }

  /// `alternatives` and `alternatives_detail`: none for a student whom no plan can place.
  private func alternativeCells(_ student: Int, isImpossible: Bool) -> [String] {
    guard !isImpossible, status(student) != .unplaced || hasRoomSomewhere(student) else { return ["", ""] }
    let posts = survey.alternatives[student]
    let details = posts.map { index -> String in
      let post = placementCase.posts[index]
      let units = rules.distance(student: student, post: index)
      return PlanSentence.alternative(
        title: post.title, enterprise: placementCase.enterprises[post.enterprise].name,
        kilometres: "\(units / 10).\(units % 10)", free: rules.room(at: index, loads))(language)
    }
    return [posts.map { postID($0) }.joined(separator: ";"), details.joined(separator: ";")]
  }

  /// `wishes`, `team` and `contact`.
  private func circleCells(_ student: Int) -> [String] {
    var wishes: [(place: Int, id: String)] = placementCase.wishes[student].map { wish in
      // Of equal ranks, posts come before enterprises.
      switch wish.target {
      case .post(let index): return (2 * wish.rank, placementCase.posts[index].id)
      case .enterprise(let index): return (2 * wish.rank + 1, placementCase.enterprises[index].id)
      }
    }
    wishes.sort { a, b in a.place == b.place ? String.utf8Precedes(a.id, b.id) : a.place < b.place }
    let mates = rules.teams.mates(of: student).filter { $0 != student }.map { placementCase.students[$0].id }
    let enterprise =
      rules.selfArranged[student]?.place.enterprise
      ?? placement[student].map { placementCase.posts[$0].enterprise }
    let host = enterprise.map { placementCase.enterprises[$0] }
    return [
      wishes.map { $0.id }.joined(separator: ";"),
      mates.sorted(by: String.utf8Precedes).joined(separator: ";"),
      host?.contact ?? "",
    ]
  }

  private func postCells(_ student: Int) -> [String] {
    if let own = rules.selfArranged[student] { return ownCells(student, own) }
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

  private func ownCells(_ student: Int, _ own: SelfArrangedTable.Entry) -> [String] {
    let work = own.place.work
    let host = own.place.enterprise.map { placementCase.enterprises[$0] }
    return [
      selfID(student), work.title, host?.id ?? "", host?.name ?? own.place.enterpriseName,
      host?.district ?? "", work.address, own.match.map { word($0) } ?? "", "", "",
      work.monthlyPay.description, work.start.description, work.end.description,
    ]
  }

  private func overriddenRules(_ student: Int) -> String {
    if let own = rules.selfArranged[student] {
      return own.overridden.map { word($0) }.joined(separator: ";")
    }
    guard rules.pins.post[student] != nil, let post = placement[student] else { return "" }
    return rules.failures(student: student, post: post).filter { Rule.overridable.contains($0) }
      .map { word($0) }.joined(separator: ";")
  }

  private func note(_ student: Int) -> String {
    if let why = placementCase.students[student].excluded { return why }
    if let own = rules.selfArranged[student] { return PlanSentence.selfArranged(own.place)(language) }
    if let own = rules.pins.ownDecision[student] { return placementCase.decisions[own].reason }
    if rules.pins.ownHold[student], let told = placementCase.published[student] {
      return told.stage.text(language)
    }
    guard rules.pins.post[student] != nil else { return "" }
    return Text(zh: "随同组成员锁定", en: "pinned with a team mate")(language)
  }

  var withoutPost: [Int] { placement.indices.filter { takesPart($0) && placement[$0] == nil } }

  var unplaced: ExpectedTable {
    let cells = withoutPost.map { index -> [ExpectedCell] in
      defer { rows?.add() }
      let student = placementCase.students[index]
      let eligible = survey.eligiblePosts[index]
      let (nearest, blocker) = nearestPost(to: index)
      return [
        .text(student.id), .text(student.name), .text(student.schoolID),
        .text(student.specialty.description), reason(index), ExpectedCell(eligible),
        .text(postID(nearest)), .text(blocker?(language) ?? ""), detail(index),
      ]
    }
    return ExpectedTable(file: "unplaced.csv", columns: Columns.unplaced, keyColumns: 1, rows: cells)
  }

  /// The nearest post that is open, else the nearest that matches, and what keeps the student from it.
  func nearestPost(to student: Int) -> (post: Int?, blocker: Text?) {
    let nearest = survey.nearestEligible[student] ?? nearestClosed(to: student)
    return (nearest, nearest.flatMap { blocker(student, $0) })
  }

  /// For a student whom no post is open to.
  private func nearestClosed(to student: Int) -> Int? {
    let posts = placementCase.posts.indices
    let matching = posts.filter { rules.match(student: student, post: $0) != .none }
    return (matching.isEmpty ? Array(posts) : matching)
      .map { (post: $0, units: rules.distance(student: student, post: $0)) }
      .min { ($0.units, $0.post) < ($1.units, $1.post) }?.post
  }

  /// The reason in assignments.csv: that of unplaced.csv, where that is one it may be.
  private func reason(_ student: Int, found: String?) -> ExpectedCell {
    let wanted = reason(student)
    return found.map { wanted.admits($0) ? .text($0) : wanted } ?? wanted
  }

  /// As far as counting decides it: beside a post with a free seat nothing is contested; which of the others holds
  /// where all are full, only a walk through all who sit there shows.
  func reason(_ student: Int) -> ExpectedCell {
    if survey.eligiblePosts[student] == 0 { return .text(word(UnplacedReason.noOpenPost)) }
    let size = rules.teams.mates(of: student).count
    let common = commonPosts(student)
    let fitting = common.filter { rules.lowestLimit(of: $0) >= size }
    if size > 1, fitting.isEmpty { return .text(word(UnplacedReason.team)) }
    let posts = common.filter { rules.lowestLimit(of: $0) >= placementCase.posts[$0].minStudents }
    let mates = rules.teams.mates(of: student)
    func isOpen(_ post: Int) -> Bool { rules.keepsOut(mates, post, placement) == nil }
    let last: UnplacedReason =
      size > 1 && !common.contains { hasRoom(at: $0, size) && isOpen($0) } ? .team : .outweighed
    // Where all that have room are closed by a school's limit, or somebody who is to keep apart, that is told.
    let free = fitting.filter { hasRoom(at: $0, size) }
    if !free.isEmpty, !free.contains(where: isOpen) { return .text(word(UnplacedReason.contested)) }
    if posts.contains(where: { hasRoom(at: $0, 1) }) { return .text(word(last)) }
    if posts.isEmpty {
      return .text(word(fitting.isEmpty ? UnplacedReason.contested : .groupNotReached))
    }
    let someAreFree = posts.contains { rules.room(at: $0, loads) > 0 }
    let open: [UnplacedReason] =
      someAreFree ? [.groupNotReached, last] : [.contested, .groupNotReached, last]
    return .oneOf(open.map { word($0) })
  }

  /// Posts that the student and all mates may take.
  private func commonPosts(_ student: Int) -> [Int] {
    let members = rules.teams.mates(of: student)
    if members.count > 1, let known = survey.posts(openToTeamOf: members[0]) { return known }
    return placementCase.posts.indices.filter { post in
      members.allSatisfy { rules.mayTake(student: $0, post: post) }
    }
  }

  /// Whether the post has free seats for so many, who would not stay below its minimum.
  private func hasRoom(at post: Int, _ size: Int) -> Bool {
    rules.room(at: post, loads) >= size && loads.atPost[post] + size >= placementCase.posts[post].minStudents
  }

  /// Whether some plan might place the student, by the limits and minimums of single posts alone.
  func hasRoomSomewhere(_ student: Int) -> Bool {
    let size = rules.teams.size(of: student)
    return commonPosts(student).contains {
      rules.lowestLimit(of: $0) >= max(size, placementCase.posts[$0].minStudents)
    }
  }

  /// What keeps the student from the nearest post.
  private func blocker(_ student: Int, _ post: Int) -> Text? {
    if survey.eligiblePosts[student] == 0 {
      return rules.closingRule(student: student, post: post)?.text
    }
    let size = rules.teams.size(of: student)
    if rules.limits.post[post].value - loads.atPost[post] < size { return QuotaKind.post.text }
    if let group = rules.limits.group[post], let limit = rules.limits.groups[group].limit,
      limit - loads.groupWithin[post] < size
    {
      return QuotaKind.jobGroup.text
    }
    let host = placementCase.posts[post].enterprise
    if rules.limits.enterprise[host].value - loads.enterpriseWithin[post] < size {
      return QuotaKind.enterprise.text
    }
    if let word = rules.keepsOut(rules.teams.mates(of: student), post, placement) { return word.text }
    let reached = loads.atPost[post] + size >= placementCase.posts[post].minStudents
    return reached ? nil : PlanWord.minStudents.text
  }

  var changes: ExpectedTable {
    let changed = placement.indices.filter { index in
      placementCase.published[index].map { $0.post != placement[index] } ?? false
    }
    let rows = changed.map { index -> [ExpectedCell] in
      let student = placementCase.students[index]
      let told = placementCase.published[index]!.post
      let isAlone = rules.selfArranged.hasPlace(index)
      let (old, new) = (postID(told), isAlone ? selfID(index) : placement[index].map { postID($0) })
      let reason = isAlone ? .selfArranged : changeReason(index, told)
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
