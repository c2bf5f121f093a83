import Placement

extension PlacementCase {
  /// The rank of a post among a student's wishes: the post's own goes before its enterprise's.
  package func rank(student: Int, post: Int) -> Int? {
    var (own, host): (Int?, Int?)
    for wish in wishes[student] {
      switch wish.target {
      case .post(post): own = min(own ?? wish.rank, wish.rank)
      case .enterprise(posts[post].enterprise): host = min(host ?? wish.rank, wish.rank)
      default: break
      }
    }
    return own ?? host
  }
}

extension Policy {
  /// Points of a wish by its rank; nil: the student has wishes, and this is none of them.
  fileprivate func preferencePoints(rank: Int?) -> Int {
    guard let rank else { return preferenceUnlisted }
    return preferenceCosts.isEmpty
      ? preferenceStep * (rank - 1) : preferenceCosts[min(rank, preferenceCosts.count) - 1]
  }
}

/// Points of one student at one post.
package struct PointsTable: Sendable {
  package let context: RuleContext
  /// Of every student: the published post that it could keep and would be moved from; nil where there is none.
  package let keepable: [Int?]

  package init(context: RuleContext, commitments: Commitments) {
    self.context = context
    keepable = context.placementCase.published.enumerated().map { student, published in
      guard let post = published?.post,
        commitments.pins[student].map({ $0.post == post }) ?? true,
        Rulebook.firstRefusal(student: student, post: post, in: context) == nil
      else { return nil }
      return post
    }
  }

  /// Whether nothing but match and distance tells posts apart for the student.
  func isPlain(student: Int) -> Bool {
    context.cooperation == nil && !context.weighsHostPreference && !context.weighsTargetGap
      && !context.weighsLottery && keepable[student] == nil && context.placementCase.wishes[student].isEmpty
  }

  func preferencePoints(student: Int, post: Int) -> Int {
    guard !context.placementCase.wishes[student].isEmpty else { return 0 }
    let rank = context.placementCase.rank(student: student, post: post)
    let policy = context.policy
    return policy.preferencePoints(rank: rank)
      * (policy.preferenceByPriority ? context.placementCase.students[student].priority : 1)
  }

  /// Points of the tie between school and host, whether a stage weighs them or not.
  package func cooperationPoints(student: Int, post: Int) -> Int64 {
    Int64(
      context.ties.penalty(
        school: context.placementCase.students[student].schoolID, post: context.placementCase.posts[post],
        context.policy.cooperation))
  }

  /// Points of what the host thinks of the student, whether a stage weighs them or not.
  package func hostPreferencePoints(student: Int, post: Int) -> Int64 {
    context.hostPreferences.points(student: student, post: post)
  }

  /// The lot that the student draws at the post (nil: for going without), whether a stage weighs it or not.
  package func lot(student: Int, post: Int?) -> Int64 {
    context.lottery?.number(student: student, post: post) ?? 0
  }

  /// What the pair adds to every term, unweighted; `cooperation`, `host_preference` and `lottery` only where some stage
  /// weighs them. Of `target_gap` a pair adds what one more at the post does beyond its target.
  package func points(student: Int, post: Int, match: MatchLevel, distance: Int32) -> PairPoints {
    PairPoints(
      match: Int64(context.policy.penalty(for: match)),
      preference: Int64(preferencePoints(student: student, post: post)), distance: Int64(distance),
      cooperation: context.cooperation?.points(student: student, post: post) ?? 0,
      hostPreference: context.weighsHostPreference ? hostPreferencePoints(student: student, post: post) : 0,
      beyondTarget: context.weighsTargetGap && context.placementCase.posts[post].targetStudents != nil
        ? 1 : 0,
      lottery: context.weighsLottery ? lot(student: student, post: post) : 0,
      moves: keepable[student].map { $0 == post ? 0 : 1 } ?? 0)
  }
}

package struct PairPoints: Sendable {
  package let match: Int64
  package let preference: Int64
  package let distance: Int64
  package let cooperation: Int64
  package let hostPreference: Int64
  /// One where the post says how many students are wanted there.
  let beyondTarget: Int64
  package let lottery: Int64
  package let moves: Int64

  package init(
    match: Int64 = 0, preference: Int64 = 0, distance: Int64 = 0, cooperation: Int64 = 0,
    hostPreference: Int64 = 0, beyondTarget: Int64 = 0, lottery: Int64 = 0, moves: Int64 = 0
  ) {
    self.match = match
    self.preference = preference
    self.distance = distance
    self.cooperation = cooperation
    self.hostPreference = hostPreference
    self.beyondTarget = beyondTarget
    self.lottery = lottery
    self.moves = moves
  }

  package static func + (a: PairPoints, b: PairPoints) -> PairPoints {
    PairPoints(
      match: a.match + b.match, preference: a.preference + b.preference, distance: a.distance + b.distance,
      cooperation: a.cooperation + b.cooperation, hostPreference: a.hostPreference + b.hostPreference,
      beyondTarget: a.beyondTarget + b.beyondTarget, lottery: a.lottery + b.lottery, moves: a.moves + b.moves)
  }

  package func weighted(by weights: [ObjectiveTerm: Int]) -> Int64 { StagePricer(weights).cost(self) }
}

/// A stage's weights, out of their dictionary: looked up once, not once a pair.
struct StagePricer: Sendable {
  let match: Int64
  let preference: Int64
  let distance: Int64
  let cooperation: Int64
  let hostPreference: Int64
  let beyondTarget: Int64
  let lottery: Int64
  let moves: Int64

  init(_ stage: [ObjectiveTerm: Int]) {
    match = Int64(stage[.match] ?? 0)
    preference = Int64(stage[.preference] ?? 0)
    distance = Int64(stage[.distance] ?? 0)
    cooperation = Int64(stage[.cooperation] ?? 0)
    hostPreference = Int64(stage[.hostPreference] ?? 0)
    beyondTarget = Int64(stage[.targetGap] ?? 0)
    lottery = Int64(stage[.lottery] ?? 0)
    moves = Int64(stage[.moves] ?? 0)
  }

  @inline(__always)
  func cost(_ points: PairPoints) -> Int64 {
    match * points.match + preference * points.preference + distance * points.distance
      + cooperation * points.cooperation + hostPreference * points.hostPreference
      + beyondTarget * points.beyondTarget + lottery * points.lottery + moves * points.moves
  }
}
