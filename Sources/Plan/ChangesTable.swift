import Allocation
import Placement

extension PlanFacts {
  /// changes.csv: every student with a published post whose post now differs, and what the change serves.
  package func changesTable() -> PlanTable {
    PlanTable(
      file: "changes.csv", columns: Columns.changes,
      rows: placementCase.students.indices.compactMap { student in
        guard let published = placementCase.published[student]?.post, placement[student] != published else {
          return nil
        }
        let person = placementCase.students[student]
        let old = placementCase.posts[published].id
        let new = placement[student].map { placementCase.posts[$0].id }
        let reason = changeReason(student, leaving: published)
        return [
          person.id, person.name, person.schoolID, status(of: student)(language),
          old, new ?? "", reason.word(language), reason.sentence(leaving: old, for: new)(language),
        ]
      })
  }

  private func changeReason(_ student: Int, leaving post: Int) -> ChangeReason {
    if let rule = Rulebook.firstRefusal(student: student, post: post, in: allocated.context) {
      return .closed(rule.rule)
    }
    if let pin = allocated.commitments.pins[student], pin.post != post {
      return .pinned
    }
    return .quota
  }
}
