import Placement
import Plan

// Teachers: how many journeys, who is left without a supervisor, who has yet to practise.
extension ReportPage {
  /// Empty where the case has no teachers.
  var supervision: String {
    guard let figures = summary.supervision else { return "" }
    return section(
      say("校方指导教师", "Supervisors"), supervisionFigures(figures) + unsupervisedBySchool + practice)
  }

  private func supervisionFigures(_ figures: PlanSummary.Supervision) -> String {
    let names = [
      say("没有指导教师的学生", "students without a supervisor"), say("教师与单位（对）", "pairs of supervisor and host"),
      say("专业扣分", "points of specialty"),
    ]
    let rows = zip(names, figures.figures).map { name, figure in
      let proof =
        figure.value == figure.bound
        ? say("已证明最优", "proven optimal")
        : say("下界 \(figure.bound)，差距", "bound \(figure.bound), gap") + " \(percent(figure.gap))"
      return "<tr><td>\(name)</td><td class=n>\(figure.value)</td><td>\(proof)</td></tr>"
    }
    return table(
      [say("要尽量少的", "as little as possible"), "#" + say("值", "value"), say("证明", "proof")], rows)
  }

  /// Schools are told as elsewhere: groups of fewer than five are not.
  private var unsupervisedBySchool: String {
    let groups = data.unsupervised
    guard groups.reduce(0, { $0 + $1.count }) >= Withholding.smallest else { return "" }
    let cells = Withholding.cells(groups.map(\.count))
    let rows = zip(groups, cells).map { group, cell in
      "<tr><td>\(escaped(group.school))</td><td class=n>\(shown(cell))</td></tr>"
    }
    return "<h3>\(say("没有指导教师的学生所在学校", "Schools of the students without a supervisor"))</h3>\n"
      + table([say("学校", "school"), "#" + say("学生", "students")], rows) + note(cells)
  }

  private var practice: String {
    let specialists = data.practice.filter { $0.required != nil }
    guard !specialists.isEmpty else { return "" }
    let done = specialists.count { $0.missing == 0 }
    let unknown = specialists.count { $0.missing == nil }
    let months = specialists.reduce(0) { $0 + ($1.missing ?? 0) }
    let gap =
      unknown > 0 ? say("；\(unknown) 名没有数据", "; of \(unknown) nothing is known") : ""
    return "<p>"
      + say(
        "专业课教师 \(specialists.count) 名，其中 \(done) 名已达到近五年企业实践月数要求，其余共欠 \(months) 个月\(gap)。",
        "\(specialists.count) teachers of a specialty; \(done) have practised in enterprises as long as they must within "
          + "five years, the others lack \(months) months in all\(gap).") + "</p>\n"
  }
}
