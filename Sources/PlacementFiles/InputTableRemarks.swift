import Placement

/// What is worth a remark in a table that is no fault: each once a column or a file, with the count. Besides, what a
/// spreadsheet has spoilt in a file of text.
struct InputTableRemarks {
  private let table: InputTable

  init(_ table: InputTable) { self.table = table }

  func add() {
    var zeroWidth = Finding()
    let textColumns = textColumns
    let freeText = Set(table.columnsByName.values.filter(\.type.isFreeText).compactMap(\.index))
    for index in table.headers.indices {
      let isKnown = !table.headers[index].isEmpty
      let isPlain = isKnown && !freeText.contains(index)
      let column = textColumns[index]
      var (identities, headless) = (Finding(), Finding())
      for record in 0..<table.rowCount {
        guard let cell = table.cell(record, index), cell.length > 0 else { continue }
        if let column, let spoilt = table.spoiling(cell, column) {
          table.faultSpoilt(column, record, spoilt.message, spoilt.mend)
        }
        if looksLikeNationalID(cell) { identities.note(record) }
        if !isKnown, !table.records.isBlank(cell) { headless.note(record) }
        if table.hasZeroWidth, isPlain, holdsZeroWidth(cell) { zeroWidth.note(record) }
      }
      add(identities, index, FormatMessages.nationalID, mend: FormatMessages.noNationalID)
      if !table.schema.allowsOthers {
        add(headless, index, FormatMessages.noHeaderCell, mend: FormatMessages.writeHeader)
      }
    }
    add(zeroWidth, nil, FormatMessages.zeroWidth, mend: nil)
  }

  /// Columns of a file of text, by place, where it may hold a failed formula at all; few do.
  private var textColumns: [Int: InputTable.Column] {
    let mayFail = table.records.bytes.withUnsafeBufferPointer { bytes in
      [UInt8(ascii: "#"), UInt8(ascii: ":")].contains { ByteSearch.first($0, in: bytes, from: 0) != nil }
    }
    guard mayFail, !table.records.isSheet else { return [:] }
    let columns = table.columnsByName.values.filter { $0.index != nil } + table.wishColumns.map(\.column)
    return Dictionary(columns.map { ($0.index!, $0) }) { first, _ in first }
  }

  private struct Finding {
    var count = 0
    var first = 0

    mutating func note(_ record: Int) {
      if count == 0 { first = record }
      count += 1
    }
  }

  private func add(_ finding: Finding, _ index: Int?, _ message: (Int) -> Text, mend: Text?) {
    guard finding.count > 0 else { return }
    table.log.add(
      Diagnostic(
        .warning, file: table.file, row: table.rowNumber(finding.first),
        column: index.map(table.columnName(at:)), message(finding.count), mend: mend))
  }

  private func looksLikeNationalID(_ cell: TableRecords.Cell) -> Bool {
    guard cell.length >= 15, cell.length <= 24 else { return false }
    let number = table.records.bytes[cell.range].drop { $0 <= 0x20 || $0 == 0x27 }.prefix { $0 > 0x20 }
    return NationalID.isShaped(number)
  }

  private func holdsZeroWidth(_ cell: TableRecords.Cell) -> Bool {
    let bytes = table.records.bytes[cell.range]
    guard bytes.contains(where: { $0 >= 0x80 }) else { return false }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.contains(where: ZeroWidth.isOne)
  }
}
