import Placement

// Places that students found alone, what is done before the start, certificates and what is paid for them.
extension AllRules {
  /// One student in fifty has found a place, most of them approved; a third at hosts that the case does not know.
  mutating func setSelfArranged(_ law: inout SplitMix64) {
    let count = max(2, placementCase.students.count / 50)
    let open = placementCase.students.indices.filter {
      studentDeck.isPlain[$0] && placementCase.students[$0].teamID == nil
    }
    let fit = placementCase.enterprises.indices.filter { index in
      let host = placementCase.enterprises[index]
      return host.approved && !host.dishonest && !host.agency && host.lastSafetyViolation == nil
        && host.staffOnDuty >= 40 && host.maxInterns == nil && host.currentInterns == 0
    }
    var used: Set<Int> = []
    for (number, student) in law.shuffled(open).prefix(count).enumerated() {
      studentDeck.isPlain[student] = false
      var place = SelfArranged()
      place.student = student
      let free = fit.filter { !used.contains($0) }
      // The first two are one of each kind, and both approved.
      if number % 3 != 1, !free.isEmpty {
        place.enterprise = law.pick(free)
        used.insert(place.enterprise!)
      } else {
        place.enterpriseName = Text(zh: "示例单位\(number + 1)", en: "Example host \(number + 1)")(language)
      }
      place.work.title = Text(zh: "自行联系的实习", en: "Place found alone")(language)
      place.work.address = Text(zh: "示例路\(number + 1)号", en: "\(number + 1) Example Road")(language)
      if law.chance(0.8) {
        place.work.specialtyCodes = [
          law.chance(0.8)
            ? placementCase.students[student].specialty.prefix(4)!
            : law.pick(placementCase.students).specialty
        ]
      }
      (place.work.start, place.work.end) = (
        day(2026, 9, 1), law.chance(0.7) ? day(2027, 2, 28) : day(2027, 1, 31)
      )
      place.work.monthlyPay = ExactDecimal(2500 + 50 * law.whole(0...20))
      place.appliedOn = day(2026, 5, 10)
      place.guardianConsent = true
      if number < 2 || law.chance(0.8) {
        place.approvedOn = day(2026, 5, 20)
        place.hostMentor = Text(
          zh: "指导人\(padded(number + 1, to: 3))", en: "Mentor \(padded(number + 1, to: 3))")(language)
      }
      placementCase.selfArranged[student] = place
    }
  }

  /// How many have found a place at each enterprise alone.
  var takenAlone: [Int] {
    placementCase.approvedSelfArranged.reduce(into: placementCase.enterprises.map { _ in 0 }) {
      taken, place in
      if let enterprise = place.enterprise { taken[enterprise] += 1 }
    }
  }

  /// What published.csv says of places found alone, and of what is done before the start: nearly all of it, in time.
  mutating func setDuties(_ law: inout SplitMix64) {
    placementCase.dutyDates = Set(DutyDate.allCases)
    for student in placementCase.students.indices {
      if let told = placementCase.published[student] {
        placementCase.published[student]!.dates = dates(told.stage, &law)
      }
    }
    for place in placementCase.approvedSelfArranged where law.chance(0.7) {
      let stage: PublishedPlacement.Stage = law.chance(0.5) ? .signed : .announced
      placementCase.selfArranged[place.student]!.published = SelfPublished(
        stage: stage, dates: dates(stage, &law), row: 0)
      placementCase.published[place.student] = nil
    }
  }

  private func dates(_ stage: PublishedPlacement.Stage, _ law: inout SplitMix64)
    -> [DutyDate: CalendarDate]
  {
    guard stage >= .signed else { return [:] }
    var dates: [DutyDate: CalendarDate] = [.consentOn: day(2026, 6, 20)]
    if law.chance(0.95) { dates[.agreementOn] = day(2026, 6, 28) }
    guard stage == .started else { return dates }
    if law.chance(0.95) { dates[.trainedOn] = day(2026, 6, 30) }
    dates[.insuredFrom] = day(2026, 9, 1)
    dates[.insuredTo] = law.chance(0.95) ? day(2027, 6, 30) : day(2026, 12, 31)
    return dates
  }

  /// Certificates with their kinds, years of graduation, levels of schools, and three subsidies of made-up numbers.
  mutating func setSubsidies(_ law: inout SplitMix64) {
    var certificate = Certificate()
    (certificate.name, certificate.kind, certificate.level) = (
      Text(zh: "电工证", en: "electrician")(language), .skillLevel, 4
    )
    placementCase.certificates = [certificate]
    placementCase.hasCertificates = true
    let levels = [Text(zh: "中职", en: "secondary"), Text(zh: "高职", en: "higher")].map { $0(language) }
    for index in placementCase.schools.indices { placementCase.schools[index].level = law.pick(levels) }
    for index in placementCase.students.indices {
      placementCase.students[index].graduationYear = placementCase.policy.academicYear + law.whole(1...2)
    }
    let source = Text(zh: "示例：本市技能补助办法", en: "Example: the city's subsidies for skills")(language)
    var skill = SubsidyScheme(
      id: "B1", payee: .student, unit: .once, amount: .fixed(ExactDecimal(1000)), source: source)
    (skill.kinds, skill.levelMax) = ([.skillLevel, .national], 4)
    var host = SubsidyScheme(
      id: "B2", payee: .enterprise, unit: .month,
      amount: .minimumWageShare(ExactDecimal(digits: 3, scale: 1)),
      source: source)
    (host.finalYear, host.minimumMonths, host.to) = (true, 3, day(2027, 3, 31))
    var school = SubsidyScheme(
      id: "B3", payee: .student, unit: .month, amount: .fixed(ExactDecimal(200)), source: source)
    school.schoolLevels = [levels[0]]
    placementCase.policy.subsidies = [skill, host, school]
  }
}
