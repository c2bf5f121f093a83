import Placement

/// Rows of cells in columns that line up on a terminal, where a Chinese character is two wide.
struct TextTable {
  enum Alignment { case left, right }

  let alignments: [Alignment]
  private(set) var rows: [[String]]

  init(_ alignments: [Alignment], rows: [[String]]) {
    self.alignments = alignments
    self.rows = rows.map { $0.map { ControlCharacters.escaped($0) } }
  }

  var lines: [String] {
    let widths = alignments.indices.map { column in rows.map { Self.width($0[column]) }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - Self.width(row[column]))
        return alignments[column] == .left ? row[column] + space : space + row[column]
      }
      let line = cells.joined(separator: "  ")
      return String(line.prefix(line.count - line.reversed().prefix { $0 == " " }.count))
    }
  }

  /// Columns that a terminal gives the text.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        sum + 2
      case _ where scalar.properties.generalCategory == .nonspacingMark: sum
      default: sum + 1
      }
    }
  }
}
