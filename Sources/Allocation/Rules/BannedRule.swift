import Placement

/// A coordinator's ban of the post or of its enterprise.
struct BannedRule: EligibilityRule {
  let rule = Rule.banned

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .number(student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.isBanned(student: student, post: post)
  }

  /// A ban that was read is known by ids alone.
  func isSound(student: Int, post: Int, in placementCase: PlacementCase, _ unsound: UnsoundCells) -> Bool {
    true
  }
}
