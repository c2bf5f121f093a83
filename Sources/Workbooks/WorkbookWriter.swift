import CWorkbook
import Foundation

/// A workbook could not be written.
public struct WorkbookWritingFault: Error, CustomStringConvertible {
  /// As libxlsxwriter says it.
  public let description: String
}

/// One sheet as it is to be written.
public struct WrittenSheet {
  /// What a column's cells are written as.
  public enum ColumnKind: Sendable {
    case text
    /// Plain decimals become numbers; what is none stays text.
    case number
    /// `2026-09-01` becomes a date; what is none stays text.
    case date
  }

  /// A column: its header, what its cells are, and what helps to fill it in.
  public struct Column: Sendable {
    public var header: String
    public var kind = ColumnKind.text
    /// Whether the column is to be filled in.
    public var standsOut = false
    /// What a drop-down list offers; empty: none.
    public var choices: [String] = []
    /// Shown when somebody points at the header.
    public var note: String?

    public init(header: String) { self.header = header }
  }

  public var name: String
  public var columns: [Column]
  public var rows: [[String]] = []
  /// Rows below those written for which lists and formats hold too.
  public var spareRows = 0
  /// Columns that stay in sight.
  public var frozenColumns = 0
  /// Text for people in place of a table.
  public var lines: [String] = []

  public init(name: String, columns: [Column], rows: [[String]] = []) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  public init(name: String, lines: [String]) {
    self.name = name
    columns = []
    self.lines = lines
  }
}

/// Writes workbooks: the same sheets, the same bytes.
public enum WorkbookWriter {
  /// What Excel takes in a cell, in UTF-16 units.
  public static let longestText = 32_767
  /// 1980-01-01, the first day that an archive knows: a workbook says nothing of when it was made.
  private static let created: time_t = 315_532_800

  /// - `choicesName`: of the hidden sheet that drop-down lists are taken from, where there are any; it stands
  ///   before the last one.
  public static func data(_ sheets: [WrittenSheet], choicesName: String) throws -> Data {
    let folder = try PrivateFolder()
    defer { folder.remove() }
    let path = folder.path + "/workbook.xlsx"
    try write(sheets, choicesName, to: path, in: folder.path)
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }

  /// A text as it is found when the workbook is read: cut to what a cell takes, without what XML has no way to say.
  public static func written(_ text: String) -> String {
    guard text.utf8.count > longestText || text.holds(0xEF) || text.holds(0) else { return text }
    var units = 0
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      units += UTF16.width(scalar)
      if units > longestText { break }
      kept.append([0, 0xFFFE, 0xFFFF].contains(scalar.value) ? "\u{FFFD}" : scalar)
    }
    return String(kept)
  }

  private static func write(
    _ sheets: [WrittenSheet], _ choicesName: String, to path: String, in folder: String
  ) throws {
    // A row at a time: a province's plan in memory would be a gigabyte. Notes need the other way.
    let isLarge = !sheets.contains { $0.columns.contains { $0.note != nil } }
    let book: UnsafeMutablePointer<lxw_workbook>? = folder.withCString { folder in
      var options = lxw_workbook_options(
        constant_memory: isLarge ? 1 : 0, tmpdir: UnsafeMutablePointer(mutating: folder), use_zip64: 0)
      return workbook_new_opt(path, &options)
    }
    guard let book else { throw WorkbookWritingFault(description: "no memory") }
    var properties = lxw_doc_properties()
    properties.created = created
    var status = workbook_set_properties(book, &properties)
    let formats = CellFormats(book)
    var choices = ChoiceLists(name: choicesName)
    for (index, sheet) in sheets.enumerated() where status == LXW_NO_ERROR {
      if index == sheets.count - 1, choices.isUsed { status = choices.write(to: book) }
      guard status == LXW_NO_ERROR else { break }
      guard let target = workbook_add_worksheet(book, sheet.name) else {
        status = LXW_ERROR_PARAMETER_VALIDATION
        break
      }
      var writer = SheetWriter(target, formats)
      if index == 0 { worksheet_activate(target) }
      do throws(SheetWriter.Fault) {
        if sheet.columns.isEmpty {
          try writer.write(lines: sheet.lines)
        } else {
          try writer.write(sheet, &choices)
        }
      } catch {
        status = error.status
      }
    }
    // Frees the workbook, whatever became of it.
    let closed = workbook_close(book)
    for status in [status, closed] where status != LXW_NO_ERROR {
      throw WorkbookWritingFault(description: String(cString: lxw_strerror(status)))
    }
  }
}

/// A folder for one's own eyes.
private struct PrivateFolder {
  let path: String

  init() throws {
    var template = Array((FileManager.default.temporaryDirectory.path + "/placement.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw WorkbookWritingFault(description: String(cString: strerror(errno)))
    }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}

/// How cells look.
struct CellFormats {
  typealias Format = UnsafeMutablePointer<lxw_format>?

  let header, neededHeader, text, date, plain, lines: Format
  /// Of columns to be filled in.
  let filledText, filledLines, filledDate, filledNumber: Format

  init(_ book: UnsafeMutablePointer<lxw_workbook>) {
    func format(_ number: String? = nil, fill: lxw_color_t? = nil, bold: Bool = false, wraps: Bool = false)
      -> Format
    {
      let format = workbook_add_format(book)
      if let number { format_set_num_format(format, number) }
      if let fill {
        format_set_bg_color(format, fill)
        format_set_border(format, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_border_color(format, 0xBFBFBF)
      }
      if bold { format_set_bold(format) }
      if wraps { format_set_text_wrap(format) }
      format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      return format
    }
    header = format("@", fill: 0xD9E1F2, bold: true, wraps: true)
    neededHeader = format("@", fill: 0xFFD966, bold: true, wraps: true)
    text = format("@")
    date = format("yyyy-mm-dd")
    plain = format()
    lines = format("@", wraps: true)
    filledText = format("@", fill: 0xFFF2CC)
    filledLines = format("@", fill: 0xFFF2CC, wraps: true)
    filledDate = format("yyyy-mm-dd", fill: 0xFFF2CC)
    filledNumber = format(fill: 0xFFF2CC)
  }

  /// - Parameter wraps: whether its text goes on in further lines.
  func format(_ column: WrittenSheet.Column, wraps: Bool) -> Format {
    switch column.kind {
    case .text where wraps: column.standsOut ? filledLines : lines
    case .text: column.standsOut ? filledText : text
    case .date: column.standsOut ? filledDate : date
    case .number: column.standsOut ? filledNumber : plain
    }
  }
}

/// The lists that drop-downs offer, on a sheet of their own: in the cell's own rule 255 characters are the most.
struct ChoiceLists {
  let name: String
  private var lists: [[String]] = []

  init(name: String) { self.name = name }

  var isUsed: Bool { !lists.isEmpty }

  /// Where a list stands: `'choices'!$A$1:$A$3`.
  mutating func place(of list: [String]) -> String {
    let index = lists.firstIndex(of: list) ?? lists.count
    if index == lists.count { lists.append(list) }
    let letters = CellPlace.letters(index + 1)
    return "='\(name)'!$\(letters)$1:$\(letters)$\(list.count)"
  }

  func write(to book: UnsafeMutablePointer<lxw_workbook>) -> lxw_error {
    guard let sheet = workbook_add_worksheet(book, name) else { return LXW_ERROR_PARAMETER_VALIDATION }
    for row in 0..<(lists.map(\.count).max() ?? 0) {
      for (column, list) in lists.enumerated() where row < list.count {
        let status = worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), list[row], nil)
        guard status == LXW_NO_ERROR else { return status }
      }
    }
    worksheet_hide(sheet)
    return LXW_NO_ERROR
  }
}
