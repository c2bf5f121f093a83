import Allocation
import Placement

extension PlanFacts {
  /// assignments.csv: every student a row.
  package func assignmentsTable() -> PlanTable {
    let schools = Dictionary(
      placementCase.schools.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    return PlanTable(
      file: "assignments.csv", columns: Columns.assignments,
      rows: placementCase.students.indices.map { student in
        let person = placementCase.students[student]
        return [
          person.id, person.name, person.schoolID, schools[person.schoolID] ?? "", person.className,
          person.teacher, person.specialty.description, status(of: student)(language),
        ] + postCells(student) + [
          placementCase.published[student].map { placementCase.posts[$0.post].id } ?? "",
          (allocated.commitments.pins[student]?.overridden ?? []).map { $0(language) }.joined(separator: ";"),
          students[student].alternatives.map { placementCase.posts[$0].id }.joined(separator: ";"),
          note(student), "", "", "",
        ]
      })
  }

  /// From `post_id` to `end_date`.
  private func postCells(_ student: Int) -> [String] {
    guard let index = placement[student] else { return Array(repeating: "", count: 12) }
    let post = placementCase.posts[index]
    let enterprise = placementCase.enterprises[post.enterprise]
    let match = allocated.context.match(student: student, post: index)
    let rank = placementCase.rank(student: student, post: index)
    return [
      post.id, post.title, enterprise.id, enterprise.name, enterprise.district, post.address,
      match(language), Self.kilometres(distance(student, index)), rank.map(String.init) ?? "",
      post.monthlyPay.description, post.start.description, post.end.description,
    ]
  }

  private func note(_ student: Int) -> String {
    if let excluded = placementCase.students[student].excluded { return excluded }
    switch allocated.commitments.pins[student]?.origin {
    case .decision(let index): return placementCase.decisions[index].reason
    case .held(let stage): return stage.text(language)
    case .teamMate: return Text(zh: "随同组成员锁定", en: "pinned with a team mate")(language)
    case nil: return ""
    }
  }
}
