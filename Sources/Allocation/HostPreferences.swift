import Placement

/// What hosts think of students: host-ranks.csv.
struct HostPreferences: Sendable {
  /// By student; a post's goes before its enterprise's. Students of whom no host says anything are not there.
  private var ofStudent: [Int: [Target: HostRank]] = [:]
  /// Students whom some host refuses.
  private var refused: Set<Int> = []
  /// Of every post: whether anybody has a rank at it or at its enterprise.
  private var hasRanked: [Bool]
  private let enterpriseOfPost: [Int]
  private let (step, unlisted): (Int, Int)

  init(_ placementCase: PlacementCase) {
    enterpriseOfPost = placementCase.posts.map(\.enterprise)
    hasRanked = Array(repeating: false, count: enterpriseOfPost.count)
    (step, unlisted) = (
      placementCase.policy.hostPreferenceStep, placementCase.policy.hostPreferenceUnlisted
    )
    var ranking: Set<Target> = []
    for row in placementCase.hostRanks {
      ofStudent[row.student, default: [:]][row.target] = row
      if row.rank == nil { refused.insert(row.student) } else { ranking.insert(row.target) }
    }
    guard !ranking.isEmpty else { return }
    for (post, host) in enterpriseOfPost.enumerated() {
      hasRanked[post] = ranking.contains(.post(post)) || ranking.contains(.enterprise(host))
    }
  }

  /// Whether some host has given some student a rank.
  var rankAnybody: Bool { hasRanked.contains(true) }

  private func opinion(of student: Int, at post: Int) -> HostRank? {
    guard let own = ofStudent[student] else { return nil }
    return own[.post(post)] ?? own[.enterprise(enterpriseOfPost[post])]
  }

  /// Whether any host refuses the student.
  func refuses(_ student: Int) -> Bool { refused.contains(student) }

  func refuses(_ student: Int, at post: Int) -> Bool {
    refused.contains(student) && opinion(of: student, at: post).map { $0.rank == nil } ?? false
  }

  /// Points of the `host_preference` objective.
  func points(student: Int, post: Int) -> Int64 {
    guard hasRanked[post] else { return 0 }
    guard let rank = opinion(of: student, at: post)?.rank else { return Int64(unlisted) }
    return Int64(step) * Int64(rank - 1)
  }

  /// No pair has more points.
  static func mostPoints(_ placementCase: PlacementCase) -> Double {
    let policy = placementCase.policy
    let worst = placementCase.hostRanks.lazy.compactMap(\.rank).max() ?? 1
    return max(Double(policy.hostPreferenceUnlisted), Double(policy.hostPreferenceStep) * Double(worst))
  }
}
