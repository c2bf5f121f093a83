import Foundation
import Placement
import PlacementFiles

/// Rows of a table as far as they can be counted without reading it: records that are not empty, the header
/// left out. Only compared with counts of its own.
enum RowCount {
  /// The tables that a file holds, by name, each with its rows.
  static func tables(_ name: String, _ data: Data) -> [(String, Int)] {
    guard let table = CaseFileName.table(of: name) else { return [] }
    if name.hasSuffix(".csv") { return [(table, of(data))] }
    return name.hasSuffix(".xlsx") ? WorkbookRows.count(data, of: name) : []
  }

  static func of(_ data: Data) -> Int {
    let lineEnd: UInt8 = data.contains(UInt8(ascii: "\n")) ? UInt8(ascii: "\n") : UInt8(ascii: "\r")
    var (records, isQuoted, isFilled) = (0, false, false)
    for byte in data {
      switch byte {
      case UInt8(ascii: "\""): isQuoted.toggle()
      case lineEnd where !isQuoted:
        if isFilled { records += 1 }
        isFilled = false
      case UInt8(ascii: ","), UInt8(ascii: ";"), 0...0x20: break
      default: isFilled = true
      }
    }
    return max(0, records + (isFilled ? 1 : 0) - 1)
  }
}

/// What a case had on the last good night and lacks now: an unmounted share looks like a wish.
struct InputLosses {
  /// The run before.
  private let night: String
  /// Tables that are gone, or have lost more than half of their rows: how many they had and have.
  private(set) var lost: [(table: String, before: Int?, now: Int?)] = []

  /// - Parameter allowed: tables that may vanish, by name: `decisions`.
  init(before: NightRecord, now: NightRecord, allowed: [String]) {
    func tables(_ record: NightRecord) -> Set<String> {
      // A workbook of a whole case is the tables in it, whatever they lie in another night.
      Set(record.inputs.keys.compactMap(CaseFileName.table)).union((record.rows ?? [:]).keys).subtracting([
        "case"
      ])
    }
    night = before.id
    let there = tables(now)
    for table in tables(before).sorted(by: String.utf8Precedes) where !allowed.contains(table) {
      let (had, has) = (before.rows?[table], now.rows?[table])
      // A table of a header alone says nothing that could be lost.
      if had == 0 { continue }
      if !there.contains(table) {
        lost.append((table, had, nil))
      } else if let had, let has, had > 0, has < had - has {
        lost.append((table, had, has))
      }
    }
  }

  /// What is lost, and since when; nil where nothing is.
  var words: Text? {
    guard !lost.isEmpty else { return nil }
    let parts = lost.map { table, had, has -> Text in
      let chinese = CaseSchema.tables.first { $0.file == table + ".csv" }.map { "“\($0.chinese)”表" } ?? table
      return switch (had, has) {
      case (let had?, let has?):
        Text(zh: "\(chinese)由 \(had) 行减至 \(has) 行", en: "\(table) had \(had) rows and has \(has)")
      case (let had?, nil):
        Text(zh: "\(chinese)（原有 \(had) 行）不见了", en: "\(table), which had \(had) rows, is not there")
      default: Text(zh: "\(chinese)不见了", en: "\(table) is not there")
      }
    }
    let list = Text(zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: "; "))
    return Text(zh: "与运行 \(night) 相比，\(list.zh)", en: "against run \(night): \(list.en)")
  }

  /// Why the plan is to be held; nil where nothing is lost.
  var objection: Text? {
    let names = lost.map(\.table).joined(separator: ", ")
    return words.map {
      $0
        + Text(
          zh: "；请恢复文件，若确实如此，请在配置中写 allow_missing: [\(names)]",
          en: "; restore it, or where it is meant, configure allow_missing: [\(names)]")
    }
  }
}
