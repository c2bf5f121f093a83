import Foundation
import Placement
import TestSupport
import Testing

@testable import PlacementFiles

/// A spreadsheet of others' making opens our workbooks and saves them: nothing is lost on the way.
@Suite(.enabled(if: Tools.isInstalled("/usr/bin/soffice", for: "WorkbookLibreOfficeTests")))
struct WorkbookLibreOfficeTests {
  private static let table = PlanTable(
    file: "assignments.csv", columns: Columns.assignments,
    rows: (1...40).map { number in
      Columns.assignments.map { column in
        switch column {
        case "student_id": String(format: "%06d", number)
        case "student_name": ["张三", "=1+1", "𠮷野\n二行", " 空格", "_x000D_", "'+2", "“引号”,;\t"][number % 7]
        case "distance_km": "\(number).\(number % 10)"
        case "monthly_pay": number % 3 == 0 ? "" : "\(2490 + number).05"
        case "start_date": "2026-09-01"
        case "end_date": "2028-02-29"
        case "post_id": "12345678901234567\(number)"
        default: ""
        }
      }
    })

  private func convert(_ folder: URL, _ kind: String) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/soffice")
    process.arguments = [
      "--headless", "-env:UserInstallation=file://\(folder.path)/profile", "--convert-to", kind, "--outdir",
      folder.appendingPathComponent("saved").path, folder.appendingPathComponent("plan.xlsx").path,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try Data(contentsOf: folder.appendingPathComponent("saved/plan.\(kind)"))
  }

  @Test func savedAgainItIsTheSame() throws {
    let folder = TemporaryFolder()
    folder.write(try PlanWorkbook.data([Self.table], language: .chinese), to: "plan.xlsx")
    let saved = try convert(folder.url, "xlsx")
    #expect(saved != (try Data(contentsOf: folder.url.appendingPathComponent("plan.xlsx"))))
    let (tables, faults) = PlanWorkbook.tables(in: saved, named: "plan.xlsx")
    #expect(faults == [] && tables.count == 1)
    let difference = PlanWorkbook.difference(try #require(tables.first), from: Self.table.trimmed)
    #expect(difference == nil, "\(String(describing: difference))")
  }

  /// Forty students and all their columns are two pages of A4, and the explanation one.
  @Test(arguments: Language.allCases) func itIsPrintedOnFewPages(_ language: Language) throws {
    let folder = TemporaryFolder()
    folder.write(try PlanWorkbook.data([Self.table], language: language), to: "plan.xlsx")
    let pdf = try convert(folder.url, "pdf")
    let pages = String(decoding: pdf, as: UTF8.self).components(separatedBy: "/Type/Page/").count - 1
    #expect(pages == 3)
  }
}

extension PlanTable {
  /// As a reader sees it.
  fileprivate var trimmed: PlanTable {
    PlanTable(file: file, columns: columns, rows: rows.map { $0.map(Normalisation.trimmed) })
  }
}
