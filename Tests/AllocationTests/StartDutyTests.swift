import Placement
import TestSupport
import Testing

@testable import Allocation

/// What must be done before students start, counted and remarked on.
@Suite struct StartDutyTests {
  private static func day(_ month: Int, _ day: Int, _ year: Int = 2026) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day)!
  }

  private func started(_ dates: [DutyDate: CalendarDate], columns: Set<DutyDate> = Set(DutyDate.allCases))
    -> PlacementCase
  {
    var sample = RuleSample.plain
    sample.policy.language = .english
    sample.published = [PublishedPlacement(post: 0, stage: .started, dates: dates, row: 2)]
    sample.dutyDates = columns
    return sample
  }

  @Test func theDayOfTheStartIsInTime() {
    let done: [DutyDate: CalendarDate] = [
      .consentOn: Self.day(9, 1), .agreementOn: Self.day(9, 1), .trainedOn: Self.day(9, 1),
      .insuredFrom: Self.day(9, 1), .insuredTo: Self.day(2, 28, 2027),
    ]
    #expect(StartDuties(started(done)).remarks.isEmpty)
    let late: [DutyDate: CalendarDate] = [
      .consentOn: Self.day(9, 2), .agreementOn: Self.day(9, 2), .insuredFrom: Self.day(9, 1),
      .insuredTo: Self.day(2, 27, 2027),
    ]
    let remarks = StartDuties(started(late)).remarks
    #expect(remarks.map(\.column) == ["consent_on", "agreement_on", "trained_on", "insured_from"])
    #expect(remarks.allSatisfy { $0.row == 2 && !$0.isFault })
  }

  @Test func whatTheFileDoesNotSayIsMissing() {
    let duties = StartDuties(started([:], columns: [.consentOn, .insuredFrom]))
    #expect(duties.count(.consent).refused == 1 && duties.count(.consent).checked == 1)
    #expect(duties.count(.insurance).dataMissing == 1 && duties.count(.insurance).checked == 0)
    #expect(duties.count(.agreement).dataMissing == 1)
    #expect(duties.remarks.map(\.column) == ["consent_on"])
  }

  @Test func whoHasSignedNeedsNoInsuranceYet() {
    var sample = started([:])
    sample.published = [PublishedPlacement(post: 0, stage: .signed, row: 2)]
    let duties = StartDuties(sample)
    #expect(duties.count(.training).checked == 0 && duties.count(.agreement).refused == 1)
    sample.published = [PublishedPlacement(post: 0, stage: .confirmed, row: 2)]
    #expect(StartDuties(sample).count(.consent).checked == 0)
  }

  @Test func wholeMonths() {
    func months(_ start: CalendarDate, _ end: CalendarDate) -> Int {
      var post = RuleSample.plain.posts[0]
      (post.start, post.end) = (start, end)
      return post.wholeMonths
    }
    #expect(months(Self.day(9, 1), Self.day(2, 28, 2027)) == 6)
    #expect(months(Self.day(9, 1), Self.day(2, 27, 2027)) == 5)
    #expect(months(Self.day(8, 31), Self.day(2, 27, 2027)) == 6)
    #expect(months(Self.day(8, 31), Self.day(2, 26, 2027)) == 5)
    #expect(months(Self.day(9, 1), Self.day(9, 1)) == 0)
    #expect(months(Self.day(1, 31, 2028), Self.day(2, 28, 2028)) == 1)
  }
}
