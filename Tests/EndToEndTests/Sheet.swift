import Foundation
import Testing

/// A plan's or a school's table, as columns by their Chinese headers. The rows that tests use hold no quotes.
struct Sheet {
  var header: [String]
  var rows: [[String]]

  init(_ url: URL) throws {
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
    let lines = ([header] + rows).map { $0.joined(separator: ",") }
    try (lines.joined(separator: "\r\n") + "\r\n").write(to: url, atomically: true, encoding: .utf8)
  }
}
