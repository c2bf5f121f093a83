import Placement

/// Posts reserved for certain schools.
struct ReservedRule: EligibilityRule {
  let rule = Rule.reserved

  func traits(of student: Int, in context: RuleContext) -> StudentTraits {
    .texts([context.placementCase.students[student].schoolID])
  }

  func permits(student: Int, post: Int, in context: RuleContext) -> Bool {
    context.placementCase.posts[post].reservedFor.isEmpty
      || context.placementCase.posts[post].reservedFor.contains(
        context.placementCase.students[student].schoolID)
  }
}
