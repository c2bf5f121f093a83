extension PlanSummary {
  /// What a term of an objective comes to in the plan: students, kilometres or points.
  public func words(of term: ObjectiveTerm) -> Text {
    let value = Int(terms[term.rawValue] ?? 0)
    switch term {
    case .unplaced:
      let students = counts[CountWord.unplaced.rawValue] ?? 0
      let weighted =
        value == students
        ? Text(verbatim: "") : Text(zh: "（按权重合计 \(value)）", en: " (\(value) weighted by priority)")
      return Text(zh: "未安排学生 \(students) 名", en: "\(students) students without a post") + weighted
    case .moves:
      return Text(zh: "已公布而可保留的学生改动 \(value) 名", en: "\(value) students moved who could keep their post")
    case .distance:
      let kilometres = "\(value / 10).\(value % 10)"
      return Text(zh: "距离合计 \(kilometres) 公里", en: "\(kilometres) km in all")
    case .targetGap:
      return Text(
        zh: "各岗位与目标人数共差 \(value) 人", en: "\(value) students too many or too few at posts with a target")
    case .together:
      return Text(zh: "想同单位而不能的 \(value) 对", en: "\(value) pairs who wanted to go together do not")
    case .shortfall: return Text(zh: "距目标比例还差 \(value) 人", en: "\(value) interns short of the targets")
    default: return Text(zh: "\(term.chinese) \(value) 分", en: "\(value) points of \(term.rawValue)")
    }
  }

  /// What an objective's terms come to, one after the other.
  public func words(of objective: Objective) -> Text {
    let parts = ObjectiveTerm.allCases.filter { (objective.weights[$0.rawValue] ?? 0) > 0 }.map {
      words(of: $0)
    }
    return parts.joined(by: .semicolon)
  }
}
