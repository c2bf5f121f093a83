/// Why a workbook cannot be read. It never holds a cell's text.
public enum WorkbookFault: Error, Hashable, Sendable {
  /// No archive, or an archive of something else.
  case notAWorkbook
  /// The binary kind (.xlsb).
  case binary
  /// A part is locked with a password.
  case encrypted
  /// The archive or a part of it is broken.
  case damaged
  /// Two parts of one name.
  case doubledPart
  /// A part has a document type declaration, of which no spreadsheet writes any.
  case documentType
  /// A tag or comment longer than ``WorkbookLimits/markup``.
  case markupTooLong
  /// More parts than ``WorkbookLimits/parts``.
  case tooManyParts
  /// Unpacked, it is larger than ``WorkbookLimits/unpacked``.
  case tooLarge
  /// A part unpacks to more than ``WorkbookLimits/ratio`` times its size.
  case bomb
  /// A sheet has more cells than ``WorkbookLimits/cells``.
  case tooManyCells
  /// More text in a sheet than ``WorkbookLimits/text``.
  case tooMuchText
  /// A cell longer than ``WorkbookLimits/cellText``.
  case cellTooLong(CellPlace?)
  /// A cell past the last row or column that a spreadsheet has.
  case outside(CellPlace)
  /// Cells that do not follow each other, or stand twice.
  case outOfOrder(CellPlace)
  /// A cell refers to a text that the workbook does not have.
  case missingText(CellPlace)

  /// The cell at fault, where it is one.
  public var place: CellPlace? {
    switch self {
    case .cellTooLong(let place): place
    case .outside(let place), .outOfOrder(let place), .missingText(let place): place
    default: nil
    }
  }
}

/// What a workbook may come to at most. An honest one of a province stays below; what does not is refused by name
/// before it has filled the memory.
public enum WorkbookLimits {
  /// Parts of the archive.
  public static let parts = 10_000
  /// Bytes of all parts read, unpacked.
  public static let unpacked = 1_000_000_000
  /// Unpacked size by packed size of a part; sheets of a spreadsheet come to 30, deflate can reach 1032.
  public static let ratio = 100
  /// Below so many bytes the ratio does not matter.
  static let harmless = 10_000_000
  /// Cells of a sheet, empty ones between filled ones included.
  public static let cells = 12_000_000
  /// Bytes of text in a sheet.
  public static let text = 128_000_000
  /// Bytes of one tag or comment: the parser looks through it anew with every piece that comes.
  public static let markup = 4_000_000
  /// Bytes of one cell: as much as a CSV file's may have.
  public static let cellText = 1_000_000
  /// What Excel has.
  public static let rows = 1_048_576
  public static let columns = 16_384
  /// Areas of merged cells.
  static let merges = 100_000
}

/// A cell by its row and column, both from 1.
public struct CellPlace: Hashable, Sendable {
  public let row: Int
  public let column: Int

  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// `B17`
  public var name: String { CellPlace.letters(column) + String(row) }

  /// `B` for 2.
  public static func letters(_ column: Int) -> String {
    var (letters, rest) = ("", column)
    while rest > 0 {
      letters = String(Unicode.Scalar(UInt8(ascii: "A") + UInt8((rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}

/// An area of merged cells.
public struct CellArea: Hashable, Sendable {
  public let first: CellPlace
  public let last: CellPlace

  public init(first: CellPlace, last: CellPlace) {
    self.first = first
    self.last = last
  }

  /// `A1:C1`
  public var name: String { first.name + ":" + last.name }
}
