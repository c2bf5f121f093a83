import CWorkbook
import Foundation

/// Fills one sheet.
struct SheetWriter {
  struct Fault: Error { let status: lxw_error }

  private static let widest = 40.0
  /// Of text, which goes on in lines of its own where it is longer, and of the same in the last column, where explanations
  /// stand: a cell that is cut off by the next one is not read.
  private static let (widestText, widestLast) = (60.0, 100.0)
  private static let narrowest = 8.0
  /// Of text for people: on a page of A4 upright even in a wide font. A single column that is wider than the page is
  /// cut off there, and not made smaller.
  private static let lineWidth = 80.0
  /// Points of a line of text, and the most that a row may have.
  private static let (lineHeight, highest) = (16.0, 409.0)
  /// Points of a header of two lines.
  private static let headerHeight = 33.0

  private let sheet: UnsafeMutablePointer<lxw_worksheet>
  private let formats: CellFormats
  /// What days written as text come to: a plan has few, thousands of times.
  private var days = KnownDays()

  init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, _ formats: CellFormats) {
    self.sheet = sheet
    self.formats = formats
  }

  static func check(_ status: lxw_error) throws(Fault) {
    if status != LXW_NO_ERROR { throw Fault(status: status) }
  }

  private func check(_ status: lxw_error) throws(Fault) { try Self.check(status) }

  /// Text for people, a line a row.
  func write(lines: [String]) throws(Fault) {
    try check(worksheet_set_column(sheet, 0, 0, SheetWriter.lineWidth, formats.lines))
    for (row, line) in lines.enumerated() {
      try setHeight(of: row, lines: SheetWriter.lines(of: line, in: SheetWriter.lineWidth))
      try writeText(line, row, 0, formats.lines)
    }
    try PrintSetup.applyToLines(of: sheet)
  }

  /// Not every program makes room by itself for a text that goes on.
  private func setHeight(of row: Int, lines: Int) throws(Fault) {
    guard lines > 1 else { return }
    let height = min(Double(lines) * SheetWriter.lineHeight, SheetWriter.highest)
    try check(worksheet_set_row(sheet, lxw_row_t(row), height, nil))
  }

  /// How a sheet's columns look.
  private struct Layout {
    var widths: [Double] = []
    var styles: [CellStyle] = []
    /// The columns whose text goes on in further lines.
    var wrapping: [Int] = []
  }

  private func layout(_ written: WrittenSheet) -> Layout {
    var layout = Layout()
    for (index, column) in written.columns.enumerated() {
      let needed = SheetWriter.width(written, index)
      let isLast = index == written.columns.count - 1
      let most =
        isLast ? SheetWriter.widestLast : column.kind == .text ? SheetWriter.widestText : SheetWriter.widest
      let wraps = needed > most && column.kind == .text
      if wraps { layout.wrapping.append(index) }
      layout.widths.append(min(needed, most))
      layout.styles.append(
        CellStyle(
          kind: column.kind, standsOut: column.standsOut, format: formats.format(column, wraps: wraps)))
    }
    return layout
  }

  mutating func write(_ written: WrittenSheet, _ choices: inout ChoiceLists) throws(Fault) {
    let columns = written.columns
    let layout = layout(written)
    let (widths, styles) = (layout.widths, layout.styles)
    for index in columns.indices {
      let place = lxw_col_t(index)
      try check(worksheet_set_column(sheet, place, place, widths[index], styles[index].format))
    }
    if columns.contains(where: { SheetWriter.hasTwoLines($0.header) }) {
      try check(worksheet_set_row(sheet, 0, SheetWriter.headerHeight, nil))
    }
    for (index, column) in columns.enumerated() {
      try writeText(column.header, 0, index, column.standsOut ? formats.neededHeader : formats.header)
      if let note = column.note { try writeNote(note, index) }
    }
    for (number, row) in written.rows.enumerated() {
      let lines = layout.wrapping.lazy.filter { $0 < row.count }.map {
        SheetWriter.lines(of: row[$0], in: widths[$0])
      }
      try setHeight(of: number + 1, lines: lines.max() ?? 1)
      for index in 0..<min(row.count, styles.count) {
        try write(row[index], number + 1, index, styles[index])
      }
    }
    try PrintSetup(widths: widths, frozenColumns: written.frozenColumns).apply(to: sheet)
    try finish(written, &choices)
  }

  private func finish(_ written: WrittenSheet, _ choices: inout ChoiceLists) throws(Fault) {
    let last = lxw_row_t(written.rows.count)
    worksheet_freeze_panes(sheet, 1, lxw_col_t(written.frozenColumns))
    try check(worksheet_autofilter(sheet, 0, 0, last, lxw_col_t(written.columns.count - 1)))
    let lastOpen = lxw_row_t(written.rows.count + written.spareRows)
    guard lastOpen > 0 else { return }
    for (index, column) in written.columns.enumerated() where !column.choices.isEmpty {
      try offer(choices.place(of: column.choices), lxw_col_t(index), to: lastOpen)
    }
  }

  private func offer(_ place: String, _ column: lxw_col_t, to last: lxw_row_t) throws(Fault) {
    let status = place.withCString { formula in
      var validation = lxw_data_validation()
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
      validation.value_formula = UnsafeMutablePointer(mutating: formula)
      return worksheet_data_validation_range(sheet, 1, column, last, column, &validation)
    }
    try check(status)
  }

  // MARK: Cells

  /// What a column's cells have in common.
  private struct CellStyle {
    let kind: WrittenSheet.ColumnKind
    let standsOut: Bool
    let format: CellFormats.Format
  }

  private mutating func write(_ cell: String, _ row: Int, _ index: Int, _ column: CellStyle) throws(Fault) {
    let format = column.format
    if cell.isEmpty {
      // An empty cell is there for its colour alone.
      guard column.standsOut else { return }
      return try check(worksheet_write_blank(sheet, lxw_row_t(row), lxw_col_t(index), format))
    }
    switch column.kind {
    case .number:
      if let number = SheetWriter.number(cell) {
        return try check(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(index), number, format))
      }
    case .date:
      if let day = days.serial(of: cell) {
        return try check(worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(index), Double(day), format))
      }
    case .text: break
    }
    try writeText(cell, row, index, format)
  }

  private func writeText(_ text: String, _ row: Int, _ column: Int, _ format: CellFormats.Format)
    throws(Fault)
  {
    let text = EscapedText.encoded(WorkbookWriter.written(text))
    try check(worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), text, format))
  }

  private func writeNote(_ note: String, _ column: Int) throws(Fault) {
    var options = lxw_comment_options()
    // Room for what it says, at some twenty-five full-width characters a line.
    options.width = 330
    options.height = UInt16(min(400, 22 * (2 + note.unicodeScalars.count / 22 + note.count { $0 == "\n" })))
    try check(worksheet_write_comment_opt(sheet, 0, lxw_col_t(column), note, &options))
  }

  /// A plain decimal that a spreadsheet keeps to the last digit; nil for all else.
  private static func number(_ text: String) -> Double? {
    let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
    guard digits.count <= 15, let first = digits.first, NumberText.isDigit(first),
      digits.allSatisfy({ NumberText.isDigit($0) || $0 == UInt8(ascii: ".") })
    else { return nil }
    return Double(text)
  }

  // MARK: Widths

  /// What gives all of a column room, in characters; a full-width one takes two.
  private static func width(_ written: WrittenSheet, _ index: Int) -> Double {
    let header = written.columns[index].header
    // Room for the filter's button.
    var most = (hasTwoLines(header) ? (display(header) + 2) / 2 : room(header)) + 3
    for row in written.rows where index < row.count && row[index].utf8.count > most {
      most = max(most, room(row[index]))
    }
    return max(Double(most) + 1, narrowest)
  }

  /// A column's width counts digits of seven dots, and a full-width character takes fifteen: of a name of two dozen the last
  /// would be cut off.
  private static func room(_ text: String) -> Int {
    let width = display(text)
    return width + (width - text.unicodeScalars.count + 6) / 7
  }

  /// Long headers of full-width characters, which break anywhere.
  private static func hasTwoLines(_ header: String) -> Bool {
    display(header) > 8 && header.unicodeScalars.allSatisfy { $0.value >= 0x1100 }
  }

  /// How many lines a text takes in a column: words are not broken, so that a tenth stays empty, and some lines end early.
  private static func lines(of text: String, in width: Double) -> Int {
    1 + display(text) / Int(0.9 * width) + text.utf8.count { $0 == UInt8(ascii: "\n") }
  }

  /// By the first bytes of its characters, two for those from U+1100 on.
  private static func display(_ text: String) -> Int {
    var (width, previous) = (0, UInt8(0))
    for byte in text.utf8 {
      switch byte {
      case ..<0x80, 0xC0..<0xE2: width += 1
      case 0xE2...: width += 2
      // U+1000…U+10FF begin like U+1100 and what follows, told apart by the second byte.
      default: if previous == 0xE1, byte >= 0x84 { width += 1 }
      }
      previous = byte
    }
    return width
  }
}

/// Days written as text, each looked at once.
private struct KnownDays {
  private var known: [String: Int?] = [:]

  mutating func serial(of text: String) -> Int? {
    if let day = known[text] { return day }
    let day = SerialDay.serial(of: text)
    known[text] = .some(day)
    return day
  }
}

extension SerialDay {
  /// The number of a day written `2026-09-01`; nil for all else and for days before March 1900, whose numbers are off.
  static func serial(of text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Int(text.prefix(4)), let month = Int(text.dropFirst(5).prefix(2)),
      let day = Int(text.suffix(2)),
      year >= 1901, (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let serial = days + 25_569
    // A day that is none (30 February) comes back as another.
    return self.text(Double(serial), from1904: false)?.text == text ? serial : nil
  }
}
