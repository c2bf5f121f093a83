import Placement

// subsidies.csv, from the contract's words once more.
extension Expectation {
  var subsidies: ExpectedTable? {
    guard !placementCase.policy.subsidies.isEmpty else { return nil }
    let rows = subsidySums.map { sum in
      [
        sum.scheme.id, word(sum.scheme.payee), sum.id, String(sum.students), String(sum.months),
        Self.yuan(sum.cents), word(sum.state), sum.scheme.source,
      ]
    }
    let sorted = rows.sorted { a, b in
      guard let place = a.indices.first(where: { a[$0] != b[$0] }) else { return false }
      if let first = ExactDecimal(a[place]), let second = ExactDecimal(b[place]), (3...5).contains(place) {
        return first < second
      }
      return String.utf8Precedes(a[place], b[place])
    }
    return ExpectedTable(
      file: "subsidies.csv", columns: PlanSchema.subsidies.columns.map(\.name), keyColumns: 7,
      rows: sorted.map { $0.map { .text($0) } })
  }

  /// `subsidies` of summary.json: yuan by scheme, then state; nil without schemes.
  var subsidyTotals: [String: [String: String]]? {
    guard !placementCase.policy.subsidies.isEmpty else { return nil }
    var cents: [String: [String: Int]] = [:]
    for sum in subsidySums { cents[sum.scheme.id, default: [:]][sum.state.rawValue, default: 0] += sum.cents }
    return cents.mapValues { $0.mapValues(Self.yuan) }
  }

  private struct Sum {
    let scheme: SubsidyScheme
    let id: String
    let state: SubsidyState
    var students = 0
    var months = 0
    var cents = 0
  }

  private var subsidySums: [Sum] {
    var sums: [Sum] = []
    for scheme in placementCase.policy.subsidies {
      var places: [String: Int] = [:]
      for work in internships {
        guard let state = state(scheme, work) else { continue }
        let id: String
        if scheme.payee == .student {
          id = placementCase.students[work.student].id
        } else if let enterprise = work.enterprise {
          id = placementCase.enterprises[enterprise].id
        } else {
          continue
        }
        let key = state.rawValue + " " + id
        if places[key] == nil {
          places[key] = sums.count
          sums.append(Sum(scheme: scheme, id: id, state: state))
        }
        let months = paidMonths(scheme, work)
        sums[places[key]!].students += 1
        sums[places[key]!].months += months
        sums[places[key]!].cents += cents(scheme, work, months)
      }
    }
    return sums
  }

  /// Nil where the student does not count.
  private func state(_ scheme: SubsidyScheme, _ work: AuditInternship) -> SubsidyState? {
    let student = placementCase.students[work.student]
    if !scheme.schoolLevels.isEmpty {
      let level = placementCase.schools.first { $0.id == student.schoolID }?.level
      guard let level, scheme.schoolLevels.contains(level) else { return nil }
    }
    if scheme.finalYear, student.graduationYear != placementCase.policy.academicYear + 1 { return nil }
    if let least = scheme.minimumMonths, Self.fullMonths(work.start, work.end) < least { return nil }
    let clipped = Self.clipped(scheme, work)
    guard let clipped, scheme.unit == .once || Self.fullMonths(clipped.first, clipped.last) > 0 else {
      return nil
    }
    var isUnproven = false
    if scheme.levelMax != nil || !scheme.kinds.isEmpty {
      var isShown = false
      for name in student.certificates {
        guard let listed = placementCase.certificates.first(where: { $0.name == name }) else {
          isUnproven = true
          continue
        }
        if !scheme.kinds.isEmpty, !scheme.kinds.contains(where: { $0 == listed.kind }) { continue }
        if let most = scheme.levelMax, listed.level ?? 99 > most { continue }
        isShown = true
      }
      if isShown { isUnproven = false } else if !isUnproven { return nil }
    }
    if isUnproven { return .unproven }
    return work.end < placementCase.asOf ? .due : .forecast
  }

  private static func clipped(_ scheme: SubsidyScheme, _ work: AuditInternship) -> (
    first: CalendarDate, last: CalendarDate
  )? {
    var (first, last) = (work.start, work.end)
    if let from = scheme.from, from > first { first = from }
    if let to = scheme.to, to < last { last = to }
    return first > last ? nil : (first, last)
  }

  private func paidMonths(_ scheme: SubsidyScheme, _ work: AuditInternship) -> Int {
    Self.clipped(scheme, work).map { Self.fullMonths($0.first, $0.last) } ?? 0
  }

  private func cents(_ scheme: SubsidyScheme, _ work: AuditInternship, _ months: Int) -> Int {
    let count = scheme.unit == .once ? 1 : months
    switch scheme.amount {
    case .fixed(let amount): return Self.halfUp(amount, ExactDecimal(1), count)
    case .minimumWageShare(let share):
      let district = work.enterprise.map { placementCase.enterprises[$0].district }
      let wage =
        district.flatMap { placementCase.policy.minimumWageByDistrict[$0] }
        ?? placementCase.policy.minimumWage
      return Self.halfUp(share, wage, count)
    }
  }

  /// a × b × count in cents.
  private static func halfUp(_ a: ExactDecimal, _ b: ExactDecimal, _ count: Int) -> Int {
    var unit: Int128 = 1
    for _ in 0..<(a.scale + b.scale) { unit *= 10 }
    let product = Int128(a.digits) * Int128(b.digits) * Int128(100 * count)
    let (whole, rest) = product.quotientAndRemainder(dividingBy: unit)
    return Int(2 * rest >= unit ? whole + 1 : whole)
  }

  private static func yuan(_ cents: Int) -> String {
    let rest = String(cents % 100)
    return "\(cents / 100)." + (rest.count < 2 ? "0" + rest : rest)
  }
}
