import Placement

/// A coordinator's ban of the post or of its enterprise.
struct BannedRule: EligibilityRule {
  let rule = Rule.banned
  var reads: CellsRead { CellsRead(post: ["enterprise_id"]) }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .number(student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.isBanned(student: student, post: post)
  }

  /// A ban of the very post needs nobody to know whose it is.
  func isSound(student: Int, post: Int, in placementCase: PlacementCase, _ unsound: UnsoundCells) -> Bool {
    unsound.isSound(reads, student: student, post: post, in: placementCase)
      || placementCase.decisions.contains {
        $0.student == student && $0.kind == .ban && $0.target == .post(post)
      }
  }
}
