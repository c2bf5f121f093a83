import Foundation
import Placement

/// What one row of an edited assignment file asks for.
struct DecisionRequest {
  enum Action: Hashable {
    case decide(Decision.Kind, Target)
    case clear
  }

  /// Index into the case's students.
  let student: Int
  let action: Action
  let reason: String
  /// As the file says; empty where it does not.
  let author: String
  let file: String
  let row: Int
  /// The decision column's header in that file, for messages.
  let column: String
}

/// Reads the three decision columns of edited assignment files.
struct DecisionRequestReader {
  let students: Registry<Student>
  let posts: Registry<Post>
  let enterprises: Registry<Enterprise>
  /// Students whose place found alone the school has approved.
  let selfArrangedIDs: Set<String>
  let log: DiagnosticLog

  init(_ reader: CaseReader, log: DiagnosticLog) {
    students = reader.students
    posts = reader.posts
    enterprises = reader.enterprises
    selfArrangedIDs = reader.selfArrangedIDs
    self.log = log
  }

  /// The rows that decide something. All three columns must be there: without one of them a decision
  /// would silently mean something else.
  func requests(in file: String, _ bytes: [UInt8]) -> [DecisionRequest] {
    guard let table = Self.table(file, bytes, log: log) else { return [] }
    return (0..<table.rowCount).compactMap { request(table, $0) }
  }

  static func table(_ file: String, _ bytes: [UInt8], log: DiagnosticLog) -> InputTable? {
    let needed = ["student_id", "decision", "decision_post_id", "decision_reason"]
    let others = ["post_id", "student_name", "post_title", "enterprise_id"]
    var schema = PlanSchema.assignments.reading(file, needing: needed, only: needed + others)
    if let author = CaseSchema.decisions["author"] { schema.columns.append(author) }
    let sheets = WorkbookFile.names(PlanSchema.assignments)
    return InputTable(schema, named: file, bytes: bytes, sheets: sheets, log: log)?.withNeededColumns
  }

  private func request(_ table: InputTable, _ record: Int) -> DecisionRequest? {
    let decision = table.column("decision")
    let word = table.text(decision, record)
    let reason = table.text(table.column("decision_reason"), record)
    guard !word.isEmpty else {
      warnOfLooseCells(table, record, reason)
      return nil
    }
    let student = table.reference(table.column("student_id"), record, to: students)
    let request = { (action: DecisionRequest.Action) -> DecisionRequest? in
      guard let student, hasName(of: student, table, record) else { return nil }
      return DecisionRequest(
        student: student, action: action, reason: reason, author: table.text(table.column("author"), record),
        file: table.file, row: table.rowNumber(record),
        column: decision.header)
    }
    if DecisionWord.clear.isRead(word) { return request(.clear) }
    guard let kind = DecisionWord.kind(word) else {
      table.fault(
        decision, record,
        Text(zh: "这不是决定", en: "this is no decision"),
        mend: Text(zh: "写“锁定”“不安排”或“撤销”", en: "write pin, ban or clear"))
      return nil
    }
    if reason.isEmpty {
      table.fault(
        table.column("decision_reason"), record, CellMessages.noReason, mend: CellMessages.sayWhy)
    }
    if let student, isSettled(student, kind, table, record) { return nil }
    guard let target = target(table, record, kind), !reason.isEmpty else { return nil }
    return request(.decide(kind, target))
  }

  /// Whoever has found a place alone can be pinned nowhere, and that place is no post to be banned from.
  private func isSettled(_ student: Int, _ kind: Decision.Kind, _ table: InputTable, _ record: Int) -> Bool {
    guard selfArrangedIDs.contains(students.values[student].id) else { return false }
    let isOwnRow = table.text(table.column("decision_post_id").asOptional, record).isEmpty
    guard kind == .pin || isOwnRow else { return false }
    table.fault(
      table.column("decision"), record, id: students.values[student].id,
      Text(
        zh: kind == .pin ? "该生自行联系的单位已经学校审核，不能锁定" : "该生自行联系的单位已经学校审核，本行不是岗位",
        en: kind == .pin
          ? "the student has found a place alone, which the school has approved, and cannot be pinned"
          : "the student has found a place alone, which the school has approved: the row's place is no post"),
      mend: Text(
        zh: "要另作安排，先清空 self-arranged.csv 中的学校审核日期",
        en: "to place the student elsewhere, first clear approved_on in self-arranged.csv"))
    return true
  }

  /// Spaces and widths of letters are no other name.
  private static func comparable(_ name: String) -> String {
    Normalisation.normalised(name).filter { !$0.isWhitespace }
  }

  /// Another name than the case's: ids have come loose from their rows, and the decision is about somebody else.
  private func hasName(of student: Int, _ table: InputTable, _ record: Int) -> Bool {
    let column = table.column("student_name")
    let name = Self.comparable(table.text(column, record))
    let known = Self.comparable(students.values[student].name)
    guard !name.isEmpty, !known.isEmpty, name != known else { return true }
    table.fault(
      column, record,
      Text(
        zh: "姓名与案例中学号 \(students.values[student].id) 的学生不同",
        en: "the name is not that of student \(students.values[student].id) in the case"),
      mend: Text(
        zh: "检查学号与姓名是否错行（例如只对其中一列排了序）",
        en: "see whether ids and names have come apart, by sorting one column alone for example"))
    return false
  }

  private func warnOfLooseCells(_ table: InputTable, _ record: Int, _ reason: String) {
    let post = table.column("decision_post_id")
    guard !reason.isEmpty || !table.text(post, record).isEmpty else { return }
    table.warn(
      table.column("decision"), record,
      Text(
        zh: "填了决定岗位编号或理由而没有决定，此行不改变任何内容",
        en: "a post or a reason without a decision: the row changes nothing"))
  }

  private static let givePost = Text(zh: "填写岗位编号", en: "give a post id")

  /// An empty decision_post_id means the row's post; an enterprise id bans the enterprise.
  private func target(_ table: InputTable, _ record: Int, _ kind: Decision.Kind) -> Target? {
    let own = table.column("decision_post_id").asOptional
    let column = table.text(own, record).isEmpty ? table.column("post_id") : own
    if table.text(column, record).isEmpty {
      table.fault(own, record, missingPost(table, record), mend: Self.givePost)
      return nil
    }
    guard let id = table.id(column, record) else { return nil }
    let mayBeEnterprise = column.name == "decision_post_id"
    switch (posts.lookup.match(id), mayBeEnterprise ? enterprises.lookup.match(id) : .unknown) {
    case (.exact(let post), _): return .post(post)
    case (_, .exact(let enterprise)): return enterpriseTarget(table, record, column, enterprise, kind)
    case (.unknown, .unknown) where meant(by: id) != nil:
      table.fault(column, record, id: id, CellMessages.dangling(posts.file), mend: meant(by: id))
      return nil
    case (_, .unknown):
      return table.index(of: id, column, record, in: posts).map { .post($0) }
    case (.unknown, _):
      return table.index(of: id, column, record, in: enterprises)
        .flatMap { enterpriseTarget(table, record, column, $0, kind) }
    default:
      table.faultAmbiguous(id, column, record)
      return nil
    }
  }

  /// What to write for a cell that holds a post's or an enterprise's name, or its id in other capitals; nil where it holds
  /// neither.
  private func meant(by text: String) -> Text? {
    let word = Self.comparable(text).lowercased()
    func ids(_ isMeant: (String, String) -> Bool) -> [String] {
      let all = posts.values.map { ($0.id, $0.title) } + enterprises.values.map { ($0.id, $0.name) }
      return all.filter(isMeant).map(\.0).filter(ShownID.mayShow)
    }
    let spelt = ids { id, _ in id.lowercased() == word }
    let named = ids { _, name in Self.comparable(name).lowercased() == word }
    let found = spelt.isEmpty ? named : spelt
    guard !found.isEmpty else { return nil }
    let list = Text(listing: Array(found.prefix(3)))
    let more = found.count > 3 ? Text(zh: "等", en: " …") : Text(verbatim: "")
    return spelt.isEmpty
      ? Text(zh: "这里写编号，不写名称：", en: "write the id and not the name: ") + list + more
      : Text(zh: "编号分大小写：", en: "capitals count in an id: ") + list + more
  }

  /// A row that still has the post's title or its host has lost the post's id.
  private func missingPost(_ table: InputTable, _ record: Int) -> Text {
    if table.column("post_id").index == nil {
      return Text(
        zh: "文件没有岗位编号列，须填写决定岗位编号", en: "the file has no column with the row's post: say which one is meant")
    }
    let isDeleted = ["post_title", "enterprise_id"].contains {
      !table.text(table.column($0), record).isEmpty
    }
    return isDeleted
      ? Text(
        zh: "此行的岗位编号已被删去，须填写决定岗位编号", en: "the row's post id has been deleted: say which post is meant")
      : Text(zh: "此学生没有岗位，须填写决定岗位编号", en: "the student has no post: say which one is meant")
  }

  private func enterpriseTarget(
    _ table: InputTable, _ record: Int, _ column: InputTable.Column, _ enterprise: Int,
    _ kind: Decision.Kind
  ) -> Target? {
    guard kind == .pin else { return .enterprise(enterprise) }
    table.fault(column, record, CellMessages.pinOfEnterprise, mend: Self.givePost)
    return nil
  }
}
