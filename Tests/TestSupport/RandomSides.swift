import Placement

// Limits of a school's students, and who sits with whom.
extension RandomCase {
  mutating func drawSides() {
    if on.contains(.perSchool) {
      // Of a handful of students so many would bind that nobody is placed.
      let isTiny = result.students.count < 8
      for post in result.posts.indices where sides.chance(0.5) {
        result.posts[post].maxPerSchool = sides.pick(isTiny ? [0, 1, 1, 2, 2, 3, 3, 3] : [0, 1, 1, 1, 2, 2])
      }
      for enterprise in result.enterprises.indices where sides.chance(0.4) {
        result.enterprises[enterprise].maxPerSchool = sides.whole(2...4)
      }
    }
    guard on.contains(.pairs), result.students.count > 1 else { return }
    if sides.chance(0.7) {
      let stage = sides.index(below: result.policy.objectives.count)
      result.policy.objectives[stage][.together] = sides.pick([1, 5, 40, 1000])
    }
    var seen: Set<[Int]> = []
    for row in 0..<sides.whole(1...max(2, result.students.count / 3)) {
      let (a, b) = (sides.index(below: result.students.count), sides.index(below: result.students.count))
      let pair = StudentPair(a, b, sides.pick([.together, .together, .apart, .apartHost]), row: row + 2)
      // Of a team nobody keeps apart, but for a case now and then that has no plan.
      let isTeam = result.students[a].teamID != nil && result.students[a].teamID == result.students[b].teamID
      guard a != b, !isTeam || pair.relation == .together || sides.chance(0.1),
        seen.insert(pair.students).inserted
      else { continue }
      result.pairs.append(pair)
    }
    result.pairs.sort { $0.students.lexicographicallyPrecedes($1.students) }
  }
}
