import CZlib
import Foundation

/// A workbook put together part by part, odd ones too.
public struct WorkbookBuilder {
  /// By name in the archive, in this order.
  public var parts: [(name: String, content: [UInt8])] = []
  /// Whether parts are packed.
  public var isPacked = true

  public init() {}

  /// An ordinary workbook.
  ///
  /// - `sheets`: names with the XML inside `sheetData` and behind it.
  /// - `strings`: the XML of shared strings, an `<si>` each.
  /// - `formats`: codes of number formats; a cell's `s` counts from 1, 0 being none.
  public init(
    sheets: [(name: String, rows: String, rest: String)], strings: [String] = [], formats: [String] = [],
    from1904: Bool = false
  ) {
    let root = "http://schemas.openxmlformats.org"
    let main = "xmlns=\"\(root)/spreadsheetml/2006/main\""
    let related = "\(root)/officeDocument/2006/relationships"
    func relations(_ list: [(id: String, type: String, target: String)]) -> String {
      "<Relationships xmlns=\"\(root)/package/2006/relationships\">"
        + list.map {
          "<Relationship Id=\"\($0.id)\" Type=\"\(related)/\($0.type)\" Target=\"\($0.target)\"/>"
        }.joined()
        + "</Relationships>"
    }
    add("_rels/.rels", relations([("rId1", "officeDocument", "xl/workbook.xml")]))
    let list = sheets.enumerated().map { index, sheet in
      "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
    }
    add(
      "xl/workbook.xml",
      "<workbook \(main) xmlns:r=\"\(related)\"><workbookPr date1904=\"\(from1904 ? 1 : 0)\"/><sheets>"
        + list.joined() + "</sheets></workbook>")
    add(
      "xl/_rels/workbook.xml.rels",
      relations(
        sheets.indices.map { ("rId\($0 + 1)", "worksheet", "worksheets/sheet\($0 + 1).xml") }
          + [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")]))
    for (index, sheet) in sheets.enumerated() {
      add(
        "xl/worksheets/sheet\(index + 1).xml",
        "<worksheet \(main)><sheetData>\(sheet.rows)</sheetData>\(sheet.rest)</worksheet>")
    }
    add("xl/sharedStrings.xml", "<sst \(main)>\(strings.joined())</sst>")
    let codes = formats.enumerated().map { "<numFmt numFmtId=\"\($0 + 164)\" formatCode=\"\($1)\"/>" }
    let cells = formats.indices.map { "<xf numFmtId=\"\($0 + 164)\"/>" }
    add(
      "xl/styles.xml",
      "<styleSheet \(main)><numFmts>\(codes.joined())</numFmts><cellXfs><xf numFmtId=\"0\"/>\(cells.joined())"
        + "</cellXfs></styleSheet>")
  }

  /// A workbook of text cells.
  public init(tables: [(name: String, rows: [[String]])]) {
    self.init(sheets: tables.map { ($0.name, WorkbookBuilder.rows($0.rows), "") })
  }

  /// Rows of inline text, written as XML; a cell that begins with `<` is XML already, but for its place.
  public static func rows(_ rows: [[String]]) -> String {
    rows.enumerated().map { number, cells in
      "<row r=\"\(number + 1)\">"
        + cells.enumerated().map { index, cell in
          let place = "r=\"\(letters(index))\(number + 1)\""
          if cell.hasPrefix("<c") { return "<c \(place)" + cell.dropFirst(2) }
          return cell.isEmpty ? "" : "<c \(place) t=\"inlineStr\"><is><t>\(escaped(cell))</t></is></c>"
        }.joined() + "</row>"
    }.joined()
  }

  private static func letters(_ index: Int) -> String {
    let first = index < 26 ? "" : String(Unicode.Scalar(UInt8(64 + index / 26)))
    return first + String(Unicode.Scalar(UInt8(65 + index % 26)))
  }

  private static func escaped(_ text: String) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
  }

  public mutating func add(_ name: String, _ text: String) { parts.append((name, Array(text.utf8))) }

  public mutating func replace(_ name: String, _ edit: (String) -> String) {
    for index in parts.indices where parts[index].name == name {
      parts[index].content = Array(edit(String(decoding: parts[index].content, as: UTF8.self)).utf8)
    }
  }

  /// The archive.
  public var bytes: [UInt8] {
    var local: [UInt8] = []
    var central: [UInt8] = []
    for part in parts {
      let packed = isPacked ? WorkbookBuilder.deflated(part.content) : part.content
      let name = Array(part.name.utf8)
      let sum = part.content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
      let common =
        WorkbookBuilder.little([20, 0x800, isPacked ? 8 : 0, 0, 0x21], 2)
        + WorkbookBuilder.little([Int(sum), packed.count, part.content.count], 4)
        + WorkbookBuilder.little([name.count, 0], 2)
      central +=
        [0x50, 0x4B, 1, 2, 20, 0] + common + WorkbookBuilder.little([0, 0, 0], 2)
        + WorkbookBuilder.little([0, local.count], 4) + name
      local += [0x50, 0x4B, 3, 4] + common + name + packed
    }
    return local + central + [0x50, 0x4B, 5, 6] + WorkbookBuilder.little([0, 0, parts.count, parts.count], 2)
      + WorkbookBuilder.little([central.count, local.count], 4) + [0, 0]
  }

  private static func little(_ numbers: [Int], _ width: Int) -> [UInt8] {
    numbers.flatMap { number in (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
  }

  /// Without zlib's own heading and sum.
  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var size = compressBound(UInt(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(size))
    let status = compress2(&packed, &size, bytes, UInt(bytes.count), 9)
    precondition(status == Z_OK)
    return Array(packed[2..<Int(size) - 4])
  }
}
