import Foundation
import Placement

/// One thing that an import does to decisions.csv.
public struct DecisionChange: Hashable, Sendable {
  /// What becomes of a row of decisions.csv.
  public enum Kind: String, Hashable, Codable, Sendable { case added, changed, dropped }

  public let kind: Kind
  public let studentID: String
  public let decision: Decision.Kind
  /// A post's or an enterprise's id.
  public let targetID: String
  public let reason: String
  /// The row that asks for it.
  public let file: String
  public let row: Int

  public var text: Text {
    let word = DecisionWord.text(decision)
    let (zh, en) =
      switch kind {
      case .added: ("新增", "adds")
      case .changed: ("修改", "changes")
      case .dropped: ("删除", "drops")
      }
    return Text(
      zh: "\(zh)：\(studentID) \(word.zh) \(targetID)（\(file):\(row)）",
      en: "\(en): \(studentID) \(word.en) \(targetID) (\(file):\(row))")
  }
}

/// Who decides: whoever is named for the whole import, else whom the file names, else the account.
public struct DecisionAuthor: Sendable {
  public var given: String?
  public var account: String

  public init(given: String? = nil, account: String = "") {
    self.given = given
    self.account = account
  }

  func name(inFile author: String) -> String { given ?? (author.isEmpty ? account : author) }
}

/// What edited assignment files make of a case's decisions. Nothing is written yet.
public struct DecisionImport: Sendable {
  /// In order of file and row; where any is a fault, nothing is to be written.
  public private(set) var diagnostics: [Diagnostic]
  public let changes: [DecisionChange]
  /// Rows of the files that ask for something.
  public let requested: Int
  /// Decisions in the files that decisions.csv holds already.
  public let unchanged: Int
  /// The new decisions.csv; nil where there is a fault or nothing to change.
  public let data: Data?
  /// The case with these decisions; nil where there is a fault.
  public let placementCase: PlacementCase?
  /// Where rows have faults: the case with the decisions of the others, in which more may be found; else nil.
  public private(set) var withOtherRows: PlacementCase?
  /// The case as it stands; nil where there is nothing to change.
  public let before: PlacementCase?
  /// The files as they were read.
  public internal(set) var files: [(url: URL, bytes: [UInt8])] = []
  /// Where the rows of the new decisions.csv come from: the files given, or the decisions.csv that is there.
  private let origins: [Int: DecisionOrigin]
  /// What decisions.csv is called in the case folder.
  public let file: String

  /// The case, where it has faults itself.
  public let faultyCase: FaultyCase?

  init(
    diagnostics: [Diagnostic], faultyCase: FaultyCase? = nil, requested: Int = 0,
    changes: [DecisionChange] = [], unchanged: Int = 0, data: Data? = nil,
    placementCase: PlacementCase? = nil, before: PlacementCase? = nil,
    origins: [Int: DecisionOrigin] = [:], file: String = CaseSchema.decisions.file
  ) {
    self.file = file
    self.diagnostics = diagnostics
    self.faultyCase = faultyCase
    self.requested = requested
    self.changes = changes
    self.unchanged = unchanged
    self.data = data
    self.placementCase = placementCase
    self.before = before
    self.origins = origins
  }

  /// Writes the new decisions.csv in one step; the old one stays beside it. Whoever calls holds the case's lock.
  /// - Throws: ``OutputError``
  public func write(into caseFolder: URL) throws(OutputError) {
    if let data {
      try OutputWriter().writeFileAtomically(
        data, to: caseFolder.appendingPathComponent(file), keepingBackup: true)
    }
    OutputWriter().noteTakenIn(files)
  }

  func saying(_ diagnostics: [Diagnostic]) -> DecisionImport {
    var copy = self
    copy.diagnostics = diagnostics
    return copy
  }

  /// What is refused for these faults, nothing of which is to be written.
  func refused(_ faults: [Diagnostic]) -> DecisionImport {
    var copy = DecisionImport(diagnostics: faults, origins: origins, file: file)
    copy.withOtherRows = placementCase
    return copy
  }

  /// A finding about the new decisions.csv, said of the row that it comes from.
  public func located(_ diagnostic: Diagnostic) -> Diagnostic {
    let found = diagnostic.row.flatMap { origin(of: Diagnostic.Place(file: diagnostic.file, row: $0)) }
    return Diagnostic(
      diagnostic.kind, file: found?.place.file ?? diagnostic.file, row: found?.place.row ?? diagnostic.row,
      column: found?.column ?? diagnostic.column, id: diagnostic.id, diagnostic.message,
      rows: diagnostic.rows.map { origin(of: $0)?.place ?? $0 }, mend: diagnostic.mend
    ).placed(in: (placementCase ?? withOtherRows)?.places ?? [:])
  }

  private func origin(of place: Diagnostic.Place) -> DecisionOrigin? {
    place.file == CaseSchema.decisions.file || place.file == file ? origins[place.row] : nil
  }
}

/// Where a row of the new decisions.csv comes from.
struct DecisionOrigin: Sendable {
  let place: Diagnostic.Place
  /// The decision column's header in an edited file; nil in decisions.csv, whose columns have their own names.
  let column: String?
}

/// Reads the decision columns of edited assignment files (several schools' at once) and says what they
/// make of the case's decisions.csv.
///
/// - `day`: stands in `decided_on` of what is new.
/// - `author`: stands in `author` of what is new.
public func importDecisions(
  caseFolder: URL, files: [String], day: CalendarDate?, author: DecisionAuthor = DecisionAuthor()
) -> DecisionImport {
  let reader = CaseReader(folder: caseFolder)
  let reading = reader.read()
  let log = DiagnosticLog()
  let contents = files.compactMap { file -> (file: String, bytes: [UInt8])? in
    if PlanSplit.isIndex(URL(fileURLWithPath: file)) { return nil }
    do throws(FileBytes.Refusal) {
      return (file, try FileBytes.read(file, atMost: CaseFiles.largest))
    } catch {
      log.add(Diagnostic(error.kind, file: file, error.message, mend: error.mend))
      return nil
    }
  }
  let requestReader = DecisionRequestReader(reader, log: log)
  let requests = contents.flatMap { requestReader.requests(in: $0.file, $0.bytes) }
  guard let placementCase = reading.placementCase else {
    return DecisionImport(
      diagnostics: reading.diagnostics + log.sorted(), faultyCase: reading.faultyCase)
  }
  var merge = DecisionMerge(placementCase, reader, log: log, day: day, author: author)
  merge.apply(requests)
  guard !log.hasFault else { return merge.result(folder: caseFolder).refused(log.sorted()) }
  var result = merge.result(folder: caseFolder)
  result.files = contents.map { (URL(fileURLWithPath: $0.file), $0.bytes) }
  return result
}

/// Takes the decisions that grant requests into decisions.csv, as an edited assignment file's: each for the reason that it
/// was asked for, with the request's row.
///
/// - Parameters:
///   - caseFolder: whose decisions.csv takes them.
///   - decisions: of `placementCase`; `row` is the request's in requests.csv.
///   - placementCase: the case of the folder as it was read; where it has changed since, that is a fault.
///   - day: of the decisions; nil: none is written.
///   - author: who grants them.
public func importDecisions(
  caseFolder: URL, granting decisions: [Decision], of placementCase: PlacementCase, day: CalendarDate?,
  author: DecisionAuthor
) -> DecisionImport {
  let reader = CaseReader(folder: caseFolder)
  let reading = reader.read()
  let (log, language) = (DiagnosticLog(), placementCase.policy.language)
  guard let now = reading.placementCase, now.inputs == placementCase.inputs else {
    let changed = Diagnostic(
      .input, file: caseFolder.path, Text(zh: "案例刚刚有改动", en: "the case has just been changed"),
      mend: Text(zh: "重新运行", en: "run it again"))
    return DecisionImport(
      diagnostics: reading.placementCase == nil ? reading.diagnostics : [changed])
  }
  let requests = decisions.map { decision in
    let place = placementCase.place(ofRow: decision.row, in: CaseSchema.requests.file)
    let reason = Text(zh: "申请", en: "request") + place.aside
    return DecisionRequest(
      student: decision.student, action: .decide(decision.kind, decision.target), reason: reason(language),
      author: "", file: place.file, row: place.row, column: "student_id")
  }
  var merge = DecisionMerge(now, reader, log: log, day: day, author: author)
  merge.apply(requests)
  guard !log.hasFault else { return DecisionImport(diagnostics: log.sorted()) }
  return merge.result(folder: caseFolder)
}

/// Whom an edited assignment file decides about, as its rows name them; no case is read.
///
/// - Returns: the rows with a decision; nil where the file is no list of assignments.
public func studentsDecided(inFile file: String, _ bytes: [UInt8]) -> [(row: Int, student: String)]? {
  guard let table = DecisionRequestReader.table(file, bytes, log: DiagnosticLog()) else { return nil }
  return (0..<table.rowCount).filter { !table.text(table.column("decision"), $0).isEmpty }.map {
    (table.rowNumber($0), table.text(table.column("student_id"), $0))
  }
}
