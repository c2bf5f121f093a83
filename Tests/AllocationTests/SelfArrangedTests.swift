import Allocation
import Foundation
import Placement
import PlacementAudit
import PlacementFiles
import TestSupport
import Testing

/// Places that students found alone: what the law refuses, what is only noted, and whom they shut out.
@Suite struct SelfArrangedTests {
  private func read(_ fixture: String) throws -> PlacementCase {
    try #require(readCase(at: Fixtures.folder.appendingPathComponent(fixture)).placementCase)
  }

  private func faults(_ placementCase: PlacementCase) -> [Diagnostic] {
    CaseCheck(placementCase, threads: 1).diagnostics.filter(\.isFault)
  }

  @Test(arguments: [
    ("refused-self-pinned", "decisions.csv", "cannot be pinned"),
    ("refused-self-held", "published.csv", "signed or started at post P2"),
    ("refused-self-banned", "decisions.csv", "banned from it"),
    ("refused-self-overfilled", "self-arranged.csv", "quota of 1, but 2 students"),
    ("refused-self-night", "self-arranged.csv", "fails night_shift"),
  ])
  func whatCannotStandTogetherIsRefused(fixture: String, file: String, part: String) throws {
    let placementCase = try read(fixture)
    let found = faults(placementCase)
    #expect(found.map(\.file) == [file] && found[0].row == 2 && found[0].mend != nil)
    #expect(found[0].message.en.contains(part), "\(found[0].message.en)")
    #expect(!found[0].message.zh.isEmpty)
    // The audit's own reading refuses it too.
    #expect(!AuditRules(placementCase).isFeasible(placementCase.students.map { _ in nil }))
  }

  /// S1's place with one condition against the law at a time.
  @Test(arguments: SelfArranged.binding) func everyTestOfTheLawIsRun(_ rule: Rule) throws {
    var placementCase = try read("rule-self-arranged")
    #expect(faults(placementCase).isEmpty)
    breakIt(rule, &placementCase)
    let found = faults(placementCase)
    #expect(found.count == 1 && found.first?.message.en.contains("fails \(rule.rawValue)") ?? false)
    let refused = AuditRules(placementCase).faults(of: [nil, nil, nil]).map(\.kind)
    #expect(refused == [.rule(rule)])
    // Nothing of it before the school has approved.
    placementCase.selfArranged[0]!.approvedOn = nil
    if rule != .host, rule != .grade, rule != .age { #expect(faults(placementCase).isEmpty) }
  }

  private func breakIt(_ rule: Rule, _ placementCase: inout PlacementCase) {
    var place = placementCase.selfArranged[0]!
    switch rule {
    case .host: placementCase.enterprises[0].agency = true
    case .grade: placementCase.students[0].grade = 1
    case .age: placementCase.students[0].birthDate = CalendarDate(year: 2010, month: 9, day: 2)!
    case .nightShift: place.work.nightShift = true
    case .restDayWork: place.work.restDayWork = true
    case .overtime: place.work.overtime = true
    case .hazardous: place.work.hazardous = true
    case .prohibitedVenue: place.work.prohibitedVenue = true
    case .labourGrade: place.work.labourGrade = 3
    case .minorsProhibited:
      place.work.minorsProhibited = true
      placementCase.students[0].birthDate = CalendarDate(year: 2008, month: 9, day: 2)!
    case .womenProhibited:
      place.work.womenProhibited = true
      placementCase.students[0].sex = .female
    default: place.work.monthlyPay = ExactDecimal(digits: 248_999, scale: 2)
    }
    placementCase.selfArranged[0] = place
  }

  /// The default minimum wage holds for an unknown host; the district's for a known one.
  @Test func payIsMeasuredWhereTheHostIs() throws {
    var placementCase = try read("rule-self-arranged")
    placementCase.policy.minimumWageByDistrict = ["D1": ExactDecimal(2260)]
    placementCase.selfArranged[0]!.work.monthlyPay = ExactDecimal(2300)
    #expect(faults(placementCase).isEmpty)
    placementCase.selfArranged[0]!.enterprise = nil
    placementCase.selfArranged[0]!.enterpriseName = "somebody"
    #expect(faults(placementCase).count == 1)
  }

  @Test func whatIsOnlyNotedClosesNothing() throws {
    var placementCase = try read("rule-self-arranged")
    var partner = Partner()
    (partner.schoolID, partner.enterprise) = ("X1", 1)
    placementCase.partners = [partner]
    placementCase.students[0].availableTo = CalendarDate(year: 2027, month: 2, day: 27)!
    placementCase.selfArranged[0]!.work.specialtyCodes = [SpecialtyCode("7301")!]
    #expect(faults(placementCase).isEmpty)
    #expect(AuditRules(placementCase).isFeasible([nil, nil, nil]))
  }

  /// Their dates are judged by their own days.
  @Test func datesAreHeldAgainstTheOwnPeriod() throws {
    var placementCase = try read("rule-self-arranged")
    placementCase.hasPublished = true
    placementCase.dutyDates = [.consentOn]
    placementCase.selfArranged[0]!.work.start = CalendarDate(year: 2026, month: 8, day: 1)!
    placementCase.selfArranged[0]!.published = SelfPublished(
      stage: .signed, dates: [.consentOn: CalendarDate(year: 2026, month: 8, day: 2)!], row: 2)
    let remarks = CaseCheck.dutyRemarks(on: placementCase)
    #expect(remarks.map(\.row) == [2] && remarks[0].message.en.contains("2026-08-01"))
  }
}
