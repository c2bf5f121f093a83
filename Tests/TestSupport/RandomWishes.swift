import Placement

// What students and hosts think of one another, how many are wanted, and lots.
extension RandomCase {
  mutating func drawWishRules() {
    guard on.contains(.wishRules), !result.posts.isEmpty else { return }
    result.policy.preferenceByPriority = wishing.chance(0.5)
    if wishing.chance(0.6) {
      result.policy.preferenceCosts = wishing.pick([[0, 10, 30, 60], [7], [5, 0, 300]])
    }
    if wishing.chance(0.6) { result.policy.worstRank = wishing.whole(1...4) }
    result.policy.listedOnly = wishing.chance(0.35)
    weigh(.preference, wishing.pick([1, 2, 9]))
    for student in result.students.indices where result.wishes[student].isEmpty && wishing.chance(0.6) {
      var ranks: [Target: Int] = [:]
      for _ in 0..<wishing.whole(1...4) { ranks[target()] = wishing.whole(1...5) }
      result.wishes[student] = ranks.map { Wish(rank: $0.value, target: $0.key) }.sorted {
        ($0.rank, Self.order($0.target)) < ($1.rank, Self.order($1.target))
      }
    }
  }

  /// As many refusals as ranks, now and then by a post and its enterprise at once.
  mutating func drawHostRanks() {
    guard on.contains(.hostRanks), !result.posts.isEmpty else { return }
    result.policy.hostPreferenceStep = wishing.pick([10, 0, 3])
    result.policy.hostPreferenceUnlisted = wishing.pick([60, 0, 15])
    weigh(.hostPreference, wishing.pick([1, 2, 7, 1000]))
    for student in result.students.indices where wishing.chance(0.5) {
      var ranks: [Target: Int?] = [:]
      for _ in 0..<wishing.whole(1...3) {
        ranks.updateValue(wishing.chance(0.25) ? nil : wishing.whole(1...5), forKey: target())
      }
      for target in ranks.keys.sorted(by: { Self.order($0) < Self.order($1) }) {
        result.hostRanks.append(
          HostRank(student: student, target: target, rank: ranks[target]!, row: result.hostRanks.count + 2))
      }
    }
  }

  mutating func drawTargets() {
    guard on.contains(.targetStudents) else { return }
    weigh(.targetGap, wishing.pick([1, 1, 3, 50]))
    for post in result.posts.indices where wishing.chance(0.6) {
      result.posts[post].targetStudents = wishing.whole(0...3)
    }
  }

  mutating func drawLottery() {
    guard on.contains(.lottery) else { return }
    result.policy.lotterySeed = wishing.pick(["a", "autumn 2026", "种子"])
    if wishing.chance(0.5) {
      weigh(.lottery, wishing.pick([1, 2]))
    } else {
      result.policy.objectives.append([.lottery: 1])
    }
  }

  private mutating func weigh(_ term: ObjectiveTerm, _ weight: Int) {
    let stage = wishing.index(below: result.policy.objectives.count)
    result.policy.objectives[stage][term] = weight
  }

  private mutating func target() -> Target {
    let post = wishing.index(below: result.posts.count)
    return wishing.chance(0.3) ? .enterprise(result.posts[post].enterprise) : .post(post)
  }

  private static func order(_ target: Target) -> Int {
    switch target {
    case .post(let index): index
    case .enterprise(let index): 1_000_000 + index
    }
  }
}
