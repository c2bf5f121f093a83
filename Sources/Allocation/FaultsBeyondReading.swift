import Placement

extension FaultyCase {
  /// What is wrong with decisions, signed placements, places found alone and weights, as far as it rests on nothing that
  /// could not be read.
  public var faultsBeyondReading: [Diagnostic] {
    let (context, quotas) = (RuleContext(placementCase), QuotaBook(placementCase))
    let commitments = Commitments(context, quotas: quotas, unsound: unsound)
    let found =
      commitments.faults + SelfArrangedPlacements(placementCase, quotas, unsound: unsound).faults
      + (unsound.isSound(policy: RuleContext.sectionsOfWeights) ? context.faultsOfWeights : [])
    return found.isEmpty ? minimumsOutOfReach(commitments) : found
  }

  /// Posts held open whose minimums too few may fill up: that takes all students, and all that says who may go where.
  private func minimumsOutOfReach(_ commitments: Commitments) -> [Diagnostic] {
    guard unsound.isSound(but: Self.tablesOfNoPlan), commitments.holdsTooFew(placementCase) else { return [] }
    var whole = placementCase
    // The one that stands for those that nobody knows, of whom there are none here.
    whole.enterprises.removeLast()
    var faults: [Diagnostic] = []
    let program = PlacementProgram.make(whole, threads: 1, isPriced: false, faults: &faults)
    return [program?.heldMinimumFaultByCounting()].compactMap { $0 }
  }

  /// Nothing in these says who may go where.
  private static let tablesOfNoPlan = [
    CaseSchema.teachers.table, CaseSchema.certificates.table, CaseSchema.demand.table,
    CaseSchema.history.table, CaseSchema.hostRecord.table, CaseSchema.targets.table, CaseSchema.requests,
  ]
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

  /// The sections of policy.yaml that totals depend on.
  fileprivate static let sectionsOfWeights = [
    "objectives", "specialty", "preference", "host_preference", "cooperation", "travel",
  ]

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
