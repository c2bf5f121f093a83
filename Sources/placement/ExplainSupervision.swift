import Placement
import PlacementFiles

extension ExplainCommand {
  /// Who supervises the student, or why nobody does; empty where the case has no teachers, or the student no post.
  func supervision(_ plan: PlanFolder, _ placementCase: PlacementCase) -> [Text] {
    guard let student, placementCase.hasTeachers, let assignments = plan.table("assignments.csv"),
      let supervisors = plan.table("supervisors.csv")
    else { return [] }
    let (own, pairs) = (Cells(assignments), Cells(supervisors))
    guard let row = own.rows.first(where: { own[$0, "student_id"] == student }) else { return [] }
    if let teacher = placementCase.teachers.first(where: { $0.id == own[row, "supervisor_id"] }) {
      return [supervisor(teacher, pairs, placementCase.policy)]
    }
    guard let without = pairs.rows.first(where: { pairs[$0, "student_id"] == student }),
      let reason = UnsupervisedReason(word: pairs[without, "reason"])
    else { return [] }
    return [Text(zh: "没有指导教师：\(reason.chinese)", en: "no supervisor: \(reason.rawValue)")]
  }

  /// With what the teacher has beside, which is why others may have none.
  private func supervisor(_ teacher: Teacher, _ pairs: Cells, _ policy: Policy) -> Text {
    let own = pairs.rows.filter { pairs[$0, "teacher_id"] == teacher.id }
    let students = own.reduce(0) { $0 + (Int(pairs[$1, "students"]) ?? 0) }
    func of(_ limit: Int?) -> String { limit.map { " / \($0)" } ?? "" }
    let (mostStudents, mostHosts) = (of(policy.maxStudents(of: teacher)), of(policy.maxHosts(of: teacher)))
    return Text(
      zh: "指导教师：\(teacher.id)，共指导 \(students)\(mostStudents) 名学生、\(own.count)\(mostHosts) 家单位",
      en:
        "supervisor: \(teacher.id), who has \(students)\(mostStudents) students at \(own.count)\(mostHosts) hosts"
    )
  }
}
