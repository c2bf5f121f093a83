import Placement

// Places that students found alone, and what is paid for.
extension RandomCase {
  /// About the days on which posts start and end; a few against the law, or against a decision.
  mutating func drawSelfArranged() {
    guard on.contains(.selfArranged) else { return }
    // One flaw refuses the whole case, and so does one enterprise that they overfill: a few of each, however many
    // students there are.
    let few = 1 / Double(max(8, result.students.count))
    for student in result.students.indices
    where result.students[student].excluded == nil && latest.chance(min(size.density, 3 * few)) {
      var place = SelfArranged()
      (place.student, place.row) = (student, student + 2)
      if latest.chance(0.75), !result.enterprises.isEmpty {
        place.enterprise = latest.index(below: result.enterprises.count)
      } else {
        place.enterpriseName = latest.pick(["h1", "h2"])
      }
      place.work.title = latest.pick(["t1", "t2"])
      place.work.monthlyPay = ExactDecimal(latest.chance(few / 4) ? 2300 : 2600)
      place.work.start = latest.pick([Self.autumn, day(2026, 9, 2), day(2027, 2, 28), day(2027, 3, 1)])
      place.work.end = latest.pick([day(2027, 2, 28), day(2027, 3, 1), day(2027, 6, 30)])
      if place.work.end < place.work.start { place.work.end = place.work.start }
      if latest.chance(0.6) { place.work.specialtyCodes = [latest.pick(palette)] }
      place.work.nightShift = latest.chance(few / 4)
      place.work.minorsProhibited = latest.chance(few / 4)
      if latest.chance(0.85) {
        (place.guardianConsent, place.approvedOn) = (true, day(2026, 5, 20))
        if result.hasPublished, latest.chance(0.4) {
          place.published = SelfPublished(
            stage: latest.pick([.announced, .signed]), dates: [:], row: student + 2)
          result.published[student] = nil
        }
      }
      result.selfArranged[student] = place
    }
  }

  mutating func drawSubsidies() {
    guard on.contains(.subsidies) else { return }
    result.certificates = Self.papers.dropLast().map { name in
      var certificate = Certificate()
      (certificate.name, certificate.kind) = (name, latest.pick(CertificateKind.allCases))
      certificate.level = latest.pick([1, 3, nil])
      return certificate
    }
    result.hasCertificates = true
    for index in result.students.indices where latest.chance(0.7) {
      result.students[index].graduationYear = latest.pick([2027, 2028])
    }
    result.policy.subsidies = (1...latest.whole(1...3)).map { number in
      var scheme = SubsidyScheme(
        id: "B\(number)", payee: latest.pick([.student, .enterprise]), unit: latest.pick([.once, .month]),
        amount: latest.chance(0.5)
          ? .fixed(ExactDecimal("333.335")!) : .minimumWageShare(ExactDecimal("0.333")!), source: "r")
      if latest.chance(0.4) { scheme.kinds = [latest.pick(CertificateKind.allCases), .national] }
      if latest.chance(0.3) { scheme.levelMax = latest.whole(1...5) }
      scheme.finalYear = latest.chance(0.3)
      if latest.chance(0.4) { scheme.minimumMonths = latest.whole(1...7) }
      if latest.chance(0.3) { scheme.from = day(2026, 10, 15) }
      if latest.chance(0.3) { scheme.to = day(2027, 2, latest.pick([14, 28])) }
      return scheme
    }
  }

  /// What published.csv says of consent and the like, about the days of the starts and ends; some columns are missing.
  mutating func drawDuties() {
    guard on.contains(.duties) else { return }
    result.dutyDates = Set(DutyDate.allCases.filter { _ in latest.chance(0.8) })
    for student in result.students.indices {
      if result.published[student] != nil { result.published[student]!.dates = duties() }
      if let told = result.selfArranged[student]?.published {
        result.selfArranged[student]!.published = SelfPublished(
          stage: told.stage, dates: duties(), row: told.row)
      }
    }
  }

  private mutating func duties() -> [DutyDate: CalendarDate] {
    var dates: [DutyDate: CalendarDate] = [:]
    for date in DutyDate.allCases where result.dutyDates.contains(date) && latest.chance(0.8) {
      let isEnd = date == .insuredTo
      dates[date] = day(
        isEnd ? 2027 : 2026, isEnd ? 2 : 9, isEnd ? latest.pick([27, 28]) : latest.pick([1, 2]))
    }
    return dates
  }

  private func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day)!
  }
}
