import Allocation
import Placement

extension PlanFacts {
  /// subsidies.csv: a row a scheme, payee and state; nil where the policy names no subsidies.
  func subsidyRows() -> [SubsidyRow]? {
    guard !policy.subsidies.isEmpty else { return nil }
    let working = internships
    let facts = SubsidyFacts(placementCase)
    return policy.subsidies.flatMap { scheme in
      var rows: [SubsidyRow.Key: SubsidyRow] = [:]
      for internship in working {
        guard let due = facts.due(scheme, internship), let payee = payee(scheme, internship) else { continue }
        let key = SubsidyRow.Key(id: payee, state: due.state)
        rows[key, default: SubsidyRow(scheme: scheme, key: key)].add(months: due.months, cents: due.cents)
      }
      return Array(rows.values)
    }.sorted { $0.precedes($1, in: language) }
  }

  private func payee(_ scheme: SubsidyScheme, _ internship: Internship) -> String? {
    switch scheme.payee {
    case .student: placementCase.students[internship.student].id
    case .enterprise: internship.enterprise.map { placementCase.enterprises[$0].id }
    }
  }
}

/// Who is owed what for one internship.
private struct SubsidyFacts {
  struct Due {
    let months: Int
    let cents: Int
    let state: SubsidyState
  }

  private let placementCase: PlacementCase
  private let certificates: [String: Certificate]
  private let levels: [String: String]

  init(_ placementCase: PlacementCase) {
    self.placementCase = placementCase
    certificates = Dictionary(
      placementCase.certificates.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    levels = Dictionary(
      placementCase.schools.compactMap { school in school.level.map { (school.id, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Nil where the internship earns nothing from the scheme.
  func due(_ scheme: SubsidyScheme, _ internship: Internship) -> Due? {
    let student = placementCase.students[internship.student]
    guard meetsPerson(scheme, student),
      CalendarDate.wholeMonths(from: internship.start, to: internship.end) >= scheme.minimumMonths ?? 0,
      let isProven = proof(scheme, student)
    else { return nil }
    let first = max(internship.start, scheme.from ?? internship.start)
    let last = min(internship.end, scheme.to ?? internship.end)
    guard first <= last else { return nil }
    let months = CalendarDate.wholeMonths(from: first, to: last)
    if scheme.unit == .month, months == 0 { return nil }
    let isPast = internship.end < placementCase.asOf
    return Due(
      months: months,
      cents: cents(scheme, internship, times: scheme.unit == .once ? 1 : months),
      state: !isProven ? .unproven : isPast ? .due : .forecast)
  }

  private func meetsPerson(_ scheme: SubsidyScheme, _ student: Student) -> Bool {
    let isOfLevel =
      scheme.schoolLevels.isEmpty || levels[student.schoolID].map(scheme.schoolLevels.contains) ?? false
    let isFinal =
      !scheme.finalYear || student.graduationYear == placementCase.policy.academicYear + 1
    return isOfLevel && isFinal
  }

  /// Whether a listed certificate shows it; nil where none could, listed or not.
  private func proof(_ scheme: SubsidyScheme, _ student: Student) -> Bool? {
    guard scheme.needsCertificate else { return true }
    let listed = student.certificates.compactMap { certificates[$0] }
    let qualifies = listed.contains { certificate in
      let isOfKind = scheme.kinds.isEmpty || certificate.kind.map(scheme.kinds.contains) ?? false
      let isOfLevel = scheme.levelMax.map { most in certificate.level.map { $0 <= most } ?? false } ?? true
      return isOfKind && isOfLevel
    }
    if qualifies { return true }
    return listed.count < student.certificates.count ? false : nil
  }

  /// Rounded half up.
  private func cents(_ scheme: SubsidyScheme, _ internship: Internship, times count: Int) -> Int {
    switch scheme.amount {
    case .fixed(let amount): return amount.roundedHalfUp(times: 100 * count)
    case .minimumWageShare(let share):
      let policy = placementCase.policy
      let wage =
        internship.enterprise.map { policy.minimumWage(in: placementCase.enterprises[$0].district) }
        ?? policy.minimumWage
      return share.roundedHalfUp(of: wage, times: 100 * count)
    }
  }
}

extension SubsidyRow {
  fileprivate func precedes(_ other: SubsidyRow, in language: Language) -> Bool {
    if scheme.id != other.scheme.id { return String.utf8Precedes(scheme.id, other.scheme.id) }
    if key.id != other.key.id { return String.utf8Precedes(key.id, other.key.id) }
    let (own, others) = ([students, months, cents], [other.students, other.months, other.cents])
    if own != others { return own.lexicographicallyPrecedes(others) }
    return String.utf8Precedes(key.state(language), other.key.state(language))
  }
}

extension [SubsidyRow] {
  /// Yuan by scheme, then state.
  var sums: [String: [String: String]] {
    var cents: [String: [String: Int]] = [:]
    for row in self {
      cents[row.scheme.id, default: [:]][row.key.state.rawValue, default: 0] += row.cents
    }
    return cents.mapValues { $0.mapValues(SubsidyRow.yuan) }
  }
}
