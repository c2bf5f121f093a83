import Placement

// The files about posts and rules: quotas.csv, supply-demand.csv, compliance.csv.
extension Expectation {
  var quotas: ExpectedTable {
    let records = recordCells
    let rows =
      placementCase.enterprises.indices.map { enterpriseQuota($0) + records[$0] }
      + rules.limits.groups.indices.map { groupQuota($0) }
      + placementCase.posts.indices.map { postQuota($0) }
    return ExpectedTable(file: "quotas.csv", columns: Columns.quotas, keyColumns: 2, rows: rows)
  }

  /// Interns there and placed, over all periods.
  func interns(_ enterprise: Int) -> Int {
    placementCase.enterprises[enterprise].currentInterns + sent(to: enterprise)
  }

  /// To its posts, and alone.
  private func sent(to enterprise: Int) -> Int {
    placed(rules.limits.postsOf[enterprise]) + rules.limits.selfArrangedOf[enterprise].count
  }

  private func placed(_ posts: [Int]) -> Int { posts.reduce(0) { $0 + loads.atPost[$1] } }

  private func seats(_ posts: [Int]) -> Int { posts.reduce(0) { $0 + placementCase.posts[$1].seats } }

  private func enterpriseQuota(_ index: Int) -> [ExpectedCell] {
    let host = placementCase.enterprises[index]
    let limit = rules.limits.enterprise[index]
    let posts = rules.limits.postsOf[index]
    let low = rules.target(placementCase.policy.targetShareLow, of: index)
    let high = rules.target(placementCase.policy.targetShareHigh, of: index)
    let above = host.aboveScale
    let free = limit.value - loads.enterprisePeak[index].students
    let cells: [ExpectedCell] = [
      .text(word(QuotaKind.enterprise)), .text(host.id), .text(host.name), .text(host.district),
      ExpectedCell(limit.value), .text(word(limit.from)), ExpectedCell(seats(posts)),
      ExpectedCell(sent(to: index)), ExpectedCell(free),
      ExpectedCell(above ? low : nil), ExpectedCell(above ? high : nil),
      .text(above ? yesNo(interns(index) >= low) : ""),
    ]
    return cells + worthCells(.enterprise, host.id, free: free)
  }

  private func groupQuota(_ index: Int) -> [ExpectedCell] {
    let group = rules.limits.groups[index]
    let free = group.limit.map { $0 - loads.groupPeak[index].students }
    let cells: [ExpectedCell] = [
      .text(word(QuotaKind.jobGroup)), .text(group.id), .text(group.name),
      .text(placementCase.enterprises[group.enterprise].district), ExpectedCell(group.limit),
      .text(group.limit == nil ? "" : word(LimitTerm.postShareMax)), ExpectedCell(seats(group.posts)),
      ExpectedCell(placed(group.posts)), ExpectedCell(free), "", "", "",
    ]
    return cells + worthCells(.jobGroup, group.id, free: free) + ["", ""]
  }

  private func postQuota(_ index: Int) -> [ExpectedCell] {
    let post = placementCase.posts[index]
    let limit = rules.limits.post[index]
    let free = limit.value - loads.atPost[index]
    let cells: [ExpectedCell] = [
      .text(word(QuotaKind.post)), .text(post.id), .text(post.title),
      .text(placementCase.enterprises[post.enterprise].district), ExpectedCell(limit.value),
      .text(word(limit.from)), ExpectedCell(post.seats), ExpectedCell(loads.atPost[index]),
      ExpectedCell(free), "", "", "",
    ]
    return cells + worthCells(.post, post.id, free: free) + ["", ""]
  }

  var supplyDemand: ExpectedTable {
    var students = [Int](repeating: 0, count: supply.keys.count)
    var placed = students
    for (student, group) in supply.of.enumerated() {
      guard let group else { continue }
      students[group] += 1
      if placement[student] != nil { placed[group] += 1 }
    }
    let figures = supply.keys.enumerated().map { number, key in
      (key: key, figures: YearsOfSupply.Figures(students: students[number], seats: seats(key)))
    }
    let outlook = outlook(of: figures)
    let rows = figures.enumerated().map { number, row -> [ExpectedCell] in
      let cells: [ExpectedCell] = [
        .text(row.key.specialtyClass), .text(row.key.district), ExpectedCell(row.figures.students),
        ExpectedCell(row.figures.seats), ExpectedCell(placed[number]),
        ExpectedCell(row.figures.students - placed[number]),
      ]
      return cells + outlook[number]
    }
    return ExpectedTable(
      file: "supply-demand.csv", columns: Columns.supplyDemand, keyColumns: 2, rows: rows)
  }

  /// The district's seats for the class: every post counts by the lowest limit that it is under.
  private func seats(_ key: SupplyGroups.Key) -> Int {
    placementCase.posts.indices.reduce(0) { sum, index in
      let post = placementCase.posts[index]
      guard placementCase.enterprises[post.enterprise].district == key.district,
        // A category stands at the class's beginning, a specialty has the class at its own.
        post.specialtyCodes.map(\.description).contains(where: {
          key.specialtyClass.hasPrefix($0) || $0.hasPrefix(key.specialtyClass)
        })
      else { return sum }
      return sum + rules.standingLimit(of: index)
    }
  }

  var compliance: ExpectedTable {
    var rows = AuditTest.all.enumerated().map { place, test -> [ExpectedCell] in
      let own = rules.selfArranged.entries
      func alone(_ rules: (SelfArrangedTable.Entry) -> [Rule]) -> Int {
        own.filter { rules($0).contains(test.rule) }.count
      }
      let reached = survey.endedAt[place...].reduce(0, +)
      return complianceRow(
        word(test.rule), test.rule.sources(in: placementCase.policy)(language),
        [
          reached + alone { $0.asked }, survey.endedAt[place],
          survey.overridden[place] + alone { $0.overridden },
          survey.missing[place] + (test.rowsLacking?(rules) ?? 0) + alone { $0.lacking },
        ])
    }
    rows += quotaCompliance
    rows += duties
    rows.append(
      [.text(word(PlanWord.stricterThanText)), .text(PlanWord.stricterNote(language)), "", "", "", ""])
    rows += UncheckedPoint.allCases.map { point in
      [.text(word(point)), .text(UncheckedPoint.source(language)), "", "", "", ""]
    }
    return ExpectedTable(
      file: "compliance.csv", columns: Columns.compliance, keyColumns: 1, rows: rows)
  }

  private var quotaCompliance: [[ExpectedCell]] {
    let own = placementCase.posts.filter { $0.jobGroup == nil }
    let groups = rules.limits.groups
    let known = groups.filter { $0.limit != nil }.count + own.filter { $0.samePostStaff != nil }.count
    let above = placementCase.enterprises.indices.filter { placementCase.enterprises[$0].aboveScale }
    let low = placementCase.policy.targetShareLow
    let missed = above.filter { interns($0) < rules.target(low, of: $0) }
    return [
      quotaRow(LimitTerm.staffShareMax, [placementCase.enterprises.count, 0, 0, 0]),
      quotaRow(LimitTerm.postShareMax, [known, 0, 0, groups.count + own.count - known]),
      quotaRow(
        LimitTerm.maxInterns, [placementCase.enterprises.filter { $0.maxInterns != nil }.count, 0, 0, 0]),
      quotaRow(LimitTerm.seats, [placementCase.posts.count, 0, 0, 0]),
      quotaRow(PlanWord.minStudents, [placementCase.posts.count, takingNobody, 0, 0]),
      quotaRow(PlanWord.maxPerSchool, [withSchoolLimit, 0, 0, 0]),
      quotaRow(PlanWord.team, [rules.teams.members.count, 0, 0, 0]),
      quotaRow(PairRelation.apart, [pairs(.apart), 0, 0, 0]),
      quotaRow(PairRelation.apartHost, [pairs(.apartHost), 0, 0, 0]),
      quotaRow(PlanWord.targetShare, [above.count, missed.count, 0, 0]),
      quotaRow(PlanWord.duration, [placementCase.posts.count, unusuallyLong, 0, 0]),
    ]
  }

  private func pairs(_ relation: PairRelation) -> Int {
    placementCase.pairs.filter { $0.relation == relation }.count
  }

  private var withSchoolLimit: Int {
    let limits = placementCase.posts.map(\.maxPerSchool) + placementCase.enterprises.map(\.maxPerSchool)
    return limits.compactMap { $0 }.count
  }

  private var unusuallyLong: Int {
    placementCase.posts.filter {
      Expectation.fullMonths($0.start, $0.end) != placementCase.policy.usualMonths
    }.count
  }

  /// Months from the first day to the day after the last, the one that is not full left out.
  static func fullMonths(_ start: CalendarDate, _ end: CalendarDate) -> Int {
    let first = start.components
    let after = CalendarDate(dayNumber: end.dayNumber + 1).components
    let months = (after.year - first.year) * 12 + after.month - first.month
    let due = min(first.day, CalendarDate.daysIn(month: after.month, year: after.year))
    return max(0, after.day >= due ? months : months - 1)
  }

  /// What published.csv says of consent, agreement, training and insurance.
  private var duties: [[ExpectedCell]] {
    StartDuty.allCases.map { duty in
      complianceRow(word(duty), duty.source(in: placementCase.policy), dutyFigures(duty))
    }
  }

  /// Checked, refused, overridden, data missing.
  func dutyFigures(_ duty: StartDuty) -> [Int] {
    let rows = placementCase.publishedStarts.filter { published in
      switch duty {
      case .consent, .agreement: published.stage == .signed || published.stage == .started
      case .training, .insurance: published.stage == .started
      }
    }
    guard duty.dates.allSatisfy(placementCase.dutyDates.contains) else { return [0, 0, 0, rows.count] }
    return [rows.count, rows.filter { isLate(duty, $0) }.count, 0, 0]
  }

  private func isLate(_ duty: StartDuty, _ published: PublishedStart) -> Bool {
    func day(_ date: DutyDate) -> Int32? { published.dates[date]?.dayNumber }
    switch duty {
    case .consent: return day(.consentOn) ?? .max > published.start.dayNumber
    case .agreement: return day(.agreementOn) ?? .max > published.start.dayNumber
    case .training: return day(.trainedOn) ?? .max > published.start.dayNumber
    case .insurance:
      return day(.insuredFrom) ?? .max > published.start.dayNumber
        || day(.insuredTo) ?? .min < published.end.dayNumber
    }
  }

  /// Posts under some limit below their minimum.
  private var takingNobody: Int {
    placementCase.posts.indices.count { rules.lowestLimit(of: $0) < placementCase.posts[$0].minStudents }
  }

  private func quotaRow(_ name: some Word, _ figures: [Int]) -> [ExpectedCell] {
    complianceRow(word(name), placementCase.policy.sources[name.rawValue] ?? "", figures)
  }

  private func complianceRow(_ name: String, _ source: String, _ figures: [Int]) -> [ExpectedCell] {
    [.text(name), .text(source)] + figures.map { ExpectedCell($0) }
  }
}
