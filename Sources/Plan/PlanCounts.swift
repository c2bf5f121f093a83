import Placement

// What summary.json counts over the rows of students.
extension Plan {
  /// Schools with fewer students who have wishes are not told apart: their few would stand out.
  static let smallestSchool = 5

  mutating func countWishesAndUnplaced(_ placementCase: PlacementCase) {
    let districts = placementCase.schools.districts
    var bySchool: [String: [String: Int]] = [:]
    for row in assignments where row.status != .excluded && row.status != .selfArranged {
      let outcome = row.wishOutcome
      summary.wishes[outcome, default: 0] += 1
      if outcome != WishOutcome.notGiven { bySchool[row.schoolID, default: [:]][outcome, default: 0] += 1 }
    }
    summary.wishesBySchool = bySchool.filter { $0.value.values.reduce(0, +) >= Self.smallestSchool }
    for row in unplaced {
      summary.unplacedByDistrict[districts[row.schoolID] ?? "", default: 0] += 1
      summary.unplacedBySchool[row.schoolID, default: 0] += 1
      summary.unplacedByRule[row.nearestBlockedBy?.text.en ?? PlanSummary.noObstacle, default: 0] += 1
    }
  }
}

extension Plan {
  /// Who was told a post before, and what the plan makes of it.
  public var told: ToldStudents {
    assignments.reduce(into: ToldStudents()) { told, row in
      told.add(
        row.status, student: row.studentID, previousPost: row.previousPostID, post: row.place?.postID ?? "")
    }
  }
}

/// Keys of `wishes` in summary.json beside the ranks.
enum WishOutcome {
  static let unlisted = "unlisted"
  static let none = "none"
  static let notGiven = "not_given"
}

extension AssignmentRow {
  /// The rank of the wish that the student got, or what else became of the wishes.
  fileprivate var wishOutcome: String {
    if wishes.isEmpty { return WishOutcome.notGiven }
    guard let place else { return WishOutcome.none }
    return place.rank.map(String.init) ?? WishOutcome.unlisted
  }
}
