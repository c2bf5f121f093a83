import Foundation
import Placement

/// A plan folder as it stands: tables with English column names, everything else raw.
public struct PlanFolder: Sendable {
  /// In order of file name. Cells are trimmed, apostrophes that guard against formulas taken off.
  public let tables: [PlanTable]
  /// Files that are no CSV, by name.
  public let otherFiles: [String: Data]
  /// SHA-256 of every file as it was read, lower-case hexadecimal, by name.
  public let hashes: [String: String]
  /// What the folder bears of what was written there; nil for one of before there were markers. It is no
  /// file of the plan's.
  public let marker: FolderMarker?
  /// What is wrong with the folder or a file of it; a file with a fault has no table.
  public let diagnostics: [Diagnostic]

  /// The language of the headers.
  public var language: Language {
    switch otherFiles["summary.json"].flatMap({ try? JSONDecoder().decode(SummaryLanguage.self, from: $0) })?
      .language
    {
    case .some(let name): Language(rawValue: name) ?? .chinese
    case nil: .chinese
    }
  }

  /// The day on which the plan looked at its case; nil where summary.json does not tell.
  public var asOf: CalendarDate? { summary?.asOf.flatMap(CellShapes.date) }

  /// Whether summary.json calls every objective proven to the last unit.
  public var isProven: Bool { summary?.objectives.allSatisfy { $0.value == $0.bound } ?? false }

  /// summary.json; nil where it is missing or no summary.
  public var summary: PlanSummary? {
    otherFiles["summary.json"].flatMap { try? JSONDecoder().decode(PlanSummary.self, from: $0) }
  }

  /// What is not as it was written, by the marker's hashes: of summary.json there is none elsewhere.
  public var changedSinceWritten: [Diagnostic] {
    (marker?.files ?? [:]).sorted { String.utf8Precedes($0.key, $1.key) }.compactMap { name, written in
      guard let written, !name.contains("/"), hashes[name] != written else { return nil }
      let what =
        hashes[name] == nil
        ? Text(zh: "写入时有，现在没有这个文件", en: "was written and is not there any more")
        : Text(zh: "写入之后有改动", en: "has been changed since it was written")
      return Diagnostic(
        .input, file: name, what,
        mend: Text(zh: "重新运行 allocate", en: "run allocate again"))
    }
  }

  private struct SummaryLanguage: Decodable { let language: String }

  /// The table of that file name; nil where there is none, or it has a fault.
  public func table(_ file: String) -> PlanTable? { tables.first { $0.file == file } }

  /// assignments.csv with the columns that somebody needs of it.
  ///
  /// - Parameter folder: where the plan lies.
  /// - Returns: `table` nil: `faults` say why there is none.
  func assignments(having needed: [String], in folder: URL) -> (table: PlanTable?, faults: [Diagnostic]) {
    let faults = diagnostics.filter(\.isFault)
    guard faults.isEmpty, let table = table(PlanSchema.assignments.file) else {
      let none = Diagnostic(.missing, file: folder.path, Text(zh: "这里没有安排方案", en: "there is no plan here"))
      return (nil, faults.isEmpty ? [none] : faults)
    }
    let missing = PlanSchema.assignments.columns.filter {
      needed.contains($0.name) && !table.columns.contains($0.name)
    }
    return missing.isEmpty
      ? (table, []) : (nil, missing.map { FormatMessages.missingColumn($0, table.file, 1) })
  }
}

/// Reads a plan in either language. What is wrong with it stands in the result's `diagnostics`.
///
/// - `isWanted`: of a table's file; those that are not wanted are hashed alone.
public func readPlanFolder(
  at folder: URL, isWanted: (String) -> Bool = { _ in true }
) -> PlanFolder {
  let log = DiagnosticLog()
  // A night may give `latest` another plan meanwhile: all files are of one.
  let place = folder.resolvingSymlinksInPath()
  let names: [String]
  do throws(FileOperationError) {
    names = try entries(ofFolder: place.path)
  } catch {
    let fault = FolderAccess(folder).fault ?? (error.cannotBeRead, nil)
    log.add(Diagnostic(.missing, file: folder.path, fault.message, mend: fault.mend))
    return PlanFolder(tables: [], otherFiles: [:], hashes: [:], marker: nil, diagnostics: log.diagnostics)
  }
  var tables: [PlanTable] = []
  var others: [String: Data] = [:]
  var hashes: [String: String] = [:]
  for name in names where name != FolderMarker.fileName {
    let url = place.appendingPathComponent(name)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory),
      !isDirectory.boolValue
    else { continue }
    let bytes: [UInt8]
    do throws(FileBytes.Refusal) {
      bytes = try FileBytes.read(url.path, atMost: CaseFiles.largest)
    } catch {
      log.add(Diagnostic(.missing, file: name, error.message, mend: error.mend))
      continue
    }
    hashes[name] = Digest.sha256(bytes)
    guard name.hasSuffix(".csv") else {
      others[name] = Data(bytes)
      continue
    }
    if isWanted(name), let table = planTable(named: name, bytes, log: log) { tables.append(table) }
  }
  return PlanFolder(
    tables: tables, otherFiles: others, hashes: hashes, marker: FolderMarker(of: place.path),
    diagnostics: log.sorted())
}

/// One CSV file of a plan; nil, with a fault, where it is no table.
func planTable(named file: String, _ bytes: [UInt8], log: DiagnosticLog) -> PlanTable? {
  // A table by another name is somebody's edited list of assignments.
  let schema = (PlanSchema.table(file) ?? PlanSchema.assignments).reading(file, needing: [])
  guard let table = InputTable(schema, bytes: bytes, isStrange: true, log: log), table.isComplete else {
    return nil
  }
  return table.planTable
}

extension InputTable {
  /// Every cell as it stands, trimmed and restored; known columns under their English names.
  var planTable: PlanTable {
    var names = headers
    for column in columnsByName.values {
      if let index = column.index { names[index] = column.name }
    }
    let rows = (0..<rowCount).map { record in
      headers.indices.map { index in
        Normalisation.trimmed(FormulaDefusing.restored(Normalisation.trimmed(raw(record, index))))
      }
    }
    return PlanTable(file: file, columns: names, rows: rows)
  }
}
