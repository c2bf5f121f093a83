import Placement

extension FaultyCase {
  /// What is wrong with decisions, signed placements, places found alone and weights, as far as it rests on nothing that
  /// could not be read.
  public var faultsBeyondReading: [Diagnostic] {
    let (context, quotas) = (RuleContext(placementCase), QuotaBook(placementCase))
    return Commitments(context, quotas: quotas, unsound: unsound).faults
      + SelfArrangedPlacements(placementCase, quotas, unsound: unsound).faults
      + (unsound.isPolicySound ? context.faultsOfWeights : [])
  }
}

extension RuleContext {
  /// The fault of the first stage whose weights are too large.
  var faultsOfWeights: [Diagnostic] {
    guard let stage = firstStageTooLarge else { return [] }
    return [
      Diagnostic(
        .policy, file: "policy.yaml", row: nil, column: "objectives",
        Text(
          zh: "第 \(stage + 1) 级目标的合计可能超过可精确计算的范围",
          en: "stage \(stage + 1) of the objectives could total more than can be counted exactly"),
        mend: Text(zh: "减小权重或分值", en: "use smaller weights or points"))
    ]
  }

  /// The first stage whose total might leave the range of exact arithmetic; nil where all are safe.
  private var firstStageTooLarge: Int? {
    let penalty = max(policy.exactPenalty, policy.classPenalty, policy.categoryPenalty)
    let worstRank = placementCase.wishes.lazy.joined().map(\.rank).max() ?? 1
    let priority = placementCase.students.map(\.priority).max() ?? 1
    let ranked =
      policy.preferenceCosts.max().map(Double.init) ?? Double(policy.preferenceStep) * Double(worstRank)
    let preference =
      max(Double(policy.preferenceUnlisted), ranked) * (policy.preferenceByPriority ? Double(priority) : 1)
    let byHosts = HostPreferences.mostPoints(placementCase)
    let longest = max(
      20_100 * policy.detourFactor * 10, Double(placementCase.travel.values.max() ?? 0))
    let targets = placementCase.enterprises.reduce(0.0) { $0 + Double($1.staffTotal) }
    let wanted = placementCase.posts.reduce(0.0) { $0 + Double($1.targetStudents ?? 0) }
    return policy.objectives.firstIndex { stage in
      func weight(_ term: ObjectiveTerm) -> Double { Double(stage[term] ?? 0) }
      let student =
        weight(.unplaced) * Double(priority) + weight(.moves) + weight(.match) * Double(penalty)
        + weight(.preference) * preference + weight(.distance) * longest
        + weight(.cooperation) * Double(policy.cooperation.largest) + weight(.hostPreference) * byHosts
        + weight(.lottery) * Double(Lottery.range) + weight(.targetGap)
      let total =
        student * Double(placementCase.students.count) + weight(.shortfall) * targets
        + weight(.targetGap) * wanted + weight(.together) * Double(placementCase.pairs.count)
      return total > PlacementProgram.largestTotal
    }
  }
}
