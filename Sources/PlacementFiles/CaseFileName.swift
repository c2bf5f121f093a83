import Foundation
import Placement

/// What the files of a case may be called.
public enum CaseFileName {
  /// The Chinese name of each file, read like the English one.
  private static let chinese: [String: String] = Dictionary(
    CaseSchema.tables.map { ($0.file, $0.chinese + ".csv") } + [(PolicyReader.file, "政策.yaml")],
    uniquingKeysWith: { first, _ in first })

  /// The English name and the Chinese one.
  public static func all(of file: String) -> [String] { [file] + (chinese[file].map { [$0] } ?? []) }

  /// The names of a workbook that holds the same table.
  static func workbooks(of file: String) -> [String] {
    all(of: file).filter { $0.hasSuffix(".csv") }.map { $0.dropLast(4) + ".xlsx" }
  }

  /// A workbook of all tables, a sheet each.
  static let wholeCase = "case.xlsx"

  /// The name that a file was probably meant to have: `Students.csv`, `posts (1).csv`, `students.csv.txt`.
  static func meant(by file: String) -> String? {
    var stem = file.lowercased()
    while let dot = stem.lastIndex(of: "."), dot != stem.startIndex { stem = String(stem[..<dot]) }
    let separators: Set<Character> = [" ", "(", "（", "-", "_", "—"]
    let variants = [
      stem, String(stem.prefix { !separators.contains($0) }), stem.replacingOccurrences(of: "_", with: "-"),
    ]
    return chinese.flatMap { [$0.key, $0.value] }.sorted(by: String.utf8Precedes)
      .first { name in variants.contains(String(name.prefix { $0 != "." })) }
  }

  /// The table whose Chinese name stands in a file's: `2026级学生信息表.xlsx`. Of several the last, as a Chinese name ends
  /// with what it is (`学生志愿表` are wishes); of these the longest.
  static func named(in file: String) -> String? {
    let found = CaseSchema.tables.compactMap { table -> (end: String.Index, length: Int, name: String)? in
      file.range(of: table.chinese, options: .backwards).map {
        ($0.upperBound, table.chinese.count, table.chinese + ".csv")
      }
    }
    return found.max { ($0.end, $0.length) < ($1.end, $1.length) }?.name
  }

  private static let otherSpreadsheets: Set<String> = ["xls", "xlsm", "xlsb", "ods", "et"]

  static func isOfAnotherSpreadsheet(_ file: String) -> Bool {
    otherSpreadsheets.contains(URL(fileURLWithPath: file).pathExtension.lowercased())
  }

  private static let endingsOfTables: Set<String> = otherSpreadsheets.union([
    "csv", "tsv", "tab", "xlsx", "yaml", "yml",
  ])

  /// Whether a file that nobody reads may have been meant for the case.
  static func mayBelong(_ file: String) -> Bool {
    guard !file.hasPrefix("."), !file.hasPrefix("~$"), !file.contains(".previous.") else { return false }
    return endingsOfTables.contains(URL(fileURLWithPath: file).pathExtension.lowercased())
      || meant(by: file) != nil
  }

  /// What each name that a file may have holds.
  private static let tableByName: [String: String] = {
    var tables = [wholeCase: "case"]
    for file in CaseSchema.tables.map(\.file) + [PolicyReader.file] {
      let table = String(file.prefix { $0 != "." })
      for name in all(of: file) + workbooks(of: file) where tables[name] == nil { tables[name] = table }
    }
    return tables
  }()

  /// Every table and the policy, by the English name without ending.
  public static let tables = Set(tableByName.values).sorted()

  /// Every name that a file of a case may have, in both languages.
  public static let names = tableByName.keys.sorted()

  /// What a file of this name holds: a table's name, `policy`, or `case` for a workbook of them all; nil where
  /// it is no file of a case.
  public static func table(of file: String) -> String? { tableByName[file] }
}
