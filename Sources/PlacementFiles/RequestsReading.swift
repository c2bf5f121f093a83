import Placement

// requests.csv

extension CaseReader {
  /// In order of student, kind, target and row; the same request of a student once. Reasons are asked for and not kept.
  func readRequests() -> (rows: [ChangeRequest], areThere: Bool) {
    guard let table = table(CaseSchema.requests) else { return ([], false) }
    var rows: [ChangeRequest.Key: Int] = [:]
    var found: [ChangeRequest] = []
    for record in 0..<table.rowCount {
      guard let request = request(table, record) else { continue }
      if let first = rows[request.key] {
        table.warn(
          table.column("student_id"), record,
          Text(
            zh: "与第 \(first) 行是同一名学生的同一项申请，只算一次",
            en: "the same request of the same student as in row \(first): it counts once"))
        continue
      }
      rows[request.key] = request.row
      found.append(request)
    }
    return (found.sorted { ($0.key, $0.row) < ($1.key, $1.row) }, true)
  }

  private func request(_ table: InputTable, _ record: Int) -> ChangeRequest? {
    let student = table.referent(table.column("student_id"), record, in: students)
    let kind = table.words(table.column("kind"), record).first.flatMap(RequestKind.init)
    let (reason, day) = (table.column("reason"), table.date(table.column("requested_on"), record))
    if table.text(reason, record).isEmpty, !reason.isMissing {
      table.fault(
        reason, record, Text(zh: "申请没有理由", en: "the request has no reason"),
        mend: Text(zh: "填写理由", en: "say why"))
    }
    guard let kind else {
      lookUpIDs(table, record)
      return nil
    }
    let isAlone = isWithout(kind.othersColumns, kind, table, record)
    let wish = wish(kind, of: student, table, record)
    guard let student = student.index, let wish, isAlone else { return nil }
    return ChangeRequest(student: student, wish: wish, requestedOn: day, row: table.rowNumber(record))
  }

  /// Of a row whose kind nobody knows: whatever it is, an id that leads nowhere is wrong.
  private func lookUpIDs(_ table: InputTable, _ record: Int) {
    func isFilled(_ name: String) -> Bool { !table.text(table.column(name), record).isEmpty }
    if isFilled("post_id") { _ = table.reference(table.column("post_id"), record, to: posts) }
    if isFilled("enterprise_id") {
      _ = table.reference(table.column("enterprise_id"), record, to: enterprises)
    }
    if isFilled("other_student_id") {
      _ = table.reference(table.column("other_student_id"), record, to: students)
    }
  }

  private func wish(
    _ kind: RequestKind, of student: Referent, _ table: InputTable, _ record: Int
  ) -> ChangeRequest.Wish? {
    switch kind {
    case .to: return target(table, record).map { .to($0) }
    case .leave: return .leave
    case .swap:
      let column = table.column("other_student_id")
      if table.text(column, record).isEmpty {
        table.fault(
          column, record, Text(zh: "没有写与谁互换", en: "it is not said with whom to change places"),
          mend: Text(zh: "填写对方学号", en: "give the other student's id"))
        return nil
      }
      let other = table.referent(column, record, in: students)
      guard other == .unclear || other != student else {
        table.fault(
          column, record, Text(zh: "学生不能与自己互换", en: "a student cannot change places with itself"),
          mend: Text(zh: "填写对方的学号", en: "give the other student's id"))
        return nil
      }
      return other.index.map { .swap($0) }
    }
  }

  /// Whether cells that only another kind of request fills are empty; a fault a cell that is not.
  private func isWithout(
    _ columns: [String], _ kind: RequestKind, _ table: InputTable, _ record: Int
  ) -> Bool {
    let filled = columns.map(table.column).filter { !table.text($0, record).isEmpty }
    for column in filled {
      table.fault(
        column, record,
        Text(
          zh: "申请类型为“\(kind.chinese)”时，这一格应留空",
          en: "a request of kind `\(kind.rawValue)` leaves this cell empty"),
        mend: Text(zh: "清空这一格，或改正申请类型", en: "empty the cell, or correct the kind"))
    }
    return filled.isEmpty
  }
}

extension RequestKind {
  /// Columns of requests of other kinds.
  fileprivate var othersColumns: [String] {
    switch self {
    case .to: ["other_student_id"]
    case .leave: ["post_id", "enterprise_id", "other_student_id"]
    case .swap: ["post_id", "enterprise_id"]
    }
  }
}

extension ChangeRequest {
  /// What makes two rows one request, and the order of requests.
  fileprivate struct Key: Hashable, Comparable {
    let parts: [Int]

    static func < (a: Key, b: Key) -> Bool { a.parts.lexicographicallyPrecedes(b.parts) }
  }

  fileprivate var key: Key {
    // As the columns would be sorted, from left to right: an empty post goes before any.
    switch wish {
    case .leave: Key(parts: [student, 0, 0])
    case .swap(let other): Key(parts: [student, 1, other])
    case .to(.enterprise(let enterprise)): Key(parts: [student, 2, enterprise])
    case .to(.post(let post)): Key(parts: [student, 3, post])
    }
  }
}
