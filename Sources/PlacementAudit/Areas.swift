import Placement

/// Where schools and posts are, by the digits of their area codes.
struct AreaTable: Sendable {
  enum Level: Int { case province = 10_000, city = 100 }

  /// Area code of the student's school, and of the post; −1 where it is not known.
  private let ofStudent: [Int32]
  private let ofPost: [Int32]

  init(_ placementCase: PlacementCase) {
    var codes: [String: Int32] = [:]
    for school in placementCase.schools { codes[school.id] = AreaTable.number(school.areaCode) }
    ofStudent = placementCase.students.map { codes[$0.schoolID] ?? -1 }
    ofPost = placementCase.posts.map { AreaTable.number($0.areaCode) }
  }

  private static func number(_ code: String?) -> Int32 { code.flatMap { Int32($0) } ?? -1 }

  func isUnknown(_ student: Int, _ post: Int) -> Bool { ofStudent[student] < 0 || ofPost[post] < 0 }

  /// Whether both are known and lie in different provinces or cities.
  func differ(_ student: Int, _ post: Int, in level: Level) -> Bool {
    let unit = Int32(level.rawValue)
    return !isUnknown(student, post) && ofStudent[student] / unit != ofPost[post] / unit
  }
}
