import Testing

@testable import PlanReport

@Suite struct WithholdingTests {
  /// What a reader sees of some groups.
  private struct View: Hashable {
    let cells: [String]
    let total: Int
  }

  /// Every way to have three or four groups: whoever knows the total, and how cells are withheld, still cannot tell any
  /// group of one to four students. Only where no group is larger the total may leave nothing to hide behind.
  @Test(arguments: [3, 4]) func noFigureFollowsFromTheTotal(_ groups: Int) {
    var seen: [View: [[Int]]] = [:]
    var counts = [Int](repeating: 0, count: groups)
    let most = 14
    while true {
      let view = View(
        cells: Withholding.cells(counts).map { "\($0)" }, total: counts.reduce(0, +))
      seen[view, default: []].append(counts)
      guard let next = counts.firstIndex(where: { $0 < most }) else { break }
      for index in 0..<next { counts[index] = 0 }
      counts[next] += 1
    }
    for (view, ways) in seen {
      for counts in ways where counts.contains(where: { $0 >= Withholding.smallest }) {
        for index in counts.indices where (1..<Withholding.smallest).contains(counts[index]) {
          #expect(Set(ways.map { $0[index] }).count > 1, "\(counts) is seen as \(view)")
        }
      }
    }
  }

  @Test func nothingElseIsWithheld() {
    #expect(Withholding.cells([9, 3, 0, 7]) == [.told(9), .withheld, .told(0), .withheld])
    #expect(Withholding.cells([9, 3, 2, 7]) == [.told(9), .few, .few, .told(7)])
    #expect(Withholding.cells([9, 0, 7]) == [.told(9), .told(0), .told(7)])
    #expect(Withholding.cells([0, 3]) == [.told(0), .few])
  }
}
