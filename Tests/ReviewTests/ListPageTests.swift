import Testing

@testable import Review

@Suite struct ListPageTests {
  /// Every row stands on one page, and they follow each other.
  @Test(arguments: [0, 1, 49, 50, 51, 100, 12_345]) func pagesMakeUpTheList(rows: Int) {
    let count = ListPage(1, of: 0..<rows).count
    let pages = (1...count).map { ListPage($0, of: 0..<rows) }
    #expect(pages.flatMap(\.rows) == Array(0..<rows))
    #expect(pages.map(\.number) == Array(1...count))
    #expect(pages.allSatisfy { $0.total == rows && $0.count == count && $0.rows.count <= 50 })
    #expect(rows == 0 || pages.allSatisfy { !$0.rows.isEmpty })
  }

  /// A number out of an old link or made up.
  @Test func aPageThatIsNotThereIsTheNearest() {
    for (wanted, shown) in [(Int.min, 1), (0, 1), (3, 3), (4, 3), (.max, 3)] {
      #expect(ListPage(wanted, of: 0..<120).number == shown, "\(wanted)")
    }
    #expect(ListPage(.max, of: 0..<0).number == 1)
  }
}
