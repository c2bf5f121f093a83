import Allocation
import Placement

extension PlanFacts {
  /// yearly.csv: what the program computes, then set beside the targets, and what is reported.
  ///
  /// - Parameters:
  ///   - targets: the rows of targets.csv.
  ///   - quotas: this plan's.
  ///   - practice: this plan's; nil without teachers.csv.
  func yearlyRows(
    _ targets: [IndicatorTarget], quotas: [QuotaRow], practice: [PracticeRow]?
  ) -> [YearlyRow] {
    let fractions = YearlyFractions(self, quotas: quotas, practice: practice)
    let computed = YearlyIndicator.allCases.flatMap { indicator -> [YearlyRow] in
      let row = YearlyRow(indicator, fractions.fraction(indicator))
      let aims = targets.filter { $0.indicator == .computed(indicator) }
      return aims.isEmpty ? [row] : aims.map { row.aiming(at: $0) }
    }
    let reported = targets.compactMap { target -> YearlyRow? in
      guard case .reported = target.indicator else { return nil }
      var row = YearlyRow(target.indicator).aiming(at: target)
      row.value = target.value
      return row
    }
    return (computed + reported).sorted { $0.precedes($1, in: language) }
  }
}

/// A part of a whole, both counted.
struct YearlyFraction {
  var part: Int
  var all: Int
}

/// What each computed indicator counts. Another indicator: a line in `fraction`.
private struct YearlyFractions {
  private let facts: PlanFacts
  private let quotas: [QuotaRow]
  private let practice: [PracticeRow]?
  private let internships: [Internship]
  /// Those at posts of the plan.
  private let placed: [Internship]

  init(_ facts: PlanFacts, quotas: [QuotaRow], practice: [PracticeRow]?) {
    self.facts = facts
    self.quotas = quotas
    self.practice = practice
    internships = facts.internships
    placed = internships.filter { !$0.isSelfArranged }
  }

  /// Nil where the case has nothing to count by.
  func fraction(_ indicator: YearlyIndicator) -> YearlyFraction? {
    switch indicator {
    case .placed: YearlyFraction(part: placed.count, all: due)
    case .matched: YearlyFraction(part: placed.count(where: \.matched), all: placed.count)
    case .selfArranged: YearlyFraction(part: internships.count - placed.count, all: internships.count)
    case .targetMet: targetMet
    case .consent, .agreement, .training, .insured: indicator.duty.map(done)
    case .lawfulPay: YearlyFraction(part: placed.count(where: isPaidLawfully), all: placed.count)
    case .certifiedHosts: certifiedHosts
    case .supervised: supervised
    case .teacherPractice: teacherPractice
    case .certificates: certificates
    }
  }

  private var supervised: YearlyFraction? {
    facts.supervision.map { supervision in
      YearlyFraction(
        part: internships.count { supervision.teacherOf[$0.student] != nil }, all: internships.count)
    }
  }

  /// Of specialists; one whose months nobody knows has something missing.
  private var teacherPractice: YearlyFraction? {
    practice.map { rows in
      let specialists = rows.filter { $0.required != nil }
      return YearlyFraction(part: specialists.count { $0.missing == 0 }, all: specialists.count)
    }
  }

  /// Taking part or self-arranged.
  private var due: Int { facts.students.indices.count { facts.status(of: $0) != .excluded } }

  private var targetMet: YearlyFraction {
    let aimed = quotas.compactMap(\.targetMet)
    return YearlyFraction(part: aimed.count { $0 }, all: aimed.count)
  }

  private func done(_ duty: StartDuty) -> YearlyFraction {
    let count = StartDuties(facts.placementCase).count(duty)
    return YearlyFraction(part: count.checked - count.refused, all: count.checked)
  }

  private func isPaidLawfully(_ internship: Internship) -> Bool {
    guard let post = internship.post else { return false }
    return Rulebook[.pay].permits(student: internship.student, post: post, in: facts.placementProgram.context)
  }

  /// Of those at posts of the plan; nil without certificates.csv.
  private var certificates: YearlyFraction? {
    guard facts.placementCase.hasCertificates else { return nil }
    let listed = Set(facts.placementCase.certificates.map(\.name))
    let holders = placed.count {
      !listed.isDisjoint(with: facts.placementCase.students[$0.student].certificates)
    }
    return YearlyFraction(part: holders, all: placed.count)
  }

  private var certifiedHosts: YearlyFraction {
    let hosts = Set(internships.compactMap(\.enterprise))
    return YearlyFraction(
      part: hosts.count { facts.placementCase.enterprises[$0].certified }, all: hosts.count)
  }
}

extension YearlyRow {
  fileprivate init(_ indicator: YearlyIndicator, _ fraction: YearlyFraction?) {
    self.init(.computed(indicator))
    numerator = fraction?.part
    denominator = fraction?.all
    // Of nothing there is no share: not even all of it.
    guard let fraction, fraction.all > 0 else { return }
    let units = Ratio(fraction.part, of: fraction.all).roundedHalfUp(times: 10_000)
    value = ExactDecimal(digits: Int64(units), scale: 4)
  }

  fileprivate func aiming(at target: IndicatorTarget) -> YearlyRow {
    var row = self
    row.target = target.target
    row.dueYear = target.dueYear
    return row
  }
}
