import Placement

/// How many students are where, day by day, in one placement.
struct Loads: Sendable {
  /// Students placed at each post.
  let atPost: [Int]
  /// Fullest day of the enterprise, and of each job group, over the whole horizon.
  let enterprisePeak: [Peak]
  let groupPeak: [Peak]
  /// Fullest day of the post's enterprise within the post's period, and of its group (0 without one).
  let enterpriseWithin: [Int]
  let groupWithin: [Int]

  /// The most students on one day, and the first such day.
  struct Peak: Sendable {
    var students = 0
    var day = CalendarDate(dayNumber: 0)
  }

  init(_ rules: AuditRules, _ placement: [Int?]) {
    let posts = rules.placementCase.posts
    var atPost = [Int](repeating: 0, count: posts.count)
    for case let post? in placement { atPost[post] += 1 }
    self.atPost = atPost
    var enterpriseWithin = [Int](repeating: 0, count: posts.count)
    var groupWithin = enterpriseWithin
    enterprisePeak = zip(rules.limits.postsOf, rules.limits.selfArrangedOf).map {
      Loads.peak(of: $0, and: $1, posts, atPost, within: &enterpriseWithin)
    }
    groupPeak = rules.limits.groups.map {
      Loads.peak(of: $0.posts, and: [], posts, atPost, within: &groupWithin)
    }
    self.enterpriseWithin = enterpriseWithin
    self.groupWithin = groupWithin
  }

  /// A load only rises on a first day, so first days are all the days that need looking at.
  private static func peak(
    of members: [Int], and own: [ClosedRange<Int32>], _ posts: [Post], _ atPost: [Int], within: inout [Int]
  ) -> Peak {
    let days = Set(members.map { posts[$0].start.dayNumber } + own.map(\.lowerBound)).sorted()
    let loads = days.map { day in
      members.reduce(own.filter { $0.contains(day) }.count) { sum, post in
        let holds = posts[post].start.dayNumber <= day && day <= posts[post].end.dayNumber
        return holds ? sum + atPost[post] : sum
      }
    }
    for post in members {
      let first = posts[post].start.dayNumber
      let last = posts[post].end.dayNumber
      within[post] = zip(days, loads).filter { first <= $0.0 && $0.0 <= last }.map(\.1).max() ?? 0
    }
    var peak = Peak()
    for (day, load) in zip(days, loads) where load > peak.students {
      peak = Peak(students: load, day: CalendarDate(dayNumber: day))
    }
    return peak
  }
}
