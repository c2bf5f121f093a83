import Testing

@testable import Workbooks

@Suite struct PrintSetupTests {
  /// Columns of ten characters: some two hundred and seventy are as many as can be read on one page.
  @Test(arguments: [(1, 1), (26, 1), (28, 2), (52, 2), (60, 3)]) func fewPagesThatCanBeRead(
    columns: Int, pages: Int
  ) {
    let setup = PrintSetup(widths: Array(repeating: 10, count: columns), frozenColumns: 0)
    #expect(setup.pagesAcross == pages)
  }

  /// Those that stay in sight are on every page, and take their room there.
  @Test func frozenColumnsTakeTheirRoom() {
    let widths = [Double](repeating: 10, count: 52)
    #expect(PrintSetup(widths: widths, frozenColumns: 4).pagesAcross == 3)
    // As wide as the page they leave half of it all the same.
    #expect(PrintSetup(widths: widths, frozenColumns: 40).pagesAcross == 1)
  }
}
