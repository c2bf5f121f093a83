import Placement

/// The host has not refused the student: at the post, or at all posts of the enterprise that say nothing of the student.
struct RefusedByHostRule: EligibilityRule {
  let rule = Rule.refusedByHost

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    context.hostPreferences.refuses(student) ? .number(student) : .nothing
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    !context.hostPreferences.refuses(student, at: post)
  }
}
