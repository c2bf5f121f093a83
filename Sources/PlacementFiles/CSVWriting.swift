import Foundation
import Placement

/// A table as CSV: UTF-8 with a byte order mark and CRLF, headers in `language`, cells that a
/// spreadsheet would run defused.
public func csvData(table: PlanTable, language: Language) -> Data {
  var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]
  appendRow(table.columns.map { Columns.header($0, in: table.file, language: language) }, to: &bytes)
  let signed = table.columns.map(Columns.isSigned)
  for row in table.rows { appendRow(row, signed: signed, to: &bytes) }
  return Data(bytes)
}

private func appendRow(_ cells: [String], signed: [Bool] = [], to bytes: inout [UInt8]) {
  for (index, cell) in cells.enumerated() {
    if index > 0 { bytes.append(UInt8(ascii: ",")) }
    let isSigned = index < signed.count && signed[index]
    appendCell(
      FormulaDefusing.defused(cell, inNumberColumn: isSigned), isAlone: cells.count == 1, to: &bytes)
  }
  bytes.append(contentsOf: [0x0D, 0x0A])
}

private func appendCell(_ cell: String, isAlone: Bool, to bytes: inout [UInt8]) {
  let needsQuotes = cell.utf8.contains {
    $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0D || $0 == 0x0A
  }
  // An empty cell alone in its row would be an empty line, which readers skip.
  guard needsQuotes || (isAlone && cell.isEmpty) else {
    bytes.append(contentsOf: cell.utf8)
    return
  }
  bytes.append(UInt8(ascii: "\""))
  for byte in cell.utf8 {
    if byte == UInt8(ascii: "\"") { bytes.append(byte) }
    bytes.append(byte)
  }
  bytes.append(UInt8(ascii: "\""))
}
