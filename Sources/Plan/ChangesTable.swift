import Allocation
import Placement

extension PlanFacts {
  /// changes.csv: every student with a published post whose post now differs, and what the change serves.
  func changeRows() -> [ChangeRow] {
    placementCase.students.indices.compactMap { student in
      // Who is still where published.csv has a place found alone has no published post either.
      guard let published = placementCase.published[student]?.post, placement[student] != published else {
        return nil
      }
      let person = placementCase.students[student]
      let isAlone = placementProgram.selfArranged[student] != nil
      return ChangeRow(
        studentID: person.id, studentName: person.name, schoolID: person.schoolID,
        status: status(of: student), previousPostID: placementCase.posts[published].id,
        postID: isAlone
          ? SelfArranged.postID(of: person.id) : placement[student].map { placementCase.posts[$0].id } ?? "",
        serves: isAlone ? .selfArranged : changeReason(student, leaving: published))
    }
  }

  private func changeReason(_ student: Int, leaving post: Int) -> ChangeReason {
    if let rule = Rulebook.firstRefusal(student: student, post: post, in: placementProgram.context) {
      return .closed(rule.rule)
    }
    if let pin = placementProgram.commitments.pins[student], pin.post != post {
      return .pinned
    }
    return .quota
  }
}
