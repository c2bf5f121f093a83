import Foundation
import Placement

/// Whom a plan is cut up for.
public enum SplitBy: String, CaseIterable, Sendable {
  case school, enterprise
}

/// One file a school or an enterprise, ready to be sent.
public struct PlanSplit: Sendable {
  public let language: Language
  /// Why the plan cannot be split.
  public let diagnostics: [Diagnostic]
  /// In order of file name.
  public let files: [(name: String, data: Data)]

  /// What an enterprise needs to know of those it takes: whom, when, where, with which teacher. Neither
  /// the distance (it tells of the home) nor wishes, mates, earlier posts, alternatives or reasons.
  static let enterpriseColumns = [
    "student_id", "student_name", "school_id", "school_name", "class_name", "teacher", "supervisor_id",
    "supervisor_name", "specialty_code", "post_id", "post_title", "enterprise_id", "enterprise_name",
    "address", "monthly_pay", "start_date",
    "end_date",
  ]

  /// Which file is whose: `id, name, file, students`.
  static let indexName = "index.csv"

  /// Whether a file is the index of a folder that `split` has made: no table of decisions, though `*.csv` names it.
  static func isIndex(_ file: URL) -> Bool {
    file.lastPathComponent == indexName
      && FolderMarker(of: file.standardizedFileURL.deletingLastPathComponent().path)?.kind == .split
  }
}

/// Cuts a plan up by school or by enterprise.
///
/// A school gets its students with every column, ready for `decide`; those without a post and those who changed stand in
/// folders of their own, `unplaced` and `changes`, so that all files at the top are lists of one kind. An enterprise gets
/// the students it takes, and nothing that is none of its business.
///
/// - `withWorkbooks`: whether each gets all of its tables as one workbook besides.
public func splitPlan(at folder: URL, by: SplitBy, withWorkbooks: Bool = false) throws -> PlanSplit {
  let plan = readPlanFolder(at: folder)
  let needed = by == .school ? Columns.assignments : PlanSplit.enterpriseColumns
  let (assignments, faults) = plan.assignments(having: needed, in: folder)
  guard let table = assignments else {
    return PlanSplit(language: plan.language, diagnostics: faults, files: [])
  }
  let column = by == .school ? "school_id" : "enterprise_id"
  var tables = [(table: table.selecting(needed), folder: "")]
  if by == .school {
    tables += ["unplaced", "changes"].compactMap { file in plan.table(file + ".csv").map { ($0, file + "/") }
    }
  }
  var files = tables.flatMap { parts(of: $0.table, by: column, in: $0.folder, plan.language) }
  if withWorkbooks { files += try workbooks(tables.map(\.table), by, column, plan.language) }
  let list = index(of: table, by: column, naming: by == .school ? "school_name" : "enterprise_name")
  files.append((list.file, csvData(table: list, language: plan.language)))
  files.sort { String.utf8Precedes($0.name, $1.name) }
  return PlanSplit(language: plan.language, diagnostics: [], files: files)
}

/// One file an id.
private func parts(
  of table: PlanTable, by column: String, in folder: String, _ language: Language
) -> [(name: String, data: Data)] {
  groups(table, by: column).map { id, rows in
    let part = PlanTable(file: table.file, columns: table.columns, rows: rows)
    return (name: folder + FileName.safe(id) + ".csv", data: csvData(table: part, language: language))
  }
}

/// One workbook an id, of its part of every table.
private func workbooks(
  _ tables: [PlanTable], _ by: SplitBy, _ column: String, _ language: Language
) throws -> [(name: String, data: Data)] {
  let parts = tables.map { table in Dictionary(uniqueKeysWithValues: groups(table, by: column)) }
  return try groups(tables[0], by: column).map { id, _ in
    let own = zip(tables, parts).map { table, rows in
      PlanTable(file: table.file, columns: table.columns, rows: rows[id] ?? [])
    }
    return (FileName.safe(id) + ".xlsx", try PlanWorkbook.data(own, by: by, language: language))
  }
}

/// Which file is whose.
private func index(of table: PlanTable, by column: String, naming nameColumn: String) -> PlanTable {
  var index = PlanTable(file: PlanSplit.indexName, columns: ["id", "name", "file", "students"])
  let name = table.columns.firstIndex(of: nameColumn)
  index.rows = groups(table, by: column).map { id, rows in
    [id, name.map { rows[0][$0] } ?? "", FileName.safe(id) + ".csv", String(rows.count)]
  }
  return index
}

/// See ``Cells/groups(by:)``.
private func groups(_ table: PlanTable, by column: String) -> [(id: String, rows: [[String]])] {
  Cells(table).groups(by: column).map { ($0.id, $0.rows.map { table.rows[$0] }) }
}

extension PlanTable {
  /// These columns only, in this order.
  func selecting(_ names: [String]) -> PlanTable {
    let indices = names.compactMap { columns.firstIndex(of: $0) }
    return PlanTable(
      file: file, columns: indices.map { columns[$0] }, rows: rows.map { row in indices.map { row[$0] } })
  }
}

/// Names of files for ids.
public enum FileName {
  private static let reserved: Set<String> = Set(
    ["CON", "PRN", "AUX", "NUL"] + (0...9).flatMap { ["COM\($0)", "LPT\($0)"] })
  /// Whether some file system takes a name for a device's, with or without an ending.
  static func isReserved(_ name: String) -> Bool { reserved.contains(name.uppercased()) }

  /// Some encrypting file systems take names of no more than 143 bytes; an ending and a temporary name come to it.
  private static let longest = 100

  /// An id as a file name that every file system takes, the same in every plan and no other id's, even where
  /// `A` and `a` are one name: capitals, digits, characters without case, `-` and `_` stay, every other byte
  /// becomes `%XX`; a name with small letters, of a device, or too long bears a digest of the id behind a `~`.
  public static func safe(_ id: String) -> String {
    let kept = id.unicodeScalars.enumerated().map { position, scalar -> String in
      let isPlain =
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_"
        || (scalar == "-" && position > 0)
      if isPlain { return String(scalar) }
      return String(scalar).utf8.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16, uppercase: true) }
        .joined()
    }
    let name = kept.joined()
    let hasSmallLetters = id.unicodeScalars.contains { $0.properties.changesWhenUppercased }
    guard hasSmallLetters || isReserved(name) || name == "INDEX" || name.utf8.count > longest else {
      return name
    }
    var short = ""
    for piece in kept {
      guard short.utf8.count + piece.utf8.count <= longest - 17 else { break }
      short += piece
    }
    return short + "~" + Digest.sha256(Array(id.utf8)).prefix(16)
  }
}
