/// An .xlsx file, opened: its sheets are known, and each is read when somebody asks for it.
public final class Workbook {
  /// A sheet of cells; charts and macros are left out.
  public struct Sheet: Hashable, Sendable {
    public let name: String
    /// Whether the workbook hides it.
    public let isHidden: Bool
    let part: String
  }

  /// In the workbook's order.
  public let sheets: [Sheet]
  /// Whether days are counted from 1904, as old Macintosh editions do.
  public let from1904: Bool
  private let archive: ZipArchive
  private let strings: SharedStrings
  private let styles: Styles

  public init(_ bytes: [UInt8]) throws(WorkbookFault) {
    archive = try ZipArchive(bytes)
    guard let part = try Relationships(of: "", in: archive).part("officeDocument"), archive.has(part) else {
      throw .notAWorkbook
    }
    if part.lowercased().hasSuffix(".bin") { throw .binary }
    let related = try Relationships(of: part, in: archive)
    let list = SheetList(related)
    try archive.parse(part, with: list)
    guard list.isWorkbook else { throw .notAWorkbook }
    sheets = list.sheets.filter { [archive] in archive.has($0.part) }
    guard !sheets.isEmpty else { throw .damaged }
    from1904 = list.from1904
    strings = SharedStrings()
    if let part = related.part("sharedStrings") { try archive.parse(part, with: strings) }
    styles = Styles()
    if let part = related.part("styles") { try archive.parse(part, with: styles) }
  }

  /// Hands a sheet's filled cells to `receiver`. Returns the areas of merged cells.
  public func read(_ sheet: Sheet, into receiver: any SheetReceiver) throws(WorkbookFault) -> [CellArea] {
    let reader = SheetReader(strings, styles, from1904: from1904, receiver)
    try archive.parse(sheet.part, with: reader)
    return reader.merges
  }
}

/// workbook.xml: the sheets in order, and from when days are counted.
private final class SheetList: XMLHandler {
  private let related: Relationships
  private(set) var sheets: [Workbook.Sheet] = []
  private(set) var from1904 = false
  private(set) var isWorkbook = false

  init(_ related: Relationships) { self.related = related }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "workbook" {
      isWorkbook = true
    } else if name == "workbookPr" {
      from1904 = attributes.isTrue("date1904")
    } else if name == "sheet", let id = attributes["id"], let target = related.byID[id],
      target.kind == "worksheet"
    {
      let state = attributes["state"] ?? "visible"
      sheets.append(
        Workbook.Sheet(name: attributes["name"] ?? "", isHidden: state != "visible", part: target.part))
    }
  }
}
