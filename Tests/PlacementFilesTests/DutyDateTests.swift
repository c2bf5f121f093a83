import Foundation
import Placement
import PlacementFiles
import Testing

/// published.csv's dates of what is done before a student starts.
@Suite struct DutyDateTests {
  private func reading(_ published: String, asOf: CalendarDate) -> CaseReading {
    let folder = TemporaryFolder()
    for (file, data) in SampleCase.standard { folder.write(data, to: file) }
    folder.write(published, to: "published.csv")
    return readCase(at: folder.url, asOf: asOf)
  }

  private let july = CalendarDate(year: 2026, month: 7, day: 1)!

  @Test func datesAreReadAndColumnsKnown() throws {
    let read = try #require(
      reading(
        "student_id,post_id,stage,consent_on,insured_from,insured_to\nS01,P01,signed,2026-07-01,2026-09-01,\n",
        asOf: july
      ).placementCase)
    #expect(read.dutyDates == [.consentOn, .insuredFrom, .insuredTo] && read.asOf == july)
    #expect(read.published[0]?.dates[.consentOn] == july && read.published[0]?.dates[.insuredTo] == nil)
  }

  @Test func whatHasBeenDoneLiesBehind() {
    let rows = """
      student_id,post_id,stage,consent_on,agreement_on,trained_on,insured_from,insured_to
      S01,P01,signed,2026-07-02,2026-07-01,2026-07-02,2026-09-01,2026-08-31
      S02,P02,started,,2026-07-02,,2027-01-01,2027-01-01

      """
    let faults = reading(rows, asOf: july).faults
    #expect(
      faults == [
        "input published.csv:2:consent_on", "input published.csv:2:insured_to",
        "input published.csv:2:trained_on", "input published.csv:3:agreement_on",
      ])
    #expect(
      reading(rows, asOf: CalendarDate(year: 2026, month: 7, day: 2)!).faults == [
        "input published.csv:2:insured_to"
      ])
  }
}
