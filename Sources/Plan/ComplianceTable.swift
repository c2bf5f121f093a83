import Allocation
import Placement

/// Counts of one rule over all pairs of student and post.
private struct RuleCounts {
  var checked = 0
  var refused = 0
  var overridden = 0
  var dataMissing = 0
}

extension PlanFacts {
  /// compliance.csv: every rule with what it was asked and what it said, then what the data cannot show.
  package func complianceTable() -> PlanTable {
    var rows = zip(Rulebook.rules, ruleCounts()).map { rule, counts in
      [
        rule.rule(language), rule.rule.sources(in: policy), String(counts.checked), String(counts.refused),
        String(counts.overridden), String(counts.dataMissing),
      ]
    }
    rows += quotaRows() + [targetRow()]
    rows += UncheckedPoint.allCases.map { [$0(language), UncheckedPoint.source(language), "", "", "", ""] }
    return PlanTable(file: "compliance.csv", columns: Columns.compliance, rows: rows)
  }

  private func quotaRows() -> [[String]] {
    let quotas = allocated.quotas
    let alone = placementCase.posts.filter { $0.jobGroup == nil }
    let limited =
      quotas.jobGroups.filter { $0.limit != nil }.count + alone.filter { $0.samePostStaff != nil }.count
    let missing = quotas.jobGroups.count + alone.count - limited
    let declared = placementCase.enterprises.filter { $0.maxInterns != nil }
    let posts = placementCase.posts.indices
    let closed = posts.filter {
      quotas.lowestQuota(of: $0, in: placementCase).limit < placementCase.posts[$0].minStudents
    }
    return [
      quotaRow(LimitTerm.staffShareMax, checked: quotas.enterprises.count),
      quotaRow(LimitTerm.postShareMax, checked: limited, missing: missing),
      quotaRow(LimitTerm.maxInterns, checked: declared.count),
      quotaRow(LimitTerm.seats, checked: posts.count),
      quotaRow(PlanWord.minStudents, checked: posts.count, refused: closed.count),
    ]
  }

  private func quotaRow(
    _ word: some Word, checked: Int, refused: Int = 0, missing: Int = 0
  ) -> [String] {
    let source = policy.sources[word.rawValue] ?? ""
    return [word(language), source, String(checked), String(refused), "0", String(missing)]
  }

  private func targetRow() -> [String] {
    let districts = targetsByDistrict()
    let all = districts.reduce(0) { $0 + $1.aboveScale }
    let met = districts.reduce(0) { $0 + $1.met }
    return quotaRow(PlanWord.targetShare, checked: all, refused: all - met)
  }

  /// Profiles give the counts of all pairs at once; banned and pinned pairs are then put right one by one.
  private func ruleCounts() -> [RuleCounts] {
    var counts = [RuleCounts](repeating: RuleCounts(), count: Rulebook.rules.count)
    countProfiles(&counts)
    countDistances(&counts)
    correctBans(&counts)
    correctPins(&counts)
    return counts
  }

  private func index(of rule: Rule) -> Int { Rulebook.rules.firstIndex { $0.rule == rule }! }

  private func countProfiles(_ counts: inout [RuleCounts]) {
    let openPosts = allocated.openPosts
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

  private func countDistances(_ counts: inout [RuleCounts]) {
    let distance = index(of: .distance)
    for student in students.indices {
      let openings = allocated.openPosts.openCount(profile: allocated.openPosts.profileOfStudent[student])
      counts[distance].checked += openings
      counts[distance].refused += openings - students[student].open
    }
  }

  /// A banned pair was counted as if nobody had banned it.
  private func correctBans(_ counts: inout [RuleCounts]) {
    let banned = index(of: .banned)
    let distance = index(of: .distance)
    for student in allocated.context.bans.keys.sorted()
    where placementCase.students[student].excluded == nil {
      for post in placementCase.posts.indices
      where allocated.context.isBanned(student: student, post: post) {
        counts[banned].refused += 1
        for (index, rule) in Rulebook.rules.enumerated() where index > banned {
          counts[index].checked -= 1
          if rule.lacksData(student: student, post: post, in: allocated.context) {
            counts[index].dataMissing -= 1
          }
          // An open banned pair was left out by `forEachOpen`: it counts as refused by distance so far.
          let refused =
            index == distance || !rule.permits(student: student, post: post, in: allocated.context)
          if refused {
            counts[index].refused -= 1
            break
          }
        }
      }
    }
  }

  /// At the pinned post, overridable tests count as passed.
  private func correctPins(_ counts: inout [RuleCounts]) {
    for (student, pin) in allocated.commitments.pins.enumerated() {
      guard let pin, let first = pin.overridden.first else { continue }
      counts[index(of: first)].refused -= 1
      for (index, rule) in Rulebook.rules.enumerated() where index >= self.index(of: first) {
        if index > self.index(of: first) {
          counts[index].checked += 1
          if rule.lacksData(student: student, post: pin.post, in: allocated.context) {
            counts[index].dataMissing += 1
          }
        }
        if pin.overridden.contains(rule.rule) { counts[index].overridden += 1 }
      }
    }
  }
}
