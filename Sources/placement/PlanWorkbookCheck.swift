import Foundation
import Placement
import PlacementAudit
import PlacementFiles

/// plan.xlsx, where a plan has one: its cells are those of the CSV files.
enum PlanWorkbookCheck {
  static func faults(_ folder: PlanFolder) -> [AuditFault] {
    guard let data = folder.otherFiles[PlanWorkbook.file] else { return [] }
    let (tables, diagnostics) = PlanWorkbook.tables(in: data, named: PlanWorkbook.file)
    var faults = diagnostics.map { AuditFault(.file, file: $0.file, row: $0.row, $0.message) }
    for table in folder.tables {
      guard let found = tables.first(where: { $0.file == table.file }) else {
        if diagnostics.isEmpty {
          faults.append(fault(Text(zh: "缺少 \(table.file) 的工作表", en: "the sheet of \(table.file) is missing")))
        }
        continue
      }
      guard let place = PlanWorkbook.difference(found, from: table) else { continue }
      let column =
        place.column.map { ":" + Columns.header($0, in: table.file, language: folder.language) } ?? ""
      faults.append(
        fault(
          Text(
            zh: "与 \(table.file):\(place.row)\(column) 不同（第一处）",
            en: "differs from \(table.file):\(place.row)\(column), and perhaps further on")))
    }
    return faults
  }

  private static func fault(_ message: Text) -> AuditFault {
    AuditFault(.file, file: PlanWorkbook.file, message)
  }
}
