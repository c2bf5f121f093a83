import Placement

/// A limit on some students at some posts, whoever else is there: those of one school, or two who keep apart.
package struct SideLimit: Sendable {
  /// What it comes from.
  package enum Key: Hashable, Sendable {
    /// Of each school: index of a post.
    case schoolAtPost(String, Int)
    case schoolAtEnterprise(String, Int)
    /// Index into ``PlacementCase/pairs``.
    case pair(Int)
  }

  /// What tells it from all others in numbers alone: which limit, and of which school or place.
  struct Slot: Hashable {
    let number: Int
    let group: Int
  }

  package let key: Key
  let slot: Slot
  /// Increasing: those that count together.
  package let posts: [Int]
  package let limit: Int

  /// Whether it counts the student.
  package func holds(_ student: Int, _ placementCase: PlacementCase) -> Bool {
    switch key {
    case .schoolAtPost(let school, _), .schoolAtEnterprise(let school, _):
      placementCase.students[student].schoolID == school
    case .pair(let index): placementCase.pairs[index].students.contains(student)
    }
  }

  /// `max_per_school of post P1, school X1`
  package func name(in placementCase: PlacementCase) -> Text {
    func name(_ school: String) -> Text {
      Text(zh: "，学校 \(ShownID.text(school))", en: " for school \(ShownID.text(school))")
    }
    switch key {
    case .schoolAtPost(let school, _), .schoolAtEnterprise(let school, _):
      return place(in: placementCase) + Text(zh: "的每校上限", en: ", max_per_school") + name(school)
    case .pair(let index): return placementCase.pairs[index].relation.text
    }
  }

  /// The post, or the enterprise.
  package func place(in placementCase: PlacementCase) -> Text {
    let isPost: Bool
    switch key {
    case .schoolAtPost: isPost = true
    case .schoolAtEnterprise: isPost = false
    case .pair(let index): isPost = placementCase.pairs[index].relation == .apart
    }
    let post = placementCase.posts[posts[0]]
    let id = ShownID.text(isPost ? post.id : placementCase.enterprises[post.enterprise].id)
    return isPost ? Text(zh: "岗位 \(id)", en: "post \(id)") : Text(zh: "企业 \(id)", en: "enterprise \(id)")
  }
}

/// Every limit of a case on some students at some posts.
package struct SideLimits: Sendable {
  /// A limit that each school has to itself at posts held at once.
  private struct PerSchool {
    let post: Int?
    let enterprise: Int
    let posts: [Int]
    let limit: Int
  }

  private let placementCase: PlacementCase
  /// In order, and the place in it of every student's.
  private let schools: [String]
  private let schoolOf: [Int]
  private let perSchool: [PerSchool]
  /// Of every post: those of ``perSchool`` that hold it.
  private let perSchoolOfPost: [[Int]]
  /// Posts of every enterprise.
  private let postsOf: [[Int]]
  /// Of every student: pairs that keep apart.
  private let pairsOf: [Int: [Int]]
  /// Of every student: where another has found a place alone who is never at the same enterprise.
  private let hostsOfOthers: [Int: [(pair: Int, enterprise: Int)]]

  package init(_ placementCase: PlacementCase) {
    self.placementCase = placementCase
    let schools = Set(placementCase.students.map(\.schoolID)).sorted(by: String.utf8Precedes)
    let numbers = Dictionary(uniqueKeysWithValues: schools.enumerated().map { ($1, $0) })
    self.schools = schools
    schoolOf = placementCase.students.map { numbers[$0.schoolID]! }
    var postsOf = [[Int]](repeating: [], count: placementCase.enterprises.count)
    for (index, post) in placementCase.posts.enumerated() { postsOf[post.enterprise].append(index) }
    self.postsOf = postsOf
    var limits: [PerSchool] = []
    for (index, post) in placementCase.posts.enumerated() {
      guard let limit = post.maxPerSchool else { continue }
      limits.append(PerSchool(post: index, enterprise: post.enterprise, posts: [index], limit: limit))
    }
    for (index, enterprise) in placementCase.enterprises.enumerated() {
      guard let limit = enterprise.maxPerSchool else { continue }
      for day in QuotaDay.days(of: postsOf[index], in: placementCase) where day.isPeak {
        limits.append(PerSchool(post: nil, enterprise: index, posts: day.posts, limit: limit))
      }
    }
    perSchool = limits
    var ofPost = [[Int]](repeating: [], count: limits.isEmpty ? 0 : placementCase.posts.count)
    for (index, limit) in limits.enumerated() {
      for post in limit.posts { ofPost[post].append(index) }
    }
    perSchoolOfPost = ofPost
    var pairsOf: [Int: [Int]] = [:]
    var hosts: [Int: [(pair: Int, enterprise: Int)]] = [:]
    for (index, pair) in placementCase.pairs.enumerated() where pair.relation != .together {
      if pair.students.allSatisfy(placementCase.takesPart) {
        for student in pair.students { pairsOf[student, default: []].append(index) }
        continue
      }
      guard pair.relation == .apartHost else { continue }
      for (student, other) in [(0, 1), (1, 0)].map({ (pair.students[$0], pair.students[$1]) })
      where placementCase.takesPart(student) {
        guard let host = placementCase.approvedSelfArranged(of: other)?.enterprise else { continue }
        hosts[student, default: []].append((index, host))
      }
    }
    (self.pairsOf, hostsOfOthers) = (pairsOf, hosts)
  }

  package var isEmpty: Bool { perSchool.isEmpty && pairsOf.isEmpty && hostsOfOthers.isEmpty }

  private func limit(_ index: Int, school: Int) -> SideLimit {
    let (limit, name) = (perSchool[index], schools[school])
    let key: SideLimit.Key =
      limit.post.map { .schoolAtPost(name, $0) } ?? .schoolAtEnterprise(name, limit.enterprise)
    return SideLimit(
      key: key, slot: .init(number: index, group: school), posts: limit.posts, limit: limit.limit)
  }

  /// Those that count the student at the post.
  package func limits(student: Int, post: Int) -> [SideLimit] {
    let ofSchool =
      perSchoolOfPost.isEmpty ? [] : perSchoolOfPost[post].map { limit($0, school: schoolOf[student]) }
    if pairsOf.isEmpty && hostsOfOthers.isEmpty { return ofSchool }
    let enterprise = placementCase.posts[post].enterprise
    let closed = (hostsOfOthers[student] ?? []).filter { $0.enterprise == enterprise }
    return ofSchool + (pairsOf[student] ?? []).map { apart($0, at: post) }
      + closed.map { apart($0.pair, at: post, limit: 0) }
  }

  private func apart(_ pair: Int, at post: Int, limit: Int = 1) -> SideLimit {
    let isPost = placementCase.pairs[pair].relation == .apart
    let enterprise = placementCase.posts[post].enterprise
    return SideLimit(
      key: .pair(pair), slot: .init(number: perSchool.count + pair, group: isPost ? post : enterprise),
      posts: isPost ? [post] : postsOf[enterprise], limit: limit)
  }

  /// Those of schools, school by school.
  package var ofSchools: [SideLimit] {
    perSchool.indices.flatMap { index in schools.indices.map { limit(index, school: $0) } }
  }

  /// Those that count somebody where the students are said to be, in a fixed order.
  func counting(_ placement: [Int?]) -> [SideLimit] {
    if isEmpty { return [] }
    var found: [SideLimit.Slot: SideLimit] = [:]
    for (student, post) in placement.enumerated() {
      guard let post else { continue }
      for limit in limits(student: student, post: post) { found[limit.slot] = limit }
    }
    return found.values.sorted { ($0.slot.number, $0.slot.group) < ($1.slot.number, $1.slot.group) }
  }

  /// The first that lets a unit's members go to the post no more, all others staying where they are; those who
  /// are counted already take up no more.
  ///
  /// - Parameter seated: who is at every post.
  package func full(_ members: [Int], at post: Int, seated: [[Int]]) -> SideLimit? {
    if isEmpty { return nil }
    for member in members {
      for limit in limits(student: member, post: post) {
        let own = members.count { limit.holds($0, placementCase) }
        let others = limit.posts.reduce(0) { sum, other in
          sum + seated[other].count { limit.holds($0, placementCase) && !members.contains($0) }
        }
        if others + own > limit.limit { return limit }
      }
    }
    return nil
  }
}
