import Foundation
import Placement
import PlacementFiles
import Testing

/// Tables as an office types them by hand: what is wrong is told from what only looks so.
@Suite struct OfficeTableTests {
  private typealias Sample = SpreadsheetCase

  /// A total below the table is told from a row in which something is missing.
  @Test func aTotalBelowTheTableIsToBeDeleted() {
    let hint = "delete it"
    let total = Sample.lines(Sample.reading(["students.csv": Sample.students + "合计,4 人,,,,,,,,,,\n"]))
    #expect(total.filter { $0.hasPrefix("students.csv:6:") }.count == 4, "\(total)")
    #expect(total.filter { $0.contains(hint) }.count == 4)
    let row = Sample.students.replacingOccurrences(of: "000104,样例丁,08,", with: "000104,样例丁,,")
    let missing = Sample.lines(Sample.reading(["students.csv": row]))
    #expect(
      missing.contains { $0.contains("a needed cell is empty") } && !missing.contains { $0.contains(hint) })
  }

  /// What cannot be read is compared with nothing.
  @Test func aTotalThatIsNoNumberIsNotCompared() {
    func lines(_ total: String) -> [String] {
      let text = Sample.enterprises.replacingOccurrences(of: ",900,800,", with: ",\(total),800,")
      return Sample.lines(Sample.reading(["enterprises.csv": text]))
    }
    #expect(lines("700").contains { $0.contains("more staff on duty") })
    #expect(lines("900人").count == 1 && !lines("900人").contains { $0.contains("more staff on duty") })
  }
}
