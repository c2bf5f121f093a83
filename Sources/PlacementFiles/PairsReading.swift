import Placement

// pairs.csv

extension CaseReader {
  /// In order of students; a pair that is said twice counts once.
  func readPairs() -> [StudentPair] {
    guard let table = table(CaseSchema.pairs) else { return [] }
    let columns = [table.column("student_a"), table.column("student_b")]
    let relation = table.column("relation")
    var found: [[Int]: StudentPair] = [:]
    for record in 0..<table.rowCount {
      let ids = columns.map { table.reference($0, record, to: students) }
      let word = table.words(relation, record).first.flatMap(PairRelation.init(rawValue:))
      guard let a = ids[0], let b = ids[1] else { continue }
      guard a != b else {
        table.fault(
          columns[1], record, Text(zh: "两个学号相同", en: "the two students are one"),
          mend: Text(zh: "填写另一名学生的学号", en: "give another student's id"))
        continue
      }
      guard let word else { continue }
      let pair = StudentPair(a, b, word, row: table.rowNumber(record))
      guard let earlier = found[pair.students] else {
        found[pair.students] = pair
        continue
      }
      if earlier.relation != word { faultContradiction(table, relation, record, earlier) }
    }
    return found.values.sorted { $0.students.lexicographicallyPrecedes($1.students) }
  }

  private func faultContradiction(
    _ table: InputTable, _ column: InputTable.Column, _ record: Int, _ earlier: StudentPair
  ) {
    table.fault(
      column, record,
      Text(
        zh: "这两名学生在第 \(earlier.row) 行是另一种关系",
        en: "row \(earlier.row) gives these two students another relation"),
      mend: Text(
        zh: "一对学生只留一种关系；“不同单位”已包含“不同岗位”", en: "keep one relation a pair; apart_host says apart as well"))
  }
}
