import Foundation
import Placement

/// Published placements and decisions that can all hold together: a running account of every quota says so.
struct FixedPlacements {
  var allRules: AllRules
  private var freeInPost: [Int]
  private var freeInEnterprise: [Int]
  /// By the first post of the group.
  private var freeInGroup: [Int]
  private let groupOfPost: [Int]
  private let postsByFamily: [Int32: [Int]]
  private var pinned = Set<Int>()

  init(_ allRules: AllRules) {
    self.allRules = allRules
    let model = allRules.placementCase
    freeInEnterprise = zip(model.enterprises, allRules.takenAlone).map {
      max(0, min($0.maxInterns ?? Int.max, $0.staffOnDuty / 10) - $0.currentInterns - $1)
    }
    groupOfPost = model.posts.indices.map { index in
      var first = index
      while first > 0, let group = model.posts[index].jobGroup, model.posts[first - 1].jobGroup == group,
        model.posts[first - 1].enterprise == model.posts[index].enterprise
      { first -= 1 }
      return first
    }
    var current = [Int](repeating: 0, count: model.posts.count)
    for (index, group) in groupOfPost.enumerated() { current[group] += model.posts[index].currentInterns }
    freeInGroup = model.posts.indices.map { max(0, model.posts[$0].samePostStaff! / 5 - current[$0]) }
    freeInPost = model.posts.map(\.seats)
    postsByFamily = allRules.postsByFamily { allRules.postDeck.isPlain[$0] }
  }

  private mutating func take(_ post: Int) {
    freeInPost[post] -= 1
    freeInGroup[groupOfPost[post]] -= 1
    freeInEnterprise[allRules.placementCase.posts[post].enterprise] -= 1
  }

  private func hasRoom(_ post: Int) -> Bool {
    freeInPost[post] > 0 && freeInGroup[groupOfPost[post]] > 0
      && freeInEnterprise[allRules.placementCase.posts[post].enterprise] > 0
  }

  /// A near post with room, out of a few drawn at random; nil where none is within reach.
  private mutating func drawPost(for student: Int, within reach: Double = 38) -> Int? {
    let family = allRules.placementCase.students[student].specialty.prefix(4)!.number
    guard let open = postsByFamily[family] else { return nil }
    let drawn = (0..<8).map { _ in allRules.random.pick(open) }
      .filter { hasRoom($0) && allRules.admits(student, $0) }
    guard let best = drawn.min(by: { allRules.travel(student, $0) < allRules.travel(student, $1) }),
      allRules.travel(student, best) <= reach
    else { return nil }
    return best
  }

  /// Half of the plain students know a post already; one in six of them has signed or started.
  mutating func publish() {
    allRules.placementCase.hasPublished = true
    for student in allRules.placementCase.students.indices
    where allRules.studentDeck.isPlain[student] && allRules.random.chance(0.5) {
      guard let post = drawPost(for: student) else { continue }
      take(post)
      let draw = allRules.random.unit()
      let stage: PublishedPlacement.Stage =
        draw < 0.55 ? .announced : draw < 0.84 ? .confirmed : draw < 0.95 ? .signed : .started
      allRules.placementCase.published[student] = PublishedPlacement(post: post, stage: stage, row: 0)
      if stage >= .signed { pinned.insert(student) }
    }
  }

  /// One student in a hundred is pinned, some against specialty or distance; one in a hundred is banned from somewhere.
  mutating func decide() {
    var decisions: [Decision] = []
    let count = allRules.placementCase.students.count
    for (number, student) in allRules.random.shuffled(Array(0..<count)).prefix(max(2, count / 30))
      .enumerated()
    where allRules.studentDeck.isPlain[student] && !pinned.contains(student) {
      if number % 2 == 0, let decision = pin(student, crossing: number % 6 == 0) {
        decisions.append(decision)
      } else if number % 2 == 1, let decision = ban(student, enterprise: number % 6 == 1) {
        decisions.append(decision)
      }
    }
    allRules.placementCase.decisions = decisions.sorted { $0.student < $1.student }
  }

  /// - Parameter crossing: to any plain post at all, whatever its specialty and distance.
  private mutating func pin(_ student: Int, crossing: Bool) -> Decision? {
    let open = allRules.postDeck.isPlain.indices.filter {
      allRules.postDeck.isPlain[$0] && hasRoom($0) && allRules.admits(student, $0)
    }
    let found = crossing ? (open.isEmpty ? nil : allRules.random.pick(open)) : drawPost(for: student)
    guard let post = found else { return nil }
    take(post)
    pinned.insert(student)
    let reason =
      crossing
      ? Text(zh: "学校与企业协商一致，跨专业安排", en: "agreed between school and enterprise across specialties")
      : Text(zh: "企业面试录用", en: "chosen by the enterprise after an interview")
    return decision(student, .post(post), .pin, reason)
  }

  private mutating func ban(_ student: Int, enterprise: Bool) -> Decision? {
    let family = allRules.placementCase.students[student].specialty.prefix(4)!.number
    guard let open = postsByFamily[family] else { return nil }
    let post =
      allRules.placementCase.published[student]?.post
      ?? allRules.nearest(to: student, among: open, tries: 3)
    return enterprise
      ? decision(
        student, .enterprise(allRules.placementCase.posts[post].enterprise), .ban,
        Text(zh: "学生亲属任职，应当回避", en: "a relative works there"))
      : decision(student, .post(post), .ban, Text(zh: "学生与企业双方不合适", en: "student and post do not suit"))
  }

  private func decision(_ student: Int, _ target: Target, _ kind: Decision.Kind, _ reason: Text) -> Decision {
    let language = allRules.language
    return Decision(
      student: student, target: target, kind: kind, reason: reason(language),
      author: Text(zh: "市教育局示例", en: "City bureau (example)")(language),
      decidedOn: allRules.day(2026, 7, 10), row: 0)
  }
}

/// Great circle, on the contract's sphere.
func kilometres(_ a: Coordinates, _ b: Coordinates) -> Double {
  let radians = Double.pi / 180
  let dLatitude = (a.latitude - b.latitude) * radians / 2
  let dLongitude = (a.longitude - b.longitude) * radians / 2
  let h =
    sin(dLatitude) * sin(dLatitude)
    + cos(a.latitude * radians) * cos(b.latitude * radians) * sin(dLongitude) * sin(dLongitude)
  return 2 * 6371.0088 * asin(min(1, h.squareRoot()))
}
