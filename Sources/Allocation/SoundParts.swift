import Placement

// What a fault rests on that is found after reading.
extension UnsoundCells {
  /// Whether nothing is at fault of what a rule reads about a student at a post.
  func isSound(_ cells: CellsRead, student: Int, post: Int, in placementCase: PlacementCase) -> Bool {
    let place = placementCase.posts[post]
    return isSound(cells, student: student, in: placementCase) && isSound(place, ["post_id"] + cells.post)
      && isSound(cells, enterprise: place.enterprise)
  }

  /// Whether nothing is at fault of what a rule reads about a place that a student found alone.
  func isSound(_ cells: CellsRead, of place: SelfArranged, in placementCase: PlacementCase) -> Bool {
    let columns = cells.post.contains("enterprise_id") ? SelfArranged.hostColumns : SelfArranged.standing
    return isSound(cells, student: place.student, in: placementCase) && isSound(place, columns + cells.post)
      && (place.enterprise.map { isSound(cells, enterprise: $0) } ?? true)
  }

  private func isSound(_ cells: CellsRead, student: Int, in placementCase: PlacementCase) -> Bool {
    guard isSound(policy: cells.policy), cells.tables.allSatisfy({ isSound($0) }),
      isSound(student: student, ["student_id"] + cells.student)
    else { return false }
    guard !cells.school.isEmpty,
      let school = placementCase.schools.firstIndex(where: {
        $0.id == placementCase.students[student].schoolID
      })
    else { return true }
    return isSound(school: school, ["school_id"] + cells.school)
  }

  private func isSound(_ cells: CellsRead, enterprise: Int) -> Bool {
    cells.enterprise.isEmpty || isSound(enterprise: enterprise, ["enterprise_id"] + cells.enterprise)
  }

  /// Whether nothing is at fault of what makes a post's own limit.
  func isSoundLimit(of post: Post) -> Bool {
    if isNone { return true }
    let isShared = post.jobGroup != nil
    return isSound(post, ["post_id", "seats"] + (isShared ? [] : Self.share))
      && (isShared || post.samePostStaff == nil || isSound(policy: ["quotas.post_share_max"]))
  }

  private static let share = ["same_post_staff", "current_interns"]

  /// Whether nothing is at fault of what makes the quota, of where those are who are held under it, and of who has found a
  /// place there alone.
  ///
  /// - Parameter pinned: who is held at every post.
  func isSound(_ quota: Quota, _ pinned: [[Int]], _ placementCase: PlacementCase) -> Bool {
    if isNone { return true }
    let isEnterprise = quota.kind == .enterprise
    // An enterprise's limit is its own; a job group's takes interns off that stand in the posts' rows.
    let posts = isEnterprise ? quota.posts.filter { !pinned[$0].isEmpty } : quota.posts
    let columns = ["post_id", "enterprise_id"] + CellsRead.period + (isEnterprise ? [] : Self.share)
    return posts.allSatisfy { isSound(placementCase.posts[$0], columns) }
      && (isEnterprise
        ? isSound(quota, placementCase.approvedSelfArranged)
        : isSound(policy: ["quotas.post_share_max"])
          && isSound(enterprise: quota.enterprise, ["enterprise_id"]))
  }

  /// Of an enterprise.
  ///
  /// - Parameter places: all that students found alone.
  func isSound(_ quota: Quota, _ places: [SelfArranged]) -> Bool {
    isSound(policy: ["quotas.staff_share_max"])
      && isSound(
        enterprise: quota.enterprise, ["enterprise_id", "staff_on_duty", "max_interns", "current_interns"])
      && places.allSatisfy {
        $0.enterprise != quota.enterprise || isSound($0, SelfArranged.hostColumns + CellsRead.period)
      }
  }

  /// Whether nothing is at fault of what makes the limit, and of where those are whom it counts.
  func isSound(_ limit: SideLimit, _ students: [Int], _ posts: [Int?], _ placementCase: PlacementCase) -> Bool
  {
    let held = students.compactMap { posts[$0] }.map { placementCase.posts[$0] }
    switch limit.key {
    case .schoolAtPost(let school, let post):
      return areSound(students, of: school)
        && isSound(placementCase.posts[post], ["post_id", "max_per_school"])
    case .schoolAtEnterprise(let school, let enterprise):
      return areSound(students, of: school)
        && isSound(enterprise: enterprise, ["enterprise_id", "max_per_school"])
        && held.allSatisfy { isSound($0, ["post_id", "enterprise_id"] + CellsRead.period) }
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

  /// Schools that nobody knows are not one school; nor are enterprises one, above.
  private func areSound(_ students: [Int], of school: String) -> Bool {
    !school.isEmpty && students.allSatisfy { isSound(student: $0, ["student_id", "school_id"]) }
  }
}

extension SelfArranged {
  /// The columns that say who is at which host.
  static let hostColumns = standing + ["enterprise_id", "enterprise_name"]
  /// The columns that say who has a place.
  static let standing = ["student_id", "approved_on"]
}
