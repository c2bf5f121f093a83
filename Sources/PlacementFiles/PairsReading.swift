import Placement

// pairs.csv

extension CaseReader {
  /// In order of students; a pair that is said twice counts once.
  func readPairs() -> [StudentPair] {
    guard let table = table(CaseSchema.pairs) else { return [] }
    let columns = [table.column("student_a"), table.column("student_b")]
    let relation = table.column("relation")
    var first: [Set<Referent>: (relation: PairRelation, row: Int)] = [:]
    var found: [StudentPair] = []
    for record in 0..<table.rowCount {
      let ids = columns.map { table.referent($0, record, in: students) }
      let word = table.words(relation, record).first.flatMap(PairRelation.init(rawValue:))
      guard !ids.contains(.unclear) else { continue }
      guard ids[0] != ids[1] else {
        table.fault(
          columns[1], record, Text(zh: "两个学号相同", en: "the two students are one"),
          mend: Text(zh: "填写另一名学生的学号", en: "give another student's id"))
        continue
      }
      guard let word else { continue }
      let row = table.rowNumber(record)
      if let earlier = first[Set(ids)] {
        if earlier.relation != word { faultContradiction(table, relation, record, earlierRow: earlier.row) }
        continue
      }
      first[Set(ids)] = (word, row)
      if let a = ids[0].index, let b = ids[1].index { found.append(StudentPair(a, b, word, row: row)) }
    }
    return found.sorted { $0.students.lexicographicallyPrecedes($1.students) }
  }

  private func faultContradiction(
    _ table: InputTable, _ column: InputTable.Column, _ record: Int, earlierRow: Int
  ) {
    table.fault(
      column, record,
      Text(
        zh: "这两名学生在第 \(earlierRow) 行是另一种关系",
        en: "row \(earlierRow) gives these two students another relation"),
      mend: Text(
        zh: "一对学生只留一种关系；“不同单位”已包含“不同岗位”", en: "keep one relation a pair; apart_host says apart as well"))
  }
}
