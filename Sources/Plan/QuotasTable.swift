import Allocation
import Placement

extension PlanFacts {
  /// quotas.csv: every enterprise, job group and post.
  ///
  /// - Parameter worth: by row, where computed.
  func quotaRows(worth: [Int: ClosedRange<Int>] = [:]) -> [QuotaRow] {
    let quotas = placementProgram.quotas
    let interns = CertificationCount(placementCase)
    var rows = quotas.enterprises.map { quota in
      var row = sharedRow(quota)
      row.internsOfThreeYears = interns?.interns[quota.enterprise]
      row.certificationGap = interns?.gap(quota.enterprise)
      return row
    }
    rows += quotas.jobGroups.map(sharedRow)
    rows += placementCase.posts.indices.map(postRow)
    for (index, value) in worth {
      rows[index].worth = value.lowerBound
      rows[index].worthAtMost = value.upperBound
    }
    return rows
  }

  private func sharedRow(_ quota: Quota) -> QuotaRow {
    var row = QuotaRow(kind: quota.kind, id: quota.id)
    row.name = quota.name
    row.district = placementCase.enterprises[quota.enterprise].district
    row.limit = quota.limit?.value
    row.limitFrom = quota.limit?.term
    row.offered = quota.posts.reduce(0) { $0 + placementCase.posts[$1].seats }
    row.placed = quota.posts.reduce(quota.selfArranged) { $0 + load[$1] }
    row.free = quota.free(load: load)
    let enterprise = placementCase.enterprises[quota.enterprise]
    if quota.kind == .enterprise, enterprise.aboveScale {
      let low = policy.targetShareLow.ceiling(times: enterprise.staffTotal)
      row.targetLow = low
      row.targetHigh = policy.targetShareHigh.ceiling(times: enterprise.staffTotal)
      row.targetMet = enterprise.currentInterns + row.placed >= low
    }
    return row
  }

  private func postRow(_ index: Int) -> QuotaRow {
    let post = placementCase.posts[index]
    let limit = placementProgram.quotas.posts[index]
    var row = QuotaRow(kind: .post, id: post.id)
    row.name = post.title
    row.district = placementCase.enterprises[post.enterprise].district
    row.limit = limit.value
    row.limitFrom = limit.term
    row.offered = post.seats
    row.placed = load[index]
    row.free = limit.value - load[index]
    return row
  }

  /// Above-scale enterprises, and those that reach the target, by district in order of name.
  package func targetsByDistrict() -> [(district: String, aboveScale: Int, met: Int)] {
    var counts: [String: (Int, Int)] = [:]
    for quota in placementProgram.quotas.enterprises {
      let enterprise = placementCase.enterprises[quota.enterprise]
      guard enterprise.aboveScale else { continue }
      let placed = quota.posts.reduce(quota.selfArranged) { $0 + load[$1] }
      let met =
        enterprise.currentInterns + placed >= policy.targetShareLow.ceiling(times: enterprise.staffTotal)
      let (all, reached) = counts[enterprise.district] ?? (0, 0)
      counts[enterprise.district] = (all + 1, reached + (met ? 1 : 0))
    }
    return counts.keys.sorted(by: String.utf8Precedes).map { ($0, counts[$0]!.0, counts[$0]!.1) }
  }
}

/// How many interns of full length each enterprise had in the years that certification looks at.
private struct CertificationCount {
  /// By enterprise.
  private(set) var interns: [Int]
  private let needed: Int

  /// Nil where nobody has kept a record, or the policy asks for nothing.
  init?(_ placementCase: PlacementCase) {
    guard let records = placementCase.hostRecords, let terms = placementCase.policy.certification.complete
    else { return nil }
    needed = terms.interns
    interns = Array(repeating: 0, count: placementCase.enterprises.count)
    let year = placementCase.policy.academicYear
    for record in records where (year - terms.years..<year).contains(record.year) {
      interns[record.enterprise] += record.internsLong ?? 0
    }
  }

  func gap(_ enterprise: Int) -> Int { max(0, needed - interns[enterprise]) }
}
