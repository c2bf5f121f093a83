import Foundation
import Placement
import Workbooks

/// A sheet's cells as a table's records.
///
/// Numbers are shown as a spreadsheet shows them, to fifteen digits; what a cell is told to be stays with it, for the
/// ids that a spreadsheet has taken for numbers.
final class SheetTable: SheetReceiver {
  private(set) var records = TableRecords([])
  /// Areas of merged cells.
  private(set) var merges: [CellArea] = []
  /// Days between this workbook's day 0 and the usual one.
  let firstDay: Int
  /// The row that is being filled, and how many cells it has.
  private var row = 0
  private var width = 0

  init(_ sheet: Workbook.Sheet, of workbook: Workbook) throws(WorkbookFault) {
    firstDay = workbook.from1904 ? 1_462 : 0
    records.isSheet = true
    merges = try workbook.read(sheet, into: self)
    endRow()
  }

  func take(_ kind: CellKind, _ text: UnsafeBufferPointer<UInt8>, at place: CellPlace) {
    if place.row != row {
      endRow()
      row = place.row
    }
    while width < place.column - 1 { append(.text, []) }
    switch kind {
    case .text, .boolean, .time: append(.text, text)
    case .date: append(.date, text)
    case .error: append(.error, text)
    case .number:
      let isLong = text.count > 16 && text.contains(UInt8(ascii: "."))
      guard isLong else { return append(.number, text) }
      append(.number, Array(ShownNumber.text(String(decoding: text, as: UTF8.self)).utf8))
    }
  }

  private func append(_ kind: TableRecords.Cell.Kind, _ text: some Collection<UInt8>) {
    records.append(kind, text)
    width += 1
  }

  private func endRow() {
    width = 0
    if records.pending.allSatisfy({ $0.kind != .error && records.isBlank($0) }) {
      records.dropCells()
    } else {
      records.endRecord(row: row)
    }
  }
}

/// Numbers to the digits that a spreadsheet shows.
enum ShownNumber {
  /// Fifteen significant digits: 0.1 + 0.2 is 0.3.
  static func text(_ plain: String) -> String {
    let digits = plain.drop { $0 == "-" || $0 == "0" || $0 == "." }.count { $0 != "." }
    guard digits > 15, let number = Double(plain), let exact = Decimal(string: plain) else { return plain }
    let whole = max(0, Int(log10(abs(number)).rounded(.down)) + 1)
    let places = number.magnitude >= 1 ? 15 - whole : 14 - Int(log10(abs(number)).rounded(.down))
    var (from, to) = (exact, Decimal())
    NSDecimalRound(&to, &from, places, .plain)
    return to.description
  }
}

/// Workbooks that lie in a case or are handed over.
enum WorkbookFile {
  static func isNamed(_ file: String) -> Bool {
    let lowered = file.lowercased()
    return lowered.hasSuffix(".xlsx") || lowered.hasSuffix(".xlsm")
  }

  /// Opens a workbook; nil, with a fault, where it is none.
  static func open(_ bytes: [UInt8], file: String, log: DiagnosticLog) -> Workbook? {
    if bytes.isEmpty {
      log.add(WorkbookMessages.empty(file))
      return nil
    }
    // A compound file: an old .xls, or a workbook locked with a password.
    if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      log.add(WorkbookMessages.compound(file))
      return nil
    }
    do throws(WorkbookFault) {
      return try Workbook(bytes)
    } catch {
      log.add(WorkbookMessages.diagnostic(error, file: file))
      return nil
    }
  }

  /// The sheets named like the table, in either language, that hold rows: one at most, or which counts is unknown.
  static func rivals(_ names: [String], in workbook: Workbook) -> [Workbook.Sheet] {
    let named = workbook.sheets.filter { names.contains(key($0.name)) }
    return named.count > 1 ? named.filter { hasRows($0, of: workbook) } : named
  }

  /// The sheet named like the table, in either language, else the first that is in sight. Of two the one with rows.
  static func sheet(_ names: [String], in workbook: Workbook) -> Workbook.Sheet {
    rivals(names, in: workbook).first ?? workbook.sheets.first { names.contains(key($0.name)) }
      ?? workbook.sheets.first { !$0.isHidden } ?? workbook.sheets[0]
  }

  /// Sheets are named without regard to case.
  static func key(_ name: String) -> String { Normalisation.normalised(name).lowercased() }

  /// What a sheet of this table is called.
  static func names(_ schema: TableSchema) -> [String] {
    let stem = schema.file.split(separator: "/").last.map(String.init) ?? schema.file
    return [String(stem.prefix { $0 != "." }), schema.chinese].map(key)
  }

  /// Sheets in sight that hold rows and bear no table's name: twelve classes on twelve sheets are soon overlooked.
  static func filledStrangers(beside sheet: Workbook.Sheet, in workbook: Workbook) -> [String] {
    workbook.sheets.filter { other in
      other != sheet && !other.isHidden && !known.contains(key(other.name)) && hasRows(other, of: workbook)
    }.map(\.name)
  }

  /// Whether there is anything below a header.
  static func hasRows(_ sheet: Workbook.Sheet, of workbook: Workbook) -> Bool {
    guard let records = try? SheetTable(sheet, of: workbook).records else { return true }
    return records.count > 1
  }

  private static let known = Set(
    (CaseSchema.tables + PlanSchema.tables).flatMap(names) + WorkbookSheetName.beside)

  static func place(_ sheet: Workbook.Sheet, in file: String) -> String { "\(file)!\(sheet.name)" }
}

extension InputTable {
  /// Reads a sheet of a workbook.
  convenience init?(
    _ schema: TableSchema, _ sheet: Workbook.Sheet, of workbook: Workbook, file: String,
    isStrange: Bool = false, log: DiagnosticLog
  ) {
    let place = WorkbookFile.place(sheet, in: file)
    do throws(WorkbookFault) {
      let table = try SheetTable(sheet, of: workbook)
      self.init(
        schema, records: table.records, sheet: table, file: place, isStrange: isStrange, log: log)
    } catch {
      log.add(WorkbookMessages.diagnostic(error, file: place))
      return nil
    }
  }

  /// Reads a CSV file, or the sheet of a workbook that is named like the table (else its first), by what the file is
  /// called.
  convenience init?(
    _ schema: TableSchema, named file: String, bytes: [UInt8], sheets: [String] = [], isStrange: Bool = false,
    log: DiagnosticLog
  ) {
    guard WorkbookFile.isNamed(file) else {
      self.init(schema, bytes: bytes, file: file, isStrange: isStrange, log: log)
      return
    }
    guard let workbook = WorkbookFile.open(bytes, file: file, log: log) else { return nil }
    let names = sheets.isEmpty ? WorkbookFile.names(schema) : sheets
    let rivals = WorkbookFile.rivals(names, in: workbook)
    if rivals.count > 1 {
      let places = rivals.map { WorkbookFile.place($0, in: file) }
      log.add(FormatMessages.sameTable(places[1], as: places[0]))
      return nil
    }
    let sheet = WorkbookFile.sheet(names, in: workbook)
    let others = WorkbookFile.filledStrangers(beside: sheet, in: workbook)
    if !others.isEmpty { log.add(WorkbookMessages.otherSheets(others, WorkbookFile.place(sheet, in: file))) }
    self.init(schema, sheet, of: workbook, file: file, isStrange: isStrange, log: log)
  }
}
