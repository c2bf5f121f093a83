import Placement
import Plan
import Testing

@testable import PlacementAudit

/// What the years before say: hand-worked cases, and the plan's figures against the audit's.
@Suite struct OutlookTests {
  private struct City {
    var placementCase = PlacementCase(policy: Policy(), students: [], enterprises: [], posts: [])
    var rows: [SupplyDemandRow] = []

    mutating func past(_ year: Int, _ name: String, students: Int = 20, seats: Int, district: String = "D") {
      var row = SpecialtyYear()
      (row.year, row.specialtyClass, row.district) = (year, name, district)
      (row.students, row.seats) = (students, seats)
      placementCase.history.append(row)
    }

    mutating func now(_ name: String, students: Int = 20, seats: Int, district: String = "D") {
      var row = SupplyDemandRow(specialtyClass: name, district: district)
      (row.students, row.seats) = (students, seats)
      rows.append(row)
    }

    var outlook: SupplyOutlook { SupplyOutlook(placementCase, rows: rows) }

    func signals() -> [String: SupplySignal] { outlook.signals(placementCase.policy) }

    /// The audit's six cells of every row.
    var audited: [[ExpectedCell]] {
      let figures = rows.map { row in
        (
          key: SupplyGroups.Key(specialtyClass: row.specialtyClass, district: row.district),
          figures: YearsOfSupply.Figures(students: row.students, seats: row.seats)
        )
      }
      let years = YearsOfSupply(placementCase, now: figures)
      return figures.map { years.cells($0.key, .english) }
    }

    var planned: [[ExpectedCell]] {
      let signals = signals()
      return rows.map { row in
        let place = SpecialtyPlace(specialtyClass: row.specialtyClass, district: row.district)
        let forecast = outlook.forecast(place)
        return [
          ExpectedCell(outlook.seatsLastYear(place)), ExpectedCell(forecast?.expected),
          ExpectedCell(forecast?.low), ExpectedCell(forecast?.high),
          .text(signals[row.specialtyClass]?.rawValue ?? ""),
        ]
      }
    }
  }

  private static let place = SpecialtyPlace(specialtyClass: "7102", district: "D")

  /// Seats of the years up to 2026, the last one's from the plan; nil: no row.
  private func forecast(_ seats: [Int?]) -> [Int]? {
    var city = City()
    for (index, count) in seats.dropLast().enumerated() {
      if let count { city.past(2026 - seats.count + 1 + index, "7102", seats: count) }
    }
    city.now("7102", seats: seats.last!!)
    #expect(city.planned == city.audited)
    return city.outlook.forecast(Self.place).map { [$0.expected, $0.low, $0.high] }
  }

  @Test func seatsToExpectByHand() {
    // Ratios 12/10, 12/12, 15/12: sorted 1, 6/5, 5/4; 15 × 6/5 = 18, 15 × 1 = 15, 15 × 5/4 = 18.75.
    #expect(forecast([10, 12, 12, 15]) == [18, 15, 19])
    // Ratios 2, 1, 3/2, 5/3: the middle two 3/2 and 5/3 have the mean 19/12; 5 × 19/12 = 7.9….
    #expect(forecast([1, 2, 2, 3, 5]) == [8, 5, 10])
    // Half up: ratios 1/2, 3/2, 1/3 sorted 1/3, 1/2, 3/2; 1 × 1/2 = 0.5 is 1, 1 × 1/3 is 0, 1 × 3/2 is 2.
    #expect(forecast([4, 2, 3, 1]) == [1, 0, 2])
    // Two ratios say nothing, nor do three years with a gap; a year without seats is nothing to divide by.
    #expect(forecast([10, 12, 15]) == nil)
    #expect(forecast([10, 11, nil, 12, 15]) == nil)
    #expect(forecast([0, 10, 12, 15]) == nil)
    #expect(forecast([0, 10, 12, 15, 15]) == [18, 15, 19])
    // No seats this year: none to expect.
    #expect(forecast([10, 12, 12, 0]) == [0, 0, 0])
  }

  @Test func rowsOfThisYearOrLaterAreIgnored() {
    var city = City()
    for (year, seats) in [(2023, 10), (2024, 12), (2025, 12), (2026, 99), (2027, 99)] {
      city.past(year, "7102", seats: seats)
    }
    city.now("7102", seats: 15)
    #expect(city.outlook.forecast(Self.place)?.expected == 18)
    #expect(city.outlook.seatsLastYear(Self.place) == 12)
    #expect(city.planned == city.audited)
  }

  @Test func signalsAreOfTheTailsInEveryYear() {
    var city = City()
    // Eleven classes of twenty: ⌈1.1⌉ = 2 at either end. 7100 has most seats, 7110 fewest.
    for index in 0..<11 {
      let name = String(7100 + index)
      city.past(2025, name, seats: 40 - index)
      city.now(name, seats: index == 1 ? 10 : 40 - index)
    }
    // 7101 was second last year and is the last now; 7102 is in the upper tail now alone.
    #expect(city.signals() == ["7100": .grow, "7110": .shrink])
    #expect(city.planned == city.audited)
    city.placementCase.policy.signalYears = 1
    #expect(city.signals() == ["7100": .grow, "7102": .grow, "7101": .shrink, "7110": .shrink])
    city.placementCase.policy.signalYears = 3
    #expect(city.signals() == [:])
  }

  @Test func classesCountOverAllDistrictsAndFromTheMinimumOn() {
    var city = City()
    city.placementCase.policy.signalYears = 1
    city.now("7101", students: 12, seats: 30, district: "A")
    city.now("7101", students: 8, seats: 0, district: "B")
    city.now("7102", students: 20, seats: 20)
    city.now("7103", students: 20, seats: 20)
    city.now("7104", students: 19, seats: 99)
    // Of equal ones at the lower end the smaller code; 7104 is too small.
    #expect(city.signals() == ["7101": .grow, "7102": .shrink])
    #expect(city.planned == city.audited)
    // One class alone is at both ends.
    var alone = City()
    alone.placementCase.policy.signalYears = 1
    alone.now("7101", seats: 9)
    #expect(alone.signals() == [:] && alone.planned == alone.audited)
  }

  /// Whether a target is met is not a question of what four places show.
  @Test func aTargetIsMetByTheExactFraction() {
    func isMet(
      _ indicator: YearlyIndicator, _ part: Int, of all: Int, shown: String, _ target: String
    ) -> Bool? {
      var row = YearlyRow(.computed(indicator))
      (row.numerator, row.denominator) = (part, all)
      (row.value, row.target) = (ExactDecimal(shown), ExactDecimal(target))
      return row.met
    }
    #expect(isMet(.placed, 2, of: 3, shown: "0.6667", "0.6667") == false)
    #expect(isMet(.placed, 1, of: 3, shown: "0.3333", "0.3333") == true)
    #expect(isMet(.matched, 94_999, of: 100_000, shown: "0.95", "0.95") == false)
    #expect(isMet(.matched, 95_000, of: 100_000, shown: "0.95", "0.95") == true)
    #expect(isMet(.matched, 1, of: 3, shown: "0.3333", "0.33333") == true)
    // At most: a little more than the tenth is too much, however it is shown.
    #expect(isMet(.selfArranged, 10_001, of: 100_000, shown: "0.1", "0.1") == false)
    #expect(isMet(.selfArranged, 1, of: 10, shown: "0.1", "0.1") == true)
    #expect(isMet(.selfArranged, 1, of: 3, shown: "0.3333", "0.3333") == false)
    #expect(isMet(.placed, 1, of: 3, shown: "0.3333", "0.33333333333333333") == true)
    var none = YearlyRow(.computed(.placed))
    (none.numerator, none.denominator, none.target) = (0, 0, ExactDecimal("0.5"))
    #expect(none.met == nil)
    var reported = YearlyRow(.reported("alliances"))
    (reported.value, reported.target) = (ExactDecimal("12.5"), ExactDecimal("12.50"))
    #expect(reported.met == true)
  }

  @Test func theAuditFindsTheSameOnRandomYears() {
    var seed: UInt64 = 7
    func draw(_ range: ClosedRange<Int>) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return range.lowerBound + Int((seed >> 33) % UInt64(range.count))
    }
    var forecasts = 0
    for _ in 0..<200 {
      var city = City()
      city.placementCase.policy.signalYears = draw(1...3)
      city.placementCase.policy.signalMinimum = draw(1...25)
      city.placementCase.policy.signalTailShare = ExactDecimal(digits: Int64(draw(0...50)), scale: 2)
      for index in 0..<draw(1...8) {
        for district in ["A", "B"].prefix(draw(1...2)) {
          let name = String(7100 + index)
          for year in 2020..<2026 where draw(0...9) > 0 {
            city.past(year, name, students: draw(0...30), seats: draw(0...6), district: district)
          }
          city.now(name, students: draw(1...30), seats: draw(0...6), district: district)
        }
      }
      #expect(city.planned == city.audited)
      forecasts += city.planned.count { $0[1] != "" }
    }
    #expect(forecasts > 100)
  }
}
