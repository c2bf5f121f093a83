import Placement

/// What ties schools to hosts: partners.csv and the alliances of both.
package struct SchoolTies: Sendable {
  /// Rows of a school, by enterprise; a school without any row is not there.
  private let rows: [String: [Int: [Partner]]]
  private let alliances: [String: Set<String>]
  private let alliancesOfHost: [[String]]
  private let alliedHosts: [Int]
  private let postsOfHost: [[Int]]

  init(_ placementCase: PlacementCase) {
    var rows: [String: [Int: [Partner]]] = [:]
    for partner in placementCase.partners {
      rows[partner.schoolID, default: [:]][partner.enterprise, default: []].append(partner)
    }
    self.rows = rows
    let alliancesOfHost = placementCase.enterprises.map(\.alliances)
    self.alliancesOfHost = alliancesOfHost
    alliedHosts = alliancesOfHost.indices.filter { !alliancesOfHost[$0].isEmpty }
    var posts = [[Int]](repeating: [], count: alliancesOfHost.count)
    for (number, post) in placementCase.posts.enumerated() { posts[post.enterprise].append(number) }
    postsOfHost = posts
    alliances = Dictionary(
      placementCase.schools.map { ($0.id, Set($0.alliances)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether a row of the school holds the post's whole period; of a school without rows every host is admitted.
  func admits(school: String, post: Int, of placementCase: PlacementCase) -> Bool {
    guard let own = rows[school] else { return true }
    let post = placementCase.posts[post]
    return own[post.enterprise]?.contains { $0.holds(post) } ?? false
  }

  /// The lowest penalty among the ties that are valid for the post's whole period.
  func penalty(school: String, post: Post, _ penalties: CooperationPenalties) -> Int {
    var ties = (rows[school]?[post.enterprise] ?? []).filter { $0.holds(post) }.compactMap(\.tie)
    if isAllied(school, alliancesOfHost[post.enterprise]) { ties.append(.alliance) }
    return ties.map { penalties[$0] }.min() ?? penalties.none
  }

  /// ``penalty(school:post:_:)`` of every post: most hosts have no tie with a school.
  func penalties(school: String, _ placementCase: PlacementCase) -> [Int32] {
    let penalties = placementCase.policy.cooperation
    var all = [Int32](repeating: Int32(penalties.none), count: placementCase.posts.count)
    let tied = Set(rows[school, default: [:]].keys)
      .union(alliedHosts.filter { isAllied(school, alliancesOfHost[$0]) })
    for host in tied {
      for post in postsOfHost[host] {
        all[post] = Int32(penalty(school: school, post: placementCase.posts[post], penalties))
      }
    }
    return all
  }

  /// The posts of an enterprise, increasing.
  func posts(of host: Int) -> [Int] { postsOfHost[host] }

  /// The ties of the pair that hold on a day.
  package func ties(school: String, host: Int, on day: CalendarDate) -> Set<Tie> {
    var ties = Set(
      (rows[school]?[host] ?? []).filter { ($0.from ?? day) <= day && day <= ($0.to ?? day) }.compactMap(
        \.tie))
    if isAllied(school, alliancesOfHost[host]) { ties.insert(.alliance) }
    return ties
  }

  /// The latest days on which the school inspected the host and made it public.
  package func latestDates(school: String, host: Int) -> (inspected: CalendarDate?, published: CalendarDate?)
  {
    let own = rows[school]?[host] ?? []
    return (own.compactMap(\.inspectedOn).max(), own.compactMap(\.publishedOn).max())
  }

  private func isAllied(_ school: String, _ host: [String]) -> Bool {
    alliances[school].map { own in host.contains(where: own.contains) } ?? false
  }
}

extension Partner {
  fileprivate func holds(_ post: Post) -> Bool {
    (from.map { $0 <= post.start } ?? true) && (to.map { $0 >= post.end } ?? true)
  }
}

/// The `cooperation` points of every school at every post: asked once a pair, where a stage weighs them.
package struct CooperationTable: Sendable {
  private let schoolOfStudent: [Int32]
  private let postCount: Int
  private let points: [Int32]

  /// Nil where no stage weighs the term.
  init?(_ placementCase: PlacementCase, _ ties: SchoolTies) {
    guard placementCase.policy.weighs(.cooperation) else { return nil }
    var numbers: [String: Int32] = [:]
    var schools: [String] = []
    schoolOfStudent = placementCase.students.map { student in
      if let number = numbers[student.schoolID] { return number }
      numbers[student.schoolID] = Int32(schools.count)
      schools.append(student.schoolID)
      return Int32(schools.count - 1)
    }
    postCount = placementCase.posts.count
    points = schools.flatMap { ties.penalties(school: $0, placementCase) }
  }

  @inline(__always)
  func points(student: Int, post: Int) -> Int64 {
    Int64(points[Int(schoolOfStudent[student]) * postCount + post])
  }
}
