import Testing

@testable import Placement

@Suite struct ValueTests {
  @Test func decimalsAreExact() {
    #expect(ExactDecimal("0.10")!.floor(times: 30) == 3)
    #expect(ExactDecimal("0.02")!.ceiling(times: 150) == 3)
    #expect(ExactDecimal("0.02")!.ceiling(times: 151) == 4)
    #expect(ExactDecimal("1.15")!.roundedHalfUp(times: 10) == 12)
    #expect(ExactDecimal("1.14")!.roundedHalfUp(times: 10) == 11)
    #expect(ExactDecimal("2000")!.isAtLeast(ExactDecimal("0.80")!, of: ExactDecimal("2500")!))
    #expect(!ExactDecimal("1999.99")!.isAtLeast(ExactDecimal("0.80")!, of: ExactDecimal("2500")!))
    #expect(ExactDecimal("007.50")!.description == "7.5")
    for bad in ["", ".", "1.", ".5", "1e3", "1,000", "NaN", "--1", "1234567890123456789"] {
      #expect(ExactDecimal(bad) == nil, "\(bad)")
    }
  }

  @Test func daysRoundTrip() {
    for number in stride(from: Int32(-25_000), through: 80_000, by: 1) {
      let (y, m, d) = CalendarDate(dayNumber: number).components
      #expect(CalendarDate(year: y, month: m, day: d)?.dayNumber == number)
    }
    #expect(CalendarDate(year: 2026, month: 2, day: 29) == nil)
    #expect(CalendarDate(year: 2024, month: 2, day: 29)?.description == "2024-02-29")
    #expect(CalendarDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
  }

  @Test func specialtyCodes() {
    #expect(SpecialtyCode("660301K")?.description == "660301")
    #expect(SpecialtyCode("010101")?.prefix(2)?.description == "01")
    #expect(SpecialtyCode("66030") == nil)
    #expect(SpecialtyCode("６６０３") == nil)
  }
}
