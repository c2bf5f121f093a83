import Placement

/// partners.csv read once more: who may send students where, and what ties them.
struct PartnerTable: Sendable {
  /// Rows by school, then enterprise; a school without rows is not there.
  private let rows: [String: [Int: [Partner]]]
  /// Row of `admitted` for each student; −1: not restricted.
  private let rowOfStudent: [Int32]
  private let postCount: Int
  private let admitted: [Bool]

  init(_ placementCase: PlacementCase) {
    let rows = Dictionary(grouping: placementCase.partners, by: \.schoolID)
      .mapValues { Dictionary(grouping: $0, by: \.enterprise) }
    let schools = rows.keys.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: schools.enumerated().map { ($1, Int32($0)) })
    rowOfStudent = placementCase.students.map { numbers[$0.schoolID] ?? -1 }
    postCount = placementCase.posts.count
    admitted = schools.flatMap { school in
      placementCase.posts.map { post in
        (rows[school]![post.enterprise] ?? []).contains { PartnerTable.lasts($0, post) }
      }
    }
    self.rows = rows
  }

  /// From the post's first day to its last.
  private static func lasts(_ partner: Partner, _ post: Post) -> Bool {
    if let from = partner.from, post.start < from { return false }
    if let to = partner.to, post.end > to { return false }
    return true
  }

  func restricts(_ student: Int) -> Bool { rowOfStudent[student] >= 0 }

  func admits(_ student: Int, _ post: Int) -> Bool {
    let row = rowOfStudent[student]
    return row < 0 || admitted[Int(row) * postCount + post]
  }

  func rows(school: String, enterprise: Int) -> [Partner] { rows[school]?[enterprise] ?? [] }

  /// The ties of the school and the post's enterprise that last for its whole period.
  func ties(school: String, _ post: Post) -> [Tie] {
    rows(school: school, enterprise: post.enterprise).filter { PartnerTable.lasts($0, post) }.compactMap(
      \.tie)
  }
}

extension AuditRules {
  /// Points of the `cooperation` objective.
  public func cooperationCost(student: Int, post: Int) -> Int {
    let penalties = policy.cooperation
    let school = person(student).schoolID
    var best = partners.ties(school: school, item(post)).map { penalties[$0] }.min()
    let own = placementCase.schools.first { $0.id == school }?.alliances ?? []
    if !Set(own).isDisjoint(with: host(post).alliances) {
      best = min(best ?? penalties.alliance, penalties.alliance)
    }
    return best ?? penalties.none
  }
}
