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

  /// A wish to go together of whom one has found a place alone asks for nothing: the program places one of the two at most.
  func warnOfWishesOutside(_ placementCase: PlacementCase) {
    for pair in placementCase.pairs where pair.relation == .together {
      let places = pair.students.compactMap { placementCase.approvedSelfArranged(of: $0) }
      guard !places.isEmpty, !areTogether(pair, places, placementCase) else { continue }
      let canFollow =
        places[0].enterprise != nil && pair.students.contains(where: placementCase.takesPart)
      log.add(
        Diagnostic(
          .warning, file: CaseSchema.pairs.file, row: pair.row, column: "relation",
          Text(
            zh: "两人中有人自行联系了单位并经学校审核，不由程序安排，这一行“同单位”不起作用",
            en:
              "one of the two has found a place alone, which the school has approved, and is not placed here: this wish "
              + "to go together changes nothing"),
          mend: canFollow ? Self.letTheOtherFollow : Self.bringBackOrRemove))
    }
  }

  /// Whether the two are at one enterprise all the same: both alone, or the other by a decision.
  private func areTogether(
    _ pair: StudentPair, _ places: [SelfArranged], _ placementCase: PlacementCase
  ) -> Bool {
    guard let host = places[0].enterprise else { return false }
    if places.count > 1 { return places[1].enterprise == host }
    return placementCase.decisions.contains { decision in
      guard decision.kind == .pin, pair.students.contains(decision.student),
        case .post(let post) = decision.target
      else { return false }
      return placementCase.posts[post].enterprise == host
    }
  }

  private static let letTheOtherFollow = Text(
    zh: "如要两人同去，把另一人锁定到那家企业的岗位（decisions.csv）；否则删去此行",
    en: "to have both there pin the other to a post of that enterprise (decisions.csv); else remove the row")

  private static let bringBackOrRemove = Text(
    zh: "删去此行；如要由程序安排两人同去，清空 self-arranged.csv 中的学校审核日期",
    en: "remove the row; to have both placed here together clear approved_on in self-arranged.csv")

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
