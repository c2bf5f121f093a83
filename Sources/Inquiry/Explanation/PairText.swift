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
      let row = placementCase.place(ofRow: pair.row, in: CaseSchema.pairs.file).text
      let line = Text(
        zh: "\(row.zh)：与\(id.zh)\(pair.relation.chinese)",
        en: "\(row.en): \(pair.relation.rawValue), with \(id.en)")
      guard pair.relation == .together else { return line }
      return line
        + (facts.isParted(pair)
          ? Text(zh: "，未能满足", en: "; they are not") : Text(zh: "，没有分开", en: "; they are not parted"))
    }
  }
}
