import Allocation
import Placement

extension PlanFacts {
  /// compliance.csv: every rule with what it was asked and what it said, then what the data cannot show.
  func complianceRows() -> [ComplianceRow] {
    let rules = zip(Rulebook.rules, ruleCounts()).map { rule, counts in
      ComplianceRow(
        rule: rule.rule.text, source: rule.rule.sources(in: policy), counts: counts)
    }
    let stricter = ComplianceRow(
      rule: PlanWord.stricterThanText.text, source: PlanWord.stricterNote, counts: nil)
    let points = UncheckedPoint.allCases.map {
      ComplianceRow(rule: $0.text, source: UncheckedPoint.source, counts: nil)
    }
    return rules + limitRows() + [targetRow(), durationRow()] + dutyRows() + [stricter] + points
  }

  private func limitRows() -> [ComplianceRow] {
    let quotas = placementProgram.quotas
    let alone = placementCase.posts.filter { $0.jobGroup == nil }
    let limited =
      quotas.jobGroups.filter { $0.limit != nil }.count + alone.filter { $0.samePostStaff != nil }.count
    let missing = quotas.jobGroups.count + alone.count - limited
    let declared = placementCase.enterprises.filter { $0.maxInterns != nil }
    let posts = placementCase.posts.indices
    let closed = posts.filter {
      quotas.limit(of: $0) < placementCase.posts[$0].minStudents
    }
    return [
      limitRow(LimitTerm.staffShareMax, checked: quotas.enterprises.count),
      limitRow(LimitTerm.postShareMax, checked: limited, missing: missing),
      limitRow(LimitTerm.maxInterns, checked: declared.count),
      limitRow(LimitTerm.seats, checked: posts.count),
      limitRow(PlanWord.minStudents, checked: posts.count, refused: closed.count),
      limitRow(PlanWord.maxPerSchool, checked: schoolLimits),
      limitRow(PlanWord.team, checked: teams.count),
      limitRow(PairRelation.apart, checked: pairs(.apart)),
      limitRow(PairRelation.apartHost, checked: pairs(.apartHost)),
    ]
  }

  private func pairs(_ relation: PairRelation) -> Int {
    placementCase.pairs.count { $0.relation == relation }
  }

  private var schoolLimits: Int {
    placementCase.posts.count { $0.maxPerSchool != nil }
      + placementCase.enterprises.count { $0.maxPerSchool != nil }
  }

  /// Of those taking part.
  private var teams: Set<String> {
    Set(
      placementCase.students.indices.filter(placementCase.takesPart).compactMap {
        placementCase.students[$0].teamID
      })
  }

  private func limitRow(
    _ word: some Word, checked: Int, refused: Int = 0, missing: Int = 0
  ) -> ComplianceRow {
    ComplianceRow(
      rule: word.text, source: Text(verbatim: policy.sources[word.rawValue] ?? ""),
      counts: .init(checked: checked, refused: refused, dataMissing: missing))
  }

  /// Posts whose whole months are not the usual ones.
  private func durationRow() -> ComplianceRow {
    let unusual = placementCase.posts.count { $0.wholeMonths != policy.usualMonths }
    return limitRow(PlanWord.duration, checked: placementCase.posts.count, refused: unusual)
  }

  private func dutyRows() -> [ComplianceRow] {
    let duties = StartDuties(placementCase)
    return StartDuty.allCases.map { duty in
      let count = duties.count(duty)
      return ComplianceRow(
        rule: duty.text, source: Text(verbatim: duty.source(in: policy)),
        counts: .init(checked: count.checked, refused: count.refused, dataMissing: count.dataMissing))
    }
  }

  private func targetRow() -> ComplianceRow {
    let districts = targetsByDistrict()
    let all = districts.reduce(0) { $0 + $1.aboveScale }
    let met = districts.reduce(0) { $0 + $1.met }
    return limitRow(PlanWord.targetShare, checked: all, refused: all - met)
  }

  /// Profiles give the counts of all pairs at once; banned and pinned pairs are then put right one by one.
  private func ruleCounts() -> [ComplianceRow.Counts] {
    var counts = [ComplianceRow.Counts](repeating: ComplianceRow.Counts(), count: Rulebook.rules.count)
    countProfiles(&counts)
    countDistances(&counts)
    correctBans(&counts)
    correctPins(&counts)
    countSelfArranged(&counts)
    for (index, rule) in Rulebook.rules.enumerated() {
      counts[index].dataMissing += rule.rowsLackingData(in: placementCase)
    }
    return counts
  }

  private func index(of rule: Rule) -> Int { Rulebook.rules.firstIndex { $0.rule == rule }! }

  private func countProfiles(_ counts: inout [ComplianceRow.Counts]) {
    let openPosts = placementProgram.openPosts
    let shared = OpenPosts.shared.map { index(of: $0.rule) }
    let banned = index(of: .banned)
    for profile in openPosts.sizes.indices {
      var reaching = placementCase.posts.count
      for (position, rule) in shared.enumerated() {
        counts[rule].checked += reaching * openPosts.sizes[profile]
        counts[rule].refused += openPosts.refusals[profile][position] * openPosts.sizes[profile]
        counts[rule].dataMissing += openPosts.lacking[profile][position] * openPosts.sizes[profile]
        reaching -= openPosts.refusals[profile][position]
        if position == 0 { counts[banned].checked += reaching * openPosts.sizes[profile] }
      }
    }
  }

  private func countDistances(_ counts: inout [ComplianceRow.Counts]) {
    let (distance, wishes) = (index(of: .distance), index(of: .wishes))
    let (openPosts, context) = (placementProgram.openPosts, placementProgram.context)
    for student in students.indices {
      let openings = openPosts.openCount(profile: openPosts.profileOfStudent[student])
      let open = students[student].open
      let near =
        placementCase.takesPart(student) && context.restrictsWishes(of: student)
        ? openPosts.countWithinReach(student: student, in: context) : open
      counts[distance].checked += openings
      counts[distance].refused += openings - near
      counts[wishes].checked += near
      counts[wishes].refused += near - open
    }
  }

  /// A banned pair was counted as if nobody had banned it.
  private func correctBans(_ counts: inout [ComplianceRow.Counts]) {
    let banned = index(of: .banned)
    let distance = index(of: .distance)
    for student in placementProgram.context.bans.keys.sorted()
    where placementCase.takesPart(student) {
      for post in placementCase.posts.indices
      where placementProgram.context.isBanned(student: student, post: post) {
        counts[banned].refused += 1
        for (index, rule) in Rulebook.rules.enumerated() where index > banned {
          counts[index].checked -= 1
          if rule.lacksData(student: student, post: post, in: placementProgram.context) {
            counts[index].dataMissing -= 1
          }
          // An open banned pair was left out by `forEachOpen`: it counts as refused by distance so far.
          let refused =
            index == distance || !rule.permits(student: student, post: post, in: placementProgram.context)
          if refused {
            counts[index].refused -= 1
            break
          }
        }
      }
    }
  }

  /// Whoever has found a place alone is asked of that place and no post; what fails there and is only noted counts as
  /// overridden.
  private func countSelfArranged(_ counts: inout [ComplianceRow.Counts]) {
    let excluded = index(of: .excluded)
    for own in placementProgram.selfArranged.judged {
      counts[excluded].checked -= placementCase.posts.count
      counts[excluded].refused -= placementCase.posts.count
      for rule in own.asked { counts[index(of: rule)].checked += 1 }
      for rule in own.lacking { counts[index(of: rule)].dataMissing += 1 }
      for rule in own.overridden { counts[index(of: rule)].overridden += 1 }
    }
  }

  /// At the pinned post, overridable tests count as passed.
  private func correctPins(_ counts: inout [ComplianceRow.Counts]) {
    for (student, pin) in placementProgram.commitments.pins.enumerated() {
      guard let pin, let first = pin.overridden.first else { continue }
      counts[index(of: first)].refused -= 1
      for (index, rule) in Rulebook.rules.enumerated() where index >= self.index(of: first) {
        if index > self.index(of: first) {
          counts[index].checked += 1
          if rule.lacksData(student: student, post: pin.post, in: placementProgram.context) {
            counts[index].dataMissing += 1
          }
        }
        if pin.overridden.contains(rule.rule) { counts[index].overridden += 1 }
      }
    }
  }
}
