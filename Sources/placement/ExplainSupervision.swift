import Placement
import PlacementFiles

extension ExplainCommand {
  /// Who supervises the student, or why nobody does; empty where the case has no teachers, or the student no post.
  func supervision(_ plan: PlanFolder, _ placementCase: PlacementCase) -> [Text] {
    guard let student, placementCase.hasTeachers, let assignments = plan.table("assignments.csv"),
      let supervisors = plan.table("supervisors.csv")
    else { return [] }
    let rows = Rows(assignments)
    guard let row = rows.first(where: { $0["student_id"] == student }) else { return [] }
    if let teacher = placementCase.teachers.first(where: { $0.id == row["supervisor_id"] }) {
      return [supervisor(teacher, Rows(supervisors), placementCase.policy)]
    }
    guard let without = Rows(supervisors).first(where: { $0["student_id"] == student }),
      let reason = UnsupervisedReason(word: without["reason"])
    else { return [] }
    return [Text(zh: "没有指导教师：\(reason.chinese)", en: "no supervisor: \(reason.rawValue)")]
  }

  /// With what the teacher has beside, which is why others may have none.
  private func supervisor(_ teacher: Teacher, _ rows: Rows, _ policy: Policy) -> Text {
    let own = rows.filter { $0["teacher_id"] == teacher.id }
    let students = own.reduce(0) { $0 + (Int($1["students"]) ?? 0) }
    func of(_ limit: Int?) -> String { limit.map { " / \($0)" } ?? "" }
    let (mostStudents, mostHosts) = (of(policy.maxStudents(of: teacher)), of(policy.maxHosts(of: teacher)))
    return Text(
      zh: "指导教师：\(teacher.id)，共指导 \(students)\(mostStudents) 名学生、\(own.count)\(mostHosts) 家单位",
      en:
        "supervisor: \(teacher.id), who has \(students)\(mostStudents) students at \(own.count)\(mostHosts) hosts"
    )
  }
}

/// A table's rows, cells by the English names of their columns.
private struct Rows: Sequence {
  private let table: PlanTable
  private let columns: [String: Int]

  init(_ table: PlanTable) {
    self.table = table
    columns = Dictionary(
      table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  struct Row {
    fileprivate let cells: [String]
    fileprivate let columns: [String: Int]

    subscript(column: String) -> String {
      columns[column].flatMap { $0 < cells.count ? cells[$0] : nil } ?? ""
    }
  }

  func makeIterator() -> AnyIterator<Row> {
    var rest = table.rows.makeIterator()
    return AnyIterator { rest.next().map { Row(cells: $0, columns: columns) } }
  }
}
