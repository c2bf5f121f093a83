import Placement

extension PlanFacts {
  /// changes.csv: every student with a published post whose post now differs, and what the change serves.
  func changesTable() -> PlanTable {
    PlanTable(
      file: "changes.csv", columns: Columns.changes,
      rows: placementCase.students.indices.compactMap { student in
        guard let published = placementCase.published[student]?.post, placement[student] != published else {
          return nil
        }
        let person = placementCase.students[student]
        return [
          person.id, person.name, person.schoolID, status(of: student)(language),
          placementCase.posts[published].id, placement[student].map { placementCase.posts[$0].id } ?? "",
          serves(student, leaving: published),
        ]
      })
  }

  private func serves(_ student: Int, leaving post: Int) -> String {
    if let rule = Rulebook.firstRefusal(student: student, post: post, in: allocated.context) {
      return rule.rule(language)
    }
    if let pin = allocated.commitments.pins[student], pin.post != post {
      return PlacementStatus.pinned(language)
    }
    return PlanWord.quota(language)
  }
}
