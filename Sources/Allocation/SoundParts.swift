import Placement

// What a fault rests on that is found after reading, beside the rows of one student.
extension UnsoundCells {
  /// Whether nothing is at fault of what makes the quota, of where those are who are held under it, and of who has found a
  /// place there alone.
  ///
  /// - Parameter pinned: who is held at every post.
  func isSound(_ quota: Quota, _ pinned: [[Int]], _ placementCase: PlacementCase) -> Bool {
    if isNone { return true }
    // An enterprise's limit is its own; a job group's takes interns off that stand in the posts' rows.
    let posts = quota.kind == .enterprise ? quota.posts.filter { !pinned[$0].isEmpty } : quota.posts
    return isSound(quota, placementCase.approvedSelfArranged)
      && posts.allSatisfy { isSound(placementCase.posts[$0]) }
  }

  /// - Parameter places: all that students found alone.
  func isSound(_ quota: Quota, _ places: [SelfArranged]) -> Bool {
    isPolicySound && isSound(enterprise: quota.enterprise)
      && places.allSatisfy { $0.enterprise != quota.enterprise || isSound($0) }
  }

  /// Whether nothing is at fault of what makes the limit, and of where those are whom it counts.
  func isSound(_ limit: SideLimit, _ students: [Int], _ posts: [Int?], _ placementCase: PlacementCase) -> Bool
  {
    let held = students.compactMap { posts[$0] }.map { placementCase.posts[$0] }
    switch limit.key {
    case .schoolAtPost(let school, _), .schoolAtEnterprise(let school, _):
      // Schools that nobody knows are not one school; nor are enterprises one, below.
      return !school.isEmpty && students.allSatisfy { isSound(student: $0, ["student_id", "school_id"]) }
        && held.allSatisfy { isSound($0) && isSound(enterprise: $0.enterprise) }
    case .pair(let index):
      let pair = placementCase.pairs[index]
      let own = pair.students.compactMap(placementCase.approvedSelfArranged)
      return own.allSatisfy { isSound($0, SelfArranged.hostColumns) }
        && (pair.relation == .apart
          || held.allSatisfy {
            isSound($0, ["post_id", "enterprise_id"]) && !placementCase.enterprises[$0.enterprise].id.isEmpty
          })
    }
  }
}

extension SelfArranged {
  /// The columns that say who is at which host.
  static let hostColumns = ["student_id", "enterprise_id", "enterprise_name", "approved_on"]
}
