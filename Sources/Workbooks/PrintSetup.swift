import CWorkbook

/// How a table comes out of the printer: A4 across, on as few pages side by side as can be read, the header and the columns
/// that stay in sight on each.
struct PrintSetup {
  /// Of the size on the screen: what is smaller nobody reads.
  private static let smallest = 0.55
  /// Millimetres of A4 across, between margins of ten.
  private static let pageWidth = 277.0
  /// Millimetres of a character of a column's width: seven dots at 96 an inch.
  private static let characterWidth = 7 * 25.4 / 96
  private static let a4: UInt8 = 9
  /// Inches: ten millimetres at the sides, room for the footer below.
  private static let (side, foot) = (0.4, 0.6)
  /// The sheet's name, and which page of how many it is. Where full-width characters are higher than others of their size,
  /// a name as large as the numbers is cut off below.
  private static let footer = "&L&9&A&R&P / &N"

  /// Of every column, in characters.
  let widths: [Double]
  let frozenColumns: Int

  var pagesAcross: Int {
    let page = Self.pageWidth / (Self.smallest * Self.characterWidth)
    let frozen = widths.prefix(frozenColumns).reduce(0, +)
    let rest = widths.dropFirst(frozenColumns).reduce(0, +)
    return max(1, Int((rest / max(page - frozen, page / 2)).rounded(.up)))
  }

  func apply(to sheet: UnsafeMutablePointer<lxw_worksheet>) throws(SheetWriter.Fault) {
    worksheet_set_landscape(sheet)
    // Rows of many columns are hard to follow without.
    worksheet_gridlines(sheet, UInt8(LXW_SHOW_ALL_GRIDLINES.rawValue))
    try Self.setPage(of: sheet, across: pagesAcross)
    try SheetWriter.check(worksheet_repeat_rows(sheet, 0, 0))
    if pagesAcross > 1, frozenColumns > 0 {
      try SheetWriter.check(worksheet_repeat_columns(sheet, 0, lxw_col_t(frozenColumns - 1)))
    }
    // The pages of the same rows one after the other.
    worksheet_print_across(sheet)
  }

  /// Of text for people: upright.
  static func applyToLines(of sheet: UnsafeMutablePointer<lxw_worksheet>) throws(SheetWriter.Fault) {
    worksheet_set_portrait(sheet)
    try setPage(of: sheet, across: 1)
  }

  private static func setPage(
    of sheet: UnsafeMutablePointer<lxw_worksheet>, across: Int
  ) throws(SheetWriter.Fault) {
    worksheet_set_paper(sheet, a4)
    worksheet_set_margins(sheet, side, side, side, foot)
    // Any number of pages down.
    worksheet_fit_to_pages(sheet, UInt16(across), 0)
    try SheetWriter.check(worksheet_set_footer(sheet, footer))
  }
}
