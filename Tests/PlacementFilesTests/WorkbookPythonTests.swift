import Foundation
import Placement
import TestSupport
import Testing

@testable import PlacementFiles

/// Readers of others' making, openpyxl and python-calamine, find in our workbooks what we wrote: every cell of every
/// sheet, text as text, numbers as numbers, days as days.
@Suite(.enabled(if: Python.canRead("WorkbookPythonTests"))) struct WorkbookPythonTests {
  private static let script = """
    import datetime, json, sys
    import openpyxl, python_calamine

    def shown(value):
        if value is None or value == "":
            return ""
        if isinstance(value, (bool, datetime.time, datetime.timedelta)):
            return "?" + repr(value)
        if isinstance(value, (int, float)):
            return "n:" + repr(float(value))
        if isinstance(value, datetime.datetime):
            return "d:" + value.isoformat().removesuffix("T00:00:00")
        return "d:" + value.isoformat() if isinstance(value, datetime.date) else "s:" + value

    def sheets(names, rows):
        return [[name, [[shown(cell) for cell in row] for row in rows(name)]] for name in names]

    first = openpyxl.load_workbook(sys.argv[1])
    second = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
    print(json.dumps([
        sheets(first.sheetnames, lambda name: first[name].iter_rows(values_only=True)),
        sheets(second.sheet_names, lambda name: second.get_sheet_by_name(name).to_python(skip_empty_area=False))]))
    """

  /// A table of a plan with every kind of cell that its columns may hold.
  private static func table(_ schema: TableSchema) -> PlanTable {
    let texts = ["张三", "=1+1", "𠮷野\n二行", "001", "1E5", "'+2", "“引号”,;\t", "", "2026-09-01", "-3"]
    return PlanTable(
      file: schema.file, columns: schema.columns.map(\.name),
      rows: (0..<12).map { row in
        schema.columns.enumerated().map { index, column in
          switch column.type.columnKind {
          case .number: ["0", "2490.05", "", "-1.5", "123456789012345"][(row + index) % 5]
          case .date: ["2026-09-01", "1950-03-01", "", "2028-02-29", "9999-12-31"][(row + index) % 5]
          default: texts[(row + index) % texts.count]
          }
        }
      })
  }

  /// What a reader ought to show of a cell; empty cells at a row's end are as good as none.
  private static func shown(_ table: PlanTable, _ schema: TableSchema) -> [[String]] {
    table.rows.map { row in
      let cells = zip(row, schema.columns).map { cell, column -> String in
        if cell.isEmpty { return "" }
        switch column.type.columnKind {
        case .number: return "n:\(Python.number(cell))"
        case .date: return "d:" + cell
        // What readers of CSV take for a formula bears its mark here too.
        default: return "s:" + (cell == "'+2" ? "''+2" : cell)
        }
      }
      return Python.trimmed(cells)
    }
  }

  @Test func everyCellIsReadByOthers() throws {
    let schemas = PlanSchema.tables
    let tables = schemas.map(Self.table)
    let folder = TemporaryFolder()
    folder.write(try PlanWorkbook.data(tables, language: .chinese), to: "plan.xlsx")
    let output = try Python.run(Self.script, [folder.url.appendingPathComponent("plan.xlsx").path])
    let readers = try #require(try JSONSerialization.jsonObject(with: output) as? [[[Any]]])
    #expect(readers.count == 2)
    for (reader, sheets) in zip(["openpyxl", "python-calamine"], readers) {
      let names = sheets.compactMap { $0[0] as? String }
      #expect(Array(names.prefix(schemas.count)) == schemas.map(\.chinese), "\(reader)")
      for (number, schema) in schemas.enumerated() {
        let rows = try #require(sheets[number][1] as? [[String]]).map(Python.trimmed)
        let headers = schema.columns.map {
          "s:" + Columns.header($0.name, in: schema.file, language: .chinese)
        }
        #expect(rows.first == headers, "\(reader), \(schema.file)")
        for (row, pair) in zip(rows.dropFirst(), Self.shown(tables[number], schema)).enumerated() {
          #expect(pair.0 == pair.1, "\(reader), \(schema.file), row \(row + 2)")
        }
        #expect(rows.count == tables[number].rows.count + 1, "\(reader), \(schema.file)")
      }
    }
  }
}

/// Python with both readers.
private enum Python {
  static func canRead(_ suite: String) -> Bool {
    let found = (try? run("import openpyxl, python_calamine; print('yes')", [])) == Data("yes\n".utf8)
    // Names what is missing in the last lines of a test run.
    return found || Tools.isInstalled("python3 with openpyxl and python-calamine", for: suite)
  }

  static func run(_ script: String, _ arguments: [String]) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return data
  }

  /// As Python writes a number.
  static func number(_ cell: String) -> String { "\(Double(cell)!)" }

  static func trimmed(_ cells: [String]) -> [String] {
    Array(cells.prefix((cells.lastIndex { !$0.isEmpty } ?? -1) + 1))
  }
}
