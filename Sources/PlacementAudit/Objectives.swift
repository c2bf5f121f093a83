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
        values[.hostPreference]! += hostPreferenceCost(student: student, post: post)
        values[.lottery]! += lot(student: student, post: post)
      } else if takesPart(student) {
        values[.unplaced]! += placementCase.students[student].priority
        values[.lottery]! += lot(student: student, post: nil)
      }
      if isMove(student: student, to: post) { values[.moves]! += 1 }
    }
    values[.shortfall] = shortfall(of: placement)
    values[.targetGap] = targetGap(of: placement)
    values[.together] = parted(placement)
    return values.filter { isTold($0.key) }
  }

  /// What comes of a table, a column or a key that the case does not have is no figure of its plan.
  private func isTold(_ term: ObjectiveTerm) -> Bool {
    switch term {
    case .together: placementCase.pairs.contains { $0.relation == .together }
    case .hostPreference: !placementCase.hostRanks.isEmpty
    case .targetGap: placementCase.posts.contains { $0.targetStudents != nil }
    case .lottery: lots != nil
    default: true
    }
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
    let times = policy.preferenceByPriority ? person(student).priority : 1
    guard let rank = rank(student: student, post: post) else { return times * policy.preferenceUnlisted }
    // The list's last number stands for all ranks beyond it.
    guard let last = policy.preferenceCosts.last else { return times * policy.preferenceStep * (rank - 1) }
    let isListed = rank <= policy.preferenceCosts.count
    return times * (isListed ? policy.preferenceCosts[rank - 1] : last)
  }

  /// Points of what the host thinks of the student.
  public func hostPreferenceCost(student: Int, post: Int) -> Int {
    let host = item(post).enterprise
    switch opinions.opinion(of: student, at: post, of: host) {
    case .rank(let rank): return policy.hostPreferenceStep * (rank - 1)
    case .refusal, nil: return opinions.hasRanked(post, of: host) ? policy.hostPreferenceUnlisted : 0
    }
  }

  /// The lot drawn for the student at the post, or for going without; 0 where the policy gives no seed.
  public func lot(student: Int, post: Int?) -> Int {
    lots?.number(of: person(student).id, at: post.map { item($0).id } ?? "-") ?? 0
  }

  /// By how many students each post is off what it wants.
  func targetGap(of placement: [Int?]) -> Int {
    var there = placementCase.posts.map { _ in 0 }
    for case let post? in placement { there[post] += 1 }
    return there.indices.reduce(0) { sum, post in
      guard let wanted = item(post).targetStudents else { return sum }
      return sum + max(wanted - there[post], there[post] - wanted)
    }
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
    for (host, own) in limits.selfArrangedOf.enumerated() { there[host] += own.count }
    return hosts.indices.filter { hosts[$0].aboveScale }.reduce(0) { sum, host in
      sum + max(0, target(placementCase.policy.targetShareLow, of: host) - there[host])
    }
  }
}
