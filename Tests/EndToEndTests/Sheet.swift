import Foundation
import Testing
import Workbooks

/// A plan's or a school's table, as columns by their Chinese headers; of a workbook its first sheet. The rows that tests
/// use hold no quotes.
struct Sheet {
  var header: [String]
  var rows: [[String]]

  init(_ url: URL) throws {
    if url.pathExtension == "xlsx" {
      let cells = try SheetCells(url)
      (header, rows) = (cells.rows[0], Array(cells.rows.dropFirst()))
      return
    }
    let text = try String(contentsOf: url, encoding: .utf8).replacingOccurrences(of: "\u{FEFF}", with: "")
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    header = lines[0].components(separatedBy: ",")
    rows = lines.dropFirst().map { $0.components(separatedBy: ",") }.filter { [header] in
      $0.count == header.count
    }
  }

  func cell(_ row: Int, _ column: String) -> String { rows[row][header.firstIndex(of: column)!] }

  mutating func set(_ row: Int, _ column: String, _ value: String) {
    rows[row][header.firstIndex(of: column)!] = value
  }

  func row(_ student: String) throws -> Int {
    try #require(rows.firstIndex { $0[header.firstIndex(of: "学号")!] == student })
  }

  func write(_ url: URL) throws {
    if url.pathExtension == "xlsx" {
      let sheet = WrittenSheet(
        name: "安排", columns: header.map { WrittenSheet.Column(header: $0) }, rows: rows)
      return try WorkbookWriter.data([sheet], choicesName: "x").write(to: url)
    }
    let lines = ([header] + rows).map { $0.joined(separator: ",") }
    try (lines.joined(separator: "\r\n") + "\r\n").write(to: url, atomically: true, encoding: .utf8)
  }
}

/// The first sheet of a workbook, every row as wide as the header.
private final class SheetCells: SheetReceiver {
  private(set) var rows: [[String]] = []
  private var last = 0

  init(_ url: URL) throws {
    let workbook = try Workbook([UInt8](try Data(contentsOf: url)))
    _ = try workbook.read(workbook.sheets[0], into: self)
    for index in rows.indices { pad(index, to: rows[0].count) }
  }

  func take(_ kind: CellKind, _ text: UnsafeBufferPointer<UInt8>, at place: CellPlace) {
    if place.row != last { rows.append([]) }
    last = place.row
    pad(rows.count - 1, to: place.column - 1)
    rows[rows.count - 1].append(String(decoding: text, as: UTF8.self))
  }

  private func pad(_ row: Int, to width: Int) {
    rows[row] += [String](repeating: "", count: max(0, width - rows[row].count))
  }
}
