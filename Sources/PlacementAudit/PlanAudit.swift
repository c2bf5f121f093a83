import Foundation
import Placement

/// A plan recomputed from the case and held against its files.
///
/// The placement itself is the one thing taken from the plan (assignments.csv, the column `post_id`); every
/// other cell of every file follows from it and the case. Only which of several reasons left a student out,
/// the sentence beside it and the worth of a seat need the solver: these are checked as far as facts allow
/// (where no post is open the sentence is recomputed).
public struct PlanAudit: Sendable {
  /// In order of file and row; empty for a good plan.
  public private(set) var faults: [AuditFault] = []
  /// Cells and figures that were recomputed.
  public private(set) var cells = 0
  /// Pairs of student and post that every rule was asked about.
  public private(set) var pairs = 0
  public private(set) var students = 0
  public private(set) var placed = 0
  /// Value of each stage of the objectives, recomputed.
  public private(set) var stageValues: [Int] = []
  /// What only a solver could show, with how often the plan says it, and is taken on trust.
  public private(set) var trusted: [Text] = []

  /// - `tables`: the plan's CSV files, cells as a reader sees them, headers by their English names.
  /// - `summary`: the bytes of summary.json; nil where the file is missing.
  /// - `fileHashes`: lower-case hexadecimal sha256 of every file in the plan's folder, by name; nil leaves
  ///     `files` of summary.json unchecked.
  /// - `run`: the bytes of run.json; nil leaves them unchecked.
  /// - `threads`: what it is recomputed on; the faults are the same.
  /// - `onProgress`: called on any of these threads.
  public init(
    _ placementCase: PlacementCase, tables: [PlanTable], summary: Data?, fileHashes: [String: String]?,
    run: Data? = nil, threads: Int = 1,
    onProgress: @escaping @Sendable (AuditProgress) -> Void = { _ in }
  ) {
    guard let assignments = tables.first(where: { $0.file == "assignments.csv" }) else {
      faults = [PlanAudit.missing("assignments.csv")]
      return
    }
    let rules = AuditRules(placementCase)
    let reading = PlacementReading(placementCase, assignments)
    faults = reading.faults + rules.faults(of: reading.placement, rows: reading.rows)
    let found = FoundFindings(tables)
    let expectation = Expectation(
      rules, reading.placement, found, assignments: assignments, threads: threads, onProgress: onProgress)
    faults += expectation.supervision.faults
    if placementCase.hasTeachers { faults += expectation.lonelyBesideRoom }
    students = placementCase.students.count
    pairs = students * placementCase.posts.count
    placed = reading.placement.filter { $0 != nil }.count
    stageValues = rules.stageValues(of: reading.placement)
    let wanted = expectation.tables(threads: threads, onProgress: onProgress)
    compare(wanted, tables, KnownWords(placementCase))
    trusted = TrustedPoints(found, wanted, summary).texts
    guard let summary else {
      faults.append(PlanAudit.missing("summary.json"))
      return
    }
    if let fileHashes, fileHashes["run.json"] == nil { faults.append(PlanAudit.missing("run.json")) }
    let check = SummaryCheck(expectation, summary, fileHashes: fileHashes)
    faults += check.faults + (run.map { RunCheck($0).faults } ?? [])
    cells += check.figures
  }

  private mutating func compare(_ expected: [ExpectedTable], _ found: [PlanTable], _ known: KnownWords) {
    for table in expected {
      let candidates = found.filter { $0.file == table.file }
      guard let first = candidates.first else {
        faults.append(PlanAudit.missing(table.file))
        continue
      }
      let comparison = TableComparison(table, first, known)
      faults += comparison.faults
      cells += comparison.cells
    }
    var seen: Set<String> = []
    for table in found
    where !seen.insert(table.file).inserted || !expected.contains(where: { $0.file == table.file }) {
      faults.append(
        AuditFault(.file, file: table.file, Text(zh: "不该有这个文件", en: "no such file belongs to this plan")))
    }
  }

  private static func missing(_ file: String) -> AuditFault {
    AuditFault(.file, file: file, Text(zh: "缺少这个文件", en: "the file is missing"))
  }
}

/// Where an audit stands.
public struct AuditProgress: Sendable {
  /// What is done, in order: of every student all posts are asked about; then rows of students are recomputed, beside all
  /// others.
  public enum Step: Sendable { case students, rows }

  public let step: Step
  public let done: Int
  public let of: Int
}

/// Who is where, by assignments.csv.
struct PlacementReading {
  private(set) var placement: [Int?]
  /// Row of each student, as a spreadsheet counts.
  private(set) var rows: [Int?]
  private(set) var faults: [AuditFault] = []

  init(_ placementCase: PlacementCase, _ table: PlanTable) {
    placement = Array(repeating: nil, count: placementCase.students.count)
    rows = placement
    guard let studentColumn = table.columns.firstIndex(of: "student_id"),
      let postColumn = table.columns.firstIndex(of: "post_id")
    else { return }
    let students = Dictionary(
      placementCase.students.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let posts = Dictionary(
      placementCase.posts.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    for (row, cells) in table.rows.enumerated() where max(studentColumn, postColumn) < cells.count {
      // Unknown and repeated students are faults of the comparison; the first row counts.
      guard let student = students[cells[studentColumn]], rows[student] == nil else { continue }
      rows[student] = row + 2
      placement[student] = posts[cells[postColumn]]
      // A place found alone is no post; that the cell names it the comparison sees to.
      let isAlone = placementCase.approvedSelfArranged(of: student) != nil
      if placement[student] == nil, !cells[postColumn].isEmpty, !isAlone {
        faults.append(
          AuditFault(
            .cell, file: table.file, row: row + 2, column: "post_id",
            Text(zh: "没有这个岗位", en: "there is no such post")))
      }
    }
  }
}
