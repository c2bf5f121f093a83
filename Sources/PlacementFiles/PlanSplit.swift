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
}

/// Cuts a plan up by school or by enterprise.
///
/// A school gets its students with every column, ready for `decide`; those without a post and those who changed stand in
/// folders of their own, `unplaced` and `changes`, so that all files at the top are lists of one kind. An enterprise gets
/// the students it takes, and nothing that is none of its business.
public func splitPlan(at folder: URL, by: SplitBy) -> PlanSplit {
  let plan = readPlanFolder(at: folder)
  var faults = plan.diagnostics.filter(\.isFault)
  guard faults.isEmpty, let table = plan.table("assignments.csv") else {
    if faults.isEmpty {
      faults = [
        Diagnostic(.missing, file: folder.path, Text(zh: "这里没有安排方案", en: "there is no plan here"))
      ]
    }
    return PlanSplit(language: plan.language, diagnostics: faults, files: [])
  }
  let needed = by == .school ? Columns.assignments : PlanSplit.enterpriseColumns
  let missing = PlanSchema.assignments.columns.filter {
    needed.contains($0.name) && !table.columns.contains($0.name)
  }
  guard missing.isEmpty else {
    let faults = missing.map { FormatMessages.missingColumn($0, "assignments.csv", 1) }
    return PlanSplit(language: plan.language, diagnostics: faults, files: [])
  }
  let column = by == .school ? "school_id" : "enterprise_id"
  var files = parts(of: table.selecting(needed), by: column, in: "", plan.language)
  if by == .school {
    for file in ["unplaced", "changes"] {
      guard let table = plan.table(file + ".csv") else { continue }
      files += parts(of: table, by: column, in: file + "/", plan.language)
    }
  }
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

/// Rows by the id in a column, ids in order; rows without one belong to nobody.
private func groups(_ table: PlanTable, by column: String) -> [(id: String, rows: [[String]])] {
  guard let index = table.columns.firstIndex(of: column) else { return [] }
  let byID = Dictionary(grouping: table.rows, by: { $0[index] })
  return byID.keys.filter { !$0.isEmpty }.sorted(by: String.utf8Precedes).map { ($0, byID[$0]!) }
}

extension PlanTable {
  /// These columns only, in this order.
  func selecting(_ names: [String]) -> PlanTable {
    let indices = names.compactMap { columns.firstIndex(of: $0) }
    return PlanTable(
      file: file, columns: indices.map { columns[$0] }, rows: rows.map { row in indices.map { row[$0] } })
  }
}

enum FileName {
  /// An id as a file name: letters, digits, `-` and `_` stay, every other byte becomes `%XX`.
  static func safe(_ id: String) -> String {
    let kept = id.unicodeScalars.map { scalar -> String in
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_".unicodeScalars.contains(scalar)
      {
        return String(scalar)
      }
      return String(scalar).utf8.map { ($0 < 16 ? "%0" : "%") + String($0, radix: 16, uppercase: true) }
        .joined()
    }
    let name = kept.joined()
    // File systems take 255 bytes; the digest keeps long ids apart.
    return name.utf8.count <= 200 ? name : String(name.prefix(40)) + "-" + Digest.sha256(Array(id.utf8))
  }
}
