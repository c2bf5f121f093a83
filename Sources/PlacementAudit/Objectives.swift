import Placement

extension AuditRules {
  /// Every term of the objective, whether a stage weighs it or not.
  public func values(of placement: [Int?]) -> [ObjectiveTerm: Int] {
    var values = Dictionary(uniqueKeysWithValues: ObjectiveTerm.allCases.map { ($0, 0) })
    for (student, post) in placement.enumerated() {
      if let post {
        values[.match]! += placementCase.policy.penalty(for: match(student: student, post: post))
        values[.preference]! += preferenceCost(student: student, post: post)
        values[.distance]! += distance(student: student, post: post)
        values[.cooperation]! += cooperationCost(student: student, post: post)
      } else if takesPart(student) {
        values[.unplaced]! += placementCase.students[student].priority
      }
      if isMove(student: student, to: post) { values[.moves]! += 1 }
    }
    values[.shortfall] = shortfall(of: placement)
    // Told only where somebody wants to.
    let isAsked = placementCase.pairs.contains { $0.relation == .together }
    values[.together] = isAsked ? parted(placement) : nil
    return values
  }

  /// The weighted sums of the policy's objectives, in their order.
  public func stageValues(of placement: [Int?]) -> [Int] {
    let values = values(of: placement)
    return placementCase.policy.objectives.map { weights in
      ObjectiveTerm.allCases.reduce(0) { $0 + (weights[$1] ?? 0) * (values[$1] ?? 0) }
    }
  }

  /// Points: 0 without wishes.
  public func preferenceCost(student: Int, post: Int) -> Int {
    guard !placementCase.wishes[student].isEmpty else { return 0 }
    guard let rank = rank(student: student, post: post) else {
      return placementCase.policy.preferenceUnlisted
    }
    return placementCase.policy.preferenceStep * (rank - 1)
  }

  /// Whether the student has a published post that could be kept by every test, and does not keep it.
  public func isMove(student: Int, to post: Int?) -> Bool {
    guard let told = placementCase.published[student]?.post, told != post else { return false }
    if let pinned = pins.post[student], pinned != told { return false }
    return closingRule(student: student, post: told) == nil
  }

  /// First whole number of interns that meets a target share of the enterprise's staff.
  func target(_ share: ExactDecimal, of enterprise: Int) -> Int {
    share.ceiling(times: placementCase.enterprises[enterprise].staffTotal)
  }

  private func shortfall(of placement: [Int?]) -> Int {
    let hosts = placementCase.enterprises
    var there = hosts.map(\.currentInterns)
    for case let post? in placement { there[placementCase.posts[post].enterprise] += 1 }
    for (host, own) in limits.ownPlacesOf.enumerated() { there[host] += own.count }
    return hosts.indices.filter { hosts[$0].aboveScale }.reduce(0) { sum, host in
      sum + max(0, target(placementCase.policy.targetShareLow, of: host) - there[host])
    }
  }
}
