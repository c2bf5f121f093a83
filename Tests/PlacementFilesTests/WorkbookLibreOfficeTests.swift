import Foundation
import Placement
import TestSupport
import Testing

@testable import PlacementFiles
@testable import Workbooks

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

  private func convert(_ folder: URL, _ kind: String, from file: String = "plan.xlsx") throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/soffice")
    process.arguments = [
      "--headless", "-env:UserInstallation=file://\(folder.path)/profile", "--convert-to", kind, "--outdir",
      folder.appendingPathComponent("saved").path, folder.appendingPathComponent(file).path,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let stem = file.prefix { $0 != "." }
    return try Data(contentsOf: folder.appendingPathComponent("saved/\(stem).\(kind)"))
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

  /// Points of every row of the first sheet.
  private func heights(_ workbook: Data) throws -> [String: Double] {
    final class Heights: XMLHandler {
      var found: [String: Double] = [:]

      override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "row" { found[attributes["r"] ?? ""] = attributes["ht"].flatMap(Double.init) }
      }
    }
    let heights = Heights()
    #expect(try ZipArchive([UInt8](workbook)).parse("xl/worksheets/sheet1.xml", with: heights))
    return heights.found
  }

  /// How high rows are is reckoned before any font is known: no text is cut off, and none stands in more than
  /// twice its room, by the heights that come out where the rows have none of their own.
  @Test(arguments: Language.allCases) func rowsAreAsHighAsTheirText(_ language: Language) throws {
    let folder = TemporaryFolder()
    let sentence = Text(
      zh: "专业对口的岗位有 14 个，都不能去：12 个因距离（如岗位 P0001：不得超过 40 公里），2 个因证书；",
      en:
        "none of 14 matching posts is open: 12 closed by distance (such as post P0001: at most 40 km), 2 by "
        + "certificates; "
    )
    let table = PlanTable(
      file: "unplaced.csv", columns: ["student_id", "detail"],
      rows: (1...60).map {
        ["S\($0)", String(String(repeating: sentence(language), count: 12).prefix(12 * $0))]
      })
    let data = try PlanWorkbook.data([table], language: language)
    folder.write(data, to: "plan.xlsx")
    var open = String(decoding: try convert(folder.url, "fods"), as: UTF8.self)
    open.replace(
      /<style:table-row-properties[^>]*>/,
      with: "<style:table-row-properties style:use-optimal-row-height=\"true\"/>")
    folder.write(Data(open.utf8), to: "open.fods")
    let wanted = try heights(convert(folder.url, "xlsx", from: "open.fods"))
    let ours = try heights(data)
    var several = 0
    for row in 2...61 {
      let (has, wants) = (ours["\(row)"] ?? 15, try #require(wanted["\(row)"]))
      // Narrow letters take half of what is reckoned.
      #expect(has <= 2 * wants + 4, "row \(row): \(has) for \(wants)")
      // Of one line it is the font's own, which a full-width one exceeds by its empty margins.
      guard wants > 20 else { continue }
      several += 1
      #expect(has >= wants - 1, "row \(row): \(has) for \(wants)")
    }
    #expect(several > 30)
  }
}

extension PlanTable {
  /// As a reader sees it.
  fileprivate var trimmed: PlanTable {
    PlanTable(file: file, columns: columns, rows: rows.map { $0.map(Normalisation.trimmed) })
  }
}
