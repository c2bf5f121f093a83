import Foundation
import Placement
import Workbooks

extension PlanWorkbook {
  /// The tables of a plan's workbook, columns by their English names, or why it cannot be read.
  public static func tables(in data: Data, named file: String) -> (tables: [PlanTable], faults: [Diagnostic])
  {
    let log = DiagnosticLog()
    guard let workbook = WorkbookFile.open([UInt8](data), file: file, log: log) else {
      return ([], log.diagnostics)
    }
    let tables = workbook.sheets.compactMap { sheet -> PlanTable? in
      let name = WorkbookFile.key(sheet.name)
      if WorkbookSheetName.beside.contains(name) { return nil }
      guard let schema = PlanSchema.tables.first(where: { WorkbookFile.names($0).contains(name) }) else {
        log.add(
          Diagnostic(
            .input, file: WorkbookFile.place(sheet, in: file),
            Text(zh: "不该有这个工作表", en: "no such sheet belongs to a plan")))
        return nil
      }
      let table = InputTable(
        schema.reading(needing: []), sheet, of: workbook, file: file, isStrange: true, log: log)
      guard var found = table?.planTable else { return nil }
      found.file = schema.file
      return found
    }
    return (tables, log.diagnostics.filter(\.isFault))
  }

  /// Where a workbook's table differs from the CSV file's: `安排!B17`. Nil where every cell agrees.
  public static func difference(_ found: PlanTable, from table: PlanTable) -> (row: Int, column: String?)? {
    guard found.columns == table.columns else { return (1, nil) }
    let schema = PlanSchema.table(table.file)
    let kinds = table.columns.map { schema?[$0]?.type.columnKind ?? .text }
    for (number, rows) in zip(found.rows, table.rows).enumerated() {
      for (index, cells) in zip(rows.0, rows.1).enumerated() where cells.0 != cells.1 {
        let isEqual =
          switch kinds[index] {
          case .number: ExactDecimal(cells.0).map { $0 == ExactDecimal(cells.1) } ?? false
          case .text, .date: cells.0 == Normalisation.trimmed(WorkbookWriter.written(cells.1))
          }
        if !isEqual { return (number + 2, table.columns[index]) }
      }
    }
    return found.rows.count == table.rows.count ? nil : (min(found.rows.count, table.rows.count) + 2, nil)
  }
}
