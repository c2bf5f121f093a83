import Foundation
import Placement
import Workbooks

/// Rows of a case's workbook as far as they can be counted without reading its tables.
public enum WorkbookRows {
  /// The tables in a file of a case, by English name without ending, each with its rows, the header left out. Nothing
  /// where it is no workbook.
  public static func count(_ data: Data, of file: String) -> [(table: String, rows: Int)] {
    guard let workbook = WorkbookFile.open([UInt8](data), file: file, log: DiagnosticLog()) else { return [] }
    if file != CaseFileName.wholeCase {
      guard
        let schema = CaseSchema.tables.first(where: { CaseFileName.workbooks(of: $0.file).contains(file) })
      else {
        return []
      }
      return [count(WorkbookFile.sheet(WorkbookFile.names(schema), in: workbook), workbook, schema)]
    }
    return CaseSchema.tables.flatMap { schema in
      workbook.sheets.filter { WorkbookFile.names(schema).contains(WorkbookFile.key($0.name)) }
        .map { count($0, workbook, schema) }
    }
  }

  private static func count(
    _ sheet: Workbook.Sheet, _ workbook: Workbook, _ schema: TableSchema
  ) -> (table: String, rows: Int) {
    let records = (try? SheetTable(sheet, of: workbook).records.count) ?? 0
    return (String(schema.file.dropLast(4)), max(0, records - 1))
  }
}
