import Placement

// decisions.csv and published.csv

extension CaseReader {
  /// In order of student, then row; identical rows once.
  func readDecisions() -> [Decision] {
    guard let table = table(CaseSchema.decisions) else { return [] }
    var found: [Decision] = []
    var seen: Set<Decision> = []
    decisionsTable = table
    decisionRows = (0..<table.rowCount).map { decision(table, $0) }
    for decision in decisionRows.compactMap({ $0 }) {
      if seen.insert(decision.withoutRow).inserted { found.append(decision) }
    }
    return found.sorted { ($0.student, $0.row) < ($1.student, $1.row) }
  }

  private func decision(_ table: InputTable, _ record: Int) -> Decision? {
    let studentID = table.column("student_id")
    let student = table.reference(studentID, record, to: students)
    let kind = table.words(table.column("decision"), record).first.flatMap(DecisionWord.kind)
    let target = target(table, record)
    let reason = table.text(table.column("reason"), record)
    if reason.isEmpty {
      table.fault(
        table.column("reason"), record, Text(zh: "决定没有理由", en: "the decision has no reason"),
        mend: Text(zh: "填写理由", en: "say why"))
    }
    let day = table.date(table.column("decided_on"), record)
    if kind == .pin, case .enterprise = target {
      table.fault(
        table.column("enterprise_id"), record,
        Text(zh: "锁定须指明岗位，不能只写企业", en: "a pin names a post, not an enterprise"),
        mend: Text(zh: "填写岗位编号", en: "give post_id instead"))
    }
    guard let student, let kind, let target else { return nil }
    return Decision(
      student: student, target: target, kind: kind, reason: reason,
      author: table.text(table.column("author"), record), decidedOn: day, row: table.rowNumber(record))
  }

  func readPublished(into placementCase: inout PlacementCase) {
    guard let table = table(CaseSchema.published) else { return }
    placementCase.hasPublished = true
    publishedTable = table
    let (studentID, stageColumn) = (table.column("student_id"), table.column("stage"))
    var ids = UniqueIDs()
    var rowsWithoutPost: [Int] = []
    for record in 0..<table.rowCount {
      let id = ids.take(table, studentID, record)
      let isBlank = table.text(stageColumn, record).isEmpty
      let word = isBlank ? "" : table.words(stageColumn, record).first
      let stage = word.flatMap(StageWord.stage)
      let postID = table.id(table.column("post_id").asOptional, record)
      guard let id, let stage else { continue }
      guard let postID else {
        if table.text(table.column("post_id"), record).isEmpty { rowsWithoutPost.append(record) }
        continue
      }
      guard let student = known(id, studentID, in: students, of: "students.csv", table, record),
        let post = known(postID, table.column("post_id"), in: posts, of: "posts.csv", table, record),
        let lasting = stage
      else { continue }
      placementCase.published[student] = PublishedPlacement(
        post: post, stage: lasting, row: table.rowNumber(record))
    }
    if let first = rowsWithoutPost.first {
      table.warn(
        table.column("post_id"), first,
        Text(
          zh: "有 \(rowsWithoutPost.count) 行没有岗位，不计入；此为第一行",
          en: "rows without a post count nothing: \(rowsWithoutPost.count), of which this is the first"))
    }
  }

  /// The index; nil, with a warning, where what was published is no more.
  private func known<Value>(
    _ id: String, _ column: InputTable.Column, in registry: Registry<Value>, of file: String,
    _ table: InputTable, _ record: Int
  ) -> Int? {
    if let index = registry.indices[id] { return index }
    if registry.isComplete {
      let gone = CellMessages.dangling(id, file)
      table.warn(column, record, gone + Text(zh: "，此行不计入", en: ": the row counts nothing"))
    }
    return nil
  }
}

extension Decision {
  fileprivate var withoutRow: Decision {
    Decision(
      student: student, target: target, kind: kind, reason: reason, author: author, decidedOn: decidedOn,
      row: 0)
  }
}

extension InputTable.Column {
  /// The same column, whose cells may be empty in this row.
  var asOptional: InputTable.Column {
    InputTable.Column(schema: schema, index: index, header: header, isNeeded: false)
  }
}
