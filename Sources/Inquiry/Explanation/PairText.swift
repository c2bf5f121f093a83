import Placement
import Plan

// What pairs.csv says of a student, in words.
extension Explainer {
  /// A line a pair.
  ///
  /// - Parameter names: whether the others' ids may be told.
  func pairs(_ student: Int, names: Bool) -> [Text] {
    placementCase.pairsTakingPart.filter { $0.students.contains(student) }.map { pair in
      let other = pair.students.first { $0 != student }!
      let id =
        names
        ? Text(
          zh: "学生 \(placementCase.students[other].id)", en: "student \(placementCase.students[other].id)")
        : Text(zh: "一名学生", en: "another student")
      let line = Text(
        zh: "pairs.csv 第 \(pair.row) 行：与\(id.zh)\(pair.relation.chinese)",
        en: "row \(pair.row) of pairs.csv: \(pair.relation.rawValue), with \(id.en)")
      guard pair.relation == .together else { return line }
      return line
        + (facts.isParted(pair)
          ? Text(zh: "，未能满足", en: "; they are not") : Text(zh: "，没有分开", en: "; they are not parted"))
    }
  }
}
