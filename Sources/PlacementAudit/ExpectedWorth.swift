import Placement

// `worth` and `worth_at_most` in quotas.csv.
extension Expectation {
  /// What a seat is worth, at least and at most.
  func worthCells(_ kind: QuotaKind, _ id: String, free: Int?) -> [ExpectedCell] {
    let exact = worth(free: free)
    let said = found.worthByQuota[word(kind) + " " + id] ?? ""
    guard let least = Int(said), exact.admits(said) else {
      return [exact, said.isEmpty ? "" : exact]
    }
    return [exact, .wholeNumber(in: least...(worthBounds.canBeRange ? max(least, worthBounds.most) : least))]
  }

  /// By how much the priorities of the unplaced fall with one seat more: something between nothing and all of them,
  /// at a full quota. How much is for the solver to say.
  /// - Parameter free: nil where the quota has no limit.
  func worth(free: Int?) -> ExpectedCell {
    guard let free, free <= 0, worthBounds.isTold else { return "" }
    return .wholeNumberOrEmpty(upTo: worthBounds.most)
  }
}

/// What holds of the worth of every full quota.
struct WorthBounds {
  /// Whether the first stage that weighs `unplaced` weighs nothing else; otherwise nothing tells what it alone would
  /// fall by.
  let isTold: Bool
  /// Whether the case has a rule that can leave open what a seat is worth: a minimum, a team, days that overlap, limits of
  /// schools, pairs.
  let canBeRange: Bool
  /// The priorities of all who have no post.
  let most: Int

  init(_ rules: AuditRules, _ placement: [Int?]) {
    let placementCase = rules.placementCase
    let stage = placementCase.policy.objectives.first { ($0[.unplaced] ?? 0) > 0 }
    isTold = stage.map { $0.filter { $0.value > 0 }.count == 1 } ?? false
    let posts = placementCase.posts
    canBeRange =
      posts.contains { $0.minStudents > 1 || $0.start != posts[0].start || $0.end != posts[0].end }
      || placementCase.students.contains { $0.teamID != nil } || rules.hasSideLimits
      || !placementCase.pairs.isEmpty
    most = placement.indices.filter { rules.takesPart($0) && placement[$0] == nil }
      .reduce(0) { $0 + placementCase.students[$1].priority }
  }
}
