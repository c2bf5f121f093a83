import Foundation
import Placement

/// Puts requests into the rows of decisions.csv: a new pin replaces the old, `clear` drops what the
/// student has, everything else stays as it is.
struct DecisionMerge {
  private let placementCase: PlacementCase
  private let reader: CaseReader
  private let log: DiagnosticLog
  private let day: CalendarDate?
  private let author: DecisionAuthor
  private var table: PlanTable
  /// What the rows of `table` say; nil for those that are dropped.
  private var rows: [Decision?]
  /// So many rows ask for something.
  private var requested = 0
  private var changes: [DecisionChange] = []
  private var unchanged = 0
  private var replaced: [Int: DecisionRequest] = [:]
  private var added: [(decision: Decision, request: DecisionRequest)] = []

  init(
    _ placementCase: PlacementCase, _ reader: CaseReader, log: DiagnosticLog, day: CalendarDate?,
    author: DecisionAuthor
  ) {
    self.author = author
    self.placementCase = placementCase
    self.reader = reader
    self.log = log
    self.day = day
    let needed = CaseSchema.decisions.columns.map(\.name)
    table = reader.decisionsTable?.planTable ?? PlanTable(file: "decisions.csv", columns: needed)
    rows = reader.decisionRows
    // Columns that the old file does without; other people's columns stay where they are.
    for column in needed where !table.columns.contains(column) {
      table.columns.append(column)
      for row in table.rows.indices { table.rows[row].append("") }
    }
  }

  // MARK: Requests

  mutating func apply(_ requests: [DecisionRequest]) {
    requested += requests.count
    let byStudent = Dictionary(grouping: requests, by: \.student)
    for student in byStudent.keys.sorted() {
      let consistent = withoutContradictions(byStudent[student]!)
      // Clearing comes alone; pins first, so that a replaced pin meets no ban.
      for request in consistent.sorted(by: { order($0) < order($1) }) { apply(request) }
    }
  }

  private func order(_ request: DecisionRequest) -> Int {
    guard case .decide(let kind, let target) = request.action else { return 0 }
    switch target {
    case .post(let index): return (kind == .pin ? 1 : 2) << 40 + index
    case .enterprise(let index): return 3 << 40 + index
    }
  }

  /// One request of several for the same decision; of contradictory ones a fault each.
  private func withoutContradictions(_ requests: [DecisionRequest]) -> [DecisionRequest] {
    var kept: [DecisionRequest] = []
    for request in requests {
      if let same = kept.first(where: { $0.action == request.action }) {
        if same.reason != request.reason, request.action != .clear { warnOfReasons(request, same) }
      } else if let other = kept.first(where: { contradicts($0, request) }) {
        let (own, others) = (words(request.action), words(other.action))
        say(
          .input, of: request,
          Text(
            zh: "“\(own.zh)”与 \(other.file) 第 \(other.row) 行对同一学生的决定“\(others.zh)”矛盾",
            en: "“\(own.en)” contradicts “\(others.en)”, decided on the same student in \(other.file), "
              + "row \(other.row)"),
          mend: Text(zh: "商定后只保留一个", en: "agree on one of them"))
      } else {
        kept.append(request)
      }
    }
    return kept
  }

  private func warnOfReasons(_ request: DecisionRequest, _ same: DecisionRequest) {
    say(
      .warning, of: request,
      Text(
        zh: "与 \(same.file) 第 \(same.row) 行的决定相同而理由不同，采用该行的理由",
        en: "the same decision as in \(same.file), row \(same.row), for another reason: "
          + "the reason of that row is taken"))
  }

  private func say(
    _ kind: Diagnostic.Kind, of request: DecisionRequest, _ message: Text, mend: Text? = nil
  ) {
    log.add(
      Diagnostic(kind, file: request.file, row: request.row, column: request.column, message, mend: mend))
  }

  /// `锁定 P01`
  private func words(_ action: DecisionRequest.Action) -> Text {
    switch action {
    case .clear: DecisionWord.clear.text
    case .decide(let kind, let target):
      DecisionWord.text(kind) + Text(verbatim: " " + ShownID.text(placementCase.id(of: target)))
    }
  }

  private func contradicts(_ a: DecisionRequest, _ b: DecisionRequest) -> Bool {
    guard case .decide(let kindA, let targetA) = a.action, case .decide(let kindB, let targetB) = b.action
    else { return true }
    if kindA == kindB { return kindA == .pin || targetA == targetB }
    return kindA == .ban ? covers(targetA, targetB) : covers(targetB, targetA)
  }

  /// Whether a ban of `ban` closes the pinned post.
  private func covers(_ ban: Target, _ pin: Target) -> Bool {
    if case .post(let post) = pin { placementCase.covers(ban, post: post) } else { false }
  }

  private mutating func apply(_ request: DecisionRequest) {
    let own = rows.indices.filter { rows[$0]?.student == request.student }
    guard case .decide(let kind, let target) = request.action else {
      if own.isEmpty {
        say(
          .warning, of: request,
          Text(
            zh: "该生没有决定可以撤销，此行不改变任何内容",
            en: "the student has no decision to clear: the row changes nothing"))
      }
      for row in own { drop(row, request) }
      return
    }
    if refuseAgainstOld(request, kind, target, own) { return }
    let same = own.filter { rows[$0]?.kind == kind && rows[$0]?.target == target }
    if kind == .pin {
      for row in own where rows[row]?.kind == .pin && rows[row]?.target != target { drop(row, request) }
    }
    if same.contains(where: { rows[$0]?.reason == request.reason }) {
      unchanged += 1
      return
    }
    let decision = Decision(
      student: request.student, target: target, kind: kind, reason: request.reason,
      author: author.name(inFile: request.author),
      decidedOn: day, row: 0)
    note(same.isEmpty ? .added : .changed, decision, request)
    if let first = same.first {
      rows[first] = decision
      replaced[first] = request
    } else {
      added.append((decision, request))
    }
  }

  /// A pin that an old ban forbids, a ban of what is pinned: somebody has to say which one holds.
  private func refuseAgainstOld(
    _ request: DecisionRequest, _ kind: Decision.Kind, _ target: Target, _ own: [Int]
  ) -> Bool {
    let isReplaced = added.contains { $0.decision.student == request.student && $0.decision.kind == .pin }
    for row in own {
      guard let old = rows[row], old.kind != kind else { continue }
      let clashes = kind == .pin ? covers(old.target, target) : !isReplaced && covers(target, old.target)
      guard clashes else { continue }
      let (own, former) = (words(request.action), words(.decide(old.kind, old.target)))
      say(
        .input, of: request,
        Text(
          zh: "“\(own.zh)”与 decisions.csv 第 \(old.row) 行的原有决定“\(former.zh)”矛盾",
          en: "“\(own.en)” contradicts “\(former.en)” in row \(old.row) of decisions.csv"),
        mend: Text(
          zh: "先对该学生写“撤销”并导入，再写新的决定", en: "first import `clear` for the student, then the new decision"))
      return true
    }
    return false
  }

  private mutating func drop(_ row: Int, _ request: DecisionRequest) {
    guard let decision = rows[row] else { return }
    note(.dropped, decision, request)
    rows[row] = nil
  }

  private mutating func note(
    _ kind: DecisionChange.Kind, _ decision: Decision, _ request: DecisionRequest
  ) {
    changes.append(
      DecisionChange(
        kind: kind, studentID: placementCase.students[decision.student].id, decision: decision.kind,
        targetID: placementCase.id(of: decision.target), reason: decision.reason, file: request.file,
        row: request.row))
  }

  // MARK: The new file

  func result(folder: URL) -> DecisionImport {
    let language = placementCase.policy.language
    guard !changes.isEmpty else {
      return DecisionImport(
        diagnostics: log.sorted(), requested: requested, unchanged: unchanged, placementCase: placementCase)
    }
    var output = PlanTable(file: table.file, columns: table.columns)
    var origins: [Int: DecisionOrigin] = [:]
    func append(_ row: [String], from file: String, _ number: Int, column: String? = nil) {
      output.rows.append(row)
      // Row 1 is the header.
      origins[output.rows.count + 1] = DecisionOrigin(place: .init(file: file, row: number), column: column)
    }
    for index in rows.indices {
      guard let decision = rows[index] else { continue }
      if let request = replaced[index] {
        append(
          cells(decision, over: table.rows[index]), from: request.file, request.row, column: request.column)
      } else {
        append(table.rows[index], from: table.file, decision.row)
      }
    }
    let blank = [String](repeating: "", count: table.columns.count)
    for (decision, request) in added {
      append(cells(decision, over: blank), from: request.file, request.row, column: request.column)
    }
    // A sheet's table bears the sheet's name; what its columns hold goes by the file's.
    if table.file.contains("!") { output.file = CaseSchema.decisions.file }
    guard let file = reader.files.location(of: CaseSchema.decisions) else {
      log.add(
        WorkbookMessages.notRewritten(reader.files.name(of: CaseSchema.decisions.file), CaseSchema.decisions))
      return DecisionImport(diagnostics: log.sorted())
    }
    guard let data = try? tableData(output, named: file, language: language) else {
      log.add(WorkbookMessages.notMade(file))
      return DecisionImport(diagnostics: log.sorted())
    }
    let check = CaseReader(folder: folder, replacements: [CaseSchema.decisions.file: [UInt8](data)]).read()
    let result = DecisionImport(
      diagnostics: [], requested: requested, changes: changes, unchanged: unchanged,
      data: check.placementCase == nil ? nil : data, placementCase: check.placementCase,
      before: placementCase, origins: origins, file: file)
    // The new file is not there yet: a fault in it is told of the row that it comes from.
    return result.saying(log.sorted() + check.diagnostics.filter(\.isFault).map(result.located))
  }

  private func cells(_ decision: Decision, over row: [String]) -> [String] {
    var row = row
    func set(_ column: String, _ value: String) {
      if let index = table.columns.firstIndex(of: column) { row[index] = value }
    }
    set("student_id", placementCase.students[decision.student].id)
    set("post_id", "")
    set("enterprise_id", "")
    let id = placementCase.id(of: decision.target)
    switch decision.target {
    case .post: set("post_id", id)
    case .enterprise: set("enterprise_id", id)
    }
    set("decision", DecisionWord.text(decision.kind)(placementCase.policy.language))
    set("reason", decision.reason)
    set("author", decision.author)
    set("decided_on", decision.decidedOn?.description ?? "")
    return row
  }
}
