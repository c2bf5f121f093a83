import Placement

// published.csv

extension CaseReader {
  func readPublished(into placementCase: inout PlacementCase) {
    guard let table = table(CaseSchema.published) else { return }
    placementCase.hasPublished = true
    publishedTable = table
    var rows = PublishedRowsReading(table: table, caseReader: self)
    placementCase.dutyDates = rows.duties.columns
    for record in 0..<table.rowCount {
      guard let (student, placement) = rows.read(record) else { continue }
      placementCase.published[student] = placement
    }
    rows.report()
  }
}

/// Rows of published.csv: those that count, and those that fit nobody.
private struct PublishedRowsReading {
  /// A filled row whose student or post is no more.
  private struct Unfit {
    let record: Int
    /// Whether it is the student; else the post.
    let isStudent: Bool
    let isHeld: Bool
    /// Whose place found alone it says it is.
    var arrangedBy: String?
  }

  private let table: InputTable
  private let caseReader: CaseReader
  private let studentID, postID, stage: InputTable.Column
  let duties: DutyDates
  private var ids = UniqueIDs()
  private var filledCount = 0
  private var unfit: [Unfit] = []
  private var rowsWithoutPost: [Int] = []

  init(table: InputTable, caseReader: CaseReader) {
    self.table = table
    self.caseReader = caseReader
    studentID = table.column("student_id")
    postID = table.column("post_id").asOptional
    stage = table.column("stage")
    duties = DutyDates(table, asOf: caseReader.asOf)
  }

  /// Nil where the row counts nothing.
  mutating func read(_ record: Int) -> (student: Int, placement: PublishedPlacement)? {
    let stage = readStage(record)
    let post = table.id(postID, record)
    let dates = duties.read(record)
    guard let id = table.id(studentID, record) else { return nil }
    let students = caseReader.students
    let student = match(id, studentID, record, in: students)
    // Both ways of writing one id are the same student's.
    let key = student.map { students.values[$0].id } ?? id
    guard ids.take(key, as: id, table, studentID, record), let stage else { return nil }
    let isHeld = stage == .signed || stage == .started
    guard let post else {
      let isEmpty = postID.index != nil && table.text(postID, record).isEmpty
      if isEmpty { noteWithoutPost(record, isHeld: isHeld) }
      if isHeld { noteHold(of: student, record) }
      return nil
    }
    let index = match(post, postID, record, in: caseReader.posts)
    caseReader.publishedEntries[key] = PublishedRows.Entry(
      post: index.map { caseReader.posts.values[$0].id } ?? post, stage: stage,
      dates: DutyDates.cells(of: table, record), isOfKnownPost: index != nil,
      row: table.rowNumber(record))
    if post == SelfArranged.postID(of: key) {
      if let stage, caseReader.selfArrangedIDs.contains(key) {
        caseReader.selfPublished[key] = SelfPublished(
          stage: stage, dates: dates, row: table.rowNumber(record))
      }
      if caseReader.selfArrangedIDs.contains(key) || !caseReader.knowsSelfArranged { return nil }
    }
    filledCount += 1
    // Nobody is blamed for an id that a row which is lost may have held.
    let isStrange = student == nil && students.isComplete
    if isStrange || index == nil && caseReader.posts.isComplete {
      var row = Unfit(record: record, isStudent: isStrange, isHeld: isHeld)
      if post == SelfArranged.postID(of: key) { row.arrangedBy = key }
      unfit.append(row)
    }
    if isHeld, index == nil, post != SelfArranged.postID(of: key) { noteHold(of: student, record) }
    guard let student, let index, let stage else { return nil }
    return (
      student, PublishedPlacement(post: index, stage: stage, dates: dates, row: table.rowNumber(record))
    )
  }

  /// Of a row whose post nobody knows.
  private func noteHold(of student: Int?, _ record: Int) {
    guard let student else { return }
    caseReader.unread.holds.append(UnreadRows.Hold(student: student, row: table.rowNumber(record)))
  }

  private func match<Value>(
    _ id: String, _ column: InputTable.Column, _ record: Int, in registry: Registry<Value>
  ) -> Int? {
    switch registry.lookup.match(id) {
    case .exact(let index): return index
    case .padded(let index):
      table.warnOfRestored(id, column, record)
      return index
    case .ambiguous, .unknown: return nil
    }
  }

  private mutating func noteWithoutPost(_ record: Int, isHeld: Bool) {
    guard isHeld else { return rowsWithoutPost.append(record) }
    table.fault(
      postID, record,
      Text(zh: "已签协议或已上岗，却没有岗位", en: "signed or started, and yet no post"),
      mend: Text(zh: "填写岗位编号，或改正进度", en: "give the post, or correct the stage"))
  }

  /// What is to be said once all rows are known: a few that fit nobody are what time brings, many are a
  /// file that fits the case no more.
  mutating func report() {
    passOverMistyped()
    let areMany = unfit.count >= 2 && unfit.count * 10 > filledCount
    for row in unfit {
      let column = row.isStudent ? studentID : postID
      let id = table.id(column.asOptional, row.record)
      let file = row.isStudent ? caseReader.students.file : caseReader.posts.file
      if row.isHeld || areMany {
        table.fault(
          column, row.record, id: id, message(row, file),
          mend: CellMessages.danglingMend(id ?? "", file))
      } else {
        table.warn(
          column, row.record, id: id,
          CellMessages.dangling(file) + Text(zh: "，此行不计入", en: ": the row counts nothing"))
      }
    }
    if let first = rowsWithoutPost.first {
      table.warn(
        postID, first,
        Text(
          zh: "有 \(rowsWithoutPost.count) 行没有岗位，不计入；此为第一行",
          en: "rows without a post count nothing: \(rowsWithoutPost.count), of which this is the first"))
    }
  }

  /// A row of self-arranged.csv under an id that nobody has is taken for that of the student whose id is nearest, of
  /// those who have a row here and none there: the mistyped id is the fault, and this row is none.
  private mutating func passOverMistyped() {
    var passed: Set<Int> = []
    for stranger in caseReader.strangersArrangements {
      let distances = unfit.map { row in
        row.arrangedBy.map { EditDistance.between(Array(stranger), Array($0)) } ?? .max
      }
      guard let least = distances.min(), least < .max else { return }
      passed.formUnion(distances.indices.filter { distances[$0] == least })
    }
    filledCount -= passed.count
    unfit = unfit.indices.filter { !passed.contains($0) }.map { unfit[$0] }
  }

  private func message(_ row: Unfit, _ file: String) -> Text {
    let held = Text(
      zh: "，而此行已签协议或已上岗", en: ", and the row is signed or started")
    let many = Text(
      zh: "；这样的行有 \(unfit.count) 行，超过十分之一，不能当作不计入",
      en: "; \(unfit.count) rows are of this kind, more than one in ten: too many to count for nothing")
    return CellMessages.dangling(file) + (row.isHeld ? held : many)
  }

  /// Nil, with a fault, where the word is none.
  private func readStage(_ record: Int) -> PublishedPlacement.Stage?? {
    guard !table.text(stage, record).isEmpty else { return StageWord.stage("") }
    return table.words(stage, record).first.flatMap(StageWord.stage)
  }
}
