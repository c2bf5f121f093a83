import Allocation
import Placement

extension PlanFacts {
  /// quotas.csv: every enterprise, job group and post. `worth` by row index, where computed.
  package func quotasTable(worth: [Int: Int] = [:]) -> PlanTable {
    let quotas = allocated.quotas
    var rows = quotas.enterprises.map(sharedRow) + quotas.jobGroups.map(sharedRow)
    rows += placementCase.posts.indices.map(postRow)
    for (index, value) in worth { rows[index][rows[index].count - 1] = String(value) }
    return PlanTable(file: "quotas.csv", columns: Columns.quotas, rows: rows)
  }

  private func sharedRow(_ quota: SharedQuota) -> [String] {
    let placed = quota.posts.reduce(0) { $0 + load[$1] }
    let offered = quota.posts.reduce(0) { $0 + placementCase.posts[$1].seats }
    let fullest = Self.fullestDay(quota.posts, load: load, placementCase)
    return [
      quota.kind(language), quota.id, quota.name, placementCase.enterprises[quota.enterprise].district,
      quota.limit.map { String($0.value) } ?? "", quota.limit?.term(language) ?? "", String(offered),
      String(placed), quota.limit.map { String($0.value - fullest) } ?? "",
    ] + (quota.kind == .enterprise ? targetCells(quota.enterprise, placed: placed) : ["", "", ""]) + [""]
  }

  private func targetCells(_ index: Int, placed: Int) -> [String] {
    let enterprise = placementCase.enterprises[index]
    guard enterprise.aboveScale else { return ["", "", ""] }
    let low = policy.targetShareLow.ceiling(times: enterprise.staffTotal)
    let high = policy.targetShareHigh.ceiling(times: enterprise.staffTotal)
    return [String(low), String(high), YesNo(enterprise.currentInterns + placed >= low)(language)]
  }

  private func postRow(_ index: Int) -> [String] {
    let post = placementCase.posts[index]
    let limit = allocated.quotas.posts[index]
    return [
      QuotaKind.post(language), post.id, post.title, placementCase.enterprises[post.enterprise].district,
      String(limit.value), limit.term(language), String(post.seats), String(load[index]),
      String(limit.value - load[index]), "", "", "", "",
    ]
  }

  /// Above-scale enterprises, and those that reach the target, by district in order of name.
  package func targetsByDistrict() -> [(district: String, aboveScale: Int, met: Int)] {
    var counts: [String: (Int, Int)] = [:]
    for quota in allocated.quotas.enterprises {
      let enterprise = placementCase.enterprises[quota.enterprise]
      guard enterprise.aboveScale else { continue }
      let placed = quota.posts.reduce(0) { $0 + load[$1] }
      let met =
        enterprise.currentInterns + placed >= policy.targetShareLow.ceiling(times: enterprise.staffTotal)
      let (all, reached) = counts[enterprise.district] ?? (0, 0)
      counts[enterprise.district] = (all + 1, reached + (met ? 1 : 0))
    }
    return counts.keys.sorted(by: String.utf8Precedes).map { ($0, counts[$0]!.0, counts[$0]!.1) }
  }
}
