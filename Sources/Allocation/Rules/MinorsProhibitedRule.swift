import Placement

/// Work that the law bars to those under 18 at the start.
struct MinorsProhibitedRule: EligibilityRule {
  let rule = Rule.minorsProhibited
  var reads: CellsRead { CellsRead(student: ["birth_date"], post: ["minors_prohibited"] + CellsRead.period) }

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.reaches(RuleContext.adultAge, student: student)
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.placementCase.posts[post].minorsProhibited || context.isAdult(student: student, at: post)
  }
}
