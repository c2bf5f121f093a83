import Placement

// What demand.csv, history.csv, host-record.csv and targets.csv add to a plan.

/// Seats and students of classes by year, this one's as the plan has them.
struct YearsOfSupply {
  /// A year's figures of one class and district.
  struct Figures {
    let students: Int
    let seats: Int
  }

  private let policy: Policy
  private let byRow: [SupplyGroups.Key: [Int: Figures]]
  /// All districts together, by year and class.
  private let byClass: [Int: [String: Figures]]

  /// - Parameter now: what this year's rows of supply-demand.csv say.
  init(_ placementCase: PlacementCase, now: [(key: SupplyGroups.Key, figures: Figures)]) {
    policy = placementCase.policy
    let year = policy.academicYear
    var lines = now.map { ($0.key, year, $0.figures) }
    for old in placementCase.history where old.year < year {
      let key = SupplyGroups.Key(specialtyClass: old.specialtyClass, district: old.district)
      lines.append((key, old.year, Figures(students: old.students, seats: old.seats)))
    }
    var byRow: [SupplyGroups.Key: [Int: Figures]] = [:]
    var byClass: [Int: [String: Figures]] = [:]
    for (key, year, figures) in lines {
      byRow[key, default: [:]][year] = figures
      let before = byClass[year]?[key.specialtyClass]
      byClass[year, default: [:]][key.specialtyClass] = Figures(
        students: figures.students + (before?.students ?? 0), seats: figures.seats + (before?.seats ?? 0))
    }
    self.byRow = byRow
    self.byClass = byClass
  }

  /// `seats_last_year, seats_expected, low, high, signal`
  func cells(_ key: SupplyGroups.Key, _ language: Language) -> [ExpectedCell] {
    let last = byRow[key]?[policy.academicYear - 1]?.seats
    return [ExpectedCell(last)] + expected(key) + [
      .text(signal(key.specialtyClass).map { $0(language) } ?? "")
    ]
  }

  /// This year's seats times the median, the least and the greatest of seats(y) / seats(y − 1).
  private func expected(_ key: SupplyGroups.Key) -> [ExpectedCell] {
    let years = byRow[key] ?? [:]
    var ratios: [(over: Int128, under: Int128)] = []
    for (year, figures) in years {
      if let before = years[year - 1]?.seats, before != 0 {
        ratios.append((Int128(figures.seats), Int128(before)))
      }
    }
    guard ratios.count > 2, let now = years[policy.academicYear]?.seats else { return ["", "", ""] }
    ratios.sort { $0.over * $1.under < $1.over * $0.under }
    let half = ratios.count / 2
    var middle = ratios[half]
    if ratios.count.isMultiple(of: 2) {
      let below = ratios[half - 1]
      middle = (middle.over * below.under + below.over * middle.under, 2 * middle.under * below.under)
    }
    return [middle, ratios[0], ratios[ratios.count - 1]].map {
      ExpectedCell(YearsOfSupply.nearest(Int128(now) * $0.over, $0.under))
    }
  }

  /// The nearest whole number, the upper one of two.
  static func nearest(_ over: Int128, _ under: Int128) -> Int {
    let (whole, rest) = over.quotientAndRemainder(dividingBy: under)
    return Int(rest * 2 >= under ? whole + 1 : whole)
  }

  private func signal(_ name: String) -> SupplySignal? {
    let years = (0..<policy.signalYears).map { policy.academicYear - $0 }
    let isTop = years.allSatisfy { isExtreme(name, in: $0, most: true) }
    let isBottom = years.allSatisfy { isExtreme(name, in: $0, most: false) }
    return isTop == isBottom ? nil : isTop ? .grow : .shrink
  }

  /// Whether fewer classes come before this one than the tail is long.
  private func isExtreme(_ name: String, in year: Int, most: Bool) -> Bool {
    let counted = (byClass[year] ?? [:]).filter {
      $0.value.students > 0 && $0.value.students >= policy.signalMinimum
    }
    guard let own = counted[name] else { return false }
    let before = counted.filter { other, figures in
      let (theirs, ours) = (
        Int128(figures.seats) * Int128(own.students), Int128(own.seats) * Int128(figures.students)
      )
      return theirs == ours ? String.utf8Precedes(other, name) : most ? theirs > ours : theirs < ours
    }
    return before.count < policy.signalTailShare.ceiling(times: counted.count)
  }
}

extension Expectation {
  /// `demand` and what follows it in supply-demand.csv.
  func outlook(of rows: [(key: SupplyGroups.Key, figures: YearsOfSupply.Figures)]) -> [[ExpectedCell]] {
    let years = YearsOfSupply(placementCase, now: rows)
    return rows.map { row in
      let asked = placementCase.demand.first {
        $0.year == placementCase.policy.academicYear && $0.specialtyClass == row.key.specialtyClass
          && $0.district == row.key.district
      }
      return [ExpectedCell(asked?.demand)] + years.cells(row.key, language)
    }
  }

  /// `interns_3y` and `certification_gap`, by enterprise; empty where there is no record, or nothing is asked for.
  var recordCells: [[ExpectedCell]] {
    let asked = placementCase.policy.certification
    let hosts = placementCase.enterprises.count
    guard let records = placementCase.hostRecords, let span = asked.years, let needed = asked.interns else {
      return Array(repeating: ["", ""], count: hosts)
    }
    var interns = [Int](repeating: 0, count: hosts)
    for record in records {
      let ago = placementCase.policy.academicYear - record.year
      if ago >= 1, ago <= span { interns[record.enterprise] += record.internsLong ?? 0 }
    }
    return interns.map { [ExpectedCell($0), ExpectedCell($0 < needed ? needed - $0 : 0)] }
  }
}

// MARK: yearly.csv

extension Expectation {
  /// Nil where the case has no targets.csv.
  var yearly: ExpectedTable? {
    guard let targets = placementCase.targets else { return nil }
    var rows: [YearlyLine] = []
    for target in targets {
      switch target.indicator {
      case .computed(let indicator): rows.append(line(indicator, target))
      case .reported(let name):
        rows.append(YearlyLine(name: name, value: target.value, target: target.target, due: target.dueYear))
      }
    }
    for indicator in YearlyIndicator.allCases
    where !targets.contains(where: { $0.indicator == .computed(indicator) }) {
      rows.append(line(indicator, nil))
    }
    rows.sort()
    return ExpectedTable(
      file: "yearly.csv", columns: PlanSchema.yearly.columns.map(\.name), keyColumns: 1,
      rows: rows.map { $0.cells(language) })
  }

  private func line(_ indicator: YearlyIndicator, _ target: IndicatorTarget?) -> YearlyLine {
    var line = YearlyLine(
      name: word(indicator), value: nil, target: target?.target, due: target?.dueYear,
      counted: counted(indicator)
    )
    line.isComputed = true
    line.isBestLow = indicator == .selfArranged
    if let (part, all) = line.counted, all > 0 {
      // Ten-thousandths.
      let units = YearsOfSupply.nearest(Int128(part) * 10_000, Int128(all))
      line.value = ExactDecimal(digits: Int64(units), scale: 4)
    }
    return line
  }

  /// How many of how many; nil where the case does not tell.
  private func counted(_ indicator: YearlyIndicator) -> (Int, Int)? {
    let all = internships
    let atPosts = all.filter { $0.post != nil }
    switch indicator {
    case .placed: return (atPosts.count, placement.indices.filter { status($0) != .excluded }.count)
    case .matched: return (atPosts.filter(\.matched).count, atPosts.count)
    case .selfArranged: return (all.count - atPosts.count, all.count)
    case .targetMet:
      let above = placementCase.enterprises.indices.filter { placementCase.enterprises[$0].aboveScale }
      let low = placementCase.policy.targetShareLow
      return (above.filter { interns($0) >= rules.target(low, of: $0) }.count, above.count)
    case .consent: return inTime(.consent)
    case .agreement: return inTime(.agreement)
    case .training: return inTime(.training)
    case .insured: return inTime(.insurance)
    case .lawfulPay:
      let underpaid = AuditTest.all.first { $0.rule == .pay }?.refuses.post
      return (atPosts.filter { !(underpaid?(rules, $0.post!) ?? false) }.count, atPosts.count)
    case .certifiedHosts:
      let hosts = Set(all.compactMap(\.enterprise))
      return (hosts.filter { placementCase.enterprises[$0].certified }.count, hosts.count)
    case .supervised:
      guard placementCase.hasTeachers else { return nil }
      return (all.filter { supervision.teacherOf[$0.student] != nil }.count, all.count)
    case .teacherPractice:
      guard placementCase.hasTeachers else { return nil }
      let specialists = placementCase.teachers.filter(\.isSpecialist)
      let needed = placementCase.policy.practiceMonths
      return (specialists.filter { ($0.practiceMonths ?? -1) >= needed }.count, specialists.count)
    case .certificates:
      guard placementCase.hasCertificates else { return nil }
      let holders = atPosts.filter { internship in
        placementCase.students[internship.student].certificates.contains { name in
          placementCase.certificates.contains { $0.name == name }
        }
      }
      return (holders.count, atPosts.count)
    }
  }

  private func inTime(_ duty: StartDuty) -> (Int, Int) {
    let figures = dutyFigures(duty)
    return (figures[0] - figures[1], figures[0])
  }
}

/// A row of yearly.csv before it is text.
private struct YearlyLine: Comparable {
  let name: String
  var value: ExactDecimal?
  let target: ExactDecimal?
  let due: Int?
  var counted: (Int, Int)?
  var isComputed = false
  var isBestLow = false

  func cells(_ language: Language) -> [ExpectedCell] {
    let met = isMet.map { YesNo($0)(language) } ?? ""
    let shown = isComputed ? value?.text(decimals: 4) : value?.description
    return [
      .text(name), ExpectedCell(counted?.0), ExpectedCell(counted?.1), .text(shown ?? ""),
      .text(target?.description ?? ""), ExpectedCell(due), .text(met),
      .text((isComputed ? FigureOrigin.computed : .reported)(language)),
    ]
  }

  /// Of what is counted the counts decide, not the four places that are shown of them.
  private var isMet: Bool? {
    guard let value, let target else { return nil }
    guard let (part, all) = counted else { return !(value < target) }
    var reached = Int128(part)
    for _ in 0..<target.scale { reached *= 10 }
    let asked = Int128(target.digits) * Int128(all)
    return isBestLow ? reached <= asked : reached >= asked
  }

  static func < (a: YearlyLine, b: YearlyLine) -> Bool {
    if a.name != b.name { return String.utf8Precedes(a.name, b.name) }
    if a.value != b.value { return precedes(a.value, b.value) }
    if a.target != b.target { return precedes(a.target, b.target) }
    return precedes(a.due, b.due)
  }

  static func == (a: YearlyLine, b: YearlyLine) -> Bool {
    a.name == b.name && a.value == b.value && a.target == b.target && a.due == b.due
  }

  /// Nothing comes first.
  private static func precedes<T: Comparable>(_ a: T?, _ b: T?) -> Bool {
    guard let b else { return false }
    return a.map { $0 < b } ?? true
  }
}
