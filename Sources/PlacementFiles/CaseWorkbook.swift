import Foundation
import Placement
import Workbooks

/// What a table of a case is read from.
enum TableSource {
  /// CSV, or a workbook of the table's own, by what it is called.
  case file([UInt8], String)
  /// A sheet of the workbook that is the whole case.
  case sheet(Workbook.Sheet, of: Workbook, InputFile)
}

/// `case.xlsx`: a whole case, a sheet a table.
final class CaseWorkbook {
  private let log: DiagnosticLog
  /// Nil where there is none, or it cannot be read.
  private let workbook: Workbook?
  /// Whether it is there, and cannot be read.
  let isBroken: Bool
  private var input = InputFile(name: CaseFileName.wholeCase, sha256: "", rows: 0)
  private var known: Set<String> = []

  init(folder: URL, log: DiagnosticLog) {
    self.log = log
    let (name, path) = (
      CaseFileName.wholeCase, folder.appendingPathComponent(CaseFileName.wholeCase).path
    )
    guard FileBytes.stands(at: path) else {
      (workbook, isBroken) = (nil, false)
      return
    }
    do throws(FileBytes.Refusal) {
      let bytes = try FileBytes.read(path, atMost: CaseFiles.largest)
      input = InputFile(name: name, sha256: Digest.sha256(bytes), rows: 0)
      workbook = WorkbookFile.open(bytes, file: name, log: log)
      isBroken = workbook == nil
    } catch {
      log.add(Diagnostic(error.kind, file: name, error.message, mend: error.mend))
      (workbook, isBroken) = (nil, true)
    }
  }

  /// The sheets named like a table, in either language. The empty case has one for every table: of a table that a case may
  /// be without, or that a file holds, a sheet that has a header alone counts nothing.
  ///
  /// - Parameter besideFile: whether a file holds the same table.
  func sheets(of schema: TableSchema, besideFile: Bool) -> [Workbook.Sheet] {
    let names = WorkbookFile.names(schema)
    known.formUnion(names)
    let sheets = workbook?.sheets.filter { names.contains(WorkbookFile.key($0.name)) } ?? []
    return besideFile || !schema.isNeeded ? sheets.filter { WorkbookFile.hasRows($0, of: workbook!) } : sheets
  }

  func source(_ sheet: Workbook.Sheet) -> TableSource? {
    workbook.map { .sheet(sheet, of: $0, input) }
  }

  static func place(_ sheet: Workbook.Sheet) -> String {
    WorkbookFile.place(sheet, in: CaseFileName.wholeCase)
  }

  /// Names sheets that no table is called; hidden ones hold what the others need.
  func warnOfUnreadSheets() {
    guard let workbook else { return }
    let known = known.union(WorkbookSheetName.beside)
    for sheet in workbook.sheets
    where !sheet.isHidden && !known.contains(WorkbookFile.key(sheet.name))
      && WorkbookFile.hasRows(sheet, of: workbook)
    {
      log.add(WorkbookMessages.unknownSheet(sheet.name, CaseFileName.wholeCase))
    }
  }
}

/// Sheets beside the tables.
enum WorkbookSheetName {
  static let explanation = Text(zh: "说明", en: "how to")
  /// Hidden: what the drop-down lists offer.
  static let choices = Text(zh: "选项", en: "choices")

  /// Both, as they are looked for.
  static let beside = [explanation, choices].flatMap { [$0.zh, $0.en] }.map(WorkbookFile.key)
}
