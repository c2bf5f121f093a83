import Placement

/// The host has not refused the student: at the post, or at all posts of the enterprise that say nothing of the student.
struct RefusedByHostRule: EligibilityRule {
  let rule = Rule.refusedByHost
  var reads: CellsRead { CellsRead(post: ["enterprise_id"]) }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.hostPreferences.refuses(student) ? .number(student) : .nothing
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.hostPreferences.refuses(student, at: post)
  }

  /// What is said of the very post goes before whatever another row may say; what is said of all posts of the enterprise
  /// may have such a row before it, or another beside it, that could not be read.
  func isSound(student: Int, post: Int, in placementCase: PlacementCase, _ unsound: UnsoundCells) -> Bool {
    unsound.isSound(reads, student: student, post: post, in: placementCase)
      && unsound.knowsOpinions(of: student, at: post, of: placementCase.posts[post].enterprise)
      || placementCase.hostRanks.contains {
        $0.student == student && $0.target == .post(post)
          && unsound.isSound(CaseSchema.hostRanks, row: $0.row)
      }
  }
}
