import Allocation
import Placement

extension PlanFacts {
  /// assignments.csv: every student a row.
  ///
  /// - Parameter findings: one a student without a post.
  func assignmentRows(_ findings: [Int: UnplacedFinding]) -> [AssignmentRow] {
    let schools = Dictionary(
      placementCase.schools.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    let people = placementCase.students
    return people.indices.map { student in
      let person = people[student]
      let finding = findings[student]
      var row = AssignmentRow(studentID: person.id, status: status(of: student))
      row.studentName = person.name
      row.schoolID = person.schoolID
      row.schoolName = schools[person.schoolID] ?? ""
      row.className = person.className
      row.teacher = person.teacher
      row.supervisorID = supervisor(of: student)?.id ?? ""
      row.supervisorName = supervisor(of: student)?.name ?? ""
      row.specialty = person.specialty.description
      row.place = placement[student].map { place(student, $0) }
      row.previousPostID = placementCase.published[student].map { placementCase.posts[$0.post].id } ?? ""
      row.overriddenRules = placementProgram.commitments.pins[student]?.overridden ?? []
      if let own = placementProgram.selfArranged[student] {
        row.place = place(own)
        row.overriddenRules = own.overridden
        if own.place.published != nil { row.previousPostID = SelfArranged.postID(of: person.id) }
      }
      if !(finding?.isImpossible ?? false) {
        row.alternatives = students[student].alternatives.map { alternative(student, $0) }
      }
      row.wishes = placementCase.wishes[student].map { id($0.target) }
      // Nobody's mate any more who has found a place alone.
      row.team = unit(of: student).filter { $0 != student }.map { people[$0].id }
      row.reason = row.status == .unplaced ? finding?.reason : nil
      row.note = note(student)
      return row
    }
  }

  private func place(_ student: Int, _ index: Int) -> AssignmentRow.Place {
    let post = placementCase.posts[index]
    let enterprise = placementCase.enterprises[post.enterprise]
    return AssignmentRow.Place(
      postID: post.id, postTitle: post.title, enterpriseID: enterprise.id, enterpriseName: enterprise.name,
      district: enterprise.district, address: post.address,
      match: placementProgram.context.match(student: student, post: index),
      distance: distance(student, index),
      rank: placementCase.rank(student: student, post: index), monthlyPay: post.monthlyPay,
      start: post.start, end: post.end, contact: enterprise.contact)
  }

  /// A place found alone: neither its way nor a wish is known.
  private func place(_ own: SelfArrangedPlacements.Judged) -> AssignmentRow.Place {
    let work = own.place.work
    let host = own.place.enterprise.map { placementCase.enterprises[$0] }
    return AssignmentRow.Place(
      postID: SelfArranged.postID(of: placementCase.students[own.place.student].id), postTitle: work.title,
      enterpriseID: host?.id ?? "", enterpriseName: host?.name ?? own.place.enterpriseName,
      district: host?.district ?? "", address: work.address, match: own.match, distance: nil, rank: nil,
      monthlyPay: work.monthlyPay, start: work.start, end: work.end, contact: host?.contact ?? "")
  }

  private func alternative(_ student: Int, _ index: Int) -> AssignmentRow.Alternative {
    let post = placementCase.posts[index]
    let room = room(at: index)
    return AssignmentRow.Alternative(
      postID: post.id,
      detail: PlanSentence.alternative(
        title: post.title, enterprise: placementCase.enterprises[post.enterprise].name,
        kilometres: Self.kilometres(distance(student, index)),
        free: min(room.post, room.group ?? .max, room.enterprise ?? .max)))
  }

  private func id(_ target: Target) -> String {
    switch target {
    case .post(let index): placementCase.posts[index].id
    case .enterprise(let index): placementCase.enterprises[index].id
    }
  }

  private func note(_ student: Int) -> Text {
    if let excluded = placementCase.students[student].excluded { return Text(verbatim: excluded) }
    if let own = placementCase.approvedSelfArranged(of: student) { return PlanSentence.selfArranged(own) }
    switch placementProgram.commitments.pins[student]?.origin {
    case .decision(let index): return Text(verbatim: placementCase.decisions[index].reason)
    case .held(let stage): return stage.text
    case .teamMate: return Text(zh: "随同组成员锁定", en: "pinned with a team mate")
    case nil: return Text(verbatim: "")
    }
  }
}
