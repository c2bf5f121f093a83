import Placement
import Threads

/// One walk over all students × all posts: everything that alternatives, reasons and compliance.csv
/// need, so that no list of pairs is ever kept.
struct PairSurvey {
  /// How many posts each student may take.
  private(set) var eligiblePosts: [Int] = []
  /// The nearest of them, for students without a post.
  private(set) var nearestEligible: [Int?] = []
  /// Up to three posts with room, nearest first, by student.
  private(set) var alternatives: [[Int]] = []
  /// By the place of the test: pairs that it is the first to refuse (the last place: pairs that pass), pairs where a
  /// pin overrides it, pairs that reach it and lack its data.
  private(set) var endedAt = [Int](repeating: 0, count: AuditTest.all.count + 1)
  private(set) var overridden = [Int](repeating: 0, count: AuditTest.all.count)
  private(set) var missing = [Int](repeating: 0, count: AuditTest.all.count)

  /// Of students without a post; of a team, the first member's.
  private var prospects: [Int: Prospects] = [:]
  /// By a team's first member, of every post: whether all of them may take it. Teams that nothing was asked of are not
  /// there.
  private var isOpenToTeam: [Int: [Bool]] = [:]
  private let seats: [PostSeats]
  private let placement: [Int?]
  private let hasSideLimits: Bool

  /// - Parameter threads: The students are shared out among so many.
  init(
    _ rules: AuditRules, _ placement: [Int?], _ loads: Loads, threads: Int,
    _ onProgress: @escaping @Sendable (AuditProgress) -> Void
  ) {
    let count = rules.students.count
    let seats = rules.posts.indices.map { PostSeats($0, rules, loads) }
    let tally = Tally(of: count) { onProgress(AuditProgress(step: .students, done: $0, of: $1)) }
    let parts = concurrently(threads, threads: threads) { part in
      PairSurvey(
        rules, placement, seats, of: count * part / threads..<count * (part + 1) / threads, tally)
    }
    self = parts[0]
    for part in parts.dropFirst() { add(part) }
  }

  private init(
    _ rules: AuditRules, _ placement: [Int?], _ seats: [PostSeats], of students: Range<Int>, _ tally: Tally
  ) {
    self.placement = placement
    self.seats = seats
    hasSideLimits = rules.hasSideLimits
    for student in students {
      defer { tally.add() }
      if rules.selfArranged.hasPlace(student) {
        append(eligible: 0, nearest: Nearest(capacity: 1), withRoom: Nearest(capacity: 3))
        continue
      }
      walk(student, rules, placement[student])
      let team = rules.teams.mates(of: student)
      if placement[student] == nil, team.count > 1 { survey(team, rules) }
    }
  }

  private mutating func append(eligible: Int, nearest: Nearest, withRoom: Nearest) {
    eligiblePosts.append(eligible)
    nearestEligible.append(nearest.posts.first)
    alternatives.append(withRoom.posts)
  }

  /// The students that follow.
  private mutating func add(_ part: PairSurvey) {
    eligiblePosts += part.eligiblePosts
    nearestEligible += part.nearestEligible
    alternatives += part.alternatives
    for place in endedAt.indices { endedAt[place] += part.endedAt[place] }
    for place in overridden.indices { overridden[place] += part.overridden[place] }
    for place in missing.indices { missing[place] += part.missing[place] }
    prospects.merge(part.prospects) { first, _ in first }
  }

  /// What the posts come to that all of them may take.
  ///
  /// - Parameter members: a student without a post and all mates.
  func prospects(of members: [Int]) -> Prospects { prospects[members[0]] ?? Prospects(size: members.count) }

  private mutating func survey(_ team: [Int], _ rules: AuditRules) {
    guard prospects[team[0]] == nil else { return }
    ask(team, rules)
    var found = Prospects(size: team.count)
    for (post, mayGo) in isOpenToTeam[team[0]]!.enumerated() where mayGo {
      found.add(seats[post], isOpen: isOpen(team, at: post, rules))
    }
    prospects[team[0]] = found
  }

  private func isOpen(_ members: [Int], at post: Int, _ rules: AuditRules) -> Bool {
    !hasSideLimits || rules.keepsOut(members, post, placement) == nil
  }

  private mutating func ask(_ team: [Int], _ rules: AuditRules) {
    guard isOpenToTeam[team[0]] == nil else { return }
    isOpenToTeam[team[0]] = rules.posts.indices.map { post in
      team.allSatisfy { rules.mayTake(student: $0, post: post) }
    }
  }

  private mutating func walk(_ student: Int, _ rules: AuditRules, _ own: Int?) {
    let posts = rules.posts.count
    let pinned = rules.pins.post[student]
    let takesPart = rules.takesPart(student)
    let passed = AuditTest.all.count
    let mates = rules.teams.mates(of: student)
    var eligible = 0
    var nearest = Nearest(capacity: 1)
    var withRoom = Nearest(capacity: 3)
    var found = Prospects(size: 1)
    for post in 0..<posts {
      var end = rules.refusals.first(student, post, in: rules)
      if pinned == post, end < passed, Rule.overridable.contains(AuditTest.all[end].rule) {
        end = noteOverridden(rules, student, post)
      }
      endedAt[end] += 1
      rules.lacking.forEach(student, post, upTo: end, in: rules) { missing[$0] += 1 }
      guard end == passed, pinned == nil || pinned == post else { continue }
      eligible += 1
      if own == nil {
        nearest.offer(post, rules.distance(student: student, post: post))
        if mates.count == 1 { found.add(seats[post], isOpen: isOpen([student], at: post, rules)) }
      }
      // Teams go only where all of them may; how many seats they need is another question.
      guard pinned == nil, takesPart, post != own, seats[post].free >= 1,
        mates.count == 1 || mayTake(mates, post, rules),
        isOpen([student], at: post, rules)
      else { continue }
      withRoom.offer(post, rules.distance(student: student, post: post))
    }
    if own == nil, mates.count == 1 { prospects[student] = found }
    append(eligible: eligible, nearest: nearest, withRoom: withRoom)
  }

  private mutating func mayTake(_ team: [Int], _ post: Int, _ rules: AuditRules) -> Bool {
    ask(team, rules)
    return isOpenToTeam[team[0]]![post]
  }

  /// Counts what the pin overrides and returns the place of the test that closes the post all the same.
  private mutating func noteOverridden(_ rules: AuditRules, _ student: Int, _ post: Int) -> Int {
    var end = AuditTest.all.count
    rules.refusals.forEach(student, post, upTo: end, in: rules) { place in
      guard end > place else { return }
      if Rule.overridable.contains(AuditTest.all[place].rule) { overridden[place] += 1 } else { end = place }
    }
    return end
  }
}

/// The nearest few posts, by distance, then index; posts must be offered in order of index.
private struct Nearest {
  let capacity: Int
  private(set) var posts: [Int] = []
  private var units: [Int] = []

  init(capacity: Int) { self.capacity = capacity }

  mutating func offer(_ post: Int, _ distance: Int) {
    if posts.count == capacity, distance >= units[capacity - 1] { return }
    let place = units.firstIndex { distance < $0 } ?? units.count
    posts.insert(post, at: place)
    units.insert(distance, at: place)
    if posts.count > capacity {
      posts.removeLast()
      units.removeLast()
    }
  }
}

extension AuditRules {
  /// The lowest of the limits that the post is under, less those who found a place at the enterprise alone.
  func lowestLimit(of post: Int) -> Int {
    min(standingLimit(of: post), max(0, enterpriseLimit(of: post) - limits.ownWithin[post]))
  }

  /// The lowest of the limits that the post is under, as quotas.csv gives them.
  func standingLimit(of post: Int) -> Int {
    let group = limits.group[post].flatMap { limits.groups[$0].limit } ?? .max
    return min(limits.post[post].value, group, enterpriseLimit(of: post))
  }

  private func enterpriseLimit(of post: Int) -> Int {
    limits.enterprise[placementCase.posts[post].enterprise].value
  }

  /// Seats left at the post on the fullest day of its period, by all the limits that it is under.
  func room(at post: Int, _ loads: Loads) -> Int {
    let host = placementCase.posts[post].enterprise
    var room = limits.post[post].value - loads.atPost[post]
    if let group = limits.group[post], let limit = limits.groups[group].limit {
      room = min(room, limit - loads.groupWithin[post])
    }
    return min(room, limits.enterprise[host].value - loads.enterpriseWithin[post])
  }
}
